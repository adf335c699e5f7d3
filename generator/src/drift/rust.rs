//! What a change does to those who use the crates.
//!
//! Takes both apis; gives every item of the surface that went, came or has another signature, with what semantic versioning asks for it, and hangs each on the change
//! that it comes from. Promises that an item within one that went or came is not told of again. Never guesses why: what no change explains is
//! told of by itself.

use super::change::{Change, Level, Ours, RustChange, Spot, Wire};
use super::{moved, rule};
use crate::ir::{Api, Output, Shape};
use crate::source::{SourceId, Span};
use crate::surface::{self, Item, Kind};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Adds what users can name to the changes; gives each crate with what its version must move by.
pub fn attach(old: &Api, new: &Api, changes: &mut Vec<Change>) -> Vec<(String, Level)> {
    let (before, after) = (surface::items(old), surface::items(new));
    let mut all = differences(&before, &after);
    moved::mark((old, &before), (new, &after), &mut all);
    let base = new.name.replace('-', "_");
    let mut crates: BTreeMap<String, Level> =
        ["types", "client", "server"].iter().map(|it| (format!("{base}_{it}"), Level::Patch)).collect();
    for change in &all {
        let level = crates.entry(change.krate.clone()).or_default();
        *level = (*level).max(change.level);
    }
    // Types stand in the signatures of the other two.
    let of_types = crates.get(&format!("{base}_types")).copied().unwrap_or_default();
    if of_types == Level::Major {
        crates.values_mut().for_each(|it| *it = Level::Major);
    }
    if !all.is_empty() {
        hang(all, &Index::of(old), &Index::of(new), changes);
    }
    crates.into_iter().collect()
}

fn differences(before: &[Item], after: &[Item]) -> Vec<RustChange> {
    let by_key = |items: &[Item]| -> HashMap<(String, Kind), usize> {
        items.iter().enumerate().map(|(at, it)| ((it.path.clone(), it.kind), at)).collect()
    };
    if before == after {
        return Vec::new();
    }
    let (had, has) = (by_key(before), by_key(after));
    let only = |items: &[Item], other: &HashMap<(String, Kind), usize>| -> HashSet<String> {
        items.iter().filter(|it| !other.contains_key(&(it.path.clone(), it.kind))).map(|it| it.path.clone()).collect()
    };
    let (gone, come) = (only(before, &has), only(after, &had));
    let inside = |path: &str, of: &HashSet<String>| parent(path).is_some_and(|it| of.contains(it));
    let mut all = Vec::new();
    for item in before {
        match has.get(&(item.path.clone(), item.kind)).and_then(|at| after.get(*at)) {
            None if inside(&item.path, &gone) => {}
            None => all.push(change(item, Some(&item.signature), None, Level::Major)),
            Some(now) if now.signature == item.signature => {}
            Some(now) => {
                let level = if item.kind == Kind::Function && same_arguments(&item.signature, &now.signature) {
                    Level::Patch
                } else {
                    Level::Major
                };
                all.push(change(item, Some(&item.signature), Some(&now.signature), level));
            }
        }
    }
    for item in after.iter().filter(|it| come.contains(&it.path) && !had.contains_key(&(it.path.clone(), it.kind))) {
        if inside(&item.path, &come) {
            continue;
        }
        let open = || parent(&item.path).is_some_and(|it| had.contains_key(&(format!("{it}::Unknown"), Kind::Variant)));
        let level = match item.kind {
            // Who makes a value names every field, and who matches names every variant.
            Kind::Field => Level::Major,
            Kind::Variant if !open() => Level::Major,
            _ => Level::Minor,
        };
        all.push(change(item, None, Some(&item.signature), level));
    }
    all
}

/// Whether two functions differ in no more than how arguments are called. Where the same names stand in another order, what compiled before may mean something
/// else, so that these are not the same.
fn same_arguments(old: &str, new: &str) -> bool {
    let (Some(old), Some(new)) = (Arguments::of(old), Arguments::of(new)) else { return false };
    let types = |it: &Arguments<'_>| it.list.iter().map(|(_, ty)| (*ty).to_owned()).collect::<Vec<_>>();
    let moved = old.list.iter().enumerate().any(|(at, (name, _))| {
        let to = new.list.iter().position(|(other, _)| other == name);
        to.is_some_and(|to| to != at)
    });
    old.around == new.around && types(&old) == types(&new) && !moved
}

