//! What was recorded as an OpenAPI document.
//!
//! Takes requests with their answers; gives a tree of OpenAPI 3.1. Promises an operation for each method and path template, made of all requests to it. Never says that a
//! parameter or a property is required, but those of the path.

use std::collections::BTreeMap;

use super::exchange::{Answer, Auth, Body, Exchange, Pair, Recording, Segment};
use super::sample;
use crate::node::{Entry, Map, Node};
use crate::page::nodes::{self, entry, string, yes};
use crate::source::{Provenance, Span};

/// The document.
pub(super) fn make(recording: &Recording, span: Span) -> Node {
    let inferred = |key: &str, text: &str| string(key, span, Provenance::Inferred, text);
    let example = |key: &str, text: &str| string(key, span, Provenance::Example, text);
    let mut info =
        vec![example("title", recording.title.as_deref().unwrap_or("Recorded API")), inferred("version", "0")];
    info.extend(recording.description.iter().map(|text| example("description", text)));

    let origins = origins(recording);
    let mut operations: Vec<((String, String), Vec<&Exchange>)> = Vec::new();
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for exchange in &recording.exchanges {
        let key = (shape(&exchange.path), exchange.method.to_ascii_lowercase());
        let at = *places.entry(key).or_insert_with(|| {
            operations.push(((template(&exchange.path), exchange.method.to_ascii_lowercase()), Vec::new()));
            operations.len() - 1
        });
        operations.get_mut(at).into_iter().for_each(|(_, list)| list.push(exchange));
    }
    let mut paths = Map::new();
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    let mut schemes: BTreeMap<String, Node> = BTreeMap::new();
    for ((path, method), exchanges) in &operations {
        let Some(first) = exchanges.first() else { continue };
        // Templates that differ in the names of their parameters alone are one path.
        let path = keys.entry(shape(&first.path)).or_insert_with(|| path.clone()).clone();
        let node = operation(&path, first, exchanges, &origins, &mut schemes);
        match paths.get_mut(&path).and_then(Node::as_map_mut) {
            Some(item) => item.push(entry(method, node)),
            None => {
                let item = nodes::map(first.span, Provenance::Example, [entry(method, node)]);
                paths.push(Entry { key: path.into(), key_span: first.span, value: item });
            }
        }
    }
    let mut root = vec![inferred("openapi", "3.1.0"), entry("info", nodes::map(span, Provenance::Example, info))];
    if let [origin] = origins.as_slice() {
        root.push(entry("servers", servers(&[origin.as_str()], span)));
    }
    root.push(entry("paths", Node::new(span, Provenance::Example, crate::node::Value::Map(paths))));
    if !schemes.is_empty() {
        let schemes = schemes.into_iter().map(|(name, node)| entry(&name, node)).collect::<Vec<_>>();
        let schemes = entry("securitySchemes", nodes::map(span, Provenance::Inferred, schemes));
        root.push(entry("components", nodes::map(span, Provenance::Inferred, [schemes])));
    }
    nodes::map(span, Provenance::Example, root)
}

fn origins(recording: &Recording) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for origin in recording.exchanges.iter().filter_map(|one| one.origin.as_ref()) {
        if !found.contains(origin) {
            found.push(origin.clone());
        }
    }
    found
}

fn servers(origins: &[&str], span: Span) -> Node {
    let server =
        |origin: &&str| nodes::map(span, Provenance::Example, [string("url", span, Provenance::Example, origin)]);
    nodes::list(span, Provenance::Example, origins.iter().map(server).collect())
}

/// The path as OpenAPI writes it.
fn template(path: &[Segment]) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Literal(text) => format!("/{}", text.replace(['{', '}'], "")),
        Segment::Variable(name) => format!("/{{{name}}}"),
    };
    let joined: String = path.iter().map(part).collect();
    if joined.is_empty() { "/".to_owned() } else { joined }
}

/// The path without the names of its parameters.
fn shape(path: &[Segment]) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Literal(text) => format!("/{text}"),
        Segment::Variable(_) => "/{}".to_owned(),
    };
    path.iter().map(part).collect()
}

fn operation(
    path: &str,
    first: &Exchange,
    exchanges: &[&Exchange],
    origins: &[String],
    schemes: &mut BTreeMap<String, Node>,
) -> Node {
    let span = first.span;
    let example = |key: &str, text: &str| string(key, span, Provenance::Example, text);
    let mut entries = Vec::new();
    if let Some(folder) = &first.folder {
        let tag = Node::string(span, Provenance::Example, folder);
        entries.push(entry("tags", nodes::list(span, Provenance::Example, vec![tag])));
    }
    entries.extend(first.name.iter().map(|name| example("summary", name)));
    entries.extend(first.description.iter().map(|text| example("description", text)));
    let parameters = parameters(path, exchanges);
    if !parameters.is_empty() {
        entries.push(entry("parameters", nodes::list(span, Provenance::Example, parameters)));
    }
    let bodies: Vec<&Body> = exchanges.iter().filter_map(|one| one.body.as_ref()).collect();
    if !bodies.is_empty() && !matches!(first.method.as_str(), "GET" | "HEAD") {
        let content = entry("content", content(&bodies, &[], span));
        entries.push(entry("requestBody", nodes::map(span, Provenance::Example, [content])));
    }
    entries.push(entry("responses", responses(exchanges, span)));
    let auths: Vec<&Auth> = exchanges.iter().filter_map(|one| one.auth.as_ref()).collect();
    if let Some(requirements) = security(&auths, schemes, span) {
        entries.push(entry("security", requirements));
    }
    if origins.len() > 1 {
        let own: Vec<&str> = origins
            .iter()
            .filter(|origin| exchanges.iter().any(|one| one.origin.as_ref() == Some(origin)))
            .map(String::as_str)
            .collect();
        if !own.is_empty() {
            entries.push(entry("servers", servers(&own, span)));
        }
    }
    nodes::map(span, Provenance::Example, entries)
}

