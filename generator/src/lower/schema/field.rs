//! Fields: a property's name, presence, type and documentation.
//!
//! Takes the plans of a structure's fields; gives the fields. Promises the presence table: required or not, nullable or not,
//! kept apart.

use super::{Direction, Lowering, Only, Promise, Use};
use crate::document::Schema;
use crate::ir::{Field, Given, Presence, Scalar, Type, TypeId, Usage, Wrapping};
use crate::lower::docs;
use crate::lower::facts;
use crate::lower::graph::{Flat, Key, NodeId};
use crate::lower::literal;
use crate::lower::naming::{Outcome, Scope, Wanted};
use crate::lower::plan::{FieldPlan, Planner, Required};

impl<'d> Lowering<'d, '_> {
    /// The fields of a structure. `taken` is a name that is not free.
    pub(super) fn fields(
        &mut self,
        id: TypeId,
        _node: NodeId,
        plans: Vec<FieldPlan>,
        taken: Option<&str>,
    ) -> Vec<Field> {
        let mut scope = Scope::fields();
        if let Some(taken) = taken {
            scope.reserve(taken);
        }
        // A property that can never be there is none.
        let plans: Vec<FieldPlan> =
            plans.into_iter().filter(|plan| self.graph.flat(plan.node).never.is_none()).collect();
        let wanted: Vec<Wanted> = plans
            .iter()
            .enumerate()
            .map(|(index, plan)| Wanted {
                text: self.field_text(plan),
                qualifier: "property".to_owned(),
                fallback: format!("field {}", index + 1),
            })
            .collect();
        let names = scope.assign(&wanted);
        let mut fields = Vec::with_capacity(plans.len());
        for (index, (plan, given)) in plans.into_iter().zip(names).enumerate() {
            if let Outcome::Contested { wanted } = &given.outcome {
                self.graph.contested(plan.origin, wanted, &given.name);
            }
            let used = self.lower(plan.node);
            let flat = self.spoken(plan.node);
            if let Some(draft) = self.drafts.get_mut(id.index()) {
                draft.directions.extend(direction(&flat).map(|direction| (index, direction)));
                let shown = flat.examples.first().copied().or(flat.default);
                draft.shown_fields.extend(shown.map(|shown| (plan.key.clone(), shown)));
                if used.ty == Type::Scalar(Scalar::String) {
                    draft.formats.extend(flat.format.map(|format| (plan.key.clone(), format)));
                }
            }
            let only = self.only_value(plan.node);
            if let Some(draft) = self.drafts.get_mut(id.index()) {
                draft.only.extend(only.map(|only| (plan.key.clone(), only)));
            }
            let constraints = self.constraints(plan.node, &used.ty);
            let own = self.own_schema(plan.node);
            let presence = presence(plan.required, is_nullable(&used, plan.required));
            fields.push(Field {
                name: given.name,
                wire_name: plan.key,
                docs: docs::of_field(&flat, own, &used.ty, plan.origin),
                presence,
                wrapping: match (presence, plan.required) {
                    (Presence::OptionalNullable, Required::InSome) => Wrapping::ThreeState,
                    _ => facts::wrapping(presence, Usage::default()),
                },
                given: Given::ByCaller,
                constraints: constraints.into(),
                default: flat.default.map(literal::json),
                type_provenance: own.map_or(plan.origin.provenance, |schema| schema.provenance_of("type")),
                ty: used.ty,
                origin: plan.origin,
            });
        }
        fields
    }

    fn field_text(&self, plan: &FieldPlan) -> String {
        let named = self.own_schema(plan.node).filter(|schema| schema.component.is_none());
        let explicit = named.and_then(|schema| schema.extension.as_ref()).and_then(|node| node.get("name"));
        explicit.and_then(|node| node.as_str()).unwrap_or(&plan.key).to_owned()
    }

    /// The value of a node that has but one.
    fn only_value(&mut self, node: NodeId) -> Option<Only> {
        let flat = self.resolved_flat(node);
        flat.values.as_ref()?;
        let [only] = <[_; 1]>::try_from(Planner::new(&mut self.graph, self.custom).values(&flat)?).ok()?;
        let is_const = flat.values_owner.is_some_and(|id| self.graph.document.schemas.get(id).constant.is_some());
        let promise = if is_const { Promise::Const } else { Promise::EnumOfOne };
        Some(Only { value: only.value, promise })
    }

    /// The schema that stands right under a property, if there is but one.
    pub(super) fn own_schema(&self, node: NodeId) -> Option<&'d Schema> {
        match &self.graph.nodes.get(node).key {
            Key::Schema(id) => Some(self.graph.document.schemas.get(*id)),
            Key::All(parts) => parts.first().and_then(|part| self.own_schema(*part)),
            Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
        }
    }
}

/// Whether presence tells null and value apart. Any value may be null itself; where null is the only value, it is told from absence.
fn is_nullable(used: &Use, required: Required) -> bool {
    match used.ty {
        Type::Any => false,
        Type::Unit => required != Required::Always,
        _ => used.nullable,
    }
}

fn presence(required: Required, nullable: bool) -> Presence {
    match (required, nullable) {
        (Required::Always, false) => Presence::Required,
        (Required::Always, true) => Presence::Nullable,
        (Required::InSome | Required::Sometimes, false) => Presence::Optional,
        (Required::InSome | Required::Sometimes, true) => Presence::OptionalNullable,
    }
}

fn direction(flat: &Flat<'_>) -> Option<Direction> {
    match (flat.read_only, flat.write_only) {
        (true, false) => Some(Direction::Read),
        (false, true) => Some(Direction::Write),
        (false, false) | (true, true) => None,
    }
}
