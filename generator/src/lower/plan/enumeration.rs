//! `enum` and `const`.
//!
//! Takes values; gives an enumeration. Promises that null among them is no constant but makes the place nullable, that
//! every value is kept once, and that `x-enum-varnames` and the like name the constants where they fit.

use std::collections::BTreeSet;

use super::model::{EnumerationPlan, Plan, Planned, PlannedValue};
use super::planner::Planner;
use crate::diagnostic::{Diagnostic, code};
use crate::document::JsonType;
use crate::ir::{Literal, Openness, Scalar};
use crate::lower::graph::{Flat, kind_of};
use crate::lower::literal;
use crate::node::{Node, Value};

impl<'d> Planner<'_, 'd, '_> {
    /// What a list of values makes of a node; `None` where the list says nothing that its type does not.
    pub fn plan_values(&mut self, flat: &Flat<'d>) -> Option<Planned> {
        let nullable = flat.nullable();
        let values = self.values(flat)?;
        if values.iter().all(|value| matches!(value.value, Literal::Boolean(_))) {
            return Some(Planned::new(Plan::Scalar(Scalar::Boolean), nullable));
        }
        let plan = Plan::Enumeration(EnumerationPlan { values, openness: Openness::Closed });
        Some(Planned::new(plan, nullable))
    }

    /// The constants of a picture.
    pub fn values(&mut self, flat: &Flat<'d>) -> Option<Vec<PlannedValue>> {
        let given = flat.values.as_ref()?;
        let owner = flat.values_owner.map(|id| self.graph.document.schemas.get(id));
        if given.is_empty() {
            let span = owner.map(|schema| schema.origin.span);
            self.graph.tell(
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
                self.graph.tell(Diagnostic::new(
                    &code::lower::DUPLICATE_VALUE,
                    node.span(),
                    "`enum` lists this value twice",
                ));
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
        self.graph.tell(
            Diagnostic::new(
                &code::lower::ENUM_TYPE,
                node.span(),
                format!("`enum` holds {}, but `type` is {}", node.kind(), expected.join(" or ")),
            )
            .help(outcome),
        );
        Some(converted.unwrap_or_else(|| literal::literal(node)))
    }
}
