//! Components that are read whether anything refers to them or not.
//!
//! Takes the Components Object; gives schema ids and security schemes in the order of the source. Never reads
//! components of other kinds: who refers to them reads them.

use super::place::Place;
use super::reader::Reader;
use crate::document::structure::ObjectKind;

impl<'t> Reader<'t, '_> {
    /// Gives every component schema its id, before any schema has contents.
    pub(super) fn component_schemas(&mut self, at: Place<'t>) {
        let Some(components) = self.map_under(at, "components") else { return };
        let Some(schemas) = self.map_under(components, "schemas") else { return };
        for (entry, schema) in schemas.entries() {
            self.named_schema(schema, Some(entry.key.to_string()));
        }
    }

    pub(super) fn component_security_schemes(&mut self, at: Place<'t>) {
        let Some(components) = at.get("components").filter(|components| components.node.as_map().is_some()) else {
            return;
        };
        let Some(schemes) = self.map_under(components, "securitySchemes") else { return };
        for (entry, scheme) in schemes.entries() {
            self.security.declare(&entry.key);
            let Some(resolved) = self.follow(scheme, ObjectKind::SecurityScheme) else { continue };
            let place = resolved.at.identity();
            if let Some(scheme) = self.security_scheme(&entry.key, resolved) {
                self.security.index(&entry.key, place, self.security_schemes.len());
                self.security_schemes.push(scheme);
            }
        }
    }
}
