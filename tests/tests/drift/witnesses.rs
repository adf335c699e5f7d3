//! Witnesses, read by the generated crates of the old description.
//!
//! Takes every case of `tests/drift` written in OpenAPI 3.1, both ways: each witness is a message that the new side may send and the old side's schema refuses. All old sides are put into
//! one description, whose client reads the witnesses that are answers, and whose server reads those that are requests. What the report says of ours must be what they do.

mod program;

use crate::pair::{Pair, parse};
use crate::{document, of};
use libtest_mimic::Failed;
use program::{Outcome, Reading};
use serde_json::{Map, Value, json};
use specwright::cli::understand_files;
use specwright::drift::{Change, Ours, Party, Witness};
use specwright::ir::{Api, Operation};
use specwright_tests::root;
use std::fs;
use std::path::{Path, PathBuf};

/// What was refused by a schema, and what the report says of the generated crates.
struct Claim {
    case: String,
    rule: &'static str,
    said: Ours,
    reading: Reading,
}

/// An old side, which is one path of the description of all.
struct Side {
    name: String,
    document: Value,
    claims: Vec<(Change, Witness)>,
}

/// Reads every witness.
pub fn are_what_the_crates_do(cases: &[PathBuf]) -> Result<(), Failed> {
    let mut sides = Vec::new();
    for folder in cases {
        sides.extend(sides_of(folder, sides.len())?);
    }
    let place = root().join("target/witnesses");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(&place)?;
    let path = described(&place, &sides)?;
    let read = understand_files(Path::new(""), std::slice::from_ref(&path), &[], "witnesses");
    let api = &read.understood.as_ref().ok_or("the description of all cannot be read")?.api;
    let claims: Vec<Claim> = sides.iter().flat_map(|side| claims(side, api)).collect();
    let counts =
        [Party::Client, Party::Server].map(|party| claims.iter().filter(|it| it.reading.party() == party).count());
    println!("{} witnesses are answers, {} are requests", counts[0], counts[1]);
    if counts.iter().any(|it| *it < 50) {
        return Err("there are hardly any witnesses".into());
    }
    let readings: Vec<&Reading> = claims.iter().map(|it| &it.reading).collect();
    let outcomes = program::run(&place, &path, &readings)?;
    let wrong: Vec<String> =
        claims.iter().zip(&outcomes).filter_map(|(claim, outcome)| claim.refuted(*outcome)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

impl Claim {
    /// What is wrong with what was said.
    fn refuted(&self, outcome: Outcome) -> Option<String> {
        let holds = match (self.said, outcome) {
            (Ours::Fails, Outcome::Refused) => true,
            (Ours::Keeps, outcome) => matches!(outcome, Outcome::Kept | Outcome::Read),
            (Ours::Ignores, outcome) => matches!(outcome, Outcome::Lost | Outcome::Read),
            (Ours::Works, outcome) => outcome != Outcome::Refused,
            // What becomes of a message that is at hand can be told.
            (Ours::Fails | Ours::Depends, _) => false,
        };
        let (case, rule, said) = (&self.case, self.rule, self.said.word());
        (!holds).then(|| format!("{case}: {rule} says `{said}`, and {} is {outcome:?}", self.reading))
    }
}

/// Both sides of a case, each as the old one.
fn sides_of(folder: &Path, before: usize) -> Result<Vec<Side>, Failed> {
    let (Some(old), Some(new)) = (document(folder, "old"), document(folder, "new")) else { return Ok(Vec::new()) };
    let pair: Pair = of(folder)?;
    let mut sides = Vec::new();
    for (path, pair, way) in [(old, &pair, "forth"), (new, &pair.reversed(), "back")] {
        let document = parse(&path);
        let is_current = document["openapi"].as_str().is_some_and(|it| it.starts_with("3.1"));
        let changes = pair.compare().changes;
        let claims: Vec<(Change, Witness)> = changes
            .into_iter()
            .flat_map(|change| change.witnesses.clone().into_iter().map(move |it| (change.clone(), it)))
            .filter(|(_, witness)| witness.judged.is_some_and(|it| !it.old_accepts))
            .collect();
        if is_current && !claims.is_empty() {
            let case = folder.file_name().unwrap_or_default().to_string_lossy();
            sides.push(Side { name: format!("{case} {way} c{}", before + sides.len()), document, claims });
        }
    }
    Ok(sides)
}

impl Side {
    /// The first segment of its paths.
    fn segment(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or_default()
    }
}

/// One description with the paths of all sides, whose documents lie beside it.
fn described(place: &Path, sides: &[Side]) -> Result<PathBuf, Failed> {
    let mut paths = Map::new();
    for side in sides {
        let segment = side.segment();
        let mut document = side.document.clone();
        for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
            for operation in item.as_object_mut().into_iter().flatten().filter_map(|(_, it)| it.as_object_mut()) {
                operation.remove("tags");
                if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                    let id = format!("{id}_{segment}");
                    operation.insert("operationId".to_owned(), json!(id));
                }
            }
            let pointer = path.replace('~', "~0").replace('/', "~1").replace('{', "%7B").replace('}', "%7D");
            paths.insert(format!("/{segment}{path}"), json!({"$ref": format!("{segment}.json#/paths/{pointer}")}));
        }
        fs::write(place.join(format!("{segment}.json")), document.to_string())?;
    }
    let path = place.join("openapi.json");
    let all = json!({"openapi": "3.1.0", "info": {"title": "Witnesses", "version": "1"}, "paths": paths});
    fs::write(&path, all.to_string())?;
    Ok(path)
}

/// What is said of the witnesses of a side that are bodies, or texts of the query.
fn claims(side: &Side, api: &Api) -> Vec<Claim> {
    let claim = |(change, witness): &(Change, Witness)| {
        let (method, path) = witness.operation.split_once(' ')?;
        let target = format!("/{}{path}", side.segment());
        let (module, operation) = operation(api, method, &target)?;
        let (said, reading) = match witness.party {
            Party::Client => {
                let status = witness.what.strip_prefix("response body (")?.trim_end_matches(')');
                let marker = format!("witnesses_client::api::{module}::{}", operation.items.marker.as_str());
                (change.our_client, Reading::answer(marker, operation, status, &witness.value)?)
            }
            Party::Server => (change.our_server, Reading::request(operation, &target, &witness.what, &witness.value)?),
        };
        Some(Claim { case: side.name.clone(), rule: change.rule.id, said, reading })
    };
    side.claims.iter().filter_map(claim).collect()
}

/// An operation with the module of its group.
fn operation<'a>(api: &'a Api, method: &str, target: &str) -> Option<(&'a str, &'a Operation)> {
    api.groups.iter().find_map(|group| {
        let operation = group.operations.iter().find(|it| it.method == method && it.request_target() == target)?;
        Some((group.module.as_str(), operation))
    })
}
