//! Keywords that no type can express, and the comparison of schemas.
//!
//! Takes what was lowered; tells, once for each schema, which of its keywords neither types nor checks express. Linear.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::lower::graph::unexpressed;
use crate::lower::pattern;
use crate::lower::schema::Lowering;

/// Tells every keyword that is not expressed.
pub fn tell(lowering: &mut Lowering<'_, '_>) {
    let document = lowering.graph.document;
    tell_patterns(lowering);
    for (span, diagnostic) in std::mem::take(&mut lowering.graph.unless_checked) {
        if !lowering.checked_alternatives.contains(&span) {
            lowering.graph.tell(diagnostic);
        }
    }
    for (id, schema) in document.schemas.iter() {
        if schema.reference_unsure && schema.reference.is_some() {
            let message = "no Rust type expresses what `$dynamicRef` names from elsewhere";
            let help = "it is taken as a `$ref` to what it names where it stands";
            lowering.graph.tell(Diagnostic::new(&code::lower::KEYWORD_IGNORED, schema.origin.span, message).help(help));
        }
        let mut keywords = unexpressed(schema);
        if lowering.said.checked.contains(&id) {
            // What a string holds is never checked.
            keywords.retain(|keyword| *keyword == "contentSchema" || lowering.said.left_out.contains(&(id, keyword)));
        }
        if schema.string.content_schema.is_some_and(|content| lowering.graph.events.holds(content)) {
            keywords.retain(|keyword| *keyword != "contentSchema");
        }
        if !keywords.is_empty() {
            let listed: Vec<String> = keywords.iter().map(|keyword| format!("`{keyword}`")).collect();
            lowering.graph.tell(
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
    for (_, schema) in lowering.graph.document.schemas.iter() {
        let keys = schema.object.pattern_properties.iter().map(|(pattern, _)| pattern);
        for pattern in schema.string.pattern.iter().chain(keys) {
            let Some(reason) = known.entry(pattern).or_insert_with(|| pattern::why_not(pattern)) else { continue };
            let message = format!("the pattern `{pattern}` cannot be checked: {reason}");
            let help = "texts are not held against it; write in an overlay what means the same without that";
            lowering
                .graph
                .tell(Diagnostic::new(&code::lower::PATTERN_UNCHECKED, schema.origin.span, message).help(help));
        }
    }
}
