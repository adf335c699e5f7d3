//! Tag Objects.
//!
//! Takes the document's root; gives the declared tags, each name once. Never adds tags that only operations name.

use std::collections::BTreeMap;

use super::place::Place;
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::document::Tag;
use crate::source::Span;

impl<'t> Reader<'t, '_> {
    /// `tags` of the document.
    pub(super) fn tags(&mut self, at: Place<'t>) -> Vec<Tag> {
        let mut tags = Vec::new();
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        let Some(declared) = at.get("tags") else { return tags };
        let Some(list) = declared.node.as_list() else {
            let help = "operations are grouped by their own `tags`; list the tags here to describe them";
            self.documentation_left_out(declared.node, "tags", "a list of Tag Objects", help);
            return tags;
        };
        for item in list {
            let Some(tag) = self.tag(at.with(item)) else { continue };
            if let Some(first) = names.get(&tag.name) {
                let message = format!("the tag `{}` is declared twice", tag.name);
                let diagnostic = Diagnostic::new(&code::DUPLICATE_TAG, tag.origin.span, message);
                self.diagnostics.report(diagnostic.relate(*first, "first declared here").help("take one of them out"));
                continue;
            }
            names.insert(tag.name.clone(), tag.origin.span);
            tags.push(tag);
        }
        tags
    }

    /// Tag Object (§4.22).
    fn tag(&mut self, at: Place<'t>) -> Option<Tag> {
        self.map(at, "a Tag Object")?;
        Some(Tag {
            name: self.required_text(at, "name", "a Tag Object")?,
            summary: self.prose(at, "summary"),
            description: self.prose(at, "description"),
            parent: self.text(at, "parent"),
            kind: self.text(at, "kind"),
            external_docs: self.external_docs(at),
            extension: self.extension(at),
            origin: at.origin(),
        })
    }
}
