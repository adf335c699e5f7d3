//! Whole documents to compare with.

use std::path::Path;

use specwright::diagnostic::Diagnostics;
use specwright::source::Sources;
use specwright::tree::{self, write};

/// A document in YAML or JSON as data.
pub fn document(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut sources = Sources::default();
    let source = sources.add(path.to_string_lossy(), text);
    let tree = tree::parse(&sources, source, &mut Diagnostics::default()).expect("a document");
    serde_json::from_str(&write::json(&tree)).expect("JSON as written")
}
