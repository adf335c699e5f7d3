//! The crates that are compiled: for each document its types, and a program that reads instances and writes them again.

use crate::subject::{Rules, Subject};
use specwright_tests::root;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The part of a program that is the same for all.
const PROGRAM: &str = r#"
use std::io::{BufRead, Write};
use types::runtime::{Decode, Encode, Validate, json};
use types::serde_json;

type Again = fn(&str) -> String;

fn plain<T: Decode + Encode>(text: &str) -> String {
    written(text, |_: &T| None)
}

fn checked<T: Decode + Encode + Validate>(text: &str) -> String {
    written(text, |value: &T| value.validate().err().map(|all| all.iter().map(|one| format!("{one}; ")).collect()))
}

fn written<T: Decode + Encode>(text: &str, check: fn(&T) -> Option<String>) -> String {
    let value = match json::decode_strictly::<T>(text.as_bytes()) {
        Ok(value) => value,
        Err(unfit) => return format!("refused\t{}", unfit.faults.iter().map(|fault| format!("{fault}; ")).collect::<String>()),
    };
    if let Err(fault) = json::decode::<T>(text.as_bytes()) {
        return format!("refused by who reads tolerantly\t{fault}");
    }
    if let Some(broken) = check(&value) {
        return format!("broken\t{broken}");
    }
    match json::encode(&value) {
        Ok(bytes) => format!("read\t{}", String::from_utf8_lossy(&bytes)),
        Err(fault) => format!("unwritable\t{fault}"),
    }
}

/// Reads what users can build, writes it, and reads it again: the same value, for who reads strictly and for who reads tolerantly.
fn again<T: Decode + Encode + PartialEq>(value: &T) -> Result<String, String> {
    let bytes = json::encode(value).map_err(|fault| format!("unwritable\t{fault}"))?;
    let written = String::from_utf8_lossy(&bytes).into_owned();
    let strictly = json::decode_strictly::<T>(&bytes).map_err(|unfit| {
        format!("refused\tstrictly, as {written}: {}", unfit.faults.iter().map(|fault| format!("{fault}; ")).collect::<String>())
    })?;
    let tolerantly = json::decode::<T>(&bytes).map_err(|fault| format!("refused\ttolerantly, as {written}: {fault}"))?;
    if strictly != *value || tolerantly != *value {
        return Err(format!("refused\tanother value is read of {written}"));
    }
    Ok(written)
}

fn built<T: Decode + Encode + PartialEq>(text: &str) -> String {
    let value = match json::decode::<T>(text.as_bytes()) {
        Ok(value) => value,
        Err(fault) => return format!("refused\tcannot be built: {fault}"),
    };
    match again(&value) {
        Ok(written) => format!("read\t{written}"),
        Err(said) => said,
    }
}

/// What a variant holds is read as that variant, and written as it was: a tag that it left out is there now.
fn chosen<U: Decode + Encode + PartialEq, V: Decode>(text: &str, variant: fn(V) -> U, is: fn(&U) -> bool) -> String {
    let value = match json::decode::<V>(text.as_bytes()) {
        Ok(value) => variant(value),
        Err(fault) => return format!("refused\tcannot be built: {fault}"),
    };
    let tagged = match json::encode(&value) {
        Ok(bytes) => bytes,
        Err(fault) => return format!("unwritable\t{fault}"),
    };
    let written = String::from_utf8_lossy(&tagged);
    match json::decode_strictly::<U>(&tagged) {
        Ok(value) if is(&value) => again(&value).map_or_else(|said| said, |then| match then == written {
            true => format!("read\t{then}"),
            false => format!("refused\t{written} is written as {then}"),
        }),
        Ok(_) => format!("refused\tanother variant reads {written}"),
        Err(unfit) => format!("refused\tstrictly, as {written}: {:?}", unfit.faults.first().map(ToString::to_string)),
    }
}

