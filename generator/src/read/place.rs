//! A node together with what its references are read against.
//!
//! Takes nodes of a [`Trees`]; gives [`Place`]s of their children. Never resolves a reference itself.

use crate::node::{Entry, Node};
use crate::source::{Origin, SourceId, Span};
use crate::tree::Trees;

/// A node, the file it is part of, and the schema resource (`$id`) it stands in.
///
/// The file is kept apart from the node's span: a node that an overlay put into a file has its span in the overlay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    pub node: &'t Node,
    pub file: SourceId,
    /// What `#` means here: the file's tree, or the nearest schema around that has an `$id`.
    pub resource: &'t Node,
}

impl<'t> Place<'t> {
    /// The root of a file.
    pub fn root(file: SourceId, trees: &'t Trees) -> Option<Self> {
        let node = trees.get(file)?;
        Some(Self { node, file, resource: node })
    }

    /// The same surroundings, another node.
    pub fn with(self, node: &'t Node) -> Self {
        Self { node, ..self }
    }

    /// The value under a key.
    pub fn get(self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| self.with(node))
    }

    /// The entries of a map; none for anything else.
    pub fn entries(self) -> impl Iterator<Item = (&'t Entry, Self)> {
        let entries = self.node.as_map().map(|map| map.iter()).unwrap_or_default();
        entries.map(move |entry| (entry, self.with(&entry.value)))
    }

    /// The entries of an object whose keys are free but for extensions.
    pub fn patterned(self) -> impl Iterator<Item = (&'t Entry, Self)> {
        self.entries().filter(|(entry, _)| !entry.key.starts_with("x-"))
    }

    pub fn span(self) -> Span {
        self.node.span()
    }

    pub fn origin(self) -> Origin {
        self.node.origin
    }

    /// What tells this node from every other one of the trees.
    pub fn identity(self) -> *const Node {
        std::ptr::from_ref(self.node)
    }
}
