//! XML Objects.
//!
//! Takes the `xml` of a schema; gives the 3.2 `nodeType` and the older `attribute` and `wrapped` as one. Never checks
//! that the schema can be written so.

use super::super::place::Place;
use super::super::reader::Reader;
use crate::document::{Xml, XmlNodeType};

impl<'t> Reader<'t, '_> {
    /// XML Object (§4.26).
    pub(super) fn xml(&mut self, at: Place<'t>) -> Option<Xml> {
        self.map(at, "an XML Object")?;
        let node_type = match self.text(at, "nodeType").as_deref() {
            Some("element") => Some(XmlNodeType::Element),
            Some("attribute") => Some(XmlNodeType::Attribute),
            Some("text") => Some(XmlNodeType::Text),
            Some("cdata") => Some(XmlNodeType::Cdata),
            Some("none") => Some(XmlNodeType::None),
            Some(_) | None if self.flag(at, "attribute") => Some(XmlNodeType::Attribute),
            Some(_) | None if self.flag(at, "wrapped") => Some(XmlNodeType::Element),
            Some(_) | None => None,
        };
        Some(Xml {
            name: self.text(at, "name"),
            namespace: self.text(at, "namespace"),
            prefix: self.text(at, "prefix"),
            node_type,
        })
    }
}
