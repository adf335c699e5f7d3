//! `oneOf` and `anyOf`.
//!
//! Takes a node with alternatives; gives what they make of it: the only one left, merged constants, one structure of several
//! objects, or an enum. Promises that null among the alternatives makes the place nullable and never a variant, and that
//! an enum is made only where alternatives differ.

mod beside;
mod group;
mod names;
mod variants;

use std::collections::BTreeSet;

use self::beside::adds_to;
use super::model::{Branch, Plan, Planned};
use super::planner::Planner;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{JsonType, JsonTypes};
use crate::lower::graph::{Alternatives, Flat, FlatAdditional, Key, NodeId};
use crate::lower::place::Step;

/// Deepest nesting of unnamed unions that become one.
const NESTED_UNIONS: usize = 16;

/// What is left of the alternatives.
struct Cleaned<'d> {
    groups: Vec<(Alternatives<'d>, Vec<Branch>)>,
    nullable: bool,
    anything: bool,
}

impl<'d> Planner<'_, 'd, '_> {
    /// What alternatives make of a node; `None` where they say nothing that shapes it.
    pub fn plan_alternatives(&mut self, node: NodeId, flat: &Flat<'d>) -> Option<Planned> {
        let Cleaned { mut groups, nullable, anything } = self.clean(node, flat);
        let origin = self.graph.nodes.get(node).origin;
        let bare = self.graph.combined(Key::Bare(node), node, Step::Part(0), origin);
        let base = self.graph.flat(bare);
        if groups.is_empty() {
            return match (base.kinds(), anything, nullable) {
                (Some(_), _, _) => Some(Planned::new(self.plan_kinds(bare, &base), nullable)),
                (None, true, _) => Some(Planned::new(Plan::Anything(self.why_anything(flat)), nullable)),
                (None, false, true) => Some(Planned::new(Plan::Null, false)),
                (None, false, false) => None,
            };
        }
        // An alternative that is the only one holds like a part of allOf.
        let single: Vec<NodeId> = groups
            .iter()
            .filter(|(_, left)| left.len() == 1)
            .flat_map(|(_, left)| left.iter().map(|b| b.node))
            .collect();
        groups.retain(|(_, left)| left.len() > 1);
        if groups.is_empty() {
            for alternative in &single {
                // What is alone needs no name of its own beside that of the place.
                let place = self.graph.nodes.get(*alternative).place;
                self.graph.places.merge_into_parent(place);
            }
            let same = self.with_base(node, bare, &base, single);
            let nullable = nullable || self.graph.flat(same).nullable();
            return Some(Planned::new(Plan::Same(same), nullable));
        }
        let bare = if single.is_empty() { bare } else { self.with_base(node, bare, &base, single) };
        let base = self.graph.flat(bare);
        match groups.as_slice() {
            [(group, branches)] => {
                let plan = self.plan_group(node, bare, &base, group, branches)?;
                Some(Planned::new(plan, nullable))
            }
            several => {
                self.graph.tell(
                    Diagnostic::new(
                        &code::lower::UNIONS_COMBINED,
                        origin.span,
                        "several `oneOf` or `anyOf` hold at once, which no Rust enum expresses",
                    )
                    .help("all their properties became optional fields of one structure"),
                );
                let branches: Vec<NodeId> = several.iter().flat_map(|(_, left)| left.iter().map(|b| b.node)).collect();
                let objects =
                    branches.iter().all(|branch| self.graph.kinds_of(*branch) == JsonTypes::only(JsonType::Object));
                Some(if objects {
                    Planned::new(Plan::Structure(self.plan_merged(node, bare, &base, &branches)), nullable)
                } else {
                    Planned::new(Plan::Anything("several unions hold at once"), nullable)
                })
            }
        }
    }

