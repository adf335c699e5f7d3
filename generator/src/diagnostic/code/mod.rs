//! The table of diagnostic codes, one file for each area.
//!
//! Takes nothing; gives every [`Code`] there is. Promises that ids are unique and never reused.

use std::fmt;

/// How bad a message is. It belongs to the code, not to the place that reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong (a name that collided and was resolved, say).
    Note,
    /// Less came out than the input holds (an untyped place, an ignored keyword). Exit status 0.
    Warning,
    /// The input breaks its own specification, or a part of it was left out. The sound rest can be used. Exit status 1.
    Fault,
    /// The input cannot be used at all. Exit status 2.
    Error,
}

/// A rule of the product or of a specification.
#[derive(PartialEq, Eq)]
pub struct Code {
    /// Stable name, kebab-case: `unresolved-reference`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The clause that states the rule: `OpenAPI 3.1.1 §4.8.23`, or empty for rules of our own.
    pub clause: &'static str,
    /// The rule and the way out, in two or three sentences.
    pub explanation: &'static str,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Declares the codes of one area and the slice `ALL` of them.
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $clause:literal, $explanation:literal;)*) => {
        $(
            #[doc = $explanation]
            pub static $name: $crate::diagnostic::Code = $crate::diagnostic::Code {
                id: $id,
                severity: $crate::diagnostic::Severity::$severity,
                clause: $clause,
                explanation: $explanation,
            };
        )*
        /// Every code of this area.
        pub static ALL: &[&$crate::diagnostic::Code] = &[$(&$name),*];
    };
}

pub mod config;
pub mod export;
pub mod files;
pub mod lower;
pub mod overlay;
pub mod page;
pub mod page_docusaurus;
pub mod read;
pub mod tree;

/// Every code there is, area by area.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        tree::ALL,
        page::ALL,
        page_docusaurus::ALL,
        overlay::ALL,
        config::ALL,
        read::ALL,
        lower::ALL,
        export::ALL,
        files::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
