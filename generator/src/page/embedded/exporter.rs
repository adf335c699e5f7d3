//! What exporters add to a document, and what they take away.
//!
//! Takes the tree of an embedded document and what the page says beside it; gives the tree as the vendor meant it. Promises to
//! refuse a page whose parts disagree. Never changes what a document states of its own.

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Map, Node, Value};
use crate::page::nodes;
use crate::source::{Provenance, Span};

/// The operation that an info string names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    method: String,
    path: &'a str,
}

/// The methods of a Path Item Object.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// `yaml [specification] method path`
pub fn named_operation(info: &str) -> Option<Named<'_>> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let at = words.iter().skip(1).take(2).position(|word| {
        METHODS.contains(&word.to_ascii_lowercase().as_str()) || word.eq_ignore_ascii_case("webhook")
    })?;
    let method = words.get(at + 1)?;
    let start = words.get(at + 2)?;
    // A path may hold spaces, so it is everything up to the end.
    let offset = start.as_ptr() as usize - info.as_ptr() as usize;
    Some(Named { method: method.to_ascii_lowercase(), path: info.get(offset..)?.trim_end() })
}

/// The info string must name an operation of the document.
pub fn check_info_string(tree: &Node, named: &Named<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<()> {
    let webhook = named.method == "webhook";
    let items = tree.get(if webhook { "webhooks" } else { "paths" });
    let item = items.and_then(|items| items.get(named.path));
    let fits = item.is_some_and(|item| webhook || item.get(&named.method).is_some());
    if fits {
        return Some(());
    }
    let held: Vec<&str> =
        items.and_then(Node::as_map).into_iter().flat_map(Map::iter).map(|entry| &*entry.key).collect();
    let message = format!(
        "the fenced block is named `{} {}`, but the document in it describes {}",
        named.method,
        named.path,
        if held.is_empty() { "no such operation".to_owned() } else { format!("`{}`", held.join("`, `")) }
    );
    let mut diagnostic = Diagnostic::new(&code::PAGE_MISMATCH, span, message).help("fetch the page again");
    if let Some(items) = items {
        diagnostic = diagnostic.relate(items.span(), "described here");
    }
    diagnostics.report(diagnostic);
    None
}

/// Root lists that the vendor does not have come out empty. An empty `security` would say that the API is public.
pub fn drop_artefacts(tree: &mut Node) {
    let Some(root) = tree.as_map_mut() else { return };
    root.retain(|entry| {
        let list = matches!(&*entry.key, "security" | "servers" | "tags");
        !(list && entry.value.as_list().is_some_and(<[Node]>::is_empty))
    });
}

/// The request line is a server of the document and its path.
pub fn check_request_line(
    tree: &mut Node,
    method: &str,
    url: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let method = method.to_ascii_lowercase();
    let paths = tree.get("paths").and_then(Node::as_map);
    let described = paths.into_iter().flat_map(Map::iter).filter(|entry| entry.value.get(&method).is_some());
    let base = described.clone().find_map(|entry| Some((base(url, &entry.key)?, entry)));
    let servers: Vec<String> = base.iter().flat_map(|(_, entry)| servers(tree, &entry.value, &method)).collect();
    match &base {
        Some((base, _)) if servers.is_empty() => {
            // Older exports name the server in the request line only.
            let url = nodes::string("url", span, Provenance::Inferred, base);
            let server = nodes::map(span, Provenance::Inferred, [url]);
            let list = nodes::list(span, Provenance::Inferred, vec![server]);
            tree.as_map_mut()?.insert("servers", span, list);
            Some(())
        }
        Some((base, _)) if servers.iter().any(|server| server.trim_end_matches('/') == base.trim_end_matches('/')) => {
            Some(())
        }
        _ => {
            let held: Vec<&str> = described.map(|entry| &*entry.key).collect();
            let message = format!(
                "the page shows the request `{} {url}`, which is no server of the document followed by a path it has for that method",
                method.to_ascii_uppercase()
            );
            let mut diagnostic = Diagnostic::new(&code::PAGE_MISMATCH, span, message);
            diagnostic = diagnostic.help(format!(
                "the servers are `{}` and the paths `{}`; fetch the page again, or correct the document by an overlay",
                servers.join("`, `"),
                held.join("`, `")
            ));
            diagnostics.report(diagnostic);
            None
        }
    }
}

/// The servers that hold for an operation.
fn servers(tree: &Node, item: &Node, method: &str) -> Vec<String> {
    let list = [item.get(method), Some(item), Some(tree)]
        .into_iter()
        .flatten()
        .find_map(|node| node.get("servers").and_then(Node::as_list).filter(|list| !list.is_empty()));
    list.unwrap_or(&[]).iter().filter_map(|server| Some(server.get("url")?.as_str()?.to_owned())).collect()
}

/// What stands before the path in a URL. Parameters are written `{id}` or `:id`.
fn base(url: &str, path: &str) -> Option<String> {
    if let Some(base) = url.strip_suffix(path) {
        return Some(base.to_owned());
    }
    let colons: String = path.replace('{', ":").replace('}', "");
    url.strip_suffix(colons.as_str()).map(str::to_owned)
}

/// Early exports are not quite OpenAPI: tags are paths of tags, which may be empty, and values of an enumeration are objects.
pub fn repair(tree: &mut Node) {
    match &mut tree.value {
        Value::Map(map) => {
            let data = |key: &str| matches!(key, "example" | "examples" | "default");
            for entry in map.iter_mut().filter(|entry| !data(&entry.key)) {
                let list = match &mut entry.value.value {
                    Value::List(list) => list,
                    _ => {
                        repair(&mut entry.value);
                        continue;
                    }
                };
                if &*entry.key == "tags" {
                    list.retain(|tag| tag.as_list().is_none_or(|path| !path.is_empty()));
                }
                for item in list {
                    match &*entry.key {
                        "tags" => flatten_tag(item),
                        "enum" => unwrap_value(item),
                        _ => repair(item),
                    }
                }
            }
        }
        Value::List(list) => list.iter_mut().for_each(repair),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `[package, package/sub]` names the last of them.
fn flatten_tag(item: &mut Node) {
    if let Some(last) = item.as_list().and_then(<[Node]>::last).filter(|last| last.as_str().is_some()).cloned() {
        *item = last;
    }
}

/// `{value: X}` is X.
fn unwrap_value(item: &mut Node) {
    if let Some(value) = item.get("value").cloned() {
        *item = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings_name_operations() {
        let named = |info| named_operation(info).map(|named| (named.method, named.path.to_owned()));
        let get = |path: &str| Some(("get".to_owned(), path.to_owned()));
        assert_eq!(named("yaml get /a/{b}"), get("/a/{b}"));
        assert_eq!(named("yaml /api/x.yaml GET /a b"), get("/a b"));
        assert_eq!(named("yaml webhook new-pet"), Some(("webhook".to_owned(), "new-pet".to_owned())));
        assert_eq!(named("yaml"), None);
        assert_eq!(named("yaml title='x'"), None);
    }

    #[test]
    fn an_empty_path_of_tags_is_no_tag() {
        let mut sources = crate::source::Sources::default();
        let source = sources.add("page.md", "tags: [[], [a, a/b], c]\nx: {enum: [{value: d}, [], e]}\n");
        let mut tree = crate::tree::parse(&sources, source, &mut Diagnostics::default()).expect("a tree");
        repair(&mut tree);
        assert_eq!(
            crate::tree::write::json(&tree).split_whitespace().collect::<String>(),
            r#"{"tags":["a/b","c"],"x":{"enum":["d",[],"e"]}}"#
        );
    }

    #[test]
    fn the_base_is_what_the_path_leaves() {
        assert_eq!(base("https://x.example/v1/a/{b}/", "/a/{b}/").as_deref(), Some("https://x.example/v1"));
        assert_eq!(base("https://x.example/a/:b", "/a/{b}").as_deref(), Some("https://x.example"));
        assert_eq!(base("https://x.example/b", "/a"), None);
    }
}
