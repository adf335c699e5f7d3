//! Media types to codecs.
//!
//! Takes the name of a media type or range (RFC 9110 §8.3.1); gives the codec that reads and writes it.

use crate::ir::{Codec, EventItem};

/// The codec of a media type or range.
pub fn codec(name: &str) -> Codec {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (ty, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    let suffix = subtype.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    match (ty, subtype) {
        (_, "json" | "*") if ty == "application" || ty == "*" => Codec::Json,
        (_, "x-www-form-urlencoded") => Codec::Form,
        ("multipart", _) => Codec::Multipart,
        (_, "event-stream") => Codec::EventStream(EventItem::Data),
        (
            _,
            "jsonl" | "x-jsonl" | "json-lines" | "x-json-lines" | "jsonlines" | "x-jsonlines" | "ndjson" | "x-ndjson"
            | "ldjson" | "x-ldjson" | "json-seq" | "stream+json" | "x-json-stream",
        ) => Codec::JsonLines,
        (_, "xml") => Codec::Xml,
        (_, "json") => Codec::Json,
        (_, _) if suffix == "json" => Codec::Json,
        (_, _) if matches!(suffix, "json-seq" | "jsonl" | "ndjson") => Codec::JsonLines,
        ("image", _) => Codec::Bytes,
        (_, _) if suffix == "xml" => Codec::Xml,
        ("text", _) => Codec::Text,
        (_, _) => Codec::Bytes,
    }
}
