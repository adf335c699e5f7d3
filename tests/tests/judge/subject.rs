//! A document whose types are tried: its crate, its schemas, and which type stands for which schema.

use crate::inheritance;
use crate::judge::{self, below};
use crate::law::{self, Law};
use serde_json::{Map, Value, json};
use specwright::cli;
use specwright::diagnostic::Diagnostics;
use specwright::emit::Crate;
use specwright::emit::types::TypePaths;
use specwright::export::{ExportVersion, export};
use specwright::ir::{Api, Codec, Operation, PathPiece, Payload, StatusPattern, Type};
use specwright::package::Package;
use specwright::pipeline;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is tried of one document.
pub struct Subject {
    /// Name of its crates, and of the document in messages.
    pub name: String,
    /// The types crate.
    pub package: Package,
    /// Every schema, prepared for the judge, below `$defs`.
    pub schemas: Value,
    /// Rust types, and whether each has rules to check.
    pub entries: Vec<(String, Rules)>,
    /// Which schema and type belong together.
    pub pairs: Vec<Pair>,
    /// What must hold of every type; numbered after the entries.
    pub laws: Vec<Law>,
    /// Components that a discriminator selects and that have no variant.
    pub merged: Vec<String>,
}

/// Whether a type can be validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rules {
    /// It has a `Validate`.
    Checked,
    /// Only responses carry it.
    None,
}

/// A schema and the type it became.
pub struct Pair {
    /// For messages.
    pub what: String,
    /// Reference to the schema.
    pub schema: String,
    /// Index into [`Subject::entries`].
    pub entry: usize,
    /// Whether null is left to the places that use the type.
    pub null: Null,
    /// Instances that the document shows.
    pub shown: Vec<Value>,
}

/// Where null stands for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Null {
    /// In the type.
    Within,
    /// In an `Option` around the type, wherever it is used; a parameter that is null is not sent.
    Around,
}

/// Reads and generates a document; `None` (told) where nothing can be made of it.
pub fn of(path: &Path) -> Option<Subject> {
    let stem = path.file_stem().unwrap_or_default();
    // A case is named by its folder.
    let named = if stem == "input" { path.parent().and_then(Path::file_name).unwrap_or(stem) } else { stem };
    let named = named.to_string_lossy();
    let words: Vec<_> = named.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = format!("j-{}", words.join("-").to_ascii_lowercase());
    let read = cli::understand_files(Path::new("."), &[path.to_path_buf()], &[], &name);
    let Some(understood) = read.understood else {
        println!("{}: nothing can be made of it", path.display());
        return None;
    };
    let written = export(&understood.document, ExportVersion::V3_1, &mut Diagnostics::default());
    let document: Value = serde_yaml::from_str(&written).expect("what is exported is YAML");
    let api = &understood.api;
    let package = pipeline::package(api, &[Crate::Types]).expect("the types are generated");
    let mut collect =
        Collect { api, document: &document, defs: Map::new(), entries: BTreeMap::new(), pairs: Vec::new() };
    collect.components();
    collect.operations();
    let Collect { defs, entries, pairs, .. } = collect;
    let (laws, merged) = (law::all(api), law::merged(&name, api, &defs));
    let mut list: Vec<_> = entries.into_iter().map(|(key, index)| (index, key)).collect();
    list.sort();
    let entries = list.into_iter().map(|(_, key)| key).collect();
    Some(Subject { name, package, schemas: json!({ "$defs": defs }), entries, pairs, laws, merged })
}

struct Collect<'a> {
    api: &'a Api,
    document: &'a Value,
    defs: Map<String, Value>,
    entries: BTreeMap<(String, Rules), usize>,
    pairs: Vec<Pair>,
}

