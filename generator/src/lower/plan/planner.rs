//! Who makes plans: a view of the graph.

use crate::config::Custom;
use crate::lower::graph::Graph;

/// Makes plans from what the graph knows.
pub struct Planner<'g, 'd, 'r> {
    pub(super) graph: &'g mut Graph<'d, 'r>,
    pub(super) custom: &'d Custom,
}

impl<'g, 'd, 'r> Planner<'g, 'd, 'r> {
    /// A planner over a graph.
    pub fn new(graph: &'g mut Graph<'d, 'r>, custom: &'d Custom) -> Self {
        Self { graph, custom }
    }
}
