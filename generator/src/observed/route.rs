//! Which operation a recorded request was for.
//!
//! Takes a document, a method and a path; gives the operation whose path template matches, the most literal one first. Promises that the paths of servers are taken off, and that
//! a path which is not below any server is matched as it is. Never looks at the host: recordings are made against doubles too.

use super::exchange::decoded;
use crate::document::{Document, Operation, PathItem};
use crate::traffic::path::is_id;

/// A path template with its operations.
pub struct Routes<'d> {
    document: &'d Document,
    /// Segments of the paths of servers, longest first.
    bases: Vec<Vec<String>>,
}

impl<'d> Routes<'d> {
    /// Of a document.
    pub fn new(document: &'d Document) -> Self {
        let operations = document.paths.iter().flat_map(|it| &it.operations);
        let servers = document.servers.iter().chain(operations.flat_map(|it| &it.servers));
        let mut bases: Vec<Vec<String>> = servers.map(|it| base(&it.url)).chain([Vec::new()]).collect();
        bases.sort_by_key(|it| std::cmp::Reverse(it.len()));
        bases.dedup();
        Self { document, bases }
    }

    /// The path item that a path is of, and its operation for the method where there is one.
    pub fn find(&self, method: &str, path: &str) -> Option<(&'d PathItem, Option<&'d Operation>)> {
        let segments: Vec<String> = segments(path).map(decoded).collect();
        let mut best: Option<(usize, &'d PathItem)> = None;
        for below in self.bases.iter().filter_map(|base| below(&segments, base)) {
            for item in &self.document.paths {
                let template: Vec<&str> =
                    self::segments(item.path.split(['?', '#']).next().unwrap_or_default()).collect();
                let fits =
                    template.len() == below.len() && template.iter().zip(below).all(|(one, two)| matches(one, two));
                let literal = template.iter().filter(|it| !it.contains('{')).count();
                // Of two paths that fit alike, the one that has the operation.
                let has = usize::from(item.operations.iter().any(|it| it.method == method));
                let rank = literal * 2 + has;
                if fits && best.is_none_or(|(other, _)| rank > other) {
                    best = Some((rank, item));
                }
            }
            if best.is_some() {
                break;
            }
        }
        let (_, item) = best?;
        Some((item, item.operations.iter().find(|it| it.method == method)))
    }

    /// A path without that of the server that it is below.
    pub fn below_server(&self, path: &str) -> String {
        let own: Vec<String> = segments(path).map(decoded).collect();
        let rest = self.bases.iter().find_map(|base| below(&own, base)).unwrap_or(&own);
        let skipped = own.len() - rest.len();
        segments(path).skip(skipped).fold(String::new(), |all, it| format!("{all}/{it}"))
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/').filter(|it| !it.is_empty())
}

/// The segments of the path of a server.
fn base(url: &str) -> Vec<String> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
        None if url.starts_with("//") => {
            url.trim_start_matches('/').find('/').and_then(|at| url.get(at + 2..)).unwrap_or_default()
        }
        None => url,
    };
    segments(path).map(str::to_owned).collect()
}

fn below<'s>(segments: &'s [String], base: &[String]) -> Option<&'s [String]> {
    let (own, rest) = segments.split_at_checked(base.len())?;
    own.iter().zip(base).all(|(one, two)| matches(two, one)).then_some(rest)
}

/// Whether a segment fits one of a template, which may hold variables beside text.
fn matches(template: &str, segment: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template == segment };
    let Some((_, after)) = rest.split_once('}') else { return template == segment };
    let Some(inner) = segment.strip_prefix(before) else { return false };
    if !after.contains('{') {
        return inner.strip_suffix(after).is_some_and(|it| !it.is_empty());
    }
    inner.char_indices().skip(1).any(|(at, _)| inner.get(at..).is_some_and(|it| matches(after, it)))
}

/// A template for a path that nothing documents: what looks like an id, or cannot stand in a path as it is, is a variable.
pub fn template(path: &str) -> String {
    let mut count = 0;
    let mut out = String::new();
    for segment in segments(path) {
        let segment = decoded(segment);
        out.push('/');
        if is_id(&segment) || segment.contains(['{', '}', '@', ' ']) {
            count += 1;
            out.push_str(&if count == 1 { "{id}".to_owned() } else { format!("{{id{count}}}") });
        } else {
            out.push_str(&segment);
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::{base, matches, template};

    #[test]
    fn segments_fit_their_templates() {
        assert!(
            matches("{id}", "7")
                && matches("{id}.json", "7.json")
                && matches("{a}-{b}", "1-2")
                && matches("things", "things")
        );
        assert!(!matches("{id}.json", ".json") && !matches("{id}.json", "7.xml") && !matches("{a}-{b}", "12"));
        assert_eq!(base("https://a.example/v1/"), ["v1"]);
        assert_eq!(base("//a.example/v1"), ["v1"]);
        assert_eq!(base("https://a.example"), [""; 0]);
    }

    #[test]
    fn identifiers_are_variables() {
        assert_eq!(template("/things/12/parts/6f1c9c6e-0f6d-4a52-9c3e-1a2b3c4d5e6f"), "/things/{id}/parts/{id2}");
        assert_eq!(template("/v1/things"), "/v1/things");
    }
}
