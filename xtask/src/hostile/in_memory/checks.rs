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
                let is_conditional = |name: &str| path.contains("src/runtime/") && CONDITIONS.contains(&name);
                let is_allowed = |name: &&String| ALLOWED.contains(&name.as_str()) || is_conditional(name);
                let new = skeleton.reaches.difference(&self.reaches).find(|name| !is_allowed(name));
                new.map(|name| format!("`{name}` is not in the clean crates"))
            }
        }
    }

    fn manifest(&self, path: &str, text: &str, likeness: Likeness) -> Option<String> {
        let made = match entries(text) {
            Ok(made) => made,
            Err(why) => return Some(format!("it is no TOML: {why}")),
        };
        let Some(Ok(clean)) = self.files.get(path).map(|text| entries(text)) else {
            return Some(String::from("the clean crates have no such file"));
        };
        let strange = match likeness {
            Likeness::Exact => made.symmetric_difference(&clean).next(),
            // Where shapes differ, so do features and what is needed of the known dependencies.
            Likeness::Reach => made.difference(&clean).find(|entry| !is_free(entry)),
        };
        strange.map(|(key, value)| format!("`{} = {value}` is not as in the clean crate's", key.join(".")))
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

/// What the runtime may hold, which no text of a document reaches: conditions on parts that the clean crates always need.
const CONDITIONS: [&str; 2] = ["#[cfg]", "#[cfg_attr]"];

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

/// A key of a manifest, from its root, and its value.
type Entry = (Vec<String>, String);

/// All values of a manifest, but the text that describes the package.
fn entries(manifest: &str) -> Result<BTreeSet<Entry>, String> {
    let table: toml::Table = manifest.parse().map_err(|why: toml::de::Error| why.message().to_owned())?;
    let mut found = BTreeSet::new();
    let mut open = vec![(Vec::new(), toml::Value::Table(table))];
    while let Some((key, value)) = open.pop() {
        match value {
            toml::Value::Table(table) if !table.is_empty() => {
                open.extend(table.into_iter().map(|(name, value)| ([key.as_slice(), &[name]].concat(), value)));
            }
            toml::Value::String(_) if key == ["package", "description"] => _ = found.insert((key, String::new())),
            value => _ = found.insert((key, value.to_string())),
        }
    }
    Ok(found)
}

/// Whether a manifest may hold an entry that the clean one does not: a feature by plain names, as features are named after tags, and
/// what is asked of packages that generated crates may depend on.
fn is_free((key, value): &Entry) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/:?\", []".contains(c);
    match key.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["features", name] => name.chars().chain(value.chars()).all(plain),
        ["dependencies", _, "features"] => value.chars().all(plain),
        ["dependencies", name, ..] => KNOWN_DEPENDENCIES.contains(name),
        _ => false,
    }
}
