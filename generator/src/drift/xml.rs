//! How values stand in XML.
//!
//! Takes a pair of a [`Walk`] whose messages are in XML; tells what its `xml` says otherwise. Promises that what is left out means what is assumed then. Never shows a witness: no
//! schema judges XML.

use super::change::Ours;
use super::rule;
use super::view::{Conj, Kind, View};
use super::walk::{Shift, Step, Walk};
use crate::vocabulary::XmlNodeType;

impl Walk<'_, '_> {
    pub(super) fn xml(&mut self, at: usize, old: &Conj, new: &Conj) {
        let name = match self.pairs.get(at).and_then(|it| it.parent.as_ref()) {
            Some((_, Step::Property(name))) => Some(name.as_str()),
            _ => None,
        };
        let (had, has) = (Standing::of(self.old, old, name), Standing::of(self.new, new, name));
        if had != has {
            let text = format!("was {} in XML and is {}", had.words(), has.words());
            self.simple(at, &rule::XML_CHANGED, Some("xml"), &text, Shift::Unknown, Shift::Unknown, Ours::Depends);
        }
    }
}

/// What readers of XML see: a prefix stands for its namespace.
#[derive(PartialEq)]
struct Standing {
    node_type: XmlNodeType,
    name: Option<String>,
    space: Option<String>,
}

impl Standing {
    /// Of a value whose property has that name.
    fn of(view: &View<'_>, conj: &Conj, property: Option<&str>) -> Self {
        let xml = view.leaves(conj).find_map(|it| it.xml.as_deref());
        let is_list = view.alternatives(conj).list.iter().any(|it| it.kind == Kind::Array);
        let usual = if is_list { XmlNodeType::None } else { XmlNodeType::Element };
        Self {
            node_type: xml.and_then(|it| it.node_type).unwrap_or(usual),
            name: xml.and_then(|it| it.name.as_deref()).or(property).map(str::to_owned),
            space: xml.and_then(|it| it.namespace.as_ref().or(it.prefix.as_ref())).cloned(),
        }
    }

    fn words(&self) -> String {
        let kind = match self.node_type {
            XmlNodeType::Element => "an element",
            XmlNodeType::Attribute => "an attribute",
            XmlNodeType::Text => "text",
            XmlNodeType::Cdata => "a CDATA section",
            XmlNodeType::None => "no node of its own",
        };
        let name = self.name.as_ref().map_or_else(String::new, |it| format!(" `{it}`"));
        let space = self.space.as_ref().map_or_else(String::new, |it| format!(" of `{it}`"));
        format!("{kind}{name}{space}")
    }
}
