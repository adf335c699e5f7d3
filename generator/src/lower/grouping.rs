//! Groups, operations and the names of both, before anything within an operation is lowered.
//!
//! Takes every operation of the document; gives groups by first tag, and a plan for each operation that can be lowered. An operation
//! without a tag belongs to the group of the first meaningful segment of its path (`/api/v1/contacts/{id}` to `contacts`), so that
//! it stands with its kin. Webhooks and callbacks are a group each. Promises that ids are unique, that every name is final, and
//! that an operation that cannot be lowered is left out and told.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Document};
use crate::ir::{Docs, Group, Name, Note, OWN_FEATURES};
use crate::lower::docs;
use crate::lower::naming::{Assigned, Case, Family, Outcome, Scope, Wanted, begins_well, identifier, without_stutter};

use crate::lower::path_key::PathKey;
use crate::lower::place::{self, Incoming};
use crate::lower::schema::Lowering;
use crate::lower::words::{of_tag, untagged, without_tag, words, words_of_incoming};
use crate::node::Node;
use crate::source::Origin;

/// All operations of a document, named and in groups.
#[derive(Debug)]
pub struct Grouping<'d> {
    /// Groups of what users of the API send, without their operations.
    pub groups: Vec<Group>,
    /// Groups of what the API sends, without their operations.
    pub incoming_groups: Vec<Group>,
    /// What users of the API send, in the order of the source.
    pub operations: Vec<Planned<'d, PathKey>>,
    /// What the API sends, in the order of [`place::incoming`].
    pub incoming: Vec<Planned<'d, Incoming<'d>>>,
    /// What begins the names of an operation's own types, for every operation of the document by its position.
    pub prefixes: Vec<Name>,
    /// The id of each operation of the document by its position; empty where it is left out.
    pub ids: Vec<String>,
    /// Where the operations' own types have their names.
    pub types: Scope,
}

/// An operation that is to be lowered.
#[derive(Debug)]
pub struct Planned<'d, S> {
    /// Its position among all of the document: those of [`place::operations`], then those of [`place::incoming`].
    pub position: usize,
    /// Its place in the list of groups.
    pub group: usize,
    /// What it is.
    pub operation: &'d document::Operation,
    /// Where it comes from.
    pub source: S,
    /// [`crate::ir::Operation::id`]
    pub id: String,
    /// Its method, unique in its group.
    pub name: Name,
    /// Its own types.
    pub family: Family,
}

/// What names an operation's types.
struct Draft {
    /// Its own words: the operationId, or method and path.
    words: String,
    /// The group's words.
    group: String,
    /// What it is: its path or name, and its method.
    key: String,
    /// Where it stands.
    origin: Origin,
}

/// An operation before it is named.
struct Unnamed<'d, S> {
    position: usize,
    tag: usize,
    operation: &'d document::Operation,
    source: S,
    id: String,
    words: String,
}

/// Names everything.
pub fn group<'d>(lowering: &mut Lowering<'d, '_>) -> Grouping<'d> {
    let document = lowering.graph.document;
    let mut tags = Tags::of(document);
    let mut drafts = Vec::new();
    let mut ids = Ids::default();
    let mut unnamed = Vec::new();
    for (position, (key, operation)) in place::operations(document).enumerate() {
        let source = PathKey::of(key);
        let tag = tags.of_operation(&source.path, operation);
        let words = words(key, operation);
        drafts.push(Draft {
            words: words.clone(),
            group: tags.words(tag).to_owned(),
            key: format!("{key} {}", operation.method),
            origin: operation.origin,
        });
        if !sound(lowering, key, &source, operation) {
            ids.all.push(String::new());
            continue;
        }
        let id = ids.add(key, operation);
        let words = without_tag(&words, tags.words(tag));
        unnamed.push(Unnamed { position, tag, operation, source, id, words });
    }
    let (groups, places) = tags.groups(lowering, &unnamed);
    let (incoming_groups, received) = incoming(lowering, &groups, &mut drafts, &mut ids);
    let mut types = Scope::groups();
    groups.iter().chain(&incoming_groups).for_each(|group| types.reserve(group.name.bare()));
    if !incoming_groups.is_empty() {
        // Where webhooks and callbacks are received.
        types.reserve("Paths");
    }
    let families = families(lowering, &drafts, &mut types);
    let group_of = |one: &Unnamed<'d, PathKey>| places.get(&one.tag).copied().unwrap_or_default();
    let operations = named(lowering, unnamed, groups.len(), (&drafts, &families), group_of);
    let incoming = named(lowering, received, incoming_groups.len(), (&drafts, &families), |one| one.tag);
    let prefixes = families.into_iter().map(|family| family.base).collect();
    Grouping { groups, incoming_groups, operations, incoming, prefixes, ids: ids.all, types }
}

