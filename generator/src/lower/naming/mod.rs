//! The one name allocator: every Rust identifier made from a document's text is made here.
//!
//! Takes texts of the document; gives [`Name`]s that are valid identifiers and unique in their [`Scope`]. Promises
//! the same names for the same texts whatever else the document holds: who keeps a contested name depends only on those
//! that contest it. Never fails: where nothing of a text can stand in an identifier, the place it stands in names it.

mod keyword;
mod scope;
mod words;

pub use keyword::is_keyword;
pub use scope::{Assigned, Family, Outcome, Scope, Wanted};
pub use words::{Case, begins_well, identifier, without_stutter, words_of};

use crate::ir::Name;

/// Longest identifier made; longer ones are cut and told apart by a hash of the whole.
pub const LONGEST: usize = 120;

/// A name of text that is known to be an identifier already (the product's own words).
pub fn own(text: &str, case: Case) -> Name {
    Name::new(keyword::escape(identifier(text, case)))
}
