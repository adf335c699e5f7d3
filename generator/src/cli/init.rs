//! `init`: a vendor's folder from documents.
//!
//! Takes documents or pages, or a name alone; makes `specs/<name>/` with copies of them and a `vendor.yaml`, and generates. Promises that a folder
//! which exists is never touched, and that nothing is made of a description with faults unless that is allowed. Never changes a document.

use super::args::{Generate, Init};
use super::generate;
use super::status::{UNUSABLE, WELL, status};
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::config::{NAME_RULE, is_usable_name, template};
use crate::diagnostic::Severity;
use crate::load::{ReadFiles, Reading, understand_within};
use crate::write::file;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A document's name in a folder that waits for one.
const EXPECTED: &str = "openapi.yaml";

pub(super) fn run(command: &Init, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    match command.inputs.as_slice() {
        [only] if !directory.join(only).exists() && is_usable_name(&only.to_string_lossy()) => {
            let name = command.name.clone().unwrap_or_else(|| only.to_string_lossy().into_owned());
            empty(&name, directory, terminal)
        }
        inputs => filled(command, inputs, budgets, directory, terminal),
    }
}

/// A folder that waits for its document.
fn empty(name: &str, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let Some(folder) = new_folder(name, directory, terminal) else { return UNUSABLE };
    let text = template::text(name, None, &[EXPECTED.to_owned()]);
    if let Err(error) = file::write(&directory.join(&folder).join("vendor.yaml"), &text) {
        terminal.say(&format!("error: `{}` cannot be written: {error}", folder.display()));
        return UNUSABLE;
    }
    terminal.say(&format!("made {}", folder.join("vendor.yaml").display()));
    terminal.say("next:");
    terminal.say(&format!("  put the vendor's document into {}", folder.join(EXPECTED).display()));
    terminal.say(&format!("  specwright generate {name} --update-lock"));
    WELL
}

fn filled(command: &Init, inputs: &[PathBuf], budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let ReadFiles { sources, diagnostics, understood } =
        understand_within(budgets.clone(), directory, inputs, &[], &Reading::default(), "api");
    let worst = diagnostics.worst();
    let least = if command.allow_faults { Severity::Error } else { Severity::Fault };
    let Some(understood) = understood.filter(|_| worst.is_none_or(|worst| worst < least)) else {
        terminal.report(&sources, &diagnostics);
        if worst == Some(Severity::Fault) {
            terminal.say("nothing was made: with --allow-faults the folder is made and the faulty parts are left out, so that an overlay can correct them");
        }
        return status(worst).max(super::FINDINGS);
    };
    let title = understood.api.title.clone();
    let name = match command.name.clone().or_else(|| guess(&title, inputs)) {
        Some(name) => name,
        None => {
            terminal
                .say(&format!("error: no name for crates can be made of the title `{title}`: give one with --name"));
            return UNUSABLE;
        }
    };
    let Some(folder) = new_folder(&name, directory, terminal) else { return UNUSABLE };

    // Files that the documents refer to lie below the first one's folder, and keep their places relative to it.
    let base = inputs.first().and_then(|path| path.parent()).unwrap_or(Path::new("")).to_path_buf();
    let within = |path: &Path| path.strip_prefix(&base).ok().filter(|it| is_plain(it)).map(Path::to_path_buf);
    let mut files = Vec::new();
    for source in sources.iter() {
        let path = Path::new(source.path());
        let inside = within(path).or_else(|| path.file_name().map(PathBuf::from)).unwrap_or_default();
        if files.iter().any(|(taken, _): &(PathBuf, &str)| *taken == inside) || inside == Path::new("vendor.yaml") {
            terminal.say(&format!("error: two files would be `{}` in the folder: rename one", inside.display()));
            return UNUSABLE;
        }
        files.push((inside, &**source.text()));
    }
    let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let listed: Vec<String> = files.iter().take(inputs.len()).map(|(path, _)| shown(path)).collect();
    let config = template::text(&name, Some(title.as_str()).filter(|title| !title.trim().is_empty()), &listed);
    files.push((PathBuf::from("vendor.yaml"), &config));
    if let Err(error) = write(&directory.join(&folder), &files) {
        let _kept = fs::remove_dir_all(directory.join(&folder));
        terminal.say(&format!("error: `{}` cannot be written: {error}", folder.display()));
        return UNUSABLE;
    }
    for (path, _) in &files {
        terminal.say(&format!("made {}", folder.join(path).display()));
    }
    let generate = Generate {
        vendors: vec![name.clone()],
        update_lock: true,
        allow_faults: command.allow_faults,
        ..Generate::default()
    };
    let generated = generate::run(&generate, budgets, directory, terminal);
    if generated >= UNUSABLE {
        return generated;
    }
    let crates = root(directory).join("generated").join(&name);
    terminal.say("next:");
    terminal
        .say(&format!("  read {}, which shows each operation as a call", crates.join("client/README.md").display()));
    terminal.say(&format!("  depend on it: {name}-client = {{ path = \"{}\" }}", shown(&crates.join("client"))));
    terminal.say(&format!(
        "  commit {} and {}; `specwright generate --check` in CI tells when they differ",
        folder.display(),
        crates.display()
    ));
    terminal.say(&format!(
        "  correct what the document gets wrong by an overlay, and choose operations in {}",
        folder.join("vendor.yaml").display()
    ));
    generated
}

