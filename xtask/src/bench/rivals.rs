//! Other generators, at pinned versions.
//!
//! Takes the repository; gives those that could be installed, under `target/rivals`. One that cannot be installed is told and left out.

use super::workspace::{PROFILES, write};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Another generator.
pub struct Rival {
    /// Name and version.
    pub title: String,
    program: PathBuf,
    pinned: &'static Pinned,
}

struct Pinned {
    package: &'static str,
    version: &'static str,
    /// Arguments that make a client of a document in a folder.
    arguments: fn(&Path, &Path) -> Vec<String>,
    /// Makes a crate of what it wrote into a folder, where it is none; gives the package's name.
    finish: fn(&Path) -> Result<String, String>,
}

static PINNED: [Pinned; 2] = [
    Pinned {
        package: "ploidy",
        version: "0.15.0",
        arguments: |document, out| {
            let flags = ["--name", "rival"].map(str::to_owned);
            let mut arguments =
                vec!["generate".into(), "rust".into(), text(document), "-o".into(), text(&out.join("client"))];
            arguments.extend(flags);
            arguments
        },
        finish: |folder| {
            let members = "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n";
            write(&folder.join("Cargo.toml"), &format!("{members}{PROFILES}")).map(|()| "rival".to_owned())
        },
    },
    Pinned {
        package: "openapi-to-rust",
        version: "0.23.0",
        arguments: |document, out| {
            vec!["generate".into(), text(document), "--output-dir".into(), text(&out.join("src/generated"))]
        },
        finish: |folder| {
            let needed = folder.join("src/generated/REQUIRED_DEPS.toml");
            let needed = fs::read_to_string(&needed).map_err(|error| format!("{}: {error}", needed.display()))?;
            let needed = if needed.contains("[dependencies]") { needed } else { format!("[dependencies]\n{needed}") };
            let package = "[package]\nname = \"rival\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";
            write(&folder.join("Cargo.toml"), &format!("{package}{PROFILES}{needed}"))?;
            write(&folder.join("src/lib.rs"), "pub mod generated;\n").map(|()| "rival".to_owned())
        },
    },
];

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Those that are there, or can be.
pub fn install(root: &Path) -> Vec<Rival> {
    let folder = root.join("target/rivals");
    let mut rivals = Vec::new();
    for pinned in &PINNED {
        let program = folder.join("bin").join(pinned.package);
        let title = format!("{} {}", pinned.package, pinned.version);
        let installed = || {
            let listed = Command::new(&program).arg("--version").output();
            listed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(pinned.version))
        };
        if !installed() {
            eprintln!("installing {title} …");
            let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
                .args(["install", "--locked", "--quiet", pinned.package, "--version", pinned.version, "--root"])
                .arg(&folder)
                .status();
            if !status.is_ok_and(|status| status.success()) {
                eprintln!("{title} could not be installed and is left out");
                continue;
            }
        }
        rivals.push(Rival { title, program, pinned });
    }
    rivals
}

impl Rival {
    /// The command that generates a client.
    pub fn generate(&self, document: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args((self.pinned.arguments)(document, out));
        command
    }

    /// Makes a crate that can be compiled of what it generated into a folder; gives the package's name.
    ///
    /// # Errors
    /// When something is missing there.
    pub fn finish(&self, folder: &Path) -> Result<String, String> {
        (self.pinned.finish)(folder)
    }
}
