//! How values stand in documents, as tables that generated code holds: OpenAPI's XML Object.

/// How a value stands in a document.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub(super) node_type: NodeType,
    pub(super) name: Name,
    pub(super) content: Content,
}

/// `nodeType`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeType {
    Element,
    Attribute,
    Text,
    Cdata,
    None,
}

/// The name of an element or attribute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    /// Empty where it is the name of what holds it: a property, or the list that an item is of.
    pub(super) local: &'static str,
    pub(super) namespace: &'static str,
    pub(super) prefix: &'static str,
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
    pub(super) key: &'static str,
    pub(super) node: Node,
    pub(super) absence: Absence,
}

/// What a property is when the document does not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absence {
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
    pub(super) fn resolved(self) -> Self {
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