/// The same of a variant that another may be read as: what is written next is what was written first.
fn kept<U: Decode + Encode, V: Decode>(text: &str, variant: fn(V) -> U) -> String {
    let value = match json::decode::<V>(text.as_bytes()) {
        Ok(value) => variant(value),
        Err(fault) => return format!("refused\tcannot be built: {fault}"),
    };
    let first = json::encode(&value).map_err(|fault| fault.to_string());
    let read = first.clone().and_then(|bytes| json::decode_strictly::<U>(&bytes).map_err(|unfit| format!("{:?}", unfit.faults.first())));
    match (first, read.and_then(|value| json::encode(&value).map_err(|fault| fault.to_string()))) {
        (Ok(first), Ok(then)) if json::decode::<serde_json::Value>(&first).ok() == json::decode(&then).ok() => {
            format!("read\t{}", String::from_utf8_lossy(&then))
        }
        (Ok(first), then) => {
            let then = then.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            format!("refused\t{} is read, and written as {then:?}", String::from_utf8_lossy(&first))
        }
        (Err(fault), _) => format!("unwritable\t{fault}"),
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a file of instances");
    let file = std::fs::File::open(path).expect("readable");
    let mut out = std::io::stdout().lock();
    for line in std::io::BufReader::new(file).lines() {
        let line = line.expect("text");
        let (index, text) = line.split_once('\t').expect("an index before each instance");
        let again = TYPES[index.parse::<usize>().expect("an index")];
        writeln!(out, "{}", again(text).replace(['\n', '\r'], " ")).expect("writable");
    }
}
"#;

/// Shared, so that dependencies are compiled once.
fn target() -> PathBuf {
    root().join("target/judge/target")
}

/// Where documents are compiled.
pub struct Workspace {
    folder: PathBuf,
}

/// A compiled program.
pub struct Program {
    path: PathBuf,
    folder: PathBuf,
}

/// What became of an instance.
#[derive(Debug)]
pub enum Outcome {
    /// The type refuses it.
    Refused(String),
    /// It breaks the type's rules.
    Broken(String),
    /// It was read, and written as this.
    Read(String),
}

impl Workspace {
    /// Writes what changed, so that cargo compiles no more than that.
    pub fn lay_out(name: &str, subjects: &[Subject]) -> Self {
        let folder = root().join("target/judge").join(name);
        let mut members = Vec::new();
        for subject in subjects {
            let own = folder.join(&subject.name);
            for (path, text) in subject.package.files() {
                write(&own.join(path), text);
            }
            write(&own.join("program/Cargo.toml"), &manifest(&subject.name));
            write(&own.join("program/src/main.rs"), &program(subject));
            members.push(format!("\"{0}/types\", \"{0}/program\"", subject.name));
        }
        let profile = "[profile.dev]\ndebug = 0\nincremental = false\n";
        write(
            &folder.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n{profile}", members.join(", ")),
        );
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
        Self { folder }
    }

    /// Compiles the programs of all documents; each, or what the compiler says.
    pub fn build(&self, subjects: &[Subject]) -> Vec<Result<Program, String>> {
        let all = self.cargo(&["--workspace"]);
        let one = |subject: &Subject| {
            if all.is_err() {
                self.cargo(&["--package", &format!("{}-program", subject.name)])?;
            }
            let name = format!("{}-program{}", subject.name, std::env::consts::EXE_SUFFIX);
            let path = target().join("debug").join(name);
            Ok(Program { path, folder: self.folder.join(&subject.name) })
        };
        subjects.iter().map(one).collect()
    }

    fn cargo(&self, what: &[&str]) -> Result<(), String> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--message-format", "short", "--color", "never"])
            .args(what)
            .env("CARGO_TARGET_DIR", target())
            .current_dir(&self.folder)
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let errors = || said.lines().filter(|line| line.contains("error")).take(5).collect::<Vec<_>>().join("\n");
        if output.status.success() { Ok(()) } else { Err(errors()) }
    }
}

impl Program {
    /// Gives instances, as index of the type and JSON, to the program.
    pub fn run(&self, instances: impl Iterator<Item = (usize, String)>) -> Vec<Outcome> {
        let mut lines = String::new();
        for (entry, text) in instances {
            let _infallible = writeln!(lines, "{entry}\t{text}");
        }
        let file = self.folder.join("instances");
        fs::write(&file, lines).expect("writable");
        let output = Command::new(&self.path).arg(&file).output().expect("the program runs");
        assert!(output.status.success(), "{}: {}", self.path.display(), String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(outcome).collect()
    }
}

fn outcome(line: &str) -> Outcome {
    match line.split_once('\t') {
        Some(("read", text)) => Outcome::Read(text.to_owned()),
        Some(("broken", text)) => Outcome::Broken(text.to_owned()),
        _ => Outcome::Refused(line.to_owned()),
    }
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}-program\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         types = {{ package = \"{name}-types\", path = \"../types\" }}\n"
    )
}

fn program(subject: &Subject) -> String {
    let types = subject.entries.iter().map(|(text, rules)| match rules {
        Rules::Checked => format!("    checked::<{text}>,\n"),
        Rules::None => format!("    plain::<{text}>,\n"),
    });
    let laws = subject.laws.iter().map(|law| format!("    {},\n", law.code));
    let table: String = types.chain(laws).collect();
    format!("#![allow(unused)]\n{PROGRAM}\nstatic TYPES: &[Again] = &[\n{table}];\n")
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}
