//! A request with its answers.
//!
//! Holds data and no pass.

use crate::node::Node;
use crate::source::Span;

/// Everything that was kept.
#[derive(Debug, Default)]
pub(super) struct Recording {
    /// What it is called.
    pub title: Option<String>,
    /// What is said of it.
    pub description: Option<String>,
    /// Its requests, in order.
    pub exchanges: Vec<Exchange>,
}

/// One request.
#[derive(Debug)]
pub(super) struct Exchange {
    /// What it is called.
    pub name: Option<String>,
    /// What is said of it.
    pub description: Option<String>,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// Its method, in capitals.
    pub method: String,
    /// Scheme and host, and what stands before all paths.
    pub origin: Option<String>,
    /// Its path.
    pub path: Vec<Segment>,
    /// The pairs of its query.
    pub query: Vec<Pair>,
    /// Its headers, without those that say how HTTP is spoken.
    pub headers: Vec<Pair>,
    /// Its body.
    pub body: Option<Body>,
    /// Its answers.
    pub answers: Vec<Answer>,
    /// How it says who sends it; nothing where nothing is known.
    pub auth: Option<Auth>,
    /// Where it stands.
    pub span: Span,
}

/// One part of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    /// A constant.
    Literal(String),
    /// A value, by its name.
    Variable(String),
}

/// A name with a value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// The name.
    pub name: String,
    /// The value, where it is one and no placeholder.
    pub value: Option<String>,
    /// What is said of it.
    pub description: Option<String>,
}

/// A body.
#[derive(Debug)]
pub(super) struct Body {
    /// Its media type.
    pub media: String,
    /// Its value, where it is read.
    pub value: Option<Node>,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Answer {
    /// Its status code.
    pub status: String,
    /// What it is called.
    pub name: Option<String>,
    /// Its body.
    pub body: Option<Body>,
    /// Whether somebody chose the body as an example.
    pub chosen: bool,
}

/// How a request says who sends it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Auth {
    /// It says that nobody has to say so.
    None,
    /// HTTP Basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// A key.
    Key {
        /// `header`, `query` or `cookie`
        place: &'static str,
        /// Its name.
        name: String,
    },
}

/// Headers that say how HTTP is spoken, and those that browsers send by themselves.
const TRANSPORT: [&str; 33] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "dnt",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "origin",
    "postman-token",
    "pragma",
    "priority",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
    "x-requested-with",
    "save-data",
];

/// Whether a header is of no API.
pub(super) fn is_transport(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRANSPORT.contains(&name.as_str())
        || name.starts_with("sec-")
        || name.starts_with(':')
        || name.starts_with("x-forwarded")
}

/// Whether a header or a parameter carries a key, by its name.
pub(super) fn is_key(name: &str) -> bool {
    let plain: String = name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let words = [
        "apikey",
        "apitoken",
        "accesstoken",
        "authtoken",
        "appkey",
        "subscriptionkey",
        "integrationtoken",
        "apisecret",
        "clientsecret",
    ];
    words.iter().any(|word| plain.contains(word)) || matches!(plain.as_str(), "xauth" | "xtoken" | "token")
}
