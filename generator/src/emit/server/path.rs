//! Identifiers, and paths of operations as text.

use proc_macro2::Ident;

use crate::emit::types;
use crate::ir::{Name, Operation, Target};

/// An identifier.
pub fn ident(name: &Name) -> Ident {
    types::ident(name.as_str())
}

/// The path template of an operation, `/contacts/{id}`; of a webhook or callback, where it is received.
pub fn template(operation: &Operation) -> String {
    match &operation.target {
        Target::Receiver(receiver) => receiver.mount.clone(),
        Target::Server => operation.path_template(),
    }
}

/// Method and path, with the query that is always there: `GET /contacts/{id}?full=true`.
pub fn request_line(operation: &Operation) -> String {
    match &operation.target {
        Target::Server => format!("{} {}", operation.method, operation.request_target()),
        Target::Receiver(_) => format!("{} {}", operation.method, template(operation)),
    }
}
