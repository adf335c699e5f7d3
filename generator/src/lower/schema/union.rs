//! The enum of a union, its variants named and typed.
//!
//! Takes the plan of a union; gives its shape. Promises that each variant has a name of its own.

use super::Lowering;
use crate::ir::{Conversion, Openness, Shape, Union, Variant, VariantTag};
use crate::lower::docs;
use crate::lower::naming::{Scope, Wanted};
use crate::lower::plan::UnionPlan;

impl Lowering<'_, '_> {
    /// The enum, its variants typed.
    pub(super) fn union(&mut self, plan: UnionPlan) -> Shape {
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
            let flat = self.spoken(variant.node);
            let docs = docs::of_field(&flat, self.own_schema(variant.node), &used.ty, plan.origin);
            variants.push(Variant {
                name: given.name,
                docs,
                ty: used.ty,
                tag: VariantTag::Held,
                conversion: Conversion::None,
            });
        }
        Shape::Union(Union { variants, tagging: plan.tagging, openness: Openness::Open })
    }
}
