//! `conformance server [--documents DIR] [--examples COUNT] [FILE|VENDOR...]`: what an independent judge says of generated servers; `conformance client` is a module.
//!
//! Takes vendors and descriptions: those named, else every vendor, and what `tests/conformance/documents.txt` names under the folder that is given. Serves each with
//! `specwright mock` on loopback and has schemathesis send it requests, with every check and in every phase. Prints a line for each failure that
//! `tests/conformance/exceptions.md` does not accept, then `N passed, N failed`, where each check of each answer counts, and a failure once for
//! each operation. The judge is installed from PyPI, at one version, under `target/`.

mod client;
mod exceptions;
mod failure;
mod judged;
mod rows;
mod served;

use exceptions::Exceptions;
use judged::Judged;
use served::Served;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The judge.
const JUDGE: &str = "schemathesis==4.32.5";

const USAGE: &str = "usage: cargo xtask conformance server [--documents DIR] [--examples COUNT] [FILE|VENDOR...]";

/// Runs the command; `arguments` are those after `conformance`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    if let Some((kind, rest)) = arguments.split_first()
        && kind == "client"
    {
        return client::run(root, rest);
    }
    let Some(options) = Options::parse(arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match judged(root, &options) {
        Ok(failed) => ExitCode::from(u8::from(failed > 0)),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

struct Options {
    documents: Option<PathBuf>,
    examples: u32,
    named: Vec<String>,
}

impl Options {
    fn parse(arguments: &[String]) -> Option<Self> {
        let (kind, rest) = arguments.split_first()?;
        if kind != "server" {
            return None;
        }
        let mut options = Self { documents: None, examples: 20, named: Vec::new() };
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--documents" => options.documents = Some(PathBuf::from(rest.next()?)),
                "--examples" => options.examples = rest.next()?.parse().ok()?,
                option if option.starts_with('-') => return None,
                name => options.named.push(name.to_owned()),
            }
        }
        Some(options)
    }
}

/// A server to judge.
struct Subject {
    name: String,
    /// What `specwright mock` is given.
    input: String,
    /// The OpenAPI document that the judge reads.
    document: PathBuf,
}

fn judged(root: &Path, options: &Options) -> Result<usize, String> {
    let exceptions = Exceptions::read(&root.join("tests/conformance/exceptions.md"))?;
    let subjects = subjects(root, options)?;
    let judge = judge(root)?;
    finished(Command::new(env!("CARGO")).args(["build", "--quiet", "-p", "specwright"]).current_dir(root))?;
    let (mut passed, mut failed) = (0, 0);
    for subject in subjects {
        let judged = judge_one(root, &judge, &subject, options.examples)
            .and_then(|report| Judged::read(&report, &subject.name, &exceptions));
        match judged {
            Ok(judged) => {
                println!("{}: {judged}", subject.name);
                judged.failures.iter().for_each(|failure| println!("failed: {} {failure}", subject.name));
                passed += judged.passed;
                failed += judged.failures.len();
            }
            Err(message) => {
                println!("failed: {} cannot be judged: {message}", subject.name);
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed)
}

fn subjects(root: &Path, options: &Options) -> Result<Vec<Subject>, String> {
    let vendors: Vec<String> = folders(&root.join("specs"))?;
    let vendor = |name: &str| Subject {
        name: name.to_owned(),
        input: name.to_owned(),
        document: root.join("generated").join(name).join("openapi.yaml"),
    };
    let file = |path: PathBuf| Subject {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        input: path.to_string_lossy().into_owned(),
        document: path,
    };
    let absolute = |path: &Path| path.canonicalize().map_err(|error| format!("{}: {error}", path.display()));
    if !options.named.is_empty() {
        let of = |name: &String| match vendors.contains(name) {
            true => Ok(vendor(name)),
            false => absolute(Path::new(name)).map(file),
        };
        return options.named.iter().map(of).collect();
    }
    let mut subjects: Vec<Subject> = vendors.iter().map(|name| vendor(name)).collect();
    if let Some(folder) = &options.documents {
        let list = root.join("tests/conformance/documents.txt");
        let list = fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
        for name in list.lines() {
            subjects.push(file(absolute(&folder.join(name))?));
        }
    }
    Ok(subjects)
}

fn folders(parent: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    Ok(names)
}

/// The judge's program, installed where it is not there yet.
fn judge(root: &Path) -> Result<PathBuf, String> {
    let folder = root.join("target/conformance").join(JUDGE.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if !program.exists() {
        eprintln!("installing {JUDGE}");
        finished(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        finished(Command::new(folder.join("bin/pip")).args(["install", "--quiet", JUDGE]))?;
    }
    Ok(program)
}

/// Judges one server, and gives the judge's report.
fn judge_one(root: &Path, judge: &Path, subject: &Subject, examples: u32) -> Result<PathBuf, String> {
    let served = Served::start(root, &subject.input)?;
    let report = root.join("target/conformance").join(format!("{}.ndjson", subject.name));
    let log = root.join("target/conformance").join(format!("{}.txt", subject.name));
    let output = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    // Run where no settings of the judge lie about, and nothing that it leaves behind is in the way.
    let status = Command::new(judge)
        .args(["run", "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--seed", "1", "--no-color"])
        .args(["--continue-on-failure", "--suppress-health-check", "all", "--max-examples", &examples.to_string()])
        .args(["--report", "ndjson", "--report-ndjson-path"])
        .arg(&report)
        .args(["--url", &served.address])
        .arg(&subject.document)
        .current_dir(root.join("target/conformance"))
        .stdin(Stdio::null())
        .stderr(output.try_clone().map_err(|error| error.to_string())?)
        .stdout(output)
        .status()
        .map_err(|error| format!("{}: {error}", judge.display()))?;
    // 1 where there are failures, which the report tells.
    match status.code() {
        Some(0 | 1) => Ok(report),
        _ => Err(format!("the judge ended with {status}: {}", log.display())),
    }
}

/// Runs a program that must succeed.
fn finished(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) => Err(format!("{program}: {error}")),
    }
}
