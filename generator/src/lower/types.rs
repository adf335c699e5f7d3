//! Names of the API's types, when all are known.
//!
//! Takes what was lowered and where it stands; gives each definition its name. Promises that components come first, then what
//! stands inline, whose names come from their places; so that none depends on an unrelated one. Operations have a scope of
//! their own: their types stand in other crates.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::ir::{Name, Shape, Untyped};
use crate::lower::naming::{Case, LONGEST, Outcome, Scope, Wanted, begins_well, identifier};
use crate::lower::operations::Draft as OperationDraft;
use crate::lower::place::{PlaceId, Places, Step};
use crate::lower::responses;
use crate::lower::schema::{Fate, Lowering};
use crate::source::Origin;

/// Suffixes of an operation's own types, which must be free too.
const FAMILY: &[&str] = &["", "Error", "Output", "Request", "Response"];

impl Lowering<'_, '_> {
    /// Tells that a name could not be given.
    pub fn contested(&mut self, origin: Origin, wanted: &str, given: &Name) {
        self.tell(
            Diagnostic::new(
                &code::lower::NAME_COLLISION,
                origin.span,
                format!("the name `{wanted}` is taken or reserved here; this one became `{}`", given.bare()),
            )
            .help("`x-specwright: {name: …}` in an overlay gives another"),
        );
    }
}

/// A name wanted for a type that is no definition: the enum of a body in several media types.
#[derive(Debug, Clone)]
pub struct Extra {
    /// Where it stands.
    pub place: PlaceId,
    /// The bytes to point at.
    pub origin: Origin,
}

/// Names everything: definitions in place, then operations and extra types as lists in their order. `taken` stand beside the
/// operations' own types.
pub fn name(
    lowering: &mut Lowering<'_, '_>,
    operations: &[OperationDraft],
    taken: &[&str],
    extra: &[Extra],
) -> (Vec<Name>, Vec<Name>) {
    let mut scope = Scope::types();
    let mut components = Vec::new();
    let mut inline = Vec::new();
    let declared = lowering.drafts.iter().enumerate().filter(|(_, draft)| draft.fate == Fate::Declared);
    for (index, draft) in declared {
        match lowering.places.path(draft.place).as_slice() {
            [Step::Component(_)] if !draft.of_requests => components.push(index),
            _ => inline.push(index),
        }
    }
    let mut component_names = BTreeMap::new();
    let wanted: Vec<Wanted> = components.iter().map(|index| component(lowering, *index)).collect();
    for (index, given) in components.iter().zip(scope.assign(&wanted)) {
        if let Some(draft) = lowering.drafts.get(*index) {
            component_names.insert(draft.place, given.name.bare().to_owned());
        }
        grant(lowering, *index, &given.outcome, given.name.clone());
    }
    let (operation_names, mut operation_scope) = name_operations(lowering, operations, taken);
    let texts = Texts { places: &lowering.places, components: &component_names, operations: &operation_names };
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
    // These stand beside the operations' own types, and hold definitions.
    let wanted_extra: Vec<Wanted> = extra
        .iter()
        .map(|one| Wanted {
            text: texts.of_content(one.place),
            qualifier: "Media".to_owned(),
            fallback: "Media".to_owned(),
        })
        .collect();
    for (index, given) in inline.iter().zip(scope.assign(&wanted)) {
        grant(lowering, *index, &given.outcome, given.name);
    }
    lowering.types.iter().for_each(|(_, definition)| operation_scope.reserve(definition.name.bare()));
    let mut extra_names = Vec::with_capacity(extra.len());
    for (one, given) in extra.iter().zip(operation_scope.assign(&wanted_extra)) {
        if let Outcome::Contested { wanted } = &given.outcome {
            lowering.contested(one.origin, wanted, &given.name);
        }
        extra_names.push(given.name);
    }
    (operation_names, extra_names)
}

/// The places that became `Any`, in Rust's words.
pub fn untyped(lowering: &Lowering<'_, '_>, operations: &[Name]) -> Vec<Untyped> {
    let mut components = BTreeMap::new();
    for (draft, (_, definition)) in lowering.drafts.iter().zip(lowering.types.iter()) {
        components.insert(draft.place, definition.name.bare().to_owned());
    }
    let texts = Texts { places: &lowering.places, components: &components, operations };
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for gap in &lowering.gaps {
        if seen.insert((gap.place, gap.reason)) {
            all.push(Untyped { place: texts.path(gap.place), reason: gap.reason.to_owned(), origin: gap.origin });
        }
    }
    all
}

fn component(lowering: &Lowering<'_, '_>, index: usize) -> Wanted {
    let draft = lowering.drafts.get(index);
    let key = draft.and_then(|draft| match lowering.places.path(draft.place).first() {
        Some(Step::Component(key)) => Some((*key).to_owned()),
        Some(_) | None => None,
    });
    let explicit = draft.and_then(|draft| draft.explicit.clone());
    Wanted {
        text: explicit.or(key).unwrap_or_default(),
        qualifier: "Model".to_owned(),
        fallback: format!("Schema{}", index + 1),
    }
}

