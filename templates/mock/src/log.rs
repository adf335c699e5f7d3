//! The log: a line for each request.
//!
//! Takes a request's line, the answer's status, the time it took, and the answer's body where it is a problem; gives the line. Promises that no
//! value of a request is in it that the problem does not quote.

use axum::http::StatusCode;
use serde_json::Value;
use std::time::Duration;

/// The line of a request that was answered.
pub fn line(request: &str, status: StatusCode, took: Duration, media_type: &str, body: &[u8]) -> String {
    let mut line = format!("{request} {} {} ms", status.as_u16(), took.as_millis());
    if media_type.starts_with("application/problem+json") {
        line.push_str(&problem(body).map(|problem| format!(": {problem}")).unwrap_or_default());
    }
    // A line, whatever is in it.
    line.replace(|letter: char| letter.is_control(), " ")
}

/// What a problem says: its detail, and each place that does not fit.
fn problem(body: &[u8]) -> Option<String> {
    let problem: Value = serde_json::from_slice(body).ok()?;
    let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let detail = text(&problem, "detail").or_else(|| text(&problem, "title"))?;
    let errors = problem.get("errors").and_then(Value::as_array).into_iter().flatten().filter_map(|error| {
        let place = text(error, "pointer").or_else(|| text(error, "parameter")).unwrap_or_default();
        Some(format!("{place} {}", text(error, "detail")?).trim().to_owned())
    });
    let errors: Vec<String> = errors.collect();
    Some(if errors.is_empty() { detail } else { format!("{detail}: {}", errors.join("; ")) })
}
