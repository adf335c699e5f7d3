//! What the product has to say about its input.
//!
//! Takes faults from every pass; gives [`Diagnostic`]s in one sink, each with a [`Code`] that fixes its
//! severity and explains its rule. Promises that the order is that of the passes and of the source.
//! Never stops a pass and never prints; `render` turns diagnostics into text, JSON and CI annotations.

pub mod code;
pub mod loss;
pub mod render;
mod suggest;

pub use code::{Code, Severity};
pub use suggest::closest;

use crate::budget::{Budget, Budgets};
use crate::source::Span;

/// One message: the rule, what was given, the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: &'static Code,
    /// What was given and why it breaks the rule, one sentence without a full stop.
    pub message: String,
    /// The byte it is about. `None` only where there is no text at all (a missing file).
    pub span: Option<Span>,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Span, String)>,
    /// The way out.
    pub help: Option<String>,
    /// Why it is accepted, where it is.
    pub accepted: Option<String>,
}

impl Diagnostic {
    /// A message about `span`.
    pub fn new(code: &'static Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: span.into(), related: Vec::new(), help: None, accepted: None }
    }

    /// How bad it is: that of its code, but for a fault that is accepted.
    pub fn severity(&self) -> Severity {
        match (self.code.severity, &self.accepted) {
            (Severity::Fault, Some(_)) => Severity::Warning,
            (severity, _) => severity,
        }
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn relate(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which budget is used up and how to have more, after the way out that was said.
    #[must_use]
    pub fn exhausted(mut self, budget: Budget, budgets: &Budgets) -> Self {
        let more = budgets.way_out(budget);
        self.help = Some(match self.help {
            Some(help) => format!("{help}; {more}"),
            None => more,
        });
        self
    }
}

/// The sink every pass reports to, with how much a description may ask of the passes.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    budgets: Budgets,
}

impl Diagnostics {
    /// A sink for a run with these budgets.
    pub fn within(budgets: Budgets) -> Self {
        Self { list: Vec::new(), budgets }
    }

    /// An empty sink with the same budgets, for what is perhaps not told.
    pub fn aside(&self) -> Self {
        Self::within(self.budgets.clone())
    }

    /// How much a description may ask for.
    pub fn budgets(&self) -> &Budgets {
        &self.budgets
    }

    /// Takes a message.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes all messages of another sink.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Keeps the messages for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// The messages from the one at `first` on, to change.
    pub fn since_mut(&mut self, first: usize) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.get_mut(first..).unwrap_or_default().iter_mut()
    }

    /// All messages, in the order they came.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The worst severity said so far.
    pub fn worst(&self) -> Option<Severity> {
        self.list.iter().map(Diagnostic::severity).max()
    }
}
