//! The Overlay document.
//!
//! Takes its tree; gives its actions. Promises to tell what breaks the specification and to leave such an action
//! out. Never looks at the target.

use super::target::Query;
use crate::diagnostic::{Diagnostic, Diagnostics, closest, code::overlay as code};
use crate::node::{Map, Node};
use crate::source::Span;

/// Action Object (Overlay 1.1.0 §Action Object).
pub(super) struct Action<'n> {
    /// `target`
    pub target: Query<'n>,
    /// What is done with the nodes.
    pub modifier: Modifier<'n>,
    /// The overlay's version.
    version: Version,
    /// Where that version stands.
    version_span: Span,
}

/// What an action does.
pub(super) enum Modifier<'n> {
    /// `update`
    Update(&'n Node),
    /// `copy`, since 1.1
    Copy(Query<'n>),
    /// `remove: true`
    Remove,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V1_0,
    V1_1,
}

impl Action<'_> {
    /// Tells that a feature is newer than the version the overlay says it is of.
    pub fn tell_newer(&self, feature: &str, diagnostics: &mut Diagnostics) {
        tell_newer(self.version, self.version_span, self.target.span(), feature, diagnostics);
    }
}

fn tell_newer(version: Version, version_span: Span, span: Span, feature: &str, diagnostics: &mut Diagnostics) {
    match version {
        Version::V1_1 => {}
        Version::V1_0 => {
            let message = format!("{feature} came with version 1.1");
            let diagnostic = Diagnostic::new(&code::OVERLAY_VERSION, span, message);
            diagnostics.report(
                diagnostic.relate(version_span, "the overlay is of this version").help("write `overlay: 1.1.0`"),
            );
        }
    }
}

/// The actions that can be applied.
pub(super) fn read<'n>(root: &'n Node, diagnostics: &mut Diagnostics) -> Vec<Action<'n>> {
    let keys = ["overlay", "info", "extends", "actions"];
    let Some(map) = object(root, "an overlay", &keys, diagnostics) else { return Vec::new() };
    let (version, version_span) = version(map, root, diagnostics);
    match map.get("info") {
        None => shape(root, "`info` is missing", diagnostics),
        Some(info) => {
            if let Some(map) = object(info, "`info`", &["title", "version", "description"], diagnostics) {
                for key in ["title", "version"].into_iter().filter(|key| map.get(key).is_none()) {
                    shape(info, &format!("`{key}` is missing"), diagnostics);
                }
            }
        }
    }
    let Some(node) = map.get("actions") else {
        shape(root, "`actions` is missing", diagnostics);
        return Vec::new();
    };
    let Some(items) = node.as_list().filter(|items| !items.is_empty()) else {
        shape(node, "`actions` is a list of at least one action", diagnostics);
        return Vec::new();
    };
    items.iter().filter_map(|item| action(item, version, version_span, diagnostics)).collect()
}

fn version(map: &Map, root: &Node, diagnostics: &mut Diagnostics) -> (Version, Span) {
    let Some(node) = map.get("overlay") else {
        shape(root, "`overlay`, the version, is missing", diagnostics);
        return (Version::V1_1, root.span());
    };
    let text = node.as_str().unwrap_or_default();
    let version = match text.split('.').collect::<Vec<_>>().as_slice() {
        ["1", "0", _] => Version::V1_0,
        ["1", "1", _] => Version::V1_1,
        _ => {
            let message =
                format!("the version is {}", node.as_str().map_or(node.kind().to_owned(), |text| format!("`{text}`")));
            let help = "write `overlay: 1.1.0`";
            diagnostics.report(Diagnostic::new(&code::OVERLAY_VERSION, node.span(), message).help(help));
            Version::V1_1
        }
    };
    (version, node.span())
}

fn action<'n>(
    node: &'n Node,
    version: Version,
    version_span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Action<'n>> {
    let map = object(node, "an action", &["target", "description", "update", "copy", "remove"], diagnostics)?;
    let mut unusable = |span: Span, message: &str| {
        diagnostics.report(Diagnostic::new(&code::OVERLAY_ACTION, span, message));
    };
    let Some(target) = map.get("target") else {
        unusable(node.span(), "this action has no `target`");
        return None;
    };
    if let Some(text) = map.get("description").filter(|text| text.as_str().is_none()) {
        unusable(text.span(), "`description` is a string");
    }
    let remove = match map.get("remove").map(|remove| (remove.as_bool(), remove.span())) {
        None | Some((Some(false), _)) => None,
        Some((Some(true), _)) => Some(()),
        Some((None, span)) => {
            unusable(span, "`remove` is true or false");
            return None;
        }
    };
    let modifier = match (map.get("update"), map.get("copy"), remove) {
        (Some(value), None, None) => Modifier::Update(value),
        (None, None, Some(())) => Modifier::Remove,
        (None, Some(from), None) => {
            tell_newer(version, version_span, from.span(), "`copy`", diagnostics);
            Modifier::Copy(Query::read(from, diagnostics)?)
        }
        (None, None, None) => {
            unusable(target.span(), "this action has none of `update`, `copy` and `remove: true`");
            return None;
        }
        (Some(_), Some(_), _) | (Some(_), _, Some(())) | (_, Some(_), Some(())) => {
            unusable(target.span(), "this action has several of `update`, `copy` and `remove: true`");
            return None;
        }
    };
    Some(Action { target: Query::read(target, diagnostics)?, modifier, version, version_span })
}

fn object<'n>(node: &'n Node, what: &str, known: &[&'static str], diagnostics: &mut Diagnostics) -> Option<&'n Map> {
    let Some(map) = node.as_map() else {
        shape(node, &format!("{what} is an object, and {} is given", node.kind()), diagnostics);
        return None;
    };
    let unknown = |key: &str| !known.contains(&key) && !key.starts_with("x-");
    for entry in map.iter().filter(|entry| unknown(&entry.key)) {
        let message = format!("{what} has no key `{}`", entry.key);
        let diagnostic = Diagnostic::new(&code::OVERLAY_UNKNOWN_KEY, entry.key_span, message);
        diagnostics.report(diagnostic.help(match closest(&entry.key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("its keys are `{}`", known.join("`, `")),
        }));
    }
    Some(map)
}

fn shape(node: &Node, message: &str, diagnostics: &mut Diagnostics) {
    diagnostics.report(Diagnostic::new(&code::OVERLAY_SHAPE, node.span(), message));
}
