//! Security: what proves who calls.

use super::{Docs, Name};
use crate::source::Origin;
use crate::vocabulary::OAuthFlowKind;

/// Who may call an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Everyone; nothing is sent.
    Open,
    /// Whoever sends one of these.
    Restricted {
        /// In the order of the source.
        accepted: Vec<Accepted>,
        /// Whether sending nothing is accepted too.
        anonymous: Anonymous,
    },
}

/// Whether an operation with security can be called without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anonymous {
    /// `{}` is among the requirements.
    Allowed,
    /// It is not.
    Refused,
}

/// One alternative an operation accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Index into [`super::Api::alternatives`].
    pub alternative: usize,
    /// Scopes, for each scheme of the alternative in its order.
    pub scopes: Vec<Vec<String>>,
}

/// A set of schemes that are sent together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Constructor of `Auth`, snake case: `token`.
    pub name: Name,
    /// Variant of the server's `Credentials`: `Token`.
    pub type_name: Name,
    /// Server: the constant of what it is made from, `TOKEN`. Client: how operations name it.
    pub constant: Name,
    /// Indices into [`super::Api::schemes`].
    pub schemes: Vec<usize>,
    /// For each scheme, the names of what is given for it: arguments of the constructor and fields of the server's variant.
    pub arguments: Vec<Vec<Name>>,
    /// Client: for each of these the environment variable that it may be taken from, `ACME_TOKEN`.
    pub variables: Vec<Vec<String>>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Rust name, snake case: `basic_auth`.
    pub name: Name,
    /// Type and variant name: `BasicAuth`.
    pub type_name: Name,
    /// Server: the constant of what it is, `BASIC_AUTH_SCHEME`. Unique among those of the alternatives too.
    pub constant: Name,
    /// The component's key.
    pub wire_name: String,
    /// What the vendor says.
    pub docs: Docs,
    /// What is sent.
    pub kind: SchemeKind,
    /// Where it stands.
    pub origin: Origin,
}

/// What is sent for a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …` (RFC 7617)
    Basic {
        /// The user.
        username: CredentialPart,
        /// The password.
        password: CredentialPart,
    },
    /// `Authorization: Bearer …` (RFC 6750)
    Bearer,
    /// `Authorization: <scheme> …`
    Http {
        /// The scheme as written.
        scheme: String,
    },
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        location: KeyLocation,
        /// The header's, parameter's or cookie's name.
        parameter: String,
        /// Text before the key: `token `.
        prefix: String,
        /// How many texts it is made of; they are joined by `:`.
        parts: usize,
    },
    /// A bearer token from an OAuth 2 flow.
    OAuth2 {
        /// The flows that the vendor offers.
        flows: Vec<OAuthFlow>,
    },
    /// A bearer token from OpenID Connect.
    OpenIdConnect {
        /// Discovery URL.
        url: String,
    },
    /// A client certificate: set up in the transport, nothing is sent in the request.
    MutualTls,
}

/// One half of Basic credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialPart {
    /// Given by the user.
    Argument,
    /// Always this.
    Fixed(String),
}

/// Where an API key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyLocation {
    /// As a header.
    Header,
    /// In the query.
    Query,
    /// As a cookie.
    Cookie,
}

/// An OAuth 2 flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which one.
    pub kind: OAuthFlowKind,
    /// Authorization endpoint; for device authorization, where a device asks.
    pub authorization_url: Option<String>,
    /// Token endpoint.
    pub token_url: Option<String>,
    /// Refresh endpoint.
    pub refresh_url: Option<String>,
    /// Scopes with their descriptions.
    pub scopes: Vec<(String, String)>,
}
