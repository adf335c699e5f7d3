//! Operations: what is sent and what comes back.

use super::{Access, Codec, Constraints, Docs, Json, Media, Name, Pagination, Payload, Reach, Type};
use crate::source::{Origin, Provenance};
use crate::sparse::Sparse;
use crate::vocabulary::{ParameterLocation, Style};

/// Features that generated crates have of their own, whatever the api.
pub const OWN_FEATURES: [&str; 23] = [
    "base64",
    "blocking",
    "br",
    "check",
    "chrono",
    "default",
    "deflate",
    "fake",
    "full",
    "gzip",
    "hyper",
    "jiff",
    "native-tls",
    "pattern",
    "reqwest",
    "rustls-tls",
    "time",
    "tower",
    "tracing",
    "uuid",
    "webhook",
    "xml",
    "zstd",
];

/// Operations of one tag.
#[derive(Debug, Clone)]
pub struct Group {
    /// The tag as written; empty for operations without one.
    pub tag: String,
    /// Trait and sub-client name: `Contacts`.
    pub name: Name,
    /// Module and accessor name: `contacts`.
    pub module: Name,
    /// Cargo feature: `contacts`. Unique, and none of [`OWN_FEATURES`].
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
    /// What the crates declare for it alone.
    pub items: OperationItems,
    /// What the vendor says.
    pub docs: Docs,
    /// Client: which statuses it takes for documented successes.
    pub successes: Successes,
    /// Client: the media types that it asks for, each once.
    pub accept: Vec<Accept>,
    /// HTTP method token: `GET`.
    pub method: String,
    /// Who it is sent to.
    pub target: Target,
    /// The path in pieces, below the base URL of a server or the URL of a receiver.
    pub path: Vec<PathPiece>,
    /// Pairs that are always in the query, since the path's key holds them; an empty value is a name alone.
    pub query: Vec<(String, String)>,
    /// Parameters: path (in template order), query, header, cookie; each location in the order of the source.
    pub parameters: Vec<Parameter>,
    /// The body to send.
    pub request: Option<RequestBody>,
    /// Documented answers: exact statuses ascending, then classes, then default.
    pub responses: Vec<Response>,
    /// Who may call.
    pub access: Access,
    /// Servers of this operation alone, by their place in [`super::Api::operation_servers`]; empty where the API's hold.
    pub servers: Vec<usize>,
    /// The header by which a server tells tries of one request from requests.
    pub idempotency_key: Option<String>,
    /// How its pages hang together, where its responses are pages of a list.
    pub pagination: Option<Box<Pagination>>,
    /// The data of the event after which its event streams hold nothing more: `[DONE]`.
    pub stream_end: Option<String>,
    /// Whether a server can tell a request for it.
    pub routing: Routing,
    /// Where it stands.
    pub origin: Origin,
}

/// Statuses that are documented and are no errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successes {
    /// Every success is.
    Any,
    /// These are, those with a body first.
    Listed(Vec<u16>),
}

/// A media type that a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// It, as documented.
    pub media_type: String,
    /// How much it is wanted.
    pub preference: Preference,
}

/// How much a client wants a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// As much as any.
    First,
    /// Less than those: by half.
    Second,
}

/// The types that the crates declare for one operation, and names that belong to these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationItems {
    /// Client: what a call is typed by, `GetContact`. Unique in the API, as all types here are.
    pub marker: Name,
    /// Client: what an awaited call gives.
    pub output: Output,
    /// Client: the enum of the documented errors, `GetContactError`; none where no error is documented.
    pub error: Option<Name>,
    /// Server: the typed request, `GetContactRequest`.
    pub request: Name,
    /// Server: the field of the request that holds all that has no field of its own, `context`.
    pub context: Name,
    /// Server: the variable that the request is read from, `input`.
    pub input: Name,
    /// Server: the typed response, `GetContactResponse`.
    pub response: Name,
    /// Server: the variant of a response that is not documented, `Other`.
    pub other: Name,
}

/// What an awaited call gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// `()`: no success has a body.
    Nothing,
    /// The body that every success has, that of [`Operation::responses`] at this position.
    Body(usize),
    /// An enum of that name, with a variant for each success: `GetContactOutput`.
    Several(Name),
}

impl Operation {
    /// The medium of its items, and the enum that it is a variant of, where it answers by items or whole, as it is asked.
    pub fn streamed(&self) -> Option<(&Name, &Media)> {
        let Output::Body(position) = self.items.output else { return None };
        let Payload::Several { name, media } = &self.responses.get(position)?.payload else { return None };
        let mut sequences = media.iter().filter(|media| media.codec.is_sequence());
        let first = sequences.next()?;
        sequences.next().is_none().then_some((name, first))
    }

