//! HAR recordings (1.2).
//!
//! Takes the tree of a recording; gives the requests of APIs in it, in order. Promises that what a page loads for its looks is left out. Never keeps a credential or the value of
//! a cookie.

use super::exchange::{Answer, Auth, Body, Exchange, Pair, Recording, Segment, is_key, is_transport};
use super::postman::{by_header, json};
use super::template;
use crate::node::{Node, Value};
use crate::page::nodes;
use crate::source::Provenance;

/// Reads a recording.
pub(super) fn read(tree: &Node) -> Option<Recording> {
    let entries = tree.get("log")?.get("entries")?.as_list()?;
    let mut exchanges: Vec<Exchange> = entries.iter().filter_map(exchange).collect();
    template::apply(&mut exchanges);
    let title = exchanges.first().and_then(|one| Some(one.origin.as_ref()?.split_once("://")?.1.to_owned()));
    Some(Recording { title, description: None, exchanges })
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty())
}

fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::as_list).unwrap_or(&[])
}

fn exchange(entry: &Node) -> Option<Exchange> {
    let (request, response) = (entry.get("request")?, entry.get("response")?);
    let url = request.get("url")?;
    let address = url.as_str()?;
    let host = address.find("://")? + 3;
    if !address.starts_with("http") {
        return None;
    }
    let method = text(request, "method")?.to_ascii_uppercase();
    let body = request.get("postData").and_then(sent);
    let answer = answered(response);
    let is_json = |body: &Body| body.media.contains("json");
    let api = answer.as_ref().and_then(|answer| answer.body.as_ref()).is_some_and(is_json)
        || body.as_ref().is_some_and(is_json)
        || (answer.as_ref().is_some_and(|answer| answer.body.is_none())
            && !matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS"));
    if !api || method == "OPTIONS" || method == "CONNECT" {
        return None;
    }
    let (address, _) = address.split_once(['?', '#']).unwrap_or((address, ""));
    let slash = address.get(host..)?.find('/').map_or(address.len(), |at| host + at);
    let path = address.get(slash..)?.split('/').skip(1).map(|text| Segment::Literal(text.to_owned())).collect();
    let pairs: Vec<Pair> = list(request, "headers").iter().filter_map(pair).collect();
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
    let query = list(request, "queryString").iter().filter_map(pair);
    Some(Exchange {
        name: None,
        description: None,
        folder: None,
        method,
        origin: Some(address.get(..slash)?.to_owned()),
        path,
        query: query.collect(),
        headers: pairs.iter().filter(|pair| !is_transport(&pair.name) && pair.name != key).cloned().collect(),
        body,
        answers: answer.into_iter().collect(),
        auth,
        span: url.span(),
    })
}

fn pair(node: &Node) -> Option<Pair> {
    Some(Pair {
        name: text(node, "name")?.to_owned(),
        value: text(node, "value").map(str::to_owned),
        description: None,
    })
}

fn media_of(node: &Node) -> Option<String> {
    let media = text(node, "mimeType")?;
    let essence = media.split(';').next().unwrap_or(media).trim();
    (essence.contains('/') && !essence.starts_with("x-unknown")).then(|| essence.to_ascii_lowercase())
}

/// What was sent.
fn sent(node: &Node) -> Option<Body> {
    let media = media_of(node)?;
    let fields = list(node, "params");
    let value = if !fields.is_empty() && media.contains("form") {
        let fields = fields.iter().filter_map(|field| {
            Some(nodes::string(
                text(field, "name")?,
                field.span(),
                Provenance::Example,
                text(field, "value").unwrap_or(""),
            ))
        });
        Some(nodes::map(node.span(), Provenance::Example, fields.collect::<Vec<_>>()))
    } else {
        node.get("text").and_then(|body| json(body.as_str()?, body.span()))
    };
    Some(Body { media, value })
}

/// What was answered; nothing where the browser had it or nothing came.
fn answered(node: &Node) -> Option<Answer> {
    let status = match &node.get("status")?.value {
        Value::Number(number) => number.as_i128()?,
        _ => return None,
    };
    if !(100..600).contains(&status) || status == 304 {
        return None;
    }
    let content = node.get("content");
    let coded = content.is_some_and(|node| text(node, "encoding").is_some());
    let written =
        content.and_then(|node| node.get("text")).filter(|body| body.as_str().is_some_and(|text| !text.is_empty()));
    let media = content.and_then(media_of);
    let body = written.zip(media).map(|(body, media)| {
        let value = body.as_str().filter(|_| !coded && media.contains("json")).and_then(|text| json(text, body.span()));
        Body { media, value }
    });
    Some(Answer { status: status.to_string(), name: None, body, chosen: false })
}
