//! The report for programs.
//!
//! Takes what is told; gives one JSON object. Its schema is `generator/drift.schema.json`. Promises that keys stay.

use super::super::place::Place;
use super::told::{Entry, Told};
use crate::drift::change::Wire;
use serde_json::{Value, json};

pub(super) fn write(told: &Told<'_>) -> String {
    let crates: Vec<Value> =
        told.crates.iter().map(|(name, level)| json!({ "name": name, "level": level.word() })).collect();
    let report = json!({
        "version": 1,
        "old": told.names.0,
        "new": told.names.1,
        "for": told.parties.iter().map(|it| it.word()).collect::<Vec<_>>(),
        "summary": { "breaking": told.count(Wire::Breaking), "unproven": told.count(Wire::Unproven), "changes": told.entries.len() },
        "crates": crates,
        "versions": { "old": told.version, "next": told.next },
        "changes": told.entries.iter().map(entry).collect::<Vec<_>>(),
        "remarks": told.remarks,
    });
    format!("{report:#}\n")
}

fn entry(entry: &Entry<'_>) -> Value {
    let change = entry.change;
    let rust: Vec<Value> = change
        .rust
        .iter()
        .map(|it| json!({ "crate": it.krate, "kind": it.kind, "path": it.path, "old": it.old, "new": it.new, "level": it.level.word(), "moved": it.moved }))
        .collect();
    let witnesses: Vec<Value> = change
        .witnesses
        .iter()
        .map(|it| json!({ "for": it.party.word(), "what": it.what, "operation": it.operation, "value": it.value, "why": it.why }))
        .collect();
    json!({
        "rule": change.rule.id,
        "severity": entry.severity.word(),
        "message": change.message,
        "operations": change.operations,
        "old": entry.old.as_ref().map(place),
        "new": entry.new.as_ref().map(place),
        "wire": { "client": change.client.word(), "server": change.server.word() },
        "generated": { "client": change.our_client.word(), "server": change.our_server.word() },
        "rust": rust,
        "level": change.level().word(),
        "witnesses": witnesses,
        "fingerprint": entry.fingerprint,
        "accepted": entry.accepted,
        "used": entry.used.as_ref().map(|it| json!({ "touch": it.touch.word(), "because": it.because })),
    })
}

fn place(place: &Place) -> Value {
    json!({ "file": place.path, "line": place.line, "column": place.column, "pointer": place.pointer })
}
