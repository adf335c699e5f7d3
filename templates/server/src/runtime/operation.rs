//! What the document says of an operation, as data that routing and decoding follow.

use super::credentials::Access;

/// One operation of the document.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or method and path.
    pub id: &'static str,
    /// HTTP method token: `GET`.
    pub method: &'static str,
    /// The path template: `/contacts/{id}`.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// The body it takes.
    pub body: RequestBody,
}

/// The body an operation takes.
#[derive(Debug, Clone, Copy)]
pub enum RequestBody {
    /// None; one that is sent is not read.
    None,
    /// One of these media types or ranges, or none.
    Optional(&'static [&'static str]),
    /// One of these media types or ranges.
    Required(&'static [&'static str]),
}

impl RequestBody {
    pub(super) fn media_types(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Optional(media_types) | Self::Required(media_types) => media_types,
        }
    }
}
