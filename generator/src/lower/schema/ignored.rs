//! Keywords that no type can express, and the comparison of schemas.
//!
//! Takes what was lowered; tells, once for each schema, which of its keywords neither types nor checks express. Linear.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::document::{Schema, SchemaId, SchemaTable};
use crate::lower::schema::Lowering;
use crate::lower::{literal, pattern};

/// Tells every keyword that is not expressed.
pub fn tell(lowering: &mut Lowering<'_, '_>) {
    let document = lowering.document;
    tell_patterns(lowering);
    for (span, diagnostic) in std::mem::take(&mut lowering.unless_checked) {
        if !lowering.checked_alternatives.contains(&span) {
            lowering.tell(diagnostic);
        }
    }
    for (id, schema) in document.schemas.iter() {
        if schema.reference_unsure && schema.reference.is_some() {
            let message = "no Rust type expresses what `$dynamicRef` names from elsewhere";
            let help = "it is taken as a `$ref` to what it names where it stands";
            lowering.tell(Diagnostic::new(&code::lower::KEYWORD_IGNORED, schema.origin.span, message).help(help));
        }
        let mut keywords = ignored(schema);
        if lowering.said.checked.contains(&id) {
            // What a string holds is never checked.
            keywords.retain(|keyword| *keyword == "contentSchema" || lowering.said.left_out.contains(&(id, keyword)));
        }
        if schema.string.content_schema.is_some_and(|content| lowering.events.holds(content)) {
            keywords.retain(|keyword| *keyword != "contentSchema");
        }
        if !keywords.is_empty() {
            let listed: Vec<String> = keywords.iter().map(|keyword| format!("`{keyword}`")).collect();
            lowering.tell(
                Diagnostic::new(
                    &code::lower::KEYWORD_IGNORED,
                    schema.origin.span,
                    format!("no Rust type expresses {}", listed.join(", ")),
                )
                .help("the type allows what these forbid; the server should check them itself"),
            );
        }
    }
}

/// Tells every pattern that cannot be checked.
fn tell_patterns(lowering: &mut Lowering<'_, '_>) {
    let mut known: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for (_, schema) in lowering.document.schemas.iter() {
        let keys = schema.object.pattern_properties.iter().map(|(pattern, _)| pattern);
        for pattern in schema.string.pattern.iter().chain(keys) {
            let Some(reason) = known.entry(pattern).or_insert_with(|| pattern::why_not(pattern)) else { continue };
            let message = format!("the pattern `{pattern}` cannot be checked: {reason}");
            let help = "texts are not held against it; write in an overlay what means the same without that";
            lowering.tell(Diagnostic::new(&code::lower::PATTERN_UNCHECKED, schema.origin.span, message).help(help));
        }
    }
}

/// The keywords of a schema that no shape expresses.
pub(super) fn ignored(schema: &Schema) -> Vec<&'static str> {
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