fn parameters(path: &str, exchanges: &[&Exchange]) -> Vec<Node> {
    let mut found = Vec::new();
    for name in path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)) {
        let Some(span) = exchanges.first().map(|one| one.span) else { continue };
        let schema = nodes::map(span, Provenance::Example, [string("type", span, Provenance::Inferred, "string")]);
        let entries = [
            string("name", span, Provenance::Example, name),
            string("in", span, Provenance::Example, "path"),
            yes("required", span, Provenance::Example),
            entry("schema", schema),
        ];
        found.push(nodes::map(span, Provenance::Example, entries));
    }
    for (place, pairs) in [("query", true), ("header", false)] {
        let mut order: Vec<(&Pair, Span)> = Vec::new();
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (pair, span) in exchanges
            .iter()
            .flat_map(|one| (if pairs { &one.query } else { &one.headers }).iter().map(|pair| (pair, one.span)))
        {
            if !values.contains_key(pair.name.as_str()) {
                order.push((pair, span));
            }
            values.entry(&pair.name).or_default().extend(pair.value.as_deref());
        }
        for (pair, span) in order {
            let texts = values.get(pair.name.as_str()).map_or(&[][..], Vec::as_slice);
            let mut entries = vec![
                string("name", span, Provenance::Example, &pair.name),
                string("in", span, Provenance::Example, place),
            ];
            entries.extend(pair.description.iter().map(|text| string("description", span, Provenance::Example, text)));
            entries.push(entry("schema", sample::of_texts(texts, span)));
            found.push(nodes::map(span, Provenance::Example, entries));
        }
    }
    found
}

/// The content of bodies by media type. `chosen` are values that somebody saved as examples.
fn content(bodies: &[&Body], chosen: &[(&str, &Node)], span: Span) -> Node {
    let mut media: Vec<&str> = Vec::new();
    for body in bodies {
        if !media.contains(&body.media.as_str()) {
            media.push(&body.media);
        }
    }
    let entries = media.into_iter().map(|name| {
        let values: Vec<&Node> =
            bodies.iter().filter(|body| body.media == name).filter_map(|body| body.value.as_ref()).collect();
        let mut own = Vec::new();
        if !values.is_empty() {
            own.push(entry("schema", sample::schema(&values, span)));
        }
        own.extend(
            chosen.iter().find(|(media, _)| *media == name).map(|(_, value)| entry("example", (*value).clone())),
        );
        entry(name, nodes::map(span, Provenance::Example, own))
    });
    nodes::map(span, Provenance::Example, entries.collect::<Vec<_>>())
}

fn responses(exchanges: &[&Exchange], span: Span) -> Node {
    let answers: Vec<&Answer> = exchanges.iter().flat_map(|one| &one.answers).collect();
    let mut codes: Vec<&str> = answers.iter().map(|answer| answer.status.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut entries: Vec<Entry> = Vec::new();
    for code in codes {
        let own: Vec<&Answer> = answers.iter().copied().filter(|answer| answer.status == code).collect();
        let name = own.iter().find_map(|answer| answer.name.as_deref());
        let description = match name {
            Some(name) => string("description", span, Provenance::Example, name),
            None => string("description", span, Provenance::Inferred, ""),
        };
        let mut fields = vec![description];
        let bodies: Vec<&Body> = own.iter().filter_map(|answer| answer.body.as_ref()).collect();
        let chosen: Vec<(&str, &Node)> = own
            .iter()
            .filter(|answer| answer.chosen)
            .filter_map(|answer| answer.body.as_ref())
            .filter_map(|body| Some((body.media.as_str(), body.value.as_ref()?)))
            .collect();
        if !bodies.is_empty() {
            fields.push(entry("content", content(&bodies, &chosen, span)));
        }
        entries.push(entry(code, nodes::map(span, Provenance::Example, fields)));
    }
    if entries.is_empty() {
        // No answer was kept, and OpenAPI wants one.
        let description = string("description", span, Provenance::Inferred, "No answer was recorded.");
        entries.push(entry("default", nodes::map(span, Provenance::Inferred, [description])));
    }
    nodes::map(span, Provenance::Example, entries)
}

/// What any of the requests sent suffices.
fn security(auths: &[&Auth], schemes: &mut BTreeMap<String, Node>, span: Span) -> Option<Node> {
    let mut requirements: Vec<Node> = Vec::new();
    let mut known: Vec<&Auth> = Vec::new();
    for auth in auths.iter().copied() {
        if known.contains(&auth) {
            continue;
        }
        known.push(auth);
        let text = |key: &str, value: &str| string(key, span, Provenance::Inferred, value);
        let (name, fields) = match auth {
            Auth::None => {
                requirements.push(nodes::map(span, Provenance::Inferred, []));
                continue;
            }
            Auth::Basic => ("basicAuth".to_owned(), vec![text("type", "http"), text("scheme", "basic")]),
            Auth::Bearer => ("bearerAuth".to_owned(), vec![text("type", "http"), text("scheme", "bearer")]),
            Auth::Key { place, name } => {
                (name.clone(), vec![text("type", "apiKey"), text("in", place), text("name", name)])
            }
        };
        schemes.entry(name.clone()).or_insert_with(|| nodes::map(span, Provenance::Inferred, fields));
        let none = nodes::list(span, Provenance::Inferred, Vec::new());
        requirements.push(nodes::map(span, Provenance::Inferred, [entry(&name, none)]));
    }
    (!requirements.is_empty()).then(|| nodes::list(span, Provenance::Inferred, requirements))
}
