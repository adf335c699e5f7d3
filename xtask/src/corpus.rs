//! `corpus DIR [--compile | --lint] [--report FILE.csv]`: every description under a folder, generated and compiled or linted.
//!
//! Takes a folder; prints a line for each description that is not right, then `N passed, N failed`; writes a row for each to
//! the report. Each description is generated in a program of its own, so that its memory and a crash are its own. A
//! description passes when every operation is there and what is generated compiles without a warning; one that breaks
//! its own specification passes when that is told and the sound rest compiles. No type may be larger than 4 KB.

mod document;
mod row;
mod size;

use row::{Compiled, Row};
use size::Largest;
use specwright::diagnostic::Diagnostics;
use specwright::source::Sources;
use specwright::tree;
use std::collections::BTreeSet;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

pub use document::run as run_document;

/// Runs the command; `arguments` are those after `corpus`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = Options::parse(arguments) else {
        eprintln!(
            "usage: cargo xtask corpus DIR [--compile | --lint [--sample COUNT]] [--only SUBSTRING] [--report FILE.csv]"
        );
        return ExitCode::from(2);
    };
    let out = root.join("target/corpus");
    let documents = documents(&options);
    let mut rows = Vec::new();
    for (number, path) in documents.iter().enumerate() {
        progress(&format!("[{}/{}] {}", number + 1, documents.len(), path.display()));
        rows.push(generate(&options.folder, path, &out));
    }
    if let Some(judges) = options.judges {
        compile(root, &out, judges, &mut sample(&mut rows, options.sample));
    }
    progress("");
    let failed = rows.iter().filter(|row| !row.passed()).count();
    for row in rows.iter().filter(|row| !row.passed()) {
        println!("failed: {} {}", row.file, row.why());
    }
    if let Some(report) = &options.report
        && let Err(error) = fs::write(report, Row::table(&rows))
    {
        eprintln!("{}: {error}", report.display());
        return ExitCode::from(2);
    }
    println!("{}", Row::totals(&rows));
    for (reason, count) in Row::reasons(&rows) {
        println!("untyped {count} times: {reason}");
    }
    println!("{} passed, {failed} failed", rows.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

/// Commands of cargo.
type Judges = &'static [&'static [&'static str]];

struct Options {
    folder: PathBuf,
    /// Who judges what is generated: arguments to cargo, for one run each.
    judges: Option<Judges>,
    /// How many to compile, where not all.
    sample: Option<usize>,
    only: Option<String>,
    report: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[String]) -> Option<Self> {
        let mut options = Self { folder: PathBuf::new(), judges: None, sample: None, only: None, report: None };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--compile" => options.judges = Some(&[&["check"]]),
                "--lint" => options.judges = Some(&[&["clippy"], &["doc", "--no-deps"]]),
                "--sample" => options.sample = Some(arguments.next()?.parse().ok()?),
                "--only" => options.only = Some(arguments.next()?.clone()),
                "--report" => options.report = Some(PathBuf::from(arguments.next()?)),
                folder if !folder.starts_with('-') && options.folder.as_os_str().is_empty() => {
                    options.folder = PathBuf::from(folder);
                }
                _ => return None,
            }
        }
        (!options.folder.as_os_str().is_empty()).then_some(options)
    }
}

/// Files that say of themselves that they are a description, smallest first; parts of others do not.
fn documents(options: &Options) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![options.folder.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if declares_a_version(&path) {
                let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
                found.push((size, path));
            }
        }
    }
    found.sort();
    let wanted = |path: &PathBuf| options.only.as_ref().is_none_or(|only| path.to_string_lossy().contains(only));
    found.into_iter().map(|(_, path)| path).filter(wanted).collect()
}

/// Whether the file's root names the version of OpenAPI it is written in; parts of descriptions do not.
fn declares_a_version(path: &Path) -> bool {
    let known =
        path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known));
    let text = if known { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
    if !["openapi", "swagger"].iter().any(|key| text.contains(key)) {
        return false;
    }
    let mut sources = Sources::default();
    let source = sources.add(path.to_string_lossy(), text);
    let root = tree::parse(&sources, source, &mut Diagnostics::default());
    root.is_some_and(|root| root.get("openapi").or_else(|| root.get("swagger")).is_some())
}

