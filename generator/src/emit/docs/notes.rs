//! What the crates say of facts that have no place in a type, and clients and servers of links, webhooks and callbacks.
//!
//! Takes the api's facts; gives sentences of ours in which the vendor's words are safe.

use super::{code, render};
use crate::ir::{Api, Cause, Constraints, Encoded, Link, LinkTarget, Note, Receiver};

/// A link: ``Link `next`: [`Users::get_user`](crate::Users::get_user) with `id` = `$response.body#/id`.``
///
/// `root` is the module in which the crate declares its groups; `here` is the group that the link's own file declares, if any, which a
/// link must not spell out (rustdoc's `redundant_explicit_links`).
pub fn link(api: &Api, link: &Link, root: &str, here: Option<&str>) -> String {
    let method = match &link.operation {
        LinkTarget::Operation { group, operation } => api
            .groups
            .get(*group)
            .and_then(|group| Some((group, group.operations.get(*operation)?)))
            .map(|(group, operation)| (group.name.bare(), operation.name.bare())),
        LinkTarget::Elsewhere(_) => None,
    };
    let target = match (&method, &link.operation) {
        (Some((group, method)), _) if here == Some(*group) => format!("[`{group}::{method}`]"),
        (Some((group, method)), _) => format!("[`{group}::{method}`]({root}::{group}::{method})"),
        (None, LinkTarget::Elsewhere(written)) => code(written),
        (None, LinkTarget::Operation { .. }) => String::new(),
    };
    let body = link.request_body.iter().map(|body| format!("the body {}", code(body)));
    let parameters = link.parameters.iter().map(|(name, value)| format!("{} = {}", code(name), code(value)));
    let given: Vec<String> = parameters.chain(body).collect();
    let given = if given.is_empty() { String::new() } else { format!(" with {}", given.join(", ")) };
    let described = link.description.as_deref().map(render).filter(|text| !text.is_empty());
    let described = described.map(|text| format!("\n\n{text}")).unwrap_or_default();
    format!("Link {}: {target}{given}.{described}", code(&link.name))
}

/// What makes the API send a request, and where to.
pub fn receiver(receiver: &Receiver) -> String {
    let name = code(&receiver.name);
    match &receiver.cause {
        Cause::Webhook => format!("Webhook {name}."),
        Cause::Callback { expression, operations, .. } => {
            let asking: Vec<String> = operations.iter().take(MOST).map(|id| code(id)).collect();
            let others = operations.len().saturating_sub(MOST);
            let more = if others == 0 { String::new() } else { format!(" and {others} more") };
            format!("Callback {name} of {}{more}, sent to {}.", asking.join(", "), code(expression))
        }
    }
}

/// More operations than this are counted, not named.
const MOST: usize = 8;

/// A fact in sentences, each a paragraph. They hold words of the vendor's as they are.
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
