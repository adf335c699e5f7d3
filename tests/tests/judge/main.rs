//! An independent judge of the generated types: a JSON Schema validator.
//!
//! Published documents are generated; what the validator accepts as an instance of a schema (what the document shows, and
//! instances made up from its schemas) must be read by the type that the schema became, satisfy its rules, and be written as the
//! same JSON. What users can build of the types is tried as well (`law`). Skipped where the collection is not there.
//!
//! `JUDGE=text cargo test -p specwright-tests --test judge -- --ignored --nocapture` does so for all documents whose path
//! holds that text, smallest first; `JUDGE=` for all.

mod answers;
mod built;
mod compare;
mod conjunction;
mod inheritance;
mod instance;
mod judge;
mod law;
mod mutant;
mod random;
mod shown;
mod subject;
mod text;
mod trial;
mod workspace;

use specwright_tests::{folders, root, shared};
use std::fs;
use std::path::PathBuf;
use trial::Verdict;
use workspace::Workspace;

/// Documents tried with every `cargo test`.
const SAMPLE: usize = 20;

/// Schemas that a document of the sample declares: enough to tell something, few enough to compile in seconds.
const SCHEMAS: std::ops::RangeInclusive<usize> = 3..=40;

/// Documents compiled at once.
const TOGETHER: usize = 10;

/// A document of the collection.
struct Listed {
    path: PathBuf,
    bytes: u64,
    schemas: usize,
}

/// All documents, smallest first.
fn listed() -> Vec<Listed> {
    let Some(folder) = shared().map(|shared| shared.join("documents")) else { return Vec::new() };
    let index = fs::read_to_string(folder.join("index.csv")).unwrap_or_default();
    let mut all = Vec::new();
    for line in index.lines().skip(1) {
        let mut columns = line.split(',');
        let (Some(file), Some(schemas)) = (columns.next(), columns.nth(3)) else { continue };
        let path = folder.join(file);
        let Ok(metadata) = fs::metadata(&path) else { continue };
        all.push(Listed { path, bytes: metadata.len(), schemas: schemas.parse().unwrap_or(0) });
    }
    all.sort_by(|a, b| (a.bytes, &a.path).cmp(&(b.bytes, &b.path)));
    all
}

/// Middle-sized documents: half of them those that show most, half evenly spread over the sizes there are.
fn sample() -> Vec<PathBuf> {
    let mut fitting: Vec<_> = listed().into_iter().filter(|listed| SCHEMAS.contains(&listed.schemas)).collect();
    let shows = |listed: &Listed| fs::read_to_string(&listed.path).unwrap_or_default().matches("example").count();
    fitting.sort_by_cached_key(|listed| std::cmp::Reverse(shows(listed)));
    let mut others = fitting.split_off(fitting.len().min(SAMPLE / 2));
    others.sort_by(|a, b| (a.bytes, &a.path).cmp(&(b.bytes, &b.path)));
    let step = (others.len() / (SAMPLE / 2)).max(1);
    let spread = others.into_iter().step_by(step).take(SAMPLE / 2);
    fitting.into_iter().chain(spread).map(|listed| listed.path).collect()
}

#[test]
fn what_is_valid_survives_the_types_of_a_sample() {
    let documents = sample();
    if documents.is_empty() {
        return;
    }
    let verdict = judge_all("sample", &documents);
    assert!(verdict.faults.is_empty(), "{}", verdict.faults.join("\n"));
    assert!(verdict.shown > 100 && verdict.made > 1_000, "{verdict:?}");
    assert!(verdict.mutants_refused * 10 >= verdict.mutants * 9, "{verdict:?}");
}

#[test]
fn what_is_valid_survives_the_types_of_the_cases() {
    let cases = folders(&root().join("tests/cases/schemas"));
    let verdict = judge_all("cases", &cases.iter().map(|case| case.join("input.yaml")).collect::<Vec<_>>());
    assert!(verdict.faults.is_empty(), "{}", verdict.faults.join("\n"));
    assert!(verdict.made > 500, "{verdict:?}");
}

#[test]
#[ignore = "compiles the types of every document: minutes to hours"]
fn what_is_valid_survives_the_types_of_every_document() {
    let wanted = std::env::var("JUDGE").unwrap_or_default();
    let all = listed().into_iter().map(|listed| listed.path);
    let documents: Vec<_> = all.filter(|path| path.to_string_lossy().contains(&wanted)).collect();
    let verdict = judge_all("all", &documents);
    assert!(verdict.faults.is_empty(), "{} faults", verdict.faults.len());
}

/// What fakes answer: no body breaks its schema, over all documents and vendors.
#[test]
fn what_fakes_answer_is_valid() {
    let wanted = std::env::var("JUDGE").unwrap_or_default();
    let mut files: Vec<PathBuf> = folders(&root().join("generated")).iter().map(|it| it.join("openapi.yaml")).collect();
    files.extend(listed().into_iter().map(|listed| listed.path));
    let mut found = answers::Found::default();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&wanted)) {
        found.add(answers::of(file));
    }
    let (judged, impossible) = (found.judged, found.impossible);
    println!(
        "{judged} bodies judged, {} invalid, {impossible} of contradictory schemas, {} missing",
        found.invalid.len(),
        found.missing.len()
    );
    found.missing.iter().for_each(|one| println!("missing: {one}"));
    assert!(found.invalid.is_empty(), "{} invalid:\n{}", found.invalid.len(), found.invalid.join("\n"));
}

fn judge_all(name: &str, documents: &[PathBuf]) -> Verdict {
    let mut total = Verdict::default();
    for documents in documents.chunks(TOGETHER) {
        let subjects: Vec<_> = documents.iter().filter_map(|path| subject::of(path)).collect();
        let workspace = Workspace::lay_out(name, &subjects);
        for (subject, built) in subjects.iter().zip(workspace.build(&subjects)) {
            let verdict = match built {
                Ok(program) => trial::hold(subject, &program),
                Err(said) => Verdict { faults: vec![format!("{}: {said}", subject.name)], ..Verdict::default() },
            };
            println!("{}: {verdict}", subject.name);
            verdict.faults.iter().for_each(|fault| println!("  {fault}"));
            total.add(verdict);
        }
    }
    println!("{} documents: {total}", documents.len());
    total
}
