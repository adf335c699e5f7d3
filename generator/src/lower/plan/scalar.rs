//! Scalars: `type` and `format` to Rust's types.
//!
//! Takes a flat picture; gives a [`Scalar`]. Promises that an unknown format changes nothing.

use crate::ir::Scalar;
use crate::lower::graph::{Flat, is_binary};

/// Whether a string must not be shown: `x-specwright: {secret: true}`, or `format: password`, which says to obscure it (OpenAPI 3.1.1
/// §4.4).
pub fn is_secret(flat: &Flat<'_>) -> bool {
    let secret = flat.extension.and_then(|node| node.get("secret")).and_then(|node| node.as_bool());
    secret.unwrap_or(flat.format == Some("password"))
}

/// A string by its format.
pub fn string(flat: &Flat<'_>) -> Scalar {
    if is_secret(flat) {
        return Scalar::Secret;
    }
    match flat.format {
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        Some("time") => Scalar::Time,
        Some("uuid") => Scalar::Uuid,
        Some("byte") => Scalar::Base64,
        Some("binary") => Scalar::Bytes,
        Some(_) | None => match flat.content_encoding {
            Some(encoding) if encoding.eq_ignore_ascii_case("base64") => Scalar::Base64,
            // The identity encoding of bytes (RFC 2045 §6.2).
            Some(encoding) if encoding.eq_ignore_ascii_case("binary") => Scalar::Bytes,
            None if flat.content_media_type.is_some_and(is_binary) => Scalar::Bytes,
            Some(_) | None => Scalar::String,
        },
    }
}

/// A whole number by its format and bounds.
pub fn integer(flat: &Flat<'_>) -> Scalar {
    let minimum = bound(flat.constraints.minimum.as_ref());
    let maximum = bound(flat.constraints.maximum.as_ref());
    let beyond = |limit: f64| maximum.is_some_and(|most| most > limit);
    let never_negative = minimum.is_some_and(|least| least >= 0.0);
    match flat.format {
        Some("int32" | "int16" | "int8") if !beyond(2_147_483_648.0) => Scalar::I32,
        Some("uint32" | "uint16" | "uint8") if !beyond(4_294_967_296.0) => Scalar::U32,
        Some("uint64" | "uint32" | "uint16" | "uint8" | "uint") => Scalar::U64,
        Some(_) | None if never_negative && beyond(9_223_372_036_854_775_807.0) => Scalar::U64,
        Some(_) | None => Scalar::I64,
    }
}

/// A number by its format.
pub fn number(flat: &Flat<'_>) -> Scalar {
    match flat.format {
        Some("int32" | "int64" | "uint32" | "uint64" | "integer") => integer(flat),
        Some(_) | None => Scalar::F64,
    }
}

fn bound(bound: Option<&crate::ir::Bound>) -> Option<f64> {
    bound.and_then(|bound| bound.value.parse().ok())
}
