//! `generate`: crates from descriptions, to disk or against it.
//!
//! Takes vendors under `specs/` or any description; writes crates, or with `--check` names what is stale. Promises that the files of
//! all vendors are staged before anything is put in its place, and that nothing is where there is a fault.

use super::args::{self, Generate};
use super::outcome::{self, Outcome};
use super::scaffold::{self, Scaffolded};
use super::status::{FINDINGS, UNUSABLE, status};
use super::terminal::Terminal;
use super::{bump, watch};
use crate::budget::Budgets;
use crate::config::{Custom, is_usable_name};
use crate::diagnostic::code::files::UNUSABLE_NAME;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::emit::{Crate, readme};
use crate::export::{ExportVersion, export};
use crate::ir::Api;
use crate::load::configured::{self, Named};
use crate::load::reading::{self, Accepts, Read};
use crate::load::vendor::{self, Loaded};
use crate::lower;
use crate::package::{NoMore, Sink};
use crate::pipeline::{Stopped, Understood, generate, stopped_by_budget, understand};
use crate::source::Sources;
use crate::write::file::Staged;
use crate::write::{Consent, NewFolder, Output, Place, Plan, Purpose, Trouble, change, plan};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// A folder and what it is to hold.
struct Target {
    /// As shown: relative to the directory where that is how it was given.
    folder: PathBuf,
    output: Output,
    /// The command that repairs it.
    repair: String,
    /// Files of the vendor's own folder and their new texts, written last: `spec.lock`, and what a new version asks for.
    own: Vec<(PathBuf, String)>,
}

/// What a command works with.
struct Work<'a, 't> {
    command: &'a Generate,
    directory: &'a Path,
    sources: Sources,
    diagnostics: Diagnostics,
    terminal: &'a mut Terminal<'t>,
    /// Something is not as it should be, and was said.
    stale: bool,
    /// Names of faults that could be accepted.
    faults: Vec<String>,
    /// The beginning of a service, where one is asked for.
    service: Option<NewFolder>,
}

pub(super) fn run(command: &Generate, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    if command.spec.is_empty() && (command.reading.root.is_some() || !command.reading.patch.is_empty()) {
        terminal.say("error: --root and --patch go with --spec; a vendor's root is its folder, and its patches stand in vendor.yaml");
        return UNUSABLE;
    }
    if command.scaffold.is_some() && command.spec.is_empty() && command.vendors.len() != 1 {
        terminal.say("error: --scaffold is for one API: name a vendor, or give --spec");
        return UNUSABLE;
    }
    if !command.watch {
        return once(command, budgets, directory, terminal).0;
    }
    watch::repeat(directory, terminal, |terminal| once(command, budgets.clone(), directory, terminal).1)
}

/// Generates once. The exit status, and the files that were read.
fn once(
    command: &Generate,
    budgets: Budgets,
    directory: &Path,
    terminal: &mut Terminal<'_>,
) -> (u8, BTreeSet<PathBuf>) {
    let (sources, diagnostics) = (Sources::default(), Diagnostics::within(budgets));
    let mut work =
        Work { command, directory, sources, diagnostics, terminal, stale: false, faults: Vec::new(), service: None };
    let targets = match (&command.name, &command.out) {
        (Some(name), Some(out)) => work.one(name, out).map(|target| vec![target]),
        _ => work.vendors(),
    };
    work.terminal.end_progress();
    let status = work.end(targets);
    let read = work.sources.iter().map(|source| PathBuf::from(source.path()));
    (status, read.chain(command.spec.iter().chain(&command.overlay).cloned()).collect())
}

impl Work<'_, '_> {
    /// Brings what was made to disk, or compares it, and says what there is to say. The exit status.
    fn end(&mut self, targets: Option<Vec<Target>>) -> u8 {
        match targets.filter(|_| self.is_sound()) {
            None => {
                self.terminal.report(&self.sources, &self.diagnostics);
                if self.diagnostics.worst() == Some(Severity::Fault) && !self.stale {
                    outcome::faulty(&self.faults, self.terminal);
                }
                return status(self.diagnostics.worst()).max(FINDINGS);
            }
            Some(targets) => self.conclude(targets),
        }
        if self.command.check {
            // A check in CI says what is wrong; what is worth knowing was said when the files were written.
            self.terminal.report_from(Severity::Fault, &self.sources, &self.diagnostics);
        } else {
            self.terminal.report(&self.sources, &self.diagnostics);
        }
        status(self.diagnostics.worst()).max(if self.stale { FINDINGS } else { 0 })
    }

