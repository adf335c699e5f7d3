//! XML Objects.
//!
//! Takes the `xml` of a schema; gives the 3.2 `nodeType` and the older `attribute` and `wrapped` as one. Never checks
//! that the schema can be written so.

use super::super::Reader;
use super::super::place::Place;
use crate::document::Xml;

impl<'t> Reader<'t, '_> {
    /// XML Object (§4.26).
    pub(super) fn xml(&mut self, at: Place<'t>) -> Option<Xml> {
        self.map(at, "an XML Object")?;
        let node_type = self.text(at, "nodeType");
        let is = |word: &str| node_type.as_deref() == Some(word);
        Some(Xml {
            name: self.text(at, "name"),
            namespace: self.text(at, "namespace"),
            prefix: self.text(at, "prefix"),
            attribute: is("attribute") || self.flag(at, "attribute"),
            wrapped: is("element") || self.flag(at, "wrapped"),
            text: is("text") || is("cdata"),
        })
    }
}
