//! The document, written part by part.
//!
//! Takes an exporter; writes what `openapiv3` would, in its order. Promises that a path item or a schema of `openapiv3`, which is many
//! times what it says, is made when it is written and dropped thereafter.

use std::cell::RefCell;

use openapiv3::{Components, ReferenceOr};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::exporter::Exporter;
use super::path::Security;
use crate::document::SchemaId;

/// The whole document.
pub(super) struct Whole<'w, 'd>(pub &'w RefCell<Exporter<'d>>);

impl Serialize for Whole<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let top = self.0.borrow_mut().top();
        let security = if top.security.is_some() { Security::Shared } else { Security::Own };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("openapi", &top.openapi)?;
        map.serialize_entry("info", &top.info)?;
        if !top.servers.is_empty() {
            map.serialize_entry("servers", &top.servers)?;
        }
        map.serialize_entry("paths", &Paths(self.0, security))?;
        let (named, others) = self.0.borrow_mut().components();
        if !named.is_empty() || others != Components::default() {
            map.serialize_entry("components", &Parts { exporter: self.0, named, others })?;
        }
        if let Some(security) = &top.security {
            map.serialize_entry("security", security)?;
        }
        if !top.tags.is_empty() {
            map.serialize_entry("tags", &top.tags)?;
        }
        if let Some(docs) = &top.external_docs {
            map.serialize_entry("externalDocs", docs)?;
        }
        for (key, value) in &top.extensions {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

struct Paths<'w, 'd>(&'w RefCell<Exporter<'d>>, Security);

impl Serialize for Paths<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = self.0.borrow().document;
        let item = |path| ReferenceOr::Item(self.0.borrow_mut().path_item(path, self.1));
        serializer.collect_map(document.paths.iter().map(|path| (&path.path, item(path))))
    }
}

struct Parts<'w, 'd> {
    exporter: &'w RefCell<Exporter<'d>>,
    /// Schemas, whose contents are still to be written.
    named: Vec<(SchemaId, String)>,
    others: Components,
}

impl Serialize for Parts<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.named.is_empty() {
            map.serialize_entry("schemas", &Schemas(self.exporter, &self.named))?;
        }
        if !self.others.security_schemes.is_empty() {
            map.serialize_entry("securitySchemes", &self.others.security_schemes)?;
        }
        for (key, value) in &self.others.extensions {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

struct Schemas<'w, 'd>(&'w RefCell<Exporter<'d>>, &'w [(SchemaId, String)]);

impl Serialize for Schemas<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let contents = |id| self.0.borrow_mut().schema_contents(id);
        serializer.collect_map(self.1.iter().map(|(id, name)| (name, contents(*id))))
    }
}
