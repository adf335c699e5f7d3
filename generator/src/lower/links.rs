//! Links: which operation of the api each leads to.
//!
//! Takes the finished api; finds the operations that `operationId` and `operationRef` name. What names none stays as written.

use std::collections::BTreeMap;

use crate::document;
use crate::ir::{Api, Link, LinkTarget, Operation};
use crate::tree::Pointer;

/// A link as written, to be resolved when all operations are known.
pub fn link(link: &document::Link) -> Link {
    Link {
        name: link.name.clone(),
        operation: LinkTarget::Elsewhere(link.operation.clone()),
        parameters: link.parameters.clone(),
        request_body: link.request_body.clone(),
        description: super::docs::said(link.description.as_deref()),
    }
}

/// Resolves all links.
pub fn resolve(api: &mut Api) {
    let linked = |operation: &Operation| operation.responses.iter().any(|response| !response.links.is_empty());
    if !api.exchanges().any(linked) {
        return;
    }
    let mut by_id = BTreeMap::new();
    let mut by_route = BTreeMap::new();
    for (group_index, group) in api.groups.iter().enumerate() {
        for (index, operation) in group.operations.iter().enumerate() {
            by_id.insert(operation.id.clone(), (group_index, index));
            by_route.insert((operation.method.to_ascii_lowercase(), operation.path_template()), (group_index, index));
        }
    }
    let operations = api.groups.iter_mut().chain(&mut api.incoming).flat_map(|group| &mut group.operations);
    for link in operations.flat_map(|operation| &mut operation.responses).flat_map(|response| &mut response.links) {
        let LinkTarget::Elsewhere(written) = &link.operation else { continue };
        let found = by_id.get(written).or_else(|| by_route.get(&route(written)?));
        if let Some((group, operation)) = found.copied() {
            link.operation = LinkTarget::Operation { group, operation };
        }
    }
}

/// Method and path of a reference into the same document: `#/paths/~1users~1{id}/get`.
fn route(reference: &str) -> Option<(String, String)> {
    let pointer = Pointer::from_fragment(reference.strip_prefix('#')?).ok()?;
    match pointer.tokens() {
        [paths, path, method] if paths == "paths" => Some((method.to_ascii_lowercase(), path.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_into_the_document() {
        let some = |method: &str, path: &str| Some((method.to_owned(), path.to_owned()));
        assert_eq!(route("#/paths/~1users~1{id}/get"), some("get", "/users/{id}"));
        assert_eq!(route("#/paths/~1a%7Bx%7D~0b/POST"), some("post", "/a{x}~b"));
        assert_eq!(route("https://example.com/#/paths/~1a/get"), None);
        assert_eq!(route("#/paths/%zz/get"), None);
    }
}
