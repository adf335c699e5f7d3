//! How the other crates of an api depend on its types.
//!
//! Takes an api; gives a line of `[dependencies]` and what each group's feature turns on. Where the types are split by group,
//! a crate that is compiled for one group compiles the types of that group and the shared ones.

use super::sections;
use crate::ir::{Api, Group};
use std::collections::BTreeSet;

/// The types crate, seen from another.
#[derive(Debug)]
pub struct Dependency<'a> {
    api: &'a Api,
    features: BTreeSet<&'a str>,
}

impl<'a> Dependency<'a> {
    /// Of an api's other crates on its types.
    pub fn of(api: &'a Api) -> Self {
        Self { api, features: sections(api).into_iter().filter_map(|section| section.feature).collect() }
    }

    /// The line of `[dependencies]`.
    pub fn line(&self) -> String {
        let package = format!("types = {{ package = \"{}-types\", path = \"../types\"", self.api.name);
        if self.features.is_empty() {
            return format!("{package} }}");
        }
        format!("{package}, default-features = false }}")
    }

    /// What a group's feature turns on.
    pub fn turned_on_by(&self, group: &Group) -> Vec<String> {
        let has = self.features.contains(group.feature.as_str());
        has.then(|| format!("types/{}", group.feature)).into_iter().collect()
    }
}
