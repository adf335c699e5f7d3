//! Every diagnostic code, provoked: `faults/<code>/<case>/`.
//!
//! A case holds the files that a command finds and, in `command`, its arguments; without `command` the description
//! `input.*` is generated. The test sees that the code is said, that the exit status is that of the worst message, that the
//! case's files stay as they are, and that what is printed is what `faults.snap` beside them says. Each case is a test of its
//! own: `cargo test -p specwright-tests --test faults duplicate-key`.

use libtest_mimic::{Arguments, Failed, Trial};
use specwright::diagnostic::{Severity, code};
use specwright_tests::{copy, files, folders, root, run};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let faults = root().join("tests/faults");
    let mut trials = vec![Trial::test("every_code_has_a_case", every_code_has_a_case)];
    for code in code::all() {
        for case in folders(&faults.join(code.id)) {
            let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
            trials.push(Trial::test(format!("{}::{name}", code.id), move || {
                provoke(code, &case);
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn every_code_has_a_case() -> Result<(), Failed> {
    let faults = root().join("tests/faults");
    for code in code::all() {
        assert!(!folders(&faults.join(code.id)).is_empty(), "no case provokes `{}`", code.id);
    }
    for folder in folders(&faults) {
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(code::all().any(|code| code.id == id), "`{id}` is no code");
    }
    Ok(())
}

fn provoke(code: &specwright::diagnostic::Code, case: &Path) {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy(case, place.path()).expect("the case can be copied");
    fs::remove_file(place.path().join("faults.snap")).ok();
    let before = files(place.path());

    let arguments = arguments(place.path());
    let ran = run(place.path(), &arguments);

    let shown = case.display();
    assert!(ran.err.contains(&format!("[{}]", code.id)), "{shown}: `{}` is not said:\n{}", code.id, ran.err);
    if code.severity >= Severity::Fault {
        assert_ne!(ran.status, 0, "{shown}: the exit status says that all is well");
        assert_eq!(files(place.path()), before, "{shown}: a command that failed changed files");
    }
    let printed = format!("specwright {}\nexit status {}\n\n{}", arguments.join(" "), ran.status, ran.err);
    insta::with_settings!({
        snapshot_path => case,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("faults", printed.replace(&*place.path().to_string_lossy(), "<here>"));
    });
}

fn arguments(case: &Path) -> Vec<String> {
    if let Ok(command) = fs::read_to_string(case.join("command")) {
        return command.split_whitespace().map(str::to_owned).collect();
    }
    let mut inputs: Vec<_> = files(case)
        .into_iter()
        .filter_map(|(path, _)| Some(path.file_name()?.to_string_lossy().into_owned()))
        .filter(|name| name.starts_with("input"))
        .collect();
    let mut arguments: Vec<String> = ["inspect"].map(str::to_owned).to_vec();
    arguments.append(&mut inputs);
    if case.join("overlay.yaml").exists() {
        arguments.extend(["--overlay".to_owned(), "overlay.yaml".to_owned()]);
    }
    arguments
}
