//! Each group of a large API compiles on its own, with the types that it reaches and no others.

use specwright_tests::{complaints, root, run};
use std::fmt::Write;
use std::fs;

#[test]
fn one_group_compiles_alone() {
    let folder = root().join("target/features");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("writable");
    let input = folder.join("openapi.yaml");
    fs::write(&input, description()).expect("writable");
    let ran = run(
        root(),
        [
            "generate".as_ref(),
            "--spec".as_ref(),
            input.as_os_str(),
            "--name".as_ref(),
            "large".as_ref(),
            "--out".as_ref(),
        ]
        .into_iter()
        .chain([folder.join("large").as_os_str()]),
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    fs::write(folder.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"large/*\"]\n").expect("writable");
    for (package, features) in [
        ("large-types", ""),
        ("large-types", "full"),
        ("large-types", "deals"),
        ("large-client", "time"),
        ("large-client", "contacts"),
        ("large-server", "contacts"),
    ] {
        // A module named as a feature of every crate has another feature.
        let feature = if features == "time" { "api-time" } else { features };
        let complaints = complaints(&folder, &["--package", package, "--no-default-features", "--features", feature]);
        assert!(complaints.is_empty(), "{package} {feature}: {}", complaints.join("\n"));
    }
    let declarations = fs::read_to_string(folder.join("large/types/src/declarations.rs")).expect("generated");
    assert!(declarations.contains("#[cfg(feature = \"contacts\")]\nmod contacts;"), "{declarations}");
}

/// Three groups with forty types each, and types that two of them share.
fn description() -> String {
    let mut paths = String::new();
    let mut schemas = String::from(
        "    Shared: {type: object, properties: {at: {type: string, format: date-time}, data: {type: string, format: byte}}}\n",
    );
    for group in ["contacts", "time", "deals"] {
        for number in 0..40 {
            let name = format!("{group}{number}");
            writeln!(
                paths,
                "  /{group}/{number}:\n    get: {{tags: [{group}], responses: {{'200': {{description: ok, content: \
                 {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}"
            )
            .expect("memory");
            writeln!(
                schemas,
                "    {name}: {{type: object, properties: {{shared: {{$ref: '#/components/schemas/Shared'}}}}}}"
            )
            .expect("memory");
        }
    }
    format!("openapi: 3.1.0\ninfo: {{title: Large, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}
