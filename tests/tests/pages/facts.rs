//! A document as facts.
//!
//! A fact is a place, a keyword and a value: that a parameter is required, that a property has a type. Two documents agree
//! where their facts do, however they are written: references are followed, parts of `allOf` merged, `nullable` of 3.0 and
//! `null` of 3.1 are one.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::schema;

/// Facts by place.
pub type Facts = BTreeMap<String, String>;

/// Which silences of a format are facts: that a property is not required, say.
#[derive(Debug, Clone, Copy)]
pub struct Claims {
    /// A property or parameter that is not marked is optional.
    pub optional: bool,
    /// What is not marked is never null.
    pub not_null: NotNull,
    /// Texts are those of the document.
    pub texts: bool,
}

/// Of which schemas silence says that they are never null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNull {
    /// Of all.
    All,
    /// Of scalars and lists.
    Scalars,
    /// Of none.
    None,
}

impl Claims {
    /// A document says everything.
    pub const ALL: Self = Self { optional: true, not_null: NotNull::All, texts: true };
    /// The renderer prints `required`, and `nullable` but for objects.
    pub const STARLIGHT: Self = Self { optional: true, not_null: NotNull::Scalars, texts: true };
}

pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The facts of the only operation of a document, or of the one asked for.
pub fn of(document: &Value, claims: &Claims, operation: Option<(&str, &str)>) -> Facts {
    let mut facts = Facts::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, item) in paths {
        for method in METHODS.into_iter().filter(|method| item.get(*method).is_some()) {
            if operation.is_none_or(|wanted| wanted == (path.as_str(), method)) {
                read_operation(document, path, item, method, claims, &mut facts);
            }
        }
    }
    facts
}

/// A text as a reader sees it: without escapes, quotes made typographic, and line breaks.
fn text(value: &Value) -> Option<String> {
    plain(value.as_str()?)
}

/// A text in the form in which texts are compared.
pub fn plain(text: &str) -> Option<String> {
    let text = without_targets(&without_markup(text));
    let mut plain: Vec<char> = Vec::new();
    for character in text.chars() {
        match character {
            '\\' | '*' | '_' | '-' | '|' | '`' | '>' | '#' | '<' | '+' => {}
            '‘' | '’' | '“' | '”' | '\'' | '"' => {}
            '–' | '—' | '…' | '.' => {}
            other if other.is_whitespace() => {}
            other => plain.extend(other.to_lowercase()),
        }
    }
    (!plain.is_empty()).then(|| plain.into_iter().collect())
}

/// A text without images, elements of HTML and character references for spaces: an extractor shows none of them.
fn without_markup(text: &str) -> String {
    let text = text.replace("&nbsp;", " ");
    let mut shown = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("![") {
        shown.push_str(before);
        let end = after.find("](").and_then(|at| Some(at + after[at..].find(')')?));
        rest = end.map_or(after, |end| &after[end + 1..]);
    }
    shown.push_str(rest);
    let mut plain = String::new();
    let mut rest = shown.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let named = after.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        let end = after.find('>').filter(|end| named && !after[..*end].contains(['\n', '{', '@', ':']));
        if end.is_none() {
            plain.push('<');
        }
        rest = end.map_or(after, |end| &after[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

/// Links without where they lead, which may stand at the end of the text.
fn without_targets(text: &str) -> String {
    let lines = text.lines().filter(|line| !(line.trim_start().starts_with('[') && line.contains("]: ")));
    let mut plain = String::new();
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once(']') {
        plain.push_str(before);
        let close = match after.chars().next() {
            Some('(') => after.find(')'),
            Some('[') => after.find(']'),
            _ => None,
        };
        rest = close.map_or(after, |end| &after[end + 1..]);
    }
    plain.push_str(rest);
    plain.replace('[', "")
}

/// Where a fact is put.
pub struct Place<'f> {
    pub at: String,
    pub facts: &'f mut Facts,
    pub claims: Claims,
}

impl Place<'_> {
    pub fn put(&mut self, keyword: &str, value: impl Into<String>) {
        self.facts.insert(format!("{}#{keyword}", self.at), value.into());
    }

    pub fn put_text(&mut self, keyword: &str, value: &Value) {
        if let Some(text) = text(value).filter(|_| self.claims.texts) {
            self.put(keyword, text);
        }
    }

    pub fn below<'p>(&'p mut self, name: &str) -> Place<'p> {
        Place { at: format!("{}/{name}", self.at), facts: self.facts, claims: self.claims }
    }

    pub fn put_required(&mut self, required: bool) {
        if required || self.claims.optional {
            self.put("required", required.to_string());
        }
    }
}

