//! Tag values: what a discriminator holds for each alternative.
//!
//! Takes alternatives; gives the values that find them. The order of proof: `mapping` of the whole union, the component's own name where the
//! alternative admits it, the only constant of an alternative, then what is left of constants that one alternative alone admits. A value that
//! is given to one alternative is never taken by another; what several admit and nothing settles is said to be shared.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, SchemaId};
use crate::ir::Literal;
use crate::lower::graph::{Flat, Key, NodeId, Resolved, named};
use crate::lower::literal;
use crate::node::Node;

/// Most unions within unions whose tags are looked for.
const NESTED_UNIONS: usize = 200;

/// Deepest nesting of alternatives in which constants of a property are looked for, and most constants taken from there.
const NESTED_VALUES: usize = 4;
const MOST_VALUES: usize = 1_000;

/// What finds an alternative.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Values that stand for it alone.
    pub tags: Vec<String>,
    /// Values that others admit as well.
    pub shared: Vec<String>,
}

/// What an alternative says of the discriminator's property.
struct Claim {
    mapped: Vec<String>,
    name: Option<String>,
    /// The constants that it admits; `None` where it admits any.
    values: Option<Vec<String>>,
    /// The tags of alternatives within it.
    inner: Vec<String>,
}

impl<'d> Planner<'_, 'd, '_> {
    /// What finds each alternative, given as the node that is written and the one it stands for.
    pub fn prove(&mut self, discriminator: &Discriminator, members: &[(NodeId, NodeId)]) -> Vec<Proof> {
        let mut claims = Vec::with_capacity(members.len());
        for (written, target) in members {
            claims.push(self.claim(discriminator, *written, *target));
        }
        let mut proofs: Vec<Proof> = vec![Proof::default(); claims.len()];
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut give = |proofs: &mut Vec<Proof>, index: usize, tag: &str| {
            let owner = *taken.entry(tag.to_owned()).or_insert(index);
            if owner == index
                && let Some(proof) = proofs.get_mut(index)
                && !proof.tags.iter().any(|known| known == tag)
            {
                proof.tags.push(tag.to_owned());
            }
        };
        // What `mapping` gives to two is told by `once`, and is the first one's.
        for (index, claim) in claims.iter().enumerate() {
            claim.mapped.iter().for_each(|tag| give(&mut proofs, index, tag));
        }
        let mapped: Vec<bool> = proofs.iter().map(|proof| !proof.tags.is_empty()).collect();
        let open = |index: usize| mapped.get(index) == Some(&false);
        for (index, claim) in claims.iter().enumerate().filter(|(index, _)| open(*index)) {
            let admits = |name: &&String| claim.values.as_ref().is_none_or(|values| values.contains(name));
            let named = claim.name.as_ref().filter(|_| claim.inner.is_empty()).filter(admits);
            named.into_iter().chain(&claim.inner).for_each(|tag| give(&mut proofs, index, tag));
        }
        // How many that have no other tag admit a constant, or have but this one.
        let mut admitted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let taken_by_name: BTreeSet<String> = proofs.iter().flat_map(|proof| proof.tags.iter().cloned()).collect();
        for (index, claim) in claims.iter().enumerate().filter(|(index, _)| open(*index)) {
            for value in claim.values.iter().flatten().filter(|value| !taken_by_name.contains(*value)) {
                admitted.entry(value).or_default().push(index);
            }
        }
        let only = |index: &usize| {
            let claim = claims.get(*index);
            claim.and_then(|claim| claim.values.as_ref()).is_some_and(|values| values.len() == 1)
        };
        for (value, admitting) in &admitted {
            let single: Vec<usize> = admitting.iter().copied().filter(|index| only(index)).collect();
            match (single.as_slice(), admitting.as_slice()) {
                ([one], _) | ([], [one]) => give(&mut proofs, *one, value),
                (several, all) => {
                    let rivals = if several.is_empty() { all } else { several };
                    for index in rivals {
                        if let Some(proof) = proofs.get_mut(*index) {
                            proof.shared.push((*value).to_owned());
                        }
                    }
                }
            }
        }
        for (proof, claim) in proofs.iter_mut().zip(&claims) {
            // Who has a name of its own leaves to others what it need not have.
            if !proof.tags.is_empty() {
                proof.shared.clear();
            }
            // In the order of the document.
            let position = |tag: &String| claim.values.iter().flatten().position(|value| value == tag);
            proof.tags.sort_by_key(|tag| position(tag).unwrap_or(0));
        }
        // A value that one alternative is left with is its own.
        let mut left: BTreeMap<String, usize> = BTreeMap::new();
        for tag in proofs.iter().flat_map(|proof| &proof.shared) {
            *left.entry(tag.clone()).or_default() += 1;
        }
        for proof in &mut proofs {
            let (own, shared) =
                std::mem::take(&mut proof.shared).into_iter().partition(|tag| left.get(tag) == Some(&1));
            proof.tags.extend::<Vec<String>>(own);
            proof.shared = shared;
        }
        proofs
    }

