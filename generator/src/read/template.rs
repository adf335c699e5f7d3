//! Templates: texts with names in braces.
//!
//! Takes a path or a server's URL; gives the names in the order they stand and the text with the names taken out.
//! Never decodes or checks the text between.

use std::collections::HashSet;

/// A template, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The names, in the order they stand.
    pub names: Vec<String>,
    /// The text with `{}` for each name: what tells one path from another.
    pub hierarchy: String,
}

/// Why a text is no template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TemplateFault {
    /// A brace without its other.
    Unbalanced,
    /// `{}`
    Unnamed,
    /// The name stands twice.
    Repeated(String),
}

impl Template {
    pub fn parse(text: &str) -> Result<Self, TemplateFault> {
        let mut template = Self::default();
        let mut rest = text;
        let mut seen = HashSet::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(TemplateFault::Unbalanced)?;
            if before.contains('}') || name.contains('{') {
                return Err(TemplateFault::Unbalanced);
            }
            if name.is_empty() {
                return Err(TemplateFault::Unnamed);
            }
            if !seen.insert(name) {
                return Err(TemplateFault::Repeated(name.to_owned()));
            }
            template.names.push(name.to_owned());
            template.hierarchy.push_str(before);
            template.hierarchy.push_str("{}");
            rest = after;
        }
        if rest.contains('}') {
            return Err(TemplateFault::Unbalanced);
        }
        template.hierarchy.push_str(rest);
        Ok(template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_hierarchy() {
        let template = Template::parse("/a/{b}/c-{d}:e").ok();
        let expected = Template { names: vec!["b".to_owned(), "d".to_owned()], hierarchy: "/a/{}/c-{}:e".to_owned() };
        assert_eq!(template, Some(expected));
    }

    #[test]
    fn faults() {
        assert_eq!(Template::parse("/a/{b"), Err(TemplateFault::Unbalanced));
        assert_eq!(Template::parse("/a/b}"), Err(TemplateFault::Unbalanced));
        assert_eq!(Template::parse("/{a{b}}"), Err(TemplateFault::Unbalanced));
        assert_eq!(Template::parse("/{}"), Err(TemplateFault::Unnamed));
        assert_eq!(Template::parse("/{a}/{a}"), Err(TemplateFault::Repeated("a".to_owned())));
    }
}
