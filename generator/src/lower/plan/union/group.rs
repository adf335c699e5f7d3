//! Alternatives of one JSON type: scalars beside each other, objects as one structure or told apart.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::model::{AdditionalPlan, Branch, EnumerationPlan, FieldPlan, Plan, Required, StructurePlan, word};
use super::super::planner::Planner;
use super::super::tests_of::{self, Seen};
use super::names::short;
use crate::document::{JsonType, JsonTypes};
use crate::ir::{Openness, Scalar, Tagging};
use crate::lower::graph::{Alternatives, Choice, Flat, NodeId};
use crate::lower::place::Step;
use crate::lower::plan::scalar;
use crate::source::Origin;

impl<'d> Planner<'_, 'd, '_> {
    pub fn plan_group(
        &mut self,
        node: NodeId,
        bare: NodeId,
        base: &Flat<'d>,
        group: &Alternatives<'d>,
        branches: &[Branch],
    ) -> Option<Plan> {
        let origin = group.origin;
        let kinds: Vec<JsonTypes> = branches.iter().map(|branch| self.graph.kinds_of(branch.node)).collect();
        let only = |kind: JsonType| kinds.iter().all(|kinds| *kinds == JsonTypes::only(kind));
        if only(JsonType::Object) {
            return Some(self.plan_objects(node, bare, base, group, branches));
        }
        // A whole number is kept as one beside numbers: `9007199254740993` has no place in a float.
        let numeric = only(JsonType::Integer) || only(JsonType::Number);
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
        for kind in [JsonType::String, JsonType::Integer, JsonType::Number, JsonType::Boolean, JsonType::Object] {
            let (same, others): (Vec<&Branch>, Vec<&Branch>) =
                rest.iter().copied().partition(|branch| self.graph.kinds_of(branch.node) == JsonTypes::only(kind));
            let together = kind != JsonType::Object
                || (group.choice == Choice::Any && group.discriminator.is_none() && !self.exclusive(&same));
            if same.len() > 1 && together {
                let nodes = same.iter().map(|branch| branch.node).collect();
                let combined = self.graph.any_of(nodes, node, Step::Variant(word(kind).to_owned()), origin);
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
        let mut secret = !numeric && scalar::is_secret(base);
        for node in self.scalars(nodes) {
            let flat = self.graph.flat(node);
            secret |= !numeric && scalar::is_secret(&flat);
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
                    openness = Openness::Extensible;
                    formats.insert(flat.format.or(base.format).map(str::to_owned));
                }
            }
        }
        // One of them may be any text, so that none is shown.
        if secret && openness == Openness::Extensible {
            return Plan::Scalar(Scalar::Secret);
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
                Plan::Scalar(scalar::string(&flat))
            }
            (_, _) => Plan::Scalar(Scalar::String),
        }
    }

    /// Scalars, with those of unions among them in their place.
    fn scalars(&mut self, nodes: &[NodeId]) -> Vec<NodeId> {
        let mut all = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<NodeId> = nodes.iter().rev().copied().collect();
        while let Some(node) = open.pop() {
            let (node, _) = self.graph.stands_for_node(node);
            if !seen.insert(node) {
                continue;
            }
            let flat = self.graph.flat(node);
            if flat.groups.is_empty() || flat.values.is_some() {
                all.push(node);
            } else {
                let branches: Vec<NodeId> = flat.groups.iter().flat_map(|group| group.branches.clone()).collect();
                open.extend(branches.into_iter().rev());
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
                let flat = self.graph.flat(*node);
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
    pub fn plan_merged(&mut self, node: NodeId, bare: NodeId, base: &Flat<'d>, branches: &[NodeId]) -> StructurePlan {
        let origin = self.graph.nodes.get(node).origin;
        let mut own = self.plan_structure(bare, base);
        let pictures: Vec<_> = branches.iter().map(|branch| self.graph.flat(*branch)).collect();
        // What the base demands, an alternative may describe.
        own.fields.retain(|field| {
            base.property(&field.key).is_some() || pictures.iter().all(|picture| picture.property(&field.key).is_none())
        });
        for field in own.fields.iter_mut().filter(|field| field.required == Required::Sometimes) {
            if demanded(&pictures, &field.key) {
                field.required = Required::InSome;
            }
        }
        let mut order: Vec<(String, Origin)> = Vec::new();
        let mut known: BTreeSet<String> = own.fields.iter().map(|field| field.key.clone()).collect();
        for picture in &pictures {
            for property in &picture.object.properties {
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
                        everywhere &= picture.object.required.contains_key(key.as_str());
                        nodes.push(self.graph.all_of(
                            &property.parts,
                            node,
                            Step::Property(property.name),
                            property.origin,
                        ));
                    }
                    None => everywhere = false,
                }
            }
            let canonical: Vec<NodeId> = nodes.into_iter().map(|one| self.graph.stands_for_node(one).0).collect();
            let value = self.graph.any_of(canonical, node, Step::Property(name), at);
            let required = everywhere || base.object.required.contains_key(key.as_str());
            let required = match required {
                true => Required::Always,
                false if demanded(&pictures, &key) => Required::InSome,
                false => Required::Sometimes,
            };
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
            own.additional = AdditionalPlan::Values(self.graph.any_of(values, node, Step::Values, origin));
        }
        own
    }
}

/// Whether some alternative demands a key.
fn demanded(pictures: &[Rc<Flat<'_>>], key: &str) -> bool {
    pictures.iter().any(|picture| picture.object.required.contains_key(key))
}
