//! What has to hold of generated files whatever the document's texts are.
//!
//! Takes the files of the clean document and those of a hostile one; gives what is broken. Never compiles anything.

use super::skeleton::{self, Skeleton};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// The clean document's crates, read once.
#[derive(Debug)]
pub struct Clean {
    files: BTreeMap<String, String>,
    skeletons: BTreeMap<String, Skeleton>,
    reaches: BTreeSet<String>,
}

/// How much of the clean crates must be found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// All but literals and documentation.
    Exact,
    /// Nothing but what is reached outside: names and shapes may be others.
    Reach,
}

impl Clean {
    /// Reads the crates of the clean document.
    ///
    /// # Errors
    /// When one of its files is no Rust.
    pub fn new(files: BTreeMap<String, String>) -> Result<Self, String> {
        let (mut skeletons, mut reaches) = (BTreeMap::new(), BTreeSet::new());
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let skeleton = skeleton::read(text).map_err(|why| format!("{path}: {why}"))?;
            reaches.extend(skeleton.reaches.iter().cloned());
            skeletons.insert(path.clone(), skeleton);
        }
        Ok(Self { files, skeletons, reaches })
    }

    /// Whether these files have the same tokens, names included.
    pub fn is_like(&self, files: &BTreeMap<String, String>) -> bool {
        files.len() == self.files.len() && self.broken(files, Likeness::Exact).is_none()
    }

    /// The first thing that is broken in these files.
    pub fn broken(&self, files: &BTreeMap<String, String>, likeness: Likeness) -> Option<String> {
        if likeness == Likeness::Exact && !files.keys().eq(self.files.keys()) {
            return Some(String::from("other files are made of it"));
        }
        files.iter().find_map(|(path, text)| {
            if self.files.get(path) == Some(text) {
                return None;
            }
            if !path.split('/').all(is_plain) {
                return Some(format!("`{path}` is no plain path"));
            }
            let broken = if path.ends_with(".rs") {
                self.rust(path, text, likeness)
            } else if path.ends_with(".toml") {
                self.manifest(path, text, likeness)
            } else {
                self.page(path, text)
            };
            broken.map(|why| format!("{path}: {why}"))
        })
    }

    fn rust(&self, path: &str, text: &str, likeness: Likeness) -> Option<String> {
        let skeleton = match skeleton::read(text) {
            Ok(skeleton) => skeleton,
            Err(why) => return Some(why),
        };
        if let Some(odd) = text.chars().find(|c| is_odd(*c)) {
            return Some(format!("it holds the character {}", odd.escape_unicode()));
        }
        if let Some(block) = skeleton.documentation.iter().find_map(|text| compiled_block(text)) {
            return Some(format!("rustdoc would compile {block:?}"));
        }
        match (likeness, self.skeletons.get(path)) {
            (Likeness::Exact, Some(clean)) => difference(&clean.tokens, &skeleton.tokens),
            (Likeness::Exact, None) => Some(String::from("the clean crates have no such file")),
            (Likeness::Reach, _) => {
                let new = skeleton.reaches.difference(&self.reaches).find(|name| !ALLOWED.contains(&name.as_str()));
                new.map(|name| format!("`{name}` is not in the clean crates"))
            }
        }
    }

    fn manifest(&self, path: &str, text: &str, likeness: Likeness) -> Option<String> {
        let clean = self.files.get(path).map(|text| manifest_outline(text));
        match (manifest_outline(text), clean) {
            (Err(line), _) => Some(format!("`{line}` is no line of a manifest")),
            (Ok(_), None | Some(Err(_))) => Some(String::from("the clean crates have no such file")),
            (Ok(made), Some(Ok(clean))) => {
                // Where shapes differ, so do features and what is needed of the known dependencies.
                let is_free = |line: &str| line.contains("features") || is_feature(line);
                let strange = made.iter().find(|line| !clean.contains(line) && !is_free(line));
                let known = |line: &&String| KNOWN_DEPENDENCIES.iter().any(|name| line.starts_with(*name));
                match likeness {
                    Likeness::Exact if made == clean => None,
                    Likeness::Reach if strange.is_none_or(|line| known(&line)) => None,
                    _ => Some(format!("its keys are not those of the clean crate's: {strange:?}")),
                }
            }
        }
    }

    fn page(&self, path: &str, text: &str) -> Option<String> {
        let blocks = |text: &str| code_blocks(text).into_iter().filter(|(compiled, _)| *compiled).count();
        let clean = self.files.get(path).map(|text| blocks(text)).unwrap_or_default();
        let made = blocks(text);
        // A README may lose its example, where there is nothing to show, but never gains one.
        (made > clean).then(|| format!("rustdoc would compile {made} blocks in place of {clean}"))
    }
}

