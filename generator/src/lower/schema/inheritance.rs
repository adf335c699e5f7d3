//! Inheritance in OpenAPI's manner: a parent with a `discriminator`, children that name it in `allOf`.
//!
//! Takes a document; gives each parent its children, and a plan to a parent in use: a union of its descendants.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::alias::{Aliases, Resolved};
use super::flat::Flat;
use super::nodes::{Key, NodeId};
use super::plan::{Plan, Planned};
use super::union::{UnionPlan, VariantPlan};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Document, SchemaId};
use crate::ir::Tagging;
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
        let mut variants = Vec::new();
        let mut mapping: Vec<(String, usize)> = Vec::new();
        let mut default = None;
        for member in members {
            let tags = self.tags_of(discriminator, member, member, &mut BTreeSet::new());
            mapping.extend(tags.into_iter().map(|tag| (tag, variants.len())));
            if discriminator.default_mapping.is_some_and(|target| self.stands_for(target, member)) {
                default = Some(variants.len());
            }
            let node = self.node(member);
            variants.push(VariantPlan { node, name: self.component_name(member).unwrap_or_default() });
        }
        let itself: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| self.stands_for(*target, parent))
            .map(|(tag, _)| tag.clone())
            .collect();
        if !itself.is_empty() {
            mapping.extend(itself.into_iter().map(|tag| (tag, variants.len())));
            let origin = discriminator.origin;
            let bare = self.combined(Key::Bare(node), node, Step::Variant("Base".to_owned()), origin);
            variants.push(VariantPlan { node: bare, name: "Base".to_owned() });
        }
        let mapping = self.once(mapping, discriminator);
        let tagging = Tagging::Discriminator { property: discriminator.property.clone(), mapping, default };
        Some(Planned::new(Plan::Union(UnionPlan { variants, tagging, origin: discriminator.origin }), flat.nullable()))
    }

    /// Everything that extends a schema, near or far, in the order of the source; children with a discriminator of
    /// their own stand for theirs.
    fn descendants(&self, parent: SchemaId) -> Vec<SchemaId> {
        let mut seen = BTreeSet::from([parent]);
        let mut found = Vec::new();
        let mut open: Vec<SchemaId> = self.children.get(&parent).cloned().unwrap_or_default();
        open.reverse();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            found.push(id);
            if self.document.schemas.get(id).discriminator.is_none() {
                open.extend(self.children.get(&id).into_iter().flatten().rev().copied());
            }
        }
        found
    }

    fn stands_for(&self, target: SchemaId, id: SchemaId) -> bool {
        match self.aliases.resolve(target) {
            Resolved::Schema { id: resolved, .. } => resolved == id,
            Resolved::Circle => false,
        }
    }
}
