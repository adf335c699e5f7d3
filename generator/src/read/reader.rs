//! What reading one description keeps in hand.
//!
//! Takes the trees of a description; gives what all readers of objects share: the schemas met so far, the places of references, the faults.
//! Never reads an object itself.

use super::anchor::Anchors;
use super::place::Place;
use super::references::References;
use super::schemes::Schemes;
use crate::budget::Budget;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{SchemaId, SchemaTable, SecurityScheme};
use crate::node::Node;
use crate::source::Span;
use crate::tree::Trees;
use std::collections::{HashMap, HashSet};

/// What reading one description keeps in hand.
pub(super) struct Reader<'t, 'd> {
    pub(super) trees: &'t Trees,
    pub(super) root: Place<'t>,
    /// The version declared.
    pub(super) version: (u32, u32),
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) schemas: SchemaTable,
    /// The id of each schema met, by the node it stands at. Only looked up, never walked.
    pub(super) schema_ids: HashMap<*const Node, SchemaId>,
    /// What stands for schemas beyond their budget.
    pub(super) beyond: Option<SchemaId>,
    /// Schemas that have an id and no contents yet, in the order of their ids.
    pub(super) unread_schemas: std::collections::VecDeque<(SchemaId, Place<'t>)>,
    pub(super) references: References<'t>,
    pub(super) anchors: Anchors<'t>,
    pub(super) security_schemes: Vec<SecurityScheme>,
    pub(super) security: Schemes,
    pub(super) operation_ids: HashMap<String, Span>,
    /// Objects of other files whose keys are already checked.
    pub(super) checked: HashSet<*const Node>,
    /// Suggestions still to be looked for: each costs a walk over a map.
    pub(super) suggestions: usize,
}

impl<'t, 'd> Reader<'t, 'd> {
    pub(super) fn new(root: Place<'t>, trees: &'t Trees, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            trees,
            root,
            version: (0, 0),
            diagnostics,
            schemas: SchemaTable::default(),
            schema_ids: HashMap::new(),
            beyond: None,
            unread_schemas: std::collections::VecDeque::new(),
            references: References::default(),
            anchors: Anchors::default(),
            security_schemes: Vec::new(),
            security: Schemes::default(),
            operation_ids: HashMap::new(),
            checked: HashSet::new(),
            suggestions: 200,
        }
    }

    /// Whether the document declares this version or a later one.
    pub(super) fn version_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= (major, minor)
    }

    /// How much of something there may be.
    pub(super) fn budget(&self, budget: Budget) -> usize {
        self.diagnostics.budgets().size(budget)
    }

    pub(super) fn tell(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.diagnostics.report(Diagnostic::new(code, span, message));
    }

    pub(super) fn tell_with_help(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.report(Diagnostic::new(code, span, message).help(help));
    }
}
