//! Parameters as the document declares them, and their values as they stand in a request (OpenAPI 3.2.0 §4.12, "Style Values").
//!
//! Takes a declaration and the text of a path segment, query, header or cookie; gives a [`Value`] of the declared shape, taken apart
//! first and unescaped after, so that an escaped delimiter is part of its value. Gives `None` where nothing was sent.

use types::runtime::Rule;
pub use types::runtime::Style;

use super::percent;
use super::style::WrittenAs;
pub use super::style::{Explode, Location, Shape};
use super::value::Value;
use super::wire;

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub(super) name: &'static str,
    pub(super) location: Location,
    pub(super) written_as: WrittenAs,
    pub(super) style: Style,
    pub(super) explode: Explode,
    pub(super) shape: Shape,
    pub(super) rules: &'static [Rule],
    pub(super) secret: bool,
    brackets: Brackets,
}

/// What follows a name where a list is sent.
const BRACKETS: &str = "[]";

/// Whose a name with `[]` after it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// The parameter's.
    Own,
    /// Another's.
    Others,
}

impl Parameter {
    /// A parameter in the path, one text in style `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple, Explode::Joined)
    }

    /// A parameter in the query, one text in style `form`.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, Explode::Exploded)
    }

    /// The whole query string, as a form.
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Location::QueryString, Style::DeepObject, Explode::Exploded).shape(Shape::Map)
    }

    /// A header, one text in style `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, Explode::Joined)
    }

    /// A cookie, one text in style `form`.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, Explode::Exploded)
    }

    const fn new(name: &'static str, location: Location, style: Style, explode: Explode) -> Self {
        Self {
            name,
            location,
            written_as: WrittenAs::Styled,
            style,
            explode,
            shape: Shape::Scalar,
            rules: &[],
            secret: false,
            brackets: Brackets::Own,
        }
    }

    /// The same parameter in another style.
    #[must_use]
    pub const fn style(self, style: Style, explode: Explode) -> Self {
        Self { style, explode, ..self }
    }

    /// The same parameter as a text in JSON.
    #[must_use]
    pub const fn json(self) -> Self {
        // A style says nothing here: the text is whole.
        Self { written_as: WrittenAs::Json, ..self.style(Style::Simple, Explode::Joined) }
    }

    /// The same parameter with another kind of value.
    #[must_use]
    pub const fn shape(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same parameter with rules that its values keep.
    #[must_use]
    pub const fn rules(self, rules: &'static [Rule]) -> Self {
        Self { rules, ..self }
    }

    /// The same parameter, beside which the document has one whose name ends with `[]`.
    #[must_use]
    pub const fn beside_brackets(self) -> Self {
        Self { brackets: Brackets::Others, ..self }
    }

    fn is_json(self) -> bool {
        self.written_as == WrittenAs::Json
    }

    /// Whether a list may be sent under its name with `[]` after it, as many do.
    fn takes_brackets(self) -> bool {
        self.brackets == Brackets::Own && self.shape == Shape::List
    }

    /// The same parameter, which is not shown with the rest of the request.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Whether a query names the parameter. One whose properties stand in the query by themselves is not named.
    pub(super) fn is_in_query(self, query: &str) -> bool {
        let named = |key: String| match key.strip_prefix(self.name) {
            Some(rest) => match self.style {
                Style::DeepObject => rest.is_empty() || rest.starts_with('['),
                _ => rest.is_empty() || (rest == BRACKETS && self.takes_brackets()),
            },
            None => false,
        };
        wire::pairs(query).any(|(key, _)| percent::decode_form(key).is_some_and(named))
    }

    /// Whether one value is sent at most, and these pairs hold several.
    pub(super) fn is_repeated<'a>(self, pairs: impl Iterator<Item = (&'a str, &'a str)>, decode: Decode) -> bool {
        let is_single = match (self.style, self.shape) {
            _ if self.is_json() => true,
            (Style::DeepObject, _) => false,
            (_, Shape::Scalar) => true,
            (_, Shape::List | Shape::Object(_) | Shape::Map) => self.explode == Explode::Joined,
        };
        is_single && pairs.filter(|(key, _)| decode(key).as_deref() == Some(self.name)).nth(1).is_some()
    }

    /// The value in a path segment.
    pub(super) fn in_path(self, text: &str) -> Option<Value> {
        let joined = self.explode == Explode::Joined;
        match self.style {
            _ if self.is_json() => percent_decoded(text).map(Value::Text),
            Style::Matrix => {
                let pairs = text.strip_prefix(';')?.split(';').filter(|pair| !pair.is_empty());
                self.in_pairs(pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))), ',', URL)
            }
            Style::Label => {
                let text = text.strip_prefix('.')?;
                self.in_text(text, if joined { ',' } else { '.' }, URL)
            }
            Style::Simple
            | Style::Form
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject
            | Style::Cookie => self.in_text(text, ',', URL),
        }
    }

    /// The value in a query.
    pub(super) fn in_query(self, query: &str) -> Option<Value> {
        let delimiter = match self.style {
            Style::Simple if self.location == Location::QueryString => {
                return percent::decode_form(query).map(Value::Text);
            }
            _ if self.is_json() => return self.first(wire::pairs(query), percent::decode_form).map(Value::Text),
            Style::DeepObject if self.location == Location::QueryString => return Value::from_form(query, None),
            Style::DeepObject => {
                // What is no object is sent under the name itself.
                let scalar = || self.first(wire::pairs(query), percent::decode_form).map(Value::Text);
                return Value::from_form(query, Some(self.name)).or_else(scalar);
            }
            Style::SpaceDelimited => ' ',
            Style::PipeDelimited => '|',
            Style::Form | Style::Cookie | Style::Simple | Style::Matrix | Style::Label => ',',
        };
        self.in_pairs(wire::pairs(query), delimiter, FORM)
    }

    /// The value in the parts of a multipart body, in which nothing is escaped.
    pub(super) fn in_parts<'a>(self, parts: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Value> {
        let delimiter = match self.style {
            Style::DeepObject => {
                let pairs: Vec<(&str, &str)> = parts.collect();
                let scalar =
                    pairs.iter().find(|(key, _)| *key == self.name).map(|(_, text)| Value::Text((*text).to_owned()));
                let pairs = pairs.into_iter().map(|(key, text)| Some((key.into(), text.into())));
                return Value::from_pairs(pairs, Some(self.name)).or(scalar);
            }
            Style::SpaceDelimited => ' ',
            Style::PipeDelimited => '|',
            Style::Form | Style::Cookie | Style::Simple | Style::Matrix | Style::Label => ',',
        };
        self.in_pairs(parts, delimiter, PLAIN)
    }

    /// Whether the value is an object whose properties stand by themselves, under keys such as this one.
    pub(super) fn spreads_to(self, key: &str) -> bool {
        let keys = match self.shape {
            Shape::Object(keys) => keys,
            Shape::Scalar | Shape::List | Shape::Map => &[],
        };
        self.style == Style::Form && self.explode == Explode::Exploded && keys.contains(&key)
    }

    /// The value in a header.
    pub(super) fn in_header(self, text: &str) -> Option<Value> {
        match self.style {
            _ if self.is_json() => Some(Value::Text(text.to_owned())),
            Style::Simple
            | Style::Matrix
            | Style::Label
            | Style::Form
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject
            | Style::Cookie => self.in_text(text, ',', Text { decode: |text| Some(text.trim().to_owned()), ..PLAIN }),
        }
    }

    /// The value in the cookies of a request.
    pub(super) fn in_cookies<'a>(self, cookies: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Option<Value> {
        match self.style {
            _ if self.is_json() => self.first(cookies, percent_decoded).map(Value::Text),
            Style::Cookie => self.in_pairs(cookies, ',', PLAIN),
            Style::Form
            | Style::Simple
            | Style::Matrix
            | Style::Label
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject => self.in_pairs(cookies, ',', URL),
        }
    }

    fn first<'a>(self, mut pairs: impl Iterator<Item = (&'a str, &'a str)>, decode: Decode) -> Option<String> {
        pairs.find(|(key, _)| decode(key).as_deref() == Some(self.name)).and_then(|(_, value)| decode(value))
    }

    fn in_pairs<'a>(
        self,
        mut pairs: impl Iterator<Item = (&'a str, &'a str)>,
        delimiter: char,
        text: Text,
    ) -> Option<Value> {
        let decode = text.decode;
        let exploded = self.explode == Explode::Exploded;
        match self.shape {
            Shape::List if exploded => {
                let is_named = |key: &str| match key.strip_prefix(self.name) {
                    Some(rest) => rest.is_empty() || (rest == BRACKETS && self.takes_brackets()),
                    None => false,
                };
                let named = pairs.filter(|(key, _)| decode(key).as_deref().is_some_and(is_named));
                let values: Option<Vec<Value>> = named.map(|(_, value)| decode(value).map(Value::Text)).collect();
                values.filter(|values| !values.is_empty()).map(Value::List)
            }
            Shape::Object(_) | Shape::Map if exploded => {
                let mut entries = Vec::new();
                for (key, value) in pairs {
                    let key = decode(key)?;
                    let declared = match self.shape {
                        Shape::Object(keys) => keys.contains(&key.as_str()),
                        Shape::Map | Shape::Scalar | Shape::List => true,
                    };
                    if declared {
                        entries.push((key, Value::Text(decode(value)?)));
                    }
                }
                (!entries.is_empty()).then_some(Value::Object(entries))
            }
            Shape::Scalar | Shape::List | Shape::Object(_) | Shape::Map => {
                let (_, value) = pairs.find(|(key, _)| decode(key).as_deref() == Some(self.name))?;
                self.in_text(value, delimiter, text)
            }
        }
    }

    fn in_text(self, text: &str, delimiter: char, Text { decode, escaped }: Text) -> Option<Value> {
        match self.shape {
            Shape::Scalar => decode(text).map(Value::Text),
            Shape::List if text.is_empty() => Some(Value::List(Vec::new())),
            Shape::List => {
                let items: Option<Vec<Value>> =
                    split(text, delimiter, escaped).into_iter().map(|item| decode(item).map(Value::Text)).collect();
                items.map(Value::List)
            }
            Shape::Object(_) | Shape::Map if text.is_empty() => Some(Value::Object(Vec::new())),
            Shape::Object(_) | Shape::Map => {
                let parts = split(text, delimiter, escaped);
                let entry = |key: &str, value: &str| Some((decode(key)?, Value::Text(decode(value)?)));
                let entries: Option<Vec<_>> = match self.explode {
                    Explode::Exploded => parts
                        .iter()
                        .map(|part| part.split_once('='))
                        .map(|pair| pair.and_then(|(k, v)| entry(k, v)))
                        .collect(),
                    Explode::Joined => parts
                        .chunks(2)
                        .map(|pair| match pair {
                            [key, value] => entry(key, value),
                            _ => None,
                        })
                        .collect(),
                };
                entries.map(Value::Object)
            }
        }
    }
}

