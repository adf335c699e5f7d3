//! Request bodies, media types and encodings.
//!
//! Takes objects that hold `content`; gives its media types in the order of the source. Never reads the text of a media type.

use super::place::Place;
use super::reader::Reader;
use super::references::Resolved;
use crate::document::structure::ObjectKind;
use crate::document::{Encoding, MediaType, RequestBody};
use crate::node::Value;

impl<'t> Reader<'t, '_> {
    /// `requestBody` of an operation.
    pub(super) fn request_body(&mut self, at: Place<'t>) -> Option<RequestBody> {
        const OBJECT: &str = "a Request Body Object";
        let resolved = self.follow(at.get("requestBody")?, ObjectKind::RequestBody)?;
        let body = resolved.at;
        self.map(body, OBJECT)?;
        self.within(body, |reader| {
            if body.get("content").is_none() {
                reader.missing(body, "content", OBJECT);
            }
            RequestBody {
                description: reader.described(&resolved),
                required: reader.flag(body, "required"),
                content: reader.content(body),
                extension: reader.extension(body),
                owner: resolved.owner.clone(),
                origin: body.origin(),
            }
        })
    }

    /// `content`
    pub(super) fn content(&mut self, at: Place<'t>) -> Vec<MediaType> {
        let Some(content) = self.map_under(at, "content") else { return Vec::new() };
        let mut media_types = Vec::new();
        for (entry, place) in content.entries() {
            let Some(resolved) = self.follow(place, ObjectKind::MediaType) else { continue };
            let media_type = self.within(resolved.at, |reader| reader.media_type(&entry.key, &resolved));
            media_types.extend(media_type.flatten());
        }
        media_types
    }

    /// Media Type Object (§4.14).
    fn media_type(&mut self, name: &str, resolved: &Resolved<'t>) -> Option<MediaType> {
        let at = resolved.at;
        // Nothing after its name is as much as an empty object.
        if self.map(at, "a Media Type Object").is_none() && !matches!(at.node.value, Value::Null) {
            return None;
        }
        Some(MediaType {
            name: name.to_owned(),
            schema: at.get("schema").map(|schema| self.schema(schema)),
            item_schema: at.get("itemSchema").map(|schema| self.schema(schema)),
            examples: self.examples(at),
            encoding: self.encodings(at),
            prefix_encoding: self.prefix_encodings(at),
            item_encoding: at.get("itemEncoding").and_then(|item| self.encoding("", item)).map(Box::new),
            owner: resolved.owner.clone(),
            origin: at.origin(),
        })
    }

    fn encodings(&mut self, at: Place<'t>) -> Vec<Encoding> {
        let Some(map) = self.map_under(at, "encoding") else { return Vec::new() };
        map.entries().filter_map(|(entry, encoding)| self.encoding(&entry.key, encoding)).collect()
    }

    fn prefix_encodings(&mut self, at: Place<'t>) -> Vec<Encoding> {
        let list = self.list(at, "prefixEncoding").unwrap_or_default();
        list.iter().filter_map(|item| self.encoding("", at.with(item))).collect()
    }

    /// Encoding Object (§4.15).
    fn encoding(&mut self, property: &str, at: Place<'t>) -> Option<Encoding> {
        self.map(at, "an Encoding Object")?;
        Some(Encoding {
            property: property.to_owned(),
            content_type: self.text(at, "contentType"),
            headers: self.headers(at),
            style: self.style(at),
            explode: self.boolean(at, "explode"),
            allow_reserved: self.flag(at, "allowReserved"),
            encoding: self.encodings(at),
            prefix_encoding: self.prefix_encodings(at),
            item_encoding: at.get("itemEncoding").and_then(|item| self.encoding("", item)).map(Box::new),
            origin: at.origin(),
        })
    }
}