    /// Whether files may be made of what was said so far.
    fn is_sound(&self) -> bool {
        let least = if self.command.allow_faults { Severity::Error } else { Severity::Fault };
        self.diagnostics.worst().is_none_or(|worst| worst < least)
    }

    /// The crates of any description.
    fn one(&mut self, name: &str, out: &Path) -> Option<Target> {
        if !is_usable_name(name) {
            let message = format!("`{name}` cannot be the base name of crates");
            let help = "use lower-case letters, digits and `-`, beginning with a letter, 40 at most";
            self.diagnostics.report(Diagnostic::new(&UNUSABLE_NAME, None, message).help(help));
            return None;
        }
        let place = Place::of(&self.directory.join(out), None);
        let output = self.open(out, place)?;
        self.terminal.progress(&format!("reading {name}"));
        let (command, directory) = (self.command, self.directory);
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let (documents, overlays, reading) = (&command.spec, &command.overlay, command.reading.plain());
        let (read, custom, crates) = match &command.config {
            None => {
                let read = reading::read(directory, documents, overlays, &reading, sources, diagnostics)?;
                (read, Custom::default(), Vec::new())
            }
            Some(config) => {
                let named = Named { documents, overlays, reading, name, config };
                let (read, settings) = configured::read(directory, named, sources, diagnostics)?;
                (read, settings.custom, settings.crates)
            }
        };
        let Read { mut description, mut files, accepts } = read;
        description.title.get_or_insert_with(|| name.to_owned());
        let options = lower::Options { name: name.to_owned(), custom };
        let understood = understand(sources, &mut files, &description, &options, diagnostics);
        files.tell_unused(diagnostics);
        self.accept(&accepts);
        let understood = understood?;
        // Of large descriptions, what was read takes much room, and nothing below asks for it.
        let Understood { document, api } = understood;
        drop(document);
        if !self.is_sound() {
            return None;
        }
        self.terminal.progress(&format!("generating {name}: {} operations", api.operations().count()));
        let crates = if command.only.is_empty() { listed(&crates) } else { wanted(&command.only) };
        self.make(&api, &crates, out, &output)?;
        let repair = String::from("run the same command without --check");
        Some(Target { folder: out.to_path_buf(), output, repair, own: Vec::new() })
    }

    /// The crates of vendors under `specs/`: one target each, with the canonical document and a README beside the crates.
    fn vendors(&mut self) -> Option<Vec<Target>> {
        let root = vendor::root(self.directory, &mut self.diagnostics)?;
        let names = vendor::names(&self.directory.join(&root), &self.command.vendors, &mut self.diagnostics)?;
        let mut targets = Vec::new();
        for name in names {
            self.terminal.progress(&format!("generating {name}"));
            targets.extend(self.vendor(&root, &name));
        }
        (!self.stale).then_some(targets)
    }

    fn vendor(&mut self, root: &Path, name: &str) -> Option<Target> {
        let folder = root.join("generated").join(name);
        let repository = self.directory.join(root);
        // Not beside the folder: what is there belongs to the workspace.
        let place = Place::of(&self.directory.join(&folder), Some(&repository));
        if let Ok(place) = &place
            && !repository.canonicalize().is_ok_and(|repository| place.root.starts_with(repository))
        {
            self.diagnostics.report(outcome::outside(&folder));
            return None;
        }
        let output = self.open(&folder, place)?;
        let update = self.command.update_lock;
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let said = (update, self.command.reading.accept.as_slice());
        let mut loaded = vendor::load(self.directory, root, name, said, sources, diagnostics)?;
        let bumped = self.bump(&root.join("specs").join(name), &mut loaded)?;
        self.vendor_files(&mut loaded, &folder, &output)?;
        let repair = format!("cargo xtask generate {name}");
        let lock = loaded.new_lock.map(|(path, lock)| (path, lock.write()));
        Some(Target { folder, output, repair, own: bumped.into_iter().chain(lock).collect() })
    }

