//! A check of the judge that does not hold.
//!
//! Takes a check with the exchange that it is about, as schemathesis writes them; gives what failed, of which operation, and how it was answered.

use serde_json::Value;
use std::fmt;

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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, operation, status, media_type, request, message } = self;
        write!(f, "{kind} of {operation}: {status} {media_type} to {request}: {}", message.replace('\n', " "))
    }
}

impl Failure {
    /// Reads the check of a case.
    pub fn of(recorder: &Value, case: &str, check: &Value) -> Self {
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