pub(super) type Decode = fn(&str) -> Option<String>;

/// How the texts of a place are written.
#[derive(Clone, Copy)]
struct Text {
    decode: Decode,
    /// Whether a delimiter may be escaped.
    escaped: bool,
}

const URL: Text = Text { decode: percent_decoded, escaped: true };
const FORM: Text = Text { decode: percent::decode_form, escaped: true };
const PLAIN: Text = Text { decode: |text| Some(text.to_owned()), escaped: false };

pub(super) fn percent_decoded(text: &str) -> Option<String> {
    percent::decode(text).map(std::borrow::Cow::into_owned)
}

/// Takes a list apart. A blank or a bar cannot stand in a URL, so they delimit in their escaped forms too.
fn split(text: &str, delimiter: char, escaped: bool) -> Vec<&str> {
    let escaped: &[&str] = match delimiter {
        ' ' if escaped => &["%20", "+", " "],
        '|' if escaped => &["%7C", "%7c", "|"],
        _ => return text.split(delimiter).collect(),
    };
    let mut items = Vec::new();
    let mut rest = text;
    let next = |text: &str| {
        let places = escaped.iter().filter_map(|delimiter| Some((text.find(delimiter)?, delimiter.len())));
        places.min()
    };
    while let Some((start, length)) = next(rest) {
        items.extend(rest.get(..start));
        rest = rest.get(start + length..).unwrap_or_default();
    }
    items.push(rest);
    items
}

