//! What changed between two descriptions, and what that breaks: on the wire and in Rust.
//!
//! Takes two [`Side`]s, each read and lowered; gives a [`Report`] of [`Change`]s. Promises that whatever means the same is the same (`$ref` or inline, order, `allOf`
//! or flat, one version of OpenAPI or another), that a change is called breaking only with a witness that both sides' schemas confirm, and that what cannot be decided is called
//! unproven. Schemas are compared as sets of instances on the document, which still has every keyword; names and signatures by the surface of the api.

pub mod advice;
mod canonical;
pub mod change;
mod condition;
mod exchange;
mod facets;
mod finding;
pub(crate) mod media;
mod moved;
mod object;
mod operations;
mod pair;
mod parameter;
mod pattern;
mod place;
mod reading;
pub mod report;
mod response;
pub mod rule;
mod rust;
pub(crate) mod sample;
mod scalar;
mod security;
mod status;
mod sunset;
pub mod usage;
pub mod validate;
pub(crate) mod value;
pub mod view;
mod walk;
mod xml;

pub use change::{Change, Level, Ours, Party, RustChange, Spot, Wire, Witness};
pub use place::{Place, Places};
pub use rule::Rule;

use crate::document::Document;
use crate::ir::{Api, FIRST_VERSION};
use crate::source::Sources;
use view::View;
use walk::Walk;

/// One description.
#[derive(Clone, Copy)]
pub struct Side<'s> {
    /// As read.
    pub document: &'s Document,
    /// With everything decided.
    pub api: &'s Api,
    /// Its texts.
    pub sources: &'s Sources,
}

/// Everything that changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The worst first, then in the order of the source.
    pub changes: Vec<Change>,
    /// Each crate with what its version must move by.
    pub crates: Vec<(String, Level)>,
    /// The version of the old crates, and the one that comes next; `None` where nothing changed. All crates of an API have one version.
    pub versions: (String, Option<String>),
}

/// Compares two descriptions.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Report {
    let (before, after) = (View::new(&old.document.schemas), View::new(&new.document.schemas));
    let mut walk = Walk::new(&before, &after, old.api);
    let mut changes = Vec::new();
    operations::compare(old.document, new.document, &mut walk, &mut changes);
    let (findings, roots) = walk.finish();
    for finding in findings {
        let mut operations: Vec<String> = Vec::new();
        for root in finding.roots.iter().filter_map(|it| roots.get(*it)) {
            if !operations.contains(&root.operation) {
                operations.push(root.operation.clone());
            }
        }
        changes.push(Change {
            rule: finding.rule,
            message: finding.message,
            operations,
            old: finding.old,
            new: finding.new,
            client: finding.client,
            server: finding.server,
            our_client: finding.our_client,
            our_server: finding.our_server,
            rust: Vec::new(),
            subject: None,
            sunset: finding.sunset,
            witnesses: finding.witnesses,
        });
    }
    let crates = rust::attach(old.api, new.api, &mut changes);
    let position = |it: &Option<Spot>| it.map_or((u32::MAX, u32::MAX), |it| (it.span.start, it.span.end));
    changes.sort_by(|one, two| {
        let worst = |it: &Change| it.client.max(it.server);
        (two.client, worst(two), position(&one.new), one.rule.id, &one.message).cmp(&(
            one.client,
            worst(one),
            position(&two.new),
            two.rule.id,
            &two.message,
        ))
    });
    let level = crates.iter().map(|it| it.1).max().unwrap_or_default();
    let version = old.api.settings.package.version.clone().unwrap_or_else(|| FIRST_VERSION.to_owned());
    let next = if changes.is_empty() { None } else { advice::next(&version, level) };
    Report { changes, crates, versions: (version, next) }
}
