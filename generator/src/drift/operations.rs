//! Which operations of two descriptions belong together.
//!
//! Takes two documents; hands each pair of operations to [`Exchange`], and tells of operations, servers, webhooks and callbacks that only one side has. Promises that
//! the names of path parameters and the order of paths do not show. Never matches by `operationId`: what is sent decides.

use super::change::{Change, Ours, Spot, Wire};
use super::exchange::{Exchange, Told};
use super::rule::{self, Rule};
use super::security::endpoints;
use super::walk::{Flow, Walk};
use crate::document::{Document, Operation, PathItem, Server};
use serde_json::json;
use std::collections::HashMap;

/// An operation with its path.
#[derive(Clone, Copy)]
struct At<'d> {
    path: &'d str,
    item: &'d PathItem,
    operation: &'d Operation,
}

/// Compares everything that is sent.
pub fn compare<'d>(old: &'d Document, new: &'d Document, walk: &mut Walk<'_, 'd>, changes: &mut Vec<Change>) {
    servers(old, new, changes);
    tokens(old, new, changes);
    let mut scope = Scope { old, new, walk, changes };
    scope.all(&old.paths, &new.paths, Flow::ToServer, (&rule::OPERATION_ADDED, &rule::OPERATION_REMOVED), "", true);
    scope.all(
        &old.webhooks,
        &new.webhooks,
        Flow::ToClient,
        (&rule::WEBHOOK_ADDED, &rule::WEBHOOK_REMOVED),
        "webhook ",
        false,
    );
}

struct Scope<'s, 'w, 'd> {
    old: &'d Document,
    new: &'d Document,
    walk: &'s mut Walk<'w, 'd>,
    changes: &'s mut Vec<Change>,
}

