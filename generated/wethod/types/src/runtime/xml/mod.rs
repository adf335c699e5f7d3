//! XML documents to and from types.
//!
//! Takes a table that says how a type's JSON value stands in XML (OpenAPI's XML Object); reads a document into that value and
//! writes it from there, so that types have one codec. Promises that no document type is read and no entity expanded, that
//! depth and size are bounded, and that what is not of the type is a fault with the path of its place. Order, comments and
//! processing instructions are not kept.

mod names;
mod read;
mod tree;
mod write;

use super::codec::{Decode, Encode};
use super::json::{self, DecodeError, EncodeError};

/// How a value stands in a document.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    node_type: NodeType,
    name: Name,
    content: Content,
}

/// `nodeType`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeType {
    Element,
    Attribute,
    Text,
    Cdata,
    None,
}

/// The name of an element or attribute.
#[derive(Debug, Clone, Copy)]
struct Name {
    /// Empty where it is the name of what holds it: a property, or the list that an item is of.
    local: &'static str,
    namespace: &'static str,
    prefix: &'static str,
}

/// What a node holds.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// Text as it stands.
    Text,
    /// Text without the white space around it; nothing is null.
    Token,
    /// `true`, `false`, `1`, `0`
    Boolean,
    /// A number.
    Number,
    /// Null and nothing else.
    Null,
    /// Anything: text, or an object of what the element holds.
    Any,
    /// A node for each item.
    List(&'static Node),
    /// These nodes in this order.
    Tuple(&'static [Node]),
    /// A node for each property, and one for all others.
    Object(&'static [Field], Option<&'static Node>),
    /// One of these.
    Union(&'static [Node]),
    /// What another node holds.
    Of(&'static Node),
}

/// A property.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    key: &'static str,
    node: Node,
    absence: Absence,
}

/// What a property is when the document does not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absence {
    Allowed,
    Fault,
    Null,
    EmptyList,
}

impl Node {
    /// An element.
    pub const fn element(content: Content) -> Self {
        Self::new(NodeType::Element, content)
    }

    /// An attribute of the element that holds it.
    pub const fn attribute(content: Content) -> Self {
        Self::new(NodeType::Attribute, content)
    }

    /// The text of the element that holds it.
    pub const fn text(content: Content) -> Self {
        Self::new(NodeType::Text, content)
    }

    /// The text of the element that holds it, written as a CDATA section.
    pub const fn cdata(content: Content) -> Self {
        Self::new(NodeType::Cdata, content)
    }

    /// No node of its own: what it holds stands in the element that holds it.
    pub const fn none(content: Content) -> Self {
        Self::new(NodeType::None, content)
    }

    const fn new(node_type: NodeType, content: Content) -> Self {
        Self { node_type, name: Name { local: "", namespace: "", prefix: "" }, content }
    }

    /// With a name of its own.
    #[must_use]
    pub const fn named(self, local: &'static str) -> Self {
        Self { name: Name { local, ..self.name }, ..self }
    }

    /// With a namespace.
    #[must_use]
    pub const fn in_namespace(self, namespace: &'static str) -> Self {
        Self { name: Name { namespace, ..self.name }, ..self }
    }

    /// With the prefix to write before its name.
    #[must_use]
    pub const fn prefixed(self, prefix: &'static str) -> Self {
        Self { name: Name { prefix, ..self.name }, ..self }
    }

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

impl Field {
    /// A property that may be absent.
    pub const fn optional(key: &'static str, node: Node) -> Self {
        Self { key, node, absence: Absence::Allowed }
    }

    /// A property that is always there.
    pub const fn required(key: &'static str, node: Node) -> Self {
        Self { key, node, absence: Absence::Fault }
    }

    /// A property that is null where it is absent.
    pub const fn or_null(key: &'static str, node: Node) -> Self {
        Self { key, node, absence: Absence::Null }
    }

    /// A list that is empty where it is absent.
    pub const fn or_empty(key: &'static str, node: Node) -> Self {
        Self { key, node, absence: Absence::EmptyList }
    }
}

impl Content {
    /// The content itself, where it is another node's. A table that leads back to itself, which no generated one does, is anything.
    fn resolved(self) -> Self {
        let mut content = self;
        for _ in 0..64 {
            match content {
                Self::Of(node) => content = node.content,
                _ => return content,
            }
        }
        Self::Any
    }
}
