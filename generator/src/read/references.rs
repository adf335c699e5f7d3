//! Where references lead, and what following them keeps in hand: data alone.

use super::place::Place;
use crate::document::Owner;
use crate::node::{Map, Node};
use std::collections::HashMap;

/// What following references keeps in hand.
#[derive(Default)]
pub(super) struct References<'t> {
    pub indexes: HashMap<*const Map, HashMap<&'t str, &'t Node>>,
    /// Objects being read, outermost first.
    pub open: Vec<*const Node>,
    pub objects: usize,
    pub limit_told: bool,
}

/// Where a reference leads.
pub(super) struct Target<'t> {
    pub at: Place<'t>,
    /// The name it is known by there: a component's key, a file's stem.
    pub name: Option<String>,
    /// The same of an object that is no schema.
    pub owner: Owner,
}

/// An object behind Reference Objects, with what these say about it.
pub(super) struct Resolved<'t> {
    pub at: Place<'t>,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// What names the types within it.
    pub owner: Owner,
}
