//! Words of OpenAPI and JSON Schema that mean the same wherever they occur: in documents, in what is made of them, in reports.
//!
//! Holds data and no pass. Each word has one type, so that nothing is translated on the way.

mod json_type;

pub use json_type::{JsonType, JsonTypes};

/// `in` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterLocation {
    /// `path`
    Path,
    /// `query`
    Query,
    /// `querystring` (3.2): the whole query string
    QueryString,
    /// `header`
    Header,
    /// `cookie`
    Cookie,
}

/// `style` of a parameter, header or encoding.
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
    /// 3.2 `cookie`: as form, joined by `; `, nothing escaped
    Cookie,
}

/// The keys of the OAuth Flows Object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthFlowKind {
    /// `implicit`
    Implicit,
    /// `password`
    Password,
    /// `clientCredentials`
    ClientCredentials,
    /// `authorizationCode`
    AuthorizationCode,
    /// `deviceAuthorization` (3.2)
    DeviceAuthorization,
}

/// `nodeType`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlNodeType {
    /// `element`
    Element,
    /// `attribute`
    Attribute,
    /// `text`
    Text,
    /// `cdata`
    Cdata,
    /// `none`
    None,
}
