//! `enum` and `const`.
//!
//! Takes values; gives an enumeration. Promises that null among them is no constant but makes the place nullable, that
//! every value is kept once, and that `x-enum-varnames` and the like name the constants where they fit.

use std::collections::BTreeSet;

use super::Lowering;
use super::flat::{Flat, kind_of};
use super::plan::{Plan, Planned};
use crate::diagnostic::{Diagnostic, code};
use crate::document::JsonType;
use crate::ir::{Docs, Enumeration, EnumerationKind, EnumerationValue, Literal, Openness, Scalar};
use crate::lower::literal;
use crate::lower::naming::{Outcome, Scope, Wanted};
use crate::node::{Node, Value};
use crate::source::Origin;

/// Constants, before they have names.
#[derive(Debug, Clone)]
pub struct EnumerationPlan {
    /// The constants, each once, none of them null.
    pub values: Vec<PlannedValue>,
    /// Whether the document itself says that there may be others.
    pub openness: Openness,
}

/// One constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedValue {
    /// The constant.
    pub value: Literal,
    /// `x-enum-varnames`
    pub name: Option<String>,
    /// `x-enum-descriptions`
    pub description: Option<String>,
    /// Where it stands.
    pub origin: Origin,
}

impl<'d> Lowering<'d, '_> {
    /// What a list of values makes of a node; `None` where the list says nothing that its type does not.
    pub(super) fn plan_values(&mut self, flat: &Flat<'d>) -> Option<Planned> {
        let nullable = flat.nullable();
        let values = self.values(flat)?;
        if values.iter().all(|value| matches!(value.value, Literal::Boolean(_))) {
            return Some(Planned::new(Plan::Scalar(Scalar::Boolean), nullable));
        }
        let plan = Plan::Enumeration(EnumerationPlan { values, openness: Openness::Closed });
        Some(Planned::new(plan, nullable))
    }

    /// The constants of a picture.
    pub(super) fn values(&mut self, flat: &Flat<'d>) -> Option<Vec<PlannedValue>> {
        let given = flat.values.as_ref()?;
        let owner = flat.values_owner.map(|id| self.document.schemas.get(id));
        if given.is_empty() {
            let span = owner.map(|schema| schema.origin.span);
            self.tell(
                Diagnostic::new(&code::lower::EMPTY_ENUM, span, "`enum` lists no value, so that none is valid")
                    .help("the list was ignored; give its values in an overlay"),
            );
            return None;
        }
        let names = owner.map(|schema| schema.enumeration_names.as_slice()).unwrap_or_default();
        let descriptions = owner.map(|schema| schema.enumeration_descriptions.as_slice()).unwrap_or_default();
        let full: Vec<&Node> =
            owner.and_then(|s| s.enumeration.as_ref()).map(|all| all.iter().collect()).unwrap_or_default();
        // Names are in step with the list as written, which `allOf` may have shortened.
        let in_step = full.len() == given.len();
        let mut seen = BTreeSet::new();
        let mut planned = Vec::new();
        for (index, node) in given.iter().enumerate() {
            let Some(value) = self.constant(flat, node) else { continue };
            if !seen.insert(value.clone()) {
                self.tell(Diagnostic::new(&code::lower::DUPLICATE_VALUE, node.span(), "`enum` lists this value twice"));
                continue;
            }
            let said = |texts: &[String]| texts.get(index).filter(|text| in_step && !text.is_empty()).cloned();
            planned.push(PlannedValue {
                value,
                name: said(names),
                description: said(descriptions),
                origin: node.origin,
            });
        }
        (!planned.is_empty()).then_some(planned)
    }

    /// A value in the type that is declared, if it can be one; null is none.
    fn constant(&mut self, flat: &Flat<'d>, node: &Node) -> Option<Literal> {
        let kind = kind_of(node)?;
        if kind == JsonType::Null {
            return None;
        }
        let fits = flat.types.is_none_or(|types| {
            types.contains(kind) || (kind == JsonType::Integer && types.contains(JsonType::Number))
        });
        if fits {
            return Some(literal::literal(node));
        }
        let types = flat.types.unwrap_or_default();
        let converted = match &node.value {
            Value::String(text) if types.contains(JsonType::Integer) => text.parse().ok().map(Literal::Integer),
            Value::String(text) if types.contains(JsonType::Boolean) => text.parse().ok().map(Literal::Boolean),
            Value::Bool(_) | Value::Number(_) if types.contains(JsonType::String) => {
                literal::text(node).map(|text| Literal::String(text.into()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) | Value::Map(_) => None,
        };
        let outcome = match &converted {
            Some(_) => "it was read as a value of that type",
            None => "it was kept as it is",
        };
        let expected: Vec<&str> = types.iter().map(JsonType::word).collect();
        self.tell(
            Diagnostic::new(
                &code::lower::ENUM_TYPE,
                node.span(),
                format!("`enum` holds {}, but `type` is {}", node.kind(), expected.join(" or ")),
            )
            .help(outcome),
        );
        Some(converted.unwrap_or_else(|| literal::literal(node)))
    }

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
                self.contested(value.origin, wanted, &given.name);
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
