//! A recorded value beside the schema that it should be an instance of.
//!
//! Takes a value and a schema; tells of each place where the schema does not tell of the value: properties that nobody described, values that are not listed, null, types, and what
//! other keywords refuse. Promises to go as deep as the value does and no deeper. Never looks at more than one alternative of a union for one value.

use super::log::{Log, Seen};
use super::suggest::{Addition, Fix, has_null_type};
use crate::document::{JsonType, SchemaId};
use crate::drift::Rule;
use crate::drift::change::{Party, Spot};
use crate::drift::rule;
use crate::drift::validate::{Answer, Violation, validate};
use crate::drift::view::{Alternative, Conj, Kind, Message, View, admits};
use serde_json::{Value, json};

const DEEPEST: usize = 64;

/// One message.
pub struct Watch<'w, 'd> {
    pub view: &'w View<'d>,
    pub log: &'w mut Log,
    /// `2.0`, `3.0.3`
    pub version: &'w str,
    pub message: Message,
    /// `GET /contacts`
    pub operation: String,
    /// `response body (status 200)`
    pub what: String,
}

/// Where a value stands in a message.
#[derive(Clone, Copy)]
struct At<'a> {
    /// `contacts[].name`
    path: &'a str,
    /// The name of the nearest property.
    name: &'a str,
    depth: usize,
}

impl Watch<'_, '_> {
    /// A whole message, or a parameter by a name.
    pub fn whole(&mut self, schema: SchemaId, value: &Value, name: &str) {
        let conj = self.view.conj(&[schema]);
        self.value(&conj, value, At { path: "", name, depth: 0 });
    }

