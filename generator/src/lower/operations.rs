//! Operations and their groups.
//!
//! Takes every operation of the document; gives groups by first tag. An operation without a tag belongs to the group of the
//! first meaningful segment of its path (`/api/v1/contacts/{id}` to `contacts`), so that it stands with its kin. Promises
//! that an operation that cannot be lowered is left out and told, and that ids are unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Document};
use crate::ir::{
    Docs, Group, Name, OWN_FEATURES, Operation, Parameter, ParameterPresence, RequestBody, Routing, Server, Target,
};
use crate::lower::docs;
use crate::lower::incoming;
use crate::lower::media;
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::parameters::{ClientParameters, Segment, split};
use crate::lower::path_key::PathKey;
use crate::lower::place::{self, Step};
use crate::lower::schema::Lowering;
use crate::lower::security::Asked;
use crate::lower::servers::Servers;
use crate::lower::types::Extra;
use crate::node::Node;
use crate::source::Origin;

/// What names an operation's types.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its own words: the operationId, or method and path.
    pub words: String,
    /// The group's words.
    pub group: String,
    /// Where it stands.
    pub origin: Origin,
}

/// Everything that came out of the operations.
#[derive(Debug)]
pub struct Lowered {
    /// Groups with their operations.
    pub groups: Vec<Group>,
    /// Webhooks and callbacks.
    pub incoming: Vec<Group>,
    /// Parameters of the client.
    pub client_parameters: Vec<Parameter>,
    /// What names operations' types, for every operation of the document.
    pub drafts: Vec<Draft>,
    /// For each group and operation, incoming ones last, its position among the drafts.
    pub positions: Vec<Vec<usize>>,
    /// Types without a definition that need names.
    pub extra: Vec<Extra>,
    /// Servers of the document.
    pub servers: Vec<Server>,
    /// Servers that only some operations have.
    pub operation_servers: Vec<Server>,
}

/// What is collected while operations are lowered.
#[derive(Debug, Default)]
pub struct Collecting {
    pub(super) client: ClientParameters,
    pub(super) extra: Vec<Extra>,
    pub(super) drafts: Vec<Draft>,
    pub(super) ids: BTreeSet<String>,
    /// The id of each operation of the document, by its position.
    pub(super) ids_by_position: Vec<String>,
}

/// Lowers every operation.
pub fn lower(lowering: &mut Lowering<'_, '_>, asked: &mut Asked) -> Lowered {
    let document = lowering.document;
    let mut servers = Servers::of(document);
    let mut grouping = Grouping::of(document);
    let mut all = Collecting::default();
    for (index, (key, operation)) in place::operations(document).enumerate() {
        let path_key = PathKey::of(key);
        let group = grouping.group(&path_key.path, operation);
        let words = words(key, operation);
        all.drafts.push(Draft { words: words.clone(), group: grouping.words(group), origin: operation.origin });
        if !sound(lowering, key, &path_key, operation) {
            all.ids_by_position.push(String::new());
            continue;
        }
        let id = unique_id(key, operation, &mut all.ids);
        all.ids_by_position.push(id.clone());
        let (pieces, parameters) = lowering.parameters(&path_key, operation, &[], &mut all.client);
        let request = request(lowering, operation, index, &mut all.extra);
        let responses = lowering.responses(index, operation, &mut all.extra);
        let notes = request.iter().flat_map(|request| media::headers(&request.payload)).collect();
        let lowered = Operation {
            id,
            name: Name::new(words),
            type_name: Name::new(""),
            docs: Docs { notes, ..docs_of(operation) },
            method: operation.method.clone(),
            target: Target::Server,
            path: pieces,
            query: path_key.query,
            parameters,
            request,
            responses,
            access: asked.access(&operation.security),
            servers: servers.of_operation(operation),
            routing: Routing::default(),
            origin: operation.origin,
        };
        grouping.push(group, index, lowered);
    }
    let (groups, mut positions) = grouping.finish(lowering);
    let (incoming, incoming_positions) = incoming::lower(lowering, asked, &groups, &mut all);
    positions.extend(incoming_positions);
    let Collecting { client, extra, drafts, .. } = all;
    let (servers, operation_servers) = servers.finish();
    let client_parameters = client.list;
    Lowered { groups, incoming, client_parameters, drafts, positions, extra, servers, operation_servers }
}

/// The body of an operation.
pub(super) fn request<'d>(
    lowering: &mut Lowering<'d, '_>,
    operation: &'d document::Operation,
    index: usize,
    extra: &mut Vec<Extra>,
) -> Option<RequestBody> {
    let body = operation.request_body.as_ref()?;
    let (payload, media) = lowering.payload(&body.content, index, &Step::RequestBody, extra);
    (!media.is_empty()).then(|| RequestBody {
        docs: Docs {
            description: docs::said(body.description.as_deref()),
            provenance: body.origin.provenance,
            ..Docs::default()
        },
        presence: if body.required { ParameterPresence::Required } else { ParameterPresence::Optional },
        payload,
        origin: body.origin,
    })
}

