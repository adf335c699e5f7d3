//! Operations: what is sent and what comes back.

use super::{Access, Constraints, Docs, Json, Name, Server, Type};
use crate::source::{Origin, Provenance};

/// Operations of one tag.
#[derive(Debug, Clone)]
pub struct Group {
    /// The tag as written; empty for operations without one.
    pub tag: String,
    /// Trait and sub-client name: `Contacts`.
    pub name: Name,
    /// Module and accessor name: `contacts`.
    pub module: Name,
    /// Cargo feature: `contacts`.
    pub feature: String,
    /// What the vendor says.
    pub docs: Docs,
    /// Operations in the order of the source.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Stable id, unique in the API: the `operationId`, or method and path.
    pub id: String,
    /// Method name, unique in its group: `get_contact`.
    pub name: Name,
    /// Prefix of its own types, unique in the API: `GetContact` (marker; `GetContactError`, `GetContactRequest`… are free too).
    pub type_name: Name,
    /// What the vendor says.
    pub docs: Docs,
    /// HTTP method token: `GET`.
    pub method: String,
    /// The path in pieces.
    pub path: Vec<PathPiece>,
    /// Parameters: path (in template order), query, header, cookie; each location in the order of the source.
    pub parameters: Vec<Parameter>,
    /// The body to send.
    pub request: Option<RequestBody>,
    /// Documented answers: exact statuses ascending, then classes, then default.
    pub responses: Vec<Response>,
    /// Who may call.
    pub access: Access,
    /// Servers of this operation alone; empty where the API's hold.
    pub servers: Vec<Server>,
    /// Where it stands.
    pub origin: Origin,
}

/// Part of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPiece {
    /// Text as it stands, slashes included.
    Literal(String),
    /// A parameter: index into [`Operation::parameters`].
    Parameter(usize),
}

/// One parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Argument, setter and field name.
    pub name: Name,
    /// Name on the wire.
    pub wire_name: String,
    /// Where it is sent.
    pub location: Location,
    /// How its value is written.
    pub format: ParameterFormat,
    /// Its type, without what `presence` adds.
    pub ty: Type,
    /// Whether it must be sent.
    pub presence: ParameterPresence,
    /// Given per call, or once for the client.
    pub scope: ParameterScope,
    /// What values must satisfy.
    pub constraints: Constraints,
    /// `default`, filled in by the server.
    pub default: Option<Json>,
    /// What the vendor says.
    pub docs: Docs,
    /// How the type came to be known.
    pub type_provenance: Provenance,
    /// Where it stands.
    pub origin: Origin,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query string (3.2).
    QueryString,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterFormat {
    /// By style.
    Styled {
        /// `style`
        style: Style,
        /// `explode`
        explode: bool,
        /// `allowReserved`
        allow_reserved: bool,
    },
    /// As a document in the media type of this codec.
    Content(Codec),
}

/// `style`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;name=value`
    Matrix,
    /// `.value`
    Label,
    /// `value,value`
    Simple,
    /// `name=value&name=value`
    Form,
    /// `name=value%20value`
    SpaceDelimited,
    /// `name=value|value`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
    /// 3.2 `cookie`
    Cookie,
}

/// Whether a parameter must be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterPresence {
    /// An argument.
    Required,
    /// A setter.
    Optional,
}

/// Who gives a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterScope {
    /// The caller of the operation.
    Operation,
    /// The builder of the client: index into [`super::Api::client_parameters`].
    Client(usize),
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// What the vendor says.
    pub docs: Docs,
    /// Whether it must be sent.
    pub presence: ParameterPresence,
    /// What it may be.
    pub payload: Payload,
    /// Where it stands.
    pub origin: Origin,
}

/// A documented answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// Which statuses.
    pub status: StatusPattern,
    /// Variant name: `NotFound`.
    pub name: Name,
    /// What it means for the caller.
    pub outcome: Outcome,
    /// What the vendor says.
    pub docs: Docs,
    /// Documented headers.
    pub headers: Vec<ResponseHeader>,
    /// The body.
    pub payload: Payload,
    /// Bodies the vendor shows; where it shows none, one made up from the schema (provenance `Inferred`).
    pub examples: Vec<ResponseExample>,
    /// Where it stands.
    pub origin: Origin,
}

/// Which statuses a response documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// `404`
    Exact(u16),
    /// `4XX`: the first digit.
    Class(u8),
    /// `default`: every status not documented otherwise.
    Default,
}

/// What an answer means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for.
    Success,
    /// An error.
    Failure,
    /// `default` where no success is documented: a success when the status is 2xx, else an error.
    Either,
}

/// A response header.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    /// Rust name.
    pub name: Name,
    /// Header name.
    pub wire_name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is always sent.
    pub presence: ParameterPresence,
    /// `explode` of style simple, or a codec.
    pub format: ParameterFormat,
    /// What the vendor says.
    pub docs: Docs,
}

/// A body.
#[derive(Debug, Clone)]
pub enum Payload {
    /// None is documented.
    Empty,
    /// In one media type.
    One(Media),
    /// In one of several: an enum of that name with a variant each.
    Several {
        /// Enum name, unique among the API's types.
        name: Name,
        /// Its variants.
        media: Vec<Media>,
    },
}

/// A body in a media type.
#[derive(Debug, Clone)]
pub struct Media {
    /// Variant name in [`Payload::Several`]: `Json`, `Text`.
    pub name: Name,
    /// Media type or range, exactly as documented.
    pub media_type: String,
    /// How it is encoded.
    pub codec: Codec,
    /// What it holds; for sequences (event streams, JSON lines) one item.
    pub ty: Type,
    /// What is said of the properties of a form and the parts of a multipart body, beyond OpenAPI's defaults.
    pub encodings: Vec<Encoding>,
}

/// How one property of a form, or one part of a multipart body, is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// Which.
    pub of: Encoded,
    /// How.
    pub format: EncodingFormat,
    /// Names of headers that its part can have.
    pub headers: Vec<String>,
    /// What its part is made of, where that is a multipart body itself.
    pub nested: Vec<Encoding>,
}

/// What an [`Encoding`] is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoded {
    /// The property of that name.
    Property(String),
    /// The part at that position.
    Position(usize),
    /// Parts at all other positions.
    Items,
}

/// How a property or part is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncodingFormat {
    /// As OpenAPI's defaults have it.
    Default,
    /// As it is by default, under its whole name, though that looks like a path of keys (`ids[]`).
    Literal,
    /// In one of these media types and ranges, separated by `, `.
    Content(String),
    /// By style.
    Styled {
        /// `style`
        style: Style,
        /// `explode`
        explode: bool,
        /// `allowReserved`
        allow_reserved: bool,
    },
}

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// `application/json`, `*+json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/*`
    Multipart,
    /// `text/*`
    Text,
    /// `application/octet-stream`, images and everything else taken as bytes
    Bytes,
    /// `text/event-stream`
    EventStream,
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq`
    JsonLines,
    /// `application/xml`, `*+xml`
    Xml,
}

/// A body the vendor shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseExample {
    /// Its key under `examples`.
    pub name: Option<String>,
    /// Media type it is of.
    pub media_type: String,
    /// The body: JSON text for JSON, the text itself otherwise.
    pub body: String,
    /// Shown by the vendor, or made up.
    pub provenance: Provenance,
}
