//! What is understood of small descriptions: `cases/<group>/<case>/input.*`.
//!
//! The outline that `inspect` prints, and the codes it reports, are a snapshot beside the input: every decision about types,
//! presence, names and answers in a few lines.

use specwright_tests::{files, folders, root, run};
use std::path::{Path, PathBuf};

#[test]
fn outlines_are_as_recorded() {
    let groups = folders(&root().join("tests/cases"));
    let cases: Vec<PathBuf> = groups.iter().flat_map(|group| folders(group)).collect();
    let mut seen = 0;
    for case in cases {
        if let Some(input) = input(&case) {
            record(&case, &input);
            seen += 1;
        }
    }
    assert!(seen > 0, "there are no cases");
}

fn input(case: &Path) -> Option<PathBuf> {
    let named = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
    files(case).into_iter().map(|(path, _)| path).find(named)
}

fn record(case: &Path, input: &Path) {
    let ran = run(root(), ["inspect".into(), input.as_os_str().to_owned()]);
    assert!(ran.status <= 1, "{}: {}", case.display(), ran.err);
    let told: Vec<&str> = ran.err.lines().filter(|line| line.contains("]: ") && !line.starts_with(' ')).collect();
    insta::with_settings!({
        snapshot_path => case,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("outline", format!("{}\n{}", ran.out, told.join("\n")));
    });
}