/// What the vendor says of an operation.
pub(super) fn docs_of(operation: &document::Operation) -> Docs {
    Docs {
        summary: docs::said(operation.summary.as_deref()),
        description: docs::said(operation.description.as_deref()),
        deprecation: docs::deprecation(operation.deprecated),
        external: docs::external(operation.external_docs.as_ref()),
        notes: Vec::new(),
        provenance: operation.origin.provenance,
    }
}

/// Whether a text is a method of HTTP.
pub(super) fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether an operation can be called and served.
fn sound(lowering: &mut Lowering<'_, '_>, key: &str, path_key: &PathKey, operation: &document::Operation) -> bool {
    let reason = if !is_method(&operation.method) {
        "its method is no token of HTTP".to_owned()
    } else if let Some(pair) = &path_key.mixed {
        format!("`{pair}` in its path's query is neither constant nor one parameter")
    } else {
        return true;
    };
    lowering.tell(
        Diagnostic::new(
            &code::lower::OPERATION_OMITTED,
            operation.origin.span,
            format!("`{} {key}` was left out: {reason}", operation.method),
        )
        .help("correct it in an overlay"),
    );
    false
}

/// The operationId, else method and path; reading has told what repeats.
pub(super) fn unique_id(key: &str, operation: &document::Operation, ids: &mut BTreeSet<String>) -> String {
    let by_path = format!("{} {key}", operation.method);
    let id = operation.operation_id.clone().filter(|id| !id.is_empty()).unwrap_or_else(|| by_path.clone());
    if ids.insert(id.clone()) {
        return id;
    }
    ids.insert(by_path.clone());
    by_path
}

/// The words that the document gives an operation: ours, or the operationId.
pub(super) fn given_words(operation: &document::Operation) -> Option<String> {
    let explicit = operation.extension.as_ref().and_then(|node| node.get("name")).and_then(Node::as_str);
    let given = explicit.or(operation.operation_id.as_deref());
    given.filter(|id| !identifier(id, Case::Snake).is_empty()).map(str::to_owned)
}

/// The words that name an operation. What follows its path in the path's key tells it from others of that path.
fn words(path: &str, operation: &document::Operation) -> String {
    if let Some(given) = given_words(operation) {
        return given;
    }
    format!("{}_{}", operation.method.to_ascii_lowercase(), path_words(path))
}

/// The words of a path: `/api/v1/contacts/{id}` to `contacts_by_id`.
pub(super) fn path_words(path: &str) -> String {
    let mut words = Vec::new();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let leading = segments.iter().take_while(|segment| is_prefix(segment)).count();
    let kept = if leading < segments.len() { leading } else { 0 };
    for segment in segments.into_iter().skip(kept) {
        for piece in split(segment) {
            match piece {
                Segment::Literal(text) => words.push(text),
                Segment::Variable(name) => words.push(format!("by_{name}")),
            }
        }
    }
    words.join("_")
}

/// A segment that tells nothing of what a path is about: `api`, `v2`, `2024-06-15`.
fn is_prefix(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let version = lower.strip_prefix('v').unwrap_or(&lower);
    let numbered =
        !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    numbered || matches!(lower.as_str(), "api" | "apis" | "rest" | "public")
}

/// A feature for a module, which may be named as one that every crate has.
pub(super) fn feature(module: &str, taken: &mut BTreeSet<String>) -> String {
    let mut feature = identifier(module, Case::Kebab);
    while !taken.insert(feature.clone()) {
        feature.insert_str(0, "api-");
    }
    feature
}

/// Groups while operations are put into them.
struct Grouping<'d> {
    document: &'d Document,
    by_tag: BTreeMap<String, usize>,
    by_module: BTreeMap<String, usize>,
    list: Vec<Collected>,
}

struct Collected {
    tag: String,
    words: String,
    operations: Vec<(usize, Operation)>,
}

impl<'d> Grouping<'d> {
    /// Groups of all tags that operations have first.
    fn of(document: &'d Document) -> Self {
        let mut grouping = Self { document, by_tag: BTreeMap::new(), by_module: BTreeMap::new(), list: Vec::new() };
        for (path, operation) in place::operations(document) {
            if first_tag(operation).is_some() {
                grouping.group(path, operation);
            }
        }
        grouping
    }

