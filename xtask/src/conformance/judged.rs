//! What a judge's report says.
//!
//! Takes the events that schemathesis writes, one JSON object a line; gives the checks that hold and the failures that are not accepted, each once for an
//! operation. Promises that a report without an end is refused.

use super::exceptions::Exceptions;
use super::failure::Failure;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

/// What was found of a server.
#[derive(Debug, Default)]
pub struct Judged {
    /// Checks that hold.
    pub passed: usize,
    /// Failures that are accepted.
    accepted: usize,
    /// Failures that are not.
    pub failures: Vec<Failure>,
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, accepted, failures } = self;
        write!(f, "{passed} checks hold, {accepted} failures are accepted, {} are not", failures.len())
    }
}

impl Judged {
    /// Reads the report of a document.
    pub fn read(report: &Path, document: &str, exceptions: &Exceptions) -> Result<Self, String> {
        let text = fs::read_to_string(report).map_err(|error| format!("{}: {error}", report.display()))?;
        let mut judged = Self::default();
        let mut failures = BTreeMap::new();
        let mut is_whole = false;
        for line in text.lines() {
            let event: Value = serde_json::from_str(line).map_err(|error| format!("{}: {error}", report.display()))?;
            is_whole |= event.get("EngineFinished").is_some();
            let Some(recorder) = event.pointer("/ScenarioFinished/recorder") else { continue };
            for (case, check) in checks(recorder) {
                if check["status"] == "success" {
                    judged.passed += 1;
                    continue;
                }
                let failure = Failure::of(recorder, case, check);
                if exceptions.accept(document, &failure) {
                    judged.accepted += 1;
                } else {
                    let key = (failure.operation.clone(), failure.kind.clone(), failure.status);
                    failures.entry(key).or_insert(failure);
                }
            }
        }
        judged.failures = failures.into_values().collect();
        if is_whole { Ok(judged) } else { Err(format!("{} has no end", report.display())) }
    }
}

/// The checks of a scenario, each with the case that it is about.
fn checks(recorder: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let cases = recorder["checks"].as_object().into_iter().flatten();
    cases.flat_map(|(case, checks)| checks.as_array().into_iter().flatten().map(move |check| (case.as_str(), check)))
}
