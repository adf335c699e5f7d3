//! What settings ask of the crates beyond what the description says: dependencies, manifests, attributes of types.
//!
//! Holds data and no pass. Every text here was checked where `vendor.yaml` was read.

use super::TypeId;
use std::collections::BTreeMap;

/// What settings ask of the crates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Crates that types of the user's own come from, by their names in Rust.
    pub dependencies: BTreeMap<String, Dependency>,
    /// What stands before every type.
    pub of_all: Attributes,
    /// What stands before single types as well.
    pub of_types: BTreeMap<TypeId, Attributes>,
    /// What manifests say of their package.
    pub package: PackageFields,
    /// The features that are on by default, where settings name them.
    pub default_features: Option<Vec<String>>,
    /// Lines at the top of each Rust file beside the runtime's, without `//`.
    pub header: Vec<String>,
}

impl Settings {
    /// Whether a feature is on by default; `otherwise` is so where settings name none.
    pub fn is_default(&self, feature: &str, otherwise: bool) -> bool {
        self.default_features.as_ref().map_or(otherwise, |named| named.iter().any(|name| name == feature))
    }
}

/// A dependency of the types crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependency {
    /// `version`
    pub version: Option<String>,
    /// `path`, relative to the manifest of the types crate.
    pub path: Option<String>,
    /// `package`, where the crate has another name there.
    pub package: Option<String>,
    /// `features`
    pub features: Vec<String>,
    /// `default-features`
    pub default_features: bool,
}

/// Attributes of a type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Paths of derive macros.
    pub derives: Vec<String>,
    /// What stands in `#[…]`.
    pub others: Vec<String>,
}

/// The version of crates of which nothing says another.
pub const FIRST_VERSION: &str = "0.1.0";

/// Fields of `[package]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageFields {
    /// `version`; [`FIRST_VERSION`] where nothing is said.
    pub version: Option<String>,
    /// `license`; that of the runtime where nothing is said.
    pub license: Option<String>,
    /// `authors`
    pub authors: Vec<String>,
    /// `repository`
    pub repository: Option<String>,
    /// `homepage`
    pub homepage: Option<String>,
    /// Whether `cargo publish` takes it.
    pub publish: bool,
}
