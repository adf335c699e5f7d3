//! The version a document declares.
//!
//! Takes a tree; gives its version. Promises to tell why a tree is no document of a version known. Never guesses a
//! version from anything but its field.

use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics, code::read as code};
use crate::node::{Node, Value};

/// Versions that are read. Patch versions do not differ in meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Swagger 2.0
    V2_0,
    /// OpenAPI 3.0
    V3_0,
    /// OpenAPI 3.1
    V3_1,
    /// OpenAPI 3.2
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// The version of a document; `None`, and told, where there is none or an unknown one.
pub(super) fn declared(tree: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let Some(field) = tree.get("openapi").or_else(|| tree.get("swagger")) else {
        let message = match tree.as_map() {
            Some(_) => "this has no field `openapi` or `swagger` that names a version".to_owned(),
            None => format!("an OpenAPI document is a map, not {}", tree.kind()),
        };
        let help = "add `openapi: 3.1.1` at the top, or give the file that has it";
        diagnostics.report(Diagnostic::new(&code::NOT_OPENAPI, tree.span(), message).help(help));
        return None;
    };
    let text = match &field.value {
        Value::String(text) => &**text,
        // YAML writers forget the quotes: `swagger: 2.0`.
        Value::Number(number) => number.text(),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => "",
    };
    let mut numbers = text.split('.').map(|part| part.parse::<u32>().ok());
    let (major, minor) = (numbers.next().flatten(), numbers.next().flatten());
    match (major, minor) {
        (Some(2), Some(0) | None) => Some(Version::V2_0),
        (Some(3), Some(0)) => Some(Version::V3_0),
        (Some(3), Some(1)) => Some(Version::V3_1),
        (Some(3), Some(2)) => Some(Version::V3_2),
        (Some(3), Some(_)) => {
            let message = format!("OpenAPI {text} is newer than what is known");
            let help = "see whether what it uses is also part of 3.2";
            diagnostics.report(Diagnostic::new(&code::NEWER_OPENAPI_VERSION, field.span(), message).help(help));
            Some(Version::V3_2)
        }
        _ => {
            let message = match text {
                "" => format!("the version must be a string, not {}", field.kind()),
                _ => format!("`{text}` is no version of OpenAPI that is known"),
            };
            let help = "the versions 2.0, 3.0, 3.1 and 3.2 are read";
            diagnostics.report(Diagnostic::new(&code::UNKNOWN_OPENAPI_VERSION, field.span(), message).help(help));
            None
        }
    }
}
