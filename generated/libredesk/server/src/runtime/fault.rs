//! Why a value is not of the type asked for.

use std::fmt;

use serde::de;

/// Why a text is not of the type asked for, and the property that is missing where that is why.
#[derive(Debug)]
pub(super) struct Fault(pub(super) String, pub(super) Option<&'static str>);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string(), None)
    }

    fn missing_field(field: &'static str) -> Self {
        Self(format!("missing field `{field}`"), Some(field))
    }
}
