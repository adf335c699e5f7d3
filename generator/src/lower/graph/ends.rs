//! Where a budget of the graph ends: told once for each budget.

use super::Graph;
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, code};
use crate::source::Origin;

/// Why a node is any value whose schemas take over too much.
pub const TOO_MUCH: &str = "schemas take over too much from one another here";

impl Graph<'_, '_> {
    /// Whether the end of a budget was told before; from now on it counts as told.
    fn told_end(&mut self, budget: Budget) -> bool {
        let told = self.budget.told.contains(&budget);
        if !told {
            self.budget.told.push(budget);
        }
        told
    }

    pub fn tell_too_much(&mut self, origin: Origin) {
        // Combinations that multiply end here or there: one reason is enough.
        if self.budget.told.contains(&Budget::Combinations) || self.told_end(Budget::Inherited) {
            return;
        }
        self.tell(
            Diagnostic::new(
                &code::lower::TOO_MUCH_INHERITED,
                origin.span,
                "schemas take over more from one another than stands in proportion to what is written",
            )
            .help("let fewer schemas extend one another in long chains")
            .exhausted(Budget::Inherited, self.diagnostics.budgets()),
        );
    }

    pub fn tell_too_many(&mut self, origin: Origin) {
        if self.told_end(Budget::Combinations) {
            return;
        }
        self.tell(
            Diagnostic::new(
                &code::lower::TOO_MANY_COMBINATIONS,
                origin.span,
                "schemas combine in more ways here than any API needs",
            )
            .help("give the combinations that are meant names and refer to them")
            .exhausted(Budget::Combinations, self.diagnostics.budgets()),
        );
    }
}
