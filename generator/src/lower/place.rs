//! Where each schema stands, before anything is lowered.
//!
//! Takes a document; gives every schema one place: a component, or a step from its parent. Promises that the place (and so
//! the name of what an inline schema becomes) does not depend on the order in which schemas are reached. Linear.

use std::collections::BTreeMap;

use crate::document::{
    Document, MediaType, Operation, Owner, Parameter, ParameterSerialization, Schema, SchemaId, StatusPattern,
};
use crate::source::{Origin, Span};

/// Names one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

/// A step from a place to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'d> {
    /// A named schema: the beginning.
    Component(&'d str),
    /// An operation, by its position in [`operations`]: the beginning.
    Operation(usize),
    /// An object that several may refer to and that has this key: the beginning.
    Shared(SharedKind, &'d str),
    /// A path item, for what it says for all of its operations: the beginning.
    PathItem(&'d str),
    /// A schema that is reached in no known way: the beginning.
    Stray(usize),
    /// A parameter of an operation.
    Parameter(&'d str),
    /// The request body.
    RequestBody,
    /// The answer that is asked for: the lowest success.
    Answer(StatusPattern),
    /// Any other answer.
    Response(StatusPattern),
    /// A header of an answer.
    Header(&'d str),
    /// A media type that is not the first.
    Media(&'d str),
    /// A property.
    Property(&'d str),
    /// Items of a list.
    Items,
    /// One position of a tuple.
    Item(usize),
    /// Values of a map.
    Values,
    /// Values of a map whose keys have that pattern.
    Pattern(usize),
    /// A part of `allOf`, or what a `$ref` names: names nothing.
    Part(usize),
    /// An alternative of `oneOf` or `anyOf`.
    Alternative(usize),
    /// An alternative whose variant has that name.
    Variant(String),
    /// A keyword whose schema is lowered only by chance.
    Keyword(&'static str),
}

/// What a shared object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedKind {
    /// Parameter Object
    Parameter,
    /// Header Object
    Header,
    /// Request Body Object
    RequestBody,
    /// Response Object
    Response,
    /// Media Type Object
    MediaType,
}

/// The places of all schemas, and of what lowering adds.
#[derive(Debug)]
pub struct Places<'d> {
    places: Vec<(Option<PlaceId>, Step<'d>)>,
    schemas: Vec<Option<PlaceId>>,
    /// Where each shared object and each path item begins. Two files may use one key.
    owners: BTreeMap<(Step<'d>, Option<Span>), PlaceId>,
}

/// All operations that users of the API send, in the order of the source.
pub fn operations(document: &Document) -> impl Iterator<Item = (&str, &Operation)> {
    document.paths.iter().flat_map(|item| item.operations.iter().map(move |operation| (item.path.as_str(), operation)))
}

/// An operation that the API sends.
#[derive(Debug)]
pub struct Incoming<'d> {
    /// Key of the webhook or callback.
    pub name: &'d str,
    /// Key of the path item in a callback.
    pub expression: Option<&'d str>,
    /// Positions of the operations that ask for the callback, among all: those of [`operations`], then these.
    pub asked_by: Vec<usize>,
    /// The operation.
    pub operation: &'d Operation,
}

/// All operations that the API sends: webhooks, then callbacks, also those that callbacks and webhooks ask for. A callback that
/// several operations refer to is there once.
pub fn incoming(document: &Document) -> Vec<Incoming<'_>> {
    let mut all: Vec<Incoming<'_>> = document
        .webhooks
        .iter()
        .flat_map(|item| item.operations.iter().map(move |operation| (item, operation)))
        .map(|(item, operation)| Incoming { name: &item.path, expression: None, asked_by: Vec::new(), operation })
        .collect();
    let mut known: BTreeMap<(&str, &str, Span), usize> = BTreeMap::new();
    let outgoing: Vec<&Operation> = operations(document).map(|(_, operation)| operation).collect();
    let mut position = 0;
    while let Some(asking) = outgoing.get(position).copied().or_else(|| {
        let sent = position.checked_sub(outgoing.len()).and_then(|index| all.get(index))?;
        Some(sent.operation)
    }) {
        for (name, items) in &asking.callbacks {
            for (item, operation) in items.iter().flat_map(|item| item.operations.iter().map(move |it| (item, it))) {
                let key = (name.as_str(), item.path.as_str(), operation.origin.span);
                match known.get(&key).and_then(|index| all.get_mut(*index)) {
                    Some(same) => same.asked_by.push(position),
                    None => {
                        known.insert(key, all.len());
                        all.push(Incoming { name, expression: Some(&item.path), asked_by: vec![position], operation });
                    }
                }
            }
        }
        position += 1;
    }
    all
}

impl<'d> Places<'d> {
    /// Finds the place of every schema.
    pub fn of(document: &'d Document) -> Self {
        let outgoing = self::operations(document);
        let sent = incoming(document).into_iter().map(|one| (one.expression.unwrap_or(one.name), one.operation));
        let all: Vec<(&str, &Operation)> = outgoing.chain(sent).collect();
        let mut places =
            Self { places: Vec::new(), schemas: vec![None; document.schemas.len()], owners: BTreeMap::new() };
        for (id, schema) in document.schemas.iter() {
            if let Some(component) = &schema.component {
                let place = places.add(None, Step::Component(component));
                places.put(id, place);
            }
        }
        let named: Vec<SchemaId> =
            document.schemas.iter().filter(|(_, s)| s.component.is_some()).map(|(id, _)| id).collect();
        for id in named {
            places.descend(document, id);
        }
        for (index, (path, operation)) in all.into_iter().enumerate() {
            places.operation(document, index, path, operation);
        }
        // What only a `$ref` reaches stands where the reference stands; what nothing reaches stands by itself.
        for (id, schema) in document.schemas.iter() {
            if let (Some(target), Some(place)) = (schema.reference, places.schema(id)) {
                places.root(document, target, place, Step::Part(0));
            }
        }
        for (id, _) in document.schemas.iter() {
            if places.schema(id).is_none() {
                let place = places.add(None, Step::Stray(id.index()));
                places.put(id, place);
                places.descend(document, id);
            }
        }
        places
    }

    /// A new place.
    pub fn add(&mut self, parent: Option<PlaceId>, step: Step<'d>) -> PlaceId {
        self.places.push((parent, step));
        PlaceId(u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX))
    }

    /// Says what the variant at an alternative's place is called.
    pub fn rename(&mut self, place: PlaceId, name: String) {
        if let Some((_, step @ (Step::Alternative(_) | Step::Variant(_)))) = self.places.get_mut(place.0 as usize) {
            *step = Step::Variant(name);
        }
    }

    /// Says that an alternative's place needs no name beside its parent's.
    pub fn merge_into_parent(&mut self, place: PlaceId) {
        if let Some((_, step @ Step::Alternative(_))) = self.places.get_mut(place.0 as usize) {
            *step = Step::Part(0);
        }
    }

    /// The place of a schema.
    pub fn schema(&self, id: SchemaId) -> Option<PlaceId> {
        self.schemas.get(id.index()).copied().flatten()
    }

    /// The steps that lead to a place, the beginning first.
    pub fn path(&self, place: PlaceId) -> Vec<&Step<'d>> {
        let mut steps = Vec::new();
        let mut at = Some(place);
        while let Some((parent, step)) = at.and_then(|id| self.places.get(id.0 as usize)) {
            steps.push(step);
            at = *parent;
        }
        steps.reverse();
        steps
    }

    /// The place where the way to a place begins.
    pub fn root_of(&self, place: PlaceId) -> PlaceId {
        let mut at = place;
        while let Some((Some(parent), _)) = self.places.get(at.0 as usize) {
            at = *parent;
        }
        at
    }

    /// The place of an operation's part that is no schema of its own.
    pub fn of_operation(&mut self, index: usize, step: Step<'d>) -> PlaceId {
        let operation = self.add(None, Step::Operation(index));
        self.add(Some(operation), step)
    }

    fn put(&mut self, id: SchemaId, place: PlaceId) {
        if let Some(slot) = self.schemas.get_mut(id.index()) {
            *slot = Some(place);
        }
    }

    fn root(&mut self, document: &'d Document, id: SchemaId, parent: PlaceId, step: Step<'d>) {
        if self.schema(id).is_none() {
            let place = self.add(Some(parent), step);
            self.put(id, place);
            self.descend(document, id);
        }
    }

    fn descend(&mut self, document: &'d Document, from: SchemaId) {
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            let Some(parent) = self.schema(id) else { continue };
            for (step, child) in children(document.schemas.get(id)) {
                if self.schema(child).is_none() {
                    let place = self.add(Some(parent), step);
                    self.put(child, place);
                    open.push(child);
                }
            }
        }
    }

    fn operation(&mut self, document: &'d Document, index: usize, path: &'d str, operation: &'d Operation) {
        let place = self.add(None, Step::Operation(index));
        for parameter in &operation.parameters {
            let (place, step) = match &parameter.owner {
                Owner::Around => (place, Step::Parameter(&parameter.name)),
                Owner::PathItem => {
                    let item = self.beginning(Step::PathItem(path), None);
                    (item, Step::Parameter(&parameter.name))
                }
                Owner::Component(key) => self.shared(SharedKind::Parameter, key, parameter.origin),
            };
            self.parameter(document, place, parameter, step);
        }
        if let Some(body) = &operation.request_body {
            let place = match &body.owner {
                Owner::Around | Owner::PathItem => self.add(Some(place), Step::RequestBody),
                Owner::Component(key) => self.shared(SharedKind::RequestBody, key, body.origin).0,
            };
            self.content(document, place, &body.content);
        }
        let asked_for = asked_for(operation);
        for response in &operation.responses {
            let status = response.status;
            let step = if asked_for == Some(status) { Step::Answer(status) } else { Step::Response(status) };
            let place = match &response.owner {
                Owner::Around | Owner::PathItem => self.add(Some(place), step),
                Owner::Component(key) => self.shared(SharedKind::Response, key, response.origin).0,
            };
            self.content(document, place, &response.content);
            for header in &response.headers {
                let (place, step) = match &header.owner {
                    Owner::Around | Owner::PathItem => (place, Step::Header(&header.name)),
                    Owner::Component(key) => self.shared(SharedKind::Header, key, header.origin),
                };
                self.parameter(document, place, header, step);
            }
        }
    }

    /// Where an object begins that several may refer to, and the step to what it holds.
    fn shared(&mut self, kind: SharedKind, key: &'d str, origin: Origin) -> (PlaceId, Step<'d>) {
        (self.beginning(Step::Shared(kind, key), Some(origin.span)), Step::Part(0))
    }

    fn beginning(&mut self, step: Step<'d>, span: Option<Span>) -> PlaceId {
        if let Some(known) = self.owners.get(&(step.clone(), span)) {
            return *known;
        }
        let place = self.add(None, step.clone());
        self.owners.insert((step, span), place);
        place
    }

    fn parameter(&mut self, document: &'d Document, place: PlaceId, parameter: &'d Parameter, step: Step<'d>) {
        match &parameter.serialization {
            ParameterSerialization::Styled { schema, .. } => self.root(document, *schema, place, step),
            ParameterSerialization::Content(media) => {
                let place = self.add(Some(place), step);
                self.content(document, place, std::slice::from_ref(media));
            }
        }
    }

    fn content(&mut self, document: &'d Document, place: PlaceId, content: &'d [MediaType]) {
        for (index, media) in content.iter().enumerate() {
            let (place, step) = match &media.owner {
                Owner::Around | Owner::PathItem if index == 0 => (place, Step::Part(0)),
                Owner::Around | Owner::PathItem => (place, Step::Media(&media.name)),
                Owner::Component(key) => self.shared(SharedKind::MediaType, key, media.origin),
            };
            if let Some(id) = media.schema {
                self.root(document, id, place, step.clone());
            }
            if let Some(id) = media.item_schema.filter(|id| self.schema(*id).is_none()) {
                let place = self.add(Some(place), step);
                self.root(document, id, place, Step::Items);
            }
        }
    }
}

/// The answer that is asked for: the lowest success, else the default.
pub fn asked_for(operation: &Operation) -> Option<StatusPattern> {
    let statuses = || operation.responses.iter().map(|response| response.status);
    let success = |status: &StatusPattern| match status {
        StatusPattern::Exact(code) => (200..300).contains(code),
        StatusPattern::Class(class) => *class == 2,
        StatusPattern::Default => false,
    };
    statuses().filter(success).min().or_else(|| statuses().find(|status| *status == StatusPattern::Default))
}

/// The schemas that stand inside a schema.
fn children(schema: &Schema) -> Vec<(Step<'_>, SchemaId)> {
    let mut all: Vec<(Step<'_>, SchemaId)> = Vec::new();
    let object = &schema.object;
    let array = &schema.array;
    all.extend(object.properties.iter().map(|property| (Step::Property(&property.name), property.schema)));
    all.extend(object.additional_properties.map(|id| (Step::Values, id)));
    all.extend(object.unevaluated_properties.map(|id| (Step::Values, id)));
    let patterns = object.pattern_properties.iter().enumerate();
    all.extend(patterns.map(|(index, (_, id))| (Step::Pattern(index), *id)));
    all.extend(array.items.map(|id| (Step::Items, id)));
    all.extend(array.prefix_items.iter().enumerate().map(|(index, id)| (Step::Item(index), *id)));
    all.extend(array.unevaluated_items.map(|id| (Step::Items, id)));
    all.extend(schema.all_of.iter().enumerate().map(|(index, id)| (Step::Part(index), *id)));
    let alternatives = schema.one_of.iter().chain(&schema.any_of).enumerate();
    all.extend(alternatives.map(|(index, id)| (Step::Alternative(index), *id)));
    all.extend(object.property_names.map(|id| (Step::Keyword("propertyNames"), id)));
    all.extend(object.dependent_schemas.iter().map(|(_, id)| (Step::Keyword("dependentSchemas"), *id)));
    all.extend(array.contains.map(|id| (Step::Keyword("contains"), id)));
    all.extend(schema.string.content_schema.map(|id| (Step::Part(0), id)));
    all.extend(schema.not.map(|id| (Step::Keyword("not"), id)));
    if let Some(conditional) = &schema.conditional {
        all.push((Step::Keyword("if"), conditional.condition));
        all.extend(conditional.then.map(|id| (Step::Keyword("then"), id)));
        all.extend(conditional.otherwise.map(|id| (Step::Keyword("else"), id)));
    }
    all
}
