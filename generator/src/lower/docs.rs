//! Documentation: what the vendor says, gathered.
//!
//! Takes flat pictures; gives [`Docs`]. Promises text as given: making it safe for rustdoc is `emit`'s.

use crate::document::{ExternalDocs, Info, Schema};
use crate::ir::{Deprecation, Docs, Note, Type};
use crate::lower::graph::Flat;
use crate::node::Node;
use crate::source::Origin;

/// Docs of a definition.
pub fn of_definition(flat: &Flat<'_>) -> Docs {
    let component = flat.lead.and_then(|schema| schema.component.as_deref());
    Docs {
        // A title that only repeats the component's key says nothing.
        summary: flat.title.filter(|title| Some(*title) != component).map(str::to_owned),
        description: flat.description.map(str::to_owned),
        deprecation: deprecation(flat.deprecated),
        external: flat.lead.and_then(|schema| external(schema.external_docs.as_deref())),
        notes: notes(flat),
        provenance: flat.lead.map(|schema| schema.origin.provenance).unwrap_or_default(),
    }
}

/// Whom to ask, under which licence the API is described, and its terms of service.
pub fn of_info(info: &Info) -> Vec<Note> {
    let text = |node: &Node, key: &str| {
        node.get(key).and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let contact = info.contact.as_ref().map(|node| Note::Contact {
        name: text(node, "name"),
        email: text(node, "email"),
        url: text(node, "url"),
    });
    let license = info.license.as_ref().map(|node| Note::License {
        name: text(node, "name"),
        identifier: text(node, "identifier"),
        url: text(node, "url"),
    });
    let terms = info.terms_of_service.clone().filter(|url| !url.trim().is_empty()).map(Note::TermsOfService);
    [contact, license, terms].into_iter().flatten().collect()
}

/// What `x-specwright: {notes}` says: sentences that hold of several parts together.
fn notes(flat: &Flat<'_>) -> Vec<Note> {
    let listed = flat.extension.and_then(|node| node.get("notes")).and_then(Node::as_list).unwrap_or(&[]);
    listed.iter().filter_map(|note| note.as_str().map(|text| Note::Said(text.to_owned()))).collect()
}

/// Docs of a field: its own words, or those of its type where the type has no page of its own.
pub fn of_field(flat: &Flat<'_>, own: Option<&Schema>, ty: &Type, origin: Origin) -> Docs {
    let described_elsewhere = has_page(ty);
    let description = match own {
        Some(schema) if described_elsewhere && schema.component.is_some() => None,
        Some(schema) => {
            let own = schema.description.as_deref().filter(|text| !text.trim().is_empty());
            own.or(flat.description.filter(|_| !described_elsewhere))
        }
        None => flat.description,
    };
    let title = own.filter(|schema| schema.component.is_none()).and_then(|schema| schema.title.as_deref());
    Docs {
        summary: said(title),
        description: description.map(str::to_owned),
        deprecation: deprecation(own.is_some_and(|schema| schema.deprecated)),
        external: own.filter(|_| !described_elsewhere).and_then(|schema| external(schema.external_docs.as_deref())),
        notes: Vec::new(),
        provenance: origin.provenance,
    }
}

/// A text that says something.
pub fn said(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// `deprecated`
pub fn deprecation(deprecated: bool) -> Deprecation {
    if deprecated { Deprecation::Deprecated } else { Deprecation::Current }
}

/// `externalDocs`
pub fn external(docs: Option<&ExternalDocs>) -> Option<(String, Option<String>)> {
    docs.map(|docs| (docs.url.clone(), docs.description.clone()))
}

fn has_page(ty: &Type) -> bool {
    match ty {
        Type::Defined(_) | Type::Boxed(_) => true,
        Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Unit
        | Type::Scalar(_)
        | Type::Tuple(_)
        | Type::External(_)
        | Type::Any => false,
    }
}
