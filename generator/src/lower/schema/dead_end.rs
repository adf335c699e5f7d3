//! Places where a type cannot be had: nothing is said, the schema goes in circles, or it is too deep.

use super::{Gap, Lowering, Use};
use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, code};
use crate::ir::Type;
use crate::lower::graph::NodeId;

impl<'d> Lowering<'d, '_> {
    pub(super) fn gap(&mut self, node: NodeId, reason: &'static str) -> Use {
        let entry = self.graph.nodes.get(node);
        self.gaps.push(Gap { place: entry.place, reason, origin: entry.origin });
        Use::plain(Type::Any)
    }

    pub(super) fn circle(&mut self, node: NodeId) -> Use {
        let origin = self.graph.nodes.get(node).origin;
        self.graph.tell(
            Diagnostic::new(&code::lower::SCHEMA_CYCLE, origin.span, "this schema names only itself in the end")
                .help("say what it holds, in the document or in an overlay; until then it is any JSON value"),
        );
        self.gap(node, "the schema names only itself")
    }

    pub(super) fn too_deep(&mut self, node: NodeId) -> Use {
        let origin = self.graph.nodes.get(node).origin;
        self.graph.tell(
            Diagnostic::new(
                &code::lower::SCHEMA_TOO_DEEP,
                origin.span,
                format!("schemas nest deeper than {} here", self.graph.budget.depth),
            )
            .help("give a schema on the way a name and refer to it")
            .exhausted(Budget::SchemaDepth, self.graph.diagnostics.budgets()),
        );
        self.gap(node, "schemas nest too deep here")
    }

    pub(super) fn too_many(&mut self, node: NodeId) -> Use {
        let origin = self.graph.nodes.get(node).origin;
        self.graph.tell_too_many(origin);
        self.gap(node, "schemas combine in too many ways here")
    }
}
