//! Structures, their fields named and typed.
//!
//! Takes the plan of a structure; gives its shape. Promises that what is known of keys without a field is kept.

use super::Lowering;
use crate::ir::{Additional, Construction, Shape, Structure, Type, TypeId};
use crate::lower::graph::NodeId;
use crate::lower::naming::{Case, own};
use crate::lower::plan::{AdditionalPlan, StructurePlan};

impl Lowering<'_, '_> {
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
