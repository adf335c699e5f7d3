//! One case: what stands in its `values.yaml`, and whether what came out is that.

use serde_yaml::Value;
use specwright_tests::{folders, root, run};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A case.
#[derive(Debug)]
pub struct Case {
    /// Its folder's name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Codes of all diagnostics of its description, each once.
    pub told: BTreeSet<String>,
    /// Values of types.
    pub readings: Vec<Reading>,
    /// Values that servers and clients read differently.
    pub modes: Vec<Mode>,
    /// Requests to the fake server.
    pub requests: Vec<Request>,
}

/// A value as text, and what its type does with it.
#[derive(Debug)]
pub struct Reading {
    /// A type of the types crate.
    pub of: String,
    /// JSON as it is read.
    pub given: String,
    /// What is expected.
    pub expected: Expected,
}

/// A value that readers take differently.
#[derive(Debug)]
pub struct Mode {
    /// What is odd about it.
    pub what: String,
    /// A type of the types crate.
    pub of: String,
    /// JSON as it is read.
    pub given: String,
    /// What a server, a client, and a client with `lenient()` read of it; `None` where they refuse it.
    pub read: [Option<String>; 3],
}

/// What a type does with a value.
#[derive(Debug)]
pub enum Expected {
    /// It is read, also strictly, and written so; its `Debug` begins so where that is said.
    Kept { written: String, debug: Option<String> },
    /// Strict reading refuses it; tolerant reading takes it.
    RefusedStrictly,
    /// Both refuse it.
    Refused,
}

/// A request, and how the fake server answers it.
#[derive(Debug)]
pub struct Request {
    /// Method and path.
    pub line: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// Content, with `\r\n` where the case has line ends in a multipart body.
    pub body: String,
    /// The status of the answer.
    pub status: u64,
    /// The pointer of a violation that the problem must list.
    pub pointer: Option<String>,
    /// The content of the answer, whole.
    pub answer: Option<String>,
}

/// What the program printed for one reading or request.
#[derive(Debug)]
pub struct Outcome {
    /// The case's name.
    pub case: String,
    /// `generate`, `read` or `serve`.
    pub what: String,
    /// The place in the case's list.
    pub at: usize,
    /// Fields that depend on what was done.
    pub fields: serde_json::Value,
}

/// All cases, in the order of their names.
pub fn all() -> Vec<Case> {
    folders(&root().join("tests/values")).iter().map(|folder| Case::of(folder)).collect()
}

impl Case {
    fn of(folder: &Path) -> Self {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("values.yaml")).expect("values");
        let values: Value = serde_yaml::from_str(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let known = ["told", "read", "modes", "serve"];
        for (key, _) in values.as_mapping().expect("a map") {
            assert!(key.as_str().is_some_and(|key| known.contains(&key)), "{name}: the key {key:?} is not known");
        }
        let list = |key: &str| values.get(key).and_then(Value::as_sequence).cloned().unwrap_or_default();
        Self {
            told: list("told").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            readings: list("read").iter().map(|reading| Reading::of(&name, reading)).collect(),
            modes: list("modes").iter().map(|mode| Mode::of(&name, mode)).collect(),
            requests: list("serve").iter().map(|request| Request::of(&name, request)).collect(),
            folder: folder.to_path_buf(),
            name,
        }
    }

    /// The description, whatever its form.
    pub fn input(&self) -> PathBuf {
        let entries = fs::read_dir(&self.folder).expect("a folder").flatten().map(|entry| entry.path());
        entries.filter(|path| path.file_stem().is_some_and(|stem| stem == "input")).min().expect("an input")
    }

    /// Generates the crates of the case below a folder.
    ///
    /// # Errors
    /// When the command fails, or tells something else than the case lists.
    pub fn generate(&self, out: &Path) -> Result<(), String> {
        let mut arguments: Vec<OsString> = ["generate", "--spec"].map(OsString::from).into();
        arguments.extend([self.input().into_os_string(), "--name".into(), self.name.clone().into()]);
        arguments.extend(["--diagnostics".into(), "json".into(), "--out".into(), out.into()]);
        if self.folder.join("overlay.yaml").exists() {
            arguments.extend(["--overlay".into(), self.folder.join("overlay.yaml").into_os_string()]);
        }
        let ran = run(root(), arguments);
        if ran.status != 0 {
            return Err(format!("{}: status {}: {}", self.name, ran.status, ran.err));
        }
        let lines = ran.err.lines().chain(ran.out.lines());
        let told = lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let told: BTreeSet<_> = told.filter_map(|line| Some(line.get("code")?.as_str()?.to_owned())).collect();
        if told != self.told {
            return Err(format!("{}: told {told:?}, expected {:?}", self.name, self.told));
        }
        Ok(())
    }

    /// Compares what came out with what is expected.
    ///
    /// # Errors
    /// All differences.
    pub fn check<'a>(&self, outcomes: impl Iterator<Item = &'a Outcome>) -> Result<(), String> {
        let mut differences = String::new();
        let mut seen = 0;
        for outcome in outcomes {
            seen += 1;
            let difference = match outcome.what.as_str() {
                "generate" => return Err(outcome.fields.as_str().unwrap_or_default().to_owned()),
                "mode" => self.modes[outcome.at].check(&outcome.fields),
                "read" => self.readings[outcome.at].check(&outcome.fields),
                _ => self.requests[outcome.at].check(&outcome.fields),
            };
            if let Err(difference) = difference {
                let _infallible = writeln!(differences, "{difference}");
            }
        }
        if seen != self.readings.len() + self.modes.len() + self.requests.len() {
            let _infallible = writeln!(differences, "the program did {seen} of the case's entries");
        }
        if differences.is_empty() { Ok(()) } else { Err(differences) }
    }
}

