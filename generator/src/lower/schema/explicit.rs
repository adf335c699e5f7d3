//! Names that `x-specwright` gives to what schemas become.
//!
//! Takes schemas; gives their explicit names, and one type to inline schemas of the same name and the same content.

use super::*;

impl<'d> Lowering<'d, '_> {
    /// Another inline schema of the same explicit name and the same content.
    pub(super) fn shared(&mut self, id: SchemaId) -> Option<Use> {
        let name = self.explicit_name(id)?;
        let (first, used) = self.explicit.get(&name)?;
        ignored::same(&self.document.schemas, *first, id).then(|| used.clone())
    }

    pub(super) fn share(&mut self, id: SchemaId, used: &Use) {
        if let (Some(name), Type::Defined(_)) = (self.explicit_name(id), &used.ty) {
            self.explicit.entry(name).or_insert_with(|| (id, used.clone()));
        }
    }

    /// The name that `x-specwright` gives to what a schema becomes; on a property it is the property's.
    pub(super) fn explicit_name(&self, id: SchemaId) -> Option<String> {
        let schema = self.document.schemas.get(id);
        let name = schema.extension.as_ref()?.get("name")?.as_str()?;
        let place = self.places.schema(id)?;
        match self.places.path(place).last()? {
            Step::Property(_) => None,
            Step::Component(_)
            | Step::Operation(_)
            | Step::Shared(..)
            | Step::PathItem(_)
            | Step::Stray(_)
            | Step::Parameter(_)
            | Step::RequestBody
            | Step::Answer(_)
            | Step::Response(_)
            | Step::Header(_)
            | Step::Media(_)
            | Step::Items
            | Step::Item(_)
            | Step::Values
            | Step::Pattern(_)
            | Step::Part(_)
            | Step::Alternative(_)
            | Step::Variant(_)
            | Step::Keyword(_) => Some(name.to_owned()),
        }
    }
}
