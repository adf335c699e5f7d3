//! The api of a vendor, in which everything is decided: names, types, presence, dispatch, codecs, security.
//!
//! Holds data and no pass; `lower` makes it, `emit`, `drift` and `inspect` read it. Names only `source` (for origins) and `sparse`:
//! nothing below asks the document again. Every [`Name`] is a valid Rust identifier, unique where it is declared.

mod check;
mod constraints;
mod encoding;
mod media;
mod note;
mod operation;
pub mod outline;
mod pagination;
mod security;
mod settings;
mod types;
mod union;
mod webhooks;
mod xml;

pub use crate::vocabulary::{JsonType, OAuthFlowKind, ParameterLocation, Style, XmlNodeType};
pub use check::*;
pub use constraints::*;
pub use encoding::*;
pub use media::*;
pub use note::*;
pub use operation::*;
pub use pagination::*;
pub use security::*;
pub use settings::*;
pub use types::*;
pub use union::*;
pub use webhooks::*;
pub use xml::*;

use crate::source::{Origin, Provenance};
use crate::sparse::Empty;

/// More definitions than this are split into a file for each group.
const ONE_FILE: usize = 60;

/// Everything a vendor's crates are made of.
#[derive(Debug, Clone)]
pub struct Api {
    /// Base name of the crates, kebab-case: `close` gives `close-types`, `close-client`, `close-server`.
    pub name: String,
    /// `info.title`
    pub title: String,
    /// `info.version`, the vendor's, as text.
    pub version: String,
    /// What the document says of the whole API.
    pub docs: Docs,
    /// Servers declared for the whole document.
    pub servers: Vec<Server>,
    /// Servers that only some operations have.
    pub operation_servers: Vec<Server>,
    /// Every named type.
    pub types: TypeTable,
    /// How types stand in XML that bodies in XML hold.
    pub xml: XmlTable,
    /// Operations by tag, in the order tags first occur.
    pub groups: Vec<Group>,
    /// Requests that the vendor sends: webhooks and callbacks, a group each.
    pub incoming: Vec<Group>,
    /// The events that are sent to one URL, where the document says how they are told apart.
    pub webhooks: Option<Box<Webhooks>>,
    /// Sets of response headers.
    pub headers: Vec<HeaderSet>,
    /// Parameters given once for the whole client and sent with the operations that name them.
    pub client_parameters: Vec<Parameter>,
    /// Security schemes that some operation uses.
    pub schemes: Vec<SecurityScheme>,
    /// The distinct sets of schemes that operations accept: one constructor of `Auth` each.
    pub alternatives: Vec<Alternative>,
    /// Places that became `serde_json::Value`, and why.
    pub untyped: Vec<Untyped>,
    /// What may not be shown of answers.
    pub secrets: Secrets,
    /// Which crate dates and times come from.
    pub date_time: DateTimeLibrary,
    /// What settings ask of the crates beyond the description.
    pub settings: Settings,
    /// `recursion_limit` of the crates, where types within types go deeper than the compiler looks by itself.
    pub recursion_limit: Option<usize>,
}

/// What is secret in an API, beyond what the types of its values say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Some type or parameter holds a secret string.
    pub typed: bool,
    /// Names of parameters of `apiKey` schemes, sorted.
    pub keys: Vec<String>,
    /// Headers that hold secrets, in lower case, sorted.
    pub headers: Vec<String>,
}

impl Api {
    /// All operations that users of the API send, with their groups.
    pub fn operations(&self) -> impl Iterator<Item = (&Group, &Operation)> {
        self.groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation)))
    }

    /// Whether types that one group alone uses stand apart, with a Cargo feature for each such group.
    pub fn splits_types(&self) -> bool {
        self.types.len() > ONE_FILE && self.groups.len() > 1
    }

    /// All operations, whoever sends them.
    pub fn exchanges(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().chain(&self.incoming).flat_map(|group| &group.operations)
    }
}

/// A Rust identifier, `r#` included where it is a keyword.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Box<str>);

impl Name {
    /// An identifier of that text. Only the name allocator in `lower` makes one.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The identifier as written in Rust: `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// What the vendor says about something, CommonMark as given (hostile: `emit` makes it safe).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// `summary`, or a schema's `title`: one line.
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecation: Deprecation,
    /// `externalDocs`: url and description.
    pub external: Option<(String, Option<String>)>,
    /// Facts worth telling that have no place in the type: bounds on a response, the place of a tag.
    pub notes: Vec<Note>,
    /// How the documented thing came to be known.
    pub provenance: Provenance,
}

impl Empty for Docs {
    const EMPTY: &Self = &Self {
        summary: None,
        description: None,
        deprecation: Deprecation::Current,
        external: None,
        notes: Vec::new(),
        provenance: Provenance::Document,
    };
}

/// Whether the vendor advises against something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deprecation {
    /// Not deprecated.
    #[default]
    Current,
    /// `deprecated: true`
    Deprecated,
}

/// Server Object: a base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Constant name: `PRODUCTION`.
    pub name: Name,
    /// Type name, where it has variables: `Production`.
    pub type_name: Name,
    /// The template in pieces.
    pub url: Vec<UrlPiece>,
    /// The variables that the template names.
    pub variables: Vec<ServerVariable>,
    /// `description`
    pub description: Option<String>,
    /// Whether a program elsewhere can use it as it stands.
    pub reach: ServerReach,
    /// Where it stands.
    pub origin: Origin,
}

impl Server {
    /// The URL, its variables at their defaults.
    pub fn default_url(&self) -> String {
        let piece = |piece: &UrlPiece| match piece {
            UrlPiece::Literal(text) => text.clone(),
            UrlPiece::Variable(index) => self.variables.get(*index).map_or_else(String::new, |it| it.default.clone()),
        };
        self.url.iter().map(piece).collect()
    }

    /// Whether a type sets its variables: a relative URL stands as it is, its variables at their defaults.
    pub fn has_type(&self) -> bool {
        !self.variables.is_empty() && self.reach != ServerReach::Relative
    }
}

/// Whether a server's URL means the same to everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerReach {
    /// An absolute URL of a real host.
    Public,
    /// A loopback or otherwise local host.
    Local,
    /// Relative to where the document was found.
    Relative,
}

/// Part of a server's URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPiece {
    /// Text as it stands.
    Literal(String),
    /// A variable: index into [`Server::variables`].
    Variable(usize),
}

/// Server Variable Object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Field name.
    pub name: Name,
    /// Name in the template.
    pub wire_name: String,
    /// `default`
    pub default: String,
    /// What it may be.
    pub values: ServerValues,
    /// `description`
    pub description: Option<String>,
}

/// What a server variable may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerValues {
    /// Any text.
    Any,
    /// One of `enum`, the default among them.
    Listed {
        /// Enum name: `ProductionRegion`.
        type_name: Name,
        /// Variant and text of each.
        values: Vec<(Name, String)>,
    },
}

/// A place that became `serde_json::Value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    /// Where in the API, in Rust's words: `Contact::custom_attributes`.
    pub place: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub origin: Origin,
}

/// The crate that dates and times come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateTimeLibrary {
    /// `chrono`
    #[default]
    Chrono,
    /// `jiff`
    Jiff,
    /// `time`
    Time,
    /// No crate: text as sent.
    Text,
}

/// A JSON value as text: compact, keys in the order of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Json(pub Box<str>);

/// A constant of the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number, as text.
    Number(Box<str>),
    /// A string.
    String(Box<str>),
    /// A list or map.
    Json(Json),
}
