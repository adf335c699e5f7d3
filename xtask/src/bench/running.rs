//! What decoding and encoding cost at run time, beside `serde_derive` on the same structures.
//!
//! Takes the examples that a description shows of its answers; makes a program that reads and writes each with the generated
//! types and with their derived twins, and prints what it says.

use super::Bench;
use super::measure::{cargo, once, with_findings};
use super::table::Table;
use super::twin;
use super::workspace::write;
use specwright::cli;
use specwright::ir::{Api, Codec, Payload, Type};
use specwright::source::Provenance;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const DOCUMENTS: [&str; 2] = ["github.json", "stripe2021.json"];

/// Largest examples that are measured, one of each type.
const EXAMPLES: usize = 40;

impl Bench {
    pub(super) fn running(&self) -> Result<(), String> {
        for name in DOCUMENTS {
            let document = self.document(name)?;
            let read = cli::understand_files(&self.root, std::slice::from_ref(&document), &[], "bench");
            let api = read.understood.ok_or("it cannot be read")?.api;
            let folder = self.out.join(format!("run-{}", name.trim_end_matches(".json")));
            for part in ["bench", "program"] {
                fs::remove_dir_all(folder.join(part)).ok();
            }
            with_findings(&mut self.generate(0, &document, &folder.join("bench")), &self.out.join("log"))?;
            program(&api, &folder)?;
            fs::copy(self.root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
            once(&mut cargo(&folder, &["build", "--release", "--target-dir", "target"]), &self.out.join("log"))?;
            let output = cargo(&folder, &["run", "--release", "--quiet", "--target-dir", "target"]).output();
            let output = output.map_err(|error| error.to_string())?;
            if !output.status.success() {
                return Err(format!("{name}: the program fails: {}", String::from_utf8_lossy(&output.stderr)));
            }
            let mut table = Table::new(&[
                "type",
                "bytes",
                "decode MB/s",
                "derived",
                "ratio of time",
                "encode MB/s",
                "derived",
                "ratio of time",
            ]);
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                table.row(line.split('\t').map(str::to_owned).collect());
            }
            table.print(&format!("Reading and writing the answers that {name} shows (release, beside serde_derive)"));
        }
        Ok(())
    }
}

/// Examples by the type that holds them, largest first.
fn examples(api: &Api) -> Vec<(&Type, &str)> {
    let mut by_type: BTreeMap<String, (&Type, &str)> = BTreeMap::new();
    for response in api.operations().flat_map(|(_, operation)| &operation.responses) {
        let Payload::One(media) = &response.payload else { continue };
        if media.codec != Codec::Json || matches!(media.ty, Type::Any | Type::Scalar(_)) {
            continue;
        }
        let shown = response.examples.iter().filter(|example| example.provenance != Provenance::Inferred);
        for example in shown {
            let kept = by_type.entry(twin::rust(api, &media.ty, "")).or_insert((&media.ty, &example.body));
            if kept.1.len() < example.body.len() {
                kept.1 = &example.body;
            }
        }
    }
    let mut found: Vec<_> = by_type.into_values().collect();
    found.sort_by_key(|(_, body)| std::cmp::Reverse(body.len()));
    found.truncate(EXAMPLES);
    found
}

fn program(api: &Api, folder: &Path) -> Result<(), String> {
    let examples = examples(api);
    let types: Vec<&Type> = examples.iter().map(|(ty, _)| *ty).collect();
    let ids = twin::reached(api, &types);
    for part in ["examples", "src"] {
        fs::create_dir_all(folder.join("program").join(part)).map_err(|error| error.to_string())?;
    }
    let mut main = String::from(MAIN);
    main.push_str("fn main() {\n    let mut all = Totals::default();\n");
    for (index, (ty, body)) in examples.iter().enumerate() {
        write(&folder.join("program/examples").join(format!("{index}.json")), body)?;
        let (ours, derived) = (twin::rust(api, ty, "types::"), twin::rust(api, ty, "twin::"));
        let shown = twin::rust(api, ty, "");
        let _infallible = writeln!(
            main,
            "    measure::<{ours}, {derived}>({shown:?}, include_str!(\"../examples/{index}.json\"), &mut all);"
        );
    }
    main.push_str("    all.print();\n}\n");
    write(&folder.join("program/src/main.rs"), &main)?;
    write(&folder.join("program/src/twin.rs"), &twin::module(api, &ids))?;
    write(&folder.join("program/Cargo.toml"), MANIFEST)?;
    write(&folder.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"program\", \"bench/types\"]\n")
}

const MANIFEST: &str = r#"[package]
name = "program"
version = "0.1.0"
edition = "2024"
[dependencies]
types = { package = "bench-types", path = "../bench/types" }
chrono = { version = "0.4", default-features = false, features = ["serde"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["serde"] }
"#;

const MAIN: &str = r#"mod twin;
use serde::{Serialize, de::DeserializeOwned};
use std::hint::black_box;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Totals { bytes: usize, written: usize, times: [f64; 4] }

/// Seconds for one call: the least of several rounds of many calls.
fn time(mut call: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut calls = 0u32;
    while started.elapsed() < Duration::from_millis(10) { call(); calls += 1; }
    let mut least = f64::MAX;
    for _ in 0..7 {
        let started = Instant::now();
        for _ in 0..calls { call(); }
        least = least.min(started.elapsed().as_secs_f64() / f64::from(calls));
    }
    least
}

fn measure<A: Serialize + DeserializeOwned, B: Serialize + DeserializeOwned>(name: &str, text: &str, all: &mut Totals) {
    let (ours, derived) = match (serde_json::from_str::<A>(text), serde_json::from_str::<B>(text)) {
        (Ok(ours), Ok(derived)) => (ours, derived),
        (Err(error), _) => return println!("{name}\tdoes not decode: {error}"),
        (_, Err(error)) => return println!("{name}\tderived does not decode: {error}"),
    };
    let times = [
        time(|| drop(black_box(serde_json::from_str::<A>(black_box(text))))),
        time(|| drop(black_box(serde_json::from_str::<B>(black_box(text))))),
        time(|| drop(black_box(serde_json::to_string(black_box(&ours))))),
        time(|| drop(black_box(serde_json::to_string(black_box(&derived))))),
    ];
    let written = serde_json::to_string(&ours).map_or(0, |text| text.len());
    print(name, text.len(), written, &times);
    all.bytes += text.len();
    all.written += written;
    for (sum, time) in all.times.iter_mut().zip(times) { *sum += time; }
}

fn print(name: &str, bytes: usize, written: usize, [a, b, c, d]: &[f64; 4]) {
    let rate = |bytes: usize, seconds: f64| format!("{:.0}", bytes as f64 / seconds / 1e6);
    println!(
        "{name}\t{bytes}\t{}\t{}\t{:.2}\t{}\t{}\t{:.2}",
        rate(bytes, *a), rate(bytes, *b), a / b, rate(written, *c), rate(written, *d), c / d
    );
}

impl Totals {
    fn print(&self) { print("all", self.bytes, self.written, &self.times); }
}

"#;
