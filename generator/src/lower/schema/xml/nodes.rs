//! Entries of the table of XML nodes that are being filled.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::XmlId;
use crate::lower::graph::NodeId;

/// What entries of the table stand for, in their order.
#[derive(Debug, Default)]
pub struct XmlNodes {
    pub nodes: Vec<NodeId>,
    pub ids: BTreeMap<NodeId, XmlId>,
    /// Lists and maps that are being followed, outermost first.
    pub open: Vec<NodeId>,
    /// Lists and maps without a schema of their own (they stand in several schemas at once) that were followed.
    pub seen: BTreeSet<NodeId>,
}

impl XmlNodes {
    /// The entry of a node.
    pub fn intern(&mut self, node: NodeId) -> XmlId {
        *self.ids.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            XmlId::at(self.nodes.len() - 1)
        })
    }
}
