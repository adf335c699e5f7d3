//! Credentials from the environment.
//!
//! Takes names of variables; gives their values, or which are missing. Promises that no message shows a value. Never changes the environment.

use std::fmt;

/// The values of variables, if all of them are set to some text.
#[inline]
pub(crate) fn variables<const N: usize>(names: [&str; N]) -> Option<[String; N]> {
    let mut values = names.map(|_| String::new());
    for (value, name) in values.iter_mut().zip(names) {
        *value = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    }
    Some(values)
}

/// The environment holds no credentials: of each set of variables that would do, one is not set.
#[derive(Debug, Clone)]
pub struct MissingVariables(&'static [&'static [&'static str]]);

impl MissingVariables {
    /// One of these sets would have done.
    pub(crate) const fn new(sets: &'static [&'static [&'static str]]) -> Self {
        Self(sets)
    }

    /// The sets of variables of which one would do.
    pub fn sets(&self) -> &'static [&'static [&'static str]] {
        self.0
    }
}

impl fmt::Display for MissingVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets: Vec<String> = self.0.iter().map(|set| format!("`{}`", set.join("` and `"))).collect();
        write!(f, "the environment holds no credentials: set {}", sets.join(", or "))
    }
}

impl std::error::Error for MissingVariables {}
