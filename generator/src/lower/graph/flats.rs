//! Flat pictures that were asked for lately.
//!
//! Takes pictures as they are made; gives those of them that are still kept. Promises that what is kept has a bound, however large the document is:
//! all pictures together are several times what it says, and most are asked for while one type is lowered and not again.

use std::collections::VecDeque;
use std::rc::Rc;

use super::flat::Flat;
use super::nodes::NodeId;

/// How much is kept: pictures, and what they list.
const MOST: usize = 50_000;

/// The pictures kept.
#[derive(Debug, Default)]
pub struct Flats<'d> {
    all: Vec<Option<Rc<Flat<'d>>>>,
    /// Which are kept, the oldest first, and how much each is.
    order: VecDeque<(NodeId, usize)>,
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
        let weight = weight(flat);
        self.order.push_back((node, weight));
        self.weight += weight;
        while self.weight > MOST && self.order.len() > 1 {
            let Some((oldest, weight)) = self.order.pop_front() else { break };
            self.weight -= weight;
            if let Some(slot) = self.all.get_mut(oldest.index()) {
                *slot = None;
            }
        }
    }
}

fn weight(flat: &Flat<'_>) -> usize {
    // What another picture says of keys costs nothing here.
    let own = Rc::strong_count(&flat.object) == 1;
    let keys = if own { flat.object.properties.len() + flat.object.required.len() } else { 0 };
    let values = flat.values.as_ref().map_or(0, Vec::len) + flat.examples.len();
    let branches: usize = flat.groups.iter().map(|group| group.branches.len()).sum();
    1 + flat.schemas.len() + keys + values + branches
}