/// Gives each operation its method, group by group.
fn named<'d, S>(
    lowering: &mut Lowering<'d, '_>,
    unnamed: Vec<Unnamed<'d, S>>,
    groups: usize,
    (drafts, families): (&[Draft], &[Family]),
    group_of: impl Fn(&Unnamed<'d, S>) -> usize,
) -> Vec<Planned<'d, S>> {
    let key = |index: &usize| unnamed.get(*index).and_then(|one| Some(drafts.get(one.position)?.key.as_str()));
    let mut order: Vec<usize> = (0..unnamed.len()).collect();
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups];
    for index in order {
        let group = unnamed.get(index).and_then(|one| members.get_mut(group_of(one)));
        group.into_iter().for_each(|members| members.push(index));
    }
    let mut names: Vec<Option<Assigned>> = vec![None; unnamed.len()];
    for members in members {
        let wanted = members.iter().enumerate().filter_map(|(number, index)| {
            let one = unnamed.get(*index)?;
            Some(Wanted {
                text: one.words.clone(),
                qualifier: one.operation.method.clone(),
                fallback: format!("call {}", number + 1),
            })
        });
        let given = Scope::methods().assign(&wanted.collect::<Vec<_>>());
        for (index, given) in members.into_iter().zip(given) {
            names.get_mut(index).into_iter().for_each(|slot| *slot = Some(given.clone()));
        }
    }
    let mut all = Vec::with_capacity(unnamed.len());
    for (one, given) in unnamed.into_iter().zip(names) {
        let group = group_of(&one);
        let (Some(given), Some(family)) = (given, families.get(one.position)) else { continue };
        if let Outcome::Contested { wanted } = &given.outcome {
            lowering.graph.contested(one.operation.origin, wanted, &given.name);
        }
        let Unnamed { position, operation, source, id, .. } = one;
        all.push(Planned { position, group, operation, source, id, name: given.name, family: family.clone() });
    }
    all
}

/// The families of all operations of the document, those that are left out too: what names a type must not hang on that.
fn families(lowering: &mut Lowering<'_, '_>, drafts: &[Draft], scope: &mut Scope) -> Vec<Family> {
    let mut counts = BTreeMap::new();
    for draft in drafts {
        *counts.entry(identifier(&draft.words, Case::Camel)).or_insert(0_usize) += 1;
    }
    let components = lowering.graph.document.schemas.iter().filter_map(|(_, schema)| schema.component.as_deref());
    let components: BTreeSet<String> = components.map(|key| identifier(key, Case::Camel)).collect();
    // Who keeps a contested name hangs on what it is, not on what comes first.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|index| drafts.get(*index).map(|draft| draft.key.as_str()));
    let mut all: Vec<Option<Family>> = vec![None; drafts.len()];
    for index in order {
        let (Some(draft), Some(slot)) = (drafts.get(index), all.get_mut(index)) else { continue };
        let sound = |text: &str| match identifier(&without_stutter(&identifier(text, Case::Snake)), Case::Camel) {
            name if name.is_empty() || begins_well(&name) => name,
            name => format!("Call{name}"),
        };
        let own = sound(&draft.words);
        let tagged = sound(&format!("{} {}", draft.group, draft.words));
        // A lone verb says nothing outside its group; an id that repeats says too little.
        let lone = identifier(&draft.words, Case::Snake).split('_').count() < 2;
        let repeated = counts.get(&identifier(&draft.words, Case::Camel)).is_some_and(|count| *count > 1);
        let base = if lone || repeated { tagged.clone() } else { own };
        let base = if base.is_empty() { "Call".to_owned() } else { base };
        let ladder = [base.clone(), tagged, format!("{base}Operation")];
        let (family, outcome) = scope.family(&ladder, &components);
        if let Outcome::Contested { wanted } = &outcome {
            lowering.graph.contested(draft.origin, wanted, &family.base);
        }
        *slot = Some(family);
    }
    all.into_iter().flatten().collect()
}

