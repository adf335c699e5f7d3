//! Cargo features by which users leave groups of operations out. Those that the crates of every API have are not among them.

use super::item::{Item, Kind};
use crate::ir::{Api, Group, Reach};
use std::collections::BTreeSet;

/// Those of the three crates, each as `close_client/contacts`.
pub fn list(api: &Api, base: &str, items: &mut Vec<Item>) {
    let feature = |of: &str, group: &Group| Item {
        path: format!("{base}_{of}/{}", group.feature),
        kind: Kind::Feature,
        signature: String::new(),
    };
    if api.splits_types() {
        let of_group = |reach: Reach| match reach {
            Reach::Group(index) => Some(index),
            Reach::Shared => None,
        };
        let own: BTreeSet<usize> = api.types.iter().filter_map(|(_, it)| of_group(it.reach)).collect();
        items.extend(own.iter().filter_map(|it| api.groups.get(*it)).map(|group| feature("types", group)));
    }
    let all = || api.groups.iter().chain(&api.incoming);
    if all().count() > 1 {
        items.extend(all().map(|group| feature("client", group)));
    }
    let filled = || all().filter(|group| !group.operations.is_empty());
    if filled().count() > 1 {
        items.extend(filled().map(|group| feature("server", group)));
    }
}
