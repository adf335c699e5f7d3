//! Attacks that need neither disk nor processes: `cargo xtask hostile` runs them for long, `cargo test` for a short while.
//!
//! Takes seeds; gives findings, each with a document that shows it. Never panics on what the generator does: a panic is a finding.

pub mod checks;
pub mod inject;
pub mod library;
pub mod minimal;
pub mod mutate;
pub mod payloads;
pub mod positions;
pub mod random;
pub mod skeleton;

/// Something that may not be.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Where and with what it was provoked, in one line.
    pub what: String,
    /// The rule that was broken, and by what.
    pub broken: String,
    /// The input, as small as it could be made.
    pub document: String,
}
