//! What raising a document of version 2.0 keeps in hand, and where its references lead.

use super::server::Host;
use super::written::Written;
use crate::diagnostic::Diagnostics;
use crate::document::structure::MOVED;
use crate::node::Node;
use crate::source::{SourceId, Span};
use std::cell::RefCell;

/// What operations take from their document.
pub(in super::super) struct Context {
    pub(super) consumes: Vec<Node>,
    pub(super) produces: Vec<Node>,
    pub(super) host: Host,
    pub(super) written: Written,
    /// Places of references that were brought into the words of 3.x.
    pub(super) rewritten: RefCell<Vec<Span>>,
}

/// Raising what stands in one file.
pub(super) struct Raising<'c, 'd> {
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) context: &'c Context,
    pub(super) file: SourceId,
}

impl Context {
    /// The places of references that were rewritten since this was asked last.
    pub fn take_rewritten(&self) -> Vec<Span> {
        self.rewritten.take()
    }

    /// A reference, as it stands in `file`, in the words of 3.x, where what it names moves.
    pub fn moved(&self, file: SourceId, reference: &str) -> Option<String> {
        let (path, fragment) = reference.split_once('#')?;
        let moved = moved(fragment)?;
        self.written.is_document(file, path).then(|| format!("{path}#{moved}"))
    }
}

/// A fragment that names what moves in a document of 2.0, in the words of 3.x.
fn moved(fragment: &str) -> Option<String> {
    let below = |old: &str| fragment.strip_prefix(old).is_some_and(|rest| rest.starts_with('/'));
    let (old, new) = MOVED.iter().find(|(old, _)| below(old))?;
    Some(fragment.replacen(old, new, 1))
}
