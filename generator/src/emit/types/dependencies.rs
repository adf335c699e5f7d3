//! The dependencies of the types crate: those of the runtime's parts that an api needs, and those that settings add.
//!
//! Takes both; gives lines of `[dependencies]`, in order. Promises that a crate which both name has one line, with the features of both and the version
//! of the settings.

use super::Uses;
use crate::emit::manifest::string;
use crate::ir::{Api, Dependency};
use std::collections::BTreeMap;

/// The lines.
pub(super) fn lines(uses: &Uses, api: &Api) -> Vec<String> {
    let mut all: BTreeMap<String, Dependency> = uses.dependencies();
    for (name, wanted) in &api.settings.dependencies {
        let own = all.remove(name).unwrap_or_default();
        let mut features = wanted.features.clone();
        features.extend(own.features.into_iter().filter(|feature| !wanted.features.contains(feature)));
        let default_features = wanted.default_features || own.default_features;
        all.insert(name.clone(), Dependency { features, default_features, ..wanted.clone() });
    }
    all.iter().map(|(name, dependency)| line(name, dependency)).collect()
}

fn line(name: &str, dependency: &Dependency) -> String {
    let Dependency { version, path, package, features, default_features } = dependency;
    let text = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!("{key} = {}", string(value)));
    let features: Vec<String> = features.iter().map(|feature| string(feature)).collect();
    let fields = [
        text("package", package),
        text("version", version),
        text("path", path),
        (!default_features).then(|| "default-features = false".to_owned()),
        (!features.is_empty()).then(|| format!("features = [{}]", features.join(", "))),
    ];
    let fields: Vec<String> = fields.into_iter().flatten().collect();
    match (fields.as_slice(), version) {
        ([_], Some(version)) => format!("{name} = {}", string(version)),
        _ => format!("{name} = {{ {} }}", fields.join(", ")),
    }
}