/// What the crates of any document may reach for, where the clean one has no use for it.
const ALLOWED: [&str; 4] = ["#[inline]", "#[allow]", "#[expect]", "#[deprecated]"];

/// Packages that generated crates may depend on.
const KNOWN_DEPENDENCIES: [&str; 9] =
    ["base64", "chrono", "regex", "uuid", "serde", "serde_json", "time", "jiff", "quick-xml"];

fn difference(clean: &[String], made: &[String]) -> Option<String> {
    if clean == made {
        return None;
    }
    let at = clean.iter().zip(made).position(|(clean, made)| clean != made).unwrap_or(clean.len().min(made.len()));
    let part =
        |tokens: &[String]| tokens.iter().skip(at.saturating_sub(4)).take(14).cloned().collect::<Vec<_>>().join(" ");
    Some(format!("other tokens: `{}` in place of `{}`", part(made), part(clean)))
}

fn is_plain(component: &str) -> bool {
    !component.is_empty()
        && !component.starts_with('.')
        && component.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// Characters that show a source otherwise than the compiler reads it.
fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// The first code block of documentation that rustdoc would take for Rust.
fn compiled_block(text: &str) -> Option<String> {
    // The crate's own words may hold examples; what the document says never does.
    code_blocks(text).into_iter().find_map(|(compiled, block)| compiled.then_some(block))
}

/// Code blocks, and whether rustdoc compiles them.
fn code_blocks(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut open = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => open = Some(true),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => open = Some(is_rust(&info)),
            Event::Text(words) => {
                if let Some(compiled) = open.take() {
                    found.push((compiled, words.into_string()));
                }
            }
            _ => {}
        }
    }
    found
}

fn is_rust(info: &str) -> bool {
    const RUST: [&str; 12] = [
        "rust",
        "should_panic",
        "no_run",
        "ignore",
        "compile_fail",
        "test_harness",
        "standalone_crate",
        "edition2015",
        "edition2018",
        "edition2021",
        "edition2024",
        "",
    ];
    info.split([',', ' ', '\t']).all(|word| RUST.contains(&word.trim()) || word.starts_with("ignore-"))
}

/// A manifest's lines with the insides of strings left out. What the generator writes has a value on one line.
fn manifest_outline(text: &str) -> Result<Vec<String>, String> {
    let mut outline = Vec::new();
    for line in text.lines() {
        let mut plain = String::new();
        let mut characters = line.chars();
        while let Some(c) = characters.next() {
            match c {
                '#' => break,
                '"' => {
                    let mut text = String::new();
                    loop {
                        match characters.next() {
                            None => return Err(line.to_owned()),
                            Some('"') => break,
                            Some('\\') => match characters.next() {
                                Some('"' | '\\' | 'b' | 't' | 'n' | 'f' | 'r' | 'u' | 'U') => text.push('\\'),
                                _ => return Err(line.to_owned()),
                            },
                            Some(c) if c.is_control() && c != '\t' => return Err(line.to_owned()),
                            Some(c) => text.push(c),
                        }
                    }
                    let is_title = plain.starts_with("description");
                    plain.push_str(if is_title { "\"\"" } else { "\"" });
                    if !is_title {
                        plain.push_str(&text);
                        plain.push('"');
                    }
                }
                c if c.is_control() => return Err(line.to_owned()),
                c => plain.push(c),
            }
        }
        let plain = plain.trim_end();
        let key = plain.split([' ', '=', '.']).next().unwrap_or_default();
        let is_table = plain.starts_with('[') && plain.ends_with(']');
        let is_key = plain.contains('=') && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let is_list = plain.starts_with(' ') || plain == "]";
        if !(plain.is_empty() || is_table || is_key || is_list) {
            return Err(line.to_owned());
        }
        if !plain.is_empty() {
            outline.push(plain.to_owned());
        }
    }
    Ok(outline)
}

/// Whether a line declares a feature by plain names: `books = ["types/books"]`. Features are named after tags.
fn is_feature(line: &str) -> bool {
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_/:?".contains(&byte))
    };
    let Some((key, list)) = line.split_once(" = ") else { return false };
    let Some(items) = list.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    let quoted = |item: &str| item.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).is_some_and(plain);
    plain(key) && (items.is_empty() || items.split(", ").all(quoted))
}
