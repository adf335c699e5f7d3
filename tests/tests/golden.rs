//! Small descriptions and the crates they make: `cases/<group>/<case>/input.*`.
//!
//! The generated Rust is a snapshot beside the input, and all of it is linted and documented, in one workspace, without a
//! warning; servers with their fakes.

use specwright_tests::{complaints_of, files, folders, root, run};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn generated_code_is_as_recorded_and_compiles() {
    let workspace = root().join("target/golden");
    fs::remove_dir_all(&workspace).ok();
    let mut members = Vec::new();
    for case in cases() {
        let name =
            case.strip_prefix(root().join("tests/cases")).unwrap_or(&case).to_string_lossy().replace(['/', '_'], "-");
        let out = workspace.join(&name);
        generate(&case, &name, &out);
        snapshot(&case, &out);
        members.push(name);
    }
    compile(&workspace, &members);
}

fn cases() -> Vec<PathBuf> {
    let groups = folders(&root().join("tests/cases"));
    let cases = groups.iter().flat_map(|group| folders(group)).filter(|case| input(case).is_some()).collect::<Vec<_>>();
    assert!(!cases.is_empty(), "there are no cases");
    cases
}

fn input(case: &Path) -> Option<PathBuf> {
    let named = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
    files(case).into_iter().map(|(path, _)| path).find(named)
}

fn generate(case: &Path, name: &str, out: &Path) {
    let input = input(case).expect("a case has an input");
    let mut arguments = vec!["generate".into(), "--allow-faults".into(), "--spec".into(), input.into_os_string()];
    arguments.extend(["--name".into(), name.into(), "--out".into(), out.into()]);
    if case.join("overlay.yaml").exists() {
        arguments.extend(["--overlay".into(), case.join("overlay.yaml").into_os_string()]);
    }
    let ran = run(root(), arguments);
    assert!(ran.status <= 1, "{}: {}", case.display(), ran.err);
}

/// What is generated beside the runtime, file after file.
fn snapshot(case: &Path, out: &Path) {
    let mut text = String::new();
    for (path, bytes) in files(out) {
        let shown = path.strip_prefix(out).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let generated = shown.ends_with(".rs") && !shown.contains("/runtime/");
        if generated {
            let _infallible = write!(text, "//// {shown}\n{}\n", String::from_utf8_lossy(&bytes));
        }
    }
    insta::with_settings!({
        snapshot_path => case,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("crates", text);
    });
}

fn compile(workspace: &Path, members: &[String]) {
    let list: Vec<_> = members.iter().map(|name| format!("\"{name}/*\"")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", list.join(", "));
    fs::write(workspace.join("Cargo.toml"), manifest).expect("writable");
    let fakes: Vec<String> = members
        .iter()
        .filter(|name| workspace.join(name).join("server/src/fake").exists())
        .map(|name| format!("{name}-server/fake"))
        .collect();
    let fakes = fakes.join(",");
    for (command, more) in [("clippy", None), ("doc", Some("--no-deps"))] {
        let arguments: Vec<&str> = ["--workspace", "--features", &fakes].into_iter().chain(more).collect();
        let complaints = complaints_of(command, workspace, &arguments);
        assert!(complaints.is_empty(), "{command}: {}", complaints.join("\n"));
    }
}
