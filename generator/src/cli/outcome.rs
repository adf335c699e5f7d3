//! What became of output folders, in words.
//!
//! Takes plans and troubles; gives lines about files, and diagnostics about what keeps a command from writing. Promises that every
//! path is shown as the folder was given, and that long lists end with how many more there are. Never writes a file.

use super::terminal::Terminal;
use crate::diagnostic::code::files::{EDITED_FILE, FOREIGN_FOLDER, RECORD_UNUSABLE, UNWRITABLE_FOLDER};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::write::{Plan, RECORD, Trouble};
use std::io;
use std::path::Path;

/// Files by name where they are few, by count where they are many.
const FEW: usize = 20;

/// Says what a command found or did.
pub(super) struct Outcome<'a, 't> {
    pub terminal: &'a mut Terminal<'t>,
    /// Whether files of others are named too.
    pub verbose: bool,
}

impl Outcome<'_, '_> {
    /// Says how a folder differs from what it should hold. Whether it does.
    pub(super) fn checked(&mut self, folder: &Path, plan: &Plan, repair: &str) -> bool {
        self.files(folder, "stale", &plan.changed);
        self.files(folder, "missing", &plan.added);
        self.files(folder, "no longer made", &plan.removed);
        self.files(folder, "edited", &plan.edited);
        self.kept(folder, plan);
        if !plan.edited.is_empty() {
            self.terminal.say(&format!("  to repair: {repair}, with --overwrite: edits are lost"));
        } else if !plan.is_empty() && plan.is_allowed() {
            self.terminal.say(&format!("  to repair: {repair}"));
        }
        !plan.is_empty()
    }

    /// Says what was written.
    pub(super) fn written(&mut self, folder: &Path, plan: &Plan) {
        self.files(folder, "changed", &plan.changed);
        self.files(folder, "added", &plan.added);
        self.files(folder, "removed", &plan.removed);
        self.kept(folder, plan);
    }

    fn kept(&mut self, folder: &Path, plan: &Plan) {
        for path in plan.kept.iter().filter(|_| self.verbose) {
            self.terminal.say(&format!("kept: {}", folder.join(path).display()));
        }
    }

    fn files(&mut self, folder: &Path, word: &str, list: &[String]) {
        for path in list.iter().take(FEW) {
            self.terminal.say(&format!("{word}: {}", folder.join(path).display()));
        }
        if let Some(more) = list.len().checked_sub(FEW).filter(|more| *more > 0) {
            self.terminal.say(&format!("{word}: {more} more files in {}", folder.display()));
        }
    }
}

/// Tells of what keeps a plan from being carried out. A check says elsewhere what was edited.
pub(super) fn refused(folder: &Path, plan: &Plan, check: bool, diagnostics: &mut Diagnostics) {
    if !check {
        edited(folder, &plan.edited, "was edited since it was generated", diagnostics);
    }
    for obstacle in &plan.foreign {
        let path = folder.join(&obstacle.path);
        let message = format!("`{}` is {}, and a generated one belongs in its place", path.display(), obstacle.what);
        let help = if obstacle.what.is_adoptable() {
            "move it away or choose another folder; if it was generated, --adopt replaces what stands exactly where generated files belong"
        } else {
            "move it away, or choose another folder"
        };
        diagnostics.report(Diagnostic::new(&FOREIGN_FOLDER, None, message).help(help));
    }
}

fn edited(folder: &Path, paths: &[String], what: &str, diagnostics: &mut Diagnostics) {
    for path in paths.iter().take(FEW) {
        let message = format!("`{}` {what}", folder.join(path).display());
        let help = "move the change to an overlay or to a file of its own, or give --overwrite to lose it";
        diagnostics.report(Diagnostic::new(&EDITED_FILE, None, message).help(help));
    }
    if let Some(more) = paths.len().checked_sub(FEW).filter(|more| *more > 0) {
        let message = format!("{more} more files in `{}`: each {what}", folder.display());
        diagnostics.report(Diagnostic::new(&EDITED_FILE, None, message));
    }
}

/// Tells why a folder cannot be worked on.
pub(super) fn trouble(folder: &Path, trouble: Trouble, diagnostics: &mut Diagnostics) {
    match trouble {
        Trouble::Record(why) => {
            let message = format!("`{}` is no record of generated files: {why}", folder.join(RECORD).display());
            let help = "restore it from version control, or remove it and take the files as generated with --adopt";
            diagnostics.report(Diagnostic::new(&RECORD_UNUSABLE, None, message).help(help));
        }
        Trouble::Disturbed(paths) => {
            let what = "was changed after a command that would replace it was killed half way";
            edited(folder, &paths, what, diagnostics);
        }
        Trouble::Io(error) => unwritable(folder, &error, diagnostics),
        // A check says so in a line of its own.
        Trouble::Unfinished => {}
    }
}

/// Says that faults keep files from being written, and what can be done.
pub(super) fn faulty(names: &[String], terminal: &mut Terminal<'_>) {
    if names.is_empty() {
        terminal.say("nothing was written: correct the faults above, or give --allow-faults to write what is sound (exit status 1)");
        return;
    }
    terminal.say("nothing was written: correct the faults above, give --allow-faults to write what is sound (exit status 1), or accept");
    terminal.say("them by name, with --accept or in vendor.yaml (exit status 0):");
    for name in names.iter().take(FEW) {
        terminal.say(&format!("  --accept '{}'", name.replace('\'', "'\\''")));
    }
    if let Some(more) = names.len().checked_sub(FEW).filter(|more| *more > 0) {
        terminal.say(&format!("  and {more} more"));
    }
}

/// Says that a folder waits for a command to complete what another has begun.
pub(super) fn unfinished(folder: &Path, terminal: &mut Terminal<'_>) {
    let shown = folder.display();
    terminal.say(&format!(
        "unfinished: {shown}: a command was killed while it wrote; the next one without --check completes it"
    ));
}

/// Tells that the disk refuses.
pub(super) fn unwritable(path: &Path, error: &io::Error, diagnostics: &mut Diagnostics) {
    let message = format!("`{}`: {error}", path.display());
    diagnostics
        .report(Diagnostic::new(&UNWRITABLE_FOLDER, None, message).help("check its permissions and the free space"));
}

/// A vendor's folder is not where it seems to be.
pub(super) fn outside(folder: &Path) -> Diagnostic {
    let message = format!("`{}` is reached through a symbolic link that leads out of the repository", folder.display());
    Diagnostic::new(&FOREIGN_FOLDER, None, message).help("put a folder in the place of the link")
}
