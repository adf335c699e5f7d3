//! Requests that the API sends: webhooks and callbacks.
//!
//! Takes them as the document has them; gives a group of each, with a place where a receiver waits for each request. Promises
//! that no two have the same method and place, and that a callback which several operations ask for is there once. Never gives
//! them the document's security or servers: they are the receiver's.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Security};
use crate::ir::{Access, Cause, Group, Operation, Parameter, Receiver, Routing, Target};
use crate::lower::accept;
use crate::lower::body_names::BodyNames;
use crate::lower::expression::CallbackUrl;
use crate::lower::facts;
use crate::lower::grouping::Planned;
use crate::lower::operation;
use crate::lower::parameters::ClientParameters;
use crate::lower::path_key::PathKey;
use crate::lower::place::Incoming;
use crate::lower::schema::Lowering;
use crate::lower::security::Asked;
use crate::sparse::Sparse;

/// The groups with their operations, and the position of each operation among all. `ids` are those of all operations of the document
/// by their positions.
pub fn lower<'d>(
    lowering: &mut Lowering<'d, '_>,
    asked: &mut Asked,
    (mut groups, planned): (Vec<Group>, Vec<Planned<'d, Incoming<'d>>>),
    ids: &[String],
    bodies: &mut BodyNames,
) -> (Vec<Group>, Vec<Vec<usize>>) {
    let mut mounts = Mounts::default();
    let mut positions: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for one in planned {
        let (group, position) = (one.group, one.position);
        let operation = operation(lowering, asked, one, &mut mounts, ids, bodies);
        if let (Some(group), Some(positions)) = (groups.get_mut(group), positions.get_mut(group)) {
            group.operations.push(operation);
            positions.push(position);
        }
    }
    (groups, positions)
}

fn operation<'d>(
    lowering: &mut Lowering<'d, '_>,
    asked: &mut Asked,
    planned: Planned<'d, Incoming<'d>>,
    mounts: &mut Mounts,
    ids: &[String],
    bodies: &mut BodyNames,
) -> Operation {
    let Planned { position, operation: source, source: one, id, name, family, .. } = planned;
    let url = one.expression.map(CallbackUrl::of).unwrap_or_default();
    tell_lost(lowering, &one, &url);
    let asking: Vec<String> = one.asked_by.iter().filter_map(|at| ids.get(*at)).cloned().collect();
    let key = PathKey { path: url.path.clone(), ..PathKey::default() };
    let (path, mut parameters, mut names) =
        lowering.parameters(&key, source, &url.query, &mut ClientParameters::default());
    parameters.iter_mut().for_each(accept_any);
    let mount = mounts.place(one.name, &url.path, &source.method, asking.first().map(String::as_str));
    let cause = match one.expression {
        None => Cause::Webhook,
        Some(expression) => Cause::Callback { expression: expression.to_owned(), base: url.base, operations: asking },
    };
    let request = operation::request(lowering, source, position, &mut names, bodies);
    let responses = lowering.responses(position, source, bodies);
    let url = names.own(&["url", "receiver_url"]);
    Operation {
        id,
        name,
        items: operation::items(family, &responses, &mut names),
        successes: accept::successes(&responses),
        accept: accept::accept(&responses),
        docs: operation::docs_of(source),
        method: source.method.clone(),
        target: Target::Receiver(Receiver { name: one.name.to_owned(), url, mount, cause }),
        path,
        parameters,
        request,
        responses,
        access: match source.security {
            // What the document asks of its users says nothing about what it presents itself.
            Security::Undeclared => Access::Open,
            Security::None | Security::AnyOf(_) => asked.access(&source.security),
        },
        servers: Vec::new(),
        query: Vec::new(),
        idempotency_key: None,
        pagination: None,
        stream_end: None,
        routing: Routing::default(),
        origin: source.origin,
    }
}

/// A receiver does not refuse what the API sends: bounds are documentation.
fn accept_any(parameter: &mut Parameter) {
    parameter.docs.notes.extend(facts::bounds(&parameter.constraints));
    parameter.constraints = Sparse::default();
}

/// Path parameters that no template names cannot be received.
fn tell_lost(lowering: &mut Lowering<'_, '_>, one: &Incoming<'_>, url: &CallbackUrl) {
    let in_path = |parameter: &&document::Parameter| parameter.location == document::ParameterLocation::Path;
    for parameter in one.operation.parameters.iter().filter(in_path) {
        if !url.path.contains(&format!("{{{}}}", parameter.name)) {
            let message = format!("the path parameter `{}` of `{}` was left out", parameter.name, one.name);
            let help = "its receiver's URL has no place for it: declare it elsewhere in an overlay";
            lowering
                .graph
                .tell(Diagnostic::new(&code::lower::RECEIVER_PARAMETER, parameter.origin.span, message).help(help));
        }
    }
}

/// Places where receivers wait, each with its method once.
#[derive(Debug, Default)]
struct Mounts(BTreeSet<(String, String)>);

impl Mounts {
    /// `/name` and the path; where that is taken, below the operation that asks for it, else with a number.
    fn place(&mut self, name: &str, path: &str, method: &str, asking: Option<&str>) -> String {
        let name = segment(name);
        let below = asking.map(|asking| format!("/{}/{name}{path}", segment(asking)));
        let plain = [Some(format!("/{name}{path}")), below].into_iter().flatten();
        let numbered = (2_usize..).map(|number| format!("/{name}-{number}{path}"));
        let mut wanted = plain.chain(numbered);
        let free = wanted.find(|mount| self.0.insert((method.to_owned(), shape(mount))));
        free.unwrap_or_default()
    }
}

/// A path template without the names of its parameters.
fn shape(path: &str) -> String {
    path.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after)).collect::<Vec<_>>().join("{}")
}

/// Any text as one segment of a path.
fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // No path holds an empty segment or one of dots only.
    if out.bytes().all(|byte| byte == b'.') { format!("_{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_differ() {
        let mut mounts = Mounts::default();
        assert_eq!(mounts.place("newPet", "", "POST", None), "/newPet");
        assert_eq!(mounts.place("newPet", "", "PUT", None), "/newPet");
        assert_eq!(mounts.place("newPet", "", "POST", None), "/newPet-2");
        assert_eq!(mounts.place("a/{b} c", "/{id}", "POST", Some("get x")), "/a%2F%7Bb%7D%20c/{id}");
        assert_eq!(mounts.place("a/{b} c", "/{no}", "POST", Some("get x")), "/get%20x/a%2F%7Bb%7D%20c/{no}");
        assert_eq!(mounts.place("..", "", "POST", None), "/_..");
    }
}