    fn group(&mut self, path: &str, operation: &document::Operation) -> usize {
        let (tag, words) = match first_tag(operation) {
            Some(tag) => (tag.to_owned(), tag.to_owned()),
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
        self.list.push(Collected { tag, words, operations: Vec::new() });
        index
    }

    fn words(&self, group: usize) -> String {
        self.list.get(group).map(|group| group.words.clone()).unwrap_or_default()
    }

    fn push(&mut self, group: usize, index: usize, operation: Operation) {
        if let Some(group) = self.list.get_mut(group) {
            group.operations.push((index, operation));
        }
    }

    /// The groups that hold operations, named, in the order they first occur.
    fn finish(self, lowering: &mut Lowering<'_, '_>) -> (Vec<Group>, Vec<Vec<usize>>) {
        let mut filled: Vec<Collected> = self.list.into_iter().filter(|group| !group.operations.is_empty()).collect();
        filled.sort_by_key(|group| group.operations.first().map(|(index, _)| *index));
        let wanted: Vec<Wanted> = filled
            .iter()
            .enumerate()
            .map(|(index, group)| Wanted {
                text: group.words.clone(),
                qualifier: "api".to_owned(),
                fallback: format!("group {}", index + 1),
            })
            .collect();
        let names = Scope::groups().assign(&wanted);
        let modules = Scope::modules().assign(&wanted);
        let mut groups = Vec::with_capacity(filled.len());
        let mut positions = Vec::with_capacity(filled.len());
        let mut features: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
        for ((group, module), name) in filled.into_iter().zip(modules).zip(names) {
            let declared = self.document.tags.iter().find(|tag| tag.name == group.tag && !group.tag.is_empty());
            let mut operations = Vec::with_capacity(group.operations.len());
            let mut indices = Vec::with_capacity(group.operations.len());
            for (index, operation) in group.operations {
                indices.push(index);
                operations.push(operation);
            }
            let origin = operations.first().map_or(self.document.info.origin, |operation: &Operation| operation.origin);
            if let Outcome::Contested { wanted } = &module.outcome {
                lowering.contested(declared.map_or(origin, |tag| tag.origin), wanted, &module.name);
            }
            name_methods(lowering, &mut operations);
            groups.push(Group {
                tag: group.tag,
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
                operations,
            });
            positions.push(indices);
        }
        (groups, positions)
    }
}

/// What a tag says of its place among the others (3.2).
fn place_among_tags(tag: &document::Tag) -> Option<String> {
    match (&tag.parent, &tag.kind) {
        (Some(parent), Some(kind)) => Some(format!("Part of `{parent}` ({kind}).")),
        (Some(parent), None) => Some(format!("Part of `{parent}`.")),
        (None, Some(kind)) => Some(format!("Of the kind `{kind}`.")),
        (None, None) => None,
    }
}

/// Names the methods of a group; until now the words stand in the names' place.
pub(super) fn name_methods(lowering: &mut Lowering<'_, '_>, operations: &mut [Operation]) {
    let wanted: Vec<Wanted> = operations
        .iter()
        .enumerate()
        .map(|(index, operation)| Wanted {
            text: operation.name.as_str().to_owned(),
            qualifier: operation.method.clone(),
            fallback: format!("call {}", index + 1),
        })
        .collect();
    for (operation, given) in operations.iter_mut().zip(Scope::methods().assign(&wanted)) {
        if let Outcome::Contested { wanted } = &given.outcome {
            lowering.contested(operation.origin, wanted, &given.name);
        }
        operation.name = given.name;
    }
}

fn first_tag(operation: &document::Operation) -> Option<&str> {
    operation.tags.first().map(String::as_str).filter(|tag| !tag.trim().is_empty())
}

/// The group of an operation without a tag: the first segment of its path that says what it is about.
fn untagged(path: &str) -> String {
    let literal = |segment: &&str| !segment.is_empty() && !segment.contains('{');
    let segments = || path.split('/').filter(literal);
    let meaningful = segments().find(|segment| !is_prefix(segment) && !identifier(segment, Case::Snake).is_empty());
    let any = meaningful.or_else(|| segments().next());
    any.map_or_else(|| "root".to_owned(), |segment| segment.split(':').next().unwrap_or(segment).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_without_tags() {
        for (path, group) in [
            ("/api/v1/contacts/{id}", "contacts"),
            ("/v2", "v2"),
            ("/{account}/items", "items"),
            ("/", "root"),
            ("/jobs:search", "jobs"),
        ] {
            assert_eq!(untagged(path), group, "{path}");
        }
    }

    #[test]
    fn no_feature_meets_one_that_every_crate_has() {
        let mut taken: BTreeSet<String> = OWN_FEATURES.map(str::to_owned).into();
        let features = ["contacts", "time", "api_time", "default"].map(|module| feature(module, &mut taken));
        assert_eq!(features, ["contacts", "api-time", "api-api-time", "api-default"]);
    }
}
