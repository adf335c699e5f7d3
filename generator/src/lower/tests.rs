//! What schemas become, as text: for the tests beside the files that decide it.
//!
//! Takes schemas in YAML; gives the outline of the types, each with its documentation, and the codes of what is reported.

use super::{Options, lower};
use crate::config::Selection;
use crate::diagnostic::Diagnostics;
use crate::emit::docs::facts::sentences;
use crate::ir::{Api, Docs, Shape, outline};
use crate::pipeline::{self, Description, Files};
use crate::source::{SourceId, Sources, Span};

/// There are no other files.
struct Nothing;

impl Files for Nothing {
    fn load(&mut self, _: &str, _: Span, _: &mut Sources, _: &mut Diagnostics) -> Option<SourceId> {
        None
    }
}

/// An operation that sends the schema of that name.
pub fn sends(name: &str) -> String {
    format!("/{name}: {{post: {{requestBody: {}, responses: {{'204': {{description: done}}}}}}}}", content(name))
}

/// An operation that is answered with the schema of that name.
pub fn answers(name: &str) -> String {
    let answer = content(name).replacen('{', "{description: it, ", 1);
    format!("/{name}s: {{get: {{responses: {{'200': {answer}}}}}}}")
}

fn content(name: &str) -> String {
    format!("{{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}")
}

/// What the schemas become that these operations carry.
pub fn api(paths: &[String], schemas: &str) -> (Api, Diagnostics) {
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    let paths = if paths.is_empty() { "    {}\n".to_owned() } else { indented(&paths.join("\n")) };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{}",
        indented(schemas)
    );
    let mut sources = Sources::default();
    let documents = vec![sources.add("api.yaml", text)];
    let description = Description { documents, selection: Selection::default(), ..Description::default() };
    let mut diagnostics = Diagnostics::default();
    let document = pipeline::read(&mut sources, &mut Nothing, &description, &mut diagnostics).expect("a document");
    (lower(&document, &Options::default(), &mut diagnostics), diagnostics)
}

/// Asserts what schemas become that no operation carries.
#[track_caller]
pub fn becomes(schemas: &str, expected: &[&str]) {
    becomes_in(&[], schemas, expected);
}

/// Asserts what schemas become that these operations carry.
#[track_caller]
pub fn becomes_in(paths: &[String], schemas: &str, expected: &[&str]) {
    let (api, diagnostics) = api(paths, schemas);
    let mut lines = Vec::new();
    for (_, definition) in api.types.iter() {
        let mut line = outline::definition(&api, definition);
        lines.push(format!("{}{}", line.text, words(&definition.docs)));
        let documented: Vec<(&str, &Docs)> = match &definition.shape {
            Shape::Structure(structure) => {
                structure.fields.iter().map(|field| (field.wire_name.as_str(), &field.docs)).collect()
            }
            Shape::Union(union) => union.variants.iter().map(|it| (it.name.as_str(), &it.docs)).collect(),
            Shape::Enumeration(_) | Shape::Newtype(_) => Vec::new(),
        };
        for child in line.children.drain(..) {
            let docs = documented.iter().find(|(name, _)| child.text.starts_with(&format!("{name}: ")));
            lines.push(format!("  {}{}", child.text, docs.map_or(String::new(), |(_, docs)| words(docs))));
        }
    }
    lines.extend(told(&diagnostics).into_iter().map(|code| format!("told {code}")));
    assert_eq!(lines, expected, "{lines:#?}");
}

/// The codes of what is reported; that there may be no operation is not.
pub fn told(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.id).filter(|code| *code != "empty-api").collect()
}

fn words(docs: &Docs) -> String {
    let said = docs.summary.iter().chain(&docs.description).cloned();
    let words: Vec<String> = said.chain(docs.notes.iter().flat_map(sentences)).collect();
    if words.is_empty() { String::new() } else { format!(" # {}", words.join(" ")) }
}
