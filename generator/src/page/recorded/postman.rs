//! Postman collections of version 2.
//!
//! Takes the tree of a collection; gives its requests, each with the answers that were saved with it. Promises that variables of the collection are put in where they
//! make a URL, and that a variable in a path is a parameter. Never keeps a credential.

use std::collections::BTreeMap;

use super::exchange::{Answer, Auth, Body, Exchange, Pair, Recording, Segment, is_key, is_transport};
use crate::node::{Node, Value};
use crate::page::{apart, nodes};
use crate::source::{Provenance, Span};

/// How deep folders may lie.
const MOST_DEPTH: usize = 32;

/// The variables of a collection.
type Variables = BTreeMap<String, String>;

/// Reads a collection.
pub(super) fn read(tree: &Node) -> Option<Recording> {
    let info = tree.get("info")?;
    let mut recording = Recording { title: text(info, "name"), description: described(info), exchanges: Vec::new() };
    let variables = variables(tree);
    let auth = tree.get("auth").and_then(auth);
    items(tree, None, auth.as_ref(), &variables, 0, &mut recording.exchanges);
    Some(recording)
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned).filter(|text| !text.is_empty())
}

/// A description is a text, or an object that holds one.
fn described(node: &Node) -> Option<String> {
    let found = node.get("description")?;
    found.as_str().map(str::to_owned).or_else(|| text(found, "content")).filter(|text| !text.trim().is_empty())
}

fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::as_list).unwrap_or(&[])
}

