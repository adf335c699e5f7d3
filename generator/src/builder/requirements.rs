//! What the manifests of generated crates ask for, as one crate that holds them all.
//!
//! Takes manifests as this generator writes them; gives their features and the lines of dependencies that a choice of features needs. Promises
//! that a dependency is named once, with the features of all crates. Never reads a manifest that somebody else wrote.

use std::collections::{BTreeMap, BTreeSet};

/// Features and dependencies of several crates.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// Each feature with what it turns on.
    features: BTreeMap<String, BTreeSet<String>>,
    /// Each dependency with its line, features left out, and its features.
    dependencies: BTreeMap<String, Dependency>,
    /// Features that the runtime asks about, and no crate has.
    asked: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Dependency {
    version: String,
    default_features: bool,
    optional: bool,
    features: BTreeSet<String>,
}

impl Requirements {
    /// Adds a crate.
    pub(super) fn add(&mut self, manifest: &str) {
        let mut table = "";
        for line in manifest.lines() {
            if let Some(name) = line.strip_prefix('[') {
                table = name.trim_end_matches(']');
                continue;
            }
            let Some((key, value)) = line.split_once(" = ") else { continue };
            match table {
                "features" => {
                    let turned_on: BTreeSet<String> = serde_json::from_str(value).unwrap_or_default();
                    self.features.entry(key.trim_matches('"').to_owned()).or_default().extend(turned_on);
                }
                "lints.rust" => {
                    let values = value.split_once("values(").and_then(|(_, rest)| rest.split_once(')')).map(|it| it.0);
                    let values =
                        values.and_then(|values| serde_json::from_str::<Vec<String>>(&format!("[{values}]")).ok());
                    self.asked.extend(values.unwrap_or_default());
                }
                // The crates are modules of one crate, so that they need no path to one another.
                "dependencies" if !value.contains("path = ") => self.dependency(key, value),
                _ => {}
            }
        }
    }

    fn dependency(&mut self, key: &str, value: &str) {
        let is_new = !self.dependencies.contains_key(key);
        let dependency = self.dependencies.entry(key.to_owned()).or_default();
        let between =
            |from: &str, to: char| value.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|it| it.0);
        let version = between("version = \"", '"').unwrap_or(value.trim_matches('"'));
        dependency.version = version.to_owned();
        dependency.default_features |= !value.contains("default-features = false");
        let optional = value.contains("optional = true");
        dependency.optional = optional && (is_new || dependency.optional);
        let features = between(" features = [", ']').unwrap_or("");
        dependency
            .features
            .extend(features.split(',').map(|it| it.trim().trim_matches('"').to_owned()).filter(|it| !it.is_empty()));
    }

    /// All features.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.features.keys().map(String::as_str).filter(|name| *name != "default")
    }

    /// All features, and those that conditions ask about although no crate has them.
    pub(super) fn asked(&self) -> impl Iterator<Item = &str> {
        self.names().chain(self.asked.iter().map(String::as_str))
    }

    /// The features in words.
    pub(super) fn known(&self) -> String {
        format!("the features are `{}`", self.names().collect::<Vec<_>>().join("`, `"))
    }

    /// Every feature that is on, with those that others turn on, and without those that would turn on one that is not wanted.
    ///
    /// # Errors
    /// The first name that no crate has.
    pub(super) fn features(
        &self,
        default: bool,
        named: &[String],
        without: &[String],
    ) -> Result<BTreeSet<String>, String> {
        if let Some(unknown) = named.iter().chain(without).find(|name| !self.features.contains_key(*name)) {
            return Err(unknown.clone());
        }
        let by_default = self.features.get("default").filter(|_| default).into_iter().flatten().map(String::as_str);
        let wanted = named.iter().map(String::as_str).chain(by_default);
        let reached = wanted.map(|name| self.turned_on_by(name));
        let reached = reached.filter(|reached| !without.iter().any(|name| reached.contains(name.as_str())));
        Ok(reached.flatten().map(str::to_owned).collect())
    }

    /// A feature and those that it turns on.
    fn turned_on_by<'s>(&'s self, name: &'s str) -> BTreeSet<&'s str> {
        let (mut waiting, mut on) = (vec![name], BTreeSet::new());
        while let Some(name) = waiting.pop() {
            // `types/contacts`: the feature of the other crate, which is a module here.
            let name = name.strip_prefix("types/").unwrap_or(name);
            if let Some(turned_on) = self.features.get(name)
                && on.insert(name)
            {
                waiting.extend(turned_on.iter().map(String::as_str));
            }
        }
        on
    }

    /// The lines of `[dependencies]` for these features.
    pub(super) fn dependencies(&self, on: &BTreeSet<String>) -> Vec<String> {
        let turned_on: Vec<&str> =
            on.iter().filter_map(|name| self.features.get(name)).flatten().map(String::as_str).collect();
        let line = |(name, dependency): (&String, &Dependency)| {
            let Dependency { version, default_features, optional, features } = dependency;
            if *optional && !turned_on.iter().any(|it| it.strip_prefix("dep:") == Some(name)) {
                return None;
            }
            let asked = turned_on.iter().filter_map(|it| it.split_once('/')).filter(|(of, _)| of == name);
            let features: BTreeSet<&str> = features.iter().map(String::as_str).chain(asked.map(|it| it.1)).collect();
            if *default_features && features.is_empty() {
                return Some(format!("{name} = \"{version}\""));
            }
            let mut keys = vec![format!("version = \"{version}\"")];
            keys.extend((!default_features).then(|| "default-features = false".to_owned()));
            let quoted: Vec<_> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
            keys.extend((!quoted.is_empty()).then(|| format!("features = [{}]", quoted.join(", "))));
            Some(format!("{name} = {{ {} }}", keys.join(", ")))
        };
        self.dependencies.iter().filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_manifests_are_one() {
        let mut requirements = Requirements::default();
        requirements.add("[features]\ndefault = [\"full\"]\nfull = [\"a\"]\na = []\n\n[dependencies]\nserde_json = { version = \"1\", features = [\"x\"] }\n");
        requirements.add(
            "[package]\nname = \"n\"\n[features]\ndefault = [\"net\", \"a\"]\nnet = [\"dep:reqwest\", \"reqwest/tls\"]\n\
             a = [\"types/a\"]\nfake = []\n\n[dependencies]\ntypes = { package = \"n-types\", path = \"../types\" }\nserde_json = \"1\"\n\
             reqwest = { version = \"0.13\", default-features = false, features = [\"http2\"], optional = true }\n",
        );
        let on = requirements.features(true, &["fake".to_owned()], &[]).unwrap_or_default();
        assert_eq!(on.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "fake", "full", "net"]);
        assert_eq!(
            requirements.dependencies(&on),
            [
                "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"tls\"] }",
                "serde_json = { version = \"1\", features = [\"x\"] }",
            ]
        );
        assert_eq!(requirements.dependencies(&BTreeSet::new()).len(), 1);
        requirements.add("[lints.rust]\nunexpected_cfgs = { level = \"warn\", check-cfg = ['cfg(feature, values(\"uuid\", \"xml\"))'] }\n");
        assert_eq!(requirements.asked().collect::<Vec<_>>(), ["a", "fake", "full", "net", "uuid", "xml"]);
        let without = requirements.features(true, &[], &["net".to_owned()]).unwrap_or_default();
        assert_eq!(without.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "full"]);
        assert_eq!(requirements.features(false, &["nothing".to_owned()], &[]), Err("nothing".to_owned()));
        assert_eq!(requirements.known(), "the features are `a`, `fake`, `full`, `net`");
    }
}
