//! Which properties of forms and parts of multipart bodies are not encoded by default (OpenAPI 3.2.0 §4.15, "Encoding Object").
//!
//! Tables of clients and servers hold it; what it means to write or to read so is said there. `S` is how either knows a style.

/// How one property, or the part at one position, is encoded.
#[derive(Debug, Clone, Copy)]
pub struct Encoding<S: 'static> {
    /// What it is about.
    pub of: Of,
    /// How that is encoded.
    pub how: How<S>,
    /// `encoding`, where the part is a multipart body itself.
    pub nested: &'static [Encoding<S>],
}

/// What an encoding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The property of that name.
    Property(&'static str),
    /// The part at that position.
    Position(usize),
    /// All parts whose position has no encoding of its own.
    Items,
}

/// How a property or part is encoded.
#[derive(Debug, Clone, Copy)]
pub enum How<S> {
    /// `contentType`: media types and ranges, separated by commas; empty where nothing is said.
    Content(&'static str),
    /// `style`, `explode` and `allowReserved`.
    Styled(S),
}

impl<S: Copy> Encoding<S> {
    /// The property of that name.
    #[must_use]
    pub const fn property(name: &'static str) -> Self {
        Self { of: Of::Property(name), ..Self::items() }
    }

    /// The part at that position.
    #[must_use]
    pub const fn position(position: usize) -> Self {
        Self { of: Of::Position(position), ..Self::items() }
    }

    /// All parts whose position has no encoding of its own.
    #[must_use]
    pub const fn items() -> Self {
        Self { of: Of::Items, how: How::Content(""), nested: &[] }
    }

    /// `contentType`: media types and ranges, separated by commas.
    #[must_use]
    pub const fn content(self, content_type: &'static str) -> Self {
        Self { how: How::Content(content_type), ..self }
    }

    /// `style`, `explode` and `allowReserved`.
    #[must_use]
    pub const fn styled(self, style: S) -> Self {
        Self { how: How::Styled(style), ..self }
    }

    /// `encoding`, where the part is a multipart body itself.
    #[must_use]
    pub const fn parts(self, nested: &'static [Self]) -> Self {
        Self { nested, ..self }
    }

    /// The encoding of the property of that name.
    #[inline]
    pub fn of_property<'t>(table: &'t [Self], name: &str) -> Option<&'t Self> {
        table.iter().find(|encoding| matches!(encoding.of, Of::Property(of) if of == name))
    }

    /// The encoding of the part at that position.
    #[inline]
    pub fn at(table: &[Self], position: usize) -> Option<&Self> {
        let here = table.iter().find(|encoding| encoding.of == Of::Position(position));
        here.or_else(|| table.iter().find(|encoding| encoding.of == Of::Items))
    }
}
