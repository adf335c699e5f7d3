//! The text of a crate as that of a module.
//!
//! Takes the text of a Rust file of a generated crate; gives the text that means the same where the crate is a module of another one. Promises to
//! change paths, conditions on features and attributes of a crate's root alone: literals and layout stay. Never parses: it tells words, literals and
//! comments apart, which is all that the change needs.

use std::borrow::Cow;

/// Where a crate stands that has become a module.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Path of its module: `crate::acme::client`.
    pub module: String,
    /// Path of the module of the types, for crates that stand on them.
    pub types: Option<String>,
    /// What conditions ask in place of `feature`.
    pub condition: String,
}

/// Inner attributes that only the root of a crate may have, or whose text speaks of crates.
const OF_ROOT: [&str; 2] = ["#![doc = include_str!", "#![recursion_limit"];

/// The text for that place.
pub(super) fn embed(text: &str, place: &Place) -> String {
    let text = without_root_attributes(text);
    let mut embedding = Embedding { place, out: String::with_capacity(text.len() + text.len() / 8), last: Last::Other };
    let mut scanner = Scanner { rest: &text };
    let (mut depth, mut condition) = (0_usize, None);
    while let Some((kind, token)) = scanner.next() {
        match kind {
            Kind::Word => {
                let is_condition = matches!(token, "cfg" | "cfg_attr") && scanner.rest.starts_with(['(', '!']);
                if is_condition && condition.is_none() {
                    condition = Some(depth);
                }
                embedding.word(token, scanner.rest, condition.is_some());
            }
            Kind::Comment => embedding.comment(token),
            Kind::Literal => embedding.copy(token, Last::Other),
            Kind::Blank => embedding.out.push_str(token),
            Kind::Mark => {
                match token {
                    "(" => depth += 1,
                    ")" => {
                        depth = depth.saturating_sub(1);
                        if condition == Some(depth) {
                            condition = None;
                        }
                    }
                    _ => {}
                }
                let last = if matches!(token, ":" | ".") { Last::Separator } else { Last::Other };
                embedding.copy(token, last);
            }
        }
    }
    embedding.out
}

fn without_root_attributes(text: &str) -> Cow<'_, str> {
    if !OF_ROOT.iter().any(|attribute| text.contains(attribute)) {
        return Cow::Borrowed(text);
    }
    let stays = |line: &&str| !OF_ROOT.iter().any(|attribute| line.starts_with(attribute));
    Cow::Owned(text.split_inclusive('\n').filter(stays).collect())
}

/// What stood before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// `use`
    Use,
    /// `:` or `.`: the word goes on a path.
    Separator,
    Other,
}

struct Embedding<'p> {
    place: &'p Place,
    out: String,
    last: Last,
}

impl Embedding<'_> {
    fn copy(&mut self, token: &str, last: Last) {
        self.out.push_str(token);
        self.last = last;
    }

    fn word(&mut self, word: &str, rest: &str, in_condition: bool) {
        let goes_on = rest.trim_start().starts_with("::");
        match (word, &self.place.types) {
            ("crate", _) if goes_on => self.out.push_str(&self.place.module),
            ("types", Some(types))
                if self.last != Last::Separator
                    && (goes_on || self.last == Last::Use && rest.trim_start().starts_with(';')) =>
            {
                self.out.push_str(types);
            }
            ("feature", _) if in_condition => self.out.push_str(&self.place.condition),
            _ => self.out.push_str(word),
        }
        self.last = if word == "use" { Last::Use } else { Last::Other };
    }

    /// Links of documentation are paths too.
    fn comment(&mut self, comment: &str) {
        if comment.contains("crate::") {
            let path = format!("{}::", self.place.module);
            self.out
                .push_str(&comment.replace("[`crate::", &format!("[`{path}")).replace("(crate::", &format!("({path}")));
        } else {
            self.out.push_str(comment);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Literal,
    Comment,
    Blank,
    Mark,
}

/// Words, literals, comments, blanks and single marks, one after the other; together they are the text.
struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    fn next(&mut self) -> Option<(Kind, &'t str)> {
        let first = self.rest.chars().next()?;
        let (kind, length) = if first.is_whitespace() {
            (Kind::Blank, self.length_while(char::is_whitespace))
        } else if self.rest.starts_with("//") {
            (Kind::Comment, self.rest.find('\n').unwrap_or(self.rest.len()))
        } else if self.rest.starts_with("/*") {
            (Kind::Comment, block_comment(self.rest))
        } else if first == '"' {
            (Kind::Literal, string(self.rest))
        } else if first == '\'' {
            character(self.rest).map_or((Kind::Mark, 1), |length| (Kind::Literal, length))
        } else if is_of_word(first) {
            let length = self.length_while(is_of_word);
            let after = self.rest.get(length..).unwrap_or("");
            match self.rest.get(..length) {
                Some("r" | "br" | "cr") if after.starts_with(['"', '#']) => match raw_string(after) {
                    Some(more) => (Kind::Literal, length + more),
                    // `r#type`
                    None => (Kind::Mark, length + 1),
                },
                Some("b" | "c") if after.starts_with('"') => (Kind::Literal, length + string(after)),
                Some("b") if after.starts_with('\'') => (Kind::Literal, length + character(after).unwrap_or(0)),
                _ => (Kind::Word, length),
            }
        } else {
            (Kind::Mark, first.len_utf8())
        };
        let (token, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        Some((kind, token))
    }

    fn length_while(&self, belongs: impl Fn(char) -> bool) -> usize {
        self.rest.find(|c: char| !belongs(c)).unwrap_or(self.rest.len())
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of a string literal that begins with its quotation mark.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a raw string from its first `#` or quotation mark; `None` for a raw identifier.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.find(|c| c != '#')?;
    let inside = text.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inside.find(&end).map_or(text.len(), |length| hashes + 1 + length + end.len()))
}

/// Length of a character literal; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut inside = text.char_indices().skip(1);
    let (_, first) = inside.next()?;
    if first == '\\' {
        inside.next()?;
        return inside.find(|(_, c)| *c == '\'').map(|(index, _)| index + 1);
    }
    inside.next().filter(|(_, c)| *c == '\'').map(|(index, _)| index + 1)
}

