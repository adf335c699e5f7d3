//! Failures that are accepted: the table of `tests/conformance/exceptions.md`.
//!
//! Takes the page; gives its rows. Promises to refuse a row without clause or reason.

use super::failure::Failure;
use super::rows::rows;
use std::path::Path;

/// The rows of the table.
pub struct Exceptions(Vec<Exception>);

struct Exception {
    kind: String,
    status: String,
    media_type: String,
    document: String,
    operation: String,
    says: String,
}

impl Exceptions {
    /// Reads the table of a page.
    pub fn read(page: &Path) -> Result<Self, String> {
        let founded = |row: [String; 8]| {
            let operation = row[4].clone();
            Exception::of(row).ok_or_else(|| format!("{}: no clause or reason for {operation}", page.display()))
        };
        rows(page)?.into_iter().map(founded).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a failure of a document is accepted.
    pub fn accept(&self, document: &str, failure: &Failure) -> bool {
        self.0.iter().any(|exception| exception.fits(document, failure))
    }
}

impl Exception {
    fn of(row: [String; 8]) -> Option<Self> {
        let [kind, status, media_type, document, operation, says, clause, reason] = row;
        let is_founded = !clause.is_empty() && !reason.is_empty();
        is_founded.then_some(Self { kind, status, media_type, document, operation, says })
    }

    fn fits(&self, document: &str, failure: &Failure) -> bool {
        let is = |wanted: &str, given: &str| wanted == "*" || wanted == given;
        let class = format!("{}XX", failure.status / 100);
        self.kind == failure.kind
            && (is(&self.status, &failure.status.to_string()) || self.status == class)
            && is(&self.media_type, &failure.media_type)
            && is(&self.document, document)
            && is(&self.operation, &failure.operation)
            && (self.says == "*" || failure.message.contains(&self.says))
    }
}
