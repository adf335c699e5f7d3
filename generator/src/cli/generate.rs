//! `generate`: crates from descriptions, to disk or against it.
//!
//! Takes vendors under `specs/` or any description; writes crates, or with `--check` names what is stale. Promises that
//! everything is made in memory for all vendors before anything is written, and that a vendor with a fault is not written.

use super::args::{self, Generate};
use super::files::Below;
use super::terminal::Terminal;
use super::vendor::{self, Loaded};
use super::{FINDINGS, status};
use crate::diagnostic::code::files::{FOREIGN_FOLDER, UNUSABLE_NAME, UNWRITABLE_FOLDER};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::emit::{Crate, readme};
use crate::export::{ExportVersion, export};
use crate::ir::Api;
use crate::lower;
use crate::package::Package;
use crate::pipeline::{Understood, generate, understand};
use crate::source::Sources;
use crate::write::disk::{self, Difference};
use crate::write::file;
use std::io;
use std::path::{Path, PathBuf};

/// A folder and what it is to hold.
struct Target {
    /// As shown: relative to the directory where that is how it was given.
    folder: PathBuf,
    /// A folder beside it that may be made and removed.
    staging: PathBuf,
    package: Package,
    /// The command that repairs it.
    repair: String,
    /// `spec.lock` and its new text, written last.
    lock: Option<(PathBuf, String)>,
}

pub(super) fn run(command: &Generate, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let targets = match (&command.name, &command.out) {
        (Some(name), Some(out)) => one(command, (name, out), directory, &mut sources, &mut diagnostics, terminal),
        _ => vendors(command, directory, &mut sources, &mut diagnostics, terminal),
    };
    let least = if command.allow_faults { Severity::Error } else { Severity::Fault };
    let sound = diagnostics.worst().is_none_or(|worst| worst < least);
    let stale = match targets.filter(|_| sound) {
        None => {
            terminal.report(&sources, &diagnostics);
            if diagnostics.worst() == Some(Severity::Fault) {
                terminal.say("nothing was written; --allow-faults writes what is sound");
            }
            return status(diagnostics.worst()).max(FINDINGS);
        }
        Some(targets) if command.check => check(&targets, directory, terminal, &mut diagnostics),
        Some(targets) => {
            write(&targets, directory, terminal, &mut diagnostics);
            false
        }
    };
    if command.check {
        // A check in CI says what is wrong; what is worth knowing was said when the files were written.
        terminal.report_from(Severity::Fault, &sources, &diagnostics);
    } else {
        terminal.report(&sources, &diagnostics);
    }
    status(diagnostics.worst()).max(if stale { FINDINGS } else { 0 })
}

/// The crates of any description: a target for each, so that what else the folder holds is left alone.
fn one(
    command: &Generate,
    (name, out): (&str, &Path),
    directory: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    terminal: &mut Terminal<'_>,
) -> Option<Vec<Target>> {
    if !is_usable_name(name) {
        let message = format!("`{name}` cannot be the base name of crates");
        let help = "use lower-case letters, digits and `-`, beginning with a letter, 40 at most";
        diagnostics.report(Diagnostic::new(&UNUSABLE_NAME, None, message).help(help));
        return None;
    }
    let description = super::describe(directory, &command.spec, &command.overlay, sources, diagnostics)?;
    let options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
    let mut files = Below::folder_of(directory, command.spec.first());
    let understood = understand(sources, &mut files, &description, &options, diagnostics)?;
    // Of large descriptions, what was read takes much room, and nothing below asks for it.
    let Understood { document, api } = understood;
    drop(document);
    let made = make(&api, &wanted(&command.only), terminal)?;
    let repair = String::from("run the same command without --check");
    let target = |(of, package): (Crate, Package)| Target {
        folder: out.join(of.folder()),
        staging: out.join(format!(".specwright-{}", of.folder())),
        package,
        repair: repair.clone(),
        lock: None,
    };
    Some(made.into_iter().map(target).collect())
}

/// The crates asked for; the client and the server stand on the types.
fn wanted(only: &[args::Crate]) -> Vec<Crate> {
    if only.is_empty() {
        return Crate::ALL.to_vec();
    }
    let chosen = |of: &Crate| match of {
        Crate::Types => true,
        Crate::Client => only.contains(&args::Crate::Client),
        Crate::Server => only.contains(&args::Crate::Server),
    };
    Crate::ALL.into_iter().filter(chosen).collect()
}

fn is_usable_name(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.ends_with('-')
        && !name.contains("--")
}

