//! `$ref`: from its text to the place it names.
//!
//! Takes references as they stand in some place; gives the place they lead to, through JSON pointers, anchors, `$id`s and
//! other files of the description. Promises that circles and expansions without end are told and cut, and that looking
//! up takes constant time. Never loads a file.

use super::place::Place;
use super::reader::Reader;
use super::references::{Resolved, Target};
use super::suggest::nearest;
use crate::budget::Budget;
use crate::diagnostic::code::files::FILE_OUTSIDE;
use crate::diagnostic::code::read as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Owner;
use crate::document::structure::{MOVED, ObjectKind};
use crate::node::{Node, Value};
use crate::source::Span;
use crate::tree::pointer::percent_decode;
use crate::tree::{Pointer, Unread};

/// From how many entries on a map is worth an index.
const LARGE_MAP: usize = 32;

/// Why a reference leads nowhere.
struct Unresolved {
    reason: Reason,
    help: Option<String>,
}

enum Reason {
    /// Why, in words.
    Said(String),
    /// What stands at the pointer has nothing of that name.
    NoChild(Pointer, String),
    /// The file lies outside the root of the description.
    Outside(String),
}

/// How a reference was written: in the words that the tree has, or in those of 2.0, with where these moved.
#[derive(Clone, Copy)]
struct Words {
    moved: Option<(&'static str, &'static str)>,
}

impl Words {
    /// A text with the pointer in it as it was written.
    fn written(self, text: &str) -> String {
        self.moved.map_or_else(|| text.to_owned(), |(old, new)| text.replacen(new, old, 1))
    }

    fn reason(self, reason: &Reason) -> String {
        let (parent, token) = match reason {
            Reason::Said(text) => return text.clone(),
            Reason::Outside(file) => {
                return format!("`{file}` lies outside the root of the description, and is not read");
            }
            Reason::NoChild(parent, token) => (parent.to_string(), token.as_str()),
        };
        // Of a document of 2.0 without definitions nothing was moved.
        let whole = match self.moved {
            Some((old, _)) if parent.is_empty() => old.to_owned(),
            _ => self.written(&format!("{parent}/{token}")),
        };
        match whole.rsplit_once('/') {
            None | Some(("", _)) => format!("the file has no `{}` at its top", whole.trim_start_matches('/')),
            Some((parent, token)) => format!("`{parent}` has no `{token}`"),
        }
    }
}

