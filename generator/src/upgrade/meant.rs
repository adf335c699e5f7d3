//! Values of another shape than the specification gives them, that can mean one thing only.
//!
//! Takes an object before what stands in it is raised; changes it to the shape that is meant, and tells each place. Never changes what
//! could mean two things, and never adds what is not there.

use super::item_list::item_list;
use super::raising::Raising;
use super::{Version, build};
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::document::structure::{Holds, ObjectKind, fields};
use crate::node::{Map, Node, Value};
use crate::source::Origin;

impl Raising<'_> {
    pub(super) fn meant(&mut self, map: &mut Map, kind: ObjectKind) {
        match kind {
            ObjectKind::OpenApi => {
                self.one_of_list(map, "security", is_map);
                self.one_of_list(map, "servers", is_map);
                self.wrapped(map, "servers", "url");
                self.wrapped(map, "tags", "name");
            }
            ObjectKind::PathItem => {
                self.methods(map);
                self.one_of_list(map, "servers", is_map);
                self.wrapped(map, "servers", "url");
            }
            ObjectKind::Operation => {
                self.one_of_list(map, "security", is_map);
                self.one_of_list(map, "servers", is_map);
                self.wrapped(map, "servers", "url");
                self.one_of_list(map, "tags", |tags| tags.as_str().is_some());
                self.unwrapped(map, "tags", "name");
            }
            ObjectKind::Parameter => self.lower_case(map, "in"),
            ObjectKind::Schema => {
                ["allOf", "anyOf", "oneOf"].iter().for_each(|keyword| self.one_of_list(map, keyword, is_map));
                self.discriminator(map);
                self.boolean(map, "additionalProperties");
                if item_list(map) && self.version > Version::V2_0 {
                    let span = map.get("prefixItems").map(Node::span);
                    span.into_iter().for_each(|span| self.repeat(&code::KEYWORD_OF_OLDER_VERSION, "items", span));
                }
            }
            _ => {}
        }
    }

    fn told(&mut self, origin: Origin, message: String, help: String) {
        self.diagnostics.report(Diagnostic::new(&code::READ_AS_MEANT, origin.span, message).help(help));
    }

    /// `GET` for `get`: the fixed fields of a Path Item Object are written in lower case.
    fn methods(&mut self, map: &mut Map) {
        let is_method = |word: &str| fields(ObjectKind::PathItem).contains(&(word, Holds::One(ObjectKind::Operation)));
        let meant = |key: &str| Some(key.to_ascii_lowercase()).filter(|word| word != key && is_method(word));
        let found: Vec<_> = map.iter().filter_map(|entry| Some((entry.key.clone(), meant(&entry.key)?))).collect();
        for (written, word) in found {
            if map.get(&word).is_some() {
                continue;
            }
            let Some(entry) = map.iter_mut().find(|entry| entry.key == written) else { continue };
            entry.key = word.clone().into();
            let origin = Origin { span: entry.key_span, ..entry.value.origin };
            self.told(origin, format!("`{written}` is read as the method `{word}`"), format!("write `{word}`"));
        }
    }

    /// One value where a list of such values belongs.
    fn one_of_list(&mut self, map: &mut Map, key: &str, is_one: fn(&Node) -> bool) {
        let Some(value) = map.get_mut(key).filter(|value| is_one(value)) else { return };
        let origin = value.origin;
        let kind = value.kind();
        let one = std::mem::replace(value, build::list(origin, Vec::new()));
        value.value = Value::List(vec![one]);
        self.told(origin, format!("`{key}` must be a list, not {kind}"), "put it into a list".to_owned());
    }

    /// Texts in a list of objects, of which each is the field that names or locates one.
    fn wrapped(&mut self, map: &mut Map, key: &str, field: &str) {
        let Some(Value::List(list)) = map.get_mut(key).map(|list| &mut list.value) else { return };
        for item in list.iter_mut().filter(|item| item.as_str().is_some()) {
            let text = item.as_str().unwrap_or_default().to_owned();
            let origin = item.origin;
            let mut wrapped = Map::new();
            build::set(&mut wrapped, field, build::text(origin, &text));
            item.value = Value::Map(wrapped);
            let message = format!("an item of `{key}` must be a map, not a string");
            self.told(origin, message, format!("write `{field}: {text}`"));
        }
    }

    /// Objects in a list of texts, each with the field that is the text.
    fn unwrapped(&mut self, map: &mut Map, key: &str, field: &str) {
        let Some(Value::List(list)) = map.get_mut(key).map(|list| &mut list.value) else { return };
        for item in list {
            let Some(text) = item.get(field).and_then(Node::as_str).map(str::to_owned) else { continue };
            let origin = item.origin;
            *item = build::text(origin, &text);
            let message = format!("an item of `{key}` must be a string, not a map");
            self.told(origin, message, format!("write `{text}`"));
        }
    }

    fn lower_case(&mut self, map: &mut Map, key: &str) {
        let Some(value) = map.get_mut(key) else { return };
        let Some(word) = value.as_str().filter(|word| word.bytes().any(|byte| byte.is_ascii_uppercase())) else {
            return;
        };
        let (message, meant) = (format!("`{key}: {word}` is read in lower case"), word.to_ascii_lowercase());
        let origin = value.origin;
        *value = build::text(origin, &meant);
        self.told(origin, message, format!("write `{meant}`"));
    }

    /// 2.0 names the property alone.
    fn discriminator(&mut self, map: &mut Map) {
        let Some(value) = map.get_mut("discriminator") else { return };
        let Some(property) = value.as_str().map(str::to_owned) else { return };
        let origin = value.origin;
        let mut object = Map::new();
        build::set(&mut object, "propertyName", build::text(origin, &property));
        value.value = Value::Map(object);
        self.repeat(&code::KEYWORD_OF_OLDER_VERSION, "discriminator", origin.span);
    }

    /// A boolean in quotes.
    pub(super) fn boolean(&mut self, map: &mut Map, key: &str) {
        let Some(value) = map.get_mut(key) else { return };
        let Some(meant) = value.as_str().and_then(meant_boolean) else { return };
        let origin = value.origin;
        *value = build::boolean(origin, meant);
        self.told(origin, format!("`{key}` is a boolean in quotes"), format!("write `{meant}`, without quotes"));
    }
}

fn is_map(node: &Node) -> bool {
    node.as_map().is_some()
}

/// The boolean that a text means, in the words of YAML 1.1 too.
pub fn meant_boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}
