//! Keywords that no shape expresses, and the comparison of schemas.
//!
//! Takes schemas; gives the keywords of one that no Rust type says, and whether two say the same.

use std::collections::BTreeSet;

use crate::document::{Schema, SchemaId, SchemaTable};
use crate::lower::literal;

/// The keywords of a schema that no shape expresses.
pub fn unexpressed(schema: &Schema) -> Vec<&'static str> {
    let object = &schema.object;
    let array = &schema.array;
    [
        ("not", schema.not.is_some()),
        ("if", schema.conditional.is_some()),
        ("propertyNames", object.property_names.is_some()),
        ("patternProperties", !object.pattern_properties.is_empty()),
        ("dependentRequired", !object.dependent_required.is_empty()),
        ("dependentSchemas", !object.dependent_schemas.is_empty()),
        ("contains", array.contains.is_some()),
        ("contentSchema", schema.string.content_schema.is_some()),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(keyword, _)| keyword)
    .collect()
}

/// Whether two schemas mean the same instances, documentation aside.
pub fn same(schemas: &SchemaTable, a: SchemaId, b: SchemaId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![(a, b)];
    while let Some((a, b)) = open.pop() {
        if a == b || !seen.insert((a, b)) {
            continue;
        }
        let (x, y) = (schemas.get(a), schemas.get(b));
        if !same_keywords(x, y) {
            return false;
        }
        let (left, right) = (below(x), below(y));
        if left.len() != right.len() {
            return false;
        }
        for ((left_key, left), (right_key, right)) in left.into_iter().zip(right) {
            if left_key != right_key {
                return false;
            }
            open.push((left, right));
        }
    }
    true
}

fn below(schema: &Schema) -> Vec<(String, SchemaId)> {
    let object = &schema.object;
    let array = &schema.array;
    let mut all: Vec<(String, SchemaId)> = Vec::new();
    all.extend(schema.reference.map(|id| ("$ref".to_owned(), id)));
    all.extend(object.properties.iter().map(|property| (format!("property {}", property.name), property.schema)));
    all.extend(object.additional_properties.map(|id| ("additionalProperties".to_owned(), id)));
    all.extend(object.unevaluated_properties.map(|id| ("unevaluatedProperties".to_owned(), id)));
    all.extend(object.pattern_properties.iter().map(|(pattern, id)| (format!("pattern {pattern}"), *id)));
    all.extend(array.items.map(|id| ("items".to_owned(), id)));
    all.extend(array.prefix_items.iter().map(|id| ("prefixItems".to_owned(), *id)));
    all.extend(schema.all_of.iter().map(|id| ("allOf".to_owned(), *id)));
    all.extend(schema.any_of.iter().map(|id| ("anyOf".to_owned(), *id)));
    all.extend(schema.one_of.iter().map(|id| ("oneOf".to_owned(), *id)));
    all
}

fn same_keywords(a: &Schema, b: &Schema) -> bool {
    let values = |schema: &Schema| {
        let all = schema.enumeration.iter().flatten().chain(schema.constant.as_deref());
        all.map(literal::json).collect::<Vec<_>>()
    };
    let required = |schema: &Schema| schema.object.required.iter().map(|one| one.name.clone()).collect::<BTreeSet<_>>();
    let mut bounds = [crate::ir::Constraints::default(), crate::ir::Constraints::default()];
    for (bound, schema) in bounds.iter_mut().zip([a, b]) {
        super::bounds::narrow(bound, schema);
    }
    let [left, right] = bounds;
    a.boolean == b.boolean
        && a.types == b.types
        && a.format == b.format
        && values(a) == values(b)
        && required(a) == required(b)
        && left == right
        && a.read_only == b.read_only
        && a.write_only == b.write_only
        && a.discriminator.as_ref().map(|d| &d.property) == b.discriminator.as_ref().map(|d| &d.property)
}
