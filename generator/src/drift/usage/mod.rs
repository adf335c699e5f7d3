//! Which changes concern a program that uses the crates.
//!
//! Takes the program's sources and dependencies, both apis and the changes; gives for each change whether it breaks the program, may break it, or does not touch it. Promises that a
//! change is only said to break the program for an item that the program names, or that it asks for by a name which no other known type has, and that one is only said not to touch
//! it where no such name stands anywhere in the program. Never reads a file, and never runs a compiler: what types values have is not inferred beyond signatures.

mod program;
mod reach;
mod source;

pub use program::{Dependency, Program, Touch, Use};

use super::change::{Change, Level, Ours, Party, Wire};
use crate::ir::Api;
use crate::surface;
use reach::Reached;
use std::collections::BTreeMap;

/// What the changes are to a program, in their order; messages count for the parties that are asked about.
pub fn judge(program: &Program, old: &Api, parties: &[Party], changes: &[&Change]) -> Vec<Use> {
    let items = surface::items(old);
    let reached = Reached::of(program, &items);
    let operations = operations(old);
    changes.iter().map(|change| of_change(change, &reached, parties, &operations)).collect()
}

/// The methods of clients and servers that stand for an operation, by its label in changes.
fn operations(api: &Api) -> BTreeMap<String, [String; 2]> {
    let base = api.name.replace('-', "_");
    let mut all = BTreeMap::new();
    for group in api.groups.iter().chain(&api.incoming) {
        let (module, handle) = (group.module.as_str(), group.name.as_str());
        for operation in &group.operations {
            let name = operation.name.as_str();
            let methods =
                [format!("{base}_client::api::{handle}::{name}"), format!("{base}_server::{module}::{handle}::{name}")];
            all.insert(format!("{} {}", operation.method, operation.request_target()), methods);
        }
    }
    all
}

fn of_change(
    change: &Change,
    reached: &Reached<'_>,
    parties: &[Party],
    operations: &BTreeMap<String, [String; 2]>,
) -> Use {
    let broken = change.rust.iter().filter(|it| it.level == Level::Major).map(|it| reached.broken_by(it));
    let mut worst = Use { touch: Touch::Untouched, because: None };
    for found in broken.chain(on_the_wire(change, reached, parties, operations)) {
        if found.touch > worst.touch {
            worst = found;
        }
    }
    worst
}

/// What a change of messages is to a program that calls or serves one of the operations.
fn on_the_wire(
    change: &Change,
    reached: &Reached<'_>,
    parties: &[Party],
    operations: &BTreeMap<String, [String; 2]>,
) -> Vec<Use> {
    let mut found = Vec::new();
    for (party, wire, ours) in
        [(Party::Client, change.client, change.our_client), (Party::Server, change.server, change.our_server)]
    {
        if wire < Wire::Unproven || !parties.contains(&party) {
            continue;
        }
        let most = match (wire, ours) {
            (Wire::Breaking, Ours::Fails | Ours::Depends) => Touch::Breaks,
            _ => Touch::MayBreak,
        };
        let at = usize::from(party == Party::Server);
        for methods in change.operations.iter().filter_map(|it| operations.get(it)) {
            let Some(method) = methods.get(at) else { continue };
            let used = reached.uses(method);
            found.push(Use { touch: used.touch.min(most), because: used.because });
        }
        // What belongs to no operation belongs to all.
        if change.operations.is_empty() && reached.uses_crate(if at == 0 { "_client" } else { "_server" }) {
            found.push(Use { touch: Touch::MayBreak, because: None });
        }
    }
    found
}
