//! Checks of what a schema demands beyond a type: bounds, lengths, patterns, counts.
//!
//! A generated type lists its rules as data; the checks are here. All violations are found, not just the first, each
//! with the JSON pointer of the value. Reading never applies them.

mod bounds;
#[cfg(feature = "check")]
mod check;
mod report;
mod rule;
mod subject;

pub use report::{Report, Validate, Violation};
#[cfg(feature = "check")]
pub use rule::Check;
pub use rule::{Bound, Rule};

/// Gives types without rules of their own a `Validate` that finds nothing.
#[allow(unused_macros, reason = "not every API has such types")]
macro_rules! without_rules {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::runtime::Validate for $name {}
    )*};
}

#[allow(unused_imports, reason = "not every API has such types")]
pub(crate) use without_rules;
