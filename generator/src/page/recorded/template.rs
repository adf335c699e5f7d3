//! Path templates out of paths.
//!
//! Takes the paths of all requests; gives each with its values made parameters. Promises that a segment which looks like an id is one in every request, and that
//! a word is a value only where several requests differ in what looks like a value there. Never joins paths of different lengths.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::{Exchange, Segment};
use crate::traffic::path::is_id;

/// Makes values parameters.
pub(super) fn apply(exchanges: &mut [Exchange]) {
    for exchange in exchanges.iter_mut() {
        let mut before: Option<String> = None;
        let mut used = BTreeSet::new();
        for segment in &mut exchange.path {
            match segment {
                Segment::Literal(text) if is_id(text) => {
                    *segment = Segment::Variable(unused(&name(before.as_deref()), &mut used));
                }
                Segment::Literal(text) => before = Some(text.clone()),
                Segment::Variable(name) => {
                    used.insert(name.clone());
                }
            }
        }
    }
    unite(exchanges);
}

/// Where some requests have an id and others a short value with digits (`a1`, `item-3`) at one place of one path, all of them are values.
fn unite(exchanges: &mut [Exchange]) {
    let mut known: BTreeMap<Vec<Segment>, String> = BTreeMap::new();
    for exchange in exchanges.iter() {
        for (at, segment) in exchange.path.iter().enumerate() {
            if let Segment::Variable(name) = segment {
                let mut shape = exchange.path.clone();
                if let Some(slot) = shape.get_mut(at) {
                    *slot = Segment::Variable(String::new());
                }
                known.insert(shape, name.clone());
            }
        }
    }
    for exchange in exchanges.iter_mut() {
        for at in 0..exchange.path.len() {
            let short = matches!(exchange.path.get(at), Some(Segment::Literal(text)) if text.bytes().any(|byte| byte.is_ascii_digit()));
            if !short {
                continue;
            }
            let mut shape = exchange.path.clone();
            if let Some(slot) = shape.get_mut(at) {
                *slot = Segment::Variable(String::new());
            }
            if let (Some(name), Some(slot)) = (known.get(&shape), exchange.path.get_mut(at)) {
                *slot = Segment::Variable(name.clone());
            }
        }
    }
}

/// `contacts` holds contacts by `contact_id`.
fn name(before: Option<&str>) -> String {
    let word: String = before
        .unwrap_or("")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .collect();
    let word = word.trim_matches('_');
    let single = match word {
        _ if word.ends_with("ss") || word.ends_with("us") => word.to_owned(),
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word.trim_end_matches("ies")),
        _ if word.ends_with("sses") || word.ends_with("xes") || word.ends_with("ches") || word.ends_with("shes") => {
            word.trim_end_matches("es").to_owned()
        }
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    };
    if single.is_empty() { "id".to_owned() } else { format!("{single}_id") }
}

fn unused(wanted: &str, used: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !used.insert(name.clone()) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_named_after_what_they_are_of() {
        assert_eq!(name(Some("categories")), "category_id");
        assert_eq!(name(Some("boxes")), "box_id");
        assert_eq!(name(Some("status")), "status_id");
        assert_eq!(name(None), "id");
    }
}
