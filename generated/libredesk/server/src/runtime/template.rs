//! Path templates, a segment at a time.
//!
//! Takes a template such as `/budgets/{id}:approve`; gives its segments, each of which matches one segment of a path as it stands
//! in the URL. Parameters are never empty and never reach over a `/`; an escaped `%2F` belongs to its parameter.

use super::percent;

/// One segment of a path template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    /// Text, without escapes.
    Literal(String),
    /// Parameters with text around them.
    Pattern(Pattern),
}

/// A segment with parameters: `prefix`, then each parameter and the text that follows it, as written in a URL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    prefix: String,
    after: Vec<String>,
}

impl Pattern {
    /// How much of the segment is text: the more, the more specific.
    pub(super) fn specificity(&self) -> usize {
        self.prefix.len() + self.after.iter().map(String::len).sum::<usize>()
    }

    /// The values of the parameters in order, as they stand in the URL. The last parameters are as short as can be:
    /// `{name}.{extension}` finds `a.tar` and `gz` in `a.tar.gz`.
    pub(super) fn values<'a>(&self, segment: &'a str) -> Option<Vec<&'a str>> {
        let mut rest = segment.strip_prefix(self.prefix.as_str())?;
        let mut values = Vec::with_capacity(self.after.len());
        let (last, others) = self.after.split_last()?;
        rest = rest.strip_suffix(last.as_str())?;
        for literal in others.iter().rev() {
            let shortest = rest.char_indices().next_back()?.0;
            let start = rest.get(..shortest)?.rfind(literal.as_str())?;
            values.push(rest.get(start + literal.len()..)?);
            rest = rest.get(..start)?;
        }
        values.push(rest);
        values.reverse();
        values.iter().all(|value| !value.is_empty()).then_some(values)
    }
}

/// A path template in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) segments: Vec<Segment>,
    /// Names of the parameters, in order.
    pub(super) names: Vec<&'static str>,
}

impl Template {
    /// Reads a template. Braces that do not pair are text.
    pub(super) fn new(path: &'static str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let mut names = Vec::new();
        let segments = path.strip_prefix('/').unwrap_or(path).split('/');
        let segments = segments.map(|segment| read_segment(segment, &mut names)).collect();
        Self { segments, names }
    }

    /// The path under which axum admits what this template matches: one parameter for each segment that has any.
    pub(super) fn admission(&self) -> String {
        let segment = |(position, segment): (usize, &Segment)| match segment {
            Segment::Literal(text) => format!("/{}", percent::encode_path(text)),
            Segment::Pattern(_) => format!("/{{p{position}}}"),
        };
        self.segments.iter().enumerate().map(segment).collect()
    }
}

fn read_segment(text: &'static str, names: &mut Vec<&'static str>) -> Segment {
    let mut literal = String::new();
    let mut pattern: Option<Pattern> = None;
    let mut rest = text;
    loop {
        let parameter = rest.split_once('{').and_then(|(before, tail)| {
            let (name, after) = tail.split_once('}')?;
            Some((before, name, after))
        });
        let before = parameter.map_or(rest, |(before, _, _)| before);
        match &mut pattern {
            Some(pattern) => pattern.after.push(percent::encode_path(before)),
            None => literal = before.to_owned(),
        }
        let Some((_, name, after)) = parameter else { break };
        names.push(name);
        pattern.get_or_insert_with(|| Pattern { prefix: percent::encode_path(&literal), after: Vec::new() });
        rest = after;
    }
    match pattern {
        Some(pattern) => Segment::Pattern(pattern),
        None => Segment::Literal(percent::decode(&literal).map_or(literal.clone(), |text| text.into_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn values(template: &'static str, segment: &str) -> Option<Vec<String>> {
        let values = match &Template::new(template).segments[0] {
            Segment::Literal(text) => (percent::decode(segment)? == text.as_str()).then(Vec::new),
            Segment::Pattern(pattern) => pattern.values(segment),
        };
        Some(values?.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn a_segment_matches_by_its_text_and_parameters() {
        let some = |values: &[&str]| Some(values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>());
        for (template, segment, expected) in [
            ("/contacts", "contacts", some(&[])),
            ("/contacts", "%63ontacts", some(&[])),
            ("/contacts", "contact", None),
            ("/a b", "a%20b", some(&[])),
            ("/{id}", "42", some(&["42"])),
            ("/{id}", "", None),
            ("/{id}", "a%2Fb", some(&["a%2Fb"])),
            ("/{id}:approve", "7:approve", some(&["7"])),
            ("/{id}:approve", ":approve", None),
            ("/{id}:approve", "7", None),
            ("/v{major}", "v2", some(&["2"])),
            ("/{name}.{extension}", "a.tar.gz", some(&["a.tar", "gz"])),
            ("/{name}.{extension}", "a.", None),
            ("/{name}.{extension}", ".a", None),
            ("/{name}.{extension}", "..a", some(&[".", "a"])),
            ("/{a}{b}", "xyz", some(&["xy", "z"])),
            ("/{a}{b}", "x", None),
            ("/{open", "{open", some(&[])),
            ("/é{id}", "%C3%A9x", some(&["x"])),
        ] {
            assert_eq!(values(template, segment), expected, "{template} {segment}");
        }
    }
}
