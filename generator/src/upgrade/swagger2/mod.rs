//! Swagger 2.0 in the words of OpenAPI 3.
//!
//! Takes a tree of version 2.0; changes it in place: components, servers, request bodies, contents and styles, with every
//! reference that leads to what moved. Keywords inside schemas stay as 3.0 has them; raising 3.0 comes after. Promises that
//! what is not known stays where it is, so that reading tells it.

mod body;
mod context;
mod operation;
mod parameter;
mod parts;
mod reference;
mod response;
mod security;
mod server;
mod written;

use crate::diagnostic::Diagnostics;
use crate::document::structure::ObjectKind;
use crate::node::{Map, Node, Value};
use crate::source::SourceId;
use crate::tree::Trees;
use std::cell::RefCell;

use super::build;
pub(super) use context::Context;
use context::Raising;
use parts::media_types;

/// Components of 3.x with the fields of 2.0 that hold them.
const COMPONENTS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

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
