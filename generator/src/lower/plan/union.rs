//! `oneOf` and `anyOf`.
//!
//! Takes a node with alternatives; gives what they make of it: the only one left, merged constants, one structure of several
//! objects, or an enum. Promises that null among the alternatives makes the place nullable and never a variant, and that
//! an enum is made only where alternatives differ.

mod group;
mod names;
mod variants;

use std::collections::BTreeSet;

use super::Lowering;
use super::enumeration::EnumerationPlan;
use super::flat::{Alternatives, Choice, Flat, FlatAdditional};
use super::nodes::{Key, NodeId};
use super::object::{AdditionalPlan, FieldPlan, Required, StructurePlan};
use super::plan::{Plan, Planned};
use super::tags::Proof;
use super::tests_of::{self, Seen};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, JsonType, JsonTypes};
use crate::ir::{InstanceTest, JsonKind, Literal, Openness, Scalar, Shape, Tagging, Union, Variant, VariantTest};
use crate::lower::docs;
use crate::lower::literal;
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::place::Step;
use crate::lower::schema::alias::Resolved;
use crate::source::Origin;

/// Deepest nesting of unnamed unions that become one.
const NESTED_UNIONS: usize = 16;

/// An enum of types, before its variants have types.
#[derive(Debug, Clone)]
pub struct UnionPlan {
    /// Its variants.
    pub variants: Vec<VariantPlan>,
    /// How an instance finds its variant.
    pub tagging: Tagging,
    /// Where it stands.
    pub origin: Origin,
}

/// A variant, before it has a type.
#[derive(Debug, Clone)]
pub struct VariantPlan {
    /// What it holds.
    pub node: NodeId,
    /// What names it.
    pub name: String,
}

/// One alternative that is left when null and the impossible are gone.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    /// As written.
    pub(super) written: NodeId,
    /// What it stands for.
    pub(super) node: NodeId,
}

/// A union whose alternatives are being looked into.
struct OpenUnion {
    node: NodeId,
    left: Vec<NodeId>,
    kinds: JsonTypes,
}

impl OpenUnion {
    fn add(&mut self, kinds: JsonTypes) {
        for kind in kinds.iter() {
            self.kinds.insert(kind);
        }
    }
}

/// What is left of the alternatives.
struct Cleaned<'d> {
    groups: Vec<(Alternatives<'d>, Vec<Branch>)>,
    nullable: bool,
    anything: bool,
}

/// What a variant of that JSON type is called.
pub fn word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "Null",
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "List",
        JsonType::Object => "Object",
    }
}

impl UnionPlan {
    /// A union whose variants are of one JSON type each.
    pub fn by_kind(variants: Vec<NodeId>, kinds: &[JsonType], origin: Origin) -> Self {
        let tests = kinds.iter().enumerate().map(|(variant, kind)| {
            let kind = match kind {
                JsonType::Null => JsonKind::Null,
                JsonType::Boolean => JsonKind::Boolean,
                JsonType::Integer => JsonKind::Integer,
                JsonType::Number => JsonKind::Number,
                JsonType::String => JsonKind::String,
                JsonType::Array => JsonKind::List,
                JsonType::Object => JsonKind::Object,
            };
            VariantTest { variant, test: InstanceTest::Kind(kind) }
        });
        let tagging = Tagging::Inferred { tests: tests.collect() };
        let named =
            variants.into_iter().zip(kinds).map(|(node, kind)| VariantPlan { node, name: word(*kind).to_owned() });
        Self { variants: named.collect(), tagging, origin }
    }
}

