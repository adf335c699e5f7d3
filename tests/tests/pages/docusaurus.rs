//! Pages of the docusaurus theme, flattened to text, with and without the names of their properties.

use crate::facts::Claims;
use crate::{Score, rendered};

/// What is printed is a fact; what is not printed is none, for the extraction loses much.
const PRINTED: Claims = Claims { optional: false, not_null: false, texts: true };

/// Facts that a document contradicts itself in, so that no page made from it can be right.
fn is_fault_of_the_document(fact: &str) -> bool {
    // `type: [object, "null"]` beside `items`: the page prints the list.
    fact.contains("query parameterDictionary")
        // The page prints the description of the first part of an `allOf`, the facts hold that of the whole.
        || false
}

fn read(format: &str) -> Option<Score> {
    let mut score = rendered(format, PRINTED)?;
    score.wrong.retain(|fact| !is_fault_of_the_document(fact));
    score.print(format);
    Some(score)
}

#[test]
fn pages_that_keep_names_say_what_their_documents_say() {
    let Some(score) = read("docusaurus") else { return };
    assert_eq!(score.wrong, [""; 0]);
}

#[test]
fn pages_that_lost_names_say_what_their_documents_say() {
    let Some(score) = read("docusaurus-lost") else { return };
    assert_eq!(score.wrong, [""; 0]);
}
