//! How properties of forms and parts of multipart bodies are encoded (OpenAPI 3.2.0 §4.15, "Encoding Object").
//!
//! Takes a [`Value`] and a table of what deviates from the defaults; gives the text of a form, or parts. By default texts, numbers and
//! booleans stand as they are, objects as JSON, files as they are, and an array repeats its name for each item. What is null is not sent.

use super::fault::RequestError;
use super::multipart::{self, Part};
use super::percent::{self, Escape};
use super::style::{self, Format, Misfit};
use super::value::Value;
use types::runtime::encoding::How;
use types::runtime::{File, json};

/// How one property, or the part at one position, is encoded.
pub type Encoding = types::runtime::encoding::Encoding<Format>;

#[inline]
fn how(encoding: Option<&Encoding>) -> How<Format> {
    encoding.map_or(How::Content(""), |encoding| encoding.how)
}

#[inline]
fn nested(encoding: Option<&Encoding>) -> &'static [Encoding] {
    encoding.map_or(&[], |encoding| encoding.nested)
}

/// A whole query: an object as a form, a text escaped.
#[inline]
pub fn query_string(value: &Value) -> Result<String, RequestError> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Scalar(text) | Value::Number(text) => Ok(percent::encoded(text, Escape::AllButUnreserved)),
        Value::List(_) | Value::Object(_) | Value::File(_) => form(value, &[]),
    }
}

/// A body in `application/x-www-form-urlencoded`.
#[inline]
pub fn form(value: &Value, table: &[Encoding]) -> Result<String, RequestError> {
    let Value::Object(properties) = value else { return Err(fault("only an object can be a form")) };
    let mut out = String::new();
    for (name, value) in properties {
        match how(Encoding::of_property(table, name)) {
            How::Styled(format) => {
                let pairs = style::query(name, value, format).map_err(|Misfit| too_deep(name))?;
                append(&mut out, &pairs);
            }
            How::Content(content_type) => {
                for item in items(value) {
                    let text = text(item, content_type)?;
                    append(&mut out, &percent::encoded(name, Escape::AllButUnreserved));
                    out.push('=');
                    percent::write(&mut out, &text, Escape::AllButUnreserved);
                }
            }
        }
    }
    Ok(out)
}

#[inline]
fn append(out: &mut String, pairs: &str) {
    if !out.is_empty() && !pairs.is_empty() {
        out.push('&');
    }
    out.push_str(pairs);
}

#[inline]
fn text(value: &Value, content_type: &str) -> Result<String, RequestError> {
    match value {
        Value::Scalar(text) | Value::Number(text) if first(content_type, is_json).is_none() => Ok(text.clone()),
        Value::File(file) => match std::str::from_utf8(&file.content) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(fault("bytes that are not UTF-8 cannot stand in a form")),
        },
        Value::Null | Value::Scalar(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
            String::from_utf8(as_json(value)?).map_err(fault)
        }
    }
}

/// The parts of a multipart body: one or more for each property of an object, one for each item of a list.
#[inline]
pub fn parts(value: &Value, table: &[Encoding]) -> Result<Vec<Part>, RequestError> {
    let mut parts = Vec::new();
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let encoding = Encoding::of_property(table, name);
                match how(encoding) {
                    How::Styled(format) => {
                        let texts = style::parts(name, value, format).map_err(|Misfit| too_deep(name))?;
                        parts.extend(texts.into_iter().map(|(name, text)| Part::new(name, text)));
                    }
                    How::Content(content_type) => {
                        for item in items(value) {
                            parts.push(part(name, item, content_type, nested(encoding))?);
                        }
                    }
                }
            }
        }
        Value::List(items) => {
            for (position, item) in items.iter().enumerate() {
                let encoding = Encoding::at(table, position);
                let content_type = match how(encoding) {
                    How::Content(content_type) => content_type,
                    How::Styled(_) => "",
                };
                parts.push(part("", item, content_type, nested(encoding))?);
            }
        }
        Value::Null | Value::Scalar(_) | Value::Number(_) | Value::File(_) => {
            return Err(fault("only an object or a list has parts"));
        }
    }
    Ok(parts)
}

#[inline]
fn part(name: &str, value: &Value, content_type: &str, table: &[Encoding]) -> Result<Part, RequestError> {
    let (content, content_type) = match value {
        Value::File(file) => return Ok(of_file(name, file, content_type)),
        Value::Object(_) | Value::List(_) if content_type.starts_with("multipart/") => {
            let (content_type, body) = multipart::write(content_type, parts(value, table)?)?;
            return Ok(Part::new(name, body).content_type(content_type));
        }
        Value::Scalar(text) | Value::Number(text) => match first(content_type, |_| true) {
            Some(json) if is_json(json) => (as_json(value)?, Some(json)),
            declared => (text.clone().into_bytes(), declared),
        },
        Value::Null | Value::List(_) | Value::Object(_) => {
            let declared = first(content_type, is_json).or_else(|| first(content_type, |_| true));
            (as_json(value)?, Some(declared.unwrap_or("application/json")))
        }
    };
    let part = Part::new(name, content);
    Ok(match content_type {
        Some(content_type) => part.content_type(content_type),
        None => part,
    })
}

#[inline]
fn of_file(name: &str, file: &File, content_type: &str) -> Part {
    let declared = first(content_type, |_| true).unwrap_or("application/octet-stream");
    let mut part = Part::new(name, file.content.clone());
    part = part.content_type(file.content_type.as_deref().unwrap_or(declared));
    for (name, value) in &file.headers {
        part = part.header(name, value);
    }
    match &file.file_name {
        Some(file_name) => part.file_name(file_name),
        // Many servers take only a part with a name for a file.
        None if !name.is_empty() => part.file_name(name),
        None => part,
    }
}

/// What repeats a name: the items of an array that are not null.
#[inline]
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items.iter().filter(|item| **item != Value::Null)
}

/// The first media type of a list that is no range and that fits.
#[inline]
fn first(list: &'_ str, fits: impl Fn(&str) -> bool) -> Option<&'_ str> {
    list.split(',').map(str::trim).find(|name| !name.is_empty() && !name.contains('*') && fits(name))
}

#[inline]
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
}

#[inline]
fn as_json(value: &Value) -> Result<Vec<u8>, RequestError> {
    json::encode(value).map_err(fault)
}

#[inline]
fn too_deep(property: &str) -> RequestError {
    fault(format_args!(
        "property `{property}` holds lists or objects in one another, or a file, which its style cannot write"
    ))
}

#[inline]
fn fault(reason: impl std::fmt::Display) -> RequestError {
    RequestError::Body { reason: reason.to_string() }
}
