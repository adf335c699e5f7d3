//! Failures that are accepted: the table of `tests/conformance/exceptions.md`.
//!
//! Takes the page; gives its rows. Promises to refuse a row without clause or reason.

use super::failure::Failure;
use std::fs;
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
        let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
        let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
        rows.map(|row| Exception::of(row).ok_or_else(|| format!("{}: not a row of eight: {row}", page.display())))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether a failure of a document is accepted.
    pub fn accept(&self, document: &str, failure: &Failure) -> bool {
        self.0.iter().any(|exception| exception.fits(document, failure))
    }
}

impl Exception {
    fn of(row: &str) -> Option<Self> {
        let cells: Vec<String> = row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        let [kind, status, media_type, document, operation, says, clause, reason] = cells.try_into().ok()?;
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
