//! Names that `x-specwright` gives to what schemas become.
//!
//! Takes schemas; gives their explicit names, and one type to inline schemas of the same name and the same content.

use super::{Lowering, Use};
use crate::document::SchemaId;
use crate::ir::Type;
use crate::lower::graph::same;

impl<'d> Lowering<'d, '_> {
    /// Another inline schema of the same explicit name and the same content.
    pub(super) fn shared(&mut self, id: SchemaId) -> Option<Use> {
        let name = self.graph.explicit_name(id)?;
        let (first, used) = self.explicit.get(&name)?;
        same(&self.graph.document.schemas, *first, id).then(|| used.clone())
    }

    pub(super) fn share(&mut self, id: SchemaId, used: &Use) {
        if let (Some(name), Type::Defined(_)) = (self.graph.explicit_name(id), &used.ty) {
            self.explicit.entry(name).or_insert_with(|| (id, used.clone()));
        }
    }
}
