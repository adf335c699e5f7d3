//! What XML Objects say of a node, references followed.
//!
//! Takes a node; gives what the XML Objects on the way from it to what it refers to say, the nearest first. Never decides
//! what that makes of it.

use super::super::Lowering;
use crate::document::{SchemaId, Xml, XmlNodeType};
use crate::lower::graph::{Key, NodeId};

/// Longest way of references.
const LONGEST: usize = 64;

/// What is said of a node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'d> {
    /// `name`
    pub name: Option<&'d str>,
    /// `namespace`
    pub namespace: Option<&'d str>,
    /// `prefix`
    pub prefix: Option<&'d str>,
    /// `nodeType`
    pub node_type: Option<XmlNodeType>,
    /// The component that it is or refers to.
    pub component: Option<&'d str>,
    /// Whether what it refers to says its name, and not the node itself.
    pub named_by_reference: bool,
    /// Whether something is said beside a reference.
    pub beside_reference: bool,
}

impl<'d> Said<'d> {
    fn add(&mut self, xml: Option<&'d Xml>) {
        let Some(xml) = xml else { return };
        self.name = self.name.or(xml.name.as_deref().filter(|name| !name.is_empty()));
        self.namespace = self.namespace.or(xml.namespace.as_deref());
        self.prefix = self.prefix.or(xml.prefix.as_deref());
        self.node_type = self.node_type.or(xml.node_type);
    }
}

impl<'d> Lowering<'d, '_> {
    /// What is said of a node.
    pub(super) fn said(&self, node: NodeId) -> Said<'d> {
        let mut said = Said::default();
        let mut at = node;
        for _ in 0..LONGEST {
            match &self.graph.nodes.get(at).key {
                Key::Schema(id) => {
                    self.said_by(*id, &mut said);
                    break;
                }
                Key::All(parts) => {
                    let schemas = parts.iter().filter_map(|part| match self.graph.nodes.get(*part).key {
                        Key::Schema(id) => Some(id),
                        Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
                    });
                    // Of several schemas that all hold, none is the one whose name it is.
                    schemas.for_each(|id| said.add(self.graph.document.schemas.get(id).xml.as_deref()));
                    break;
                }
                Key::Bare(other) | Key::Kind(other, _) => at = *other,
                Key::Any(_) => break,
            }
        }
        said
    }

    fn said_by(&self, id: SchemaId, said: &mut Said<'d>) {
        let mut at = id;
        for _ in 0..LONGEST {
            let schema = self.graph.document.schemas.get(at);
            said.add(schema.xml.as_deref());
            for part in &schema.all_of {
                let part = self.graph.document.schemas.get(*part);
                if part.reference.is_none() && part.component.is_none() {
                    said.add(part.xml.as_deref());
                }
            }
            said.component = said.component.or(schema.component.as_deref());
            let alone = match schema.all_of.as_slice() {
                // A component that extends another has a name of its own.
                [one] if schema.component.is_none() => Some(*one),
                _ => None,
            };
            let Some(next) = schema.reference.or(alone) else { break };
            said.beside_reference |= schema.xml.is_some();
            said.named_by_reference = said.name.is_none();
            at = next;
        }
    }
}

/// Whether a text can name an element (Namespaces in XML §4), as far as ASCII goes.
pub(super) fn is_name(text: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    text.starts_with(starts) && text.chars().all(|c| starts(c) || c.is_ascii_digit() || c == '-' || c == '.')
}