fn variables(tree: &Node) -> Variables {
    let pairs = list(tree, "variable").iter().filter_map(|node| {
        let key = text(node, "key").or_else(|| text(node, "id"))?;
        Some((key, scalar(node.get("value")?)?))
    });
    pairs.filter(|(_, value)| !value.is_empty()).collect()
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.text().to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn items(
    node: &Node,
    folder: Option<&str>,
    around: Option<&Auth>,
    variables: &Variables,
    depth: usize,
    found: &mut Vec<Exchange>,
) {
    if depth > MOST_DEPTH {
        return;
    }
    for item in list(node, "item") {
        let own = item.get("auth").and_then(auth);
        let auth = own.as_ref().or(around);
        if item.get("item").is_some() {
            let name = text(item, "name");
            // The outermost folder says what its requests are about.
            items(item, folder.or(name.as_deref()), auth, variables, depth + 1, found);
        } else if let Some(request) = item.get("request") {
            found.extend(exchange(item, request, folder, auth, variables));
        }
    }
}

fn exchange(
    item: &Node,
    request: &Node,
    folder: Option<&str>,
    around: Option<&Auth>,
    variables: &Variables,
) -> Option<Exchange> {
    let url = if request.as_str().is_some() { request } else { request.get("url")? };
    let raw = url.as_str().map(str::to_owned).or_else(|| text(url, "raw")).or_else(|| joined(url))?;
    let raw = filled(&raw, variables);
    let (address, query) = raw.split_once('?').unwrap_or((&raw, ""));
    let (origin, path) = split(address.split('#').next().unwrap_or(address));
    let headers =
        list(request, "header").iter().filter(|node| node.get("disabled").and_then(Node::as_bool) != Some(true));
    let pairs: Vec<Pair> = headers.filter_map(|node| pair(node)).collect();
    let own = request.get("auth").and_then(auth);
    let mut auth = own.or_else(|| around.cloned());
    let sent = |name: &str| pairs.iter().find(|pair| pair.name.eq_ignore_ascii_case(name));
    if auth.is_none()
        && let Some(value) = sent("authorization").map(|pair| pair.value.clone().unwrap_or_default())
    {
        auth = Some(by_header(&value));
    }
    if auth.is_none() {
        auth = pairs
            .iter()
            .find(|pair| is_key(&pair.name))
            .map(|pair| Auth::Key { place: "header", name: pair.name.clone() });
    }
    let key = match &auth {
        Some(Auth::Key { name, .. }) => name.clone(),
        _ => String::new(),
    };
    let content_type = sent("content-type").and_then(|pair| pair.value.clone());
    Some(Exchange {
        name: text(item, "name"),
        description: described(request).or_else(|| described(item)),
        folder: folder.map(str::to_owned),
        method: text(request, "method").unwrap_or_else(|| "GET".to_owned()).to_ascii_uppercase(),
        origin,
        path,
        query: query_of(url, query).into_iter().filter(|pair| pair.name != key).collect(),
        headers: pairs.iter().filter(|pair| !is_transport(&pair.name) && pair.name != key).cloned().collect(),
        body: request.get("body").and_then(|body| self::body(body, content_type.as_deref())),
        answers: list(item, "response").iter().filter_map(answer).collect(),
        auth,
        span: url.span(),
    })
}

/// A URL out of its parts.
fn joined(url: &Node) -> Option<String> {
    let words = |key: &str, by: &str| match url.get(key).map(|node| &node.value) {
        Some(Value::List(list)) => list.iter().filter_map(Node::as_str).collect::<Vec<_>>().join(by),
        Some(Value::String(text)) => text.to_string(),
        _ => String::new(),
    };
    let (host, path) = (words("host", "."), words("path", "/"));
    let scheme = text(url, "protocol").map(|scheme| format!("{scheme}://")).unwrap_or_default();
    (!host.is_empty() || !path.is_empty()).then(|| format!("{scheme}{host}/{}", path.trim_start_matches('/')))
}

/// The text with the values of variables that have one.
fn filled(raw: &str, variables: &Variables) -> String {
    let mut text = raw.to_owned();
    // A value may name a variable, too.
    for _ in 0..3 {
        let Some(start) = text.find("{{") else { break };
        let Some(end) = text.get(start..).and_then(|rest| rest.find("}}")).map(|end| start + end) else { break };
        let name = text.get(start + 2..end).unwrap_or("").trim();
        let begins = start == 0;
        match variables.get(name).filter(|value| begins || value.contains('/')) {
            Some(value) => {
                text = format!("{}{value}{}", text.get(..start).unwrap_or(""), text.get(end + 2..).unwrap_or(""))
            }
            None => break,
        }
    }
    text
}

/// The origin and the segments of an address.
fn split(address: &str) -> (Option<String>, Vec<Segment>) {
    let host_begins = address.find("://").map(|at| at + 3);
    let (origin, path) = match host_begins {
        Some(host) => match address.get(host..).and_then(|rest| rest.find('/')) {
            Some(slash) => {
                (Some(address.get(..host + slash).unwrap_or(address)), address.get(host + slash..).unwrap_or(""))
            }
            None => (Some(address), ""),
        },
        // A variable for the address that has no value, or a host without its scheme.
        None if address.starts_with("{{") => {
            (None, address.find("}}").and_then(|end| address.get(end + 2..)).unwrap_or(""))
        }
        None => (None, address.find('/').and_then(|slash| address.get(slash..)).unwrap_or(address)),
    };
    let origin = origin.filter(|origin| !origin.contains("{{")).map(str::to_owned);
    (origin, path.split('/').skip(1).map(segment).collect())
}

fn segment(text: &str) -> Segment {
    if let Some(name) = text.strip_prefix(':').filter(|name| !name.is_empty()) {
        return Segment::Variable(name.to_owned());
    }
    let inside = text
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"))
        .or_else(|| text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')));
    match inside.map(str::trim).filter(|name| !name.is_empty() && !name.contains(['{', '}'])) {
        Some(name) => Segment::Variable(name.to_owned()),
        None => Segment::Literal(text.to_owned()),
    }
}

fn pair(node: &Node) -> Option<Pair> {
    let value = node.get("value").and_then(scalar).filter(|value| !value.is_empty() && !value.contains("{{"));
    Some(Pair { name: text(node, "key")?, value, description: described(node) })
}

fn query_of(url: &Node, raw: &str) -> Vec<Pair> {
    let listed: Vec<Pair> = list(url, "query").iter().filter_map(pair).collect();
    if !listed.is_empty() {
        return listed;
    }
    let split = raw.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")));
    split
        .map(|(name, value)| Pair {
            name: name.to_owned(),
            value: Some(value.to_owned()).filter(|value| !value.is_empty() && !value.contains("{{")),
            description: None,
        })
        .collect()
}

/// What an `auth` object says.
fn auth(node: &Node) -> Option<Auth> {
    let kind = text(node, "type")?;
    let parameter = |key: &str| match node.get(&kind).map(|node| &node.value) {
        Some(Value::List(list)) => list
            .iter()
            .find(|node| text(node, "key").as_deref() == Some(key))
            .and_then(|node| scalar(node.get("value")?)),
        Some(Value::Map(map)) => map.get(key).and_then(scalar),
        _ => None,
    };
    match kind.as_str() {
        "noauth" => Some(Auth::None),
        "basic" => Some(Auth::Basic),
        "bearer" | "oauth2" | "jwt" => Some(Auth::Bearer),
        "apikey" => {
            let name = parameter("key").filter(|name| !name.contains("{{")).unwrap_or_else(|| "X-API-Key".to_owned());
            let place = if parameter("in").as_deref() == Some("query") { "query" } else { "header" };
            if place == "header" && name.eq_ignore_ascii_case("authorization") {
                return Some(by_header(&parameter("value").unwrap_or_default()));
            }
            Some(Auth::Key { place, name })
        }
        _ => None,
    }
}

/// What a header `Authorization` carries.
pub(super) fn by_header(value: &str) -> Auth {
    let scheme = value.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    match scheme.as_str() {
        "basic" => Auth::Basic,
        "bearer" => Auth::Bearer,
        _ => Auth::Key { place: "header", name: "Authorization".to_owned() },
    }
}

fn body(node: &Node, content_type: Option<&str>) -> Option<Body> {
    let mode = text(node, "mode")?;
    match mode.as_str() {
        "raw" => {
            let raw = node.get("raw")?;
            let written = raw.as_str()?;
            if written.trim().is_empty() {
                return None;
            }
            let language = node.get("options").and_then(|node| node.get("raw")).and_then(|node| text(node, "language"));
            let value = json(written, raw.span());
            let media = match (content_type, language.as_deref(), &value) {
                (Some(media), ..) => media.split(';').next().unwrap_or(media).trim().to_owned(),
                (None, Some("xml"), _) => "application/xml".to_owned(),
                (None, Some("text" | "html" | "javascript"), None) => "text/plain".to_owned(),
                (None, _, Some(_)) | (None, Some("json"), None) => "application/json".to_owned(),
                (None, _, None) => "text/plain".to_owned(),
            };
            Some(Body { media, value })
        }
        "urlencoded" => {
            Some(Body { media: "application/x-www-form-urlencoded".to_owned(), value: Some(form(node, "urlencoded")) })
        }
        "formdata" => Some(Body { media: "multipart/form-data".to_owned(), value: Some(form(node, "formdata")) }),
        "file" => Some(Body { media: "application/octet-stream".to_owned(), value: None }),
        "graphql" => Some(Body { media: "application/json".to_owned(), value: None }),
        _ => None,
    }
}

/// The fields of a form as an object.
fn form(node: &Node, key: &str) -> Node {
    let fields = list(node, key).iter().filter_map(|field| {
        let name = text(field, "key")?;
        let value = field.get("value").and_then(scalar).unwrap_or_default();
        Some(nodes::string(&name, field.span(), Provenance::Example, &value))
    });
    nodes::map(node.span(), Provenance::Example, fields.collect::<Vec<_>>())
}

/// JSON in a string. Variables outside of strings are no JSON; any value may stand there.
pub(super) fn json(text: &str, span: Span) -> Option<Node> {
    let starts = text.trim_start().starts_with(['{', '[']);
    if !starts {
        return None;
    }
    apart::parse(text, span, Provenance::Example)
}

fn answer(node: &Node) -> Option<Answer> {
    let code = node.get("code").and_then(scalar)?;
    let header = |name: &str| {
        let own = list(node, "header")
            .iter()
            .find(|node| text(node, "key").is_some_and(|key| key.eq_ignore_ascii_case(name)));
        own.and_then(|node| text(node, "value"))
    };
    let written = node.get("body").filter(|body| body.as_str().is_some_and(|text| !text.trim().is_empty()));
    let media = header("content-type").map(|media| media.split(';').next().unwrap_or(&media).trim().to_owned());
    let body = written.and_then(|body| {
        let value = json(body.as_str()?, body.span());
        let language = text(node, "_postman_previewlanguage");
        let media = media.unwrap_or_else(|| match (&value, language.as_deref()) {
            (Some(_), _) => "application/json".to_owned(),
            (None, Some("html")) => "text/html".to_owned(),
            (None, _) => "text/plain".to_owned(),
        });
        Some(Body { media, value })
    });
    Some(Answer { status: code, name: text(node, "name"), body, chosen: true })
}
