//! Objects: structures and maps.
//!
//! Takes flat pictures of objects; gives structures with a field for each property. Promises that properties keep the order
//! of the source, and that what is known of other keys is kept.

use std::collections::BTreeSet;

use super::model::{AdditionalPlan, FieldPlan, Plan, Required, StructurePlan, names_keys};
use super::planner::Planner;
use crate::diagnostic::{Diagnostic, code};
use crate::lower::graph::{Flat, FlatAdditional, NodeId};
use crate::lower::place::Step;

impl<'d> Planner<'_, 'd, '_> {
    /// A structure or a map.
    pub fn plan_object(&mut self, node: NodeId, flat: &Flat<'d>) -> Plan {
        if names_keys(flat) {
            return Plan::Structure(self.plan_structure(node, flat));
        }
        match self.plan_additional(node, flat) {
            AdditionalPlan::Values(values) => Plan::Map(Some(values)),
            AdditionalPlan::Ignored | AdditionalPlan::Refused | AdditionalPlan::Anything => Plan::Map(None),
        }
    }

    /// A structure of all that a picture says.
    pub fn plan_structure(&mut self, node: NodeId, flat: &Flat<'d>) -> StructurePlan {
        let depended_on = self.depended_on(flat);
        let mut fields = Vec::with_capacity(flat.object.properties.len());
        for property in &flat.object.properties {
            let value = self.graph.all_of(&property.parts, node, Step::Property(property.name), property.origin);
            let required = if flat.object.required.contains_key(property.name) {
                Required::Always
            } else if depended_on.contains(property.name) {
                Required::InSome
            } else {
                Required::Sometimes
            };
            fields.push(FieldPlan { key: property.name.to_owned(), node: value, required, origin: property.origin });
        }
        match flat.additional {
            FlatAdditional::Unsaid => fields.extend(self.undescribed(node, flat)),
            FlatAdditional::Closed => {
                self.tell_undefined(flat, "the type has no field for it; add the property in an overlay")
            }
            FlatAdditional::Open | FlatAdditional::Typed(_) => {}
        }
        StructurePlan { fields, additional: self.plan_additional(node, flat) }
    }

    /// Keys that some instances must have: by `dependentRequired`, `dependentSchemas` or `if`.
    fn depended_on(&self, flat: &Flat<'d>) -> BTreeSet<&'d str> {
        let schemas = &self.graph.document.schemas;
        let mut keys = BTreeSet::new();
        for schema in flat.schemas.iter().map(|id| schemas.get(*id)) {
            let named = schema.object.dependent_required.iter().flat_map(|(_, names)| names);
            keys.extend(named.map(String::as_str));
            let conditional = schema.conditional.iter().flat_map(|all| all.then.iter().chain(&all.otherwise));
            let dependent = schema.object.dependent_schemas.iter().map(|(_, id)| id);
            for id in conditional.chain(dependent) {
                keys.extend(schemas.get(*id).object.required.iter().map(|required| &*required.name));
            }
        }
        keys
    }

    /// Fields for what is required and no property describes, so that it is kept. A name that is a slip is demanded of nobody. Unions
    /// write their tags themselves.
    fn undescribed(&mut self, node: NodeId, flat: &Flat<'d>) -> Vec<FieldPlan> {
        self.tell_undefined(flat, "its field holds any value, and may be absent; add the property in an overlay");
        let mut fields = Vec::new();
        for (name, origin) in flat.object.required.iter().filter(|(name, _)| flat.property(name).is_none()) {
            if self.graph.discriminator_properties().contains(*name) {
                continue;
            }
            let value = self.graph.all_of(&[], node, Step::Property(name), *origin);
            fields.push(FieldPlan {
                key: (*name).to_owned(),
                node: value,
                required: Required::Sometimes,
                origin: *origin,
            });
        }
        fields
    }

    fn tell_undefined(&mut self, flat: &Flat<'d>, help: &'static str) {
        for (name, origin) in flat.object.required.iter().filter(|(name, _)| flat.property(name).is_none()) {
            self.graph.tell(
                Diagnostic::new(
                    &code::lower::REQUIRED_UNDEFINED,
                    origin.span,
                    format!("`required` names `{name}`, which no property describes"),
                )
                .help(help),
            );
        }
    }

    /// What becomes of keys that no property names.
    pub fn plan_additional(&mut self, node: NodeId, flat: &Flat<'d>) -> AdditionalPlan {
        let origin = self.graph.nodes.get(node).origin;
        let mut values: Vec<NodeId> = flat.object.patterns.iter().map(|id| self.graph.node(*id)).collect();
        match &flat.additional {
            FlatAdditional::Typed(parts) => values.push(self.graph.all_of(parts, node, Step::Values, origin)),
            FlatAdditional::Open => return AdditionalPlan::Anything,
            FlatAdditional::Closed if values.is_empty() => return AdditionalPlan::Refused,
            FlatAdditional::Unsaid if values.is_empty() => return AdditionalPlan::Ignored,
            FlatAdditional::Unsaid | FlatAdditional::Closed => {}
        }
        AdditionalPlan::Values(self.graph.any_of(values, node, Step::Values, origin))
    }
}
