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
    /// The patterns that were spelled out.
    pub patterns: Vec<SegmentPattern>,
}

/// `{name=accounts/*/domains/*}`: a name that stands for several segments of a path, some of them fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentPattern {
    /// What stands in the braces.
    pub written: String,
    /// The name before the `=`.
    pub variable: String,
    /// A name for each `*`: the segment before it, as in `accounts/{accounts}/domains/{domains}`.
    pub names: Vec<String>,
    /// Whether one of them is written `**`: any number of segments, read as a single one.
    pub is_shortened: bool,
}

/// The path with each pattern of segments spelled out: fixed segments as they are, and a template expression for each `*` and
/// `**`. What has no `=` or neither of them stays as it is.
pub(super) fn spelled_out(path: &str) -> (String, Vec<SegmentPattern>) {
    let mut spelled = String::with_capacity(path.len());
    let mut patterns: Vec<SegmentPattern> = Vec::new();
    let mut rest = path;
    while let Some((before, within, after)) = braces(rest) {
        spelled.push_str(before);
        let taken: Vec<&String> = patterns.iter().flat_map(|pattern| &pattern.names).collect();
        match pattern(within, &taken) {
            Some((text, pattern)) => {
                spelled.push_str(&text);
                patterns.push(pattern);
            }
            None => spelled.extend(["{", within, "}"]),
        }
        rest = after;
    }
    spelled.push_str(rest);
    (spelled, patterns)
}

fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('{')?;
    let (within, after) = after.split_once('}')?;
    Some((before, within, after))
}

fn pattern(written: &str, taken: &[&String]) -> Option<(String, SegmentPattern)> {
    let (variable, segments) = written.split_once('=')?;
    let segments: Vec<&str> = segments.split('/').collect();
    let is_open = |segment: &str| segment == "*" || segment == "**";
    let sound = |segment: &str| is_open(segment) || !segment.is_empty() && !segment.contains(['*', '{']);
    if variable.is_empty() || !segments.iter().any(|it| is_open(it)) || !segments.iter().all(|it| sound(it)) {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    let mut spelled = Vec::with_capacity(segments.len());
    let mut last = variable;
    let is_shortened = segments.contains(&"**");
    for segment in segments {
        if !is_open(segment) {
            last = segment;
            spelled.push(segment.to_owned());
            continue;
        }
        let is_free = |name: &String| !names.contains(name) && !taken.contains(&name);
        let numbered = (2_u32..).map(|number| format!("{last}{number}"));
        let name = std::iter::once(last.to_owned()).chain(numbered).find(is_free)?;
        spelled.push(format!("{{{name}}}"));
        names.push(name);
    }
    let pattern = SegmentPattern { written: written.to_owned(), variable: variable.to_owned(), names, is_shortened };
    Some((spelled.join("/"), pattern))
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
        let names = vec!["b".to_owned(), "d".to_owned()];
        let expected = Template { names, hierarchy: "/a/{}/c-{}:e".to_owned(), patterns: Vec::new() };
        assert_eq!(template, Some(expected));
    }

    #[test]
    fn patterns_of_segments_are_spelled_out() {
        for (path, expected) in [
            ("/v1/{name=accounts/*/domains/*}", "/v1/accounts/{accounts}/domains/{domains}"),
            ("/v1/{parent=accounts/*}/domains", "/v1/accounts/{accounts}/domains"),
            ("/v1/{name=a/*}:cancel", "/v1/a/{a}:cancel"),
            ("/v1/{name=*}", "/v1/{name}"),
            ("/v1/{x=a/*/b/*/a/*}/{y=a/*}", "/v1/a/{a}/b/{b}/a/{a2}/a/{a3}"),
            ("/v1/{name=files/**}", "/v1/files/{files}"),
            ("/v1/{name=a/***}/{a/b}/{c=d}/{=*}", "/v1/{name=a/***}/{a/b}/{c=d}/{=*}"),
            ("/v1/{name=a/*", "/v1/{name=a/*"),
        ] {
            assert_eq!(spelled_out(path).0, expected, "{path}");
        }
        let (_, patterns) = spelled_out("/v1/{name=accounts/*/domains/*}");
        assert_eq!(patterns.first().map(|pattern| pattern.names.join(" ")).as_deref(), Some("accounts domains"));
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
