//! Identifiers, and paths of operations as text.

use proc_macro2::{Ident, Span};

use crate::emit::types;
use crate::ir::{Name, Operation, PathPiece, Target};

/// An identifier.
pub fn ident(name: &Name) -> Ident {
    types::ident(name.as_str())
}

/// An identifier made of a name and what follows it.
pub fn suffixed(name: &Name, suffix: &str) -> Ident {
    Ident::new(&format!("{}{suffix}", name.bare()), Span::call_site())
}

/// The first of `wanted` that is not `taken`; with underscores, when all are.
pub fn free(wanted: &[&str], taken: &[&Name]) -> Ident {
    let is_free = |name: &str| !taken.iter().any(|taken| taken.as_str() == name);
    let found = wanted.iter().find(|name| is_free(name));
    let name = found.map_or_else(
        || {
            let mut name = wanted.first().copied().unwrap_or_default().to_owned();
            while !is_free(&name) {
                name.push('_');
            }
            name
        },
        |name| (*name).to_owned(),
    );
    Ident::new(&name, Span::call_site())
}

/// The path template of an operation, `/contacts/{id}`; of a webhook or callback, where it is received.
pub fn template(operation: &Operation) -> String {
    if let Target::Receiver(receiver) = &operation.target {
        return receiver.mount.clone();
    }
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => text.clone(),
        PathPiece::Parameter(index) => {
            let name = operation.parameters.get(*index).map_or("", |parameter| parameter.wire_name.as_str());
            format!("{{{name}}}")
        }
    };
    operation.path.iter().map(piece).collect()
}

/// Method and path: `GET /contacts/{id}`.
pub fn request_line(operation: &Operation) -> String {
    format!("{} {}", operation.method, template(operation))
}
