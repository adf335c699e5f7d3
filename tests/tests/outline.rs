//! What is understood of small descriptions: `cases/<group>/<case>/input.*`.
//!
//! The outline that `inspect` prints, and the codes it reports, are a snapshot beside the input: every decision about types,
//! presence, names and answers in a few lines. Each case is a test of its own: `cargo test -p specwright-tests outline::unions`.

use libtest_mimic::{Arguments, Trial};
use specwright_tests::{Case, cases, root, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    let trial = |case: Case| {
        Trial::test(format!("outline::{}", case.name), move || {
            record(&case);
            Ok(())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), cases().into_iter().map(trial).collect()).exit_code()
}

fn record(case: &Case) {
    let ran = run(root(), ["inspect".into(), case.input.as_os_str().to_owned()]);
    assert!(ran.status <= 1, "{}: {}", case.name, ran.err);
    let told: Vec<&str> = ran.err.lines().filter(|line| line.contains("]: ") && !line.starts_with(' ')).collect();
    insta::with_settings!({
        snapshot_path => &case.folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("outline", format!("{}\n{}", ran.out, told.join("\n")));
    });
}
