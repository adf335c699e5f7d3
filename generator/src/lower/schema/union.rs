//! `oneOf` and `anyOf`.
//!
//! Takes a node with alternatives; gives what they make of it: the only one left, merged constants, one structure of several
//! objects, or an enum. Promises that null among the alternatives makes the place nullable and never a variant, and that
//! an enum is made only where alternatives differ.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::enumeration::EnumerationPlan;
use super::flat::{Alternatives, Choice, Flat, FlatAdditional};
use super::nodes::{Key, NodeId};
use super::object::{AdditionalPlan, FieldPlan, Required, StructurePlan};
use super::plan::{Plan, Planned};
use super::tests_of::{self, Seen};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Discriminator, JsonType, JsonTypes};
use crate::ir::{InstanceTest, JsonKind, Literal, Openness, Scalar, Shape, Tagging, Union, Variant, VariantTest};
use crate::lower::docs;
use crate::lower::literal;
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::place::Step;
use crate::lower::schema::alias::{Resolved, resolve};
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
struct Branch {
    /// As written.
    written: NodeId,
    /// What it stands for.
    node: NodeId,
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
                (None, true, _) => Some(Planned::new(Plan::Anything("one of the alternatives is any value"), nullable)),
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
                self.tell(
                    Diagnostic::new(
                        &code::lower::ALTERNATIVES_IGNORED,
                        group.origin.span,
                        "alternatives that say nothing of the instance's type do not shape it",
                    )
                    .help("the type allows what they would forbid; the server should check them itself"),
                );
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
                    groups,
                    types: None,
                    values: None,
                    properties,
                    additional: FlatAdditional::Unsaid,
                    ..
                }) if properties.is_empty() && groups.len() == 1 => {
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

    fn stands_for_node(&mut self, node: NodeId) -> (NodeId, bool) {
        match self.nodes.get(node).key {
            Key::Schema(id) => match resolve(&self.document.schemas, id) {
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
                self.combined(Key::All(parts), node, Step::Part(0), origin)
            }
        }
    }

    /// The JSON types that a node's instances can have, alternatives looked into; empty for any.
    pub fn kinds_of(&mut self, node: NodeId) -> JsonTypes {
        let (node, _) = self.stands_for_node(node);
        self.kinds_within(node, 0)
    }

    fn kinds_within(&mut self, node: NodeId, depth: usize) -> JsonTypes {
        let flat = self.flat(node);
        if let Some(kinds) = flat.kinds() {
            return kinds;
        }
        if flat.discriminator.is_some() {
            return JsonTypes::only(JsonType::Object);
        }
        let mut all = JsonTypes::default();
        if depth >= NESTED_UNIONS {
            return all;
        }
        for group in &flat.groups {
            for branch in &group.branches {
                let (branch, _) = self.stands_for_node(*branch);
                for kind in self.kinds_within(branch, depth + 1).iter() {
                    all.insert(kind);
                }
            }
        }
        all.remove(JsonType::Null);
        all
    }

    fn plan_group(
        &mut self,
        node: NodeId,
        bare: NodeId,
        base: &Flat<'d>,
        group: &Alternatives<'d>,
        branches: &[Branch],
    ) -> Option<Plan> {
        let origin = group.origin;
        let kinds: Vec<JsonTypes> = branches.iter().map(|branch| self.kinds_of(branch.node)).collect();
        let only = |kind: JsonType| kinds.iter().all(|kinds| *kinds == JsonTypes::only(kind));
        if only(JsonType::Object) {
            return Some(self.plan_objects(node, bare, base, group, branches));
        }
        let numeric = kinds.iter().all(|kinds| {
            !kinds.is_empty() && kinds.iter().all(|kind| matches!(kind, JsonType::Integer | JsonType::Number))
        });
        if only(JsonType::String) || numeric {
            let nodes: Vec<NodeId> = branches.iter().map(|branch| branch.node).collect();
            return Some(self.plan_scalars(base, &nodes, numeric));
        }
        if only(JsonType::Boolean) {
            return Some(Plan::Scalar(Scalar::Boolean));
        }
        // Several alternatives of one scalar type are one variant; so are several objects that may hold at once.
        let mut left: Vec<Branch> = Vec::new();
        let mut rest: Vec<&Branch> = branches.iter().collect();
        for kind in [JsonType::String, JsonType::Number, JsonType::Boolean, JsonType::Object] {
            let (same, others): (Vec<&Branch>, Vec<&Branch>) = rest.iter().copied().partition(|branch| {
                let kinds = self.kinds_of(branch.node);
                match kind {
                    JsonType::Number => {
                        !kinds.is_empty() && kinds.iter().all(|k| matches!(k, JsonType::Integer | JsonType::Number))
                    }
                    _ => kinds == JsonTypes::only(kind),
                }
            });
            let together = kind != JsonType::Object
                || (group.choice == Choice::Any && group.discriminator.is_none() && !self.exclusive(&same));
            if same.len() > 1 && together {
                let nodes = same.iter().map(|branch| branch.node).collect();
                let combined = self.any_of(nodes, node, Step::Variant(word(kind).to_owned()), origin);
                left.push(Branch { written: combined, node: combined });
                rest = others;
            }
        }
        let position = |branch: &Branch| branches.iter().position(|one| one.node == branch.node);
        left.extend(rest.into_iter().cloned());
        left.sort_by_key(|branch| position(branch).unwrap_or(usize::MAX));
        match left.as_slice() {
            [one] => Some(Plan::Same(one.node)),
            several => Some(self.plan_variants(node, bare, base, group, several)),
        }
    }

    /// Strings, or numbers: constants together, else the widest.
    fn plan_scalars(&mut self, base: &Flat<'d>, nodes: &[NodeId], numeric: bool) -> Plan {
        let mut values = Vec::new();
        let mut seen = BTreeSet::new();
        let mut openness = Openness::Closed;
        let mut formats: BTreeSet<Option<String>> = BTreeSet::new();
        let mut fractions = false;
        for node in self.scalars(nodes, 0) {
            let flat = self.flat(node);
            fractions |= flat.kinds().is_some_and(|kinds| kinds.contains(JsonType::Number));
            match self.values(&flat) {
                Some(mut more) => {
                    // One constant an alternative: its title and description are the constant's.
                    if let [one] = more.as_mut_slice() {
                        one.name = one.name.take().or(flat.title.filter(|title| short(title)).map(str::to_owned));
                        one.description = one.description.take().or(flat.description.map(str::to_owned));
                    }
                    values.extend(more.into_iter().filter(|value| seen.insert(value.value.clone())));
                }
                None => {
                    openness = Openness::Open;
                    formats.insert(flat.format.or(base.format).map(str::to_owned));
                }
            }
        }
        if !values.is_empty() && (openness == Openness::Closed || !numeric) {
            return Plan::Enumeration(EnumerationPlan { values, openness });
        }
        if numeric {
            return Plan::Scalar(if fractions { Scalar::F64 } else { Scalar::I64 });
        }
        let mut formats = formats.into_iter();
        match (formats.next(), formats.next()) {
            (Some(Some(format)), None) => {
                let flat = Flat { format: Some(&format), ..Flat::default() };
                Plan::Scalar(super::scalar::string(&flat))
            }
            (_, _) => Plan::Scalar(Scalar::String),
        }
    }

    /// Scalars, with those of unions among them in their place.
    fn scalars(&mut self, nodes: &[NodeId], depth: usize) -> Vec<NodeId> {
        let mut all = Vec::new();
        for node in nodes {
            let (node, _) = self.stands_for_node(*node);
            let flat = self.flat(node);
            if flat.groups.is_empty() || flat.values.is_some() || depth >= NESTED_UNIONS {
                all.push(node);
            } else {
                for group in &flat.groups {
                    all.extend(self.scalars(&group.branches, depth + 1));
                }
            }
        }
        all
    }

    fn plan_objects(
        &mut self,
        node: NodeId,
        bare: NodeId,
        base: &Flat<'d>,
        group: &Alternatives<'d>,
        branches: &[Branch],
    ) -> Plan {
        let plain: Vec<&Branch> = branches.iter().collect();
        if group.choice == Choice::Any && group.discriminator.is_none() && !self.exclusive(&plain) {
            let nodes: Vec<NodeId> = branches.iter().map(|branch| branch.node).collect();
            let unions = nodes.iter().any(|node| {
                let flat = self.flat(*node);
                !flat.groups.is_empty() || flat.discriminator.is_some()
            });
            if !unions {
                return self.plan_merged_object(node, bare, base, &nodes);
            }
        }
        self.plan_variants(node, bare, base, group, branches)
    }

    /// Whether constants make it impossible that an instance matches two of the alternatives.
    fn exclusive(&mut self, branches: &[&Branch]) -> bool {
        let seen: Vec<Seen> = branches.iter().map(|branch| self.seen(branch.node)).collect();
        matches!(tests_of::tagging(&seen), Tagging::Discriminator { .. })
    }

    fn plan_merged_object(&mut self, node: NodeId, bare: NodeId, base: &Flat<'d>, branches: &[NodeId]) -> Plan {
        let merged = self.plan_merged(node, bare, base, branches);
        if !merged.fields.is_empty() {
            return Plan::Structure(merged);
        }
        match merged.additional {
            AdditionalPlan::Values(values) => Plan::Map(Some(values)),
            AdditionalPlan::Ignored | AdditionalPlan::Refused | AdditionalPlan::Anything => Plan::Map(None),
        }
    }

    /// One structure with the properties of all: an instance may match several.
    fn plan_merged(&mut self, node: NodeId, bare: NodeId, base: &Flat<'d>, branches: &[NodeId]) -> StructurePlan {
        let origin = self.nodes.get(node).origin;
        let mut own = self.plan_structure(bare, base);
        let pictures: Vec<_> = branches.iter().map(|branch| self.flat(*branch)).collect();
        let mut order: Vec<(String, Origin)> = Vec::new();
        let mut known: BTreeSet<String> = own.fields.iter().map(|field| field.key.clone()).collect();
        for picture in &pictures {
            for property in &picture.properties {
                if known.insert(property.name.to_owned()) {
                    order.push((property.name.to_owned(), property.origin));
                }
            }
        }
        for (key, at) in order {
            let mut nodes = Vec::new();
            let mut everywhere = true;
            let mut name: &'d str = "";
            for picture in &pictures {
                match picture.property(&key) {
                    Some(property) => {
                        name = property.name;
                        everywhere &= picture.required.contains_key(key.as_str());
                        nodes.push(self.all_of(&property.parts, node, Step::Property(property.name), property.origin));
                    }
                    None => everywhere = false,
                }
            }
            let canonical: Vec<NodeId> = nodes.into_iter().map(|one| self.stands_for_node(one).0).collect();
            let value = self.any_of(canonical, node, Step::Property(name), at);
            let required = everywhere || base.required.contains_key(key.as_str());
            let required = if required { Required::Always } else { Required::Sometimes };
            own.fields.push(FieldPlan { key, node: value, required, origin: at });
        }
        let mut values = Vec::new();
        let mut anything = own.additional == AdditionalPlan::Anything;
        for (branch, picture) in branches.iter().zip(&pictures) {
            match self.plan_additional(*branch, picture) {
                AdditionalPlan::Ignored | AdditionalPlan::Refused => {}
                AdditionalPlan::Anything => anything = true,
                AdditionalPlan::Values(node) => values.push(node),
            }
        }
        if anything {
            own.additional = AdditionalPlan::Anything;
        } else if !values.is_empty() {
            own.additional = AdditionalPlan::Values(self.any_of(values, node, Step::Values, origin));
        }
        own
    }

    fn plan_variants(
        &mut self,
        node: NodeId,
        bare: NodeId,
        base: &Flat<'d>,
        group: &Alternatives<'d>,
        branches: &[Branch],
    ) -> Plan {
        let mut branches = branches.to_vec();
        let discriminator = group.discriminator;
        let mut tags: Vec<Vec<String>> = Vec::new();
        if let Some(discriminator) = discriminator {
            self.add_mapped(discriminator, &mut branches);
            tags = branches.iter().map(|branch| self.branch_tags(discriminator, branch)).collect();
            (branches, tags) = self.join_twins(node, discriminator, branches, tags);
            if let [one] = branches.as_slice() {
                return Plan::Same(one.node);
            }
        }
        let mut held: Vec<NodeId> = Vec::new();
        for branch in &branches {
            let picture = self.flat(branch.node);
            let object = self.kinds_of(branch.node) == JsonTypes::only(JsonType::Object);
            let combine = object && adds_to(base, &picture);
            let origin = self.nodes.get(branch.written).origin;
            held.push(if combine {
                let parts = vec![bare, branch.node];
                self.combined(Key::All(parts), node, Step::Alternative(held.len()), origin)
            } else {
                branch.node
            });
        }
        let seen: Vec<Seen> = held.iter().map(|node| self.seen(*node)).collect();
        let tagging = match discriminator {
            Some(discriminator) => self.discriminated(discriminator, &branches, &held, tags, &seen),
            None => tests_of::tagging(&seen),
        };
        if matches!(tagging, Tagging::Ordered) {
            self.tell(
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
            let written = self.node(target);
            let (node, _) = self.stands_for_node(written);
            let within = branches.iter().any(|branch| branch.node == node) || self.is_inside(node, branches);
            if !within {
                branches.push(Branch { written, node });
            }
        }
    }

    /// Whether one of the alternatives is itself a union that holds a node.
    fn is_inside(&mut self, node: NodeId, branches: &[Branch]) -> bool {
        branches.iter().any(|branch| {
            let flat = self.flat(branch.node);
            flat.groups.iter().any(|group| group.branches.iter().any(|inner| self.stands_for_node(*inner).0 == node))
        })
    }

    /// The tag values of an alternative.
    fn branch_tags(&mut self, discriminator: &'d Discriminator, branch: &Branch) -> Vec<String> {
        let keys = (self.nodes.get(branch.written).key.clone(), self.nodes.get(branch.node).key.clone());
        match keys {
            (Key::Schema(written), Key::Schema(target)) => self.tags_of(discriminator, written, target, 0),
            (_, Key::Schema(_) | Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _)) => Vec::new(),
        }
    }

    /// Alternatives that share a tag value are one: nothing but their contents tells them apart.
    fn join_twins(
        &mut self,
        node: NodeId,
        discriminator: &'d Discriminator,
        branches: Vec<Branch>,
        tags: Vec<Vec<String>>,
    ) -> (Vec<Branch>, Vec<Vec<String>>) {
        let mut owners: BTreeMap<String, usize> = BTreeMap::new();
        let mut joined: Vec<(Vec<Branch>, Vec<String>)> = Vec::new();
        for (branch, tags) in branches.into_iter().zip(tags) {
            let owner = tags.iter().find_map(|tag| owners.get(tag).copied());
            let index = owner.unwrap_or(joined.len());
            if owner.is_none() {
                joined.push((Vec::new(), Vec::new()));
            }
            for tag in &tags {
                owners.entry(tag.clone()).or_insert(index);
            }
            if let Some((members, known)) = joined.get_mut(index) {
                members.push(branch);
                known.extend(tags);
            }
        }
        let mut branches = Vec::with_capacity(joined.len());
        let mut all = Vec::with_capacity(joined.len());
        for (members, mut tags) in joined {
            let mut seen = BTreeSet::new();
            tags.retain(|tag| seen.insert(tag.clone()));
            let origin = members.first().map_or(discriminator.origin, |one| self.nodes.get(one.written).origin);
            branches.push(match members.as_slice() {
                [one] => one.clone(),
                several => {
                    self.tell(
                        Diagnostic::new(
                            &code::lower::DISCRIMINATOR_AMBIGUOUS,
                            discriminator.origin.span,
                            format!("one value of `{}` stands for several alternatives", discriminator.property),
                        )
                        .relate(origin.span, "the first of them")
                        .help("they became one variant; give each its own value under `mapping`"),
                    );
                    let nodes = several.iter().map(|one| one.node).collect();
                    let name = tags.first().cloned().unwrap_or_default();
                    let one = self.any_of(nodes, node, Step::Variant(name), origin);
                    Branch { written: one, node: one }
                }
            });
            all.push(tags);
        }
        (branches, all)
    }

    fn discriminated(
        &mut self,
        discriminator: &'d Discriminator,
        branches: &[Branch],
        held: &[NodeId],
        tags: Vec<Vec<String>>,
        seen: &[Seen],
    ) -> Tagging {
        let mut mapping: Vec<(String, usize)> = Vec::new();
        let mut default = None;
        let mut untagged = None;
        for (index, ((branch, mut tags), held)) in branches.iter().zip(tags).zip(held).enumerate() {
            if tags.is_empty() {
                tags = self.constant_tags(*held, &discriminator.property);
            }
            if tags.is_empty() {
                untagged = Some(branch.written);
            }
            mapping.extend(tags.into_iter().map(|tag| (tag, index)));
            let is_default = discriminator.default_mapping.map(|id| self.node(id));
            if is_default.is_some_and(|id| self.stands_for_node(id).0 == branch.node) {
                default = Some(index);
            }
        }
        let objects = seen.iter().all(|seen| seen.kinds == JsonTypes::only(JsonType::Object));
        if untagged.is_some() || !objects {
            let what = if objects { "has no tag value" } else { "is no object" };
            let place = untagged.map_or(discriminator.origin, |node| self.nodes.get(node).origin);
            self.tell(
                Diagnostic::new(
                    &code::lower::DISCRIMINATOR_UNUSABLE,
                    discriminator.origin.span,
                    format!("`discriminator` cannot tell these alternatives apart: one of them {what}"),
                )
                .relate(place.span, "an alternative without one")
                .help("they are told apart by what they hold; give the alternative a name or a `const`"),
            );
            return tests_of::tagging(seen);
        }
        let mapping = self.once(mapping, discriminator);
        Tagging::Discriminator { property: discriminator.property.clone(), mapping, default }
    }

    /// What can be seen of a node's instances.
    pub(super) fn seen(&mut self, node: NodeId) -> Seen {
        let flat = self.flat(node);
        let mut seen = Seen { kinds: self.kinds_of(node), ..Seen::default() };
        seen.required = flat.required.keys().map(|key| (*key).to_owned()).collect();
        seen.keys = flat.properties.iter().map(|property| property.name.to_owned()).collect();
        seen.is_map = flat.properties.is_empty() || !flat.groups.is_empty();
        for property in &flat.properties {
            if let Some(values) = self.property_values(&flat, property.name) {
                let all: BTreeSet<Literal> = values.iter().map(|value| literal::literal(value)).collect();
                seen.constants.insert(property.name.to_owned(), all);
            }
        }
        seen
    }

    /// A name for each variant: the component's, the tag's, a short title, the JSON type; else the position.
    fn variant_names(
        &mut self,
        union: NodeId,
        branches: &[Branch],
        held: &[NodeId],
        seen: &[Seen],
        tagging: &Tagging,
    ) -> Vec<String> {
        let mut hints: Vec<String> = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            let component = match self.nodes.get(branch.written).key {
                Key::Schema(id) => self.component_name(id),
                Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
            };
            let tag = match tagging {
                Tagging::Discriminator { mapping, .. } => {
                    mapping.iter().find(|(_, variant)| *variant == index).map(|(tag, _)| tag.clone())
                }
                Tagging::Inferred { .. } | Tagging::Ordered => None,
            };
            // What only this alternative must have says what it is.
            let key = match tagging {
                Tagging::Inferred { tests } => {
                    tests.iter().find(|test| test.variant == index).and_then(|test| match &test.test {
                        InstanceTest::Object { keys, .. } => keys.first().cloned(),
                        InstanceTest::Kind(_) => None,
                    })
                }
                Tagging::Discriminator { .. } | Tagging::Ordered => None,
            };
            let title = self.flat(branch.node).title.filter(|title| short(title)).map(str::to_owned);
            let kind = seen.get(index).and_then(|seen| {
                let mut kinds = seen.kinds.iter();
                let first = kinds.next().filter(|_| kinds.next().is_none())?;
                Some(word(first).to_owned())
            });
            let hint =
                component.or(tag.filter(|tag| !identifier(tag, Case::Camel).is_empty())).or(title).or(key).or(kind);
            hints.push(hint.unwrap_or_else(|| format!("Variant{}", index + 1)));
        }
        let wanted: Vec<Wanted> = hints
            .iter()
            .enumerate()
            .map(|(index, hint)| Wanted {
                text: hint.clone(),
                qualifier: String::new(),
                fallback: format!("Variant{}", index + 1),
            })
            .collect();
        let names = Scope::variants().assign(&wanted);
        let mut texts = Vec::with_capacity(names.len());
        for ((branch, node), given) in branches.iter().zip(held).zip(names) {
            let place = self.nodes.get(*node).place;
            self.places.rename(place, given.name.bare().to_owned());
            if let Outcome::Contested { wanted } = &given.outcome {
                let origin = self.nodes.get(branch.written).origin;
                // Two lists in one union are nothing to tell; two components of one name are.
                if self.is_component(branch.node) {
                    self.contested(origin, wanted, &given.name);
                }
            }
            texts.push(given.name.bare().to_owned());
        }
        let _ = union;
        texts
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
            let flat = self.flat(variant.node);
            let docs = docs::of_field(&flat, self.own_schema(variant.node), &used.ty, plan.origin);
            variants.push(Variant { name: given.name, docs, ty: used.ty });
        }
        Shape::Union(Union { variants, tagging: plan.tagging, openness: Openness::Open })
    }
}

/// Whether what stands beside alternatives adds something to one of them.
fn adds_to(base: &Flat<'_>, branch: &Flat<'_>) -> bool {
    let inside = base.schemas.iter().all(|id| branch.schemas.contains(id));
    let properties = base.properties.iter().any(|property| branch.property(property.name).is_none());
    let required = base.required.keys().any(|key| branch.property(key).is_some() && !branch.required.contains_key(key));
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
