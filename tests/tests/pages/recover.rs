//! Which facts of a document stand on a page that was rendered from it.
//!
//! A fact counts as recoverable when its words stand on the page: the names it is about, where names stand (as the key of an example, at the
//! beginning of a line, in a path or a sample), and what it says. A name that is but a word of a sentence is not printed. Where a field stands is
//! printed when the page proves it (`places`). What a renderer does not print is not missed; what it prints and the reader does not give is.

use std::collections::BTreeSet;

use crate::Names;
use crate::facts::plain;

/// The words of a page.
pub struct Printed {
    /// Without escapes.
    text: String,
    /// As texts are compared.
    plain: String,
    /// Each line so.
    lines: BTreeSet<String>,
    words: BTreeSet<String>,
    /// Whether the page lost the names of what has no parts.
    names: Names,
    /// Where the fields stand of which the page does not tell in which object they do.
    untold: BTreeSet<String>,
}

/// A shorter text may stand on a page by chance.
const BY_CHANCE: usize = 24;

impl Printed {
    /// The words of a page.
    pub fn of(page: &str, names: Names, untold: &BTreeSet<String>) -> Self {
        let text = page.replace('\\', "");
        let split = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@')));
        let words = split.map(str::to_owned).collect();
        let lines = page.lines().filter_map(plain).collect();
        let plain = plain(page).unwrap_or_default();
        Self { text, plain, lines, words, names, untold: untold.clone() }
    }

    /// Whether a fact's words stand on the page.
    pub fn shows(&self, place: &str, value: &str) -> bool {
        let (at, keyword) = place.rsplit_once('#').unwrap_or(("", place));
        let own = at.rsplit('/').find(|part| !is_marker(part)).unwrap_or("");
        let own = own.split_once(' ').map_or(own, |(_, name)| name);
        if !self.stands(at) {
            return false;
        }
        let strings = || value.split(['"', ' ', '[', ']', ',']).filter(|word| !word.is_empty());
        match keyword {
            // A title has a line of its own.
            "title" => self.lines.contains(value),
            "description" | "summary" if value.len() < BY_CHANCE => self.lines.contains(value),
            "description" | "summary" => self.plain.contains(value),
            "type" => value.split(' ').all(|ty| self.typed(own, ty)),
            "required" => value == "false" || self.flagged(own, "required"),
            "null" if value == "false" => true,
            "null" => self.block(own).map_or_else(|| self.flagged(own, "null"), |block| block.contains("null")),
            "deprecated" => self.text.to_lowercase().contains("deprecated"),
            "oneOf" => self.text.contains("One of:"),
            "anyOf" => self.text.contains("Any of:"),
            "uniqueItems" => self.text.contains("unique items"),
            "format" => self.text.contains(value.trim_matches('"')),
            "enum" if self.text.contains("Allowed values: ") => self.separates(value),
            "enum" | "default" | "const" => strings().all(|word| self.text.contains(word)),
            "pattern" => {
                let pattern: String = value.trim_matches('"').replace('\\', "");
                self.text.contains(&pattern)
            }
            // The values of a map have a line of their own below the name of the map.
            _ if at.ends_with("/*") && !self.shows_map(own) => false,
            "is" | "operation" => true,
            "recursive" => self.text.contains("recursive"),
            // Of most servers the scheme is not printed.
            _ if keyword.starts_with("server ") => self.text.contains(keyword.trim_start_matches("server ")),
            // How a scheme works is printed nowhere.
            _ if keyword.starts_with("scheme ")
                || keyword.starts_with("scope ")
                || keyword.starts_with("security ") =>
            {
                false
            }
            _ => match self.block(own) {
                Some(block) => block.split([' ', '\n', ',']).any(|word| word == value),
                None => {
                    self.words.contains(value)
                        || self.text.contains(&format!("= {value}"))
                        || self.text.contains(&format!("of {value}"))
                }
            },
        }
    }

    /// What stands below a name in bold, up to the next one; `None` on a page that prints no names so.
    fn block(&self, name: &str) -> Option<String> {
        let is_key = |line: &str| line.starts_with("**") && !line.starts_with("***");
        if name.is_empty() || !self.text.lines().any(is_key) {
            return None;
        }
        let mut found = String::new();
        let mut own = false;
        for line in self.text.lines() {
            if is_key(line) || line.starts_with('#') {
                own = line.trim_matches(['*', '~']) == name;
            } else if own {
                found.push_str(line);
                found.push('\n');
            }
        }
        Some(found)
    }