    /// The path template: `/contacts/{id}`.
    pub fn path_template(&self) -> String {
        let piece = |piece: &PathPiece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Parameter(index) => {
                format!("{{{}}}", self.parameters.get(*index).map_or("", |parameter| &parameter.wire_name))
            }
        };
        self.path.iter().map(piece).collect()
    }

    /// The path template with the constant query: `/contacts/{id}?full=true`.
    pub fn request_target(&self) -> String {
        let path = self.path_template();
        let pairs = self.query.iter().map(|(name, value)| match value.as_str() {
            "" => name.clone(),
            value => format!("{name}={value}"),
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// Whether a server can tell a request for an operation from those for others of its method and path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Routing {
    /// Method, path and constant query say it.
    #[default]
    Sole,
    /// Others have its method and path: it is told from them by what it demands. Indices into [`Operation::parameters`] of
    /// the parameters that are in every request for it.
    Shared(Vec<usize>),
    /// Every request for it is one for the operation of this id as well, which is documented before it.
    Shadowed(String),
}

/// Who an operation is sent to, and so who sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A server of the API: users of the API send it.
    Server,
    /// A URL that a user of the API gave: the API sends it.
    Receiver(Receiver),
}

/// Who waits for a webhook or a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Key of the webhook or callback.
    pub name: String,
    /// Client: the argument that says where it waits, `url`.
    pub url: Name,
    /// Where the server crate waits for it unless told otherwise, a path template: unique with the method.
    pub mount: String,
    /// What makes the API send it.
    pub cause: Cause,
}

/// What makes an API send a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// `webhooks`: something that happened.
    Webhook,
    /// `callbacks`: a request that gave the URL.
    Callback {
        /// The key: a URL template with runtime expressions.
        expression: String,
        /// What of it stands for the receiver's URL; the operation's path follows.
        base: String,
        /// [`Operation::id`] of those that ask for it.
        operations: Vec<String>,
    },
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
    pub location: ParameterLocation,
    /// How its value is written.
    pub format: ParameterFormat,
    /// Whether an empty value may be sent in the path.
    pub allow_empty: bool,
    /// Its type, without what `presence` adds.
    pub ty: Type,
    /// Whether it must be sent.
    pub presence: ParameterPresence,
    /// Given per call, or once for the client.
    pub scope: ParameterScope,
    /// What values must satisfy.
    pub constraints: Sparse<Constraints>,
    /// `default`, filled in by the server.
    pub default: Option<Json>,
    /// What a server makes of a request without it.
    pub absence: Absence,
    /// Whether it may be shown.
    pub secrecy: Secrecy,
    /// What the vendor says.
    pub docs: Docs,
    /// How the type came to be known.
    pub type_provenance: Provenance,
    /// Where it stands.
    pub origin: Origin,
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

/// Whether a parameter must be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterPresence {
    /// An argument.
    Required,
    /// A setter.
    Optional,
}

/// Whether a value may be shown, as in logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// It may.
    Shown,
    /// It is a secret, or holds one.
    Secret,
}

/// What a server makes of a request that lacks a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// It is refused.
    Refused,
    /// Its handler is given `None`.
    Nothing,
    /// Its handler is given this value of the parameter's type.
    Default(Json),
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
    /// Argument, setter and field name: `body`.
    pub name: Name,
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
    /// The set of [`super::Api::headers`] that holds them, where there are some.
    pub header_set: Option<usize>,
    /// Operations to go on with.
    pub links: Vec<Link>,
    /// The body.
    pub payload: Payload,
    /// Server: the field of the status, where the pattern leaves it open.
    pub status_field: Option<Name>,
    /// Server: the field of the body, where there is one.
    pub body_field: Option<Name>,
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

/// Response headers that are read together: the same for every response that documents the same.
#[derive(Debug, Clone)]
pub struct HeaderSet {
    /// Type name, unique among sets: `RateLimitHeaders`.
    pub name: Name,
    /// The headers.
    pub headers: Vec<ResponseHeader>,
    /// The responses they are of: operation id and status.
    pub responses: Vec<(String, StatusPattern)>,
    /// Which groups document it.
    pub reach: Reach,
}

/// Link Object: an operation to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its key.
    pub name: String,
    /// The operation.
    pub operation: LinkTarget,
    /// Parameters by name, each a value or a runtime expression.
    pub parameters: Vec<(String, String)>,
    /// The body, a value or a runtime expression.
    pub request_body: Option<String>,
    /// What the vendor says.
    pub description: Option<String>,
}

/// The operation of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// One of this API.
    Operation {
        /// Its group in [`super::Api::groups`].
        group: usize,
        /// Its place there.
        operation: usize,
    },
    /// `operationId` or `operationRef` as written, of none.
    Elsewhere(String),
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
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

/// A body the vendor shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseExample {
    /// Its key under `examples`.
    pub name: Option<String>,
    /// Media type it is of.
    pub media_type: String,
    /// The body: JSON text for JSON and XML, the text itself otherwise.
    pub body: String,
    /// Shown by the vendor, or made up.
    pub provenance: Provenance,
}