#[cfg(test)]
mod tests {
    use super::Explode::{Exploded, Joined};
    use super::*;

    const COLORS: &[(&str, &str)] = &[("R", "100"), ("G", "200"), ("B", "150")];
    const RGB: Shape = Shape::Object(&["R", "G", "B"]);

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn list(items: &[&str]) -> Value {
        Value::List(items.iter().map(|item| text(item)).collect())
    }

    fn object(entries: &[(&str, &str)]) -> Value {
        Value::Object(entries.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect())
    }

    #[test]
    fn styles_of_the_path() {
        let color = Parameter::path("color");
        for (style, explode, sent, value) in [
            (Style::Simple, Joined, "blue", text("blue")),
            (Style::Simple, Joined, "a%2Cb%2fc", text("a,b/c")),
            (Style::Simple, Joined, "blue,bla%2Cck", list(&["blue", "bla,ck"])),
            (Style::Simple, Joined, "R,100,G,200,B,150", object(COLORS)),
            (Style::Simple, Exploded, "R=100,G=200,B=150", object(COLORS)),
            (Style::Label, Joined, ".blue", text("blue")),
            (Style::Label, Joined, ".blue,black", list(&["blue", "black"])),
            (Style::Label, Exploded, ".blue.black", list(&["blue", "black"])),
            (Style::Label, Joined, ".R,100,G,200,B,150", object(COLORS)),
            (Style::Label, Exploded, ".R=100.G=200.B=150", object(COLORS)),
            (Style::Matrix, Joined, ";color=blue", text("blue")),
            (Style::Matrix, Joined, ";color", text("")),
            (Style::Matrix, Joined, ";color=blue,black", list(&["blue", "black"])),
            (Style::Matrix, Exploded, ";color=blue;color=black", list(&["blue", "black"])),
            (Style::Matrix, Joined, ";color=R,100,G,200,B,150", object(COLORS)),
            (Style::Matrix, Exploded, ";R=100;G=200;B=150", object(COLORS)),
        ] {
            let shape = match value {
                Value::Text(_) | Value::Part(_) | Value::Absent => Shape::Scalar,
                Value::List(_) => Shape::List,
                Value::Object(_) => RGB,
            };
            assert_eq!(
                color.style(style, explode).shape(shape).in_path(sent),
                Some(value),
                "{style:?} {explode:?} {sent}"
            );
        }
        // What does not begin as its style does, or does not name what it is.
        for (style, explode, shape, sent) in [
            (Style::Label, Joined, Shape::Scalar, "blue"),
            (Style::Matrix, Joined, Shape::Scalar, "blue"),
            (Style::Matrix, Joined, Shape::Scalar, "color=blue"),
            (Style::Matrix, Joined, Shape::Scalar, ";blue"),
            (Style::Matrix, Exploded, Shape::Map, "R=100;G=200"),
            (Style::Simple, Exploded, RGB, "R,100,G,200"),
        ] {
            let parameter = color.style(style, explode).shape(shape);
            assert_eq!(parameter.in_path(sent), None, "{style:?} {explode:?} {sent}");
        }
    }