    /// Whether a map shows what its values are.
    fn shows_map(&self, name: &str) -> bool {
        match self.block(name) {
            Some(block) => block.contains("additional properties"),
            None => self.text.contains("property name*") || self.text.contains("additional properties"),
        }
    }

    /// Whether the page tells that spaces stand between several values and not in them: one of the values stands somewhere alone.
    fn separates(&self, values: &str) -> bool {
        let values: Vec<&str> = values.split("\" \"").map(|value| value.trim_matches('"')).collect();
        let alone = |value: &&str| {
            self.text.contains(&format!("\"{value}\"")) || self.text.contains(&format!("default: {value}"))
        };
        let plain = values.iter().all(|value| !value.contains(' ') && self.text.contains(value));
        plain && (values.len() < 3 || values.iter().any(alone))
    }

    /// Whether all names of a place stand on the page as names, and the page tells which object each is in.
    fn stands(&self, at: &str) -> bool {
        let steps: Vec<&str> = at.split('/').skip(1).collect();
        // What a body is for, and its media type, stand before the names.
        let (start, media) = match &steps[..] {
            ["body", kind, subtype, ..] => (3, Some(format!("{kind}/{subtype}"))),
            ["responses", _, header, ..] if header.starts_with("header ") => (2, None),
            ["responses", _, kind, subtype, ..] => (4, Some(format!("{kind}/{subtype}"))),
            ["body" | "responses", ..] => (steps.len(), None),
            _ => (0, None),
        };
        if media.is_some_and(|media| !self.text.contains(&media)) {
            return false;
        }
        // Where names are lost, a body shows those of what has parts, each on a line, and a response those of its example.
        let named = |name: &str| match (self.names, steps[0]) {
            (Names::Lost, "body") => self.text.lines().any(|line| line.trim() == name),
            _ => self.is_name(name),
        };
        (start..steps.len()).all(|end| {
            let step = steps[end];
            let name = step.split_once(' ').filter(|_| end == 0 || start == 2).map_or(step, |(_, name)| name);
            // Between a map and what stands in its values the map itself is printed.
            let map = step != "*" || end + 1 == steps.len();
            let owner = || steps[..end].iter().rev().find(|step| !is_marker(step)).unwrap_or(&"");
            (is_marker(step) && (map || self.shows_map(owner())))
                || (!is_marker(step) && named(name) && !self.untold.contains(&format!("/{}", steps[..=end].join("/"))))
        })
    }

    /// Whether a text stands where names stand.
    fn is_name(&self, name: &str) -> bool {
        let begins = |line: &str| {
            let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '~' | '`' | '#'));
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let forms = [
            format!("\"{name}\""),
            format!("{{{name}}}"),
            format!(":{name}"),
            format!("{name}="),
            format!("{name}:"),
            format!("'{name}'"),
        ];
        self.text.lines().any(begins) || forms.iter().any(|form| self.text.contains(form.as_str()))
    }

    /// Whether the line of a name, or one below it, has the word.
    fn flagged(&self, name: &str, word: &str) -> bool {
        let mut lines = self.text.lines();
        while let Some(line) = lines.next() {
            if has_word(line, name) {
                let below: Vec<&str> = lines.clone().filter(|line| !line.trim().is_empty()).take(4).collect();
                if line.contains(word) || below.iter().any(|line| line.contains(word)) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the type is printed with the name.
    fn typed(&self, name: &str, ty: &str) -> bool {
        let printed = match ty {
            "array" => vec!["Array", "[]", "array"],
            other => vec![other],
        };
        name.is_empty() || printed.iter().any(|word| self.flagged(name, word))
    }
}

fn has_word(line: &str, name: &str) -> bool {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@'))).any(|word| word == name)
}

fn is_marker(part: &str) -> bool {
    let union = part.strip_prefix("oneOf").or_else(|| part.strip_prefix("anyOf"));
    matches!(part, "[]" | "*" | "") || union.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}
