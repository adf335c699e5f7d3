//! The runtime of generated servers, as a crate of its own so that it is compiled, linted and tested here.
//!
//! `src/runtime/` is shipped as it stands in every generated server crate; `tests/sample/` shows what is generated around it.

pub mod runtime;

/// The `types` crate under a name that the tests do not take for themselves.
pub use types as template_types;
