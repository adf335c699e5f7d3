//! `README.md` of a vendor's folder.
//!
//! Takes an api; gives Markdown: what the crates are, how to vendor them, which operations there are, and how the facts came
//! to be known. Promises that the document's strings stay inside code spans.

use crate::ir::{Api, Operation};
use crate::source::{Origin, Provenance};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The text.
pub fn vendor(api: &Api) -> String {
    let name = &api.name;
    let mut text = format!(
        "# {name}\n\nTyped Rust crates for {}, version {}, made by Specwright. Do not edit them: change the description or its\n\
         overlays and generate again.\n\n\
         | folder | crate | what it is |\n|---|---|---|\n\
         | `types` | `{name}-types` | the data, with serde's traits |\n\
         | `client` | `{name}-client` | a client for tokio; `client/README.md` shows how to use it |\n\
         | `server` | `{name}-server` | traits to implement and an axum router; `server/README.md` shows how to use it |\n\
         | `openapi.yaml` | | the description they are made from, corrected, as one OpenAPI 3.0 document |\n\n\
         To vendor them, copy this folder into your repository and depend on what you need:\n\n\
         ```toml\n[dependencies]\n{name}-client = {{ path = \"path/to/{name}/client\" }}\n```\n\n\
         ## Operations\n\n| request | client | what it does |\n|---|---|---|\n",
        code(&api.title),
        code(&api.version),
    );
    for (group, operation) in api.operations() {
        let call = format!("client.{}().{}(…)", group.module.as_str(), operation.name.as_str());
        let what = operation.docs.summary.as_deref().unwrap_or("");
        let what = if what.is_empty() { String::new() } else { code(what) };
        let _infallible = writeln!(text, "| {} | `{call}` | {what} |", code(&request_line(operation)));
    }
    let facts = provenance(api);
    if facts.keys().any(|provenance| *provenance != Provenance::Document) {
        text.push_str(
            "\n## How the facts are known\n\n| known from | operations, parameters, responses and fields |\n|---|---|\n",
        );
        for (provenance, count) in facts {
            let _infallible = writeln!(text, "| {} | {count} |", words(provenance));
        }
        text.push_str(
            "\nThe documentation of each item says where it differs from an OpenAPI document's plain statement.\n",
        );
    }
    text
}

fn request_line(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.request_target())
}

fn provenance(api: &Api) -> BTreeMap<Provenance, usize> {
    let mut counts = BTreeMap::new();
    let mut count = |origin: &Origin| *counts.entry(origin.provenance).or_insert(0) += 1;
    for (_, operation) in api.operations() {
        count(&operation.origin);
        operation.parameters.iter().for_each(|parameter| count(&parameter.origin));
        operation.responses.iter().for_each(|response| count(&response.origin));
    }
    for (_, definition) in api.types.iter() {
        if let crate::ir::Shape::Structure(structure) = &definition.shape {
            structure.fields.iter().for_each(|field| count(&field.origin));
        }
    }
    counts
}

fn words(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Document => "an OpenAPI document",
        Provenance::Page => "the text of a documentation page",
        Provenance::Example => "an example on a page: seen there, not promised",
        Provenance::Inferred => "other facts, by inference",
        Provenance::Overlay => "an overlay, which gives its source",
    }
}

/// A string of the document as a code span on one line.
fn code(text: &str) -> String {
    let plain = |c: char| if c.is_control() || c.is_whitespace() { ' ' } else { c };
    let line: String = text.chars().map(plain).filter(|c| !matches!(c, '`' | '|')).take(200).collect();
    format!("`{}`", line.trim())
}
