//! What raising one description keeps in hand.
//!
//! Holds data and no pass.

use super::swagger2;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::structure::Holds;
use crate::source::{SourceId, Span};
use crate::tree::Pointer;
use std::collections::HashSet;

/// What raising one description keeps in hand.
pub(super) struct Raising<'d> {
    pub(super) version: Version,
    /// What parts of a 2.0 description in other files take from it.
    pub(super) swagger2: Option<swagger2::Context>,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) loose: Loose,
    /// Messages that a document gives rise to over and over: one each, with the first place.
    pub(super) repeated: Vec<Repeated>,
}

pub(super) struct Repeated {
    pub(super) code: &'static Code,
    pub(super) keyword: &'static str,
    pub(super) first: Span,
    pub(super) places: usize,
}

impl<'d> Raising<'d> {
    pub(super) fn new(
        version: Version,
        root: SourceId,
        swagger2: Option<swagger2::Context>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self { version, swagger2, diagnostics, loose: Loose::new(root), repeated: Vec::new() }
    }
}

/// References still to be followed.
pub(super) struct Loose {
    pub(super) root: SourceId,
    /// The file whose objects are being raised.
    pub(super) file: SourceId,
    pub(super) found: Vec<(SourceId, String, Holds)>,
    pub(super) seen: HashSet<(SourceId, Pointer)>,
}

impl Loose {
    pub fn new(root: SourceId) -> Self {
        Self { root, file: root, found: Vec::new(), seen: HashSet::new() }
    }
}
