//! Inheritance in OpenAPI's manner: a parent with a `discriminator`, children that name it in `allOf`.
//!
//! Takes a document; gives each parent its children, and a plan to a parent in use: a union of its descendants.

use std::collections::BTreeSet;

use super::model::{Branch, Plan, Planned, UnionPlan, VariantPlan};
use super::planner::Planner;
use super::tags::Proof;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, SchemaId};
use crate::lower::graph::{Flat, Key, NodeId, Resolved};
use crate::lower::place::Step;

impl<'d> Planner<'_, 'd, '_> {
    /// A parent as a union of its descendants; `None` where it has none.
    pub fn plan_inheritance(&mut self, node: NodeId, flat: &Flat<'d>) -> Option<Planned> {
        let (parent, discriminator) = flat.discriminator?;
        let mut members = self.graph.descendants(parent);
        let mut known: BTreeSet<SchemaId> = members.iter().copied().collect();
        for (_, target) in &discriminator.mapping {
            if let Resolved::Schema { id, .. } = self.graph.aliases.resolve(*target)
                && id != parent
                && known.insert(id)
            {
                members.push(id);
            }
        }
        if members.is_empty() {
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::DISCRIMINATOR_UNUSED,
                    discriminator.origin.span,
                    "no schema extends the one with this `discriminator`, and its `mapping` names none",
                )
                .help("the schema became a plain structure"),
            );
            return None;
        }
        let nodes: Vec<(NodeId, NodeId)> = members
            .iter()
            .map(|member| {
                let node = self.graph.node(*member);
                (node, node)
            })
            .collect();
        let proofs = self.prove(discriminator, &nodes);
        let mut branches: Vec<Branch> = Vec::with_capacity(members.len());
        let mut kept = Vec::with_capacity(members.len());
        for ((member, (node, _)), proof) in members.into_iter().zip(nodes).zip(proofs) {
            let is_default = discriminator.default_mapping.is_some_and(|target| self.stands_for(target, member));
            if proof.tags.is_empty() && proof.shared.is_empty() && !is_default {
                self.tell_unfound(discriminator, member);
                continue;
            }
            branches.push(Branch { written: node, node });
            kept.push(proof);
        }
        let itself: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| self.stands_for(*target, parent))
            .map(|(tag, _)| tag.clone())
            .collect();
        if !itself.is_empty() {
            let origin = discriminator.origin;
            let bare = self.graph.combined(Key::Bare(node), node, Step::Variant("Base".to_owned()), origin);
            branches.push(Branch { written: bare, node: bare });
            kept.push(Proof { tags: itself, shared: Vec::new() });
        }
        let held: Vec<NodeId> = branches.iter().map(|branch| branch.node).collect();
        let variants = held.iter().map(|node| VariantPlan { node: *node, name: self.name_in_family(*node) }).collect();
        let seen: Vec<_> = held.iter().map(|node| self.seen(*node)).collect();
        let tagging = self.discriminated(discriminator, &branches, &held, kept, &seen);
        Some(Planned::new(Plan::Union(UnionPlan { variants, tagging, origin: discriminator.origin }), flat.nullable()))
    }

    fn name_in_family(&self, node: NodeId) -> String {
        match self.graph.nodes.get(node).key {
            Key::Schema(id) => self.component_name(id).unwrap_or_default(),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => "Base".to_owned(),
        }
    }

    /// A schema between the parent and others whose values are all theirs.
    fn tell_unfound(&mut self, discriminator: &Discriminator, member: SchemaId) {
        let name = self.component_name(member).unwrap_or_default();
        let origin = self.graph.document.schemas.get(member).origin;
        self.graph.tell(
            Diagnostic::new(
                &code::lower::DISCRIMINATOR_AMBIGUOUS,
                origin.span,
                format!(
                    "no value of the discriminator `{}` selects `{name}`: every value that it admits is the name of another schema",
                    discriminator.property
                ),
            )
            .relate(discriminator.origin.span, "the discriminator")
            .help("the union has no variant for it; give it a value of its own under `mapping` if it can occur"),
        );
    }

    fn stands_for(&self, target: SchemaId, id: SchemaId) -> bool {
        match self.graph.aliases.resolve(target) {
            Resolved::Schema { id: resolved, .. } => resolved == id,
            Resolved::Circle => false,
        }
    }
}
