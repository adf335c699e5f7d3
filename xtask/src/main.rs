//! Commands for this repository.
//!
//! What is not listed here is a command of the `specwright` binary (`generate`, `inspect`, …); `tidy` checks the house rules, `book` makes the book,
//! `drift` compares the vendors' documents with what they were, `corpus` tries a folder of descriptions, `conformance` has generated servers judged, `bench` measures, `guard` compares what is measured with what is recorded, and `hostile` attacks.

mod bench;
mod book;
mod conformance;
mod corpus;
mod drift;
mod guard;
mod hostile;
mod tidy;

use std::path::Path;
use std::process::{Command, ExitCode};

/// As the `specwright` binary has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((command, _)) if command == "tidy" => tidy(root),
        Some((command, rest)) if command == "book" => book::run(root, rest),
        Some((command, rest)) if command == "bench" => bench::run(root, rest),
        Some((command, [file])) if command == "bench-passes" => bench::passes(Path::new(file)),
        Some((command, rest)) if command == "guard" => guard::run(root, rest),
        Some((command, rest)) if command == "conformance" => conformance::run(root, rest),
        Some((command, rest)) if command == "corpus" => corpus::run(root, rest),
        Some((command, rest)) if command == "corpus-document" => corpus::run_document(rest),
        Some((command, rest)) if command == "drift" => drift::run(root, rest),
        Some((command, rest)) if command == "hostile" => hostile::run(root, rest),
        Some((command, rest)) if command == "hostile-batch" => hostile::run_batch(root, rest),
        Some((command, rest)) if command == "fetch" && !cfg!(feature = "fetch") => fetch(root, rest),
        _ => specwright::cli::run_on_own_streams().into(),
    }
}

/// This program again, with what fetching needs.
fn fetch(root: &Path, arguments: &[String]) -> ExitCode {
    let manifest = root.join("xtask/Cargo.toml");
    let cargo = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--features", "fetch", "--manifest-path"])
        .arg(manifest)
        .args(["--", "fetch"])
        .args(arguments)
        .status();
    match cargo.map(|status| status.code()) {
        Ok(code) => ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(error) => {
            eprintln!("error: cargo could not be run: {error}");
            ExitCode::from(2)
        }
    }
}

fn tidy(root: &Path) -> ExitCode {
    let complaints = tidy::check(root);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    ExitCode::from(u8::from(!complaints.is_empty()))
}
