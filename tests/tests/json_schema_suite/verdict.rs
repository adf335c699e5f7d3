//! What became of the instances, held against what is expected.

use super::suite::Group;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// `expected.yaml`
#[derive(Debug, Default)]
pub struct Expected {
    /// The share of invalid instances that are refused is at least this, in per mille.
    pub refused_per_mille: u64,
    /// Groups, by file and description, with a valid instance that is not read and written back as it was.
    pub deviations: BTreeSet<(String, String)>,
}

impl Expected {
    /// Reads the file's text.
    pub fn read(text: &str) -> Self {
        let file: Value = serde_yaml::from_str(text).expect("`expected.yaml` is YAML");
        let mut deviations = BTreeSet::new();
        for deviation in file["deviations"].as_array().into_iter().flatten() {
            assert!(deviation["reason"].is_string(), "every deviation has its reason");
            for (file, groups) in deviation["groups"].as_object().into_iter().flatten() {
                let groups = groups.as_array().into_iter().flatten().filter_map(Value::as_str);
                deviations.extend(groups.map(|group| (file.clone(), group.to_owned())));
            }
        }
        Self { refused_per_mille: file["refused_per_mille"].as_u64().unwrap_or(0), deviations }
    }
}

/// What became of an instance.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was written back as it was.
    Same,
    /// It was refused, or violates a rule.
    Refused(String),
    /// It was written back without some keys.
    Shortened,
    /// It was written back as something else.
    Changed(String),
}

impl Outcome {
    /// From a line of the runner.
    pub fn of(given: &Value, line: &Value) -> Self {
        match line.get("written") {
            Some(written) if same(given, written) => Self::Same,
            Some(written) if shortened(given, written) => Self::Shortened,
            Some(written) => Self::Changed(written.to_string()),
            None if line.get("unwritten").is_some() => Self::Changed(line.to_string()),
            None => Self::Refused(line.to_string()),
        }
    }
}

/// Equal as JSON: numbers by what they amount to.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// The same but for keys of objects that are gone.
fn shortened(given: &Value, written: &Value) -> bool {
    match (given, written) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| shortened(a, b)),
        (Value::Object(a), Value::Object(b)) => b.iter().all(|(key, b)| a.get(key).is_some_and(|a| shortened(a, b))),
        _ => same(given, written),
    }
}

/// Compares, and says everything that is not as expected.
pub fn judge(groups: &[Group], outcomes: &[Outcome], expected: &Expected) {
    let mut outcomes = outcomes.iter();
    let (mut invalid, mut refused) = (0_u64, 0_u64);
    let mut deviating: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut accepted = String::new();
    for group in groups {
        for (test, outcome) in group.tests.iter().zip(&mut outcomes) {
            let shown = format!("{} / {} / {}: {outcome:?}", group.file, group.description, test.description);
            match (test.valid, outcome) {
                (true, Outcome::Same) => {}
                (true, _) => {
                    let all = deviating.entry((&group.file, &group.description)).or_default();
                    let _infallible = writeln!(all, "  {shown}");
                }
                (false, Outcome::Refused(_)) => (invalid, refused) = (invalid + 1, refused + 1),
                (false, _) => {
                    invalid += 1;
                    let _infallible = writeln!(accepted, "  {shown}");
                }
            }
        }
    }
    let per_mille = refused * 1000 / invalid.max(1);
    println!("{refused} of {invalid} invalid instances are refused ({per_mille} per mille); accepted are:\n{accepted}");
    let listed: BTreeSet<(&str, &str)> =
        expected.deviations.iter().map(|(file, group)| (file.as_str(), group.as_str())).collect();
    let mut complaints = String::new();
    for (group, shown) in &deviating {
        if !listed.contains(group) {
            let _infallible = writeln!(complaints, "valid instances are not read and written back:\n{shown}");
        }
    }
    // What became better is no fault; whoever made it so takes it off the list and raises the floor.
    for (file, group) in listed.iter().filter(|group| !deviating.contains_key(*group)) {
        println!("no longer deviates, take it off the list: {file} / {group}");
    }
    if per_mille > expected.refused_per_mille {
        println!("raise the floor of {} per mille", expected.refused_per_mille);
    }
    if per_mille < expected.refused_per_mille {
        let _infallible = writeln!(
            complaints,
            "{per_mille} per mille of the invalid instances are refused, fewer than {}",
            expected.refused_per_mille
        );
    }
    assert!(complaints.is_empty(), "{complaints}");
}