/// Groups of webhooks and of callbacks, where there are some, and their operations; `tag` of each is its group.
fn incoming<'d>(
    lowering: &mut Lowering<'d, '_>,
    groups: &[Group],
    drafts: &mut Vec<Draft>,
    ids: &mut Ids,
) -> (Vec<Group>, Vec<Unnamed<'d, Incoming<'d>>>) {
    let all = place::incoming(lowering.graph.document);
    let mut methods: BTreeMap<(bool, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in &all {
        methods.entry((one.expression.is_some(), one.name)).or_default().insert(&one.operation.method);
    }
    let before = drafts.len();
    let mut kept = Vec::with_capacity(all.len());
    for (number, one) in all.into_iter().enumerate() {
        let methods = methods.get(&(one.expression.is_some(), one.name)).map_or(1, BTreeSet::len);
        let words = words_of_incoming(&one, methods);
        let kind = if one.expression.is_some() { "callback" } else { "webhook" };
        let operation = one.operation;
        drafts.push(Draft {
            words: words.clone(),
            group: kind.to_owned(),
            key: format!("{} {} {}", one.name, one.expression.unwrap_or_default(), operation.method),
            origin: operation.origin,
        });
        let id = ids.add(one.expression.unwrap_or(one.name), operation);
        if !is_method(&operation.method) {
            lowering.graph.tell(
                Diagnostic::new(
                    &code::lower::OPERATION_OMITTED,
                    operation.origin.span,
                    format!("the {kind} `{}` is left out: `{}` is not a valid HTTP method", one.name, operation.method),
                )
                .help("correct it in an overlay"),
            );
            continue;
        }
        kept.push(Unnamed { position: before + number, tag: 0, operation, source: one, id, words });
    }
    // Webhooks come first, each kind in its order.
    kept.sort_by_key(|one| one.source.expression.is_some());
    let mut named: Vec<Group> = Vec::new();
    for (key, is_callback) in [("webhooks", false), ("callbacks", true)] {
        let number = named.len();
        let mut of_kind =
            kept.iter_mut().filter(|one| one.source.expression.is_some() == is_callback).map(|one| one.tag = number);
        if of_kind.next().is_some() {
            of_kind.for_each(drop);
            named.push(incoming_group(key, groups));
        }
    }
    (named, kept)
}

/// The group of webhooks or callbacks. Groups of operations keep their names.
fn incoming_group(key: &str, groups: &[Group]) -> Group {
    let (mut names, mut modules) = (Scope::groups(), Scope::modules());
    for group in groups {
        names.reserve(group.name.bare());
        modules.reserve(group.module.bare());
    }
    let free = !names.holds(&identifier(key, Case::Camel)) && !modules.holds(key);
    let text = if free { key.to_owned() } else { format!("incoming {key}") };
    let wanted = Wanted { text, qualifier: "received".to_owned(), fallback: key.to_owned() };
    let (name, module) = (names.one(wanted.clone()).name, modules.one(wanted).name);
    let mut features: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
    features.extend(groups.iter().map(|group| group.feature.clone()));
    Group {
        tag: key.to_owned(),
        name,
        feature: feature(module.bare(), &mut features),
        module,
        docs: Docs::default(),
        operations: Vec::new(),
    }
}

/// Whether a text is a method of HTTP.
fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether an operation can be called and served.
fn sound(lowering: &mut Lowering<'_, '_>, key: &str, path_key: &PathKey, operation: &document::Operation) -> bool {
    let reason = if !is_method(&operation.method) {
        format!("`{}` is not a valid HTTP method", operation.method)
    } else if let Some(pair) = &path_key.mixed {
        format!("`{pair}` in its path's query is neither constant nor one parameter")
    } else {
        return true;
    };
    lowering.graph.tell(
        Diagnostic::new(
            &code::lower::OPERATION_OMITTED,
            operation.origin.span,
            format!("`{} {key}` was left out: {reason}", operation.method),
        )
        .help("correct it in an overlay"),
    );
    false
}

/// Ids of operations.
#[derive(Default)]
struct Ids {
    taken: BTreeSet<String>,
    /// By the operation's position.
    all: Vec<String>,
}

impl Ids {
    /// The operationId, else method and path; reading has told what repeats.
    fn add(&mut self, key: &str, operation: &document::Operation) -> String {
        let by_path = format!("{} {key}", operation.method);
        let given = operation.operation_id.clone().filter(|id| !id.is_empty()).unwrap_or_else(|| by_path.clone());
        let id = if self.taken.insert(given.clone()) {
            given
        } else {
            self.taken.insert(by_path.clone());
            by_path
        };
        self.all.push(id.clone());
        id
    }
}

/// A feature for a module, which may be named as one that every crate has.
fn feature(module: &str, taken: &mut BTreeSet<String>) -> String {
    let mut feature = identifier(module, Case::Kebab);
    while !taken.insert(feature.clone()) {
        feature.insert_str(0, "api-");
    }
    feature
}

/// Tags and what stands in their place, in the order of their first operations.
struct Tags<'d> {
    document: &'d Document,
    by_tag: BTreeMap<String, usize>,
    by_module: BTreeMap<String, usize>,
    /// The tag, and the words that name its group.
    list: Vec<(String, String)>,
}

