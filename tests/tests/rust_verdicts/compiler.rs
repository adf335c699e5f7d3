//! Rust's compiler, asked about many small programs at once.
//!
//! Takes programs and the crates of one side; gives those that do not compile, with what the compiler says. Programs that should compile are modules of one crate, and those that
//! should not are crates of their own, because an error of one may hide those of others.

use serde_json::Value;
use specwright_tests::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Which crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Those of the old description.
    Old,
    /// Those of the new one.
    New,
}

impl Version {
    /// The name of its folder.
    pub fn word(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// What is compiled.
pub struct Program {
    /// An identifier.
    pub name: String,
    /// Its source.
    pub text: String,
}

/// Those of the programs that do not compile, where all should.
pub fn failing(place: &Path, version: Version, programs: &[Program]) -> BTreeMap<String, String> {
    let folder = place.join(format!("together-{}", version.word()));
    package(&folder, version);
    let mut root = String::new();
    for program in programs {
        let module = program.name.to_lowercase();
        root.push_str(&format!("mod {module};\n"));
        // Attributes of a crate are those of a module.
        write(&folder.join("src").join(format!("{module}.rs")), &program.text);
    }
    write(&folder.join("src/lib.rs"), &root);
    checked(&folder, &["--lib"])
}

/// Those of the programs that do not compile, each a crate of its own, with the new crates.
pub fn failing_each(place: &Path, programs: &[Program]) -> Vec<String> {
    let folder = place.join("alone");
    package(&folder, Version::New);
    write(&folder.join("src/lib.rs"), "");
    for program in programs {
        let text = format!("{}\nfn main() {{}}\n", program.text);
        write(&folder.join("examples").join(format!("{}.rs", program.name.to_lowercase())), &text);
    }
    checked(&folder, &["--examples", "--keep-going"]).into_keys().collect()
}

fn package(folder: &Path, version: Version) {
    let word = version.word();
    let dependency = |of: &str| format!("verdicts-{of} = {{ path = \"../{word}/{of}\" }}\n");
    let dependencies: String = ["types", "client", "server"].map(dependency).concat();
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"programs\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\
         axum = {{ version = \"0.8\", default-features = false }}\n"
    );
    write(&folder.join("Cargo.toml"), &manifest);
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}

/// The files in which the compiler finds an error, by the name of the program, with the first error.
fn checked(folder: &Path, arguments: &[&str]) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--message-format", "json"])
        .args(arguments)
        .arg("--target-dir")
        .arg(root().join("target"))
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    let mut found = BTreeMap::new();
    let mut finished = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        finished |= message["reason"] == "build-finished";
        if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
            continue;
        }
        let places = message["message"]["spans"].as_array().into_iter().flatten();
        for place in places.filter(|it| it["is_primary"] == true) {
            let file = place["file_name"].as_str().unwrap_or_default();
            assert!(
                !Path::new(file).is_absolute() && !file.contains(".."),
                "a generated crate does not compile: {message}"
            );
            let name = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
            let text = message["message"]["message"].as_str().unwrap_or_default().to_owned();
            found.entry(name).or_insert(text);
        }
    }
    assert!(finished, "cargo cannot check {}: {}", folder.display(), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), found.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    found
}
