//! A number for what schemas say, the same however they are written.
//!
//! Takes a [`Conj`]; gives a hash of its alternatives with everything in them. Promises that two which mean the same by structure have the same one: order,
//! names of components, references and `allOf` do not show. Work is bounded; what is deeper than the bound counts as equal, so that the number is
//! used to find what belongs together and never to claim that nothing changed where more can be seen.

use super::facets;
use super::view::{Alternative, Conj, Kind, View};
use crate::document::{Schema, SchemaId};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

const DEEPEST: usize = 12;
const MOST: usize = 4_000;

/// The number of a conj.
pub fn of(view: &View<'_>, conj: &Conj) -> u64 {
    let mut run = Run { view, within: Vec::new(), left: MOST };
    run.conj(conj)
}

/// The number of an alternative.
pub fn of_alternative(view: &View<'_>, alternative: &Alternative) -> u64 {
    let mut run = Run { view, within: vec![alternative.conj.clone()], left: MOST };
    run.alternative(alternative)
}

/// The number of what is said of values of one type, were they allowed.
pub fn of_kind(view: &View<'_>, conj: &Conj, kind: Kind) -> u64 {
    if kind == Kind::Number {
        let mut bounds: Vec<String> = Vec::new();
        for number in view.leaves(conj).map(|it| &it.number) {
            let said = [
                &number.minimum,
                &number.maximum,
                &number.exclusive_minimum,
                &number.exclusive_maximum,
                &number.multiple_of,
            ];
            bounds.extend(
                said.iter().enumerate().filter_map(|(at, it)| Some(format!("{at} {:?}", it.as_ref()?.as_f64()))),
            );
        }
        bounds.sort();
        bounds.dedup();
        return hash(&bounds);
    }
    if kind == Kind::String {
        let said = facets::strings(view, conj);
        return hash(&(said.least, said.most, said.patterns));
    }
    Run { view, within: vec![conj.clone()], left: MOST }.own(conj, kind)
}

/// The number of what keywords say that are not looked into otherwise: `not`, `if`, `contains` and their like.
pub fn of_conditions(view: &View<'_>, conj: &Conj) -> BTreeMap<&'static str, u64> {
    let mut all: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
    let mut run = Run { view, within: vec![conj.clone()], left: MOST };
    for schema in view.leaves(conj) {
        for (keyword, number) in run.conditions(schema) {
            all.entry(keyword).or_default().push(number);
        }
    }
    all.into_iter()
        .map(|(keyword, mut numbers)| {
            numbers.sort_unstable();
            numbers.dedup();
            (keyword, hash(&numbers))
        })
        .collect()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

struct Run<'v, 'd> {
    view: &'v View<'d>,
    within: Vec<Conj>,
    left: usize,
}

impl Run<'_, '_> {
    fn conj(&mut self, conj: &Conj) -> u64 {
        if let Some(up) = self.within.iter().rev().position(|it| it == conj) {
            return hash(&("again", up));
        }
        if self.left == 0 || self.within.len() > DEEPEST {
            return 0;
        }
        self.left -= 1;
        self.within.push(conj.clone());
        let alternatives = self.view.alternatives(conj);
        let mut numbers: Vec<u64> = alternatives.list.iter().map(|it| self.alternative(it)).collect();
        self.within.pop();
        numbers.sort_unstable();
        numbers.dedup();
        hash(&(alternatives.any, alternatives.cut, numbers))
    }

    fn alternative(&mut self, alternative: &Alternative) -> u64 {
        let (view, conj) = (self.view, &alternative.conj);
        if let Some(values) = view.values(conj) {
            let mut texts: Vec<String> =
                values.iter().filter(|it| Kind::of(it) == alternative.kind).map(ToString::to_string).collect();
            texts.sort();
            texts.dedup();
            return hash(&(alternative.kind, texts));
        }
        let mut conditions: Vec<(&str, u64)> = Vec::new();
        for schema in view.leaves(conj) {
            conditions.extend(self.conditions(schema));
        }
        conditions.sort_unstable();
        conditions.dedup();
        let own = self.own(conj, alternative.kind);
        hash(&(alternative.kind, own, conditions))
    }

    /// What is said of values of a type beside lists and conditions.
    fn own(&mut self, conj: &Conj, kind: Kind) -> u64 {
        let view = self.view;
        match kind {
            Kind::Null | Kind::Boolean => 0,
            Kind::Number => hash(&format!("{:?}", facets::numbers(view, conj))),
            Kind::String => hash(&format!("{:?}", facets::strings(view, conj))),
            Kind::Array => {
                let items: Vec<u64> = (0..=view.prefix(conj)).map(|at| self.conj(&view.item(conj, at))).collect();
                hash(&(format!("{:?}", facets::arrays(view, conj)), items))
            }
            Kind::Object => {
                let mut names = view.properties(conj);
                names.sort_unstable();
                let properties: Vec<(&str, u64)> =
                    names.into_iter().map(|name| (name, self.conj(&view.property(conj, name)))).collect();
                let mut required: Vec<&str> =
                    view.leaves(conj).flat_map(|it| &it.object.required).map(|it| &*it.name).collect();
                required.sort_unstable();
                required.dedup();
                let rest = self.conj(&view.rest(conj));
                hash(&(format!("{:?}", facets::objects(view, conj)), properties, required, rest))
            }
        }
    }

    fn ids(&mut self, ids: &[SchemaId]) -> u64 {
        let conj = self.view.conj(ids);
        self.conj(&conj)
    }

    fn conditions(&mut self, schema: &Schema) -> Vec<(&'static str, u64)> {
        let mut list = Vec::new();
        if let Some(not) = schema.not {
            list.push(("not", self.ids(&[not])));
        }
        if let Some(conditional) = &schema.conditional {
            let parts = [Some(conditional.condition), conditional.then, conditional.otherwise];
            let numbers: Vec<u64> = parts.iter().map(|it| it.map_or(1, |it| self.ids(&[it]))).collect();
            list.push(("if", hash(&numbers)));
        }
        let (object, array) = (&schema.object, &schema.array);
        let single = [
            ("propertyNames", object.property_names),
            ("unevaluatedProperties", object.unevaluated_properties),
            ("unevaluatedItems", array.unevaluated_items),
        ];
        for (keyword, id) in single {
            if let Some(id) = id {
                list.push((keyword, self.ids(&[id])));
            }
        }
        if let Some(contains) = array.contains {
            list.push(("contains", hash(&(self.ids(&[contains]), array.min_contains, array.max_contains))));
        }
        for (name, needs) in &object.dependent_required {
            let mut needs = needs.clone();
            needs.sort();
            list.push(("dependentRequired", hash(&(name, needs))));
        }
        for (name, id) in &object.dependent_schemas {
            let number = self.ids(&[*id]);
            list.push(("dependentSchemas", hash(&(name, number))));
        }
        for (pattern, id) in &object.pattern_properties {
            let number = self.ids(&[*id]);
            list.push(("patternProperties", hash(&(pattern, number))));
        }
        list
    }
}
