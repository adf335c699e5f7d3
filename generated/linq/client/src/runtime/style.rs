//! Parameter styles (OpenAPI 3.2.0 §4.12, "Style Values").
//!
//! Takes a [`Value`], its name and a [`Format`]; gives the text of a path segment, a header, or the pairs of a query or a
//! cookie. Promises that no part of a value can end its place in a URL. Never decides where a parameter goes.

use super::percent::{self, Escape};
use super::value::Value;
use types::runtime::Style;

/// How a parameter is written: its style with `explode` and `allowReserved`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    style: Style,
    explode: bool,
    allow_reserved: bool,
}

/// Every style, as OpenAPI's defaults have it; [`Format::exploded`], [`Format::joined`] and [`Format::reserved`] deviate.
impl Format {
    /// `style: matrix`
    pub const MATRIX: Self = Self::new(Style::Matrix, false);
    /// `style: label`
    pub const LABEL: Self = Self::new(Style::Label, false);
    /// `style: simple`
    pub const SIMPLE: Self = Self::new(Style::Simple, false);
    /// `style: form`
    pub const FORM: Self = Self::new(Style::Form, true);
    /// `style: spaceDelimited`
    pub const SPACE_DELIMITED: Self = Self::new(Style::SpaceDelimited, false);
    /// `style: pipeDelimited`
    pub const PIPE_DELIMITED: Self = Self::new(Style::PipeDelimited, false);
    /// `style: deepObject`
    pub const DEEP_OBJECT: Self = Self::new(Style::DeepObject, true);
    /// `style: cookie`
    pub const COOKIE: Self = Self::new(Style::Cookie, true);

    const fn new(style: Style, explode: bool) -> Self {
        Self { style, explode, allow_reserved: false }
    }

    /// With `explode: true`.
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// With `explode: false`.
    pub const fn joined(self) -> Self {
        Self { explode: false, ..self }
    }

    /// With `allowReserved: true`.
    pub const fn reserved(self) -> Self {
        Self { allow_reserved: true, ..self }
    }
}

/// A value whose shape its style cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

type Written<T> = Result<T, Misfit>;

/// The text that takes the place of `{name}` in a path template.
pub fn path(name: &str, value: &Value, format: Format) -> Written<String> {
    let escape = if format.allow_reserved { Escape::PathReserved } else { Escape::AllButUnreserved };
    match format.style {
        Style::Matrix => matrix(name, value, format.explode, escape),
        Style::Label => {
            let separator = if format.explode { "." } else { "," };
            Ok(format!(".{}", sequence(value, format.explode, separator, escape)?))
        }
        Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject
        | Style::Cookie => sequence(value, format.explode, ",", escape),
    }
}

/// The text of a header.
pub fn header(value: &Value, format: Format) -> Written<String> {
    sequence(value, format.explode, ",", Escape::Nothing)
}

/// The pairs of a query, escaped and joined by `&`; empty where there are none.
pub fn query(name: &str, value: &Value, format: Format) -> Written<String> {
    let escape = if format.allow_reserved { Escape::QueryReserved } else { Escape::AllButUnreserved };
    joined(name, value, format, "&", escape)
}

/// The pairs of a cookie header, joined by `; `; empty where there are none. `None` for a text that no cookie can hold.
pub fn cookie(name: &str, value: &Value, format: Format) -> Written<Option<String>> {
    let escape = match format.style {
        Style::Cookie if !value.texts_are(is_cookie) => return Ok(None),
        Style::Cookie => Escape::Nothing,
        Style::Matrix
        | Style::Label
        | Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject => Escape::AllButUnreserved,
    };
    joined(name, value, format, "; ", escape).map(Some)
}

/// Whether a text can stand in a cookie header (RFC 6265 §4.1.1, quotes and commas tolerated).
pub fn is_cookie(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';')
}

/// The parts of a property of a multipart body that has a style: a name and a text each, nothing escaped.
pub fn parts(name: &str, value: &Value, format: Format) -> Written<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut sink = |name: &str, text: &str| parts.push((name.to_owned(), text.to_owned()));
    Pairs { sink: &mut sink, escape: Escape::Nothing }.parameter(name, value, format)?;
    Ok(parts)
}

fn joined(name: &str, value: &Value, format: Format, separator: &str, escape: Escape) -> Written<String> {
    let mut out = String::new();
    let mut sink = |name: &str, text: &str| {
        if !out.is_empty() {
            out.push_str(separator);
        }
        out.push_str(name);
        out.push('=');
        out.push_str(text);
    };
    Pairs { sink: &mut sink, escape }.parameter(name, value, format)?;
    Ok(out)
}

struct Pairs<'a> {
    /// Takes a name and a text, both escaped already.
    sink: &'a mut dyn FnMut(&str, &str),
    escape: Escape,
}

