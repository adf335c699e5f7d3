//! What a judge's report says.
//!
//! Takes the events that schemathesis writes, one JSON object a line; gives the checks that hold and the failures that are not accepted, each once for an
//! operation. Promises that a report without an end is refused.

use super::exceptions::Exceptions;
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

/// A check that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `UndefinedContentType`; the name of the check where it could not be made.
    pub kind: String,
    /// `GET /pets`
    pub operation: String,
    /// The status of the answer; 0 where there is none.
    pub status: u64,
    /// The media type of the answer, without parameters.
    pub media_type: String,
    request: String,
    /// What the judge says of it.
    pub message: String,
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, accepted, failures } = self;
        write!(f, "{passed} checks hold, {accepted} failures are accepted, {} are not", failures.len())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, operation, status, media_type, request, message } = self;
        write!(f, "{kind} of {operation}: {status} {media_type} to {request}: {}", message.replace('\n', " "))
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

impl Failure {
    fn of(recorder: &Value, case: &str, check: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let failure = &check["failure_info"]["failure"];
        let interaction = &recorder["interactions"][case];
        let (request, response) = (&interaction["request"], &interaction["response"]);
        let content_type = text(&response["headers"]["content-type"][0]);
        // A check that cannot be made has no failure, only its own name.
        let or = |value: &Value, other: &Value| text(if value.is_null() { other } else { value });
        Self {
            kind: or(&failure["type"], &check["name"]),
            operation: or(&failure["operation"], &recorder["label"]),
            status: response["status_code"].as_u64().unwrap_or_default(),
            media_type: content_type.split(';').next().unwrap_or_default().trim().to_owned(),
            request: format!("{} {}", text(&request["method"]), text(&request["uri"])),
            message: text(&failure["message"]),
        }
    }
}
