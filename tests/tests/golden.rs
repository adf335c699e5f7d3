//! Small descriptions and the crates they make: `cases/<group>/<case>/input.*`.
//!
//! The generated Rust is a snapshot beside the input. Each case is a test of its own: `cargo test -p specwright-tests golden::unions`.
//! The test `all_cases_compile` lints the crates of every case, in one workspace, without a warning; servers with their fakes. It
//! documents the types of every case, and clients and servers where a case is about operations.

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_tests::{Case, cases, complaints_of, files, root, run};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Groups whose cases say something of operations, which clients and servers document. The others are about how documents and
/// schemas are read: their operations are alike, and to document them all again takes minutes.
const OF_OPERATIONS: [&str; 4] = ["lint", "names", "operations", "parameters"];

fn main() -> ExitCode {
    let mut trials = vec![Trial::test("all_cases_compile", all_cases_compile)];
    trials.extend(cases().into_iter().map(|case| {
        Trial::test(format!("golden::{}", case.name), move || {
            let place = tempfile::tempdir()?;
            generate(&case, place.path());
            snapshot(&case, place.path());
            Ok(())
        })
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn all_cases_compile() -> Result<(), Failed> {
    let workspace = root().join("target/golden");
    fs::remove_dir_all(&workspace).ok();
    let (mut members, mut documented) = (Vec::new(), Vec::new());
    for case in cases() {
        let name = case.name.replace("::", "-").replace('_', "-");
        generate(&case, &workspace.join(&name));
        let of_operations = OF_OPERATIONS.iter().any(|group| case.name.starts_with(group));
        let kinds: &[&str] = if of_operations { &["types", "client", "server"] } else { &["types"] };
        let made = kinds.iter().filter(|kind| workspace.join(&name).join(kind).exists());
        documented.extend(made.map(|kind| format!("{name}-{kind}")));
        members.push(name);
    }
    compile(&workspace, &members, &documented);
    Ok(())
}

fn generate(case: &Case, out: &Path) {
    let name = case.name.replace("::", "-").replace('_', "-");
    let mut arguments =
        vec!["generate".into(), "--allow-faults".into(), "--spec".into(), case.input.clone().into_os_string()];
    arguments.extend(["--name".into(), name.into(), "--out".into(), out.into()]);
    if case.folder.join("overlay.yaml").exists() {
        arguments.extend(["--overlay".into(), case.folder.join("overlay.yaml").into_os_string()]);
    }
    let ran = run(root(), arguments);
    assert!(ran.status <= 1, "{}: {}", case.name, ran.err);
}

/// What is generated beside the runtime, file after file.
fn snapshot(case: &Case, out: &Path) {
    let mut text = String::new();
    for (path, bytes) in files(out) {
        let shown = path.strip_prefix(out).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let generated = shown.ends_with(".rs") && !shown.contains("/runtime/");
        if generated {
            let _infallible = write!(text, "//// {shown}\n{}\n", String::from_utf8_lossy(&bytes));
        }
    }
    insta::with_settings!({
        snapshot_path => &case.folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("crates", text);
    });
}

fn compile(workspace: &Path, members: &[String], documented: &[String]) {
    let list: Vec<_> = members.iter().map(|name| format!("\"{name}/*\"")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", list.join(", "));
    fs::write(workspace.join("Cargo.toml"), manifest).expect("writable");
    let fakes = |packages: &dyn Fn(&str) -> bool| {
        let has = |name: &&String| workspace.join(name).join("server/src/fake").exists();
        let servers = members.iter().filter(has).map(|name| format!("{name}-server"));
        servers.filter(|server| packages(server)).map(|server| format!("{server}/fake")).collect::<Vec<_>>().join(",")
    };
    let (all, some) = (fakes(&|_| true), fakes(&|server| documented.iter().any(|package| package == server)));
    let lint = vec!["--workspace", "--features", &all];
    let mut document = vec!["--no-deps", "--features", &some];
    document.extend(documented.iter().flat_map(|package| ["--package", package]));
    for (command, arguments) in [("clippy", lint), ("doc", document)] {
        let complaints = complaints_of(command, workspace, &arguments);
        assert!(complaints.is_empty(), "{command}: {}", complaints.join("\n"));
    }
}
