//! Enumerations, their constants named.
//!
//! Takes the plan of an enumeration; gives it with a name for each constant, the vendor's where the document gives one.

use super::Lowering;
use crate::ir::{Docs, Enumeration, EnumerationKind, EnumerationValue, Literal};
use crate::lower::naming::{Outcome, Scope, Wanted};
use crate::lower::plan::{EnumerationPlan, PlannedValue};

impl Lowering<'_, '_> {
    /// Names the constants.
    pub(super) fn enumeration(&mut self, plan: EnumerationPlan) -> Enumeration {
        let wanted: Vec<Wanted> = plan
            .values
            .iter()
            .enumerate()
            .map(|(index, value)| Wanted {
                text: value.name.clone().unwrap_or_else(|| words(&value.value)),
                qualifier: "value".to_owned(),
                fallback: if value.value == Literal::String("".into()) {
                    "empty".to_owned()
                } else {
                    format!("value {}", index + 1)
                },
            })
            .collect();
        let names = Scope::constants().assign(&wanted);
        let kind = kind(&plan.values);
        let mut values = Vec::with_capacity(plan.values.len());
        for (value, given) in plan.values.into_iter().zip(names) {
            if let Outcome::Contested { wanted } = &given.outcome {
                self.graph.contested(value.origin, wanted, &given.name);
            }
            let docs = Docs { description: value.description, provenance: value.origin.provenance, ..Docs::default() };
            values.push(EnumerationValue { name: given.name, value: value.value, docs: docs.into() });
        }
        Enumeration { kind, values, openness: plan.openness }
    }
}

/// What the constants of an enumeration are.
fn kind(values: &[PlannedValue]) -> EnumerationKind {
    let integer = |value: &PlannedValue| match value.value {
        Literal::Integer(whole) => i64::try_from(whole).is_ok(),
        Literal::Null | Literal::Boolean(_) | Literal::Number(_) | Literal::String(_) | Literal::Json(_) => false,
    };
    if values.iter().all(|value| matches!(value.value, Literal::String(_))) {
        EnumerationKind::String
    } else if values.iter().all(integer) {
        EnumerationKind::Integer
    } else {
        EnumerationKind::Mixed
    }
}

fn words(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) => text.replace('.', " point "),
        Literal::String(text) => text.to_string(),
        Literal::Json(_) => String::new(),
    }
}
