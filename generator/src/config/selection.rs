//! `only` and `except` of `vendor.yaml`: which operations are generated.
//!
//! Takes a node; gives a [`Choice`]. Promises that each word keeps its place, so that one which chooses nothing can be told. Never looks into a
//! document.

use super::{fields, keys};
use crate::diagnostic::{Diagnostic, Diagnostics, code::config as code};
use crate::node::Node;
use crate::source::Span;

/// Which operations are generated. All of them where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these.
    pub only: Option<Choice>,
    /// None of these, whatever `only` says.
    pub except: Option<Choice>,
}

/// Operations by what they have; one word of any list is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// By tag.
    pub tags: Vec<Pattern>,
    /// By `operationId`.
    pub operations: Vec<Pattern>,
    /// By path.
    pub paths: Vec<Pattern>,
    /// By a schema that they reach, by its key under `components`.
    pub types: Vec<Pattern>,
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
}

impl Selection {
    /// Whether everything is chosen.
    pub fn is_all(&self) -> bool {
        self.only.is_none() && self.except.is_none()
    }
}

impl Choice {
    pub(super) fn read(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let map = fields::map(node, what, &keys::names(keys::SELECTION), diagnostics)?;
        let mut words = |key: &str| {
            let items = map.get(key).map(|node| fields::list(node, &format!("`{key}`"), diagnostics)).unwrap_or(&[]);
            let word = |item: &Node| {
                let text = fields::text(item, &format!("an item of `{key}`"), diagnostics)?.to_owned();
                Some(Pattern { text, span: Some(item.span()) })
            };
            items.iter().filter_map(word).collect()
        };
        let choice =
            Self { tags: words("tags"), operations: words("operations"), paths: words("paths"), types: words("types") };
        if map.is_empty() {
            let message = format!("{what} names no operation");
            let told = Diagnostic::new(&code::CONFIG_VALUE, node.span(), message);
            diagnostics.report(told.help("give one of `tags`, `operations`, `paths` and `types`, or remove the key"));
        }
        Some(choice)
    }
}

impl Pattern {
    /// Whether a path is meant: `*` stands for one segment, `**` for any number of them.
    pub fn matches_path(&self, path: &str) -> bool {
        let segments =
            |text: &str| text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let (pattern, path) = (segments(&self.text), segments(path));
        // Which prefixes of the path the pattern so far stands for: linear in both, whatever the stars.
        let mut reached = vec![false; path.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for part in &pattern {
            let before = reached;
            reached = vec![false; path.len() + 1];
            let mut any = false;
            for (length, was) in before.iter().enumerate() {
                if part == "**" {
                    any |= was;
                    if let Some(now) = reached.get_mut(length) {
                        *now = any;
                    }
                } else if *was
                    && path.get(length).is_some_and(|segment| part == "*" || part == segment)
                    && let Some(now) = reached.get_mut(length + 1)
                {
                    *now = true;
                }
            }
        }
        reached.last().copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn stars_stand_for_segments() {
        let matches = |pattern: &str, path: &str| Pattern { text: pattern.to_owned(), span: None }.matches_path(path);
        for (pattern, path) in [
            ("/a/{id}", "/a/{id}"),
            ("/a/*", "/a/{id}"),
            ("/a/**", "/a"),
            ("/a/**", "/a/b/c"),
            ("/**/c", "/a/b/c"),
            ("/**", "/"),
            ("/a/", "/a"),
            ("/**/b/**", "/b"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("/a", "/a/b"), ("/a/*", "/a"), ("/a/*", "/a/b/c"), ("/**/c", "/c/d"), ("/a*", "/ab"), ("", "/a")]
        {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}
