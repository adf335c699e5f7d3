//! What the document says of an operation, as data that routing and decoding follow.

/// One operation of the document.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub(super) id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) signs: &'static [Sign],
    pub(super) group: &'static str,
    pub(super) responses: &'static [Documented],
    pub(super) body: RequestBody,
    pub(super) arriving: &'static [usize],
    pub(super) bounds: Bounds,
    pub(super) coding: Coding,
}

/// In which content coding (RFC 9110 §8.4) a body reaches a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// In none.
    Undone,
    /// In the one that the request names.
    AsSent,
}

/// Whether a request must keep the bounds that the document states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// It must.
    Kept,
    /// The API sends it: it knows better than the document.
    Ignored,
}

/// What every request for an operation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A query parameter of this name.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
}

/// A response that the document has: its status as it is written there, and the media types or ranges of its body.
pub type Documented = (&'static str, &'static [&'static str]);

/// The body an operation takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum RequestBody {
    /// None; one that is sent is not read.
    None,
    /// One of these media types or ranges, or none.
    Optional(&'static [&'static str]),
    /// One of these media types or ranges.
    Required(&'static [&'static str]),
}

impl Operation {
    /// An operation without a body.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            query: &[],
            signs: &[],
            group: "",
            responses: &[],
            body: RequestBody::None,
            arriving: &[],
            bounds: Bounds::Kept,
            coding: Coding::Undone,
        }
    }

    /// For requests whose query holds these pairs.
    #[must_use]
    pub const fn query(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Self { query, ..self }
    }

    /// Told by these from other operations of its method and path.
    #[must_use]
    pub const fn told_by(self, signs: &'static [Sign]) -> Self {
        Self { signs, ..self }
    }

    /// With a body in one of these media types or ranges.
    #[must_use]
    pub const fn body(self, media_types: &'static [&'static str]) -> Self {
        Self { body: RequestBody::Required(media_types), ..self }
    }

    /// With a body in one of these media types or ranges, or none.
    #[must_use]
    pub const fn optional_body(self, media_types: &'static [&'static str]) -> Self {
        Self { body: RequestBody::Optional(media_types), ..self }
    }

    /// With bodies that are read as they arrive: those in these of its media types, by position.
    #[must_use]
    pub const fn arriving(self, media_types: &'static [usize]) -> Self {
        Self { arriving: media_types, ..self }
    }

    /// With a body in any content coding: the document has a parameter that tells it.
    #[must_use]
    pub const fn in_any_coding(self) -> Self {
        Self { coding: Coding::AsSent, ..self }
    }

    /// Sent by the API, to whoever receives its webhooks or callbacks.
    #[must_use]
    pub const fn received(self) -> Self {
        Self { bounds: Bounds::Ignored, ..self }
    }

    /// With responses of these statuses (`200`, `4XX`, `default`) and media types or ranges.
    #[must_use]
    pub const fn responses(self, responses: &'static [Documented]) -> Self {
        Self { responses, ..self }
    }

    /// The `operationId`, or method and path.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// HTTP method token: `GET`.
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The path template: `/contacts/{id}`.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The tag of its group; empty for operations without one.
    pub const fn group(&self) -> &'static str {
        self.group
    }
}

impl RequestBody {
    pub(super) fn media_types(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Optional(media_types) | Self::Required(media_types) => media_types,
        }
    }
}
