//! Entries for the changelogs of the crates.
//!
//! Takes what is told; gives an entry for each crate in the form of Keep a Changelog, with the part of the version that must move, and old and new paths. Promises that a
//! crate that nothing happens to has none.

use super::told::Told;
use crate::drift::change::{Level, RustChange, Wire};
use std::fmt::Write;

pub(super) fn write(told: &Told<'_>) -> String {
    let mut out = String::new();
    for (name, level) in told.crates.iter().filter(|it| it.1 > Level::Patch) {
        let _infallible =
            writeln!(out, "## {name}: [{}], {} version\n", told.next.unwrap_or("Unreleased"), level.word());
        let items: Vec<&RustChange> =
            told.entries.iter().flat_map(|it| &it.change.rust).filter(|it| it.krate == *name).collect();
        let added = items.iter().filter(|it| it.old.is_none());
        let changed = items.iter().filter(|it| it.old.is_some() && (it.new.is_some() || it.moved.is_some()));
        let removed = items.iter().filter(|it| it.new.is_none() && it.moved.is_none());
        section("Added", added.map(|it| line(it)).collect(), &mut out);
        section("Changed", changed.map(|it| line(it)).collect(), &mut out);
        section("Removed", removed.map(|it| line(it)).collect(), &mut out);
    }
    let breaking =
        told.entries.iter().filter(|it| it.accepted.is_none() && it.change.verdict(&told.parties) == Wire::Breaking);
    let lines: Vec<String> = breaking.map(|it| format!("- {}", one_line(&it.change.message))).collect();
    if !lines.is_empty() {
        out.push_str("## The API itself\n\n");
        section("Changed", lines, &mut out);
    }
    if out.is_empty() { "Nothing changed for users of the crates.\n".to_owned() } else { out }
}

/// The entry of one version, in which the crates stand together: they have one version.
pub(super) fn of_version(told: &Told<'_>, version: &str) -> String {
    let mut out = format!("## [{version}]\n\n");
    let items: Vec<&RustChange> = told.entries.iter().flat_map(|it| &it.change.rust).collect();
    let added = items.iter().filter(|it| it.old.is_none());
    let changed = items.iter().filter(|it| it.old.is_some() && (it.new.is_some() || it.moved.is_some()));
    let removed = items.iter().filter(|it| it.new.is_none() && it.moved.is_none());
    let of_api = told.entries.iter().filter(|it| it.change.rust.is_empty());
    let of_api = of_api.map(|it| format!("- {}", one_line(&it.change.message)));
    section("Added", added.map(|it| line(it)).collect(), &mut out);
    section("Changed", changed.map(|it| line(it)).chain(of_api).collect(), &mut out);
    section("Removed", removed.map(|it| line(it)).collect(), &mut out);
    out
}

fn section(title: &str, mut lines: Vec<String>, out: &mut String) {
    if lines.is_empty() {
        return;
    }
    lines.sort();
    lines.dedup();
    let _infallible = writeln!(out, "### {title}\n\n{}\n", lines.join("\n"));
}

fn line(item: &RustChange) -> String {
    let path = format!("{} `{}`", item.kind, one_line(&item.path));
    let signature = |text: &str| format!("`{}`", one_line(text.trim_start_matches(": ")));
    if let Some(now) = &item.moved {
        return format!("- {path} is now `{}`", one_line(now));
    }
    match (&item.old, &item.new) {
        (Some(old), Some(new)) => format!("- {path}: {} is now {}", signature(old), signature(new)),
        (None, Some(new)) if !new.is_empty() => format!("- {path}: {}", signature(new)),
        _ => format!("- {path}"),
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
