//! Which schemas describe items of a sequence, and which of those are events.
//!
//! Takes a document; gives for each media type the schema of an item, whether that is an event (3.2: an object of `event`, `id`,
//! `retry` and `data`) or the data of one, and for the data of events the schema of the JSON it holds. Linear: of each
//! schema of an item only so many alternatives are looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::alias::{Aliases, Resolved};
use crate::document::{Document, JsonType, JsonTypes, MediaType, Operation, PathItem, SchemaId, SchemaTable};
use crate::ir::{Codec, EventItem};
use crate::lower::codec::codec;

/// Alternatives of one item that are looked at.
const MOST: usize = 1_000;

/// The schema of what a media type holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// An item: `itemSchema`, or the items of a `schema` of arrays, which stands for all of them.
    Item(SchemaId),
    /// A `schema` of anything else: older documents describe an item by it.
    Whole(SchemaId),
}

/// What a media type says of its items.
pub fn described(schemas: &SchemaTable, aliases: &Aliases, media: &MediaType) -> Option<Described> {
    if let Some(id) = media.item_schema {
        return Some(Described::Item(id));
    }
    let whole = media.schema?;
    let list = match aliases.resolve(whole) {
        Resolved::Schema { id, .. } => schemas.get(id),
        Resolved::Circle => return Some(Described::Whole(whole)),
    };
    let lists_only = list.types.is_empty() || list.types == JsonTypes::only(JsonType::Array);
    Some(list.array.items.filter(|_| lists_only).map_or(Described::Whole(whole), Described::Item))
}

/// The schemas that describe events, and what the data of those holds.
#[derive(Debug, Default)]
pub struct EventSchemas {
    events: BTreeSet<SchemaId>,
    /// From the schema of a `data` to its `contentSchema`.
    contents: BTreeMap<SchemaId, SchemaId>,
    used: BTreeSet<SchemaId>,
}

impl EventSchemas {
    /// Finds them in all bodies of a document.
    pub fn of(document: &Document, aliases: &Aliases) -> Self {
        let mut found = Self::default();
        let mut judged = BTreeSet::new();
        let items = document.paths.iter().chain(&document.webhooks);
        let mut open: Vec<&Operation> = items.flat_map(|item: &PathItem| &item.operations).collect();
        while let Some(operation) = open.pop() {
            open.extend(operation.callbacks.iter().flat_map(|(_, items)| items).flat_map(|item| &item.operations));
            let request = operation.request_body.iter().flat_map(|body| &body.content);
            let responses = operation.responses.iter().flat_map(|response| &response.content);
            let streams = |media: &&MediaType| matches!(codec(&media.name), Codec::EventStream(_));
            for media in request.chain(responses).filter(streams) {
                if let Some(Described::Item(id)) = described(&document.schemas, aliases, media) {
                    let item = resolved(aliases, id);
                    if judged.insert(item) {
                        found.judge(&document.schemas, aliases, item);
                    }
                }
            }
        }
        found
    }

    /// What the schema of an item describes.
    pub fn item(&self, aliases: &Aliases, described: Described) -> EventItem {
        match described {
            Described::Item(id) if self.events.contains(&resolved(aliases, id)) => EventItem::Event,
            Described::Item(_) | Described::Whole(_) => EventItem::Data,
        }
    }

    /// The schema of the JSON that a text holds, where it is the data of an event.
    pub fn content(&self, data: SchemaId) -> Option<SchemaId> {
        self.contents.get(&data).copied()
    }

    /// Whether a `contentSchema` is that of an event's data.
    pub fn holds(&self, content: SchemaId) -> bool {
        self.used.contains(&content)
    }

    fn judge(&mut self, schemas: &SchemaTable, aliases: &Aliases, item: SchemaId) {
        let mut open = vec![item];
        let mut seen = BTreeSet::new();
        let mut contents = Vec::new();
        let mut is_event = false;
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = schemas.get(id);
            let object = schema.types.is_empty() || schema.types.contains(JsonType::Object);
            if !object || seen.len() > MOST {
                return;
            }
            for property in &schema.object.properties {
                match &*property.name {
                    "data" => contents.extend(content(schemas, aliases, property.schema)),
                    "event" => {}
                    "id" | "retry" => continue,
                    _ => return,
                }
                is_event = true;
            }
            open.extend(schema.reference);
            open.extend(schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of));
        }
        if is_event {
            self.events.insert(item);
            self.used.extend(contents.iter().map(|(_, content)| *content));
            self.contents.extend(contents);
        }
    }
}

/// A `data` with the schema of the JSON that it holds.
fn content(schemas: &SchemaTable, aliases: &Aliases, data: SchemaId) -> Option<(SchemaId, SchemaId)> {
    let string = [data, resolved(aliases, data)].map(|id| &schemas.get(id).string);
    let string = string.into_iter().find(|string| string.content_schema.is_some())?;
    let json = string.content_media_type.as_deref().is_none_or(|name| codec(name) == Codec::Json);
    Some((data, string.content_schema.filter(|_| json)?))
}

fn resolved(aliases: &Aliases, id: SchemaId) -> SchemaId {
    match aliases.resolve(id) {
        Resolved::Schema { id, .. } => id,
        Resolved::Circle => id,
    }
}
