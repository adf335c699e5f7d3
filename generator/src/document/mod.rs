//! An OpenAPI description, read: every version raised to the shape of OpenAPI 3.2, every `$ref` resolved.
//!
//! Holds data and no pass. `read` makes it from a tree; `lower` and `export` take it. Paths, operations,
//! parameters, responses and the like are held resolved; schemas live once in a [`SchemaTable`] and name each other by
//! [`SchemaId`], so that shared and recursive schemas keep their identity.

mod owner;
mod schema;
pub mod structure;

pub use crate::sparse::{Empty, Sparse};
pub use crate::vocabulary::{JsonType, JsonTypes, OAuthFlowKind, ParameterLocation, Style, XmlNodeType};
pub use owner::Owner;
pub use schema::*;

use crate::node::Node;
use crate::source::{Origin, Span};

/// OpenAPI Object (OpenAPI 3.2.0 §4.1).
#[derive(Debug, Clone)]
pub struct Document {
    /// The version the source declares: `3.0.3`, `2.0`.
    pub version: String,
    /// Info Object.
    pub info: Info,
    /// Servers of the whole document; empty when none is declared.
    pub servers: Vec<Server>,
    /// Paths in the order of the source.
    pub paths: Vec<PathItem>,
    /// Webhooks: the name stands in `PathItem::path`.
    pub webhooks: Vec<PathItem>,
    /// Every schema, components first in the order of the source.
    pub schemas: SchemaTable,
    /// Components' security schemes.
    pub security_schemes: Vec<SecurityScheme>,
    /// Declared tags.
    pub tags: Vec<Tag>,
    /// Documentation elsewhere.
    pub external_docs: Option<ExternalDocs>,
    /// `x-specwright`
    pub extension: Extension,
}

/// Info Object (§4.2).
#[derive(Debug, Clone)]
pub struct Info {
    /// `title`
    pub title: String,
    /// `version`
    pub version: String,
    /// `summary`
    pub summary: Option<String>,
    /// `description`, CommonMark.
    pub description: Option<String>,
    /// `termsOfService`
    pub terms_of_service: Option<String>,
    /// `contact`: name, url, email
    pub contact: Option<Node>,
    /// `license`
    pub license: Option<Node>,
    /// Where it stands.
    pub origin: Origin,
}

/// External Documentation Object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalDocs {
    /// `url`
    pub url: String,
    /// `description`
    pub description: Option<String>,
}

/// Server Object (§4.4).
#[derive(Debug, Clone)]
pub struct Server {
    /// URL template, `{variable}` in braces; may be relative.
    pub url: String,
    /// `description`
    pub description: Option<String>,
    /// 3.2 `name`
    pub name: Option<String>,
    /// Variables by name.
    pub variables: Vec<ServerVariable>,
    /// Where it stands.
    pub origin: Origin,
}

/// Server Variable Object.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// `default`
    pub default: String,
    /// `enum`, empty if absent.
    pub values: Vec<String>,
    /// `description`
    pub description: Option<String>,
}

/// Tag Object.
#[derive(Debug, Clone)]
pub struct Tag {
    /// `name`
    pub name: String,
    /// `summary` (3.2)
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `parent` (3.2)
    pub parent: Option<String>,
    /// `kind` (3.2)
    pub kind: Option<String>,
    /// Documentation elsewhere.
    pub external_docs: Option<ExternalDocs>,
    /// `x-specwright`
    pub extension: Extension,
    /// Where it stands.
    pub origin: Origin,
}

/// Path Item Object. Its parameters and servers are already merged into its operations.
#[derive(Debug, Clone)]
pub struct PathItem {
    /// The path template as written, or a webhook's name, or a callback's runtime expression.
    pub path: String,
    /// Operations in the order of the source.
    pub operations: Vec<Operation>,
    /// Where it stands.
    pub origin: Origin,
}