    fn value(&mut self, conj: &Conj, value: &Value, at: At<'_>) {
        let view = self.view;
        let alternatives = view.alternatives(conj);
        if at.depth > DEEPEST || conj.is_empty() || alternatives.any || alternatives.cut {
            return;
        }
        let kind = Kind::of(value);
        let own: Vec<&Alternative> = alternatives.list.iter().filter(|it| it.kind == kind).collect();
        let allows = |it: &&&Alternative| validate(view, &it.conj, value, self.message) == Answer::Valid;
        let chosen =
            own.iter().find(allows).or_else(|| own.iter().min_by_key(|it| distance(view, it, value, self.message)));
        let Some(chosen) = chosen else { return self.wrong_type(conj, kind, value, at) };
        let conj = chosen.conj.clone();
        if let Some(values) = view.values(&conj) {
            if !values.iter().any(|it| it == value) {
                self.unlisted(&conj, value, at);
            }
            return;
        }
        match value {
            Value::Object(map) => self.object(&conj, value, map, at),
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    let path = format!("{}[]", at.path);
                    self.value(
                        &view.item(&conj, position),
                        item,
                        At { path: &path, name: at.name, depth: at.depth + 1 },
                    );
                }
            }
            _ => {}
        }
        if let Answer::Invalid(violation) = validate(view, &conj, value, self.message)
            && violation.pointer.is_empty()
        {
            // What else these keywords say was told of where it stands.
            if violation.keyword == "type" && value.is_number() {
                return self.fraction(&conj, value, at);
            }
            if matches!(violation.keyword, "required" | "additionalProperties" | "type" | "enum" | "const") {
                return;
            }
            self.refused(&conj, value, &violation, at);
        }
    }

    fn object(&mut self, conj: &Conj, whole: &Value, map: &serde_json::Map<String, Value>, at: At<'_>) {
        let view = self.view;
        for name in view.required(conj, self.message).into_iter().filter(|it| !map.contains_key(*it)) {
            let leaf = self.leaf(conj, |it| it.object.required.iter().any(|it| &*it.name == name));
            let text = format!("{} may be without `{name}`", self.place(at));
            let why = format!("the description requires `{name}`");
            self.tell(
                &rule::PROPERTY_OPTIONAL,
                text,
                leaf,
                Some("required"),
                (whole, at.name),
                &why,
                Fix::Unlist("required", name.to_owned()),
            );
        }
        for (name, value) in map {
            let path = if at.path.is_empty() { name.clone() } else { format!("{}.{name}", at.path) };
            let inner = At { path: &path, name, depth: at.depth + 1 };
            let property = view.property(conj, name);
            if view.declares(conj, name) && view.is_left_out(&property, self.message) {
                let rule =
                    if self.message == Message::Request { &rule::READ_ONLY_CHANGED } else { &rule::WRITE_ONLY_CHANGED };
                let word = if self.message == Message::Request { "readOnly" } else { "writeOnly" };
                let text = format!("{} has `{name}`, which is `{word}`", self.place(at));
                let leaf = property.iter().copied().find(|id| {
                    let schema = view.schema(*id);
                    if self.message == Message::Request { schema.read_only } else { schema.write_only }
                });
                self.tell(rule, text, leaf, Some(word), (value, name), "", Fix::Drop(word));
                continue;
            }
            let refused = view.leaves(&property).any(|it| it.boolean == Some(false));
            if property.is_empty() || refused {
                let text = format!("{} has the undocumented property `{name}`", self.place(at));
                let leaf =
                    self.leaf(conj, |it| !it.object.properties.is_empty() || it.object.additional_properties.is_some());
                let why = if refused { "the description refuses properties that it does not describe" } else { "" };
                let fix = Fix::Add(vec!["properties".to_owned()], Addition::Schema(vec![name.clone()]));
                self.tell(&rule::PROPERTY_ADDED, text, leaf, None, (value, name), why, fix);
                continue;
            }
            self.value(&property, value, inner);
        }
    }

    fn wrong_type(&mut self, conj: &Conj, kind: Kind, value: &Value, at: At<'_>) {
        let types = |it: &crate::document::Schema| !it.types.is_empty() && !admits(it.types, kind);
        let leaf = self.leaf(conj, types);
        let words: Vec<&str> =
            leaf.map(|id| self.view.schema(id).types.iter().map(|it| it.word()).collect()).unwrap_or_default();
        let current = has_null_type(self.version);
        let of = |more: &str| Value::from(words.iter().copied().chain([more]).map(Value::from).collect::<Vec<_>>());
        let (rule, text, fix) = match kind {
            Kind::Null => {
                let fix = match (current, self.version.starts_with("2.")) {
                    _ if words.is_empty() => Fix::None,
                    (true, _) => Fix::Replace("type", of("null")),
                    (_, true) => Fix::Add(vec!["x-nullable".to_owned()], Addition::Value(json!(true))),
                    _ => Fix::Add(vec!["nullable".to_owned()], Addition::Value(json!(true))),
                };
                (&rule::NULL_ALLOWED, "may be null".to_owned(), fix)
            }
            kind => {
                let fix = match (words.is_empty(), current) {
                    (true, _) => Fix::None,
                    (_, true) => Fix::Replace("type", of(kind.word())),
                    _ => Fix::Drop("type"),
                };
                (&rule::TYPE_WIDENED, format!("may be of type {}", kind.word()), fix)
            }
        };
        let text = format!("{} {text}", self.place(at));
        self.tell(rule, text, leaf, Some("type"), (value, at.name), "the description does not allow that type", fix);
    }

    /// A number that is not whole where only integers are allowed.
    fn fraction(&mut self, conj: &Conj, value: &Value, at: At<'_>) {
        let whole =
            |it: &crate::document::Schema| it.types.contains(JsonType::Integer) && !it.types.contains(JsonType::Number);
        let leaf = self.leaf(conj, whole);
        let types = leaf.map(|id| self.view.schema(id).types).unwrap_or_default();
        let words: Vec<&str> =
            types.iter().map(|it| if it == JsonType::Integer { JsonType::Number.word() } else { it.word() }).collect();
        let fix = match words.as_slice() {
            [one] => Fix::Replace("type", json!(one)),
            several => Fix::Replace("type", json!(several)),
        };
        let text = format!("{} may be a number that is not whole", self.place(at));
        let why = "the description allows integers alone";
        self.tell(&rule::TYPE_WIDENED, text, leaf, Some("type"), (value, at.name), why, fix);
    }

    fn unlisted(&mut self, conj: &Conj, value: &Value, at: At<'_>) {
        let lists = |it: &crate::document::Schema| {
            it.constant.is_some()
                || it.enumeration.as_ref().is_some_and(|list| list.iter().all(|it| it.to_json() != *value))
        };
        let leaf = self.leaf(conj, lists);
        let is_constant = leaf.is_some_and(|id| self.view.schema(id).constant.is_some());
        let (keyword, fix) = match is_constant {
            true => ("const", Fix::Drop("const")),
            false => ("enum", Fix::Add(vec!["enum".to_owned()], Addition::First)),
        };
        // Each value is a finding of its own, and one that may not be shown is told of without it.
        let shown = super::log::plain(value, at.name);
        let text = format!("{} may be {shown}, which is not listed", self.place(at));
        self.tell(
            &rule::ENUM_VALUE_ADDED,
            text,
            leaf,
            Some(keyword),
            (value, at.name),
            "the description does not list that value",
            fix,
        );
    }

    fn refused(&mut self, conj: &Conj, value: &Value, violation: &Violation, at: At<'_>) {
        let view = self.view;
        let keyword = violation.keyword;
        let refuses = |id: &SchemaId| match validate(view, &view.conj(&[*id]), value, self.message) {
            Answer::Invalid(own) => own.keyword == keyword,
            _ => false,
        };
        let leaf = conj.iter().copied().find(refuses).or_else(|| conj.first().copied());
        let text = format!("{} is not as `{keyword}` says", self.place(at));
        let why = format!("by `{keyword}`, {}", super::log::without_values(&violation.text));
        self.tell(rule_of(keyword), text, leaf, Some(keyword), (value, at.name), &why, Fix::Drop(keyword));
    }

    fn leaf(&self, conj: &Conj, wanted: impl Fn(&crate::document::Schema) -> bool) -> Option<SchemaId> {
        conj.iter().copied().find(|id| wanted(self.view.schema(*id))).or_else(|| conj.first().copied())
    }

    fn place(&self, at: At<'_>) -> String {
        if at.path.is_empty() {
            format!("the {} of {}", self.what, self.operation)
        } else {
            format!("`{}` in the {} of {}", at.path, self.what, self.operation)
        }
    }

    #[allow(clippy::too_many_arguments, reason = "each is another fact of one finding")]
    fn tell(
        &mut self,
        rule: &'static Rule,
        message: String,
        leaf: Option<SchemaId>,
        keyword: Option<&'static str>,
        (value, name): (&Value, &str),
        why: &str,
        fix: Fix,
    ) {
        let party = match self.message {
            Message::Request => Party::Server,
            Message::Response => Party::Client,
        };
        self.log.add(Seen {
            rule,
            message,
            operation: self.operation.clone(),
            spot: leaf.map(|id| Spot { span: self.view.schema(id).origin.span, keyword }),
            breaks: (!why.is_empty()).then_some(party),
            what: self.what.clone(),
            value: value.clone(),
            name: name.to_owned(),
            why: why.to_owned(),
            fix,
        });
    }
}

