//! What attacks are given and what they give: no pass, data alone.

use super::in_memory::Finding;
use std::path::PathBuf;

/// What every attack needs to know.
pub struct Siege {
    /// The repository.
    pub root: PathBuf,
    /// A folder of its own for what is written on the way.
    pub place: PathBuf,
    pub seed: u64,
}

/// What an attack did.
#[derive(Debug, Default)]
pub struct Report {
    /// How many things were tried.
    pub tried: usize,
    /// What else is worth a word.
    pub note: String,
    pub findings: Vec<Finding>,
}
