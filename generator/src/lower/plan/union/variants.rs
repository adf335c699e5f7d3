//! The variants of a union, how an instance finds its own, and what they are called.

use std::collections::BTreeSet;

use super::super::model::{Branch, Plan, UnionPlan, VariantPlan};
use super::super::planner::Planner;
use super::super::tags::Proof;
use super::super::tests_of::{self, Seen};
use super::beside::adds_to;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, JsonType, JsonTypes, SchemaId};
use crate::ir::{Literal, Tagging};
use crate::lower::graph::{Alternatives, Flat, Key, NodeId};
use crate::lower::literal;
use crate::lower::place::Step;

impl<'d> Planner<'_, 'd, '_> {
    pub fn plan_variants(
        &mut self,
        node: NodeId,
        bare: NodeId,
        base: &Flat<'d>,
        group: &Alternatives<'d>,
        branches: &[Branch],
    ) -> Plan {
        let mut branches = branches.to_vec();
        let discriminator = group.discriminator;
        let mut proofs: Vec<Proof> = Vec::new();
        if let Some(discriminator) = discriminator {
            self.add_mapped(discriminator, &mut branches);
            let members: Vec<_> = branches.iter().map(|branch| (branch.written, branch.node)).collect();
            proofs = self.prove(discriminator, &members);
            if let [one] = branches.as_slice() {
                return Plan::Same(one.node);
            }
        }
        let mut held: Vec<NodeId> = Vec::new();
        for branch in &branches {
            let picture = self.graph.flat(branch.node);
            let object = self.graph.kinds_of(branch.node) == JsonTypes::only(JsonType::Object);
            let combine = object && adds_to(base, &picture);
            let origin = self.graph.nodes.get(branch.written).origin;
            held.push(if combine {
                let parts = vec![bare, branch.node];
                self.graph.combined(Key::All(parts.into()), node, Step::Alternative(held.len()), origin)
            } else {
                branch.node
            });
        }
        let seen: Vec<Seen> = held.iter().map(|node| self.seen(*node)).collect();
        let tagging = match discriminator {
            Some(discriminator) => self.discriminated(discriminator, &branches, &held, proofs, &seen),
            None => tests_of::tagging(&seen),
        };
        if matches!(tagging, Tagging::Ordered) {
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::UNION_ORDERED,
                    group.origin.span,
                    "nothing tells these alternatives apart: no JSON type, no required key, no constant",
                )
                .help("they are tried in order; a `discriminator` or a `const` in each would decide"),
            );
        }
        let names = self.variant_names(node, &branches, &held, &seen, &tagging);
        let variants = held.into_iter().zip(names).map(|(node, name)| VariantPlan { node, name }).collect();
        Plan::Union(UnionPlan { variants, tagging, origin: group.origin })
    }

    /// Schemas that `mapping` names and the alternatives do not.
    fn add_mapped(&mut self, discriminator: &'d Discriminator, branches: &mut Vec<Branch>) {
        let targets = discriminator.mapping.iter().map(|(_, id)| *id).chain(discriminator.default_mapping);
        for target in targets {
            let written = self.graph.node(target);
            let (node, _) = self.graph.stands_for_node(written);
            let within = branches.iter().any(|branch| branch.node == node) || self.is_inside(node, branches);
            if !within {
                branches.push(Branch { written, node });
            }
        }
    }

    /// Whether one of the alternatives is itself a union that holds a node.
    fn is_inside(&mut self, node: NodeId, branches: &[Branch]) -> bool {
        branches.iter().any(|branch| {
            let flat = self.graph.flat(branch.node);
            flat.groups
                .iter()
                .any(|group| group.branches.iter().any(|inner| self.graph.stands_for_node(*inner).0 == node))
        })
    }

    /// By the discriminator, as far as it tells the alternatives apart.
    pub fn discriminated(
        &mut self,
        discriminator: &'d Discriminator,
        branches: &[Branch],
        held: &[NodeId],
        mut proofs: Vec<Proof>,
        seen: &[Seen],
    ) -> Tagging {
        let mut default = None;
        let mut untagged = None;
        let mut shared = None;
        for (index, ((branch, proof), held)) in branches.iter().zip(&mut proofs).zip(held).enumerate() {
            if proof.tags.is_empty() && proof.shared.is_empty() {
                proof.tags = self.constant_tags(*held, &discriminator.property);
            }
            let is_default = discriminator.default_mapping.map(|id| self.graph.node(id));
            if is_default.is_some_and(|id| self.graph.stands_for_node(id).0 == branch.node) {
                default = Some(index);
            } else if proof.tags.is_empty() && proof.shared.is_empty() {
                untagged = Some(branch.written);
            }
            if let (Some(tag), None) = (proof.shared.first(), &shared) {
                shared = Some((branch.written, tag.clone()));
            }
        }
        if self.is_contradicted(discriminator, branches) {
            return tests_of::tagging(seen);
        }
        let objects = seen.iter().all(|seen| seen.kinds == JsonTypes::only(JsonType::Object));
        if untagged.is_some() || !objects {
            let what = if objects { "has no tag value" } else { "is no object" };
            let place = untagged.map_or(discriminator.origin, |node| self.graph.nodes.get(node).origin);
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::DISCRIMINATOR_UNUSABLE,
                    discriminator.origin.span,
                    format!("`discriminator` cannot select between these alternatives: one of them {what}"),
                )
                .relate(place.span, "an alternative without one")
                .help("their keys, constants and types decide between them; give the alternative a name or a `const`"),
            );
            return tests_of::tagging(seen);
        }
        if let Some((first, tag)) = shared {
            let place = self.graph.nodes.get(first).origin;
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::DISCRIMINATOR_AMBIGUOUS,
                    discriminator.origin.span,
                    format!("the value {tag:?} of the discriminator `{}` selects several alternatives", discriminator.property),
                )
                .relate(place.span, "the first of them")
                .help("their required keys and constants decide between them; give each alternative a value of its own under `mapping`"),
            );
            return tests_of::by_tag_and_keys(seen, &discriminator.property, &proofs);
        }
        let tags = proofs.into_iter().enumerate();
        let mapping = tags.flat_map(|(index, proof)| proof.tags.into_iter().map(move |tag| (tag, index))).collect();
        let mapping = self.once(mapping, discriminator);
        Tagging::Discriminator { property: discriminator.property.clone(), mapping, default }
    }

    /// What can be seen of a node's instances.
    pub fn seen(&mut self, node: NodeId) -> Seen {
        let flat = self.graph.flat(node);
        let mut seen = Seen { kinds: self.graph.kinds_of(node), ..Seen::default() };
        seen.required = flat.object.required.keys().map(|key| (*key).to_owned()).collect();
        // A key may be demanded without being described.
        let described = flat.object.properties.iter().map(|property| property.name.to_owned());
        seen.keys = described.chain(seen.required.iter().cloned()).collect();
        seen.is_map = flat.object.properties.is_empty() || !flat.groups.is_empty();
        for property in &flat.object.properties {
            if seen.required.contains(property.name) && self.is_of_both_directions(&property.parts) {
                seen.certain.insert(property.name.to_owned());
            }
            if let Some(values) = self.property_values(&flat, property.name) {
                let mut all: BTreeSet<Literal> = values.iter().map(|value| literal::literal(value)).collect();
                // Null beside them is shared with whoever admits it too.
                all.extend(self.property_may_be_null(&flat, property.name).then_some(Literal::Null));
                seen.constants.insert(property.name.to_owned(), all);
            }
        }
        seen
    }

    /// Whether neither `readOnly` nor `writeOnly` keeps a property out of a direction.
    fn is_of_both_directions(&mut self, parts: &[SchemaId]) -> bool {
        parts.iter().all(|part| {
            let node = self.graph.node(*part);
            let flat = self.graph.flat(node);
            !flat.read_only && !flat.write_only
        })
    }

    /// What `mapping` says against an alternative: the value that selects it, which its property does not admit.
    fn contradictions(&mut self, discriminator: &Discriminator, branches: &[Branch]) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for branch in branches {
            let admitted = self.constant_tags(branch.node, &discriminator.property);
            let mapped = self.mapped_to(discriminator, branch.node);
            let Some(tag) = mapped.first().filter(|_| !admitted.is_empty()) else { continue };
            let effect = if mapped.iter().any(|tag| admitted.contains(tag)) {
                Effect::Agrees
            } else if admitted.iter().any(|value| discriminator.mapping.iter().any(|(tag, _)| tag == value)) {
                Effect::OneIsMissing
            } else {
                Effect::AnotherProperty
            };
            found.push(Contradiction { written: branch.written, tag: tag.clone(), effect });
        }
        found
    }

    /// Says where `mapping` and an alternative's own constants contradict each other; gives whether the discriminator is of no use.
    fn is_contradicted(&mut self, discriminator: &Discriminator, branches: &[Branch]) -> bool {
        let all = self.contradictions(discriminator, branches);
        let agrees = all.iter().any(|one| one.effect == Effect::Agrees);
        let useless = all.iter().any(|one| one.effect == Effect::AnotherProperty) && !agrees;
        for one in all.into_iter().filter(|one| one.effect != Effect::Agrees) {
            let place = self.graph.nodes.get(one.written).origin;
            let (property, tag) = (&discriminator.property, one.tag);
            let help = if useless {
                "the discriminator is ignored: no alternative admits a value of its `mapping`; \
                 name the property that holds them in an overlay"
            } else {
                "add the value to the `enum` of the property in an overlay, or correct the `mapping`"
            };
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::MAPPING_MISMATCH,
                    discriminator.origin.span,
                    format!("`mapping` selects an alternative by the value {tag:?}, which its property `{property}` does not admit"),
                )
                .relate(place.span, "the alternative")
                .help(help),
            );
            if useless {
                break;
            }
        }
        useless
    }
}

