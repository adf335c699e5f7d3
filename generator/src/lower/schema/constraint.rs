//! What instances of a type must satisfy beyond it.

use super::*;

impl Lowering<'_, '_> {
    /// Bounds on a value of a type that a node became; a definition has its own.
    pub fn constraints(&mut self, node: NodeId, ty: &Type) -> Constraints {
        match ty {
            Type::Unit | Type::Defined(_) | Type::Boxed(_) | Type::External(_) | Type::Any => Constraints::default(),
            Type::Nullable(inner) => self.constraints(node, inner),
            Type::Scalar(_) | Type::Tuple(_) => self.resolved_flat(node).constraints.clone(),
            Type::List(inner) | Type::Map(inner) => {
                let flat = self.resolved_flat(node);
                let mut constraints = flat.constraints.clone();
                let below = match ty {
                    Type::Map(_) => match &flat.additional {
                        flat::FlatAdditional::Typed(parts) => parts.first().copied(),
                        flat::FlatAdditional::Unsaid | flat::FlatAdditional::Open | flat::FlatAdditional::Closed => {
                            None
                        }
                    },
                    _ => flat.items.first().copied(),
                };
                if let Some(below) = below {
                    let below = self.node(below);
                    let inner = self.constraints(below, inner);
                    constraints.items = (!inner.is_empty()).then(|| Box::new(inner));
                }
                constraints
            }
        }
    }
}