fn generate(folder: &Path, path: &Path, out: &Path) -> Row {
    let shown = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let name = row::package_name(&shown);
    let started = Instant::now();
    let output = std::env::current_exe().and_then(|program| {
        Command::new(program).arg("corpus-document").arg(path).arg(&name).arg(out.join(&name)).output()
    });
    let mut row = match output {
        Ok(output) if output.status.success() => Row::parse(&String::from_utf8_lossy(&output.stdout)),
        Ok(output) => Row::crashed(&format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr))),
        Err(error) => Row::crashed(&error.to_string()),
    };
    row.file = shown;
    row.package = name;
    row.bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
    row.seconds = started.elapsed().as_secs_f64();
    row
}

/// What is compiled: all, or so many of the small and middle ones (the smaller nine tenths), evenly spread over the sizes.
fn sample(rows: &mut [Row], wanted: Option<usize>) -> Vec<&mut Row> {
    let generated: Vec<&mut Row> = rows.iter_mut().filter(|row| row.generated).collect();
    let Some(wanted) = wanted else { return generated };
    let eligible = generated.len() * 9 / 10;
    let chosen: BTreeSet<usize> = (0..wanted).map(|number| number * eligible / wanted.max(1)).collect();
    generated.into_iter().enumerate().filter(|(index, _)| chosen.contains(index)).map(|(_, row)| row).collect()
}

/// Compiles description by description in one workspace, so that dependencies are compiled once.
fn compile(root: &Path, out: &Path, judges: Judges, rows: &mut [&mut Row]) {
    let members: Vec<_> = rows.iter().map(|row| format!("\"{}/*\"", row.package)).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n[profile.dev]\ndebug = 0\nincremental = false\n",
        members.join(", ")
    );
    let prepared = fs::write(out.join("Cargo.toml"), manifest)
        .and_then(|()| fs::copy(root.join("Cargo.lock"), out.join("Cargo.lock")));
    if let Err(error) = prepared {
        eprintln!("{}: {error}", out.display());
        return;
    }
    let total = rows.len();
    for (number, row) in rows.iter_mut().enumerate() {
        progress(&format!("[{}/{total}] compiling {}", number + 1, row.file));
        let started = Instant::now();
        row.compiled = match judges.iter().find_map(|judge| complaint(judge, row, out)) {
            None => Compiled::Clean,
            Some(first) => Compiled::Failed(first),
        };
        row.compile_seconds = started.elapsed().as_secs_f64();
        if row.types > 0 && matches!(row.compiled, Compiled::Clean) {
            row.compiled = match size::largest(out, &row.package) {
                Some(Largest { name, bytes, is_too_large: true }) => {
                    Compiled::Failed(format!("`{name}` takes {bytes} bytes"))
                }
                Some(Largest { name, bytes, is_too_large: false }) => {
                    row.largest = format!("{name}×{bytes}");
                    Compiled::Clean
                }
                None => Compiled::Failed("the size of its types is not known".to_owned()),
            };
        }
    }
}

/// The first thing that a command of cargo says of a description's crates.
fn complaint(judge: &[&str], row: &Row, out: &Path) -> Option<String> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(judge).args(["--offline", "--all-features", "--message-format", "short", "--color", "never"]);
    for of in ["types", "client", "server"] {
        command.arg("--package").arg(format!("{}-{of}", row.package));
    }
    let output = match command.env("CARGO_TARGET_DIR", out.join("target")).current_dir(out).output() {
        Ok(output) => output,
        Err(error) => return Some(error.to_string()),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let is_one = |line: &&str| line.contains("error") || line.contains("warning: ") || line.contains(": warning");
    match (output.status.success(), said.lines().find(is_one)) {
        (true, None) => None,
        (_, first) => Some(first.unwrap_or("cargo failed").to_owned()),
    }
}

fn progress(line: &str) {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _closed = write!(err, "\r\x1b[K{line}");
        let _closed = err.flush();
    }
}
