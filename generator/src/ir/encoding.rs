//! How properties of forms and parts of multipart bodies are written.

use super::Style;

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