/// The signature of a function, taken apart.
struct Arguments<'s> {
    /// Names and types; the receiver's name is empty.
    list: Vec<(&'s str, &'s str)>,
    /// What stands before and after them.
    around: (&'s str, &'s str),
}

impl<'s> Arguments<'s> {
    fn of(signature: &'s str) -> Option<Self> {
        let (before, rest) = signature.split_once('(')?;
        let (mut depth, mut start, mut list) = (0_usize, 0, Vec::new());
        for (at, c) in rest.char_indices() {
            let ends = depth == 0 && matches!(c, ',' | ')');
            if ends {
                let argument = rest.get(start..at)?.trim();
                list.push(argument.split_once(": ").unwrap_or(("", argument)));
                start = at + 1;
            }
            match c {
                ')' if depth == 0 => return Some(Self { list, around: (before, rest.get(start..)?) }),
                '<' | '(' | '[' => depth += 1,
                '>' | ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}

fn change(item: &Item, old: Option<&String>, new: Option<&String>, level: Level) -> RustChange {
    let krate = item.path.split("::").next().and_then(|it| it.split('/').next()).unwrap_or_default().to_owned();
    RustChange {
        krate,
        path: item.path.clone(),
        kind: item.kind.word(),
        old: old.cloned(),
        new: new.cloned(),
        level,
        moved: None,
    }
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once("::").map(|(parent, _)| parent)
}

/// Where items come from.
struct Index {
    /// Types and their fields, by the path without the crate.
    types: HashMap<String, Span>,
    /// Operations, by the names that belong to them alone, and by group and method; the first one of a group by its Cargo feature.
    operations: HashMap<String, (String, Span)>,
}

impl Index {
    fn of(api: &Api) -> Self {
        let mut types = HashMap::new();
        for (_, definition) in api.types.iter() {
            let name = definition.name.as_str();
            let whole = definition.origin.span;
            types.insert(name.to_owned(), whole);
            if let Shape::Structure(structure) = &definition.shape {
                // A field's part of the text goes on until the next one begins.
                let mut starts: Vec<u32> = structure.fields.iter().map(|it| it.origin.span.start).collect();
                starts.sort_unstable();
                for field in &structure.fields {
                    let span = field.origin.span;
                    let next = starts.iter().copied().find(|it| *it > span.start).unwrap_or(whole.end.max(span.end));
                    types.insert(format!("{name}::{}", field.name.as_str()), Span { end: next.max(span.end), ..span });
                }
            }
        }
        let mut operations = HashMap::new();
        for group in api.groups.iter().chain(&api.incoming) {
            for operation in group.operations.iter().rev() {
                let label = format!("{} {}", operation.method, operation.request_target());
                let entry = (label, operation.origin.span);
                let items = &operation.items;
                let own = [Some(&items.marker), items.error.as_ref(), Some(&items.request), Some(&items.response)];
                for name in own.into_iter().flatten() {
                    operations.insert(name.as_str().to_owned(), entry.clone());
                }
                if let Output::Several(name) = &items.output {
                    operations.insert(name.as_str().to_owned(), entry.clone());
                }
                operations.insert(format!("/{}", group.feature), entry.clone());
                operations.insert(format!("{}::{}", group.name.as_str(), operation.name.as_str()), entry);
            }
        }
        Self { types, operations }
    }

    fn span(&self, path: &str) -> Option<Span> {
        if path.contains('/') {
            return self.operation(path).map(|(_, span)| *span);
        }
        let (krate, rest) = path.split_once("::")?;
        if !krate.ends_with("_types") {
            return self.operation(path).map(|(_, span)| *span);
        }
        let by_field = self.types.get(rest);
        by_field.or_else(|| self.types.get(rest.split("::").next()?)).copied()
    }

    fn operation(&self, path: &str) -> Option<&(String, Span)> {
        if let Some((_, feature)) = path.split_once('/') {
            return self.operations.get(&format!("/{feature}"));
        }
        let segments: Vec<&str> = path.split("::").collect();
        let name = |segment: &str| {
            segment.strip_prefix("Call<").and_then(|it| it.strip_suffix('>')).unwrap_or(segment).to_owned()
        };
        let own = segments.iter().skip(1).find_map(|it| self.operations.get(&name(it)));
        own.or_else(|| segments.windows(2).find_map(|it| self.operations.get(&it.join("::"))))
    }
}

fn hang(all: Vec<RustChange>, before: &Index, after: &Index, changes: &mut Vec<Change>) {
    // Changes by where they stand, so that each item finds those within its part of the text.
    let starts = |side: fn(&Change) -> Option<Spot>| -> BTreeMap<(SourceId, u32), Vec<usize>> {
        let mut map: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, change) in changes.iter().enumerate() {
            if let Some(spot) = side(change) {
                map.entry((spot.span.source, spot.span.start)).or_default().push(at);
            }
        }
        map
    };
    let (olds, news) = (starts(|it| it.old), starts(|it| it.new));
    let within = |map: &BTreeMap<(SourceId, u32), Vec<usize>>, span: Option<Span>, own: &dyn Fn(&Change) -> bool| {
        let span = span?;
        let mut found = map
            .range((span.source, span.start)..(span.source, span.end.max(span.start + 1)))
            .flat_map(|(_, list)| list.iter().copied());
        found.find(|at| changes.get(*at).is_some_and(own))
    };
    let mut hung: Vec<(usize, RustChange)> = Vec::new();
    let mut left: BTreeMap<String, Vec<RustChange>> = BTreeMap::new();
    for item in all {
        let is_feature = item.kind == Kind::Feature.word();
        let in_types = item.krate.ends_with("_types") && !is_feature;
        let operation = if in_types {
            None
        } else {
            before.operation(&item.path).or_else(|| after.operation(&item.path)).map(|it| it.0.clone())
        };
        let own = |change: &Change| match &operation {
            Some(name) => {
                change.operations.len() == 1 && change.operations.first().is_some_and(|it| same_operation(it, name))
            }
            None => in_types,
        };
        let (was, is) = (before.span(&item.path), after.span(&item.path));
        // What is gone is explained by the old text, what is there by the new one.
        let found = if item.new.is_none() {
            within(&olds, was, &own).or_else(|| within(&news, is, &own))
        } else {
            within(&news, is, &own).or_else(|| within(&olds, was, &own))
        };
        match found {
            Some(at) => hung.push((at, item)),
            None => {
                let place = operation.unwrap_or_else(|| {
                    let mut parts = item.path.splitn(3, "::");
                    let (krate, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                    format!("{krate}::{name}")
                });
                left.entry(place).or_default().push(item);
            }
        }
    }
    for (at, item) in hung {
        if let Some(change) = changes.get_mut(at) {
            change.rust.push(item);
        }
    }
    for (place, items) in left {
        let span = |index: &Index| items.iter().find_map(|it| index.span(&it.path)).map(Spot::of);
        let is_operation = place.contains(' ');
        changes.push(Change {
            rule: &rule::RUST_CHANGED,
            message: format!("what is generated for `{place}` has another shape in Rust"),
            operations: if is_operation { vec![place] } else { Vec::new() },
            old: span(before),
            new: span(after),
            client: Wire::Same,
            server: Wire::Same,
            our_client: Ours::Works,
            our_server: Ours::Works,
            rust: items,
            subject: None,
            sunset: None,
            witnesses: Vec::new(),
        });
    }
}

/// Names of path parameters do not count.
fn same_operation(one: &str, two: &str) -> bool {
    let plain = |text: &str| -> String {
        let mut inside = false;
        text.chars()
            .filter(|c| {
                match c {
                    '{' => inside = true,
                    '}' => inside = false,
                    _ => {}
                }
                !inside
            })
            .collect()
    };
    one == two || plain(one) == plain(two)
}

#[cfg(test)]
mod tests {
    use super::same_arguments;

    #[test]
    fn names_of_arguments_are_no_part_of_a_function() {
        assert!(same_arguments("(&self, id: &str) -> Call<A>", "(&self, key: &str) -> Call<A>"));
        assert!(!same_arguments("(&self, id: &str) -> Call<A>", "(&self, id: i64) -> Call<A>"));
        assert!(!same_arguments("(&self, id: &str) -> Call<A>", "(&self, id: &str) -> Call<B>"));
        assert!(!same_arguments("(&self, a: &str, b: &str) -> A", "(&self, b: &str, a: &str) -> A"));
        assert!(same_arguments("(a: BTreeMap<String, (i64, bool)>) -> A", "(b: BTreeMap<String, (i64, bool)>) -> A"));
    }
}