/// Operation Object.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `GET`, `QUERY`, or any method token of `additionalOperations`, upper case where it is one of the fixed fields.
    pub method: String,
    /// `operationId`
    pub operation_id: Option<String>,
    /// `tags`
    pub tags: Vec<String>,
    /// `summary`
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-sunset`: the date on which it ends, as in `2027-01-31`.
    pub sunset: Option<String>,
    /// Path-level and operation-level parameters merged by (name, in), the operation's winning; ignored header
    /// parameters (Accept, Content-Type, Authorization) already left out and told.
    pub parameters: Vec<Parameter>,
    /// `requestBody`
    pub request_body: Option<RequestBody>,
    /// `responses`, in the order of the source.
    pub responses: Vec<Response>,
    /// `callbacks`: each name with its path items.
    pub callbacks: Vec<(String, Vec<PathItem>)>,
    /// What must be sent to prove who calls.
    pub security: Security,
    /// The nearest servers declared: operation's, path's or document's.
    pub servers: Vec<Server>,
    /// Documentation elsewhere.
    pub external_docs: Option<ExternalDocs>,
    /// `x-specwright`
    pub extension: Extension,
    /// Where it stands.
    pub origin: Origin,
}

/// What `security` says for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Security {
    /// Neither the operation nor the document says anything (an empty root list made by a page exporter counts as nothing).
    Undeclared,
    /// `security: []` on the operation: nothing is needed.
    None,
    /// Any one of these; within one, all. An empty one means that no credential is needed either.
    AnyOf(Vec<Vec<SecurityRequirement>>),
}

/// One scheme of a Security Requirement Object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Index into [`Document::security_schemes`].
    pub scheme: usize,
    /// Scopes or roles.
    pub scopes: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// Security Scheme Object.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The component's key.
    pub name: String,
    /// `description`
    pub description: Option<String>,
    /// What it is.
    pub kind: SecuritySchemeKind,
    /// `deprecated` (3.2)
    pub deprecated: bool,
    /// `x-specwright`: `prefix`, `parts`, `username`, `password`.
    pub extension: Extension,
    /// Where it stands.
    pub origin: Origin,
}

/// `type` of a security scheme with the fields that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// `apiKey`
    ApiKey {
        /// `in`
        location: ParameterLocation,
        /// `name`
        parameter: String,
    },
    /// `http` with `basic`
    Basic,
    /// `http` with `bearer`
    Bearer {
        /// `bearerFormat`
        format: Option<String>,
    },
    /// `http` with another scheme of RFC 9110.
    Http {
        /// `scheme`
        scheme: String,
    },
    /// `oauth2`
    OAuth2 {
        /// The flows declared.
        flows: Vec<OAuthFlow>,
        /// `oauth2MetadataUrl` (3.2)
        metadata_url: Option<String>,
    },
    /// `openIdConnect`
    OpenIdConnect {
        /// `openIdConnectUrl`
        url: String,
    },
    /// `mutualTLS`
    MutualTls,
}

/// OAuth Flow Object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which one.
    pub kind: OAuthFlowKind,
    /// `authorizationUrl`
    pub authorization_url: Option<String>,
    /// `tokenUrl`
    pub token_url: Option<String>,
    /// `refreshUrl`
    pub refresh_url: Option<String>,
    /// `deviceAuthorizationUrl` (3.2)
    pub device_authorization_url: Option<String>,
    /// Scopes with their descriptions.
    pub scopes: Vec<(String, String)>,
}

/// Parameter Object, also of a Header Object (whose location is `Header`).
#[derive(Debug, Clone)]
pub struct Parameter {
    /// `name`, exactly as sent.
    pub name: String,
    /// `in`
    pub location: ParameterLocation,
    /// `description`
    pub description: Option<String>,
    /// `required`; always true for path parameters.
    pub required: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-sunset`: the date on which it ends, as in `2027-01-31`.
    pub sunset: Option<String>,
    /// `allowEmptyValue`
    pub allow_empty_value: bool,
    /// How the value is written.
    pub serialization: ParameterSerialization,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
    /// `x-specwright`: `name`, `scope: client`.
    pub extension: Extension,
    /// What it belongs to.
    pub owner: Owner,
    /// Where it stands.
    pub origin: Origin,
}