    fn claim(&mut self, discriminator: &Discriminator, written: NodeId, target: NodeId) -> Claim {
        let values = self.constant_tags(target, &discriminator.property);
        let values = (!values.is_empty()).then_some(values);
        let (Key::Schema(said), Key::Schema(meant)) =
            (self.graph.nodes.get(written).key.clone(), self.graph.nodes.get(target).key.clone())
        else {
            return Claim { mapped: Vec::new(), name: None, values, inner: Vec::new() };
        };
        let mapped = self.mapped(discriminator, meant);
        let inner = if values.is_none() {
            self.inner_tags(discriminator, meant, &mut BTreeSet::from([meant]))
        } else {
            Vec::new()
        };
        Claim { mapped, name: self.component_name(said), values, inner }
    }

    /// The values that `mapping` gives to a node.
    pub fn mapped_to(&self, discriminator: &Discriminator, node: NodeId) -> Vec<String> {
        match self.graph.nodes.get(node).key {
            Key::Schema(id) => self.mapped(discriminator, id),
            _ => Vec::new(),
        }
    }

    /// The values that `mapping` gives to a schema.
    fn mapped(&self, discriminator: &Discriminator, target: SchemaId) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for (tag, mapped) in &discriminator.mapping {
            if let Resolved::Schema { id, .. } = self.graph.aliases.resolve(*mapped)
                && id == target
                && !tags.contains(tag)
            {
                tags.push(tag.clone());
            }
        }
        tags
    }

    /// The tag values of the alternatives and the descendants of an alternative.
    fn inner_tags(
        &mut self,
        discriminator: &Discriminator,
        target: SchemaId,
        seen: &mut BTreeSet<SchemaId>,
    ) -> Vec<String> {
        let node = self.graph.node(target);
        let flat = self.graph.flat(node);
        let mut tags = Vec::new();
        let mut inner: Vec<(SchemaId, SchemaId, &Discriminator)> = Vec::new();
        for group in &flat.groups {
            let own = group.discriminator.filter(|own| own.property == discriminator.property).unwrap_or(discriminator);
            for branch in &group.branches {
                if let Key::Schema(id) = self.graph.nodes.get(*branch).key
                    && let Resolved::Schema { id: meant, .. } = self.graph.aliases.resolve(id)
                {
                    inner.push((id, meant, own));
                }
            }
        }
        if let Some((parent, own)) = flat.discriminator.filter(|(_, own)| own.property == discriminator.property) {
            let descendants = self.graph.descendants(parent);
            // The parent is found by its own name too.
            tags.extend(self.component_name(target).filter(|_| !descendants.is_empty()));
            inner.extend(descendants.into_iter().map(|child| (child, child, own)));
        }
        for (said, meant, own) in inner {
            if !seen.insert(meant) || seen.len() > NESTED_UNIONS {
                continue;
            }
            let mut found = self.mapped(discriminator, meant);
            found.extend(self.mapped(own, meant));
            if found.is_empty() {
                let node = self.graph.node(meant);
                found = self.constant_tags(node, &own.property);
                let name = self.component_name(said);
                if let Some(name) = name.filter(|name| found.len() != 1 && (found.is_empty() || found.contains(name))) {
                    found = vec![name];
                }
                let within = self.inner_tags(own, meant, seen);
                if !within.is_empty() {
                    found = within;
                }
            }
            tags.extend(found);
        }
        let mut known = BTreeSet::new();
        tags.retain(|tag| known.insert(tag.clone()));
        tags
    }

    /// The constants that a node's property must hold, as texts: keys of `mapping` are texts too.
    pub fn constant_tags(&mut self, node: NodeId, property: &str) -> Vec<String> {
        let flat = self.graph.flat(node);
        let Some(values) = self.property_values(&flat, property) else { return Vec::new() };
        values.iter().filter_map(|value| tag(&literal::literal(value))).collect()
    }

    /// The constants that a property of a picture must hold.
    pub fn property_values(&mut self, flat: &Flat<'d>, property: &str) -> Option<Vec<&'d Node>> {
        let parts = &flat.property(property)?.parts;
        let mut narrowest: Option<Vec<&'d Node>> = None;
        for part in parts {
            let node = self.graph.canonical(*part);
            if let Some(values) = self.listed(node, 0)
                && narrowest.as_ref().is_none_or(|held| values.len() < held.len())
            {
                narrowest = Some(values);
            }
        }
        narrowest
    }

    /// Whether a property of a picture may be null as well as one of its constants, which stand beside null then.
    pub fn property_may_be_null(&mut self, flat: &Flat<'d>, property: &str) -> bool {
        let parts = flat.property(property).map(|property| property.parts.clone()).unwrap_or_default();
        parts.iter().all(|part| {
            let part = self.graph.canonical(*part);
            if self.graph.flat(part).values.is_some() {
                return false;
            }
            let (node, on_the_way) = self.graph.stands_for_node(part);
            let flat = self.graph.flat(node);
            let mut branches = flat.groups.iter().flat_map(|group| &group.branches);
            on_the_way || flat.nullable() || branches.any(|branch| self.graph.flat(*branch).only_null())
        })
    }

    /// The constants that a node must be one of, also where they stand in alternatives, as beside null.
    fn listed(&mut self, node: NodeId, depth: usize) -> Option<Vec<&'d Node>> {
        let (node, _) = self.graph.stands_for_node(node);
        let flat = self.graph.flat(node);
        if flat.values.is_some() || depth > NESTED_VALUES {
            return flat.values.clone();
        }
        let group = flat.groups.first()?;
        let mut all: Vec<&'d Node> = Vec::new();
        for branch in &group.branches {
            let (branch, _) = self.graph.stands_for_node(*branch);
            if !self.graph.flat(branch).only_null() {
                all.extend(self.listed(branch, depth + 1)?);
            }
        }
        (!all.is_empty() && all.len() <= MOST_VALUES).then_some(all)
    }

    /// The name of the component that a schema is or refers to.
    pub fn component_name(&self, id: SchemaId) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut at = id;
        while seen.insert(at) {
            let schema = self.graph.document.schemas.get(at);
            if let Some(component) = &schema.component {
                return Some(component.to_string());
            }
            at = named(schema)?;
        }
        None
    }

    /// Each tag for one alternative only; what repeats is told.
    pub fn once(&mut self, mapping: Vec<(String, usize)>, discriminator: &Discriminator) -> Vec<(String, usize)> {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::with_capacity(mapping.len());
        for (tag, variant) in mapping {
            if seen.insert(tag.clone()) {
                kept.push((tag, variant));
            } else {
                self.graph.tell(
                    Diagnostic::new(
                        &code::lower::DISCRIMINATOR_AMBIGUOUS,
                        discriminator.origin.span,
                        format!(
                            "the value {tag:?} of the discriminator `{}` selects two alternatives",
                            discriminator.property
                        ),
                    )
                    .help("the first of them is selected; give each alternative a value of its own under `mapping`"),
                );
            }
        }
        kept
    }
}

/// A constant as a tag; only scalars are one.
pub fn tag(literal: &Literal) -> Option<String> {
    match literal {
        Literal::String(text) => Some(text.to_string()),
        Literal::Boolean(_) | Literal::Integer(_) | Literal::Number(_) => Some(literal::text_of(literal)),
        Literal::Null | Literal::Json(_) => None,
    }
}