/// How far an alternative is from a value that it refuses: missing and undocumented properties, and listed ones that differ.
fn distance(view: &View<'_>, of: &Alternative, value: &Value, message: Message) -> usize {
    let Value::Object(map) = value else { return usize::from(view.values(&of.conj).is_some()) };
    let missing = view.required(&of.conj, message).into_iter().filter(|it| !map.contains_key(*it)).count();
    let unknown = map.keys().filter(|it| !view.declares(&of.conj, it)).count();
    let other = map.iter().filter(|(name, it)| {
        view.declares(&of.conj, name)
            && view.values(&view.property(&of.conj, name)).is_some_and(|list| !list.contains(it))
    });
    missing * 2 + unknown + other.count() * 8
}

fn rule_of(keyword: &str) -> &'static Rule {
    match keyword {
        "minimum" | "exclusiveMinimum" => &rule::MINIMUM_CHANGED,
        "maximum" | "exclusiveMaximum" => &rule::MAXIMUM_CHANGED,
        "multipleOf" => &rule::MULTIPLE_OF_CHANGED,
        "minLength" => &rule::MIN_LENGTH_CHANGED,
        "maxLength" => &rule::MAX_LENGTH_CHANGED,
        "pattern" => &rule::PATTERN_CHANGED,
        "format" => &rule::FORMAT_CHANGED,
        "minItems" => &rule::MIN_ITEMS_CHANGED,
        "maxItems" => &rule::MAX_ITEMS_CHANGED,
        "uniqueItems" => &rule::UNIQUE_ITEMS_CHANGED,
        "minProperties" => &rule::MIN_PROPERTIES_CHANGED,
        "maxProperties" => &rule::MAX_PROPERTIES_CHANGED,
        _ => &rule::CONDITION_CHANGED,
    }
}
