//! What is told of a thing beside what the vendor says of it.

use super::{Constraints, Encoded};

/// A fact worth telling that has no place in a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What `x-specwright: {notes}` says, in its words.
    Said(String),
    /// Bounds that nothing checks.
    Bounds(Box<Constraints>),
    /// Headers that a part of a body can have.
    PartHeaders {
        /// The part.
        of: Encoded,
        /// Their names.
        names: Vec<String>,
    },
    /// What a tag says of its place among the others (3.2).
    Tag {
        /// The tag that it is part of.
        parent: Option<String>,
        /// What kind of tag it is.
        kind: Option<String>,
    },
    /// Where an authorization server says what it offers: a URL.
    AuthorizationServer(String),
    /// Whom to ask about the API.
    Contact {
        /// Their name.
        name: Option<String>,
        /// Their address.
        email: Option<String>,
        /// Their page.
        url: Option<String>,
    },
    /// Under which licence the API is described.
    License {
        /// Its name.
        name: Option<String>,
        /// Its SPDX expression.
        identifier: Option<String>,
        /// Where it stands.
        url: Option<String>,
    },
    /// Where the terms of service stand.
    TermsOfService(String),
}