    /// Gives a vendor's crates their next version, where that is asked for; the files that say so.
    fn bump(&mut self, folder: &Path, loaded: &mut Loaded) -> Option<Vec<(PathBuf, String)>> {
        let Some(revision) = &self.command.bump else { return Some(Vec::new()) };
        let budgets = self.diagnostics.budgets().clone();
        match bump::of(self.directory, folder, revision, &budgets, self.terminal) {
            Ok(None) => Some(Vec::new()),
            Ok(Some(bumped)) => {
                loaded.config.custom.package.version = Some(bumped.version);
                Some(bumped.files)
            }
            Err(message) => {
                self.terminal.say(&format!("error: {message}"));
                self.stale = true;
                None
            }
        }
    }

    /// Marks the accepted faults of a description, and remembers what the others are called.
    fn accept(&mut self, accepts: &Accepts) {
        accepts.apply(&self.sources, &mut self.diagnostics);
        self.faults.extend(accepts.left(&self.sources, &self.diagnostics));
    }

    fn vendor_files(&mut self, loaded: &mut Loaded, folder: &Path, output: &Output) -> Option<()> {
        let options = lower::Options { name: loaded.config.name.clone(), custom: loaded.config.custom.clone() };
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let understood = understand(sources, &mut loaded.files, &loaded.description, &options, diagnostics);
        loaded.files.tell_unused(diagnostics);
        let understood = understood.map(|Understood { document, api }| {
            let exported = export(&document, ExportVersion::V3_0, diagnostics);
            drop(document);
            (exported, api)
        });
        self.accept(&loaded.accepts);
        let (exported, api) = understood?;
        if !self.is_sound() {
            return None;
        }
        let readme = readme::vendor(&api);
        let added = output.file("openapi.yaml", &exported).and_then(|()| output.file("README.md", &readme));
        if added == Err(NoMore) {
            return self.stopped(Stopped::Sink, folder, output);
        }
        self.make(&api, &listed(&loaded.config.crates), folder, output)
    }

    /// Begins to work on an output folder; `None`, and told, where that cannot be.
    fn open(&mut self, folder: &Path, place: io::Result<Place>) -> Option<Output> {
        let purpose = match self.command {
            Generate { check: true, .. } => Purpose::Check,
            Generate { overwrite: true, .. } => Purpose::Overwrite,
            _ => Purpose::Write,
        };
        let terminal = &mut *self.terminal;
        let mut waiting =
            || terminal.progress(&format!("waiting for another process that writes {}", folder.display()));
        let trouble = match place.map_err(Trouble::Io).and_then(|place| Output::open(place, purpose, &mut waiting)) {
            Ok(output) => return Some(output),
            Err(trouble) => trouble,
        };
        if let Trouble::Unfinished = trouble {
            outcome::unfinished(folder, self.terminal);
            self.stale = true;
        } else {
            outcome::trouble(folder, trouble, &mut self.diagnostics);
        }
        None
    }

    /// Makes crates; `None`, and told, where this generator or the disk is at fault.
    fn make(&mut self, api: &Api, crates: &[Crate], folder: &Path, output: &Output) -> Option<()> {
        generate(api, crates, self.diagnostics.budgets(), output)
            .or_else(|stopped| self.stopped(stopped, folder, output).ok_or(()))
            .ok()?;
        self.scaffold(api, crates, folder)
    }

