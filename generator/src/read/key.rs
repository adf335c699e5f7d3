//! Keys that the specification does not know.
//!
//! Takes an object and its kind; walks it by the structure of OpenAPI and tells each key that stands where only fixed
//! fields may. Schemas allow any keyword, so only the objects inside them are checked. Never follows a reference.

use super::place::Place;
use super::reader::Reader;
use super::suggest::nearest;
use crate::diagnostic::closest;
use crate::diagnostic::code::lower::EXTENSION_INVALID;
use crate::diagnostic::code::read as code;
use crate::document::structure::{Holds, ObjectKind, extension_words, fields, holds, may_be_reference, patterned};
use crate::node::{Entry, Node};

impl<'t> Reader<'t, '_> {
    /// Checks an object and all below it.
    pub(super) fn check_keys(&mut self, at: Place<'t>, kind: ObjectKind) {
        if self.checked.insert(at.identity()) {
            self.check_object(at.node, kind);
        }
    }

    fn check_object(&mut self, node: &Node, kind: ObjectKind) {
        let Some(map) = node.as_map() else { return };
        if may_be_reference(kind) && kind != ObjectKind::PathItem && map.get("$ref").is_some() {
            return;
        }
        if let Some(extension) = map.get("x-specwright") {
            self.check_extension(extension, kind);
        }
        for entry in map.iter().filter(|entry| !entry.key.starts_with("x-")) {
            let is_reference = &*entry.key == "$ref" && entry.value.as_str().is_some();
            if !is_known(kind, &entry.key) && !is_reference {
                self.unknown_key(entry, kind);
            }
            match holds(kind, &entry.key) {
                Holds::Value => {}
                Holds::One(child) => self.check_object(&entry.value, child),
                Holds::List(child) => {
                    entry.value.as_list().into_iter().flatten().for_each(|item| self.check_object(item, child));
                }
                Holds::Map(child) => {
                    let entries = entry.value.as_map().into_iter().flat_map(|map| map.iter());
                    entries.for_each(|entry| self.check_object(&entry.value, child));
                }
            }
        }
    }

    /// A misspelt word would be without effect in silence.
    fn check_extension(&mut self, extension: &Node, kind: ObjectKind) {
        let known = extension_words(kind);
        let list = || format!("its words are `{}`", known.join("`, `"));
        let Some(map) = extension.as_map() else {
            let message = format!("`x-specwright` of {} is a map, not {}", title(kind), extension.kind());
            self.tell_with_help(&EXTENSION_INVALID, extension.span(), message, list());
            return;
        };
        for entry in map.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let message = format!("`x-specwright` of {} knows no word `{}`", title(kind), entry.key);
            let help = match closest(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => list(),
            };
            self.tell_with_help(&code::EXTENSION_UNKNOWN_WORD, entry.key_span, message, help);
        }
    }

    fn unknown_key(&mut self, entry: &Entry, kind: ObjectKind) {
        let key = &entry.key;
        let message = format!("`{key}` is not a field of {}", title(kind));
        let help = match nearest(key, fields(kind).iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("take it out, or write `x-{key}` if it is an extension"),
        };
        self.tell_with_help(&code::UNKNOWN_FIELD, entry.key_span, message, help);
    }
}

fn is_known(kind: ObjectKind, key: &str) -> bool {
    let free = kind == ObjectKind::Schema || patterned(kind).is_some();
    let version = kind == ObjectKind::OpenApi && key == "swagger";
    free || version || fields(kind).iter().any(|(name, _)| *name == key)
}

/// The specification's name of an object, with its article.
pub(super) fn title(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::OpenApi => "the OpenAPI Object",
        ObjectKind::Info => "the Info Object",
        ObjectKind::Contact => "the Contact Object",
        ObjectKind::License => "the License Object",
        ObjectKind::Server => "a Server Object",
        ObjectKind::ServerVariable => "a Server Variable Object",
        ObjectKind::Components => "the Components Object",
        ObjectKind::Paths => "the Paths Object",
        ObjectKind::PathItem => "a Path Item Object",
        ObjectKind::Operation => "an Operation Object",
        ObjectKind::ExternalDocumentation => "an External Documentation Object",
        ObjectKind::Parameter => "a Parameter Object",
        ObjectKind::RequestBody => "a Request Body Object",
        ObjectKind::MediaType => "a Media Type Object",
        ObjectKind::Encoding => "an Encoding Object",
        ObjectKind::Responses => "a Responses Object",
        ObjectKind::Response => "a Response Object",
        ObjectKind::Callback => "a Callback Object",
        ObjectKind::Example => "an Example Object",
        ObjectKind::Link => "a Link Object",
        ObjectKind::Header => "a Header Object",
        ObjectKind::Tag => "a Tag Object",
        ObjectKind::Schema => "a Schema Object",
        ObjectKind::Discriminator => "a Discriminator Object",
        ObjectKind::Xml => "an XML Object",
        ObjectKind::SecurityScheme => "a Security Scheme Object",
        ObjectKind::OAuthFlows => "an OAuth Flows Object",
        ObjectKind::OAuthFlow => "an OAuth Flow Object",
        ObjectKind::SecurityRequirement => "a Security Requirement Object",
    }
}
