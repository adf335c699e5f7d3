//! A command again whenever a file that it read changes.
//!
//! Takes a command that gives the files it read; runs it until the program is stopped. Promises to look at nothing but times and sizes of those
//! files, and to wait until they have been still for a moment. Never reads a file.

use super::terminal::Terminal;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long files have to be still, and how often they are looked at.
const MOMENT: Duration = Duration::from_millis(200);

/// What a file is, as far as it is looked at; `None` where there is none.
type Looks = BTreeMap<PathBuf, Option<(Option<SystemTime>, u64)>>;

/// Runs a command now and after each change of what it read.
pub(super) fn repeat(
    directory: &Path,
    terminal: &mut Terminal<'_>,
    mut command: impl FnMut(&mut Terminal<'_>) -> BTreeSet<PathBuf>,
) -> ! {
    loop {
        // What changes while the command runs is a change too.
        let started = SystemTime::now();
        let files = command(terminal);
        let before = look(directory, &files);
        let is_late = |file: &Option<(Option<SystemTime>, u64)>| {
            file.and_then(|(modified, _)| modified).is_some_and(|modified| modified > started)
        };
        terminal.say(&format!("watching {} files", files.len()));
        if !before.values().any(is_late) {
            while look(directory, &files) == before {
                thread::sleep(MOMENT);
            }
        }
        let mut last = look(directory, &files);
        loop {
            thread::sleep(MOMENT);
            let now = look(directory, &files);
            if now == last {
                break;
            }
            last = now;
        }
    }
}

fn look(directory: &Path, files: &BTreeSet<PathBuf>) -> Looks {
    let of = |path: &PathBuf| {
        let found = fs::metadata(directory.join(path)).ok();
        (path.clone(), found.map(|it| (it.modified().ok(), it.len())))
    };
    files.iter().map(of).collect()
}