impl<'d> Lowering<'d, '_> {
    /// What alternatives make of a node; `None` where they say nothing that shapes it.
    pub(super) fn plan_alternatives(&mut self, node: NodeId, flat: &Flat<'d>) -> Option<Planned> {
        let Cleaned { mut groups, nullable, anything } = self.clean(node, flat);
        let origin = self.nodes.get(node).origin;
        let bare = self.combined(Key::Bare(node), node, Step::Part(0), origin);
        let base = self.flat(bare);
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
                let place = self.nodes.get(*alternative).place;
                self.places.merge_into_parent(place);
            }
            let same = self.with_base(node, bare, &base, single);
            let nullable = nullable || self.flat(same).nullable();
            return Some(Planned::new(Plan::Same(same), nullable));
        }
        let bare = if single.is_empty() { bare } else { self.with_base(node, bare, &base, single) };
        let base = self.flat(bare);
        match groups.as_slice() {
            [(group, branches)] => {
                let plan = self.plan_group(node, bare, &base, group, branches)?;
                Some(Planned::new(plan, nullable))
            }
            several => {
                self.tell(
                    Diagnostic::new(
                        &code::lower::UNIONS_COMBINED,
                        origin.span,
                        "several `oneOf` or `anyOf` hold at once, which no Rust enum expresses",
                    )
                    .help("all their properties became optional fields of one structure"),
                );
                let branches: Vec<NodeId> = several.iter().flat_map(|(_, left)| left.iter().map(|b| b.node)).collect();
                let objects = branches.iter().all(|branch| self.kinds_of(*branch) == JsonTypes::only(JsonType::Object));
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
            let picture = self.flat(*branch);
            if picture.schemas.iter().any(|id| self.document.schemas.get(*id).unread.is_some()) {
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
                let (branch, null_on_the_way) = self.stands_for_node(written);
                let picture = self.flat(branch);
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
            let shaped = left.iter().filter(|branch| self.flat(branch.node).gives_shape()).count();
            if shaped < left.len() {
                // Alternatives such as `{required: [a]}` demand keys and shape nothing; one that says nothing allows all.
                cleaned.anything = true;
                let diagnostic = Diagnostic::new(
                    &code::lower::ALTERNATIVES_IGNORED,
                    group.origin.span,
                    "alternatives that say nothing of the instance's type do not shape it",
                )
                .help("the type allows what they would forbid; the server should check them itself");
                self.unless_checked.push((group.origin.span, diagnostic));
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
            let inner = match &self.nodes.get(*branch).key {
                Key::Schema(id) if splice && depth < NESTED_UNIONS => {
                    let schema = self.document.schemas.get(*id);
                    let unnamed = schema.component.is_none() && schema.reference.is_none() && schema.all_of.is_empty();
                    unnamed.then_some(*branch)
                }
                Key::Any(_) if splice && depth < NESTED_UNIONS => Some(*branch),
                Key::Schema(_) | Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
            };
            let picture = inner.map(|inner| self.flat(inner));
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

    pub(super) fn stands_for_node(&mut self, node: NodeId) -> (NodeId, bool) {
        match self.nodes.get(node).key {
            Key::Schema(id) => match self.aliases.resolve(id) {
                Resolved::Schema { id: target, nullable } => (self.node(target), nullable),
                Resolved::Circle => (node, false),
            },
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => (node, false),
        }
    }

    /// Alternatives that hold together with what stands beside them.
    fn with_base(&mut self, node: NodeId, bare: NodeId, base: &Flat<'d>, others: Vec<NodeId>) -> NodeId {
        let origin = self.nodes.get(node).origin;
        let adds = others.iter().any(|other| {
            let picture = self.flat(*other);
            adds_to(base, &picture)
        });
        match (others.as_slice(), adds) {
            ([one], false) => *one,
            (_, _) => {
                let mut parts = vec![bare];
                parts.extend(others);
                self.combined(Key::All(parts.into()), node, Step::Part(0), origin)
            }
        }
    }

    /// The JSON types that a node's instances can have, alternatives looked into; empty for any.
    pub fn kinds_of(&mut self, node: NodeId) -> JsonTypes {
        let (node, _) = self.stands_for_node(node);
        self.kinds_within(node)
    }

    /// Walked with a list: unions may be alternatives of one another in chains of any length.
    fn kinds_within(&mut self, root: NodeId) -> JsonTypes {
        let mut open: Vec<OpenUnion> = Vec::new();
        let mut asked = root;
        loop {
            match (self.kinds_of_own(asked), open.last_mut()) {
                (Some(kinds), None) => return kinds,
                (Some(kinds), Some(outer)) => outer.add(kinds),
                (None, _) => {
                    let flat = self.flat(asked);
                    let left = flat.groups.iter().flat_map(|group| &group.branches).rev().copied().collect();
                    // A union within itself adds nothing.
                    self.kinds.insert(asked, JsonTypes::default());
                    open.push(OpenUnion { node: asked, left, kinds: JsonTypes::default() });
                }
            }
            loop {
                let Some(union) = open.last_mut() else { return JsonTypes::default() };
                if let Some(branch) = union.left.pop() {
                    (asked, _) = self.stands_for_node(branch);
                    break;
                }
                let (node, mut kinds) = (union.node, union.kinds);
                open.pop();
                kinds.remove(JsonType::Null);
                self.kinds.insert(node, kinds);
                match open.last_mut() {
                    None => return kinds,
                    Some(outer) => outer.add(kinds),
                }
            }
        }
    }

    /// The JSON types of a node, if they are known or its alternatives need not be looked into.
    fn kinds_of_own(&mut self, node: NodeId) -> Option<JsonTypes> {
        if let Some(known) = self.kinds.get(&node) {
            return Some(*known);
        }
        let flat = self.flat(node);
        let kinds = flat.kinds().or(flat.discriminator.map(|_| JsonTypes::only(JsonType::Object)))?;
        self.kinds.insert(node, kinds);
        Some(kinds)
    }

    /// The enum, its variants typed.
    pub(super) fn union(&mut self, _node: NodeId, plan: UnionPlan) -> Shape {
        let wanted: Vec<Wanted> = plan
            .variants
            .iter()
            .enumerate()
            .map(|(index, variant)| Wanted {
                text: variant.name.clone(),
                qualifier: String::new(),
                fallback: format!("Variant{}", index + 1),
            })
            .collect();
        let names = Scope::variants().assign(&wanted);
        let mut variants = Vec::with_capacity(names.len());
        for (variant, given) in plan.variants.into_iter().zip(names) {
            let used = self.lower(variant.node);
            let flat = self.spoken(variant.node);
            let docs = docs::of_field(&flat, self.own_schema(variant.node), &used.ty, plan.origin);
            variants.push(Variant { name: given.name, docs, ty: used.ty });
        }
        Shape::Union(Union { variants, tagging: plan.tagging, openness: Openness::Open })
    }
}

/// Whether what stands beside alternatives adds something to one of them.
fn adds_to(base: &Flat<'_>, branch: &Flat<'_>) -> bool {
    let inside = base.schemas.iter().all(|id| branch.schemas.contains(id));
    let properties = base.object.properties.iter().any(|property| branch.property(property.name).is_none());
    let required = base
        .object
        .required
        .keys()
        .any(|key| branch.property(key).is_some() && !branch.object.required.contains_key(key));
    let additional = match base.additional {
        FlatAdditional::Unsaid | FlatAdditional::Closed => false,
        FlatAdditional::Open | FlatAdditional::Typed(_) => branch.additional == FlatAdditional::Unsaid,
    };
    let scalars = base.format.is_some() && branch.format.is_none() || base.values.is_some() && branch.values.is_none();
    !inside && (properties || required || additional || scalars)
}

fn short(title: &str) -> bool {
    let words = title.split_whitespace().count();
    (1..=4).contains(&words) && title.chars().count() <= 40 && identifier(title, Case::Camel).len() > 1
}
