//! Fields of objects by the type the specification gives them.
//!
//! Takes an object and a key; gives the value where it has the right type. A value of another type is told and read as
//! absent, so that the rest of the object is still read. Never asks whether a field is required, but for [`Reader::required_text`].

use super::place::Place;
use super::reader::Reader;
use crate::diagnostic::code::read as code;
use crate::document::{Extension, ExternalDocs};
use crate::format::is_date;
use crate::node::{Map, Node, Value};
use crate::upgrade::meant::meant_boolean;

/// What programs write as an empty list that do not tell it from an empty map, such as PHP's `json_encode([])`.
static EMPTY: Map = Map::new();

impl<'t> Reader<'t, '_> {
    /// A string. Numbers and booleans are told and taken as their text: YAML writers forget the quotes.
    pub(super) fn text(&mut self, at: Place<'t>, key: &str) -> Option<String> {
        let value = at.get(key)?;
        self.as_text(value, key)
    }

    pub(super) fn as_text(&mut self, at: Place<'t>, key: &str) -> Option<String> {
        let text = match &at.node.value {
            Value::String(text) => return Some(text.to_string()),
            Value::Number(number) => number.text().to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Null | Value::List(_) | Value::Map(_) => {
                self.wrong_type(at.node, key, "a string");
                return None;
            }
        };
        let message = format!("`{key}` must be a string, not {} such as `{text}`", at.node.kind());
        self.tell_with_help(&code::SCALAR_READ_AS_TEXT, at.span(), message, format!("write `\"{text}\"`"));
        Some(text)
    }

    /// A string that the object cannot do without.
    pub(super) fn required_text(&mut self, at: Place<'t>, key: &str, object: &str) -> Option<String> {
        if at.get(key).is_none() {
            self.missing(at, key, object);
        }
        self.text(at, key)
    }

    /// A string that the object must have, and that only documents.
    pub(super) fn documentation(&mut self, at: Place<'t>, key: &str, object: &str) -> String {
        if at.get(key).is_none() {
            let message = format!("{object} has no `{key}`");
            self.tell(&code::MISSING_DOCUMENTATION_FIELD, at.span(), message);
        }
        self.prose(at, key).unwrap_or_default()
    }

    /// A string that only documents.
    pub(super) fn prose(&mut self, at: Place<'t>, key: &str) -> Option<String> {
        let value = at.get(key)?;
        self.as_prose(value, key)
    }

    pub(super) fn as_prose(&mut self, at: Place<'t>, key: &str) -> Option<String> {
        match &at.node.value {
            Value::List(_) | Value::Map(_) => {
                let help = "it is left out of the documentation; write the text itself";
                self.documentation_left_out(at.node, key, "a string", help);
                None
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.as_text(at, key),
        }
    }

    /// Tells that a value which only documents is of a kind that its field does not take.
    pub(super) fn documentation_left_out(&mut self, node: &Node, key: &str, expected: &str, help: &str) {
        let message = format!("`{key}` must be {expected}, not {}", node.kind());
        self.tell_with_help(&code::DOCUMENTATION_LEFT_OUT, node.span(), message, help);
    }

    /// Tells that a value of another type than its field takes can mean one thing only, and is read so.
    pub(super) fn read_as_meant(&mut self, node: &Node, message: String, help: impl Into<String>) {
        self.tell_with_help(&code::READ_AS_MEANT, node.span(), message, help);
    }

    pub(super) fn missing(&mut self, at: Place<'t>, key: &str, object: &str) {
        let message = format!("{object} has no `{key}`");
        self.tell_with_help(&code::MISSING_FIELD, at.span(), message, format!("add `{key}`"));
    }

    /// A boolean, `None` where absent.
    pub(super) fn boolean(&mut self, at: Place<'t>, key: &str) -> Option<bool> {
        let value = at.get(key)?;
        if let Some(boolean) = value.node.as_bool() {
            return Some(boolean);
        }
        let Some(meant) = value.node.as_str().and_then(meant_boolean) else {
            self.wrong_type(value.node, key, "a boolean");
            return None;
        };
        let given = value.node.as_str().unwrap_or_default();
        let message = format!("`{key}` must be a boolean, not the string `{given}`");
        self.read_as_meant(value.node, message, format!("write `{meant}`, without quotes"));
        Some(meant)
    }

    /// A boolean whose default is false.
    pub(super) fn flag(&mut self, at: Place<'t>, key: &str) -> bool {
        self.boolean(at, key).unwrap_or(false)
    }

    /// A list of strings; empty where absent.
    pub(super) fn texts(&mut self, at: Place<'t>, key: &str) -> Vec<String> {
        at.get(key).map_or_else(Vec::new, |list| self.as_texts(list, key))
    }

    pub(super) fn as_texts(&mut self, at: Place<'t>, key: &str) -> Vec<String> {
        let Some(list) = at.node.as_list() else {
            self.wrong_type(at.node, key, "a list");
            return Vec::new();
        };
        list.iter().filter_map(|item| self.as_text(at.with(item), key)).collect()
    }

    /// A list.
    pub(super) fn list(&mut self, at: Place<'t>, key: &str) -> Option<&'t [Node]> {
        let value = at.get(key)?;
        let list = value.node.as_list();
        if list.is_none() {
            self.wrong_type(value.node, key, "a list");
        }
        list
    }

    /// A map under a key.
    pub(super) fn map_under(&mut self, at: Place<'t>, key: &str) -> Option<Place<'t>> {
        let what = format!("`{key}`");
        let value = self.follow_misplaced(at.get(key)?, &what)?;
        self.map(value, &what).map(|_| value)
    }

    /// The object itself as a map; `what` names it for the message.
    pub(super) fn map(&mut self, at: Place<'t>, what: &str) -> Option<&'t Map> {
        if at.node.as_list().is_some_and(<[Node]>::is_empty) {
            let message = format!("{what} must be a map, not an empty list");
            self.read_as_meant(at.node, message, "write `{}`, which is an empty map");
            return Some(&EMPTY);
        }
        let map = at.node.as_map();
        if map.is_none() {
            let (code, message) = match at.node.value {
                Value::Null => (&code::NULL_READ_AS_ABSENT, format!("{what} must be a map, not null")),
                _ => (&code::WRONG_TYPE, format!("{what} must be a map, not {}", at.node.kind())),
            };
            self.tell(code, at.span(), message);
        }
        map
    }

    /// A map of names to texts that document them; in the order of the source.
    pub(super) fn prose_map(&mut self, at: Place<'t>, key: &str) -> Vec<(String, String)> {
        let Some(map) = self.documenting_map(at, key) else { return Vec::new() };
        let entries = map.entries();
        entries
            .map(|(entry, value)| (entry.key.to_string(), self.as_prose(value, &entry.key).unwrap_or_default()))
            .collect()
    }

    pub(super) fn wrong_type(&mut self, node: &Node, key: &str, expected: &str) {
        let code = if node.value == Value::Null { &code::NULL_READ_AS_ABSENT } else { &code::WRONG_TYPE };
        self.tell(code, node.span(), format!("`{key}` must be {expected}, not {}", given(node)));
    }

    /// A word that the specification does not list for a field.
    pub(super) fn invalid_value(&mut self, at: Place<'t>, key: &str, given: &str, allowed: &[&str]) {
        let message = format!("`{given}` is not a value of `{key}`");
        let help = match super::suggest::nearest(given, allowed.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`{key}` is one of: {}", allowed.join(", ")),
        };
        let span = at.get(key).map_or(at.span(), Place::span);
        self.tell_with_help(&code::INVALID_VALUE, span, message, help);
    }

    /// `externalDocs`
    pub(super) fn external_docs(&mut self, at: Place<'t>) -> Option<ExternalDocs> {
        let docs = self.documenting_map(at, "externalDocs")?;
        if docs.get("url").is_none() {
            let message = "an External Documentation Object has no `url`";
            self.tell(&code::MISSING_DOCUMENTATION_FIELD, docs.span(), message);
        }
        let url = self.prose(docs, "url")?;
        Some(ExternalDocs { url, description: self.prose(docs, "description") })
    }

    /// A map under a key, that only documents.
    pub(super) fn documenting_map(&mut self, at: Place<'t>, key: &str) -> Option<Place<'t>> {
        let value = at.get(key)?;
        match &value.node.value {
            Value::Map(_) | Value::Null => self.map_under(at, key),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => {
                self.documentation_left_out(value.node, key, "a map", "it is left out of the documentation");
                None
            }
        }
    }

    /// `x-specwright`, whose contents the pass that uses it checks.
    pub(super) fn extension(&self, at: Place<'t>) -> Extension {
        at.get("x-specwright").map(|extension| Box::new(extension.node.clone()))
    }
}

/// A scalar that is short for sure, or the kind of another value.
pub(super) fn given(node: &Node) -> String {
    match &node.value {
        Value::Number(number) => format!("`{}`", number.text()),
        Value::Bool(value) => format!("`{value}`"),
        Value::Null | Value::String(_) | Value::List(_) | Value::Map(_) => node.kind().to_owned(),
    }
}

/// The date of an `x-sunset`, which may have a time; `None` where there is no date.
pub(super) fn sunset(at: Place<'_>) -> Option<String> {
    let text = at.get("x-sunset")?.node.as_str()?;
    let date = text.get(..10)?;
    let ends = text.get(10..).is_some_and(|it| it.is_empty() || it.starts_with(['T', 't', ' ']));
    (ends && is_date(date)).then(|| date.to_owned())
}
