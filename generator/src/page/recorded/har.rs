//! Requests of APIs in a HAR recording.
//!
//! Takes the tree of a recording; gives those requests, in order. Promises that what a page loads for its looks is left out. Never keeps a credential or the value of
//! a cookie.

use super::exchange::{Answer, Auth, Body, Exchange, Pair, Recording, Segment, is_key, is_transport};
use super::postman::{by_header, json};
use super::template;
use crate::node::Node;
use crate::page::nodes;
use crate::source::Provenance;
use crate::traffic::har::{self, Content};

/// Reads a recording.
pub(super) fn read(tree: &Node) -> Option<Recording> {
    let entries = har::entries(tree)?;
    let mut exchanges: Vec<Exchange> = entries.iter().filter_map(exchange).collect();
    template::apply(&mut exchanges);
    let title = exchanges.first().and_then(|one| Some(one.origin.as_ref()?.split_once("://")?.1.to_owned()));
    Some(Recording { title, description: None, exchanges })
}

fn exchange(entry: &har::Entry<'_>) -> Option<Exchange> {
    let origin = entry.origin.filter(|it| it.starts_with("http"))?;
    let method = entry.method.clone();
    let body = entry.sent.as_ref().and_then(sent);
    let answer = answered(entry);
    let is_json = |body: &Body| body.media.contains("json");
    let api = answer.as_ref().and_then(|answer| answer.body.as_ref()).is_some_and(is_json)
        || body.as_ref().is_some_and(is_json)
        || (answer.as_ref().is_some_and(|answer| answer.body.is_none())
            && !matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS"));
    if !api || method == "OPTIONS" || method == "CONNECT" {
        return None;
    }
    let path = entry.path.split('/').skip(1).map(|text| Segment::Literal(text.to_owned())).collect();
    let pairs: Vec<Pair> = entry.headers.iter().map(pair).collect();
    let auth = pairs
        .iter()
        .find(|pair| pair.name.eq_ignore_ascii_case("authorization"))
        .map(|pair| by_header(pair.value.as_deref().unwrap_or("")))
        .or_else(|| {
            pairs
                .iter()
                .find(|pair| is_key(&pair.name))
                .map(|pair| Auth::Key { place: "header", name: pair.name.clone() })
        });
    let key = match &auth {
        Some(Auth::Key { name, .. }) => name.clone(),
        _ => String::new(),
    };
    Some(Exchange {
        name: None,
        description: None,
        folder: None,
        method,
        origin: Some(origin.to_owned()),
        path,
        query: entry.listed.iter().map(pair).collect(),
        headers: pairs.iter().filter(|pair| !is_transport(&pair.name) && pair.name != key).cloned().collect(),
        body,
        answers: answer.into_iter().collect(),
        auth,
        span: entry.url.span(),
    })
}

fn pair(pair: &har::Pair<'_>) -> Pair {
    let value = Some(pair.value).filter(|it| !it.is_empty()).map(str::to_owned);
    Pair { name: pair.name.to_owned(), value, description: None }
}

fn media_of(content: &Content<'_>) -> Option<String> {
    let essence = content.media_type.split(';').next().unwrap_or_default().trim();
    (essence.contains('/') && !essence.starts_with("x-unknown")).then(|| essence.to_ascii_lowercase())
}

/// The body as JSON.
fn value(content: &Content<'_>) -> Option<Node> {
    json(content.text.as_deref()?, content.node.get("text").unwrap_or(content.node).span())
}

/// What was sent.
fn sent(content: &Content<'_>) -> Option<Body> {
    let media = media_of(content)?;
    let value = if !content.fields.is_empty() && media.contains("form") {
        let fields =
            content.fields.iter().map(|it| nodes::string(it.name, it.node.span(), Provenance::Example, it.value));
        Some(nodes::map(content.node.span(), Provenance::Example, fields.collect::<Vec<_>>()))
    } else {
        value(content)
    };
    Some(Body { media, value })
}

/// What was answered; nothing where the browser had it or nothing came.
fn answered(entry: &har::Entry<'_>) -> Option<Answer> {
    let status = entry.status.filter(|it| (100..600).contains(it) && *it != 304)?;
    let written = entry
        .answered
        .as_ref()
        .filter(|it| it.node.get("text").and_then(Node::as_str).is_some_and(|it| !it.is_empty()));
    let body = written.and_then(|content| {
        let media = media_of(content)?;
        let value = if media.contains("json") { value(content) } else { None };
        Some(Body { media, value })
    });
    Some(Answer { status: status.to_string(), name: None, body, chosen: false })
}