fn grant(lowering: &mut Lowering<'_, '_>, index: usize, outcome: &Outcome, name: Name) {
    let Some(id) = lowering.drafts.get(index).map(|draft| draft.id) else { return };
    let origin = lowering.types.get(id).origin;
    if let Outcome::Contested { wanted } = outcome {
        lowering.contested(origin, wanted, &name);
    }
    lowering.types.get_mut(id).name = name;
}

fn name_operations(
    lowering: &mut Lowering<'_, '_>,
    operations: &[OperationDraft],
    taken: &[&str],
) -> (Vec<Name>, Scope) {
    let mut scope = Scope::groups();
    taken.iter().for_each(|name| scope.reserve(name));
    let mut counts = BTreeMap::new();
    for operation in operations {
        *counts.entry(identifier(&operation.words, Case::Camel)).or_insert(0_usize) += 1;
    }
    let mut names = Vec::with_capacity(operations.len());
    for operation in operations {
        let sound = |text: &str| match identifier(text, Case::Camel) {
            name if name.is_empty() || begins_well(&name) => name,
            name => format!("Call{name}"),
        };
        let own = sound(&operation.words);
        let tagged = sound(&format!("{} {}", operation.group, operation.words));
        // A lone verb says nothing outside its group; an id that repeats says too little.
        let lone = identifier(&operation.words, Case::Snake).split('_').count() < 2;
        let base = if lone || counts.get(&identifier(&operation.words, Case::Camel)).is_some_and(|count| *count > 1) {
            tagged.clone()
        } else {
            own
        };
        let base = if base.is_empty() { "Call".to_owned() } else { cut(base) };
        let free = |name: &str| FAMILY.iter().all(|suffix| !scope.holds(&format!("{name}{suffix}")));
        let ladder = [base.clone(), cut(tagged), format!("{base}Operation")];
        let name = ladder.iter().find(|name| !name.is_empty() && free(name)).cloned().unwrap_or_else(|| {
            let mut count = 2_usize;
            while !free(&format!("{base}{count}")) {
                count += 1;
            }
            format!("{base}{count}")
        });
        for suffix in FAMILY {
            scope.reserve(&format!("{name}{suffix}"));
        }
        let given = Name::new(name.clone());
        if name != base {
            lowering.contested(operation.origin, &base, &given);
        }
        names.push(given);
    }
    (names, scope)
}

fn cut(text: String) -> String {
    // Room for the suffixes of the operation's family.
    text.chars().take(LONGEST - 10).collect()
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
    components: &'a BTreeMap<PlaceId, String>,
    operations: &'a [Name],
}

impl Texts<'_, '_> {
    /// A type's name, from the steps that lead to it.
    fn of(&self, place: PlaceId) -> String {
        let mut out = String::new();
        for step in self.places.path(place) {
            out.push_str(&match step {
                Step::Component(key) => self.component(key, place),
                Step::Operation(index) => self.operation(*index),
                Step::Stray(index) => format!("Schema{}", index + 1),
                Step::Parameter(name) | Step::Header(name) | Step::Property(name) => identifier(name, Case::Camel),
                Step::RequestBody => "Body".to_owned(),
                // What is asked for needs no status in its name.
                Step::Answer(_) => "Response".to_owned(),
                Step::Response(status) => responses::variant(*status),
                Step::Media(name) => identifier(name.rsplit('/').next().unwrap_or(name), Case::Camel),
                Step::Items => "Item".to_owned(),
                Step::Item(index) => format!("Item{}", index + 1),
                Step::Values => "Value".to_owned(),
                Step::Pattern(index) => format!("Pattern{}", index + 1),
                Step::Part(_) => String::new(),
                Step::Alternative(index) => format!("Variant{}", index + 1),
                Step::Variant(name) => name.clone(),
                Step::Keyword(name) => identifier(name, Case::Camel),
            });
        }
        out
    }

    /// The name of a body that may be in several media types.
    fn of_content(&self, place: PlaceId) -> String {
        let answer = matches!(self.places.path(place).last(), Some(Step::Answer(_)));
        let text = self.of(place);
        match text.strip_suffix("Response") {
            // The operation's own answer has that name.
            Some(operation) if answer => format!("{operation}Content"),
            Some(_) | None => text,
        }
    }

    /// A place in Rust's words: `Contact::custom_attributes`.
    fn path(&self, place: PlaceId) -> String {
        let mut pieces: Vec<String> = Vec::new();
        for step in self.places.path(place) {
            match step {
                Step::Component(key) => pieces.push(self.component(key, place)),
                Step::Operation(index) => pieces.push(self.operation(*index)),
                Step::Stray(_) | Step::Part(_) => {}
                Step::Parameter(name) | Step::Header(name) | Step::Property(name) => {
                    pieces.push(identifier(name, Case::Snake));
                }
                Step::RequestBody => pieces.push("body".to_owned()),
                Step::Response(status) | Step::Answer(status) => pieces.push(responses::variant(*status)),
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

    fn component(&self, key: &str, place: PlaceId) -> String {
        // The component's own place is the first on the way.
        let root = self.places.root_of(place);
        self.components.get(&root).cloned().unwrap_or_else(|| identifier(key, Case::Camel))
    }

    fn operation(&self, index: usize) -> String {
        self.operations.get(index).map(|name| name.bare().to_owned()).unwrap_or_default()
    }
}