impl<'w, 'd> Scope<'_, 'w, 'd> {
    fn all(
        &mut self,
        before: &'d [PathItem],
        after: &'d [PathItem],
        flow: Flow,
        rules: (&'static Rule, &'static Rule),
        kind: &str,
        templates: bool,
    ) {
        let list = |items: &'d [PathItem]| {
            let each = |item: &'d PathItem| {
                item.operations.iter().map(move |operation| At { path: &item.path, item, operation })
            };
            items.iter().flat_map(each).collect::<Vec<_>>()
        };
        let (before, after) = (list(before), list(after));
        let key =
            |at: &At<'_>| (at.operation.method.clone(), if templates { template(at.path) } else { at.path.to_owned() });
        let mut by_key: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (index, at) in after.iter().enumerate().rev() {
            by_key.entry(key(at)).or_default().push(index);
        }
        let mut taken = vec![false; after.len()];
        let mut gone = Vec::new();
        for old in &before {
            match by_key.get_mut(&key(old)).and_then(Vec::pop).and_then(|index| Some((index, after.get(index)?))) {
                Some((index, new)) => {
                    if let Some(slot) = taken.get_mut(index) {
                        *slot = true;
                    }
                    self.pair(old, new, flow, kind);
                }
                None => gone.push(*old),
            }
        }
        // What moved between a server's URL and the path is at the same address.
        let mut come: Vec<At<'_>> = after.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(at, _)| *at).collect();
        if templates {
            gone.retain(|old| {
                let own = addresses(old);
                let found = come.iter().position(|new| {
                    new.operation.method == old.operation.method && addresses(new).iter().any(|it| own.contains(it))
                });
                if let Some(found) = found {
                    let new = come.remove(found);
                    self.pair(old, &new, flow, kind);
                }
                found.is_none()
            });
        }
        for old in gone {
            self.gone(&old, after.iter().find(|it| it.path == old.path), flow, rules.1, kind);
        }
        for new in come {
            self.come(&new, before.iter().find(|it| it.path == new.path), flow, rules.0, kind);
        }
    }

    fn pair(&mut self, old: &At<'d>, new: &At<'d>, flow: Flow, kind: &str) {
        let name = format!("{kind}{} {}", new.operation.method, new.path);
        let mut exchange = Exchange {
            walk: &mut *self.walk,
            changes: &mut *self.changes,
            old: self.old,
            new: self.new,
            name: name.clone(),
            operation: old.operation.origin.span,
            templates: (old.path, new.path),
            flow,
        };
        exchange.compare(old.operation, new.operation);
        self.own_servers(old.operation, new.operation, &name);
        let back = match flow {
            Flow::ToServer => Flow::ToClient,
            Flow::ToClient => Flow::ToServer,
        };
        for (callback, before) in &old.operation.callbacks {
            let after = new
                .operation
                .callbacks
                .iter()
                .find(|(other, _)| other == callback)
                .map_or(&[][..], |(_, items)| items.as_slice());
            self.all(
                before,
                after,
                back,
                (&rule::CALLBACK_ADDED, &rule::CALLBACK_REMOVED),
                &format!("callback {callback} of {name}: "),
                false,
            );
        }
        for (callback, after) in &new.operation.callbacks {
            if old.operation.callbacks.iter().all(|(other, _)| other != callback) {
                self.all(
                    &[],
                    after,
                    back,
                    (&rule::CALLBACK_ADDED, &rule::CALLBACK_REMOVED),
                    &format!("callback {callback} of {name}: "),
                    false,
                );
            }
        }
    }

    /// Of an operation that one side has.
    fn exchange(&mut self, name: String, flow: Flow, only: &At<'d>) -> Exchange<'_, 'w, 'd> {
        Exchange {
            walk: &mut *self.walk,
            changes: &mut *self.changes,
            old: self.old,
            new: self.new,
            name,
            operation: only.operation.origin.span,
            templates: (only.path, only.path),
            flow,
        }
    }

    fn gone(&mut self, old: &At<'d>, beside: Option<&At<'d>>, flow: Flow, rule: &'static Rule, kind: &str) {
        let name = format!("{kind}{} {}", old.operation.method, old.path);
        let place = beside.map(|it| Spot::of(it.item.origin.span));
        let mut exchange = self.exchange(name.clone(), flow, old);
        let request = exchange.request(old.operation, exchange.walk.old);
        let sent = flow == Flow::ToServer;
        let told = Told {
            rule,
            message: format!("{name} is no longer documented"),
            old: Some(Spot::of(old.operation.origin.span)),
            new: place,
            sender: if sent { Wire::Breaking } else { Wire::Compatible },
            receiver: if sent { Wire::Compatible } else { Wire::Unproven },
            our_sender: if sent { Ours::Fails } else { Ours::Works },
            our_receiver: Ours::Works,
            witness: sent.then(|| ("request", request, "the new description has no such operation".to_owned())),
        };
        exchange.tell_end(told, old.operation.sunset.as_deref());
    }

    fn come(&mut self, new: &At<'d>, beside: Option<&At<'d>>, flow: Flow, rule: &'static Rule, kind: &str) {
        let name = format!("{kind}{} {}", new.operation.method, new.path);
        let place = beside.map(|it| Spot::of(it.item.origin.span));
        let mut exchange = self.exchange(name.clone(), flow, new);
        let request = exchange.request(new.operation, exchange.walk.new);
        let sent = flow == Flow::ToServer;
        exchange.tell(Told {
            rule,
            message: format!("{name} is new"),
            old: place,
            new: Some(Spot::of(new.operation.origin.span)),
            sender: Wire::Compatible,
            receiver: if sent { Wire::Breaking } else { Wire::Compatible },
            our_sender: Ours::Works,
            our_receiver: if sent { Ours::Fails } else { Ours::Works },
            witness: sent.then(|| ("request", request, "the old description has no such operation".to_owned())),
        });
    }

    /// Servers of one operation, where they are not those of the document.
    fn own_servers(&mut self, old: &'d Operation, new: &'d Operation, name: &str) {
        let same = |one: &[Server], two: &[Server]| urls(one) == urls(two);
        let own = !same(&old.servers, &self.old.servers) || !same(&new.servers, &self.new.servers);
        if own && !same(&old.servers, &new.servers) {
            compare_servers(
                &old.servers,
                &new.servers,
                Spot::of(old.origin.span),
                Spot::of(new.origin.span),
                &format!(" of {name}"),
                &[name.to_owned()],
                self.changes,
            );
        }
    }
}

fn urls(servers: &[Server]) -> Vec<String> {
    let mut urls: Vec<String> = servers.iter().map(|it| url(it).to_owned()).collect();
    if urls.is_empty() {
        urls.push(String::new());
    }
    urls.sort();
    urls
}

