//! Flat pictures that were asked for lately.
//!
//! Takes pictures as they are made; gives those of them that are still kept. Promises that what is kept has a bound, however large the document is:
//! all pictures together are several times what it says, and most are asked for while one type is lowered and not again.

use std::collections::VecDeque;
use std::rc::Rc;

use super::flat::Flat;
use super::nodes::NodeId;

/// How much is kept: pictures, and schemas and properties in them.
const MOST: usize = 50_000;

/// The pictures kept.
#[derive(Debug, Default)]
pub struct Flats<'d> {
    all: Vec<Option<Rc<Flat<'d>>>>,
    /// Which are kept, the oldest first.
    order: VecDeque<NodeId>,
    weight: usize,
}

impl<'d> Flats<'d> {
    /// The picture of a node, if it is kept.
    pub fn get(&self, node: NodeId) -> Option<Rc<Flat<'d>>> {
        self.all.get(node.index()).cloned().flatten()
    }

    /// Keeps a picture; the oldest make room for it.
    pub fn keep(&mut self, node: NodeId, flat: &Rc<Flat<'d>>) {
        if self.all.len() <= node.index() {
            self.all.resize(node.index() + 1, None);
        }
        let Some(slot) = self.all.get_mut(node.index()) else { return };
        *slot = Some(Rc::clone(flat));
        self.order.push_back(node);
        self.weight += weight(flat);
        while self.weight > MOST && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(gone) = self.all.get_mut(oldest.index()).and_then(Option::take) {
                self.weight -= weight(&gone);
            }
        }
    }
}

fn weight(flat: &Flat<'_>) -> usize {
    1 + flat.schemas.len() + flat.object.properties.len()
}
