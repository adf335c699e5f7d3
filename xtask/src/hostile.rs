//! `hostile [--seconds N] [--seed S] [--keep DIR] [--only ATTACK]`: the product under attack.
//!
//! Takes a seed and a time; prints a row for each attack, then `N passed, N failed`, and ends with 1 where anything failed.
//! The same seed tries the same things in the same order; the time alone decides how many. What fails is written as a small file.

mod disk;
mod in_memory;
mod inject;
mod mutate;
mod programs;
mod siege;

use in_memory::Finding;
use siege::{Report, Siege};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub use mutate::run_batch;

const USAGE: &str = "usage: cargo xtask hostile [--seconds N] [--seed S] [--keep DIR] [--only ATTACK]";

type Attack = fn(&Siege, Instant) -> Result<Report, String>;

/// Attacks with the share of the time that each has.
const ATTACKS: [(&str, u32, Attack); 5] = [
    ("inject", 3, inject::texts),
    ("compile", 2, inject::compiled),
    ("mutate", 3, mutate::documents),
    ("programs", 2, programs::run),
    ("disk", 2, disk::run),
];

/// Runs the command; `arguments` are those after `hostile`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let (mut seconds, mut seed, mut only) = (120, 1, None);
    let place = root.join("target/hostile");
    let mut keep = place.join("found");
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next();
        let understood = match (argument.as_str(), value) {
            ("--seconds", Some(value)) => value.parse().map(|value| seconds = value).is_ok(),
            ("--seed", Some(value)) => value.parse().map(|value| seed = value).is_ok(),
            ("--keep", Some(value)) => {
                keep = PathBuf::from(value);
                true
            }
            ("--only", Some(value)) => {
                only = Some(value.clone());
                ATTACKS.iter().any(|(name, ..)| name == value)
            }
            _ => false,
        };
        if !understood {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    // What is broken is said by the summary, not by every panic on the way.
    std::panic::set_hook(Box::new(|_| {}));
    let siege = Siege { root: root.to_path_buf(), place, seed };
    let chosen: Vec<_> = ATTACKS.iter().filter(|(name, ..)| only.as_ref().is_none_or(|only| only == name)).collect();
    let shares: u32 = chosen.iter().map(|(_, share, _)| share).sum();
    let mut rows = Vec::new();
    for (name, share, attack) in chosen {
        let started = Instant::now();
        let until = started + Duration::from_secs(seconds) * *share / shares.max(1);
        let report = attack(&siege, until).unwrap_or_else(|why| Report {
            findings: vec![Finding { what: String::from("the attack itself"), broken: why, document: String::new() }],
            ..Report::default()
        });
        rows.push((*name, started.elapsed(), report));
    }
    summary(&rows, &keep)
}

fn summary(rows: &[(&str, Duration, Report)], keep: &Path) -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for (name, _, report) in rows {
        for (number, finding) in report.findings.iter().enumerate() {
            println!("failed: {name}: {}: {}", finding.what, finding.broken);
            let path = keep.join(format!("{name}-{number}.txt"));
            let written = fs::create_dir_all(keep).and_then(|()| fs::write(&path, &finding.document));
            match written {
                Ok(()) => println!("        {}", path.display()),
                Err(error) => println!("        {}: {error}", path.display()),
            }
        }
        failed += report.findings.len();
        passed += report.tried.saturating_sub(report.findings.len());
    }
    println!("{:<10} {:>8} {:>8} {:>9}  note", "attack", "tried", "failed", "time");
    for (name, time, report) in rows {
        let seconds = time.as_secs_f64();
        println!("{name:<10} {:>8} {:>8} {seconds:>7.1} s  {}", report.tried, report.findings.len(), report.note);
    }
    println!("{passed} passed, {failed} failed");
    ExitCode::from(u8::from(failed > 0))
}
