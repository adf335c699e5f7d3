//! Names of the API's types, when all are known.
//!
//! Takes what was lowered and where it stands; gives each definition its name. Promises that components come first, then what
//! stands inline, whose names come from their places; so that none depends on an unrelated one. Operations have a scope of
//! their own: their types stand in other crates.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Name, Shape, Untyped};
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::place::{PlaceId, Places, SharedKind, Step};
use crate::lower::schema::{Fate, Lowering};
use crate::lower::status_name::status_name;
use crate::lower::words::path_words;

/// Names every definition. `operations` begin the names of what stands in one, for every operation of the document by its position.
pub fn name(lowering: &mut Lowering<'_, '_>, operations: &[Name]) {
    let mut scope = Scope::types();
    let (mut components, mut shared, mut inline) = (Vec::new(), Vec::new(), Vec::new());
    let declared = lowering.drafts.iter().enumerate().filter(|(_, draft)| draft.fate == Fate::Declared);
    for (index, draft) in declared {
        match lowering.graph.places.path(draft.place).as_slice() {
            [Step::Component(_)] if !draft.of_requests => components.push(index),
            [Step::Shared(..), rest @ ..]
                if !draft.of_requests && rest.iter().all(|step| matches!(step, Step::Part(_))) =>
            {
                shared.push(index);
            }
            _ => inline.push(index),
        }
    }
    // Who keeps a contested name hangs on where things stand, not on what comes first.
    let stands = |index: &usize| {
        lowering.drafts.get(*index).map(|draft| place_text(&lowering.graph.places, draft.place, operations))
    };
    for indices in [&mut components, &mut shared, &mut inline] {
        indices.sort_by_cached_key(stands);
    }
    // What stands within one of these is named after it.
    let mut beginnings = BTreeMap::new();
    for indices in [components, shared] {
        let wanted: Vec<Wanted> = indices.iter().map(|index| named(lowering, *index)).collect();
        for (index, given) in indices.iter().zip(scope.assign(&wanted)) {
            if let Some(draft) = lowering.drafts.get(*index) {
                beginnings.insert(lowering.graph.places.root_of(draft.place), given.name.bare().to_owned());
            }
            grant(lowering, *index, &given.outcome, given.name.clone());
        }
    }
    let texts = Texts { places: &lowering.graph.places, beginnings: &beginnings, operations };
    let mut wanted: Vec<Wanted> = Vec::with_capacity(inline.len());
    for index in &inline {
        let Some(draft) = lowering.drafts.get(*index) else { continue };
        let kind = kind(&lowering.types.get(draft.id).shape);
        let mut text = draft.explicit.clone().unwrap_or_else(|| texts.of(draft.place));
        if draft.of_requests {
            text.push_str("Request");
        }
        wanted.push(Wanted { text, qualifier: kind.to_owned(), fallback: format!("Type{}", index + 1) });
    }
    for (index, given) in inline.iter().zip(scope.assign(&wanted)) {
        grant(lowering, *index, &given.outcome, given.name);
    }
}

/// The places that became `Any`, in Rust's words.
pub fn untyped(lowering: &Lowering<'_, '_>, operations: &[Name]) -> Vec<Untyped> {
    let mut beginnings = BTreeMap::new();
    for (draft, (_, definition)) in lowering.drafts.iter().zip(lowering.types.iter()) {
        beginnings.insert(draft.place, definition.name.bare().to_owned());
    }
    let texts = Texts { places: &lowering.graph.places, beginnings: &beginnings, operations };
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for gap in &lowering.gaps {
        if seen.insert((gap.place, gap.reason)) {
            all.push(Untyped { place: texts.path(gap.place), reason: gap.reason.to_owned(), origin: gap.origin });
        }
    }
    all
}

/// The name wanted for a component, or for the type of a shared object.
fn named(lowering: &Lowering<'_, '_>, index: usize) -> Wanted {
    let draft = lowering.drafts.get(index);
    let first = draft.and_then(|draft| lowering.graph.places.path(draft.place).first().map(|step| (*step).clone()));
    let (key, qualifier) = match first {
        Some(Step::Component(key)) => (lowering.custom.names.of(key), "Model"),
        Some(Step::Shared(kind, key)) => (key.to_owned(), shared_kind(kind)),
        Some(_) | None => (String::new(), "Model"),
    };
    let explicit = draft.and_then(|draft| draft.explicit.clone());
    Wanted { text: explicit.unwrap_or(key), qualifier: qualifier.to_owned(), fallback: format!("Schema{}", index + 1) }
}

fn grant(lowering: &mut Lowering<'_, '_>, index: usize, outcome: &Outcome, name: Name) {
    let Some(id) = lowering.drafts.get(index).map(|draft| draft.id) else { return };
    let origin = lowering.types.get(id).origin;
    if let Outcome::Contested { wanted } = outcome {
        lowering.graph.contested(origin, wanted, &name);
    }
    lowering.types.get_mut(id).name = name;
}

