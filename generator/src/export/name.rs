//! Names of component schemas.
//!
//! Takes the table of schemas; gives a name to each that has one or that something refers to. Promises that names are
//! unique and hold only letters that a component's key may have. Never renames one that needs no change, but the later of two alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{SchemaId, SchemaTable};

pub(super) struct Names {
    names: BTreeMap<SchemaId, String>,
}

impl Names {
    pub fn of(schemas: &SchemaTable) -> Self {
        let referred = referred(schemas);
        let mut names = BTreeMap::new();
        let mut taken = Taken::default();
        for (id, schema) in schemas.iter() {
            let wanted = match &schema.component {
                Some(component) => allowed(component),
                None if referred.contains(&id) => "Shared".to_owned(),
                None => continue,
            };
            names.insert(id, taken.unique(wanted));
        }
        Self { names }
    }

    /// The reference to a schema that has a name.
    pub fn reference(&self, id: SchemaId) -> Option<String> {
        self.names.get(&id).map(|name| format!("#/components/schemas/{name}"))
    }

    /// All names, in the order of the table.
    pub fn in_order(&self) -> Vec<(SchemaId, String)> {
        self.names.iter().map(|(id, name)| (*id, name.clone())).collect()
    }
}

fn referred(schemas: &SchemaTable) -> BTreeSet<SchemaId> {
    let mut referred = BTreeSet::new();
    for (_, schema) in schemas.iter() {
        referred.extend(schema.reference);
        if let Some(discriminator) = &schema.discriminator {
            referred.extend(discriminator.mapping.iter().map(|(_, id)| *id));
            referred.extend(discriminator.default_mapping);
        }
    }
    referred
}

/// `^[a-zA-Z0-9._-]+$`
fn allowed(name: &str) -> String {
    let keep = |letter: char| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '_' };
    match name {
        "" => "_".to_owned(),
        _ => name.chars().map(keep).collect(),
    }
}

/// Names given, and the number to try next for those that were wanted before.
#[derive(Default)]
struct Taken {
    names: BTreeSet<String>,
    next: BTreeMap<String, u64>,
}

impl Taken {
    fn unique(&mut self, wanted: String) -> String {
        let mut name = wanted.clone();
        while !self.names.insert(name.clone()) {
            let next = self.next.entry(wanted.clone()).or_insert(2);
            name = format!("{wanted}{next}");
            *next += 1;
        }
        name
    }
}
