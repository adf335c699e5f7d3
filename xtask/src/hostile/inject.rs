//! Hostile texts in a rich document: read in this process, and a sample of them compiled.
//!
//! Takes a seed and a time; gives what was broken, each with its document. The sample is compiled in one workspace, without a
//! network, in the repository's own target folder.

use super::in_memory::Finding;
use super::in_memory::inject::Injection;
use super::in_memory::random::Random;
use super::siege::{Report, Siege};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// How many documents are compiled at once: more is quicker for each, but the time of a batch is not divided.
const BATCH: usize = 4;

/// Texts as tokens.
pub fn texts(siege: &Siege, until: Instant) -> Result<Report, String> {
    let injection = Injection::new()?;
    let tried = injection.run(siege.seed, until);
    let note = format!("{} places, {} refused", injection.places.len(), tried.refused);
    Ok(Report { tried: tried.documents, note, findings: tried.findings })
}

/// Texts before clippy and rustdoc.
pub fn compiled(siege: &Siege, until: Instant) -> Result<Report, String> {
    let injection = Injection::new()?;
    let mut random = Random::new(siege.seed);
    let mut report = Report::default();
    let mut batches = 0;
    while batches == 0 || Instant::now() < until {
        let place = siege.place.join("compiled");
        fs::remove_dir_all(&place).ok();
        let sample = injection.sample(random.number(), BATCH);
        let mut members = Vec::new();
        for (number, (_, _, files)) in sample.iter().enumerate() {
            for (path, text) in files {
                // Crates of one workspace have names of their own.
                let text = if path.ends_with("Cargo.toml") {
                    text.replace("\"hostile-", &format!("\"hostile{number}-"))
                } else {
                    text.replace("hostile_", &format!("hostile{number}_"))
                };
                write(&place.join(format!("{number}/{path}")), &text)?;
            }
            members.push(format!("\"{number}/*\""));
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        write(&place.join("Cargo.toml"), &manifest)?;
        fs::copy(siege.root.join("Cargo.lock"), place.join("Cargo.lock")).map_err(|error| error.to_string())?;
        for (what, arguments) in [
            ("clippy", &["clippy", "--workspace", "--all-features", "--", "-D", "warnings"][..]),
            ("rustdoc", &["doc", "--workspace", "--no-deps"][..]),
        ] {
            for complaint in complaints(siege, &place, arguments)? {
                let number = complaint.split('/').next().and_then(|part| part.trim().parse::<usize>().ok());
                let culprit = number.and_then(|number| sample.get(number));
                let (name, document) =
                    culprit.map_or(("the batch", ""), |(name, document, _)| (name.as_str(), document.as_str()));
                let what = format!("{what}: {name}");
                if !report.findings.iter().any(|finding| finding.what == what) {
                    report.findings.push(Finding { what, broken: complaint, document: document.to_owned() });
                }
            }
        }
        report.tried += sample.len();
        batches += 1;
    }
    report.note = String::from("with clippy and rustdoc, no warning allowed");
    Ok(report)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// The lines in which cargo says what it does not like.
fn complaints(siege: &Siege, place: &Path, arguments: &[&str]) -> Result<Vec<String>, String> {
    let (command, rest) = arguments.split_first().ok_or("no command")?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .arg(command)
        // Features that nothing else here turns on need packages which may not have been fetched yet.
        .args(["--keep-going", "--message-format", "short", "--color", "never", "--target-dir"])
        .arg(siege.root.join("target"))
        .args(rest)
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(place)
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = said.lines().filter(|line| line.contains(": error") || line.contains(": warning")).collect();
    let lines: Vec<_> = lines.into_iter().map(str::to_owned).collect();
    if lines.is_empty() && !output.status.success() { Ok(vec![said.into_owned()]) } else { Ok(lines) }
}
