//! Where parameters stand, and how they are written there.
//!
//! Holds words of OpenAPI's Parameter Object. Never looks at a value.

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query string.
    QueryString,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// What a parameter is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenAs {
    /// As its style has it.
    Styled,
    /// As a text in JSON.
    Json,
}

/// `explode`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explode {
    /// `explode: true`
    Exploded,
    /// `explode: false`
    Joined,
}

/// What kind of value a parameter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Scalar,
    /// Any number of texts.
    List,
    /// Texts under these keys.
    Object(&'static [&'static str]),
    /// Texts under any keys.
    Map,
}

impl Location {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}
