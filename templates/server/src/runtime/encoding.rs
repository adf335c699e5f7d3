//! How properties of forms and parts of multipart bodies are encoded (OpenAPI 3.2.0 §4.15, "Encoding Object").
//!
//! Takes pairs or parts, and a table of what deviates from the defaults; gives a [`Value`] of which the body's type is read. Promises that
//! what is not encoded as the table says is told with its place. What the table does not name is taken as its type has it: an object is
//! read from JSON, a list from a name that repeats, a file from a part as it is.

use types::runtime::encoding::{How, Of};
use types::runtime::multipart::Malformed;

use super::body;
use super::multipart::{self, Part};
use super::parameter::{Parameter, Style};
use super::percent;
use super::pointer;
use super::value::Value;
use super::wire;

/// How one property, or the part at one position, is encoded.
pub type Encoding = types::runtime::encoding::Encoding<Parameter>;

/// A place in a body, as a JSON Pointer, and what is wrong there.
pub(super) type Unread = (String, String);

/// Whether a key belongs to a property with a style.
fn is_styled(table: &[Encoding], key: &str) -> bool {
    table.iter().any(|encoding| match encoding.how {
        How::Styled(parameter) => parameter.is_made_of(key),
        How::Content(_) => false,
    })
}

/// The properties with a style.
fn styled(
    table: &[Encoding],
    find: impl Fn(Parameter) -> Option<Value>,
) -> impl Iterator<Item = (&'static str, Value)> {
    table.iter().filter_map(move |encoding| match (encoding.of, encoding.how) {
        (Of::Property(name), How::Styled(parameter)) => Some((name, find(parameter)?)),
        (Of::Property(_) | Of::Position(_) | Of::Items, _) => None,
    })
}

/// The properties of a form. `None` where it is none.
pub(super) fn form(text: &str, table: &[Encoding]) -> Option<Value> {
    if table.is_empty() {
        return Value::from_form(text, None);
    }
    let mut form = Value::Object(Vec::new());
    for (key, value) in wire::pairs(text) {
        let (key, value) = (percent::decode_form(key)?, percent::decode_form(value)?);
        match Encoding::of_property(table, &key) {
            Some(Encoding { how: How::Content(content_type), .. }) if body::is_json(first(content_type)) => {
                form.insert(&[&key], Value::Part(json(&key, value)))?;
            }
            Some(Encoding { how: How::Content(_), .. }) => form.insert(&[&key], Value::Text(value))?,
            Some(_) | None if is_styled(table, &key) => {}
            Some(_) | None => form.insert_nested(&key, Value::Text(value))?,
        }
    }
    for (name, value) in styled(table, |parameter| parameter.in_query(text)) {
        form.insert(&[name], value)?;
    }
    Some(form)
}

fn json(name: &str, text: String) -> Part {
    Part {
        name: name.to_owned(),
        file_name: None,
        content_type: Some("application/json".to_owned()),
        headers: axum::http::HeaderMap::new(),
        bytes: text.into(),
    }
}

/// The properties of a multipart body.
pub(super) fn object(parts: Vec<Part>, table: &[Encoding]) -> Result<Value, Unread> {
    let mut texts = Vec::new();
    let mut body = Value::Object(Vec::new());
    let full = || (String::new(), "the body has more properties than are taken".to_owned());
    for part in parts {
        if part.name.is_empty() {
            return Err((String::new(), "a part has no name".to_owned()));
        }
        // Many send lists under their name with `[]` after it.
        let is_named = Encoding::of_property(table, &part.name).is_some();
        let plain = part.name.strip_suffix("[]").filter(|plain| !is_named && !plain.is_empty());
        let name = plain.unwrap_or(&part.name).to_owned();
        if is_styled(table, &name) {
            let told = |_| (pointer::to(&name), "the part is not text".to_owned());
            texts.push((name.clone(), String::from_utf8(part.bytes.to_vec()).map_err(told)?));
            continue;
        }
        let encoding = Encoding::of_property(table, &name);
        let value =
            value(part, encoding).map_err(|(place, detail)| (format!("{}{place}", pointer::to(&name)), detail))?;
        body.insert(&[&name], value).ok_or_else(full)?;
    }
    let pairs = || texts.iter().map(|(name, text): &(String, String)| (name.as_str(), text.as_str()));
    for (name, value) in styled(table, |parameter| parameter.in_parts(pairs())) {
        body.insert(&[name], value).ok_or_else(full)?;
    }
    Ok(body)
}

/// The items of a multipart body whose parts have no names.
pub(super) fn list(parts: Vec<Part>, table: &[Encoding]) -> Result<Value, Unread> {
    let mut items = Vec::with_capacity(parts.len());
    for (position, part) in parts.into_iter().enumerate() {
        let item = value(part, Encoding::at(table, position))
            .map_err(|(place, detail)| (format!("/{position}{place}"), detail))?;
        items.push(item);
    }
    Ok(Value::List(items))
}

fn value(mut part: Part, encoding: Option<&Encoding>) -> Result<Value, Unread> {
    let Some(Encoding { how: How::Content(declared), nested, .. }) = encoding else { return Ok(Value::Part(part)) };
    let given = part.content_type.as_deref();
    if let Some(given) = given.filter(|_| !declared.is_empty())
        && !body::accepts(declared, given)
    {
        return Err((String::new(), format!("the part is `{given}`; it may be {declared}")));
    }
    if first(declared).starts_with("multipart/")
        && let Some(given) = given
    {
        let told = |fault: Malformed| (String::new(), fault.to_string());
        let parts = multipart::parts(given, &part.bytes).map_err(told)?;
        let named = parts.iter().all(|part| !part.name.is_empty());
        return if named { object(parts, nested) } else { list(parts, nested) };
    }
    if given.is_none() && body::is_json(first(declared)) {
        part.content_type = Some(first(declared).to_owned());
    }
    Ok(Value::Part(part))
}

fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or_default().trim()
}

impl Parameter {
    /// Whether a pair of that key is (part of) the value.
    fn is_made_of(self, key: &str) -> bool {
        match key.strip_prefix(self.name) {
            Some("") => true,
            Some(rest) if self.style == Style::DeepObject && rest.starts_with('[') => true,
            Some(_) | None => self.spreads_to(key),
        }
    }
}