impl Collect<'_> {
    fn components(&mut self) {
        let schemas = self.document.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let mut schema = schema.clone();
            judge::prepare(&mut schema);
            self.defs.insert(name.clone(), schema);
        }
        // Two files may each have a component of that name.
        let mut homes: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        for (_, definition) in self.api.types.iter() {
            if let Some(key) = &definition.component {
                homes.entry(key).or_default().insert(definition.origin.span);
            }
        }
        for (id, definition) in self.api.types.iter() {
            let Some(key) = definition.component.as_deref() else { continue };
            if homes.get(key).is_some_and(|homes| homes.len() > 1) {
                continue;
            }
            if let Some(schema) = self.defs.get(key) {
                let shown = schema.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
                let shown: Vec<_> = shown.into_iter().chain(schema.get("default").cloned()).collect();
                let reference = below("#/$defs", &[key]);
                self.pair(
                    definition.name.bare().to_owned(),
                    reference,
                    &Type::Defined(id),
                    definition.usage.request,
                    Null::Around,
                    shown,
                );
            }
        }
        inheritance::spell_out(&mut self.defs);
    }

    fn operations(&mut self) {
        // Paths that differ in their fragments alone are one here.
        let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
        for (_, operation) in self.api.operations() {
            *counts.entry((path(operation), &operation.method)).or_default() += 1;
        }
        for (_, operation) in self.api.operations() {
            let path = path(operation);
            if counts.get(&(path.clone(), &*operation.method)).is_some_and(|count| *count > 1) {
                continue;
            }
            let method = operation.method.to_ascii_lowercase();
            let Some(written) = self.document.get("paths").and_then(|it| it.get(&path)?.get(&method)) else { continue };
            let what = format!("{} {path}", operation.method);
            if let (Some(body), Some(content)) = (&operation.request, written.pointer("/requestBody/content")) {
                self.payload(&format!("{what} body"), &body.payload, content, true);
            }
            for response in &operation.responses {
                let status = status(response.status);
                if let Some(content) = written.get("responses").and_then(|it| it.get(&status)?.get("content")) {
                    self.payload(&format!("{what} {status}"), &response.payload, content, false);
                }
            }
            for parameter in &operation.parameters {
                let named = |it: &&Value| it.get("name").and_then(Value::as_str) == Some(&*parameter.wire_name);
                let mut all = written.get("parameters").and_then(Value::as_array).into_iter().flatten().filter(named);
                if let (Some(written), None) = (all.next(), all.next())
                    && written.get("schema").is_some_and(says_type)
                {
                    let what = format!("{what} {}", parameter.wire_name);
                    self.content(&what, &parameter.ty, written, true, Null::Around);
                }
            }
        }
    }

    fn payload(&mut self, what: &str, payload: &Payload, content: &Value, request: bool) {
        let media = match payload {
            Payload::Empty => return,
            Payload::One(media) => std::slice::from_ref(media),
            Payload::Several { media, .. } => media,
        };
        for media in media.iter().filter(|media| media.codec == Codec::Json) {
            if let Some(written) = content.get(&media.media_type) {
                self.content(what, &media.ty, written, request, Null::Within);
            }
        }
    }

    /// A schema with examples beside it.
    fn content(&mut self, what: &str, ty: &Type, written: &Value, request: bool, null: Null) {
        let Some(mut schema) = written.get("schema").cloned() else { return };
        let named = written.get("examples").and_then(Value::as_object).into_iter().flat_map(Map::values);
        let shown = written.get("example").into_iter().chain(named.filter_map(|example| example.get("value")));
        let shown: Vec<_> = shown.cloned().collect();
        judge::prepare(&mut schema);
        // A reference alone is tried with the component.
        let reference =
            schema.get("$ref").and_then(Value::as_str).filter(|_| schema.as_object().is_some_and(|it| it.len() == 1));
        let reference = match reference {
            Some(_) if shown.is_empty() => return,
            Some(reference) => reference.to_owned(),
            None => {
                let name = format!("inline-{}", self.defs.len());
                self.defs.insert(name.clone(), schema);
                below("#/$defs", &[&name])
            }
        };
        self.pair(what.to_owned(), reference, ty, request, null, shown);
    }

    fn pair(&mut self, what: String, schema: String, ty: &Type, request: bool, null: Null, shown: Vec<Value>) {
        if is_foreign(ty) {
            return;
        }
        let text = TypePaths::outside(self.api).ty(ty).to_string();
        let next = self.entries.len();
        let rules = if request { Rules::Checked } else { Rules::None };
        let entry = *self.entries.entry((text, rules)).or_insert(next);
        self.pairs.push(Pair { what, schema, entry, null, shown });
    }
}

/// Whether a type is the user's own: nothing is known of it here.
fn is_foreign(ty: &Type) -> bool {
    match ty {
        Type::External(_) => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_foreign(inner),
        Type::Tuple(items) => items.iter().any(is_foreign),
        Type::Defined(_) | Type::Boxed(_) | Type::Unit | Type::Scalar(_) | Type::Any => false,
    }
}

/// Whether a schema says what its instances are: a parameter of which nothing is said is text.
fn says_type(schema: &Value) -> bool {
    ["type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "format"].iter().any(|key| schema.get(key).is_some())
}

/// The path of an operation as the document has it.
pub fn path(operation: &Operation) -> String {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => text.clone(),
        PathPiece::Parameter(index) => {
            let parameter = operation.parameters.get(*index);
            format!("{{{}}}", parameter.map(|parameter| parameter.wire_name.as_str()).unwrap_or_default())
        }
    };
    operation.path.iter().map(piece).collect()
}

/// The key of a response.
pub fn status(pattern: StatusPattern) -> String {
    match pattern {
        StatusPattern::Exact(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}