/// Follows references of components that are no schemas.
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let pointer = reference.trim_start_matches('#').replace("%7B", "{").replace("%7D", "}");
            let target = document.pointer(&pointer).unwrap_or(value);
            if std::ptr::eq(target, value) { value } else { resolve(document, target) }
        }
        None => value,
    }
}

fn list<'d>(value: &'d Value, key: &str) -> Vec<&'d Value> {
    value[key].as_array().into_iter().flatten().collect()
}

fn entries<'d>(value: &'d Value, key: &str) -> Vec<(&'d String, &'d Value)> {
    value[key].as_object().into_iter().flatten().collect()
}

fn read_operation(document: &Value, path: &str, item: &Value, method: &str, claims: &Claims, facts: &mut Facts) {
    let operation = &item[method];
    let mut place = Place { at: String::new(), facts, claims: *claims };
    place.put("operation", format!("{method} {path}"));
    place.put_text("summary", &operation["summary"]);
    place.put_text("description", &operation["description"]);
    if operation["deprecated"] == true {
        place.put("deprecated", "true");
    }
    let servers =
        [operation, item, document].into_iter().map(|value| list(value, "servers")).find(|list| !list.is_empty());
    for server in servers.unwrap_or_default() {
        let url = server["url"].as_str().unwrap_or("");
        place.put(&format!("server {}", url.trim_end_matches('/')), "");
    }
    read_security(document, operation, &mut place);

    let mut parameters: BTreeMap<(String, String), &Value> = BTreeMap::new();
    for parameter in list(item, "parameters").into_iter().chain(list(operation, "parameters")) {
        let parameter = resolve(document, parameter);
        let text = |key: &str| parameter[key].as_str().unwrap_or("").to_owned();
        parameters.insert((text("in"), text("name")), parameter);
    }
    for ((within, name), parameter) in parameters {
        let ignored = ["accept", "authorization", "content-type"].contains(&name.to_lowercase().as_str());
        if within == "header" && ignored {
            continue;
        }
        let mut place = place.below(&format!("{within} {name}"));
        place.put("is", "parameter");
        read_parameter(document, parameter, &mut place);
    }
    let body = resolve(document, &operation["requestBody"]);
    if body.is_object() {
        let mut place = place.below("body");
        place.put_text("description", &body["description"]);
        place.put_required(body["required"] == true);
        read_content(document, body, &mut place);
    }
    for (status, response) in entries(operation, "responses") {
        let response = resolve(document, response);
        let mut place = place.below(&format!("responses/{status}"));
        place.put("is", "response");
        place.put_text("description", &response["description"]);
        for (name, header) in entries(response, "headers") {
            if !name.eq_ignore_ascii_case("content-type") {
                let mut place = place.below(&format!("header {name}"));
                place.put("is", "header");
                read_parameter(document, resolve(document, header), &mut place);
            }
        }
        read_content(document, response, &mut place);
    }
}

fn read_parameter(document: &Value, parameter: &Value, place: &mut Place<'_>) {
    place.put_required(parameter["required"] == true);
    place.put_text("description", &parameter["description"]);
    if parameter["deprecated"] == true {
        place.put("deprecated", "true");
    }
    if let Some(schema) = parameter.get("schema") {
        schema::read(document, schema, place);
    }
    read_content(document, parameter, place);
}

fn read_content(document: &Value, owner: &Value, place: &mut Place<'_>) {
    for (media, content) in entries(owner, "content") {
        let mut place = place.below(media);
        place.put("is", "media type");
        if let Some(schema) = content.get("schema") {
            schema::read(document, schema, &mut place);
        }
    }
}

/// Alternatives are facts each, since a page may show only some of them.
fn read_security(document: &Value, operation: &Value, place: &mut Place<'_>) {
    let own = operation.get("security").or_else(|| document.get("security"));
    for requirement in own.and_then(Value::as_array).into_iter().flatten() {
        let names: Vec<&str> = requirement.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        place.put(&format!("security {}", names.join(" and ")), "");
        for (name, scopes) in requirement.as_object().into_iter().flatten() {
            let scheme = resolve(document, &document["components"]["securitySchemes"][name]);
            for key in ["type", "in", "name", "scheme"] {
                if let Some(value) = scheme[key].as_str() {
                    place.put(&format!("scheme {name} {key}"), value.to_lowercase());
                }
            }
            for scope in scopes.as_array().into_iter().flatten() {
                place.put(&format!("scope {name} {scope}"), "");
            }
        }
    }
}