/// What tells the type in a shared object from another of its name.
fn shared_kind(kind: SharedKind) -> &'static str {
    match kind {
        SharedKind::Parameter => "Parameter",
        SharedKind::Header => "Header",
        SharedKind::RequestBody => "Body",
        SharedKind::Response => "Response",
        SharedKind::MediaType => "Media",
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Structure(_) => "Object",
        Shape::Union(_) => "Union",
        Shape::Enumeration(_) => "Enum",
        Shape::Newtype(_) => "Value",
    }
}

/// Texts of places, from the names that are given already.
struct Texts<'a, 'd> {
    places: &'a Places<'d>,
    /// Names of components and of the types of shared objects, by where they begin.
    beginnings: &'a BTreeMap<PlaceId, String>,
    operations: &'a [Name],
}

impl Texts<'_, '_> {
    /// A type's name, from the steps that lead to it.
    fn of(&self, place: PlaceId) -> String {
        let mut out = String::new();
        for step in self.places.path(place) {
            let piece = match step {
                Step::Component(key) | Step::Shared(_, key) => self.beginning(key, place),
                Step::Operation(index) => self.operation(*index),
                Step::PathItem(path) => identifier(&path_words(path), Case::Camel),
                Step::Stray(index) => format!("Schema{}", index + 1),
                Step::Parameter(name) | Step::Header(name) | Step::Property(name) => identifier(name, Case::Camel),
                Step::RequestBody => "Body".to_owned(),
                // What is asked for needs no status in its name.
                Step::Answer(_) => "Response".to_owned(),
                Step::Response(status) => status_name(*status),
                Step::Media(name) => identifier(name.rsplit('/').next().unwrap_or(name), Case::Camel),
                Step::Items => "Item".to_owned(),
                Step::Item(index) => format!("Item{}", index + 1),
                Step::Values => "Value".to_owned(),
                Step::Pattern(index) => format!("Pattern{}", index + 1),
                Step::Part(_) => String::new(),
                Step::Alternative(index) => format!("Variant{}", index + 1),
                Step::Variant(name) => name.clone(),
                Step::Keyword(name) => identifier(name, Case::Camel),
            };
            out.push_str(without_repeated_word(&out, &piece));
        }
        out
    }

    /// A place in Rust's words: `Contact::custom_attributes`.
    fn path(&self, place: PlaceId) -> String {
        let mut pieces: Vec<String> = Vec::new();
        for step in self.places.path(place) {
            match step {
                Step::Component(key) | Step::Shared(_, key) => pieces.push(self.beginning(key, place)),
                Step::Operation(index) => pieces.push(self.operation(*index)),
                Step::PathItem(path) => pieces.push(identifier(&path_words(path), Case::Camel)),
                Step::Stray(_) | Step::Part(_) => {}
                Step::Parameter(name) | Step::Header(name) | Step::Property(name) => {
                    pieces.push(identifier(name, Case::Snake));
                }
                Step::RequestBody => pieces.push("body".to_owned()),
                Step::Response(status) | Step::Answer(status) => pieces.push(status_name(*status)),
                Step::Media(name) => pieces.push((*name).to_owned()),
                Step::Items => pieces.push("[]".to_owned()),
                Step::Item(index) => pieces.push(index.to_string()),
                Step::Values | Step::Pattern(_) => pieces.push("{}".to_owned()),
                Step::Alternative(index) => pieces.push(format!("Variant{}", index + 1)),
                Step::Variant(name) => pieces.push(name.clone()),
                Step::Keyword(name) => pieces.push((*name).to_owned()),
            }
        }
        pieces.join("::")
    }

    fn beginning(&self, key: &str, place: PlaceId) -> String {
        // The component's own place is the first on the way.
        let root = self.places.root_of(place);
        self.beginnings.get(&root).cloned().unwrap_or_else(|| identifier(key, Case::Camel))
    }

    fn operation(&self, index: usize) -> String {
        self.operations.get(index).map(|name| name.bare().to_owned()).unwrap_or_default()
    }
}

/// A piece of a name without its first word where the name so far ends with it: `package_type` of `Package` makes `PackageType`.
fn without_repeated_word<'a>(before: &str, piece: &'a str) -> &'a str {
    let end = piece.char_indices().skip(1).find(|(_, character)| character.is_uppercase());
    let Some((first, rest)) = end.and_then(|(end, _)| piece.split_at_checked(end)) else { return piece };
    let repeats = first.len() > 1 && before.ends_with(first);
    if repeats { rest } else { piece }
}

/// Where a type stands, as a text that hangs on no order.
fn place_text(places: &Places<'_>, place: PlaceId, operations: &[Name]) -> String {
    let step = |step: &Step<'_>| match step {
        Step::Operation(index) => operations.get(*index).map(|name| name.bare().to_owned()).unwrap_or_default(),
        other => format!("{other:?}"),
    };
    places.path(place).into_iter().map(step).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::without_repeated_word;

    #[test]
    fn no_piece_repeats_the_word_before_it() {
        for (before, piece, added) in [
            ("Package", "PackageType", "Type"),
            ("AutoMerge", "MergeMethod", "Method"),
            ("Commit", "Commit", "Commit"),
            ("Page", "PageableItem", "PageableItem"),
            ("Commit", "CommitterName", "CommitterName"),
            ("", "PackageType", "PackageType"),
        ] {
            assert_eq!(without_repeated_word(before, piece), added, "{before} {piece}");
        }
    }
}