    #[test]
    fn styles_of_the_query() {
        let color = Parameter::query("color");
        for (style, explode, shape, sent, value) in [
            (Style::Form, Exploded, Shape::Scalar, "x=1&color=a+b", Some(text("a b"))),
            (Style::Form, Exploded, Shape::Scalar, "color", Some(text(""))),
            (Style::Form, Exploded, Shape::Scalar, "colors=1", None),
            (Style::Form, Exploded, Shape::List, "color=blue&x=1&color=b,w", Some(list(&["blue", "b,w"]))),
            (Style::Form, Joined, Shape::List, "color=blue,b%2Cw", Some(list(&["blue", "b,w"]))),
            (Style::Form, Joined, Shape::List, "color=", Some(list(&[]))),
            (Style::Form, Exploded, RGB, "R=100&G=200&x=1&B=150", Some(object(COLORS))),
            (Style::Form, Exploded, RGB, "x=1", None),
            (Style::Form, Exploded, Shape::Map, "R=100&G=200&B=150", Some(object(COLORS))),
            (Style::Form, Joined, RGB, "color=R,100,G,200,B,150", Some(object(COLORS))),
            (Style::Form, Joined, RGB, "color=R,100,G", None),
            (Style::SpaceDelimited, Joined, Shape::List, "color=a%20b+c", Some(list(&["a", "b", "c"]))),
            (Style::SpaceDelimited, Joined, RGB, "color=R%20100%20G%20200%20B%20150", Some(object(COLORS))),
            (Style::PipeDelimited, Joined, Shape::List, "color=a%7Cb|c%7cd", Some(list(&["a", "b", "c", "d"]))),
            (Style::PipeDelimited, Joined, RGB, "color=R|100|G|200|B|150", Some(object(COLORS))),
            (
                Style::DeepObject,
                Exploded,
                RGB,
                "color%5BR%5D=100&color[G]=200&color[B]=150&x[R]=1",
                Some(object(COLORS)),
            ),
            // What a union of objects and others may be.
            (Style::DeepObject, Exploded, RGB, "color=1", Some(text("1"))),
        ] {
            assert_eq!(color.style(style, explode).shape(shape).in_query(sent), value, "{style:?} {explode:?} {sent}");
        }
        assert_eq!(color.json().in_query("color=%7B%22a%22:1%7D"), Some(text("{\"a\":1}")));
    }