impl<'d> Tags<'d> {
    /// All tags that operations have first.
    fn of(document: &'d Document) -> Self {
        let mut tags = Self { document, by_tag: BTreeMap::new(), by_module: BTreeMap::new(), list: Vec::new() };
        for (path, operation) in place::operations(document) {
            if first_tag(operation).is_some() {
                tags.of_operation(path, operation);
            }
        }
        tags
    }

    fn of_operation(&mut self, path: &str, operation: &document::Operation) -> usize {
        let (tag, words) = match first_tag(operation) {
            Some(tag) => (tag.to_owned(), self.wanted(tag)),
            None => (String::new(), untagged(path)),
        };
        let module = identifier(&words, Case::Snake);
        let known = if tag.is_empty() { self.by_module.get(&module) } else { self.by_tag.get(&tag) };
        if let Some(known) = known {
            return *known;
        }
        let index = self.list.len();
        if !tag.is_empty() {
            self.by_tag.insert(tag.clone(), index);
        }
        self.by_module.entry(module).or_insert(index);
        self.list.push((tag, words));
        index
    }

    /// The words for a tag: what its declaration says in `x-specwright`, else its name.
    fn wanted(&self, tag: &str) -> String {
        let declared = self.document.tags.iter().find(|declared| declared.name == tag);
        let extension = declared.and_then(|declared| declared.extension.as_ref());
        let name = extension.and_then(|node| node.get("name")).and_then(Node::as_str);
        name.unwrap_or_else(|| of_tag(tag)).to_owned()
    }

    fn words(&self, tag: usize) -> &str {
        self.list.get(tag).map_or("", |(_, words)| words)
    }

    /// The groups that hold operations, named, in the order these first occur; and which of them each tag is.
    fn groups(
        self,
        lowering: &mut Lowering<'_, '_>,
        operations: &[Unnamed<'_, PathKey>],
    ) -> (Vec<Group>, BTreeMap<usize, usize>) {
        let mut places = BTreeMap::new();
        let mut filled = Vec::new();
        for one in operations {
            places.entry(one.tag).or_insert_with(|| {
                filled.push((one.tag, one.operation.origin));
                filled.len() - 1
            });
        }
        let wanted: Vec<Wanted> = filled
            .iter()
            .enumerate()
            .map(|(index, (tag, _))| Wanted {
                text: self.words(*tag).to_owned(),
                qualifier: "api".to_owned(),
                fallback: format!("group {}", index + 1),
            })
            .collect();
        let names = Scope::groups().assign(&wanted);
        let modules = Scope::modules().assign(&wanted);
        let mut groups = Vec::with_capacity(filled.len());
        let mut features: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
        for (((tag, origin), module), name) in filled.into_iter().zip(modules).zip(names) {
            let tag = self.list.get(tag).map(|(tag, _)| tag.clone()).unwrap_or_default();
            let declared = self.document.tags.iter().find(|declared| declared.name == tag && !tag.is_empty());
            if let Outcome::Contested { wanted } = &module.outcome {
                lowering.graph.contested(declared.map_or(origin, |tag| tag.origin), wanted, &module.name);
            }
            groups.push(Group {
                name: name.name,
                feature: feature(module.name.bare(), &mut features),
                module: module.name,
                docs: Docs {
                    summary: declared.and_then(|tag| docs::said(tag.summary.as_deref())),
                    description: declared.and_then(|tag| docs::said(tag.description.as_deref())),
                    external: declared.and_then(|tag| docs::external(tag.external_docs.as_ref())),
                    notes: declared.and_then(place_among_tags).into_iter().collect(),
                    provenance: declared.map_or(origin, |tag| tag.origin).provenance,
                    ..Docs::default()
                },
                operations: Vec::new(),
                tag,
            });
        }
        (groups, places)
    }
}

/// What a tag says of its place among the others (3.2).
fn place_among_tags(tag: &document::Tag) -> Option<Note> {
    let (parent, kind) = (tag.parent.clone(), tag.kind.clone());
    (parent.is_some() || kind.is_some()).then_some(Note::Tag { parent, kind })
}

fn first_tag(operation: &document::Operation) -> Option<&str> {
    operation.tags.first().map(String::as_str).filter(|tag| !tag.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_feature_meets_one_that_every_crate_has() {
        let mut taken: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
        let features = ["contacts", "time", "api_time", "default"].map(|module| feature(module, &mut taken));
        assert_eq!(features, ["contacts", "api-time", "api-api-time", "api-default"]);
    }
}
