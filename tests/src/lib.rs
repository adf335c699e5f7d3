//! What the tests of the whole product share: folders, and the command line run in memory.
//!
//! The tests live in `tests/`, their cases in `cases/` (descriptions that generate) and `faults/` (descriptions and command
//! lines that are refused or told about). A case is a folder; its snapshot lies beside its input. What needs the crates under
//! `generated/` is tested in `vendors/`, a package of its own.

use specwright::cli::{self, StreamKind, Terminal};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The collection of published documents and pages that some tests run on; `None` (told) in a clone that lacks it.
pub fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no collection of published documents at ../shared");
    None
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// Exit status.
    pub status: u8,
    /// Output stream.
    pub out: String,
    /// Error stream.
    pub err: String,
}

/// Runs the command line of `specwright` in a directory.
pub fn run<A: Into<OsString>>(directory: &Path, arguments: impl IntoIterator<Item = A>) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once(OsString::from("specwright")).chain(arguments.into_iter().map(Into::into));
    let status = cli::run(arguments, directory, &mut Terminal::new(&mut out, &mut err, StreamKind::Pipe));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { status, out: text(out), err: text(err) }
}

/// Every file below a folder with its bytes, by path: to see whether anything changed.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.clone(), fs::read(path).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with everything below it.
///
/// # Errors
/// When the disk refuses.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(target, bytes)?;
    }
    Ok(())
}

/// What `cargo check` says against generated crates in a workspace: warnings, errors, and what keeps it from running. It compiles
/// in the repository's own target folder, so that dependencies are compiled once, and by its lock file, whose versions are fetched.
pub fn complaints(workspace: &Path, arguments: &[&str]) -> Vec<String> {
    complaints_of("check", workspace, arguments)
}

/// What another of cargo's commands says against them: `clippy`, `doc`.
pub fn complaints_of(command: &str, workspace: &Path, arguments: &[&str]) -> Vec<String> {
    let checked = fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).and_then(|_| {
        Command::new(env!("CARGO"))
            .args([command, "--offline", "--message-format", "short", "--color", "never"])
            .args(arguments)
            .arg("--target-dir")
            .arg(root().join("target"))
            .current_dir(workspace)
            .output()
    });
    let output = match checked {
        Ok(output) => output,
        Err(error) => return vec![error.to_string()],
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let is_complaint = |line: &&str| ["warning: ", "error: ", "error["].iter().any(|mark| line.contains(mark));
    let found: Vec<_> = said.lines().filter(is_complaint).map(str::to_owned).collect();
    if found.is_empty() && !output.status.success() { vec![said.into_owned()] } else { found }
}

/// The folders directly below a folder, in order.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// A small description under `cases/`.
#[derive(Debug, Clone)]
pub struct Case {
    /// Group and folder: `names::collisions`.
    pub name: String,
    /// Where its snapshots are.
    pub folder: PathBuf,
    /// The description.
    pub input: PathBuf,
}

/// Every case, by name.
///
/// # Panics
///
/// Panics where there is none.
#[must_use]
pub fn cases() -> Vec<Case> {
    let of_group = |group: &PathBuf| folders(group);
    let name = |folder: &Path| folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folders = folders(&root().join("tests/cases")).iter().flat_map(of_group).collect::<Vec<_>>();
    let case = |folder: PathBuf| {
        let is_input = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
        let input = files(&folder).into_iter().map(|(path, _)| path).find(is_input)?;
        let group = folder.parent().map(name).unwrap_or_default();
        Some(Case { name: format!("{group}::{}", name(&folder)), folder, input })
    };
    let cases: Vec<Case> = folders.into_iter().filter_map(case).collect();
    assert!(!cases.is_empty(), "there are no cases");
    cases
}

/// A function for the programs of tests: serves a router of axum on a port of its own, and gives its address.
pub const SERVED: &str = r#"
/// Serves in a thread of its own for as long as the program runs.
fn served(router: axum::Router) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = listener.local_addr().expect("bound").to_string();
    listener.set_nonblocking(true).expect("set");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, router).await
        })
    });
    address
}
"#;