/// What `mapping` and the constants of an alternative say of each other.
struct Contradiction {
    written: NodeId,
    tag: String,
    effect: Effect,
}

/// How they fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// The alternative admits a value that selects it.
    Agrees,
    /// It admits values that select others, and not its own: one was forgotten.
    OneIsMissing,
    /// It admits no value of `mapping` at all: that is about another property.
    AnotherProperty,
}

#[cfg(test)]
mod tests {
    use crate::lower::tests::becomes;

    const PETS: &str = "Cat: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}\n\
         Dog: {type: object, required: [kind], properties: {kind: {const: dog}}}\n";

    #[test]
    fn constants_tell_alternatives_apart() {
        becomes(
            &format!(
                "{PETS}Pet: {{oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}]}}"
            ),
            &[
                "struct Cat",
                "  kind: always \"cat\"",
                "  lives: I64?",
                "struct Dog",
                "  kind: always \"dog\"",
                "union Pet, by `kind`, open",
                "  Cat: Cat",
                "  Dog: Dog",
            ],
        );
    }

    #[test]
    fn a_mapping_says_which_value_stands_for_which_alternative() {
        becomes(
            "Cat: {type: object, required: [kind], properties: {kind: {type: string}}}\n\
             Dog: {type: object, required: [kind], properties: {kind: {type: string}}}\n\
             Pet:\n  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]\n  \
             discriminator: {propertyName: kind, mapping: {kitty: '#/components/schemas/Cat'}}",
            &[
                "struct Cat",
                "  kind: String",
                "struct Dog",
                "  kind: String",
                "union Pet, by `kind`, open",
                "  Kitty: Cat",
                "  Dog: Dog",
            ],
        );
    }

    #[test]
    fn types_and_required_keys_tell_alternatives_apart() {
        becomes(
            "A: {oneOf: [{type: string}, {type: object, required: [a], properties: {a: {type: string}}}, \
             {type: object, required: [b], properties: {b: {type: string}}}]}",
            &[
                "union A, told apart, open",
                "  String: String",
                "  A: Aa",
                "  B: Ab",
                "struct Aa",
                "  a: String",
                "struct Ab",
                "  b: String",
            ],
        );
    }

    #[test]
    fn where_nothing_tells_them_apart_they_are_tried_in_order_which_is_reported() {
        becomes(
            "A: {oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, \
             {type: object, required: [a], properties: {a: {type: integer}, b: {type: string}}}]}",
            &[
                "union A, tried in order, open",
                "  Object: AObject",
                "  Object2: AObject2",
                "struct AObject",
                "  a: String",
                "struct AObject2",
                "  a: I64",
                "  b: String?",
                "told union-ordered",
            ],
        );
    }
}
