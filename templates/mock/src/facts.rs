//! What a mock knows of its API beside the router.
//!
//! Takes the JSON text that the generator writes; gives it as data. Promises to refuse what is no such text.

use serde_json::Value;

/// The facts about an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What the API is called.
    pub title: String,
    /// Headers, parameters, cookies and properties that hold secrets.
    pub secrets: Vec<String>,
    /// Paths in which a parameter is secret.
    pub secret_paths: Vec<Vec<Segment>>,
    /// Paths that hold what can be created.
    pub collections: Vec<Collection>,
}

/// A segment of a path in which a parameter is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// This text.
    Literal(String),
    /// Any text that may be shown.
    Any,
    /// Any text, none of which may be shown.
    Secret,
}

/// A path whose things are created by `POST`, and addressed by one more segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Segments of the path; `None` is a parameter.
    pub path: Vec<Option<String>>,
    /// The property that holds what stands in the last segment of a thing's path.
    pub id: String,
    /// How a new value of that property is found.
    pub kind: IdKind,
    /// Where they stand in an answer to `GET` of the path.
    pub list: List,
    /// Whether a request's body has the type of what is answered, so that all of it is kept.
    pub alike: bool,
}

/// How new identifiers are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// The next number.
    Number,
    /// A text with a number.
    Text,
    /// A UUID with a number.
    Uuid,
}

/// Where the things of a collection stand in the answer that lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Nowhere.
    None,
    /// It is a list of them.
    Whole,
    /// In this property of it.
    Property(String),
}

impl Facts {
    /// The facts of a text.
    ///
    /// # Errors
    /// When it is not what the generator writes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("the facts are no JSON: {error}"))?;
        let read = || {
            let title = value.get("title")?.as_str()?.to_owned();
            let secrets = texts(value.get("secrets")?)?;
            let secret_paths = value.get("secretPaths")?.as_array()?.iter().map(secret_path).collect::<Option<_>>()?;
            let collections = value.get("collections")?.as_array()?.iter().map(collection).collect::<Option<_>>()?;
            Some(Self { title, secrets, secret_paths, collections })
        };
        read().ok_or_else(|| "the facts lack a part".to_owned())
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| Some(text.as_str()?.to_owned())).collect()
}

fn secret_path(value: &Value) -> Option<Vec<Segment>> {
    let segment = |segment: &Value| {
        Some(match segment.as_str()? {
            "{secret}" => Segment::Secret,
            "{}" => Segment::Any,
            literal => Segment::Literal(literal.to_owned()),
        })
    };
    value.as_array()?.iter().map(segment).collect()
}

fn collection(value: &Value) -> Option<Collection> {
    let path = value.get("path")?.as_str()?;
    let segments = path.split('/').skip(1).map(|segment| (!segment.starts_with('{')).then(|| segment.to_owned()));
    Some(Collection {
        path: segments.collect(),
        id: value.get("id")?.as_str()?.to_owned(),
        kind: match value.get("kind")?.as_str()? {
            "number" => IdKind::Number,
            "uuid" => IdKind::Uuid,
            _ => IdKind::Text,
        },
        list: match value.get("list") {
            None => List::None,
            Some(Value::String(property)) => List::Property(property.clone()),
            Some(_) => List::Whole,
        },
        alike: value.get("alike")?.as_bool()?,
    })
}
