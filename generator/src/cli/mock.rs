//! `mock`: a server for any description, that answers what the description shows.
//!
//! Takes a description or a vendor; generates types and server into the cache, builds them once, and serves them. Promises that nothing but
//! the cache changes on disk, that what was built before is served at once, and that the address stands alone on the output stream.

use super::args::Mock;
use super::status::UNUSABLE;
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::config::is_usable_name;
use crate::diagnostic::{Diagnostics, Severity};
use crate::emit::Crate;
use crate::ir::Api;
use crate::load::{understand_within, vendor};
use crate::mock;
use crate::pipeline::{Stopped, package};
use crate::source::Sources;
use crate::write::Digest;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(super) fn run(command: &Mock, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> u8 {
    let Some(api) = understood(command, budgets, directory, terminal) else { return UNUSABLE };
    let Some(cache) = cache(command, directory) else {
        terminal.say("error: there is no folder for the cache: give one with --cache DIR");
        return UNUSABLE;
    };
    match built(&api, &cache, terminal).and_then(|program| serve(&program, command, directory)) {
        Ok(status) => status,
        Err(message) => {
            terminal.end_progress();
            terminal.say(&format!("error: {message}"));
            UNUSABLE
        }
    }
}

/// The api of the description; `None`, and told, where nothing can be made of it. What is faulty in it is left out.
fn understood(command: &Mock, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> Option<Api> {
    terminal.progress("reading");
    let inputs = match command.inputs.as_slice() {
        [only] if !directory.join(only).exists() && is_usable_name(&only.to_string_lossy()) => {
            vec![folder_of(&only.to_string_lossy(), budgets.clone(), directory, terminal)?]
        }
        inputs => inputs.to_vec(),
    };
    let read = understand_within(budgets, directory, &inputs, &command.overlay, &command.reading.plain(), "api");
    terminal.end_progress();
    terminal.report_from(Severity::Fault, &read.sources, &read.diagnostics);
    let api = read.understood?.api;
    if api.operations().next().is_none() {
        terminal.say("error: the description has no operation that could be served");
        return None;
    }
    Some(api)
}

/// The folder of a vendor under `specs/`; `None`, and told, where there is none of that name.
fn folder_of(name: &str, budgets: Budgets, directory: &Path, terminal: &mut Terminal<'_>) -> Option<PathBuf> {
    let mut diagnostics = Diagnostics::within(budgets);
    let mut find = || {
        let root = vendor::root(directory, &mut diagnostics)?;
        vendor::names(&directory.join(&root), &[name.to_owned()], &mut diagnostics)?;
        Some(root.join("specs").join(name))
    };
    let folder = find();
    if folder.is_none() {
        terminal.end_progress();
        terminal.report_from(Severity::Fault, &Sources::default(), &diagnostics);
    }
    folder
}

/// The folder for what is built: the one that is given, else that of the system.
fn cache(command: &Mock, directory: &Path) -> Option<PathBuf> {
    if let Some(given) = &command.cache {
        return Some(directory.join(given));
    }
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let system = variable("XDG_CACHE_HOME").or_else(|| variable("LOCALAPPDATA"));
    let system = system.or_else(|| variable("HOME").map(|home| home.join(".cache")));
    system.map(|folder| folder.join("specwright/mock"))
}

/// The program that serves an api: built before, or now.
fn built(api: &Api, cache: &Path, terminal: &mut Terminal<'_>) -> Result<PathBuf, String> {
    terminal.progress(&format!("generating {} operations", api.operations().count()));
    let crates = package(api, &[Crate::Types, Crate::Server]).map_err(|stopped| match stopped {
        Stopped::Emitter(message) => format!("{message}; this is a fault of specwright: please report it"),
        Stopped::Sink | Stopped::Budget => "the crates are too large".to_owned(),
    })?;
    let own = mock::files(api);
    let all = || crates.files().chain(own.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    // The key changes with any byte of what is built, and so with the description, the options and this generator.
    let mut content = mock::manifest(api, "");
    for (path, text) in all() {
        content.push_str(&format!("{path}\0{}\0{text}", text.len()));
    }
    let key: String = Digest::of(content.as_bytes()).to_string().chars().take(16).collect();
    drop(content);
    let folder = cache.join(&key);
    let program = folder.join(format!("mock{}", env::consts::EXE_SUFFIX));
    if program.is_file() {
        terminal.end_progress();
        return Ok(program);
    }
    let name = format!("mock-{key}");
    let unwritable = |error: io::Error| format!("the cache {} cannot be written: {error}", cache.display());
    for (path, text) in all().chain([("Cargo.toml", mock::manifest(api, &name).as_str())]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).map_err(unwritable)?;
        fs::write(path, text).map_err(unwritable)?;
    }
    terminal.end_progress();
    terminal.say("building the mock; the next start needs no building");
    let made = build(&folder, &cache.join("target"), terminal)?;
    // Beside its place first, so that a program which is there is whole.
    let beside = folder.join(format!(".mock-{}", std::process::id()));
    fs::copy(made, &beside).and_then(|_| fs::rename(&beside, &program)).map_err(unwritable)?;
    Ok(program)
}

/// Builds the package of a folder with cargo, which shows its own progress where someone watches. The program.
fn build(folder: &Path, target: &Path, terminal: &Terminal<'_>) -> Result<PathBuf, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--message-format", "json-render-diagnostics", "--target-dir"]).arg(target);
    cargo.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    if terminal.is_watched() {
        cargo.stderr(Stdio::inherit());
    } else {
        cargo.arg("--quiet").stderr(Stdio::piped());
    }
    let output = cargo.output().map_err(|error| {
        format!("cargo cannot be run: {error}; a mock is built with Rust: https://rust-lang.org/tools/install")
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the mock cannot be built\n{}", said.trim_end()));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    };
    messages.lines().filter_map(executable).next_back().ok_or_else(|| "cargo built no program".to_owned())
}

/// Serves. On Unix this process becomes the server, so that it ends with whoever ends this one.
fn serve(program: &Path, command: &Mock, directory: &Path) -> Result<u8, String> {
    let mut server = Command::new(program);
    server.arg("--port").arg(command.port.to_string());
    if let Some(record) = &command.record {
        server.arg("--record").arg(directory.join(record));
    }
    if command.stateless {
        server.arg("--stateless");
    }
    server.current_dir(directory);
    let cannot = |error: io::Error| format!("{} cannot be run: {error}", program.display());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(cannot(server.exec()))
    }
    #[cfg(not(unix))]
    {
        let status = server.status().map_err(cannot)?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(super::WELL))
    }
}
