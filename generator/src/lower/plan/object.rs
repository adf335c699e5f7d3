//! Objects: structures and maps.
//!
//! Takes flat pictures of objects; gives structures with a field for each property. Promises that properties keep the order
//! of the source, and that what is known of other keys is kept.

use std::collections::BTreeSet;

use super::Lowering;
use super::flat::{Flat, FlatAdditional};
use super::nodes::NodeId;
use super::plan::{Plan, names_keys};
use crate::diagnostic::{Diagnostic, code};
use crate::ir::{Additional, Construction, Shape, Structure, Type, TypeId};
use crate::lower::naming::{Case, own};
use crate::lower::place::Step;
use crate::source::Origin;

/// A structure, before its fields have types.
#[derive(Debug, Clone)]
pub struct StructurePlan {
    /// Its fields.
    pub fields: Vec<FieldPlan>,
    /// What becomes of other keys.
    pub additional: AdditionalPlan,
}

/// A field, before it has a type.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// The key.
    pub key: String,
    /// What its value is.
    pub node: NodeId,
    /// Whether the key must be there.
    pub required: Required,
    /// Where the key stands.
    pub origin: Origin,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Always,
    /// One alternative of several demands it: absent is not the same as null.
    InSome,
    /// It may be absent.
    Sometimes,
}

/// What becomes of keys without a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdditionalPlan {
    /// Ignored.
    Ignored,
    /// Refused.
    Refused,
    /// Kept, with values of any kind.
    Anything,
    /// Kept, with values of a node.
    Values(NodeId),
}

impl<'d> Lowering<'d, '_> {
    /// A structure or a map.
    pub(super) fn plan_object(&mut self, node: NodeId, flat: &Flat<'d>) -> Plan {
        if names_keys(flat) {
            return Plan::Structure(self.plan_structure(node, flat));
        }
        match self.plan_additional(node, flat) {
            AdditionalPlan::Values(values) => Plan::Map(Some(values)),
            AdditionalPlan::Ignored | AdditionalPlan::Refused | AdditionalPlan::Anything => Plan::Map(None),
        }
    }

    /// A structure of all that a picture says.
    pub(super) fn plan_structure(&mut self, node: NodeId, flat: &Flat<'d>) -> StructurePlan {
        let mut fields = Vec::with_capacity(flat.object.properties.len());
        for property in &flat.object.properties {
            let value = self.all_of(&property.parts, node, Step::Property(property.name), property.origin);
            let required =
                if flat.object.required.contains_key(property.name) { Required::Always } else { Required::Sometimes };
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

    /// Fields for what is required and no property describes, so that it is kept. A name that is a slip is demanded of nobody. Unions
    /// write their tags themselves.
    fn undescribed(&mut self, node: NodeId, flat: &Flat<'d>) -> Vec<FieldPlan> {
        self.tell_undefined(flat, "its field holds any value, and may be absent; add the property in an overlay");
        let mut fields = Vec::new();
        for (name, origin) in flat.object.required.iter().filter(|(name, _)| flat.property(name).is_none()) {
            if self.tags().contains(*name) {
                continue;
            }
            let value = self.all_of(&[], node, Step::Property(name), *origin);
            fields.push(FieldPlan {
                key: (*name).to_owned(),
                node: value,
                required: Required::Sometimes,
                origin: *origin,
            });
        }
        fields
    }

    /// The properties of all discriminators.
    fn tags(&mut self) -> &BTreeSet<&'d str> {
        let schemas = &self.document.schemas;
        self.tag_properties.get_or_insert_with(|| {
            let discriminators = schemas.iter().filter_map(|(_, schema)| schema.discriminator.as_ref());
            discriminators.map(|discriminator| discriminator.property.as_str()).collect()
        })
    }

    fn tell_undefined(&mut self, flat: &Flat<'d>, help: &'static str) {
        for (name, origin) in flat.object.required.iter().filter(|(name, _)| flat.property(name).is_none()) {
            self.tell(
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
    pub(super) fn plan_additional(&mut self, node: NodeId, flat: &Flat<'d>) -> AdditionalPlan {
        let origin = self.nodes.get(node).origin;
        let mut values: Vec<NodeId> = flat.object.patterns.iter().map(|id| self.node(*id)).collect();
        match &flat.additional {
            FlatAdditional::Typed(parts) => values.push(self.all_of(parts, node, Step::Values, origin)),
            FlatAdditional::Open => return AdditionalPlan::Anything,
            FlatAdditional::Closed if values.is_empty() => return AdditionalPlan::Refused,
            FlatAdditional::Unsaid if values.is_empty() => return AdditionalPlan::Ignored,
            FlatAdditional::Unsaid | FlatAdditional::Closed => {}
        }
        AdditionalPlan::Values(self.any_of(values, node, Step::Values, origin))
    }

    /// The structure, its fields named and typed.
    pub(super) fn structure(&mut self, id: TypeId, node: NodeId, plan: StructurePlan) -> Shape {
        let kept = match plan.additional {
            AdditionalPlan::Ignored => Ok(Additional::Ignored),
            AdditionalPlan::Refused => Ok(Additional::Refused),
            AdditionalPlan::Anything => Err(Type::Any),
            AdditionalPlan::Values(values) => Err(self.lower(values).nested()),
        };
        let taken = if kept.is_err() { Some("extra") } else { None };
        let fields = self.fields(id, node, plan.fields, taken);
        let additional = kept.unwrap_or_else(|ty| Additional::Kept { name: own("extra", Case::Snake), ty });
        Shape::Structure(Structure {
            constants: Vec::new(),
            fields,
            additional,
            one_way: Vec::new(),
            construction: Construction::Literal,
        })
    }
}
