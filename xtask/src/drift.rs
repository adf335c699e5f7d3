//! `drift`: what changed in the vendors' documents.
//!
//! Takes vendors (folders under `specs/`, all of them when none is named) and options of `specwright drift`; prints a report each. Promises the worst exit status of all. With two
//! paths it is the command of the `specwright` binary.

use specwright::cli::{self, StreamKind, Terminal};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "drift [VENDOR...] [--against REV | --former] [options of `specwright drift`]

Compares each vendor's folder under specs/ as it is now with what it was in a revision of git (HEAD), or, with --former, with itself
as tests/drift/former/VENDOR.yaml says that it was.";

pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let vendors = folders(&root.join("specs"));
    let mut named = Vec::new();
    let mut options = Vec::new();
    let (mut against, mut former) = ("HEAD".to_owned(), false);
    let mut left = arguments.iter();
    while let Some(argument) = left.next() {
        match argument.as_str() {
            "--against" => match left.next() {
                Some(revision) => against.clone_from(revision),
                None => return usage("--against takes a revision"),
            },
            "--former" => former = true,
            option if option.starts_with('-') => options.push(option.to_owned()),
            word if vendors.iter().any(|it| it == word) && options.last().is_none_or(|it| !takes_value(it)) => {
                named.push(word.to_owned())
            }
            word if options.last().is_some_and(|it| takes_value(it)) => options.push(word.to_owned()),
            // Paths: not for vendors, but for the command as anyone has it.
            _ => return cli::run_on_own_streams().into(),
        }
    }
    let chosen = if named.is_empty() { vendors } else { named };
    let mut worst = 0;
    for vendor in chosen {
        let overlay = format!("tests/drift/former/{vendor}.yaml");
        let now = format!("specs/{vendor}");
        let old = if former { now.clone() } else { format!("{against}:{now}") };
        let mut command = vec!["specwright".to_owned(), "drift".to_owned(), old, now];
        if former {
            if !root.join(&overlay).is_file() {
                eprintln!("{vendor}: there is no {overlay}");
                continue;
            }
            command.extend(["--old-overlay".to_owned(), overlay]);
        }
        command.extend(options.iter().cloned());
        eprintln!("{vendor}:");
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        let mut terminal = Terminal::new(&mut out, &mut err, StreamKind::Pipe);
        worst = worst.max(cli::run(command.into_iter().map(OsString::from), root, &mut terminal));
    }
    ExitCode::from(worst)
}

/// Whether an option of `specwright drift` is followed by its value.
fn takes_value(option: &str) -> bool {
    !option.contains('=') && option.starts_with("--") && option != "--verbose"
}

fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|it| it.path().join("vendor.yaml").is_file())
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn usage(message: &str) -> ExitCode {
    eprintln!("{message}\n\n{USAGE}");
    ExitCode::from(2)
}
