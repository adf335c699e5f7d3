//! Servers: base URLs in pieces, those of the document and those of operations.
//!
//! Takes Server Objects; gives named [`Server`]s, each once. Promises pieces that spell the template again, and that where the
//! document lists no server and all operations list the same, these are the document's.

use std::collections::BTreeMap;

use crate::document::{self, Document};
use crate::ir::{Name, Server, ServerReach, ServerValues, ServerVariable, UrlPiece};
use crate::lower::docs;
use crate::lower::naming::{Case, Scope, Wanted, identifier, own};
use crate::lower::place;

/// Servers while operations are lowered.
pub struct Servers<'d> {
    shared: &'d [document::Server],
    of_operations: Vec<&'d document::Server>,
    known: BTreeMap<Key<'d>, usize>,
}

/// What makes two servers the same: URL, name, description, and the variables' values.
type Key<'d> = (&'d str, Option<&'d str>, Option<&'d str>, Vec<(&'d str, &'d [String])>);

impl<'d> Servers<'d> {
    /// The document's servers.
    pub fn of(document: &'d Document) -> Self {
        let mut shared = document.servers.as_slice();
        if shared.is_empty() {
            let mut operations = place::operations(document).map(|(_, operation)| operation.servers.as_slice());
            if let Some(first) = operations.next()
                && operations.all(|servers| same(servers, first))
            {
                shared = first;
            }
        }
        Self { shared, of_operations: Vec::new(), known: BTreeMap::new() }
    }

    /// The servers of an operation where they are others than the document's, by their place among [`Servers::finish`]'s second.
    pub fn of_operation(&mut self, operation: &'d document::Operation) -> Vec<usize> {
        if same(&operation.servers, self.shared) {
            return Vec::new();
        }
        let place = |server: &'d document::Server| {
            let variables = server.variables.iter().map(|it| (it.default.as_str(), it.values.as_slice())).collect();
            let key = (server.url.as_str(), server.name.as_deref(), server.description.as_deref(), variables);
            *self.known.entry(key).or_insert_with(|| {
                self.of_operations.push(server);
                self.of_operations.len() - 1
            })
        };
        operation.servers.iter().map(place).collect()
    }

    /// The document's servers and those of operations, all named.
    pub fn finish(self) -> (Vec<Server>, Vec<Server>) {
        let shared = self.shared.iter().enumerate().map(|(index, server)| (server, text(server, index)));
        let own = self.of_operations.iter().map(|server| (*server, text_of_operation(server)));
        let mut all = named(&shared.chain(own).collect::<Vec<_>>());
        let of_operations = all.split_off(self.shared.len().min(all.len()));
        (all, of_operations)
    }
}

fn same(a: &[document::Server], b: &[document::Server]) -> bool {
    a.iter().map(|server| server.url.as_str()).eq(b.iter().map(|server| server.url.as_str()))
}

fn named(servers: &[(&document::Server, String)]) -> Vec<Server> {
    let wanted: Vec<Wanted> = servers
        .iter()
        .enumerate()
        .map(|(index, (_, text))| Wanted {
            text: text.clone(),
            qualifier: String::new(),
            fallback: format!("server {}", index + 1),
        })
        .collect();
    let names = Scope::fields().assign(&wanted);
    let mut types = Scope::types();
    let type_names: Vec<Name> = names
        .iter()
        .map(|given| types.one(Wanted { text: given.name.bare().to_owned(), ..Wanted::default() }).name)
        .collect();
    let all = servers.iter().zip(names).zip(type_names);
    all.map(|(((server, _), given), type_name)| {
        let variables = variables(server, &type_name, &mut types);
        Server {
            name: own(given.name.bare(), Case::Shouty),
            type_name,
            url: pieces(server, &variables),
            variables,
            description: docs::said(server.description.as_deref()),
            reach: reach(server),
            origin: server.origin,
        }
    })
    .collect()
}

/// What names a server: its name, else a short description.
fn said(server: &document::Server) -> Option<String> {
    const FILLERS: &[&str] = &["server", "url", "environment", "the", "api", "endpoint", "base", "host", "an", "a"];
    if let Some(name) = &server.name {
        return Some(name.clone());
    }
    let snake = identifier(server.description.as_deref()?, Case::Snake);
    let words: Vec<&str> = snake.split('_').filter(|word| !FILLERS.contains(word)).collect();
    let short = (1..=3).contains(&words.len()) && words.iter().all(|word| !word.is_empty());
    short.then(|| words.join("_"))
}

