//! Paths, webhooks, callbacks and the path items in them.
//!
//! Takes objects that map a path, a name or an expression to path items; gives the path items with what they say for
//! all operations merged into each. Never changes a path but for a leading slash that is missing
//! and for patterns of segments, which are spelled out.

use std::collections::{HashMap, HashSet};

use super::operation::{Around, Inherited};
use super::place::Place;
use super::reader::Reader;
use super::suggest::nearest;
use super::template::{Template, TemplateFault, spelled_out};
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::document::structure::{ObjectKind, fields};
use crate::document::{Operation, Owner, PathItem, Security};
use crate::node::Entry;
use crate::source::Span;

/// The fixed fields of a path item that hold operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

impl<'t> Reader<'t, '_> {
    /// Paths Object (§4.8).
    pub(super) fn paths(&mut self, at: Place<'t>, inherited: &Inherited) -> Vec<PathItem> {
        let Some(map) = self.map_under(at, "paths") else { return Vec::new() };
        let mut paths = Vec::new();
        let mut hierarchies: HashMap<String, (Span, String)> = HashMap::new();
        for (entry, place) in map.patterned() {
            let Some((path, template)) = self.path_template(entry) else { continue };
            if let Some((first, other)) = hierarchies.get(&template.hierarchy) {
                let message = format!("`{path}` is the same path as `{other}`");
                let diagnostic = Diagnostic::new(&code::IDENTICAL_PATHS, entry.key_span, message);
                let help = format!("both are one route; move its operations to `{other}`");
                self.diagnostics.report(diagnostic.relate(*first, "first declared here").help(help));
            } else {
                hierarchies.insert(template.hierarchy.clone(), (entry.key_span, path.clone()));
            }
            paths.extend(self.path_item(path, place, Some(&template), inherited));
        }
        paths
    }

    fn path_template(&mut self, entry: &Entry) -> Option<(String, Template)> {
        let written = &entry.key;
        let mut path = written.to_string();
        if !path.starts_with('/') {
            let message = format!("the path `{written}` does not begin with a slash");
            self.tell_with_help(&code::READ_AS_MEANT, entry.key_span, message, format!("write `/{written}`"));
            path.insert(0, '/');
        }
        if path.contains(['?', '#']) {
            let message = format!("the path `{written}` holds a query or a fragment");
            let help = "declare what follows `?` as query parameters";
            self.tell_with_help(&code::QUERY_IN_PATH, entry.key_span, message, help);
        }
        let (path, patterns) = spelled_out(&path);
        for pattern in &patterns {
            let names: Vec<String> = pattern.names.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("`{{{}}}` stands for several segments of the path", pattern.written);
            let names = names.join(", ");
            let help = if pattern.is_shortened {
                format!(
                    "each `*` is a parameter of its own: {names}; `**` is read as one segment, whose slashes are sent as `%2F`"
                )
            } else {
                format!("each `*` is a parameter of its own: {names}")
            };
            self.tell_with_help(&code::PATH_PATTERN, entry.key_span, message, help);
        }
        match Template::parse(&path) {
            Ok(template) => Some((path, Template { patterns, ..template })),
            Err(fault) => {
                let (reason, help) = match fault {
                    TemplateFault::Unbalanced => ("has a brace without its other".to_owned(), "write `{name}`"),
                    TemplateFault::Unnamed => ("has braces without a name".to_owned(), "write `{name}`"),
                    TemplateFault::Repeated(name) => (format!("has `{{{name}}}` twice"), "name them apart"),
                };
                let message = format!("the path `{written}` {reason}");
                self.tell_with_help(&code::INVALID_PATH, entry.key_span, message, help);
                None
            }
        }
    }

    /// `webhooks`: nobody but the document's author calls them, so servers and security of the document do not count.
    pub(super) fn webhooks(&mut self, at: Place<'t>) -> Vec<PathItem> {
        let Some(map) = self.map_under(at, "webhooks") else { return Vec::new() };
        let entries = map.entries();
        entries
            .filter_map(|(entry, place)| self.path_item(entry.key.to_string(), place, None, &Inherited::nothing()))
            .collect()
    }

    /// `callbacks` of an operation, each with the path items under its expressions.
    pub(super) fn callbacks(&mut self, at: Place<'t>) -> Vec<(String, Vec<PathItem>)> {
        let Some(map) = self.map_under(at, "callbacks") else { return Vec::new() };
        let mut callbacks = Vec::new();
        for (entry, place) in map.entries() {
            let Some(resolved) = self.follow(place, ObjectKind::Callback) else { continue };
            if self.map(resolved.at, "a Callback Object").is_none() {
                continue;
            }
            let expressions = resolved.at.patterned();
            let items = expressions
                .filter_map(|(entry, item)| self.path_item(entry.key.to_string(), item, None, &Inherited::nothing()));
            callbacks.push((entry.key.to_string(), items.collect()));
        }
        callbacks
    }

    /// Tells a description without a single operation: as a fault where that is hardly meant.
    pub(super) fn tell_empty(&mut self, at: Place<'t>, items: &[PathItem]) {
        if items.iter().any(|item| !item.operations.is_empty()) {
            return;
        }
        if let Some(paths) = at.get("paths") {
            let message = "`paths` holds no operation, so the client and the server have no methods";
            self.tell(&code::EMPTY_API, paths.span(), message);
            return;
        }
        let mut keys = at.entries().map(|(entry, _)| entry).filter(|entry| !is_field(&entry.key));
        let misspelt = keys.find(|entry| nearest(&entry.key, ["paths"]).is_some());
        if let Some(entry) = misspelt {
            let message = format!("the description has no `paths`, and so no operations; `{}` stands here", entry.key);
            self.tell_with_help(&code::NO_OPERATIONS, entry.key_span, message, "did you mean `paths`?");
        } else if self.version_at_least(3, 1) && (at.get("components").is_some() || at.get("webhooks").is_some()) {
            let message = "there are only components, so the client and the server have no methods";
            self.tell(&code::EMPTY_API, at.span(), message);
        } else {
            let message = "the description has no `paths`, and so no operations";
            let help = "give the document that has them; where only types are wanted, write `paths: {}`";
            self.tell_with_help(&code::NO_OPERATIONS, at.span(), message, help);
        }
    }

    /// Path Item Object (§4.9), with the one its `$ref` leads to.
    fn path_item(
        &mut self,
        path: String,
        at: Place<'t>,
        template: Option<&Template>,
        inherited: &Inherited,
    ) -> Option<PathItem> {
        self.map(at, "a Path Item Object")?;
        let resolved = self.follow(at, ObjectKind::PathItem)?.at;
        self.map(resolved, "a Path Item Object")?;
        // What stands beside `$ref` wins over what it leads to.
        let mut layers = vec![at];
        if resolved.identity() != at.identity() {
            layers.push(resolved);
        }
        self.within(resolved, |reader| {
            let holder = |key: &str| layers.iter().copied().find(|layer| layer.get(key).is_some()).unwrap_or(at);
            let mut parameters = reader.parameters(holder("parameters"), &path, template);
            for parameter in parameters.iter_mut().filter(|parameter| parameter.owner == Owner::Around) {
                parameter.owner = Owner::PathItem;
            }
            let servers = reader.servers(holder("servers"));
            let around = Around {
                path: &path,
                template,
                parameters: &parameters,
                security: &inherited.security,
                servers: if servers.is_empty() { &inherited.servers } else { &servers },
            };
            let mut operations: Vec<Operation> = Vec::new();
            let mut methods = HashSet::new();
            for layer in &layers {
                for (method, place) in reader.operations_of(*layer) {
                    if methods.insert(method.clone()) {
                        operations.extend(reader.operation(place, method, &around));
                    }
                }
            }
            PathItem { path: path.clone(), operations, origin: at.origin() }
        })
    }

    /// The operations of a path item by method, in the order of the source.
    fn operations_of(&mut self, at: Place<'t>) -> Vec<(String, Place<'t>)> {
        let mut operations = Vec::new();
        for (entry, place) in at.patterned() {
            if METHODS.contains(&&*entry.key) {
                operations.push((entry.key.to_ascii_uppercase(), place));
            } else if &*entry.key == "additionalOperations" && self.map(place, "`additionalOperations`").is_some() {
                operations.extend(place.entries().map(|(entry, place)| (entry.key.to_string(), place)));
            }
        }
        operations
    }
}

/// Whether a key of the document is one that the specification knows.
fn is_field(key: &str) -> bool {
    key.starts_with("x-") || fields(ObjectKind::OpenApi).iter().any(|(name, _)| *name == key)
}

impl Inherited {
    fn nothing() -> Self {
        Self { security: Security::Undeclared, servers: Vec::new() }
    }
}
