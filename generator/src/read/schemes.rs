//! What is known of the names of security schemes: data alone.

use crate::node::Node;
use std::collections::{BTreeSet, HashMap};

/// What is known of the names of schemes.
#[derive(Default)]
pub(super) struct Schemes {
    /// `None` for a scheme that is declared and could not be read.
    pub indexes: HashMap<String, Option<usize>>,
    /// By the node that declares it. Only looked up, never walked.
    pub places: HashMap<*const Node, usize>,
    pub undeclared: BTreeSet<String>,
}

impl Schemes {
    pub fn declare(&mut self, name: &str) {
        self.indexes.insert(name.to_owned(), None);
    }

    pub fn index(&mut self, name: &str, place: *const Node, index: usize) {
        self.indexes.insert(name.to_owned(), Some(index));
        self.places.entry(place).or_insert(index);
    }
}