/// `schema` with a style, or `content`.
#[derive(Debug, Clone)]
pub enum ParameterSerialization {
    /// By style.
    Styled {
        /// The schema; one that says nothing when absent.
        schema: SchemaId,
        /// `style`, the default of the location filled in.
        style: Style,
        /// `explode`, the default of the style filled in.
        explode: bool,
        /// `allowReserved`
        allow_reserved: bool,
    },
    /// By media type.
    Content(MediaType),
}

/// Request Body Object.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// `description`
    pub description: Option<String>,
    /// `required`
    pub required: bool,
    /// `content`, in the order of the source.
    pub content: Vec<MediaType>,
    /// `x-specwright`
    pub extension: Extension,
    /// What it belongs to.
    pub owner: Owner,
    /// Where it stands.
    pub origin: Origin,
}

/// Media Type Object with its key.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The key: a media type or range, parameters included.
    pub name: String,
    /// `schema`
    pub schema: Option<SchemaId>,
    /// `itemSchema` (3.2): one item of a sequence
    pub item_schema: Option<SchemaId>,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
    /// `encoding`, by property name.
    pub encoding: Vec<Encoding>,
    /// `prefixEncoding` (3.2), by position.
    pub prefix_encoding: Vec<Encoding>,
    /// `itemEncoding` (3.2)
    pub item_encoding: Option<Box<Encoding>>,
    /// What it belongs to.
    pub owner: Owner,
    /// Where it stands.
    pub origin: Origin,
}

/// Encoding Object.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The property it is for; empty for positional ones.
    pub property: String,
    /// `contentType`, a comma separated list.
    pub content_type: Option<String>,
    /// `headers`
    pub headers: Vec<Parameter>,
    /// `style`, if declared.
    pub style: Option<Style>,
    /// `explode`, if declared.
    pub explode: Option<bool>,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// `encoding` (3.2) of a multipart body within, by property name.
    pub encoding: Vec<Encoding>,
    /// `prefixEncoding` (3.2) of a multipart body within, by position.
    pub prefix_encoding: Vec<Encoding>,
    /// `itemEncoding` (3.2) of a multipart body within.
    pub item_encoding: Option<Box<Encoding>>,
    /// Where it stands.
    pub origin: Origin,
}

/// Example Object.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its key under `examples`; `None` for `example`.
    pub name: Option<String>,
    /// `summary`
    pub summary: Option<String>,
    /// `value` or 3.2 `dataValue`.
    pub value: Option<Node>,
    /// 3.2 `serializedValue`, or a string that is the body as text.
    pub serialized: Option<String>,
    /// `externalValue`
    pub external_value: Option<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// Response Object with its key.
#[derive(Debug, Clone)]
pub struct Response {
    /// The key.
    pub status: StatusPattern,
    /// `summary` (3.2)
    pub summary: Option<String>,
    /// `description`
    pub description: String,
    /// `headers`, Content-Type already left out.
    pub headers: Vec<Parameter>,
    /// `content`
    pub content: Vec<MediaType>,
    /// `links`
    pub links: Vec<Link>,
    /// `x-specwright`
    pub extension: Extension,
    /// What it belongs to.
    pub owner: Owner,
    /// Where it stands.
    pub origin: Origin,
}

/// Key of the Responses Object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// `404`
    Exact(u16),
    /// `4XX`: the first digit.
    Class(u8),
    /// `default`
    Default,
}

/// Link Object with its key; kept for documentation.
#[derive(Debug, Clone)]
pub struct Link {
    /// The key.
    pub name: String,
    /// `operationId` or `operationRef`
    pub operation: String,
    /// `description`
    pub description: Option<String>,
    /// `parameters`, values as text.
    pub parameters: Vec<(String, String)>,
    /// `requestBody`, as text.
    pub request_body: Option<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// The one extension object, `x-specwright`, where it stands on an object; `None` where it does not.
/// Its keys are checked by the pass that reads them.
pub type Extension = Option<Box<Node>>;
