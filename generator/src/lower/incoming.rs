//! Requests that the API sends: webhooks and callbacks.
//!
//! Takes them as the document has them; gives a group of each, with a place where a receiver waits for each request. Promises
//! that no two have the same method and place, and that a callback which several operations ask for is there once. Never gives
//! them the document's security or servers: they are the receiver's.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Security};
use crate::ir::{Access, Cause, Docs, Group, Name, OWN_FEATURES, Operation, Parameter, Receiver, Routing, Target};
use crate::lower::expression::CallbackUrl;
use crate::lower::facts;
use crate::lower::naming::{Case, Scope, Wanted, identifier};
use crate::lower::operations::{self, Collecting, Draft};
use crate::lower::parameters::ClientParameters;
use crate::lower::path_key::PathKey;
use crate::lower::place::{self, Incoming};
use crate::lower::schema::Lowering;
use crate::lower::security::Asked;
use crate::sparse::Sparse;

/// A group for webhooks and one for callbacks, where there are some, and the position of each operation among all.
pub fn lower(
    lowering: &mut Lowering<'_, '_>,
    asked: &mut Asked,
    groups: &[Group],
    all: &mut Collecting,
) -> (Vec<Group>, Vec<Vec<usize>>) {
    let document = lowering.document;
    let incoming = place::incoming(document);
    let mut mounts = Mounts::default();
    let mut webhooks = Vec::new();
    let mut callbacks = Vec::new();
    let before = all.drafts.len();
    let mut methods: BTreeMap<(bool, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in &incoming {
        methods.entry((one.expression.is_some(), one.name)).or_default().insert(&one.operation.method);
    }
    for (number, one) in incoming.iter().enumerate() {
        let position = before + number;
        let methods = methods.get(&(one.expression.is_some(), one.name)).map_or(1, BTreeSet::len);
        let words = words(one, methods);
        let kind = if one.expression.is_some() { "callback" } else { "webhook" };
        all.drafts.push(Draft { words: words.clone(), group: kind.to_owned(), origin: one.operation.origin });
        let id = operations::unique_id(one.expression.unwrap_or(one.name), one.operation, &mut all.ids);
        all.ids_by_position.push(id.clone());
        if !operations::is_method(&one.operation.method) {
            lowering.tell(
                Diagnostic::new(
                    &code::lower::OPERATION_OMITTED,
                    one.operation.origin.span,
                    format!("the {kind} `{}` was left out: its method is no token of HTTP", one.name),
                )
                .help("correct it in an overlay"),
            );
            continue;
        }
        let list = if one.expression.is_some() { &mut callbacks } else { &mut webhooks };
        list.push((position, operation(lowering, asked, one, position, (id, words), &mut mounts, all)));
    }
    let mut named = Vec::new();
    let mut positions = Vec::new();
    for (key, list) in [("webhooks", webhooks), ("callbacks", callbacks)] {
        if !list.is_empty() {
            let (indices, operations) = list.into_iter().unzip();
            named.push(group(lowering, key, groups, operations));
            positions.push(indices);
        }
    }
    (named, positions)
}

fn operation<'d>(
    lowering: &mut Lowering<'d, '_>,
    asked: &mut Asked,
    one: &Incoming<'d>,
    position: usize,
    (id, words): (String, String),
    mounts: &mut Mounts,
    all: &mut Collecting,
) -> Operation {
    let source = one.operation;
    let url = one.expression.map(CallbackUrl::of).unwrap_or_default();
    tell_lost(lowering, one, &url);
    let asking: Vec<String> = one.asked_by.iter().filter_map(|at| all.ids_by_position.get(*at)).cloned().collect();
    let key = PathKey { path: url.path.clone(), ..PathKey::default() };
    let (path, mut parameters) = lowering.parameters(&key, source, &url.query, &mut ClientParameters::default());
    parameters.iter_mut().for_each(accept_any);
    let mount = mounts.place(one.name, &url.path, &source.method, asking.first().map(String::as_str));
    let cause = match one.expression {
        None => Cause::Webhook,
        Some(expression) => Cause::Callback { expression: expression.to_owned(), base: url.base, operations: asking },
    };
    Operation {
        id,
        name: Name::new(words),
        type_name: Name::new(""),
        docs: operations::docs_of(source),
        method: source.method.clone(),
        target: Target::Receiver(Receiver { name: one.name.to_owned(), mount, cause }),
        path,
        parameters,
        request: operations::request(lowering, source, position, &mut all.extra),
        responses: lowering.responses(position, source, &mut all.extra),
        access: match source.security {
            // What the document asks of its users says nothing about what it presents itself.
            Security::Undeclared => Access::Open,
            Security::None | Security::AnyOf(_) => asked.access(&source.security),
        },
        servers: Vec::new(),
        query: Vec::new(),
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
            lowering.tell(Diagnostic::new(&code::lower::RECEIVER_PARAMETER, parameter.origin.span, message).help(help));
        }
    }
}

/// The words that name an operation: its own, else its key, with the method where the key has several.
fn words(one: &Incoming<'_>, methods: usize) -> String {
    let by_key = || match methods {
        1 => one.name.to_owned(),
        _ => format!("{} {}", one.name, one.operation.method.to_ascii_lowercase()),
    };
    operations::given_words(one.operation).unwrap_or_else(by_key)
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

/// The group of webhooks or callbacks. Groups of operations keep their names.
fn group(lowering: &mut Lowering<'_, '_>, key: &str, groups: &[Group], mut operations: Vec<Operation>) -> Group {
    let (mut names, mut modules) = (Scope::groups(), Scope::modules());
    for group in groups {
        names.reserve(group.name.bare());
        modules.reserve(group.module.bare());
    }
    let free = !names.holds(&identifier(key, Case::Camel)) && !modules.holds(key);
    let text = if free { key.to_owned() } else { format!("incoming {key}") };
    let wanted = Wanted { text, qualifier: "received".to_owned(), fallback: key.to_owned() };
    let (name, module) = (names.one(wanted.clone()).name, modules.one(wanted).name);
    let mut features: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
    features.extend(groups.iter().map(|group| group.feature.clone()));
    operations::name_methods(lowering, &mut operations);
    Group {
        tag: key.to_owned(),
        name,
        feature: operations::feature(module.bare(), &mut features),
        module,
        docs: Docs::default(),
        operations,
    }
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
