//! Discriminator Objects.
//!
//! Takes a discriminator; gives its tag values with the schemas they name. Never checks that these are alternatives.

use super::super::place::Place;
use super::super::reader::Reader;
use super::super::suggest::nearest;
use crate::diagnostic::code::read as code;
use crate::document::{Discriminator, SchemaId};

/// How many names a suggestion is looked for among.
const MOST: usize = 1000;

impl<'t> Reader<'t, '_> {
    /// Discriminator Object (§4.25).
    pub(super) fn discriminator(&mut self, at: Place<'t>) -> Option<Discriminator> {
        const OBJECT: &str = "a Discriminator Object";
        self.map(at, OBJECT)?;
        let property = self.required_text(at, "propertyName", OBJECT)?;
        let mut mapping = Vec::new();
        if let Some(map) = self.map_under(at, "mapping") {
            for (entry, value) in map.entries() {
                let schema = self.as_text(value, &entry.key).and_then(|name| self.mapped(value, &name));
                mapping.extend(schema.map(|schema| (entry.key.to_string(), schema)));
            }
        }
        let default = at.get("defaultMapping");
        let default_mapping =
            default.and_then(|value| self.as_text(value, "defaultMapping").and_then(|name| self.mapped(value, &name)));
        Some(Discriminator { property, mapping, default_mapping, origin: at.origin() })
    }

    /// A schema by its component's name, or by a reference. A text that could be both is a name.
    fn mapped(&mut self, at: Place<'t>, name: &str) -> Option<SchemaId> {
        let is_name = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
        if is_name {
            let components = at.with(self.root.node).get("components").and_then(|components| components.get("schemas"));
            if let Some(schema) = components.and_then(|schemas| self.component(schemas, name)) {
                return Some(self.schema(schema));
            }
            if let Some(target) = self.perhaps_target(at, name) {
                return Some(self.named_schema(target.at, target.name));
            }
            let names = components.into_iter().flat_map(|schemas| schemas.entries().map(|(entry, _)| &*entry.key));
            let help = match nearest(name, names.take(MOST)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the name, or add the schema".to_owned(),
            };
            let message = format!("`{name}` is the name of no schema");
            self.tell_with_help(&code::DANGLING_MAPPING, at.span(), message, help);
            return None;
        }
        let target = self.target_or(&code::DANGLING_MAPPING, at, name, at.span())?;
        Some(self.named_schema(target.at, target.name))
    }
}
