//! The words that name operations and groups.
//!
//! Takes what the document calls an operation, else its method and path; gives words, which the allocator makes names of.

use crate::document;
use crate::lower::naming::{Case, begins_well, identifier, is_keyword};
use crate::lower::parameters::{Segment, split};
use crate::lower::place::Incoming;
use crate::node::Node;

/// The words that name a webhook or callback: its own, else its key, with the method where the key has several.
pub fn words_of_incoming(one: &Incoming<'_>, methods: usize) -> String {
    let by_key = || match methods {
        1 => one.name.to_owned(),
        _ => format!("{} {}", one.name, one.operation.method.to_ascii_lowercase()),
    };
    given_words(one.operation).unwrap_or_else(by_key)
}

/// The words that the document gives an operation: ours, or the operationId.
fn given_words(operation: &document::Operation) -> Option<String> {
    let explicit = operation.extension.as_ref().and_then(|node| node.get("name")).and_then(Node::as_str);
    let given = explicit.or(operation.operation_id.as_deref());
    given.filter(|id| !identifier(id, Case::Snake).is_empty()).map(str::to_owned)
}

/// The words that name an operation. What follows its path in the path's key tells it from others of that path.
pub fn words(path: &str, operation: &document::Operation) -> String {
    given_words(operation).unwrap_or_else(|| format!("{}_{}", operation.method.to_ascii_lowercase(), path_words(path)))
}

/// The words of a method: a group's handle says the tag already. `issues/list-for-repo` of `issues` to `list_for_repo`.
pub fn without_tag(words: &str, tag: &str) -> String {
    let (own, tag) = (identifier(words, Case::Snake), identifier(tag, Case::Snake));
    let rest = own.strip_prefix(&tag).and_then(|rest| rest.strip_prefix('_')).unwrap_or_default();
    let says_enough = !tag.is_empty() && begins_well(rest) && !is_keyword(rest);
    if says_enough { rest.to_owned() } else { words.to_owned() }
}

/// The words of a path: `/api/v1/contacts/{id}` to `contacts_by_id`.
pub fn path_words(path: &str) -> String {
    let mut words = Vec::new();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let leading = segments.iter().take_while(|segment| is_prefix(segment)).count();
    let kept = if leading < segments.len() { leading } else { 0 };
    for segment in segments.into_iter().skip(kept) {
        for piece in split(segment) {
            match piece {
                Segment::Literal(text) => words.push(text),
                Segment::Variable(name) => words.push(format!("by_{name}")),
            }
        }
    }
    words.join("_")
}

/// A segment that tells nothing of what a path is about: `api`, `v2`, `2024-06-15`.
fn is_prefix(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let version = lower.strip_prefix('v').unwrap_or(&lower);
    let numbered =
        !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    numbered || matches!(lower.as_str(), "api" | "apis" | "rest" | "public")
}

/// The words of a tag. Documentation platforms name the places of their navigation so: `subpackage_contacts`.
pub fn of_tag(tag: &str) -> &str {
    let own = tag.strip_prefix("subpackage_").unwrap_or(tag);
    if identifier(own, Case::Snake).is_empty() { tag } else { own }
}

/// The group of an operation without a tag: the first segment of its path that says what it is about.
pub fn untagged(path: &str) -> String {
    let literal = |segment: &&str| !segment.is_empty() && !segment.contains('{');
    let segments = || path.split('/').filter(literal);
    let meaningful = segments().find(|segment| !is_prefix(segment) && !identifier(segment, Case::Snake).is_empty());
    let any = meaningful.or_else(|| segments().next());
    any.map_or_else(|| "root".to_owned(), |segment| segment.split(':').next().unwrap_or(segment).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_without_tags() {
        for (path, group) in [
            ("/api/v1/contacts/{id}", "contacts"),
            ("/v2", "v2"),
            ("/{account}/items", "items"),
            ("/", "root"),
            ("/jobs:search", "jobs"),
        ] {
            assert_eq!(untagged(path), group, "{path}");
        }
    }

    #[test]
    fn no_method_repeats_its_tag() {
        for (words, tag, method) in [
            ("issues/list-for-repo", "issues", "list_for_repo"),
            ("code-scanning/list-alerts", "Code scanning", "list_alerts"),
            ("listIssues", "issues", "listIssues"),
            ("issues", "issues", "issues"),
            ("issuesearch", "issues", "issuesearch"),
            ("pulls/move", "pulls", "pulls/move"),
            ("pulls/2fa", "pulls", "pulls/2fa"),
            ("get", "", "get"),
        ] {
            assert_eq!(without_tag(words, tag), method, "{words} of {tag}");
        }
    }
}
