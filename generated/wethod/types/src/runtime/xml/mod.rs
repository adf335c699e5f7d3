//! XML documents to and from types.
//!
//! Takes a table that says how a type's JSON value stands in XML (OpenAPI's XML Object); reads a document into that value and
//! writes it from there, so that types have one codec. Promises that no document type is read and no entity expanded, that
//! depth and size are bounded, and that what is not of the type is a fault with the path of its place. Order, comments and
//! processing instructions are not kept.

mod names;
mod node;
mod read;
mod tree;
mod write;

use super::codec::{Decode, Encode};
use super::json::{self, DecodeError, EncodeError};

pub use node::{Content, Field, Node};

impl Node {
    /// Reads a document of which this is the root.
    ///
    /// # Errors
    /// When the text is no XML, or not of this type.
    pub fn decode<T: Decode>(&self, text: &[u8]) -> Result<T, DecodeError> {
        let document = tree::parse(text).map_err(DecodeError::of_text)?;
        json::from_value(&read::root(self, &document).map_err(DecodeError::of_text)?)
    }

    /// Writes a document of which this is the root.
    ///
    /// # Errors
    /// When the value holds what XML cannot: a number that is not finite, a character or a name that is not allowed.
    pub fn encode<T: Encode + ?Sized>(&self, value: &T) -> Result<Vec<u8>, EncodeError> {
        write::root(self, &json::to_value(value)?).map_err(EncodeError::of_text)
    }
}
