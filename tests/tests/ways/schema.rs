//! The JSON Schema of `vendor.yaml` and the reader say the same.

use serde_json::Value;
use specwright::config::{Vendor, keys, schema, template};
use specwright::diagnostic::{Diagnostics, Severity};
use specwright::source::Sources;
use specwright_tests::{files, folders, root, run};
use std::fs;

/// What the schema and the reader say to a file.
fn judged(text: &str) -> (bool, bool) {
    let schema: Value = serde_json::from_str(&schema::text()).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema that can be used");
    let instance: Value = serde_yaml::from_str(text).expect("YAML");
    let mut sources = Sources::default();
    let id = sources.add("vendor.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let read = Vendor::read(&sources, id, &mut diagnostics);
    let is_sound = diagnostics.worst().is_none_or(|worst| worst < Severity::Fault);
    (validator.is_valid(&instance), read.is_some() && is_sound)
}

const HEAD: &str = "name: acme\ndocuments: [openapi.yaml]\n";

#[test]
fn every_example_is_valid() {
    for key in keys::VENDOR {
        let rest: String = HEAD
            .lines()
            .filter(|line| !line.starts_with(&format!("{}:", key.name)))
            .fold(String::new(), |text, line| text + line + "\n");
        let text = format!("{rest}{}: {}\n", key.name, key.example);
        assert_eq!(judged(&text), (true, true), "{text}");
        if let keys::Kind::Map(inner) | keys::Kind::Choice(inner) = key.kind {
            for inner in inner {
                let text = format!("{rest}{}: {{{}: {}}}\n", key.name, inner.name, inner.example);
                assert_eq!(judged(&text), (true, true), "{text}");
            }
        }
    }
}

#[test]
fn what_one_refuses_the_other_refuses() {
    for wrong in [
        "name: Acme\ndocuments: [a]\n",
        "name: a--b\ndocuments: [a]\n",
        "name: 1\ndocuments: [a]\n",
        "documents: [a]\n",
        "name: acme\n",
        "name: acme\ndocuments: a\n",
        "name: acme\ndocuments: [{url: x}]\n",
        "name: acme\ndocuments: [{path: a, uri: x}]\n",
        "name: acme\ndocuments: [a]\nonlly: {tags: [A]}\n",
        "name: acme\ndocuments: [a]\nonly: {tag: [A]}\n",
        "name: acme\ndocuments: [a]\nonly: {tags: A}\n",
        "name: acme\ndocuments: [a]\nonly: {}\n",
        "name: acme\ndocuments: [a]\ncrates: [clients]\n",
        "name: acme\ndocuments: [a]\ntypes: {date-time: chron}\n",
        "name: acme\ndocuments: [a]\ntypes: {formats: {uri: url}}\n",
        "name: acme\ndocuments: [a]\ntypes: {replace: {A: String}}\n",
        "name: acme\ndocuments: [a]\ntypes: {derives: {A: Eq}}\n",
        "name: acme\ndocuments: [a]\ntypes: {names: {prefixes: A}}\n",
        "name: acme\ndocuments: [a]\ndependencies: {money: 1}\n",
        "name: acme\ndocuments: [a]\ndependencies: {money: {version: '1', feature: [a]}}\n",
        "name: acme\ndocuments: [a]\npackage: {publish: 'yes'}\n",
        "name: acme\ndocuments: [a]\ndefault-features: reqwest\n",
    ] {
        assert_eq!(judged(wrong), (false, false), "{wrong}");
    }
}

#[test]
fn the_vendors_here_and_a_new_one_are_valid() {
    for vendor in folders(&root().join("specs")) {
        let text = fs::read_to_string(vendor.join("vendor.yaml")).expect("a configuration");
        assert_eq!(judged(&text), (true, true), "{}", vendor.display());
    }
    for title in ["Acme", "a: b # c", "'", "yes", "2", "Ää \"x\"\n"] {
        let text = template::text("acme", Some(title), &["a b.yaml".to_owned(), "- x".to_owned()]);
        assert_eq!(judged(&text), (true, true), "{text}");
        let read: Value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(read.get("title").and_then(Value::as_str), Some(title), "{text}");
    }
    // What stands in it as a comment is valid too once it is none.
    let commented = template::text("acme", None, &["openapi.yaml".to_owned()]);
    let keys = commented.lines().map(|line| match line.strip_prefix("# ") {
        Some(key) if key.split(": ").next().is_some_and(|key| !key.contains(' ')) && key.contains(':') => key,
        _ => line.strip_prefix('#').filter(|rest| rest.starts_with("   ") && !rest.contains('#')).unwrap_or(line),
    });
    let all = keys.collect::<Vec<_>>().join("\n");
    assert_eq!(judged(&all), (true, true), "{all}");
    for key in keys::VENDOR {
        assert!(
            all.lines().any(|line| line.starts_with(&format!("{}:", key.name))),
            "`{}` is not in:\n{all}",
            key.name
        );
    }
}

#[test]
fn the_command_prints_it() {
    let before = files(&root().join("specs"));
    let ran = run(root(), ["schema"]);
    assert_eq!((ran.status, ran.out), (0, schema::text()));
    assert!(files(&root().join("specs")) == before);
}
