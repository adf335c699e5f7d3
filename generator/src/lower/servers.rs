//! Servers: base URLs in pieces.
//!
//! Takes Server Objects; gives named [`Server`]s. Promises pieces that spell the template again.

use crate::document;
use crate::ir::{Server, ServerReach, UrlPiece};
use crate::lower::docs;
use crate::lower::naming::{Case, Scope, Wanted, identifier, own};

/// Every server, each with a constant's name.
pub fn lower(servers: &[document::Server]) -> Vec<Server> {
    let mut scope = Scope::fields();
    let wanted: Vec<Wanted> = servers
        .iter()
        .enumerate()
        .map(|(index, server)| Wanted {
            text: text(server, index),
            qualifier: String::new(),
            fallback: format!("server {}", index + 1),
        })
        .collect();
    let names = scope.assign(&wanted);
    let all = servers.iter().zip(names);
    all.map(|(server, given)| Server {
        name: own(given.name.bare(), Case::Shouty),
        url: pieces(server),
        description: docs::said(server.description.as_deref()),
        reach: reach(&server.url),
        origin: server.origin,
    })
    .collect()
}

/// What names a server: its name, a short description, where it is.
fn text(server: &document::Server, index: usize) -> String {
    const FILLERS: &[&str] = &["server", "url", "environment", "the", "api", "endpoint", "base", "host", "an", "a"];
    if let Some(name) = &server.name {
        return name.clone();
    }
    if let Some(description) = &server.description {
        let snake = identifier(description, Case::Snake);
        let words: Vec<&str> = snake.split('_').filter(|word| !FILLERS.contains(word)).collect();
        if (1..=3).contains(&words.len()) && words.iter().all(|word| !word.is_empty()) {
            return words.join("_");
        }
    }
    match reach(&server.url) {
        ServerReach::Local => "local".to_owned(),
        ServerReach::Relative => "relative".to_owned(),
        ServerReach::Public if index == 0 => "default".to_owned(),
        ServerReach::Public => format!("server_{}", index + 1),
    }
}

fn reach(url: &str) -> ServerReach {
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

fn pieces(server: &document::Server) -> Vec<UrlPiece> {
    let mut scope = Scope::arguments();
    let wanted: Vec<Wanted> = server
        .variables
        .iter()
        .enumerate()
        .map(|(index, variable)| Wanted {
            text: variable.name.clone(),
            qualifier: "variable".to_owned(),
            fallback: format!("variable {}", index + 1),
        })
        .collect();
    let names = scope.assign(&wanted);
    let mut all = Vec::new();
    let mut rest = server.url.as_str();
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        let Some(close) = from.find('}') else { break };
        let (variable, after) = from.split_at(close + 1);
        let key = variable.trim_start_matches('{').trim_end_matches('}');
        let declared = server.variables.iter().zip(&names).find(|(declared, _)| declared.name == key);
        if !before.is_empty() {
            all.push(UrlPiece::Literal(before.to_owned()));
        }
        match declared {
            Some((declared, given)) => all.push(UrlPiece::Variable {
                name: given.name.clone(),
                wire_name: key.to_owned(),
                default: declared.default.clone(),
                values: declared.values.clone(),
                description: docs::said(declared.description.as_deref()),
            }),
            None => all.push(UrlPiece::Literal(variable.to_owned())),
        }
        rest = after;
    }
    if !rest.is_empty() {
        all.push(UrlPiece::Literal(rest.to_owned()));
    }
    all
}
