//! Inheritance in OpenAPI's manner: a parent with a `discriminator`, children that name it in `allOf`.
//!
//! Takes a document; gives each parent its children, and a plan to a parent in use: a union of its descendants.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::alias::{Aliases, Resolved};
use super::flat::Flat;
use super::nodes::{Key, NodeId};
use super::plan::{Plan, Planned};
use super::tags::Proof;
use super::union::{Branch, UnionPlan, VariantPlan};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, Document, SchemaId};
use crate::lower::place::Step;

/// Named schemas by the schemas that they extend with `allOf`.
pub fn children(document: &Document, aliases: &Aliases) -> BTreeMap<SchemaId, Vec<SchemaId>> {
    let mut children: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in document.schemas.iter() {
        if schema.component.is_none() {
            continue;
        }
        for part in &schema.all_of {
            if document.schemas.get(*part).reference.is_none() && document.schemas.get(*part).component.is_none() {
                continue;
            }
            if let Resolved::Schema { id: parent, .. } = aliases.resolve(*part) {
                let known = children.entry(parent).or_default();
                // Schemas come in the order of their ids.
                if parent != id && known.last() != Some(&id) {
                    known.push(id);
                }
            }
        }
    }
    children
}

impl<'d> Lowering<'d, '_> {
    /// A parent as a union of its descendants; `None` where it has none.
    pub(super) fn plan_inheritance(&mut self, node: NodeId, flat: &Flat<'d>) -> Option<Planned> {
        let (parent, discriminator) = flat.discriminator?;
        let mut members = self.descendants(parent);
        let mut known: BTreeSet<SchemaId> = members.iter().copied().collect();
        for (_, target) in &discriminator.mapping {
            if let Resolved::Schema { id, .. } = self.aliases.resolve(*target)
                && id != parent
                && known.insert(id)
            {
                members.push(id);
            }
        }
        if members.is_empty() {
            self.tell(
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
                let node = self.node(*member);
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
            let bare = self.combined(Key::Bare(node), node, Step::Variant("Base".to_owned()), origin);
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
        match self.nodes.get(node).key {
            Key::Schema(id) => self.component_name(id).unwrap_or_default(),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => "Base".to_owned(),
        }
    }

    /// A schema between the parent and others whose values are all theirs.
    fn tell_unfound(&mut self, discriminator: &Discriminator, member: SchemaId) {
        let name = self.component_name(member).unwrap_or_default();
        let origin = self.document.schemas.get(member).origin;
        self.tell(
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

    /// Everything that extends a schema, near or far, in the order of the source; children with a discriminator of
    /// their own stand for theirs.
    pub(super) fn descendants(&self, parent: SchemaId) -> Vec<SchemaId> {
        let mut seen = BTreeSet::from([parent]);
        let mut found = Vec::new();
        let mut open: Vec<SchemaId> = self.children.get(&parent).cloned().unwrap_or_default();
        open.reverse();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            found.push(id);
            if !self.has_children_of_its_own(id) {
                open.extend(self.children.get(&id).into_iter().flatten().rev().copied());
            }
        }
        found
    }

    /// Whether a schema, or a nameless part of it, has a discriminator.
    fn has_children_of_its_own(&self, id: SchemaId) -> bool {
        let schema = self.document.schemas.get(id);
        let mut parts = schema.all_of.iter().map(|part| self.document.schemas.get(*part));
        let in_part =
            parts.any(|part| part.component.is_none() && part.reference.is_none() && part.discriminator.is_some());
        schema.discriminator.is_some() || in_part
    }

    fn stands_for(&self, target: SchemaId, id: SchemaId) -> bool {
        match self.aliases.resolve(target) {
            Resolved::Schema { id: resolved, .. } => resolved == id,
            Resolved::Circle => false,
        }
    }
}
