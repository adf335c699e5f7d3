//! Places where a type cannot be had: nothing is said, the schema goes in circles, or it is too deep.

use super::*;
use crate::budget::Budget;

/// Why a node is any value whose schemas take over too much.
pub(super) const TOO_MUCH: &str = "schemas take over too much from one another here";

impl<'d> Lowering<'d, '_> {
    pub(super) fn is_component(&self, node: NodeId) -> bool {
        match self.nodes.get(node).key {
            Key::Schema(id) => self.document.schemas.get(id).component.is_some() || self.explicit_name(id).is_some(),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => false,
        }
    }

    pub(super) fn gap(&mut self, node: NodeId, reason: &'static str) -> Use {
        let entry = self.nodes.get(node);
        self.gaps.push(Gap { place: entry.place, reason, origin: entry.origin });
        Use::plain(Type::Any)
    }

    pub(super) fn circle(&mut self, node: NodeId) -> Use {
        let origin = self.nodes.get(node).origin;
        self.tell(
            Diagnostic::new(&code::lower::SCHEMA_CYCLE, origin.span, "this schema names only itself in the end")
                .help("say what it holds, in the document or in an overlay; until then it is any JSON value"),
        );
        self.gap(node, "the schema names only itself")
    }

    pub(super) fn too_deep(&mut self, node: NodeId) -> Use {
        let origin = self.nodes.get(node).origin;
        self.tell(
            Diagnostic::new(
                &code::lower::SCHEMA_TOO_DEEP,
                origin.span,
                format!("schemas nest deeper than {} here", self.budget.depth),
            )
            .help("give a schema on the way a name and refer to it")
            .exhausted(Budget::SchemaDepth, self.diagnostics.budgets()),
        );
        self.gap(node, "schemas nest too deep here")
    }

    pub(super) fn too_many(&mut self, node: NodeId) -> Use {
        let origin = self.nodes.get(node).origin;
        self.tell_too_many(origin);
        self.gap(node, "schemas combine in too many ways here")
    }

    /// Whether the end of a budget was told before; from now on it counts as told.
    fn told_end(&mut self, budget: Budget) -> bool {
        let told = self.budget.told.contains(&budget);
        if !told {
            self.budget.told.push(budget);
        }
        told
    }

    pub(super) fn tell_too_much(&mut self, origin: Origin) {
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

    pub(super) fn tell_too_many(&mut self, origin: Origin) {
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