fn url(server: &Server) -> &str {
    server.url.trim_end_matches('/')
}

/// A path template without the names of its parameters.
fn template(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// The path with the path of each server before it.
fn addresses(at: &At<'_>) -> Vec<String> {
    let base = |server: &Server| {
        let rest = server
            .url
            .split_once("://")
            .map_or(server.url.as_str(), |(_, rest)| rest.find('/').map_or("", |at| rest.get(at..).unwrap_or("")));
        format!("{}{}", rest.trim_end_matches('/'), template(at.path))
    };
    let mut all: Vec<String> = at.operation.servers.iter().map(base).collect();
    if all.is_empty() {
        all.push(template(at.path));
    }
    all
}

fn servers(old: &Document, new: &Document, changes: &mut Vec<Change>) {
    let (was, is) = (Spot::of(old.info.origin.span), Spot::of(new.info.origin.span));
    compare_servers(&old.servers, &new.servers, was, is, "", &[], changes);
}

fn plain(
    rule: &'static Rule,
    message: String,
    old: Option<Spot>,
    new: Option<Spot>,
    client: Wire,
    operations: &[String],
) -> Change {
    Change {
        rule,
        message,
        operations: operations.to_vec(),
        old,
        new,
        client,
        server: Wire::Compatible,
        our_client: if client == Wire::Compatible { Ours::Works } else { Ours::Depends },
        our_server: Ours::Works,
        rust: Vec::new(),
        subject: None,
        sunset: None,
        witnesses: Vec::new(),
    }
}

fn compare_servers(
    old: &[Server],
    new: &[Server],
    was: Spot,
    is: Spot,
    of: &str,
    operations: &[String],
    changes: &mut Vec<Change>,
) {
    if old.is_empty() && new.iter().all(|it| url(it).is_empty())
        || new.is_empty() && old.iter().all(|it| url(it).is_empty())
    {
        return;
    }
    for before in old {
        let place = Some(Spot::of(before.origin.span));
        match new.iter().find(|it| url(it) == url(before)) {
            None => changes.push(plain(
                &rule::SERVER_REMOVED,
                format!("the server {}{of} is no longer documented", before.url),
                place,
                Some(is),
                Wire::Unproven,
                operations,
            )),
            Some(after) => {
                for variable in &before.variables {
                    let Some(now) = after.variables.iter().find(|it| it.name == variable.name) else { continue };
                    let sorted = |mut it: Vec<String>| {
                        it.sort();
                        it
                    };
                    let fewer = !now.values.is_empty()
                        && (variable.values.is_empty() || variable.values.iter().any(|it| !now.values.contains(it)));
                    if now.default != variable.default || sorted(now.values.clone()) != sorted(variable.values.clone())
                    {
                        let text = format!(
                            "the variable `{}` of the server {}{of} has another default or other values",
                            variable.name, before.url
                        );
                        let wire =
                            if fewer || now.default != variable.default { Wire::Unproven } else { Wire::Compatible };
                        changes.push(plain(
                            &rule::SERVER_VARIABLE_CHANGED,
                            text,
                            place,
                            Some(Spot::of(after.origin.span)),
                            wire,
                            operations,
                        ));
                    }
                }
            }
        }
    }
    for after in new.iter().filter(|it| old.iter().all(|other| url(other) != url(it))) {
        let text = format!("the server {}{of} is new", after.url);
        changes.push(plain(
            &rule::SERVER_ADDED,
            text,
            Some(was),
            Some(Spot::of(after.origin.span)),
            Wire::Compatible,
            operations,
        ));
    }
}

fn tokens(old: &Document, new: &Document, changes: &mut Vec<Change>) {
    let (before, after) = (endpoints(old), endpoints(new));
    let place = |document: &Document, name: &str| {
        document.security_schemes.iter().find(|it| it.name == name).map(|it| Spot::of(it.origin.span))
    };
    for ((name, what), url) in &before {
        let Some(now) = after.get(&(name.clone(), what.clone())).filter(|it| *it != url) else { continue };
        let text = format!("the {what} of the security scheme `{name}` was {} and is {}", json!(url), json!(now));
        changes.push(plain(
            &rule::SECURITY_SCHEME_CHANGED,
            text,
            place(old, name),
            place(new, name),
            Wire::Unproven,
            &[],
        ));
    }
}
