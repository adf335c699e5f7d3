//! What both clients and servers say of links, webhooks and callbacks.
//!
//! Takes the api's facts; gives sentences of ours in which the vendor's words are safe.

use super::{code, render};
use crate::ir::{Api, Cause, Link, LinkTarget, Receiver};

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