/// Length of a comment between `/*` and `*/`, with those inside.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(index) = rest.find(['/', '*']) {
        let here = rest.get(index..).unwrap_or("");
        let step = if here.starts_with("/*") {
            depth += 1;
            2
        } else if here.starts_with("*/") {
            depth = depth.saturating_sub(1);
            2
        } else {
            1
        };
        rest = here.get(step..).unwrap_or("");
        if depth == 0 {
            return text.len() - rest.len();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded(text: &str) -> String {
        let place = Place {
            module: "crate::acme::client".to_owned(),
            types: Some("crate::acme::types".to_owned()),
            condition: "specwright_acme".to_owned(),
        };
        embed(text, &place)
    }

    #[test]
    fn paths_and_conditions_follow_the_module() {
        let text = "#![doc = include_str!(\"../README.md\")]\n#![forbid(unsafe_code)]\n//! [`crate::A`]\n\
                    pub use types;\nuse crate::runtime::{A, types};\nuse types::B;\n\
                    #[cfg(any(feature = \"x\", test))]\npub(crate) fn f(types: &types::B) -> crate::A { types.g($crate::A) }\n";
        let expected = "#![forbid(unsafe_code)]\n//! [`crate::acme::client::A`]\n\
                        pub use crate::acme::types;\nuse crate::acme::client::runtime::{A, types};\nuse crate::acme::types::B;\n\
                        #[cfg(any(specwright_acme = \"x\", test))]\npub(crate) fn f(types: &crate::acme::types::B) -> \
                        crate::acme::client::A { types.g($crate::acme::client::A) }\n";
        assert_eq!(embedded(text), expected);
    }

    #[test]
    fn literals_and_other_words_stay() {
        for text in [
            "let a = \"crate::x \\\" types::y\";",
            "let a = r#\"crate::x \" types::y\"#; let r#crate = 1;",
            "let a = b\"types::x\"; let b = b'\\''; let c = '\"'; let d = '\\u{41}';",
            "fn f<'a>(x: &'a str) -> bool { x.types::<u8>() && my_types::X == api::types::Y && feature == 1 }",
            "/* crate::x /* types::y */ ' */ // it's \"open\n",
            "\"never closed crate::x",
            "r\"never closed types::x",
            "'",
            "/* never closed crate::x",
            "mod types { fn f() {} }",
        ] {
            assert_eq!(embedded(text), text);
        }
    }

    #[test]
    fn tokens_are_the_text() {
        for text in ["a::b'c' \"d\" r#\"e\"# // f\n/* g */ 'h \u{e4}\u{f6} r#i", "b'", "r#", "'\\"] {
            let mut scanner = Scanner { rest: text };
            let all: String = std::iter::from_fn(|| scanner.next()).map(|(_, token)| token).collect();
            assert_eq!(all, text);
        }
    }
}
