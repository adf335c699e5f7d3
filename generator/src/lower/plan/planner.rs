//! Who makes plans: a view of the graph.

use crate::lower::graph::Graph;

/// Makes plans from what the graph knows.
pub struct Planner<'g, 'd, 'r> {
    pub(super) graph: &'g mut Graph<'d, 'r>,
}

impl<'g, 'd, 'r> Planner<'g, 'd, 'r> {
    /// A planner over a graph.
    pub fn new(graph: &'g mut Graph<'d, 'r>) -> Self {
        Self { graph }
    }
}
