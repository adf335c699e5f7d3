//! Who calls, in examples of implementations.

use super::context::{Guard, Server};
use crate::ir::{Access, Anonymous, Operation};

/// `type Identity = …;` where the API has security.
pub fn identity_line(server: &Server<'_>, ty: &str) -> String {
    match server.credentials() {
        Guard::Open => String::new(),
        Guard::Authenticator => format!("    type Identity = {ty};\n"),
    }
}

/// The argument of a method that asks who calls.
pub fn caller(operation: &Operation, ty: &str) -> String {
    match &operation.access {
        Access::Open => String::new(),
        Access::Restricted { anonymous: Anonymous::Refused, .. } => format!(", _: {ty}"),
        Access::Restricted { anonymous: Anonymous::Allowed, .. } => format!(", _: Option<{ty}>"),
    }
}
