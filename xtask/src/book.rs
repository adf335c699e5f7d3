//! `book`: the book as a site.
//!
//! Takes the sources under `tests/book`; writes `target/book/html`. Promises that the reference is that of the product as it is, and installs mdBook at a
//! pinned version under `target/tools` where it is not there. Never changes a source.

pub mod reference;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const MDBOOK: &str = "0.5.4";

/// Makes the site; `--sources` stops before mdBook.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let place = root.join("target/book");
    if let Err(error) = sources(root, &place) {
        eprintln!("the sources of the book cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    if arguments.iter().any(|argument| argument == "--sources") {
        return ExitCode::SUCCESS;
    }
    let Some(program) = installed(root) else {
        eprintln!(
            "mdBook {MDBOOK} cannot be installed: `cargo install mdbook --version {MDBOOK}`, then `mdbook build target/book`"
        );
        return ExitCode::FAILURE;
    };
    let built = Command::new(program).arg("build").arg("--dest-dir").arg(place.join("html")).arg(&place).status();
    match built {
        Ok(status) if status.success() => {
            println!("{}", place.join("html/index.html").display());
            ExitCode::SUCCESS
        }
        _ => ExitCode::FAILURE,
    }
}

/// Sources with the reference among them.
fn sources(root: &Path, place: &Path) -> io::Result<()> {
    if place.exists() {
        fs::remove_dir_all(place)?;
    }
    copy(&root.join("tests/book"), place)?;
    for (path, text) in reference::pages(root) {
        fs::write(place.join("src").join(path), text)?;
    }
    fs::write(place.join("src/vendor.schema.json"), specwright::config::schema::text())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// mdBook at the pinned version: where it was installed before, or installed now.
fn installed(root: &Path) -> Option<PathBuf> {
    let tools = root.join("target/tools");
    let program = tools.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    let is_there = |program: &Path| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == format!("mdbook v{MDBOOK}"))
    };
    if is_there(&program) {
        return Some(program);
    }
    let install = Command::new("cargo")
        .args([
            "install",
            "mdbook",
            "--version",
            MDBOOK,
            "--locked",
            "--no-default-features",
            "--features",
            "search",
            "--root",
        ])
        .arg(&tools)
        .status();
    (install.is_ok_and(|status| status.success()) && is_there(&program)).then_some(program)
}