impl<'t> Reader<'t, '_> {
    /// The object at `at`, or the one its `$ref` leads to. `None`, and told, where that is none.
    pub(super) fn follow(&mut self, at: Place<'t>, kind: ObjectKind) -> Option<Resolved<'t>> {
        let mut resolved = Resolved { at, summary: None, description: None, owner: Owner::Around };
        let mut chain = Vec::new();
        while let Some(reference) = resolved.at.get("$ref") {
            let text = self.as_text(reference, "$ref")?;
            if chain.len() > self.budget(Budget::ChainLength) {
                let message =
                    format!("more than {} references lead to one another here", self.budget(Budget::ChainLength));
                let told = Diagnostic::new(&code::EXPANSION_LIMIT, reference.span(), message)
                    .help("let the first name what the last does")
                    .exhausted(Budget::ChainLength, self.diagnostics.budgets());
                self.diagnostics.report(told);
                return None;
            }
            if chain.contains(&resolved.at.identity()) {
                let message = format!("`{text}` leads back to itself");
                self.tell_with_help(
                    &code::REFERENCE_CYCLE,
                    reference.span(),
                    message,
                    "let one of them hold the object itself",
                );
                return None;
            }
            chain.push(resolved.at.identity());
            let sibling = |key: &str| resolved.at.node.get(key).and_then(Node::as_str).map(str::to_owned);
            let (summary, description) = (sibling("summary"), sibling("description"));
            resolved.summary = resolved.summary.or(summary);
            resolved.description = resolved.description.or(description);
            let documents = matches!(kind, ObjectKind::Example | ObjectKind::Link);
            let code = if documents { &code::UNRESOLVED_EXAMPLE } else { &code::UNRESOLVED_REFERENCE };
            let target = self.target_or(code, resolved.at, &text, reference.span())?;
            (resolved.at, resolved.owner) = (target.at, target.owner);
        }
        if resolved.at.file != self.root.file {
            self.check_keys(resolved.at, kind);
        }
        Some(resolved)
    }

    /// The object at `at`, or the one that a `$ref` leads to where the specification allows none, which is told.
    pub(super) fn follow_misplaced(&mut self, at: Place<'t>, what: &str) -> Option<Place<'t>> {
        let Some(reference) = at.get("$ref").filter(|reference| reference.node.as_str().is_some()) else {
            return Some(at);
        };
        let message = format!("{what} may not be given by `$ref`");
        let help = "put it here itself, or bundle the files into one";
        self.tell_with_help(&code::MISPLACED_REFERENCE, reference.span(), message, help);
        let mut at = at;
        for _ in 0..self.budget(Budget::ChainLength) {
            let Some(reference) = at.get("$ref").and_then(|reference| reference.node.as_str()) else { return Some(at) };
            at = self.target(at, reference, at.span())?.at;
        }
        None
    }

    /// Reads an object through `read`, unless it is being read already or there are too many.
    pub(super) fn within<T>(&mut self, at: Place<'t>, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.references.objects += 1;
        if self.references.open.contains(&at.identity()) {
            let message = "this object contains itself through references";
            self.tell_with_help(&code::REFERENCE_CYCLE, at.span(), message, "cut the circle at one of its references");
            return None;
        }
        let (objects, depth) = (self.budget(Budget::ReferencedObjects), self.budget(Budget::ReferenceDepth));
        let exhausted = if self.references.objects > objects {
            Some((Budget::ReferencedObjects, format!("references give more than {objects} objects")))
        } else if self.references.open.len() >= depth {
            Some((Budget::ReferenceDepth, format!("references give objects more than {depth} inside one another")))
        } else {
            None
        };
        if let Some((budget, message)) = exhausted {
            if !std::mem::replace(&mut self.references.limit_told, true) {
                let told = Diagnostic::new(&code::EXPANSION_LIMIT, at.span(), message)
                    .help("let callbacks and headers refer to fewer others")
                    .exhausted(budget, self.diagnostics.budgets());
                self.diagnostics.report(told);
            }
            return None;
        }
        self.references.open.push(at.identity());
        let object = read(self);
        self.references.open.pop();
        Some(object)
    }

    /// Where `reference`, as it stands in `at`, leads. `None`, and told at `span`, where it leads nowhere.
    pub(super) fn target(&mut self, at: Place<'t>, reference: &str, span: Span) -> Option<Target<'t>> {
        self.target_or(&code::UNRESOLVED_REFERENCE, at, reference, span)
    }

    /// The same, told by another code.
    pub(super) fn target_or(
        &mut self,
        code: &'static Code,
        at: Place<'t>,
        reference: &str,
        span: Span,
    ) -> Option<Target<'t>> {
        match self.locate(at, reference) {
            Ok(target) => Some(target),
            Err(Unresolved { reason, help }) => {
                let is_outside =
                    matches!(reason, Reason::Outside(_)) && std::ptr::eq(code, &code::UNRESOLVED_REFERENCE);
                let code = if is_outside { &FILE_OUTSIDE } else { code };
                let moved = self.trees.is_moved(span);
                let words = Words { moved: MOVED.into_iter().find(|(_, new)| moved && reference.contains(new)) };
                let message = format!("`{}` leads nowhere: {}", words.written(reference), words.reason(&reason));
                let help = help.unwrap_or_else(|| "correct the reference, or add what it names".to_owned());
                self.tell_with_help(code, span, message, help);
                None
            }
        }
    }

    /// Where `reference` leads, untold where it leads nowhere: a name that is perhaps a reference.
    pub(super) fn perhaps_target(&mut self, at: Place<'t>, reference: &str) -> Option<Target<'t>> {
        self.locate(at, reference).ok()
    }

    fn locate(&mut self, at: Place<'t>, reference: &str) -> Result<Target<'t>, Unresolved> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = self.base(at, file)?;
        if fragment.is_empty() {
            let stem = file.rsplit('/').next().and_then(|name| name.split('.').next());
            let name = stem.filter(|stem| !stem.is_empty()).map(str::to_owned);
            return Ok(Target { at: base, owner: Owner::of(name.as_deref()), name });
        }
        if !fragment.starts_with('/') {
            let anchored = self.anchors.anchor(self.trees, base, fragment);
            let node = anchored.ok_or_else(|| missing(format!("no schema has the `$anchor` `{fragment}`")))?;
            return Ok(Target { at: base.with(node), name: Some(fragment.to_owned()), owner: Owner::Around });
        }
        let pointer = Pointer::from_fragment(fragment).map_err(|error| missing(error.to_string()))?;
        let place = match self.descend(base, &pointer) {
            Ok(place) => place,
            Err(unresolved) => {
                let root =
                    Place::root(base.file, self.trees).ok_or_else(|| missing("its file has no tree".to_owned()))?;
                match std::ptr::eq(root.node, base.node) {
                    true => return Err(unresolved),
                    false => self.descend(root, &pointer)?,
                }
            }
        };
        Ok(Target {
            at: place,
            name: component_name(pointer.tokens()),
            owner: Owner::of(shared_name(pointer.tokens())),
        })
    }

    /// What the part of a reference before `#` names.
    fn base(&mut self, at: Place<'t>, file: &str) -> Result<Place<'t>, Unresolved> {
        if file.is_empty() {
            return Ok(at.with(at.resource));
        }
        let path = percent_decode(file).unwrap_or_else(|_| file.to_owned());
        if let Some(place) = self.trees.find(at.file, &path).and_then(|id| Place::root(id, self.trees)) {
            return Ok(place);
        }
        if let Some(place) = self.anchors.resource(self.trees, at, file) {
            return Ok(place);
        }
        if file.contains("://") {
            return Err(Unresolved {
                reason: Reason::Said("it is elsewhere on the network".to_owned()),
                help: Some("fetch the file and refer to it by a relative path".to_owned()),
            });
        }
        let found = self.trees.path_of(at.file, &path);
        match self.trees.unread(&found) {
            Some(Unread::Told) => {
                return Err(missing(format!("the file `{found}` was not read, which is told on its own")));
            }
            Some(Unread::Outside) => {
                let help = "give a folder above both with --root DIR, or move the file below the root";
                return Err(Unresolved { reason: Reason::Outside(found), help: Some(help.to_owned()) });
            }
            None => {}
        }
        let components = self.root.node.get("components").and_then(|components| components.get("schemas"));
        let meant = components.is_some_and(|schemas| schemas.get(file).is_some());
        let holder = if self.version == (2, 0) { "definitions" } else { "components/schemas" };
        Err(Unresolved {
            reason: Reason::Said(format!("there is no file `{found}`")),
            help: meant.then(|| format!("did you mean `#/{holder}/{file}`?")),
        })
    }

    fn descend(&mut self, base: Place<'t>, pointer: &Pointer) -> Result<Place<'t>, Unresolved> {
        let mut at = base;
        for (depth, token) in pointer.tokens().iter().enumerate() {
            let node = at.node;
            let next = self.child(node, token).or_else(|| match moved(node, token) {
                Some(moved) => Some(moved),
                None => self.child(unwrapped(node)?, token),
            });
            let Some(next) = next else { return Err(self.no_child(node, token, pointer, depth)) };
            // Below a schema with an `$id`, that schema is what `#` means.
            let resource = if self.child(next, "$id").and_then(Node::as_str).is_some() { next } else { at.resource };
            at = Place { node: next, resource, ..at };
        }
        Ok(at)
    }

    /// A component by its key.
    pub(super) fn component(&mut self, components: Place<'t>, name: &str) -> Option<Place<'t>> {
        self.child(components.node, name).map(|node| components.with(node))
    }

    fn child(&mut self, node: &'t Node, token: &str) -> Option<&'t Node> {
        match &node.value {
            Value::Map(map) if map.len() >= LARGE_MAP => {
                let index = self.references.indexes.entry(std::ptr::from_ref(map));
                let index = index.or_insert_with(|| map.iter().map(|entry| (&*entry.key, &entry.value)).collect());
                index.get(token).copied()
            }
            Value::Map(map) => map.get(token),
            Value::List(list) => list.get(token.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    fn no_child(&mut self, node: &Node, token: &str, pointer: &Pointer, depth: usize) -> Unresolved {
        let parent: Pointer = pointer.tokens().iter().take(depth).cloned().collect();
        let reason = Reason::NoChild(parent, token.to_owned());
        let mut near = None;
        if let (Value::Map(map), Some(left)) = (&node.value, self.suggestions.checked_sub(1)) {
            self.suggestions = left;
            near = nearest(token, map.iter().map(|entry| &*entry.key));
        }
        Unresolved { reason, help: near.map(|near| format!("did you mean `{near}`?")) }
    }
}

fn missing(reason: String) -> Unresolved {
    Unresolved { reason: Reason::Said(reason), help: None }
}

/// Raising a nullable schema moves its keywords into the first of two alternatives, whose other is null; pointers
/// written before go on to mean them.
fn unwrapped(node: &Node) -> Option<&Node> {
    match node.get("anyOf")?.as_list()? {
        [schema, null] if null.get("type").and_then(Node::as_str) == Some("null") => Some(schema),
        _ => None,
    }
}

/// Raising 2.0 moves the schema of a response below its media types, each of which has it; pointers written before go on to
/// mean it.
fn moved<'t>(node: &'t Node, token: &str) -> Option<&'t Node> {
    let content = node.get("content").filter(|_| token == "schema")?;
    content.as_map()?.iter().next()?.value.get("schema")
}

/// The key of a schema where a pointer leads to a place that holds schemas by name.
fn component_name(tokens: &[String]) -> Option<String> {
    match tokens {
        [name] => Some(name.clone()),
        [.., holder, name] if matches!(holder.as_str(), "schemas" | "definitions" | "$defs") => Some(name.clone()),
        _ => None,
    }
}

/// The key of an object that is no schema, where a pointer leads to a place that holds such objects by name.
fn shared_name(tokens: &[String]) -> Option<&str> {
    match tokens {
        [name] => Some(name),
        [holder, name] if !matches!(holder.as_str(), "paths" | "webhooks") => Some(name),
        [components, _, name] if components == "components" => Some(name),
        _ => None,
    }
}
