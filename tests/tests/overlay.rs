//! Overlays on small documents: `cases/overlay/<case>/`.
//!
//! A case holds `document.yaml`, `overlay.yaml`, the `result.yaml` they make, and in `told` a line for each diagnostic: its code, and the text it
//! points at. The result is compared with its order.

use specwright::diagnostic::Diagnostics;
use specwright::node::{Node, Value};
use specwright::source::{Provenance, SourceId, Sources};
use specwright::{overlay, tree};
use specwright_tests::{folders, root};
use std::fs;
use std::path::Path;

#[test]
fn overlays_make_what_their_cases_say() {
    let cases = folders(&root().join("tests/cases/overlay"));
    assert!(!cases.is_empty());
    cases.iter().for_each(|case| check(case));
}

fn check(case: &Path) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut read = |name: &str| {
        let text =
            fs::read_to_string(case.join(name)).unwrap_or_else(|error| panic!("{}/{name}: {error}", case.display()));
        let id = sources.add(name, text);
        (id, tree::parse(&sources, id, &mut diagnostics).unwrap_or_else(|| panic!("{}/{name}", case.display())))
    };
    let (document, mut tree) = read("document.yaml");
    let (_, overlay) = read("overlay.yaml");
    let (_, result) = read("result.yaml");

    overlay::apply(&mut tree, &overlay, &mut diagnostics);

    assert_eq!(tree::write::yaml(&tree), tree::write::yaml(&result), "{}", case.display());
    origins(&tree, document, case);
    let told: Vec<_> = diagnostics
        .iter()
        .map(|told| format!("{} {}", told.code.id, told.span.map_or("", |span| sources.slice(span))))
        .collect();
    let expected = fs::read_to_string(case.join("told")).unwrap_or_default();
    assert_eq!(told, expected.lines().collect::<Vec<_>>(), "{}", case.display());
}

/// Scalars that stand in the document are the document's, all others the overlay's.
fn origins(node: &Node, document: SourceId, case: &Path) {
    match &node.value {
        Value::Map(map) => map.iter().for_each(|entry| origins(&entry.value, document, case)),
        Value::List(items) => items.iter().for_each(|item| origins(item, document, case)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let from_document = node.span().source == document;
            let said_by_document = node.origin.provenance == Provenance::Document;
            assert_eq!(from_document, said_by_document, "{}: {node:?}", case.display());
        }
    }
}
