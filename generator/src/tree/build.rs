//! What the JSON and the YAML reader have in common.
//!
//! Takes where a text begins and the budgets of a run; gives spans and the faults of budgets. Never reads text.

use crate::budget::{Budget, Budgets};
use crate::diagnostic::{Diagnostic, code::tree as code};
use crate::source::{SourceId, Span};

/// How deep and how large a document may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Lists and maps within one another.
    pub depth: usize,
    /// Values.
    pub nodes: usize,
}

impl Bounds {
    /// Those of a run.
    pub fn of(budgets: &Budgets) -> Self {
        Self { depth: budgets.size(Budget::Depth), nodes: budgets.size(Budget::Nodes) }
    }

    /// That there are too many values, told where the first too many stands.
    pub fn too_many(self, span: Span, budgets: &Budgets) -> Box<Diagnostic> {
        let message = format!("there are more than {} values", self.nodes);
        Box::new(Diagnostic::new(&code::TOO_MANY_VALUES, span, message).exhausted(Budget::Nodes, budgets))
    }

    /// That a value is nested too deep.
    pub fn too_deep(self, span: Span, budgets: &Budgets) -> Box<Diagnostic> {
        let message = format!("this value is nested more than {} deep", self.depth);
        Box::new(Diagnostic::new(&code::NESTING_TOO_DEEP, span, message).exhausted(Budget::Depth, budgets))
    }
}

/// Where in a source the text being read begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub source: SourceId,
    pub base: usize,
}

impl Place {
    /// The span of a range of the text being read.
    pub fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }
}
