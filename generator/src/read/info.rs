//! Info Object.
//!
//! Takes the document's root; gives what it says about itself. Never fails: a document without an Info Object has an empty one.

use super::place::Place;
use super::reader::Reader;
use crate::diagnostic::code::read as code;
use crate::document::Info;

impl<'t> Reader<'t, '_> {
    /// Info Object (§4.2).
    pub(super) fn info(&mut self, at: Place<'t>) -> Info {
        const OBJECT: &str = "the Info Object";
        let Some(info) = self.documenting_map(at, "info") else {
            if at.get("info").is_none() {
                let message = "the OpenAPI Object has no `info`";
                self.tell(&code::MISSING_DOCUMENTATION_FIELD, at.span(), message);
            }
            return empty(at);
        };
        Info {
            title: self.documentation(info, "title", OBJECT),
            version: self.documentation(info, "version", OBJECT),
            summary: self.prose(info, "summary"),
            description: self.prose(info, "description"),
            terms_of_service: self.prose(info, "termsOfService"),
            contact: self.documenting_map(info, "contact").map(|contact| contact.node.clone()),
            license: self.documenting_map(info, "license").map(|license| license.node.clone()),
            origin: info.origin(),
        }
    }
}

fn empty(at: Place<'_>) -> Info {
    Info {
        title: String::new(),
        version: String::new(),
        summary: None,
        description: None,
        terms_of_service: None,
        contact: None,
        license: None,
        origin: at.origin(),
    }
}
