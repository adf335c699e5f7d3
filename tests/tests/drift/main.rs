//! Drift: pairs of descriptions and what is told of them.
//!
//! Each folder of `tests/drift` with an `old` and a `new` document is a test of its own: `cargo test -p specwright-tests --test drift -- case::pattern_narrowed`. Its `expected` has a line
//! for each change: rule, verdicts for existing clients and servers, and the place. `DRIFT=write` writes what was found. Every case is compared both ways, and each witness is
//! held against both sides' schemas by a JSON Schema validator that is not ours.

mod browser;
mod bump;
mod coverage;
mod equivalence;
mod mutation;
mod pair;
mod recorded;
mod reports;
mod usage;
mod witnesses;

use libtest_mimic::{Arguments, Failed, Trial};
use pair::Pair;
use specwright::drift::{Party, Wire, rule};
use specwright_tests::{folders, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cases: Vec<PathBuf> =
        folders(&root().join("tests/drift")).into_iter().filter(|it| document(it, "old").is_some()).collect();
    let mut trials: Vec<Trial> = cases
        .iter()
        .cloned()
        .map(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(format!("case::{name}"), move || case(&folder))
        })
        .collect();
    let read = cases.clone();
    trials.push(Trial::test("witnesses_are_what_the_crates_do", move || witnesses::are_what_the_crates_do(&read)));
    let told = cases.clone();
    trials.push(Trial::test("every_rule_of_oasdiff_has_a_rule_or_a_reason", move || {
        coverage::every_rule_of_oasdiff_has_a_rule_or_a_reason(&told)
    }));
    trials.push(Trial::test("every_rule_has_a_case", move || every_rule_has_a_case(&cases)));
    trials.push(Trial::test("every_field_has_a_rule_or_a_reason", coverage::every_field_has_a_rule_or_a_reason));
    trials.extend(equivalence::trials());
    trials.extend(mutation::trials());
    trials.extend(reports::trials());
    trials.extend(recorded::trials());
    trials.extend(usage::trials());
    trials.extend(bump::trials());
    trials.push(browser::trial());
    trials.push(Trial::test("published_states_a_year_apart", published));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn document(folder: &Path, side: &str) -> Option<PathBuf> {
    ["yaml", "json"].iter().map(|end| folder.join(format!("{side}.{end}"))).find(|it| it.is_file())
}

fn of(folder: &Path) -> Result<Pair, Failed> {
    let (Some(old), Some(new)) = (document(folder, "old"), document(folder, "new")) else {
        return Err("there is no pair".into());
    };
    Ok(Pair::read(&old, &new))
}

fn case(folder: &Path) -> Result<(), Failed> {
    let pair = of(folder)?;
    let report = pair.compare();
    let found = pair.lines(&report);
    let expected = folder.join("expected");
    if std::env::var("DRIFT").as_deref() == Ok("write") {
        fs::write(&expected, &found)?;
    }
    let wanted = fs::read_to_string(&expected).map_err(|error| format!("{}: {error}", expected.display()))?;
    if wanted != found {
        return Err(format!("expected:\n{wanted}\nfound:\n{found}").into());
    }
    witnessed(&report)?;
    pair.judge(&report)?;
    let back = pair.reversed().compare();
    // How many items are told of together hangs on the names that there are.
    let on_the_wire = |it: &&specwright::drift::Change| it.rule.id != "rust-changed";
    let mut mirrored: Vec<&str> = report.changes.iter().filter(on_the_wire).map(|it| it.rule.mirror).collect();
    let mut rules: Vec<&str> = back.changes.iter().filter(on_the_wire).map(|it| it.rule.id).collect();
    mirrored.sort_unstable();
    rules.sort_unstable();
    if mirrored != rules {
        return Err(format!("the other way round it is {rules:?}, not {mirrored:?}").into());
    }
    pair.reversed().judge(&back)?;
    // What breaks one party breaks the other when the descriptions change places.
    let breaking = |report: &specwright::drift::Report, party: Party| {
        report.changes.iter().filter(|it| it.verdict(&[party]) == Wire::Breaking).count()
    };
    for (one, two) in [(Party::Client, Party::Server), (Party::Server, Party::Client)] {
        // A status that is gone is missed by who waits for it, and one that came is not; the same holds for media types of responses.
        let one_sided = |report: &specwright::drift::Report| {
            report
                .changes
                .iter()
                .filter(|it| ["status-removed", "media-type-removed", "media-type-added"].contains(&it.rule.id))
                .count()
        };
        let (forth, round) = (breaking(&report, one), breaking(&back, two));
        if forth.abs_diff(round) > one_sided(&report) + one_sided(&back) {
            return Err(format!("{forth} changes break {one:?}, and {round} break {two:?} the other way round").into());
        }
    }
    let same = Pair::read(&document(folder, "old").ok_or("gone")?, &document(folder, "old").ok_or("gone")?).compare();
    if same.changes.is_empty() { Ok(()) } else { Err("a description differs from itself".into()) }
}

/// What breaks has one witness for each that it breaks, and nothing else has one.
fn witnessed(report: &specwright::drift::Report) -> Result<(), Failed> {
    for change in &report.changes {
        for (party, wire) in [(Party::Client, change.client), (Party::Server, change.server)] {
            let count = change.witnesses.iter().filter(|it| it.party == party).count();
            if count != usize::from(wire == Wire::Breaking) {
                return Err(format!("{}: {wire:?} for {party:?} with {count} witnesses", change.message).into());
            }
        }
    }
    Ok(())
}

/// Documents that a vendor published at two times, where the collection has them: each claim has a witness that another validator confirms, and a document is like itself.
fn published() -> Result<(), Failed> {
    let Some(folder) = specwright_tests::shared().map(|it| it.join("vendors")) else { return Ok(()) };
    for vendor in folders(&folder) {
        let mut states: Vec<PathBuf> = fs::read_dir(&vendor)?.flatten().map(|it| it.path()).collect();
        states.retain(|it| it.extension().is_some_and(|it| it == "json" || it == "yaml"));
        states.sort();
        for two in states.windows(2) {
            let [old, new] = two else { continue };
            let pair = Pair::read(old, new);
            for pair in [&pair, &pair.reversed()] {
                let report = pair.compare();
                witnessed(&report)?;
                pair.judge(&report)?;
            }
        }
        for state in &states {
            let same = Pair::read(state, state).compare();
            if !same.changes.is_empty() {
                return Err(format!("{} differs from itself", state.display()).into());
            }
        }
    }
    Ok(())
}

fn every_rule_has_a_case(cases: &[PathBuf]) -> Result<(), Failed> {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for folder in cases {
        let text = fs::read_to_string(folder.join("expected")).unwrap_or_default();
        for rule in text.lines().filter_map(|line| rule::find(line.split(' ').next()?)) {
            // Each case is compared both ways.
            told.extend([rule.id, rule.mirror]);
        }
    }
    let missing: Vec<&str> = rule::ALL.iter().map(|it| it.id).filter(|it| !told.contains(it)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case tells of {missing:?}").into()) }
}