    #[test]
    fn deep_objects_nest() {
        let filter = Parameter::query("f").style(Style::DeepObject, Exploded).shape(Shape::Map);
        let sent = "f[a][b]=1&f[a][c][]=2&f[a][c][]=3&f[d]=4&f[d]=5&f[e][0][g]=6&f[e][0][g]=7&f[e][][h]=8";
        let nested = filter.in_query(sent).map(|value| format!("{value:?}").replace("Text(", "").replace("\")", "\""));
        let expected = r#"Object([("a", Object([("b", "1"), ("c", List(["2", "3"]))])), ("d", List(["4", "5"])), ("e", Object([("0", Object([("g", List(["6", "7"]))])), ("", Object([("h", "8")]))]))])"#;
        assert_eq!(nested.as_deref(), Some(expected));
    }

    #[test]
    fn headers_and_cookies() {
        let header = Parameter::header("x");
        assert_eq!(header.shape(Shape::List).in_header("a, b ,%20"), Some(list(&["a", "b", "%20"])));
        assert_eq!(header.in_header(" a, b "), Some(text("a, b")));
        let cookies = [("a", "1"), ("c", "x%20y"), ("c", "z")];
        let cookie = Parameter::cookie("c");
        assert_eq!(cookie.in_cookies(cookies.into_iter()), Some(text("x y")));
        assert_eq!(cookie.style(Style::Cookie, Exploded).in_cookies(cookies.into_iter()), Some(text("x%20y")));
        assert_eq!(cookie.shape(Shape::List).in_cookies(cookies.into_iter()), Some(list(&["x y", "z"])));
    }
}