/// A server of some operations: what is said of it, else where it is.
fn text_of_operation(server: &document::Server) -> String {
    let place = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
    said(server).unwrap_or_else(|| place.to_owned())
}

/// A server of the document: what is said of it, else whose it is.
fn text(server: &document::Server, index: usize) -> String {
    if let Some(said) = said(server) {
        return said;
    }
    match reach(server) {
        ServerReach::Local => "local".to_owned(),
        ServerReach::Relative => "relative".to_owned(),
        ServerReach::Public if index == 0 => "default".to_owned(),
        ServerReach::Public => format!("server_{}", index + 1),
    }
}

/// Judged with the variables at their defaults: `{origin}` is absolute where its default is.
fn reach(server: &document::Server) -> ServerReach {
    let mut url = server.url.clone();
    for variable in &server.variables {
        url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
    }
    let Some((_, rest)) = url.split_once("://") else {
        return ServerReach::Relative;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let local = host.eq_ignore_ascii_case("localhost")
        || host.ends_with(".localhost")
        || host.ends_with(".local")
        || host.starts_with("127.")
        || matches!(host, "0.0.0.0" | "::1" | "host.docker.internal");
    if local { ServerReach::Local } else { ServerReach::Public }
}

/// The variables that the URL names.
fn variables(server: &document::Server, type_name: &Name, types: &mut Scope) -> Vec<ServerVariable> {
    let named = |variable: &&document::ServerVariable| server.url.contains(&format!("{{{}}}", variable.name));
    let declared: Vec<&document::ServerVariable> = server.variables.iter().filter(named).collect();
    let wanted: Vec<Wanted> = declared
        .iter()
        .enumerate()
        .map(|(index, variable)| Wanted {
            text: variable.name.clone(),
            qualifier: "variable".to_owned(),
            fallback: format!("variable {}", index + 1),
        })
        .collect();
    let names = Scope::fields().assign(&wanted);
    let all = declared.into_iter().zip(names);
    all.map(|(variable, given)| ServerVariable {
        values: values(variable, &format!("{} {}", type_name.bare(), given.name.bare()), types),
        name: given.name,
        wire_name: variable.name.clone(),
        default: variable.default.clone(),
        description: docs::said(variable.description.as_deref()),
    })
    .collect()
}

/// `enum`. Where the default is none of its values, reading has told, and any text goes.
fn values(variable: &document::ServerVariable, type_name: &str, types: &mut Scope) -> ServerValues {
    let mut distinct: Vec<&String> = Vec::new();
    for value in &variable.values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    if !distinct.contains(&&variable.default) {
        return ServerValues::Any;
    }
    let wanted: Vec<Wanted> = distinct
        .iter()
        .enumerate()
        .map(|(index, value)| Wanted {
            text: (*value).clone(),
            qualifier: String::new(),
            fallback: format!("value {}", index + 1),
        })
        .collect();
    let names = Scope::constants().assign(&wanted);
    let values = names.into_iter().zip(distinct).map(|(given, value)| (given.name, value.clone())).collect();
    let wanted = Wanted { text: type_name.to_owned(), ..Wanted::default() };
    ServerValues::Listed { type_name: types.one(wanted).name, values }
}

fn pieces(server: &document::Server, variables: &[ServerVariable]) -> Vec<UrlPiece> {
    let mut all = Vec::new();
    let mut rest = server.url.as_str();
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        let Some(close) = from.find('}') else { break };
        let (variable, after) = from.split_at(close + 1);
        let key = variable.trim_start_matches('{').trim_end_matches('}');
        if !before.is_empty() {
            all.push(UrlPiece::Literal(before.to_owned()));
        }
        match variables.iter().position(|declared| declared.wire_name == key) {
            Some(index) => all.push(UrlPiece::Variable(index)),
            None => all.push(UrlPiece::Literal(variable.to_owned())),
        }
        rest = after;
    }
    if !rest.is_empty() {
        all.push(UrlPiece::Literal(rest.to_owned()));
    }
    all
}
