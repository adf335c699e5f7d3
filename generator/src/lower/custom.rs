//! What settings say of types and crates, settled on the api.
//!
//! Takes an api with all its names, and a [`Custom`]; fills [`Api::settings`]. Promises to tell of every key that stands for nothing in the description,
//! and of a standard derive macro that a type cannot have. Never renames anything.

use super::schema::Lowering;
use super::visit;
use crate::config::{Custom, EVERY, Setting};
use crate::diagnostic::code::config::{DERIVE_IMPOSSIBLE, SETTING_NO_MATCH};
use crate::diagnostic::{Diagnostic, closest};
use crate::ir::{Api, Definition, Settings, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// Fills [`Api::settings`].
pub fn apply(api: &mut Api, custom: &Custom, lowering: &mut Lowering<'_, '_>) {
    tell_unknown(api, custom, lowering);
    let mut settings = Settings {
        dependencies: custom.dependencies.clone(),
        package: custom.package.clone(),
        header: custom.header.clone(),
        default_features: custom
            .default_features
            .as_ref()
            .map(|all| all.iter().map(|(name, _)| name.clone()).collect()),
        ..Settings::default()
    };
    for (name, setting) in &custom.attributes {
        match id_of(api, name) {
            Some(id) => settings.of_types.entry(id).or_default().others.extend(setting.value.iter().cloned()),
            None => settings.of_all.others.extend(setting.value.iter().filter(|_| name == EVERY).cloned()),
        }
    }
    let every = custom.derives.get(EVERY).map(|setting| setting.value.as_slice()).unwrap_or_default();
    let (by_type, of_all): (Vec<&String>, Vec<&String>) = every.iter().partition(|path| is_of_std(path));
    settings.of_all.derives = of_all.into_iter().cloned().collect();
    for (id, definition) in api.types.iter() {
        let own = custom.derives.get(definition.name.bare());
        let impossible = |path: &&String| !allows(definition, path);
        if let Some(path) = own.and_then(|setting| setting.value.iter().find(impossible)) {
            let message = format!(
                "`{path}` cannot be derived for `{}`: a part of it does not implement the trait",
                definition.name.bare()
            );
            let span = own.map(|setting| setting.span);
            lowering.graph.tell(Diagnostic::new(&DERIVE_IMPOSSIBLE, span, message).help("take it out of the list"));
        }
        let own = own.map(|setting| setting.value.iter()).into_iter().flatten();
        for path in by_type.iter().copied().chain(own).filter(|path| allows(definition, path)) {
            derive(api, id, path, &mut settings);
        }
    }
    api.settings = settings;
}

/// Derives a macro for a type, and what needs the same of all parts of a type for the types that it holds.
fn derive(api: &Api, id: TypeId, path: &String, settings: &mut Settings) {
    if settings.of_all.derives.contains(path) {
        return;
    }
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let derives = &mut settings.of_types.entry(id).or_default().derives;
        if derives.contains(path) {
            continue;
        }
        derives.push(path.clone());
        derives.sort();
        if is_of_std(path) {
            visit::in_shape(&api.types.get(id).shape, &mut |ty| visit::definitions(ty, &mut |held| open.push(held)));
        }
    }
}

/// Features that generated crates have beside those of tags, and that may be on by default.
const OWN_FEATURES: [&str; 7] = ["fake", "full", "hyper", "native-tls", "reqwest", "rustls-tls", "tower"];

/// Whether a macro is known to need the same of all parts of a type, and the api says what they have.
fn is_of_std(path: &str) -> bool {
    ["Copy", "Default", "Eq", "Hash"].contains(&path)
}

fn allows(definition: &Definition, path: &str) -> bool {
    match path {
        "Copy" => definition.derives.copy,
        "Default" => definition.derives.default,
        "Eq" | "Hash" => definition.derives.eq_hash,
        _ => true,
    }
}

fn id_of(api: &Api, name: &str) -> Option<TypeId> {
    api.types.iter().find(|(_, definition)| definition.name.bare() == name).map(|(id, _)| id)
}

/// Tells of keys that stand for nothing.
fn tell_unknown(api: &Api, custom: &Custom, lowering: &mut Lowering<'_, '_>) {
    let schemas = || lowering.graph.document.schemas.iter();
    let formats: BTreeSet<&str> = schemas().filter_map(|(_, schema)| schema.format.as_deref()).collect();
    let components: BTreeSet<&str> = schemas().filter_map(|(_, schema)| schema.component.as_deref()).collect();
    let types: BTreeSet<&str> =
        api.types.iter().map(|(_, definition)| definition.name.bare()).chain(Some(EVERY)).collect();
    let mut told = unknown("no schema has the format", &custom.formats, &formats);
    told.extend(unknown("there is no component", &custom.replace, &components));
    told.extend(unknown("no Rust type is called", &custom.derives, &types));
    told.extend(unknown("no Rust type is called", &custom.attributes, &types));
    let groups = api.groups.iter().chain(&api.incoming).map(|group| group.feature.as_str());
    let features: BTreeSet<&str> = groups.chain(OWN_FEATURES).collect();
    let named = custom.default_features.iter().flatten();
    let named = named.map(|(name, span)| (name.clone(), Setting { value: (), span: *span })).collect();
    told.extend(unknown("there is no feature", &named, &features));
    told.into_iter().for_each(|diagnostic| lowering.graph.tell(diagnostic));
}

fn unknown<T>(what: &str, settings: &BTreeMap<String, Setting<T>>, known: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let unknown = settings.iter().filter(|(name, _)| !known.contains(name.as_str()));
    let tell = |(name, setting): (&String, &Setting<T>)| {
        let told = Diagnostic::new(&SETTING_NO_MATCH, setting.span, format!("{what} `{name}`"));
        match closest(name, known.iter().copied()) {
            Some(meant) => told.help(format!("did you mean `{meant}`?")),
            None => told.help("correct the key, or remove it"),
        }
    };
    unknown.map(tell).collect()
}