    /// Makes the beginning of a service, where one is asked for; `None`, and told, where that cannot be.
    fn scaffold(&mut self, api: &Api, crates: &[Crate], folder: &Path) -> Option<()> {
        let Some(place) = &self.command.scaffold else { return Some(()) };
        match scaffold::of(api, crates, (self.directory, folder), place) {
            Ok(Scaffolded::Ready(files)) => self.service = Some(files),
            Ok(Scaffolded::Kept(message)) => self.terminal.say(&message),
            Ok(Scaffolded::Wrong(message)) => {
                self.terminal.say(&format!("error: {message}"));
                self.stale = true;
                return None;
            }
            Err(error) => {
                outcome::unwritable(place, &error, &mut self.diagnostics);
                return None;
            }
        }
        Some(())
    }

    fn stopped(&mut self, stopped: Stopped, folder: &Path, output: &Output) -> Option<()> {
        match stopped {
            Stopped::Emitter(message) => {
                self.terminal.say(&format!(
                    "error: {message}; this is a fault of specwright: please report it with the description"
                ));
                self.stale = true;
            }
            Stopped::Sink => {
                let error = output.failure().unwrap_or_else(|| io::Error::other("it takes no more files"));
                outcome::unwritable(folder, &error, &mut self.diagnostics);
            }
            Stopped::Budget => {
                let told = stopped_by_budget(self.diagnostics.budgets());
                self.diagnostics.report(told);
            }
        }
        None
    }

    /// Compares what was made with the disk, or writes it.
    fn conclude(&mut self, targets: Vec<Target>) {
        let consent = Consent { overwrite: self.command.overwrite, adopt: self.command.adopt };
        let (mut planned, mut others) = (Vec::new(), Vec::new());
        for Target { folder, output, repair, own } in targets {
            match plan(&output, consent) {
                Ok(plan) => {
                    planned.push((output, plan));
                    others.push((folder, repair, own));
                }
                Err(error) => outcome::unwritable(&folder, &error, &mut self.diagnostics),
            }
        }
        let mut outcome = Outcome { terminal: self.terminal, verbose: self.command.verbose };
        for ((_, plan), (folder, repair, _)) in planned.iter().zip(&others) {
            outcome::refused(folder, plan, self.command.check, &mut self.diagnostics);
            if self.command.check {
                self.stale |= outcome.checked(folder, plan, repair);
            }
        }
        let is_allowed = |plan: &Plan| plan.is_allowed();
        if self.command.check || !planned.iter().all(|(_, plan)| is_allowed(plan)) {
            return;
        }
        if self.diagnostics.worst() == Some(Severity::Error) {
            return;
        }
        let staged: Result<Vec<Staged>, (PathBuf, io::Error)> = others
            .iter()
            .flat_map(|(_, _, own)| own)
            .map(|(path, text)| Staged::new(&self.directory.join(path), text).map_err(|error| (path.clone(), error)))
            .collect();
        let changed = staged.and_then(|files| {
            change(&mut planned, files).map_err(|(index, error)| {
                (others.get(index).map(|(folder, ..)| folder.clone()).unwrap_or_default(), error)
            })
        });
        if let Err((path, error)) = changed {
            outcome::unwritable(&path, &error, &mut self.diagnostics);
            return;
        }
        for ((_, plan), (folder, ..)) in planned.iter().zip(&others) {
            outcome.written(folder, plan);
        }
        if let (Some(files), Some(place)) = (self.service.take(), &self.command.scaffold) {
            match files.take_place() {
                Ok(()) => {
                    self.terminal.say(&format!("added: {}, a service that is yours from now on", place.display()))
                }
                Err(error) => outcome::unwritable(place, &error, &mut self.diagnostics),
            }
        }
    }
}

/// The crates that `vendor.yaml` lists.
fn listed(words: &[&str]) -> Vec<Crate> {
    let is_listed = |of: &Crate| words.is_empty() || *of == Crate::Types || words.contains(&of.folder());
    Crate::ALL.into_iter().filter(is_listed).collect()
}

/// The crates asked for; the client and the server stand on the types.
fn wanted(only: &[args::Crate]) -> Vec<Crate> {
    let chosen = |of: &Crate| match of {
        Crate::Types => true,
        Crate::Client => only.contains(&args::Crate::Client),
        Crate::Server => only.contains(&args::Crate::Server),
    };
    Crate::ALL.into_iter().filter(chosen).collect()
}
