//! The samples below `## Examples`.
//!
//! Takes the section; gives the bodies of requests and responses. Promises only what is JSON. Never reads code of a client.

use super::page::Page;
use crate::diagnostic::Diagnostics;
use crate::node::Node;
use crate::page::nodes;
use crate::source::{Provenance, Sources};
use crate::tree;

/// Bodies as the page shows them.
#[derive(Default)]
pub(super) struct Examples {
    /// Of requests.
    pub requests: Vec<Node>,
    /// Of responses.
    pub responses: Vec<Node>,
}

/// Reads the section.
pub(super) fn read(page: &Page<'_>, sources: &Sources, diagnostics: &mut Diagnostics) -> Examples {
    let mut found = Examples::default();
    let section = page.section(&["Examples"]).unwrap_or(0..0);
    for fence in page.fences.iter().filter(|fence| section.contains(&fence.first_line)) {
        let label =
            (section.start..fence.first_line).rev().map(|at| page.line(at).trim()).find(|line| !line.is_empty());
        let list = match label {
            Some("**Request**") => &mut found.requests,
            Some("**Response**") => &mut found.responses,
            _ => continue,
        };
        if page.part.slice(&fence.info) == "json"
            && let Some(mut node) = tree::parse_range(sources, page.part.span(&fence.content), &mut diagnostics.aside())
        {
            nodes::known(&mut node, Provenance::Example);
            list.push(node);
        }
    }
    found
}
