//! Identifiers, and paths of operations as text.

use proc_macro2::Ident;

use crate::emit::types;
use crate::ir::{Name, Operation, PathPiece, Target};

/// An identifier.
pub fn ident(name: &Name) -> Ident {
    types::ident(name.as_str())
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

/// Method and path, with the query that is always there: `GET /contacts/{id}?full=true`.
pub fn request_line(operation: &Operation) -> String {
    match &operation.target {
        Target::Server => format!("{} {}", operation.method, operation.request_target()),
        Target::Receiver(_) => format!("{} {}", operation.method, template(operation)),
    }
}
