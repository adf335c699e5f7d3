//! Bodies: in which media types they are, and how they are encoded.

use super::{Constraints, Encoding, Name, Type, XmlId};
use crate::sparse::Sparse;

/// A body.
#[derive(Debug, Clone)]
pub enum Payload {
    /// None is documented.
    Empty,
    /// In one media type.
    One(Media),
    /// In one of several: an enum of that name with a variant each.
    Several {
        /// Enum name, unique among the API's types.
        name: Name,
        /// Its variants.
        media: Vec<Media>,
    },
}

impl Payload {
    /// The media types that it may be in.
    pub fn media(&self) -> &[Media] {
        match self {
            Self::Empty => &[],
            Self::One(media) => std::slice::from_ref(media),
            Self::Several { media, .. } => media,
        }
    }

    /// Whether it may be one item after the other.
    pub fn is_sequence(&self) -> bool {
        self.media().iter().any(|media| media.codec.is_sequence())
    }
}

/// A body in a media type.
#[derive(Debug, Clone)]
pub struct Media {
    /// Variant name in [`Payload::Several`]: `Json`, `Text`.
    pub name: Name,
    /// Media type or range, exactly as documented.
    pub media_type: String,
    /// Whether that can be sent as it is.
    pub sending: Sending,
    /// How it is encoded.
    pub codec: Codec,
    /// What it holds; for sequences (event streams, JSON lines) one item.
    pub ty: Type,
    /// What it must satisfy beyond its type.
    pub constraints: Sparse<Constraints>,
    /// What is said of the properties of a form and the parts of a multipart body, beyond OpenAPI's defaults.
    pub encodings: Vec<Encoding>,
    /// How it stands in XML: of every body in XML, and of one in JSON whose type may come in XML instead.
    pub xml: Option<XmlBody>,
}

/// Whether a documented media type can stand in a `Content-Type` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// It is a media type.
    AsDocumented,
    /// It is a range (`image/*`): this media type of it is sent.
    As(&'static str),
}

/// What a client makes of a body that it receives. Two that are equal have one Rust type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received<'a> {
    /// A value of that type.
    Value(&'a Type),
    /// Bytes.
    Bytes,
    /// Parts, each with its headers.
    Parts,
    /// A stream of events.
    Events(EventItem, &'a Type),
    /// A stream of values.
    Lines(&'a Type),
}

/// A body that may be in XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlBody {
    /// Media type, exactly as documented.
    pub media_type: String,
    /// Its root.
    pub root: XmlId,
}

impl Media {
    /// The media type to send.
    pub fn sent_as(&self) -> &str {
        match self.sending {
            Sending::AsDocumented => &self.media_type,
            Sending::As(media_type) => media_type,
        }
    }

    /// What a client makes of it.
    pub fn received(&self) -> Received<'_> {
        match self.codec {
            Codec::Json | Codec::Xml | Codec::Text => Received::Value(&self.ty),
            Codec::Multipart => Received::Parts,
            Codec::Form | Codec::Bytes => Received::Bytes,
            Codec::EventStream(item) => Received::Events(item, &self.ty),
            Codec::JsonLines => Received::Lines(&self.ty),
        }
    }

    /// The media types of the body: its own, and the one of XML where it may be in that too.
    pub fn media_types(&self) -> impl Iterator<Item = &str> {
        let other = self.xml.as_ref().filter(|_| self.codec != Codec::Xml);
        std::iter::once(self.media_type.as_str()).chain(other.map(|xml| xml.media_type.as_str()))
    }
}

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// `application/json`, `*+json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/*`
    Multipart,
    /// `text/*`
    Text,
    /// `application/octet-stream`, images and everything else taken as bytes
    Bytes,
    /// `text/event-stream`
    EventStream(EventItem),
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq`
    JsonLines,
    /// `application/xml`, `*+xml`, where a schema says what it holds
    Xml,
}

impl Codec {
    /// Whether a body is one item after the other.
    pub fn is_sequence(self) -> bool {
        match self {
            Self::EventStream(_) | Self::JsonLines => true,
            Self::Json | Self::Form | Self::Multipart | Self::Text | Self::Bytes | Self::Xml => false,
        }
    }
}

/// What the type of an event stream describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventItem {
    /// The data of each event.
    Data,
    /// Each event: an object of `event`, `id`, `retry` and `data` (3.2).
    Event,
}
