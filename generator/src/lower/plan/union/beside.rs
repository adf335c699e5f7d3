//! What stands beside alternatives.

use crate::lower::graph::{Flat, FlatAdditional};

/// Whether what stands beside alternatives adds something to one of them.
pub fn adds_to(base: &Flat<'_>, branch: &Flat<'_>) -> bool {
    let inside = base.schemas.iter().all(|id| branch.schemas.contains(id));
    let properties = base.object.properties.iter().any(|property| branch.property(property.name).is_none());
    let required = base
        .object
        .required
        .keys()
        .any(|key| branch.property(key).is_some() && !branch.object.required.contains_key(key));
    let additional = match base.additional {
        FlatAdditional::Unsaid | FlatAdditional::Closed => false,
        FlatAdditional::Open | FlatAdditional::Typed(_) => branch.additional == FlatAdditional::Unsaid,
    };
    let scalars = base.format.is_some() && branch.format.is_none() || base.values.is_some() && branch.values.is_none();
    !inside && (properties || required || additional || scalars)
}