impl Pairs<'_> {
    fn pair(&mut self, name: &str, text: &str) {
        (self.sink)(name, text);
    }

    /// A delimiter, in the form that this place has for it.
    fn delimiter(&self, plain: &'static str, escaped: &'static str) -> &'static str {
        if self.escape == Escape::Nothing { plain } else { escaped }
    }

    fn parameter(&mut self, name: &str, value: &Value, format: Format) -> Written<()> {
        let name = percent::encoded(name, self.escape);
        let joined_by = match format.style {
            Style::DeepObject => return self.deep(&name, value),
            Style::Form | Style::Cookie | Style::Simple | Style::Matrix | Style::Label => ",",
            Style::SpaceDelimited => self.delimiter(" ", "%20"),
            Style::PipeDelimited => self.delimiter("|", "%7C"),
        };
        match value {
            Value::Null => {}
            Value::Scalar(text) | Value::Number(text) => self.pair(&name, &percent::encoded(text, self.escape)),
            Value::File(_) => return Err(Misfit),
            Value::List(items) if format.explode => self.repeated(&name, items)?,
            Value::Object(properties) if format.explode => {
                for (key, value) in properties {
                    if let Some(text) = scalar(value)? {
                        self.pair(&percent::encoded(key, self.escape), &percent::encoded(text, self.escape));
                    }
                }
            }
            Value::List(_) | Value::Object(_) => {
                let text = sequence(value, false, joined_by, self.escape)?;
                if !is_undefined(value) {
                    self.pair(&name, &text);
                }
            }
        }
        Ok(())
    }

    fn repeated(&mut self, name: &str, items: &[Value]) -> Written<()> {
        for item in items {
            if let Some(text) = scalar(item)? {
                self.pair(name, &percent::encoded(text, self.escape));
            }
        }
        Ok(())
    }

    /// `name[key]=value`, nested as far as it goes; scalars of an array as `name[]=value`, objects of one as `name[0][key]`.
    fn deep(&mut self, name: &str, value: &Value) -> Written<()> {
        let (open, close) = (self.delimiter("[", "%5B"), self.delimiter("]", "%5D"));
        match value {
            Value::Null => {}
            Value::Scalar(text) | Value::Number(text) => self.pair(name, &percent::encoded(text, self.escape)),
            Value::File(_) => return Err(Misfit),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let key = if is_flat(item) { String::new() } else { index.to_string() };
                    self.deep(&format!("{name}{open}{key}{close}"), item)?;
                }
            }
            Value::Object(properties) => {
                for (key, value) in properties {
                    self.deep(&format!("{name}{open}{}{close}", percent::encoded(key, self.escape)), value)?;
                }
            }
        }
        Ok(())
    }
}

/// A value as one text: items joined by `separator`, properties as `key,value` or, exploded, as `key=value`.
fn sequence(value: &Value, explode: bool, separator: &str, escape: Escape) -> Written<String> {
    let mut out = String::new();
    let mut push = |text: &str, before: &str| {
        out.push_str(before);
        percent::write(&mut out, text, escape);
    };
    match value {
        Value::Null => {}
        Value::Scalar(text) | Value::Number(text) => push(text, ""),
        Value::File(_) => return Err(Misfit),
        Value::List(items) => {
            let mut before = "";
            for item in items {
                if let Some(text) = scalar(item)? {
                    push(text, before);
                    before = separator;
                }
            }
        }
        Value::Object(properties) => {
            let mut before = "";
            for (key, value) in properties {
                if let Some(text) = scalar(value)? {
                    push(key, before);
                    push(text, if explode { "=" } else { separator });
                    before = separator;
                }
            }
        }
    }
    Ok(out)
}

fn matrix(name: &str, value: &Value, explode: bool, escape: Escape) -> Written<String> {
    let mut out = String::new();
    let mut pair = |name: &str, text: &str| {
        out.push(';');
        percent::write(&mut out, name, escape);
        if !text.is_empty() {
            out.push('=');
            out.push_str(text);
        }
    };
    match value {
        Value::List(items) if explode => {
            for item in items {
                if let Some(text) = scalar(item)? {
                    pair(name, &percent::encoded(text, escape));
                }
            }
        }
        Value::Object(properties) if explode => {
            for (key, value) in properties {
                if let Some(text) = scalar(value)? {
                    pair(key, &percent::encoded(text, escape));
                }
            }
        }
        Value::Null => {}
        Value::Scalar(_) | Value::Number(_) | Value::File(_) | Value::List(_) | Value::Object(_) => {
            pair(name, &sequence(value, false, ",", escape)?)
        }
    }
    Ok(out)
}

fn scalar(value: &Value) -> Written<Option<&str>> {
    match value {
        Value::Null => Ok(None),
        Value::Scalar(text) | Value::Number(text) => Ok(Some(text)),
        Value::File(_) | Value::List(_) | Value::Object(_) => Err(Misfit),
    }
}

/// Whether a value is nothing: an empty list or object, or one of nothing else (RFC 6570 §2.3).
fn is_undefined(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Scalar(_) | Value::Number(_) | Value::File(_) => false,
        Value::List(items) => items.iter().all(|item| *item == Value::Null),
        Value::Object(properties) => properties.iter().all(|(_, value)| *value == Value::Null),
    }
}

fn is_flat(value: &Value) -> bool {
    match value {
        Value::Null | Value::Scalar(_) | Value::Number(_) | Value::File(_) => true,
        Value::List(_) | Value::Object(_) => false,
    }
}
