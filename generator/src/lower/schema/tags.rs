//! Tag values: what a discriminator holds for each alternative.
//!
//! Takes alternatives; gives the values that find them: of `mapping`, of constants, of component names, in that order.

use std::collections::BTreeSet;

use super::Lowering;
use super::alias::Resolved;
use super::nodes::{Key, NodeId};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, SchemaId};
use crate::node::Node;

/// Most unions within unions whose tags are looked for.
const NESTED_UNIONS: usize = 200;

impl<'d> Lowering<'d, '_> {
    /// The tag values of one alternative, which is written as `written` and stands for `target`.
    pub(super) fn tags_of(
        &mut self,
        discriminator: &Discriminator,
        written: SchemaId,
        target: SchemaId,
        seen: &mut BTreeSet<SchemaId>,
    ) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for (tag, mapped) in &discriminator.mapping {
            if let Resolved::Schema { id, .. } = self.aliases.resolve(*mapped)
                && id == target
                && !tags.contains(tag)
            {
                tags.push(tag.clone());
            }
        }
        if !tags.is_empty() {
            return tags;
        }
        let node = self.node(target);
        tags = self.constant_tags(node, &discriminator.property);
        if tags.is_empty() && seen.insert(target) && seen.len() < NESTED_UNIONS {
            let flat = self.flat(node);
            for group in &flat.groups {
                for branch in &group.branches {
                    if let Key::Schema(id) = self.nodes.get(*branch).key
                        && let Resolved::Schema { id: inner, .. } = self.aliases.resolve(id)
                    {
                        let own = group.discriminator.filter(|own| own.property == discriminator.property);
                        let more = self.tags_of(own.unwrap_or(discriminator), id, inner, seen);
                        tags.extend(more);
                    }
                }
            }
        }
        if tags.is_empty() {
            tags.extend(self.component_name(written));
        }
        tags
    }

    /// The string constants that a node's property must hold.
    pub(super) fn constant_tags(&mut self, node: NodeId, property: &str) -> Vec<String> {
        let flat = self.flat(node);
        let Some(values) = self.property_values(&flat, property) else { return Vec::new() };
        values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// The constants that a property of a picture must hold.
    pub(super) fn property_values(&mut self, flat: &super::Flat<'d>, property: &str) -> Option<Vec<&'d Node>> {
        let parts = &flat.property(property)?.parts;
        let mut narrowest: Option<Vec<&'d Node>> = None;
        for part in parts {
            let node = self.canonical(*part);
            if let Some(values) = &self.flat(node).values
                && narrowest.as_ref().is_none_or(|held| values.len() < held.len())
            {
                narrowest = Some(values.clone());
            }
        }
        narrowest
    }

    /// The name of the component that a schema is or refers to.
    pub(super) fn component_name(&self, id: SchemaId) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut at = id;
        while seen.insert(at) {
            let schema = self.document.schemas.get(at);
            if let Some(component) = &schema.component {
                return Some(component.to_string());
            }
            at = super::alias::named(schema)?;
        }
        None
    }

    /// Each tag for one alternative only; what repeats is told.
    pub(super) fn once(
        &mut self,
        mapping: Vec<(String, usize)>,
        discriminator: &Discriminator,
    ) -> Vec<(String, usize)> {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::with_capacity(mapping.len());
        for (tag, variant) in mapping {
            if seen.insert(tag.clone()) {
                kept.push((tag, variant));
            } else {
                self.tell(
                    Diagnostic::new(
                        &code::lower::DISCRIMINATOR_AMBIGUOUS,
                        discriminator.origin.span,
                        format!("the value {tag:?} of `{}` stands for two alternatives", discriminator.property),
                    )
                    .help("the first was taken; give each its own value under `mapping`"),
                );
            }
        }
        kept
    }
}