    /// Why alternatives leave a value untyped: one could not be read, or says nothing.
    fn why_anything(&mut self, flat: &Flat<'d>) -> &'static str {
        for branch in flat.groups.iter().flat_map(|group| group.branches.iter()) {
            let picture = self.graph.flat(*branch);
            if picture.schemas.iter().any(|id| self.graph.document.schemas.get(*id).unread.is_some()) {
                return self.why_nothing(&picture);
            }
        }
        "an alternative says nothing of the value's type"
    }

    /// The alternatives without null, the impossible, repetitions and those that only demand keys.
    fn clean(&mut self, node: NodeId, flat: &Flat<'d>) -> Cleaned<'d> {
        let mut cleaned = Cleaned { groups: Vec::new(), nullable: flat.nullable(), anything: false };
        for group in &flat.groups {
            let mut left: Vec<Branch> = Vec::new();
            let mut seen = BTreeSet::new();
            let splice = group.discriminator.is_none();
            for written in self.spread(&group.branches, splice, 0) {
                let (branch, null_on_the_way) = self.graph.stands_for_node(written);
                let picture = self.graph.flat(branch);
                if picture.only_null() {
                    cleaned.nullable = true;
                    continue;
                }
                if picture.never.is_some() {
                    continue;
                }
                cleaned.nullable |= null_on_the_way || picture.nullable();
                if branch != node && seen.insert(branch) {
                    left.push(Branch { written, node: branch });
                }
            }
            let shaped = left.iter().filter(|branch| self.graph.flat(branch.node).gives_shape()).count();
            if shaped < left.len() {
                // Alternatives such as `{required: [a]}` demand keys and shape nothing; one that says nothing allows all.
                cleaned.anything = true;
                let diagnostic = Diagnostic::new(
                    &code::lower::ALTERNATIVES_IGNORED,
                    group.origin.span,
                    "alternatives that say nothing of the instance's type do not shape it",
                )
                .help("the type allows what they would forbid; the server should check them itself");
                self.graph.unless_checked.push((group.origin.span, diagnostic));
                continue;
            }
            if !left.is_empty() {
                cleaned.groups.push((group.clone(), left));
            }
        }
        cleaned
    }

    /// Alternatives, with those of unnamed unions among them in their place.
    fn spread(&mut self, branches: &[NodeId], splice: bool, depth: usize) -> Vec<NodeId> {
        let mut all = Vec::new();
        for branch in branches {
            let inner = match &self.graph.nodes.get(*branch).key {
                Key::Schema(id) if splice && depth < NESTED_UNIONS => {
                    let schema = self.graph.document.schemas.get(*id);
                    let unnamed = schema.component.is_none() && schema.reference.is_none() && schema.all_of.is_empty();
                    unnamed.then_some(*branch)
                }
                Key::Any(_) if splice && depth < NESTED_UNIONS => Some(*branch),
                Key::Schema(_) | Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
            };
            let picture = inner.map(|inner| self.graph.flat(inner));
            match picture.as_deref() {
                Some(Flat {
                    groups, types: None, values: None, object, additional: FlatAdditional::Unsaid, ..
                }) if object.properties.is_empty() && groups.len() == 1 => {
                    for group in groups.iter().filter(|group| group.discriminator.is_none()) {
                        all.extend(self.spread(&group.branches, splice, depth + 1));
                    }
                    if groups.iter().any(|group| group.discriminator.is_some()) {
                        all.push(*branch);
                    }
                }
                Some(_) | None => all.push(*branch),
            }
        }
        all
    }

    /// Alternatives that hold together with what stands beside them.
    fn with_base(&mut self, node: NodeId, bare: NodeId, base: &Flat<'d>, others: Vec<NodeId>) -> NodeId {
        let origin = self.graph.nodes.get(node).origin;
        let adds = others.iter().any(|other| {
            let picture = self.graph.flat(*other);
            adds_to(base, &picture)
        });
        match (others.as_slice(), adds) {
            ([one], false) => *one,
            (_, _) => {
                let mut parts = vec![bare];
                parts.extend(others);
                self.graph.combined(Key::All(parts.into()), node, Step::Part(0), origin)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::tests::becomes;

    #[test]
    fn null_among_alternatives_makes_the_place_nullable() {
        becomes(
            "A: {type: object, properties: {a: {anyOf: [{type: string}, {type: 'null'}]}, \
             b: {oneOf: [{type: string}, {type: integer}, {type: 'null'}]}}}",
            &[
                "struct A",
                "  a: String? or null",
                "  b: Ab? or null",
                "union Ab, told apart, open",
                "  String: String",
                "  Integer: I64",
            ],
        );
    }

    #[test]
    fn objects_that_may_hold_at_once_are_one_structure() {
        becomes(
            "A:\n  anyOf:\n  - {type: object, required: [a], properties: {a: {type: string}}}\n  \
             - {type: object, properties: {b: {type: string}}}",
            &["struct A", "  a: String?", "  b: String?"],
        );
    }

    #[test]
    fn constants_of_alternatives_are_one_enumeration() {
        becomes("A: {oneOf: [{const: red}, {const: green}]}", &["enum A, open: Red, Green"]);
    }

    #[test]
    fn several_unions_at_once_are_reported() {
        becomes(
            "A:\n  oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]\n  \
             anyOf: [{type: object, properties: {c: {type: string}}}, {type: object, properties: {d: {type: string}}}]",
            &["struct A", "  a: String?", "  b: String?", "  c: String?", "  d: String?", "told unions-combined"],
        );
    }
}