fn write(folder: &Path, files: &[(PathBuf, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        file::write(&path, text)?;
    }
    Ok(())
}

/// The folder of a new vendor; `None`, and told, where there is one or it can have no such name.
fn new_folder(name: &str, directory: &Path, terminal: &mut Terminal<'_>) -> Option<PathBuf> {
    if !is_usable_name(name) {
        terminal.say(&format!("error: `{name}` is no name for crates: {NAME_RULE}"));
        return None;
    }
    let folder = root(directory).join("specs").join(name);
    if directory.join(&folder).symlink_metadata().is_ok() {
        terminal.say(&format!("error: `{}` exists: give another name with --name, or remove it", folder.display()));
        return None;
    }
    if let Err(error) = fs::create_dir_all(directory.join(&folder)) {
        terminal.say(&format!("error: `{}` cannot be made: {error}", folder.display()));
        return None;
    }
    Some(folder)
}

/// The nearest folder upwards that has `specs/`, relative to the directory; the directory itself where none has.
fn root(directory: &Path) -> PathBuf {
    let depth = directory.ancestors().position(|folder| folder.join("specs").is_dir()).unwrap_or(0);
    std::iter::repeat_n("..", depth).collect()
}

/// Whether a path is below wherever it stands.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// A name from the title: `Acme CRM API` is `acme-crm`. Where the title gives none, the file's name.
fn guess(title: &str, inputs: &[PathBuf]) -> Option<String> {
    let stem = inputs.first().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    [Some(title.to_owned()), stem].into_iter().flatten().find_map(|text| words(&text))
}

fn words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let all: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Words that say nothing of whose API it is, and versions.
    let says_nothing = |word: &str| {
        ["api", "apis", "openapi", "swagger", "rest", "specification", "spec", "the", "documentation", "reference"]
            .contains(&word)
            || word
                .strip_prefix('v')
                .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut name = String::new();
    for word in all.into_iter().filter(|word| !says_nothing(word)) {
        let longer = if name.is_empty() { word.to_owned() } else { format!("{name}-{word}") };
        if !is_usable_name(&longer) {
            break;
        }
        name = longer;
    }
    is_usable_name(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn names_are_words_of_the_title_or_of_the_file() {
        let of = |title: &str, file: &str| guess(title, &[file.into()]);
        assert_eq!(of("Acme CRM API", "openapi.yaml").as_deref(), Some("acme-crm"));
        assert_eq!(of("The Swagger API v2", "pets.json").as_deref(), Some("pets"));
        assert_eq!(of("", "swagger.json"), None);
        assert_eq!(of("1Password Connect", "a.yaml").as_deref(), Some("a"));
        assert_eq!(of(&"word ".repeat(20), "a.yaml").map(|name| name.len()), Some(39));
    }
}
