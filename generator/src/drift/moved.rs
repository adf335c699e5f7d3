//! Items that have another path.
//!
//! Takes both apis and what is gone and new; marks what is gone with where it is now: methods and markers of an operation that both sides have, and types whose members are the same.
//! Never guesses: where two types fit, none is named.

use super::change::RustChange;
use crate::ir::Api;
use crate::surface::{Item, Kind};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Marks what moved.
pub(super) fn mark(old: (&Api, &[Item]), new: (&Api, &[Item]), changes: &mut [RustChange]) {
    let (had, has) = (operations(old.0), operations(new.0));
    let mut moves: HashMap<String, String> = HashMap::new();
    for (label, before) in &had {
        let Some(after) = has.get(label) else { continue };
        moves.extend(before.iter().cloned().zip(after.iter().cloned()).filter(|(one, two)| one != two));
    }
    let come: HashSet<&str> = changes.iter().filter(|it| it.old.is_none()).map(|it| it.path.as_str()).collect();
    let gone: HashSet<&str> = changes.iter().filter(|it| it.new.is_none()).map(|it| it.path.as_str()).collect();
    let (before, after) = (shapes(old.1, &gone), shapes(new.1, &come));
    for (shape, paths) in before {
        if let ([path], Some([now])) = (paths.as_slice(), after.get(&shape).map(Vec::as_slice)) {
            moves.insert((*path).to_owned(), (*now).to_owned());
        }
    }
    let targets: HashSet<&str> = new.1.iter().map(|it| it.path.as_str()).collect();
    for change in changes.iter_mut().filter(|it| it.new.is_none()) {
        change.moved = moves.get(&change.path).filter(|it| targets.contains(it.as_str())).cloned();
    }
}

/// What each operation is called in the client and the server.
fn operations(api: &Api) -> BTreeMap<String, [String; 5]> {
    let base = api.name.replace('-', "_");
    let mut all = BTreeMap::new();
    for group in api.groups.iter().chain(&api.incoming) {
        let (module, handle) = (group.module.as_str(), group.name.as_str());
        for operation in &group.operations {
            let (name, items) = (operation.name.as_str(), &operation.items);
            let paths = [
                format!("{base}_client::api::{handle}::{name}"),
                format!("{base}_client::api::{module}::{}", items.marker.as_str()),
                format!("{base}_server::{module}::{handle}::{name}"),
                format!("{base}_server::{module}::{}", items.request.as_str()),
                format!("{base}_server::{module}::{}", items.response.as_str()),
            ];
            all.insert(format!("{} {}", operation.method, operation.request_target()), paths);
        }
    }
    all
}

/// Types by their kind, signature and members.
fn shapes<'i>(items: &'i [Item], wanted: &HashSet<&str>) -> HashMap<String, Vec<&'i str>> {
    let mut members: HashMap<&str, Vec<String>> = HashMap::new();
    for item in items {
        if let Some((parent, name)) = item.path.rsplit_once("::") {
            members.entry(parent).or_default().push(format!("{} {name}{}", item.kind.word(), item.signature));
        }
    }
    let mut shapes: HashMap<String, Vec<&str>> = HashMap::new();
    for item in items.iter().filter(|it| wanted.contains(it.path.as_str())) {
        let own = members.get(item.path.as_str()).filter(|it| !it.is_empty());
        if let (Kind::Structure | Kind::Enum, Some(own)) = (item.kind, own) {
            let krate = item.path.split("::").next().unwrap_or_default();
            let shape = format!("{krate} {} {}\n{}", item.kind.word(), item.signature, own.join("\n"));
            shapes.entry(shape).or_default().push(&item.path);
        }
    }
    shapes
}