/// A text of an entry; an entry that has no such text is a fault of the case.
fn text(case: &str, entry: &Value, key: &str) -> String {
    optional(entry, key).unwrap_or_else(|| panic!("{case}: {entry:?} has no `{key}`"))
}

fn optional(entry: &Value, key: &str) -> Option<String> {
    entry.get(key).and_then(Value::as_str).map(str::to_owned)
}

impl Reading {
    fn of(case: &str, entry: &Value) -> Self {
        let given = text(case, entry, "given");
        let expected = match optional(entry, "refused").as_deref() {
            Some("always") => Expected::Refused,
            Some("strictly") => Expected::RefusedStrictly,
            Some(other) => panic!("{case}: `refused` is `strictly` or `always`, not `{other}`"),
            None => {
                let written = optional(entry, "written").unwrap_or_else(|| given.clone());
                Expected::Kept { written, debug: optional(entry, "debug") }
            }
        };
        Self { of: text(case, entry, "type"), given, expected }
    }

    fn check(&self, came: &serde_json::Value) -> Result<(), String> {
        let field = |name: &str| came.get(name).and_then(serde_json::Value::as_str);
        let (written, strict) = (field("written"), field("strict"));
        let fits = match &self.expected {
            Expected::Refused => written.is_none() && strict.is_none(),
            Expected::RefusedStrictly => written.is_some() && strict.is_none(),
            Expected::Kept { written: expected, debug } => {
                let is_written = written.is_some_and(|written| same(written, expected)) && strict == written;
                is_written && debug.as_ref().is_none_or(|debug| field("debug").is_some_and(|is| is.starts_with(debug)))
            }
        };
        if fits {
            Ok(())
        } else {
            Err(format!("`{}` of {}: {came}, expected {:?}", self.of, self.given, self.expected))
        }
    }
}

impl Mode {
    fn of(case: &str, entry: &Value) -> Self {
        let read =
            ["server", "client", "lenient"].map(|who| Some(text(case, entry, who)).filter(|read| read != "refused"));
        Self { what: text(case, entry, "what"), of: text(case, entry, "type"), given: text(case, entry, "given"), read }
    }

    fn check(&self, came: &serde_json::Value) -> Result<(), String> {
        let read = ["strict", "written", "lenient"].map(|who| came.get(who).and_then(serde_json::Value::as_str));
        let fits = read.iter().zip(&self.read).all(|(came, expected)| match (came, expected) {
            (Some(came), Some(expected)) => same(came, expected),
            (came, expected) => came.is_none() && expected.is_none(),
        });
        if fits { Ok(()) } else { Err(format!("{}: {came}, expected {self:?}", self.what)) }
    }
}

/// The table of the book that says who reads what.
pub fn table(modes: &[Mode]) -> String {
    let mut table = String::from("| | JSON | Server | Client | Client with `lenient()` |\n|---|---|---|---|---|\n");
    for Mode { what, given, read, .. } in modes {
        let [server, client, lenient] = read.each_ref().map(|read| match read {
            Some(read) => format!("`{read}`"),
            None => "refused".to_owned(),
        });
        let given = given.replace('\u{feff}', "U+FEFF ");
        let _infallible = writeln!(table, "| {what} | `{given}` | {server} | {client} | {lenient} |");
    }
    table
}

/// Whether two texts are the same JSON, where `7` and `7.0` differ and the order of keys does not count.
fn same(a: &str, b: &str) -> bool {
    fn parsed(text: &str) -> Option<serde_json::Value> {
        serde_json::from_str(text).ok()
    }
    a == b || parsed(a).is_some_and(|a| parsed(b) == Some(a))
}

impl Request {
    fn of(case: &str, entry: &Value) -> Self {
        let headers = entry.get("headers").and_then(Value::as_mapping).cloned().unwrap_or_default();
        let header = |(key, value): (Value, Value)| Some((key.as_str()?.to_owned(), value.as_str()?.to_owned()));
        Self {
            line: text(case, entry, "send"),
            headers: headers.into_iter().filter_map(header).collect(),
            body: optional(entry, "body").unwrap_or_default(),
            status: entry
                .get("status")
                .and_then(Value::as_u64)
                .unwrap_or_else(|| panic!("{case}: {entry:?} has no `status`")),
            pointer: optional(entry, "pointer"),
            answer: optional(entry, "answer"),
        }
    }

    fn check(&self, came: &serde_json::Value) -> Result<(), String> {
        let answer = came.get("answer").and_then(serde_json::Value::as_str).unwrap_or_default();
        let errors = serde_json::from_str::<serde_json::Value>(answer).unwrap_or_default();
        let errors = errors.get("errors").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
        let points =
            |pointer: &String| errors.iter().any(|error| error.get("pointer").is_some_and(|is| is == pointer.as_str()));
        let fits = came.get("status").and_then(serde_json::Value::as_u64) == Some(self.status)
            && self.pointer.as_ref().is_none_or(points)
            && self.answer.as_ref().is_none_or(|expected| same(answer, expected));
        if fits { Ok(()) } else { Err(format!("{} {}: {came}, expected {self:?}", self.line, self.body)) }
    }
}
