//! Whether cost is linear in the document.
//!
//! Takes a real description and repeats it under new names until it has the size that is wanted; gives time for each pass
//! the peak of the whole, and what [`super::memory`] says of the largest.

use super::Bench;
use super::measure::{cargo, once, with_findings};
use super::table::Table;
use serde_json::{Map, Value};
use specwright::diagnostic::Diagnostics;
use specwright::emit::{Crate, client, server, types};
use specwright::source::Sources;
use specwright::write::assemble;
use specwright::{lower, page, read, tree, upgrade};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Sizes in bytes.
const SIZES: [usize; 5] = [10_000, 100_000, 1_000_000, 10_000_000, 40_000_000];

/// Copies that share a tag.
const COPIES_OF_A_TAG: usize = 20;

const PASSES: [&str; 7] = ["parse", "upgrade", "read", "lower", "types", "client", "server"];

impl Bench {
    pub(super) fn linear(&self) -> Result<(), String> {
        // The passes are timed inside the program, which must be optimised too.
        let build = ["build", "--release", "--quiet", "--manifest-path", "xtask/Cargo.toml"];
        once(&mut cargo(&self.root, &build), &self.out.join("log"))?;
        let one = self.root.join("generated/close/openapi.yaml");
        let one = fs::read_to_string(&one).map_err(|error| format!("{}: {error}", one.display()))?;
        let one = json(&one)?;
        let mut columns = vec!["size"];
        columns.extend(PASSES);
        columns.extend(["processor", "s/MB", "peak", "peak/size"]);
        let mut table = Table::new(&columns);
        let mut text = String::new();
        for size in SIZES {
            let path = self.out.join("repeated.json");
            text = repeated(&one, size);
            fs::write(&path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
            let megabytes = text.len() as f64 / 1e6;
            let mut row = vec![format!("{megabytes:.2} MB")];
            let xtask = self.root.join("target/release/xtask");
            let times =
                Command::new(&xtask).arg("bench-passes").arg(&path).output().map_err(|error| error.to_string())?;
            let times = String::from_utf8_lossy(&times.stdout).into_owned();
            row.extend(times.split_whitespace().map(|seconds| format!("{seconds} s")));
            let whole = with_findings(&mut self.generate(0, &path, &self.out.join("repeated")), &self.out.join("log"))?;
            row.push(whole.cpu_text());
            row.push(format!("{:.2}", whole.cpu.as_secs_f64() / megabytes));
            row.push(whole.peak_text());
            let share = whole.peak as f64 / text.len() as f64;
            row.push(format!("{share:.1}"));
            table.row(row);
        }
        fs::remove_dir_all(self.out.join("repeated")).ok();
        table.print("Cost by size: one description, repeated under new names (passes one after another in one thread; processor time and peak of a whole run)");
        // The last is the largest; small documents are outweighed by the program itself.
        self.memory(&text)
    }
}

/// A text in either language, parsed.
pub(super) fn node(text: &str) -> Result<tree::Node, String> {
    let mut sources = Sources::default();
    let source = sources.add("openapi.yaml", text.to_owned());
    tree::parse(&sources, source, &mut Diagnostics::default()).ok_or_else(|| "it does not parse".to_owned())
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(&tree::write::json_compact(&node(text)?)).map_err(|error| error.to_string())
}

/// The description repeated up to a size: paths, components, tags and operations of each copy under names of their own.
fn repeated(one: &Value, size: usize) -> String {
    let mut whole = one.clone();
    let empty = Map::new();
    let member = |key: &str| one.get(key).and_then(Value::as_object).unwrap_or(&empty);
    let mut paths = Map::new();
    let mut components = Map::new();
    let copies = size.div_ceil(one.to_string().len()).max(1);
    for copy in 0..copies {
        for (path, item) in member("paths") {
            paths.insert(format!("/{copy}{path}"), renamed(item, copy));
        }
        for (kind, named) in member("components") {
            let kept = kind == "securitySchemes";
            let all = components.entry(kind.clone()).or_insert_with(|| Value::Object(Map::new()));
            for (name, component) in named.as_object().unwrap_or(&empty) {
                let name = if kept { name.clone() } else { format!("{name}{copy}") };
                all[name] = renamed(component, copy);
            }
        }
    }
    whole["paths"] = Value::Object(paths);
    whole["components"] = Value::Object(components);
    whole["tags"] = Value::Array(Vec::new());
    whole.to_string()
}

fn renamed(value: &Value, copy: usize) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| renamed(item, copy)).collect()),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| {
                let value = match (key.as_str(), value) {
                    ("$ref", Value::String(target)) if !target.contains("/securitySchemes/") => {
                        format!("{target}{copy}").into()
                    }
                    ("operationId", Value::String(id)) => format!("{id}{copy}").into(),
                    ("tags", _) => vec![format!("tag {}", copy / COPIES_OF_A_TAG)].into(),
                    _ => renamed(value, copy),
                };
                (key.clone(), value)
            };
            Value::Object(map.iter().map(entry).collect())
        }
        other => other.clone(),
    }
}

/// Prints the seconds of each pass over a file; run in a program of its own.
pub fn passes(file: &Path) -> ExitCode {
    let Ok(text) = fs::read_to_string(file) else { return ExitCode::from(2) };
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let source = sources.add("openapi.json", text);
    let mut last = Instant::now();
    let mut lap = || {
        let seconds = last.elapsed().as_secs_f64();
        print!("{seconds:.3} ");
        last = Instant::now();
    };
    let Some(root) = page::read(&sources, source, &mut diagnostics) else { return ExitCode::from(2) };
    lap();
    let mut trees = tree::Trees::default();
    trees.add(source, "openapi.json", root);
    upgrade::upgrade_files(source, &mut trees, &mut diagnostics);
    lap();
    let Some(document) = read::read(source, &trees, &mut diagnostics) else { return ExitCode::from(2) };
    lap();
    let options = lower::Options { name: "bench".to_owned(), ..lower::Options::default() };
    let api = lower::lower(&document, &options, &mut diagnostics);
    lap();
    for of in Crate::ALL {
        let files = match of {
            Crate::Types => types::emit(&api),
            Crate::Client => client::emit(&api),
            Crate::Server => server::emit(&api),
        };
        if assemble::assemble(of, files).is_err() {
            return ExitCode::from(2);
        }
        lap();
    }
    println!();
    ExitCode::SUCCESS
}
