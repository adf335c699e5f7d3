//! What is published holds everything that it is built from.

use specwright_tests::{files, root};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn listed() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--package", "specwright", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn a_package_holds_every_runtime_and_the_licences() {
    let listed = listed();
    for of in ["types", "client", "server"] {
        let runtime = root().join("templates").join(of).join("src/runtime");
        let inside = files(&runtime);
        assert!(inside.len() > 10, "{}", runtime.display());
        for (path, _) in inside {
            let shown = path.strip_prefix(&runtime).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let packed = format!("templates/{of}/src/runtime/{shown}");
            assert!(listed.contains(&packed), "`{packed}` is not in the package");
        }
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "Cargo.lock", "src/lib.rs", "src/main.rs"] {
        assert!(listed.contains(file), "`{file}` is not in the package");
    }
    assert!(!listed.iter().any(|path| path.starts_with("templates/") && path.contains("/tests/")));
}

#[test]
fn what_the_package_holds_is_what_the_repository_holds() {
    for of in ["types", "client", "server"] {
        let (link, folder) = (
            root().join("generator/templates").join(of).join("src/runtime"),
            root().join("templates").join(of).join("src/runtime"),
        );
        assert_eq!(link.canonicalize().ok(), folder.canonicalize().ok(), "{}", link.display());
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let read = |folder: &str| fs::read(root().join(folder).join(licence)).expect("a licence");
        assert_eq!(read("generator"), read("."));
    }
}
