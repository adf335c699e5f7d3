//! How types stand in XML documents (OpenAPI's XML Object).

use super::Name;
use crate::vocabulary::XmlNodeType;

/// Names one entry of an [`XmlTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct XmlId(usize);

/// What bodies in XML hold: their roots, and everything below that has a name or stands in several places.
#[derive(Debug, Clone, Default)]
pub struct XmlTable {
    entries: Vec<XmlEntry>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct XmlEntry {
    /// Constant name: `PET`.
    pub name: Name,
    /// How it stands as a root; others say so where they stand.
    pub node: XmlNode,
}

/// How a value stands in a document.
#[derive(Debug, Clone)]
pub struct XmlNode {
    /// `nodeType`
    pub node_type: XmlNodeType,
    /// `name`; none where it is the name of the property, or of the list, that holds it.
    pub name: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// What it holds.
    pub content: XmlContent,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum XmlContent {
    /// Text as it stands.
    Text,
    /// Text of which white space around it is no part: dates, constants.
    Token,
    /// `true`, `false`
    Boolean,
    /// A number.
    Number,
    /// Null only.
    Null,
    /// Anything.
    Any,
    /// A node for each item.
    List(Box<XmlNode>),
    /// These in order.
    Tuple(Vec<XmlNode>),
    /// A node for each property.
    Object {
        /// The properties.
        fields: Vec<XmlField>,
        /// Other keys; ignored where none.
        rest: Option<Box<XmlNode>>,
    },
    /// One of these.
    Union(Vec<XmlNode>),
    /// What another entry holds.
    Shared(XmlId),
}

/// A property.
#[derive(Debug, Clone)]
pub struct XmlField {
    /// JSON key.
    pub key: String,
    /// How it stands in the document.
    pub node: XmlNode,
    /// What it is where the document does not have it.
    pub absence: XmlAbsence,
}

/// What a property is that a document does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlAbsence {
    /// Absent.
    Allowed,
    /// A fault.
    Fault,
    /// Null.
    Null,
    /// A list without items, which has no node.
    EmptyList,
}

impl XmlTable {
    /// A table of these; the id of each is its position.
    pub fn new(entries: Vec<XmlEntry>) -> Self {
        Self { entries }
    }

    /// The entry of that id; none where it is another table's.
    pub fn get(&self, id: XmlId) -> Option<&XmlEntry> {
        self.entries.get(id.0)
    }

    /// All entries.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &XmlEntry> {
        self.entries.iter()
    }

    /// Whether no body is in XML.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl XmlId {
    /// The id of a position.
    pub fn at(index: usize) -> Self {
        Self(index)
    }

    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0
    }
}
