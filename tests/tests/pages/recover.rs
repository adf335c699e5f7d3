//! Which facts of a document stand on a page that was rendered from it.
//!
//! A fact counts as recoverable when its words stand on the page: the name it is about, and what it says. What a renderer does not print is not
//! missed; what it prints and the reader does not give is.

use std::collections::BTreeSet;

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
}

/// A shorter text may stand on a page by chance.
const BY_CHANCE: usize = 24;

impl Printed {
    /// The words of a page.
    pub fn of(page: &str) -> Self {
        let text = page.replace('\\', "");
        let split = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@')));
        let words = split.map(str::to_owned).collect();
        let lines = page.lines().filter_map(plain).collect();
        let plain = plain(page).unwrap_or_default();
        Self { text, plain, lines, words }
    }

    /// Whether a fact's words stand on the page.
    pub fn shows(&self, place: &str, value: &str) -> bool {
        let (at, keyword) = place.rsplit_once('#').unwrap_or(("", place));
        let own = at.rsplit('/').find(|part| !is_marker(part)).unwrap_or("");
        let own = own.split_once(' ').map_or(own, |(_, name)| name);
        if !own.is_empty() && !self.text.contains(own) {
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
            "null" => value == "false" || self.flagged(own, "null"),
            "deprecated" => self.text.to_lowercase().contains("deprecated"),
            "oneOf" => self.text.contains("One of:"),
            "anyOf" => self.text.contains("Any of:"),
            "uniqueItems" => self.text.contains("unique items"),
            "format" => self.text.contains(value.trim_matches('"')),
            "enum" | "default" | "const" => strings().all(|word| self.text.contains(word)),
            "pattern" => {
                let pattern: String = value.trim_matches('"').replace('\\', "");
                self.text.contains(&pattern)
            }
            // The values of a map have a line of their own.
            _ if at.ends_with("/*")
                && !self.text.contains("property name*")
                && !self.text.contains("additional properties") =>
            {
                false
            }
            "is" | "operation" => true,
            "recursive" => self.text.contains("recursive"),
            _ if keyword.starts_with("server ") => {
                let host = keyword.trim_start_matches("server ").split("://").last().unwrap_or("");
                self.text.contains(host)
            }
            // How a scheme works is printed nowhere.
            _ if keyword.starts_with("scheme ")
                || keyword.starts_with("scope ")
                || keyword.starts_with("security ") =>
            {
                false
            }
            _ => {
                self.words.contains(value)
                    || self.text.contains(&format!("= {value}"))
                    || self.text.contains(&format!("of {value}"))
            }
        }
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
