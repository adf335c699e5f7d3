//! What the crates say of facts that have no place in a type.
//!
//! Takes notes of the api; gives sentences. They hold words of the vendor's as they are: whoever prints them makes them safe.

use crate::ir::{Constraints, Encoded, Note};

/// A fact in sentences, each a paragraph.
pub fn sentences(note: &Note) -> Vec<String> {
    match note {
        Note::Said(text) => vec![text.clone()],
        Note::Bounds(constraints) => bounds(constraints),
        Note::PartHeaders { of, names } => vec![part_headers(of, names)],
        Note::Tag { parent: Some(parent), kind: Some(kind) } => vec![format!("Part of `{parent}` ({kind}).")],
        Note::Tag { parent: Some(parent), kind: None } => vec![format!("Part of `{parent}`.")],
        Note::Tag { parent: None, kind: Some(kind) } => vec![format!("Of the kind `{kind}`.")],
        Note::Tag { parent: None, kind: None } => Vec::new(),
        Note::AuthorizationServer(url) => vec![format!("The authorization server's metadata: <{url}>.")],
        Note::Contact { name, email, url } => listed("Contact", [name.clone(), link_to(email), link_to(url)]),
        Note::License { name, identifier, url } => {
            let identifier = identifier.as_ref().map(|identifier| format!("`{identifier}`"));
            listed("Licence", [name.clone(), identifier, link_to(url)])
        }
        Note::TermsOfService(url) => listed("Terms of service", [Some(format!("<{url}>")), None, None]),
    }
}

fn link_to(url: &Option<String>) -> Option<String> {
    url.as_ref().map(|url| format!("<{url}>"))
}

fn listed(what: &str, parts: [Option<String>; 3]) -> Vec<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { Vec::new() } else { vec![format!("{what}: {}.", parts.join(", "))] }
}

fn part_headers(of: &Encoded, names: &[String]) -> String {
    let span = |name: &str| format!("`{}`", name.replace('`', ""));
    let of = match of {
        Encoded::Property(name) => format!("The part {}", span(name)),
        Encoded::Position(position) => format!("The part at position {position}"),
        Encoded::Items => "Each part".to_owned(),
    };
    let names: Vec<String> = names.iter().map(|name| span(name)).collect();
    format!("{of} can have the headers {}.", names.join(", "))
}

/// One sentence for each bound.
fn bounds(constraints: &Constraints) -> Vec<String> {
    let mut sentences = Vec::new();
    for (bound, included, excluded) in
        [(&constraints.minimum, "At least", "More than"), (&constraints.maximum, "At most", "Less than")]
    {
        if let Some(bound) = bound {
            sentences.push(format!("{} {}.", if bound.exclusive { excluded } else { included }, bound.value));
        }
    }
    sentences.extend(constraints.multiple_of.as_ref().map(|step| format!("A multiple of {step}.")));
    for (least, most, one, several) in [
        (constraints.min_length, constraints.max_length, "character", "characters"),
        (constraints.min_items, constraints.max_items, "item", "items"),
        (constraints.min_properties, constraints.max_properties, "key", "keys"),
    ] {
        let unit = |count: u64| if count == 1 { one } else { several };
        sentences.extend(least.filter(|count| *count > 0).map(|count| format!("At least {count} {}.", unit(count))));
        sentences.extend(most.map(|count| format!("At most {count} {}.", unit(count))));
    }
    let pattern = constraints.pattern.as_ref();
    sentences.extend(pattern.map(|pattern| format!("Matches the regular expression `{pattern}`.")));
    if constraints.unique_items {
        sentences.push("No item occurs twice.".to_owned());
    }
    sentences
}