/// The crates of vendors under `specs/`: one target each, with the canonical document and a README beside the crates.
fn vendors(
    command: &Generate,
    directory: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    terminal: &mut Terminal<'_>,
) -> Option<Vec<Target>> {
    let root = vendor::root(directory, diagnostics)?;
    let names = vendor::names(&directory.join(&root), &command.vendors, diagnostics)?;
    let mut targets = Vec::new();
    for name in names {
        terminal.progress(&format!("generating {name}"));
        let Some(loaded) = vendor::load(directory, &root, &name, command.update_lock, sources, diagnostics) else {
            continue;
        };
        if let Some(package) = vendor_package(&loaded, directory, sources, diagnostics, terminal) {
            let folder = root.join("generated").join(&name);
            let staging = root.join(format!(".specwright-{name}"));
            let repair = format!("cargo xtask generate {name}");
            targets.push(Target { folder, staging, package, repair, lock: loaded.new_lock });
        }
    }
    terminal.end_progress();
    Some(targets)
}

fn vendor_package(
    loaded: &Loaded,
    directory: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    terminal: &mut Terminal<'_>,
) -> Option<Package> {
    let options = lower::Options { name: loaded.config.name.clone(), date_time: loaded.config.date_time };
    let understood = understand(sources, &mut loaded.files(directory), &loaded.description, &options, diagnostics)?;
    let mut package = Package::default();
    for (of, files) in make(&understood.api, &Crate::ALL, terminal)? {
        package.insert_below(of.folder(), files).ok()?;
    }
    let document = export(&understood.document, ExportVersion::V3_0, diagnostics);
    package.insert("openapi.yaml", document).ok()?;
    package.insert("README.md", readme::vendor(&understood.api)).ok()?;
    Some(package)
}

/// Crates in memory; nothing, and told, where this generator is at fault.
fn make(api: &Api, crates: &[Crate], terminal: &mut Terminal<'_>) -> Option<Vec<(Crate, Package)>> {
    match generate(api, crates) {
        Ok(made) => Some(made),
        Err(message) => {
            terminal.say(&format!(
                "error: {message}; this is a fault of specwright: please report it with the description"
            ));
            None
        }
    }
}

fn check(targets: &[Target], directory: &Path, terminal: &mut Terminal<'_>, diagnostics: &mut Diagnostics) -> bool {
    let mut stale = false;
    for target in targets {
        match disk::compare(&target.package, &directory.join(&target.folder)) {
            Err(error) => unwritable(&target.folder, &error, diagnostics),
            Ok(difference) if difference.is_empty() => {}
            Ok(difference) => {
                stale = true;
                say_files(&target.folder, &difference, ["stale", "missing", "no longer made"], terminal);
                terminal.say(&format!("  to repair: {}", target.repair));
            }
        }
    }
    stale
}

fn write(targets: &[Target], directory: &Path, terminal: &mut Terminal<'_>, diagnostics: &mut Diagnostics) {
    for target in targets {
        let folder = directory.join(&target.folder);
        match disk::replace(&target.package, &folder, &directory.join(&target.staging)) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && !disk::is_ours(&folder) => {
                let message = format!("`{}` was not made by this generator and is left alone", target.folder.display());
                diagnostics.report(
                    Diagnostic::new(&FOREIGN_FOLDER, None, message).help("move it away, or choose another folder"),
                );
            }
            Err(error) => unwritable(&target.folder, &error, diagnostics),
            Ok(difference) => {
                say_files(&target.folder, &difference, ["changed", "added", "removed"], terminal);
                if let Some((path, text)) = &target.lock
                    && let Err(error) = file::write(&directory.join(path), text)
                {
                    unwritable(path, &error, diagnostics);
                }
            }
        }
    }
}

/// Files by name where they are few, by count where they are many.
fn say_files(folder: &Path, difference: &Difference, words: [&str; 3], terminal: &mut Terminal<'_>) {
    const FEW: usize = 20;
    for (word, list) in words.iter().zip([&difference.changed, &difference.missing, &difference.surplus]) {
        for path in list.iter().take(FEW) {
            terminal.say(&format!("{word}: {}", folder.join(path).display()));
        }
        if let Some(more) = list.len().checked_sub(FEW).filter(|more| *more > 0) {
            terminal.say(&format!("{word}: {more} more files in {}", folder.display()));
        }
    }
}

fn unwritable(path: &Path, error: &io::Error, diagnostics: &mut Diagnostics) {
    let message = format!("`{}`: {error}", path.display());
    diagnostics
        .report(Diagnostic::new(&UNWRITABLE_FOLDER, None, message).help("check its permissions and the free space"));
}
