//! Whether what is claimed of a page accepts what the page shows.
//!
//! Takes a schema that was read from a page and the values that the page shows of it; gives the schema without the claims that refuse
//! one of them, and says which these were. Promises that what is left accepts every value it was given, its own defaults and its
//! own examples. Never adds a claim: that a value occurs does not say what else may.

mod refusal;

use std::collections::BTreeSet;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value};
use crate::source::Span;

pub use refusal::Written;
use refusal::{Refusal, Step, refusals};

/// A value that a page shows, and who wrote it.
pub type Shown<'n> = (&'n Node, Written);

/// How often claims are dropped and the values tried again: each round drops one at least.
const MOST_ROUNDS: usize = 64;

/// Drops the claims that refuse a value. `components` are the schemas that references of the page lead to.
pub fn settle(schema: &mut Node, shown: &[Shown<'_>], components: &[Entry], diagnostics: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    own_values(schema, components, &mut told, diagnostics);
    for _ in 0..MOST_ROUNDS {
        let found = shown.iter().find_map(|(value, written)| {
            let refused = refusals(schema, value, *written, components);
            (!refused.is_empty()).then_some(refused)
        });
        let Some(refused) = found else { return };
        for refusal in refused {
            drop_claim(schema, &refusal, &mut told, diagnostics);
        }
    }
}

/// Whether a schema accepts a value as it stands.
pub fn accepts(schema: &Node, value: &Node, written: Written, components: &[Entry]) -> bool {
    refusals(schema, value, written, components).is_empty()
}

/// Defaults and examples that stand in the schema are tried against the part that they stand in. A default that is refused may be another's:
/// it goes with the claim that refuses it.
fn own_values(node: &mut Node, components: &[Entry], told: &mut BTreeSet<Span>, diagnostics: &mut Diagnostics) {
    let Value::Map(map) = &mut node.value else { return };
    for entry in map.iter_mut() {
        match (&*entry.key, &mut entry.value.value) {
            ("properties", Value::Map(properties)) => {
                properties.iter_mut().for_each(|entry| own_values(&mut entry.value, components, told, diagnostics));
            }
            ("items" | "additionalProperties", Value::Map(_)) => {
                own_values(&mut entry.value, components, told, diagnostics);
            }
            ("allOf" | "oneOf" | "anyOf", Value::List(list)) => {
                list.iter_mut().for_each(|node| own_values(node, components, told, diagnostics));
            }
            _ => {}
        }
    }
    let examples: Vec<Node> = node.get("examples").and_then(Node::as_list).unwrap_or(&[]).to_vec();
    for value in examples {
        for refusal in refusals(node, &value, Written::Author, components) {
            drop_claim(node, &refusal, told, diagnostics);
        }
    }
    let Some(value) = node.get("default").cloned() else { return };
    let refused = refusals(node, &value, Written::Author, components);
    for refusal in &refused {
        drop_claim(node, refusal, told, diagnostics);
    }
    if let Some(map) = node.as_map_mut().filter(|_| !refused.is_empty()) {
        map.remove("default");
    }
}

/// The keywords that say something of the values of one type only: they go with the type.
const OF_A_TYPE: [&str; 17] = [
    "properties",
    "required",
    "additionalProperties",
    "items",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

fn drop_claim(schema: &mut Node, refusal: &Refusal, told: &mut BTreeSet<Span>, diagnostics: &mut Diagnostics) {
    let Some((Step::Key(key), path)) = refusal.path.split_last() else { return };
    let at = path.iter().try_fold(&mut *schema, |node, step| step.of(node)).and_then(Node::as_map_mut);
    let Some((map, entry)) = at.and_then(|map| map.remove(key).map(|entry| (map, entry))) else { return };
    match &**key {
        "type" => map.retain(|entry| !OF_A_TYPE.contains(&&*entry.key)),
        "oneOf" | "anyOf" => drop(map.remove("discriminator")),
        _ => {}
    }
    let span = entry.value.span();
    if !told.insert(span) {
        return;
    }
    let message = format!("the page contradicts itself: `{key}` refuses a value that it shows, and is left out");
    diagnostics.report(
        Diagnostic::new(&code::PAGE_CONTRADICTION, span, message)
            .relate(refusal.value, "the value")
            .help("say by an overlay which of both is right"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::tree::{self, write};

    fn node(text: &str) -> Node {
        let mut sources = Sources::default();
        let source = sources.add("page.md", text);
        tree::parse(&sources, source, &mut Diagnostics::default()).expect("a tree")
    }

    fn settled(schema: &str, value: &str, written: Written) -> String {
        let (mut schema, value) = (node(schema), node(value));
        settle(&mut schema, &[(&value, written)], &[], &mut Diagnostics::default());
        write::json(&schema).split_whitespace().collect()
    }

    #[test]
    fn claims_that_refuse_a_value_are_dropped() {
        let object =
            "{type: object, properties: {a: {type: integer, minimum: 3, description: A}, b: {enum: [x, y z]}}}";
        assert_eq!(
            settled(object, "{a: 1, b: y}", Written::Author),
            r#"{"type":"object","properties":{"a":{"type":"integer","description":"A"},"b":{}}}"#
        );
        assert_eq!(settled("{type: string, maxLength: 3}", "4", Written::Author), "{}");
        assert_eq!(settled("{anyOf: [{type: string}, {type: integer}]}", "1.5", Written::Author), "{}");
    }

    #[test]
    fn a_sampler_knows_no_bounds_and_an_example_may_be_partial() {
        assert_eq!(settled("{maxLength: 3}", "string", Written::Sampler), r#"{"maxLength":3}"#);
        assert_eq!(settled("{enum: [a]}", "b", Written::Sampler), "{}");
        assert_eq!(
            settled("{type: object, required: [a]}", "{}", Written::Author),
            r#"{"type":"object","required":["a"]}"#
        );
    }

    #[test]
    fn a_default_that_is_refused_goes_with_the_claim() {
        assert_eq!(settled("{type: string, enum: [a, b], default: c}", "a", Written::Author), r#"{"type":"string"}"#);
    }
}
