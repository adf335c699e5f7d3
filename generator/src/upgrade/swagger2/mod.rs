//! Swagger 2.0 in the words of OpenAPI 3.
//!
//! Takes a tree of version 2.0; changes it in place: components, servers, request bodies, contents and styles, with every
//! reference that leads to what moved. Keywords inside schemas stay as 3.0 has them; raising 3.0 comes after. Promises that
//! what is not known stays where it is, so that reading tells it.

mod body;
mod operation;
mod parameter;
mod reference;
mod response;
mod security;
mod server;

mod written;

use crate::diagnostic::Diagnostics;
use crate::document::structure::ObjectKind;
use crate::node::{Entry, Map, Node, Value};
use crate::source::{Origin, SourceId, Span};
use crate::tree::Trees;
use std::cell::RefCell;

use super::build;

/// Components of 3.x with the fields of 2.0 that hold them.
const COMPONENTS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// What operations take from their document.
pub(super) struct Context {
    consumes: Vec<Node>,
    produces: Vec<Node>,
    host: server::Host,
    written: written::Written,
    /// Places of references that were brought into the words of 3.x.
    rewritten: RefCell<Vec<Span>>,
}

/// Raising what stands in one file.
struct Raising<'c, 'd> {
    diagnostics: &'d mut Diagnostics,
    context: &'c Context,
    file: SourceId,
}

/// Raises a whole document; gives what raising parts of it in other files takes. `None` for one that was raised already: it has its
/// components where 3.x has them.
pub(super) fn raise(file: SourceId, trees: &mut Trees, diagnostics: &mut Diagnostics) -> Option<Context> {
    let map = trees.get(file)?.as_map()?;
    if map.get("components").is_some() {
        return None;
    }
    let written = written::Written::of(file, trees);
    let tree = trees.get_mut(file)?;
    let root = tree.origin;
    let map = tree.as_map_mut()?;
    let host = server::Host::take(map);
    if let Some(servers) = host.servers(map.remove("schemes").as_ref(), root) {
        build::set(map, "servers", servers);
    }
    let mut components = Map::new();
    let context = Context {
        consumes: media_types(map, "consumes"),
        produces: media_types(map, "produces"),
        host,
        written,
        rewritten: RefCell::default(),
    };
    let mut raising = Raising { diagnostics, context: &context, file };
    for (old, new) in COMPONENTS {
        let Some(mut entry) = map.remove(old) else { continue };
        raising.components(old, &mut entry.value);
        entry.key = new.into();
        components.push(entry);
    }
    if let Some(Value::Map(paths)) = map.get_mut("paths").map(|paths| &mut paths.value) {
        for entry in paths.iter_mut().filter(|entry| !entry.key.starts_with("x-")) {
            raising.path_item(&mut entry.value);
        }
    }
    if !components.is_empty() {
        build::set(map, "components", build::node(root, Value::Map(components)));
    }
    raising.rewrite(tree, ObjectKind::OpenApi);
    Some(context)
}

/// Raises an object that a reference leads to, in a file that is no document itself.
pub(super) fn raise_part(
    node: &mut Node,
    kind: ObjectKind,
    file: SourceId,
    context: &Context,
    diagnostics: &mut Diagnostics,
) {
    let mut raising = Raising { diagnostics, context, file };
    match kind {
        ObjectKind::PathItem => raising.path_item(node),
        ObjectKind::Operation => raising.operation(node, &[]),
        ObjectKind::Parameter => raising.parameter(node),
        ObjectKind::Response => raising.response(node, &context.produces),
        ObjectKind::Header => raising.header(node),
        ObjectKind::SecurityScheme => security::scheme(node),
        _ => {}
    }
    raising.rewrite(node, kind);
}

impl Context {
    /// The places of references that were rewritten since this was asked last.
    pub fn take_rewritten(&self) -> Vec<Span> {
        self.rewritten.take()
    }

    /// A reference, as it stands in `file`, in the words of 3.x, where what it names moves.
    pub fn moved(&self, file: SourceId, reference: &str) -> Option<String> {
        let (path, fragment) = reference.split_once('#')?;
        let moved = reference::moved(fragment)?;
        self.written.is_document(file, path).then(|| format!("{path}#{moved}"))
    }
}

impl Raising<'_, '_> {
    fn components(&mut self, old: &str, components: &mut Node) {
        let Some(map) = components.as_map_mut() else { return };
        match old {
            // Bodies and form fields are put into the operations that use them.
            "parameters" => {
                map.retain(|entry| !body::is_part(&entry.value));
                map.iter_mut().for_each(|entry| self.parameter(&mut entry.value));
            }
            "responses" => {
                let produces = &self.context.produces;
                map.iter_mut().for_each(|entry| self.response(&mut entry.value, produces));
            }
            "securityDefinitions" => map.iter_mut().for_each(|entry| security::scheme(&mut entry.value)),
            _ => {}
        }
    }
}

/// `consumes` or `produces`, taken out.
fn media_types(map: &mut Map, key: &str) -> Vec<Node> {
    match map.remove(key).map(|entry| entry.value.value) {
        Some(Value::List(list)) => list.into_iter().filter(|item| item.as_str().is_some()).collect(),
        _ => Vec::new(),
    }
}

/// Takes an entry out and puts it into another map under another key.
fn rename(from: &mut Map, key: &str, to: &mut Map, new: &str) {
    if let Some(entry) = from.remove(key) {
        to.push(Entry { key: new.into(), ..entry });
    }
}

/// One media type for each node that names one, each with the same contents.
fn content(media_types: &[Node], origin: Origin, contents: &Map) -> Node {
    let mut content = Map::new();
    for media_type in media_types {
        let name = media_type.as_str().unwrap_or_default();
        build_once(&mut content, name, media_type.span(), build::node(media_type.origin, Value::Map(contents.clone())));
    }
    build::node(origin, Value::Map(content))
}

fn build_once(map: &mut Map, key: &str, span: Span, value: Node) {
    if map.get(key).is_none() {
        map.insert(key, span, value);
    }
}
