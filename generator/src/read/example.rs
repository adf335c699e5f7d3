//! `example` and `examples` of parameters, headers and media types.
//!
//! Takes an object that may hold them; gives Example Objects, `example` first. Never compares an example with its schema.

use super::Reader;
use super::place::Place;
use crate::document::Example;
use crate::document::structure::ObjectKind;

impl<'t> Reader<'t, '_> {
    pub(super) fn examples(&mut self, at: Place<'t>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = at.get("example") {
            examples.push(Example {
                name: None,
                summary: None,
                value: Some(value.node.clone()),
                serialized: None,
                external_value: None,
                origin: value.origin(),
            });
        }
        let Some(map) = self.map_under(at, "examples") else { return examples };
        for (entry, place) in map.entries() {
            let Some(resolved) = self.follow(place, ObjectKind::Example) else { continue };
            examples.extend(self.example(&entry.key, resolved.at, resolved.summary));
        }
        examples
    }

    /// Example Object (§4.19).
    fn example(&mut self, name: &str, at: Place<'t>, summary: Option<String>) -> Option<Example> {
        self.map(at, "an Example Object")?;
        let value = at.get("dataValue").or_else(|| at.get("value"));
        Some(Example {
            name: Some(name.to_owned()),
            summary: summary.or_else(|| self.text(at, "summary")),
            value: value.map(|value| value.node.clone()),
            serialized: self.text(at, "serializedValue"),
            external_value: self.text(at, "externalValue"),
            origin: at.origin(),
        })
    }
}
