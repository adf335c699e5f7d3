//! The program that reads witnesses: made, compiled and run below `target/witnesses`.
//!
//! Takes messages; gives what the generated client or server of the description did with each.

use serde_json::Value;
use specwright::drift::Party;
use specwright::ir::{Codec, Media, Operation, StatusPattern};
use specwright_tests::{SERVED, root, run as specwright};
use std::ffi::OsString;
use std::fmt::{self, Write};
use std::fs;
use std::path::Path;
use std::process::Command;

/// A message, and who reads it.
pub enum Reading {
    /// By the client.
    Answer {
        /// The marker of the operation, by its Rust path.
        marker: String,
        /// A status that is documented so.
        status: u16,
        /// The media type.
        media_type: String,
        /// The body.
        body: String,
    },
    /// By the server.
    Request {
        /// Method and target.
        line: String,
        /// The media type; empty where there is no body.
        media_type: String,
        /// The body.
        body: String,
    },
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is an error.
    Refused,
    /// It is read; what is written of it is the same.
    Kept,
    /// It is read; what is written of it is something else.
    Lost,
    /// It is read; what of it, cannot be seen.
    Read,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { marker, status, body, .. } => write!(f, "{body} (as {status} of {marker})"),
            Self::Request { line, body, .. } => write!(f, "{line} {body}"),
        }
    }
}

impl Reading {
    /// An answer in JSON.
    pub fn answer(marker: String, operation: &Operation, status: &str, value: &Value) -> Option<Self> {
        let status = match status.rsplit(' ').next()? {
            "status" => StatusPattern::Default,
            text => text.parse().map_or_else(
                |_| StatusPattern::Class(text.as_bytes().first().map_or(0, |it| it - b'0')),
                StatusPattern::Exact,
            ),
        };
        let response = operation.responses.iter().find(|it| it.status == status)?;
        let status = match status {
            StatusPattern::Exact(status) => status,
            StatusPattern::Class(digit) => u16::from(digit) * 100 + 99,
            StatusPattern::Default => 599,
        };
        Some(Self::Answer { marker, status, media_type: in_json(response.payload.media())?, body: value.to_string() })
    }

    /// A request with a body in JSON, or with a text in the query.
    pub fn request(operation: &Operation, target: &str, what: &str, value: &Value) -> Option<Self> {
        let target = target.replace("{id}", "1");
        let method = &operation.method;
        if what == "request body" {
            let media_type = in_json(operation.request.as_ref()?.payload.media())?;
            return Some(Self::Request { line: format!("{method} {target}"), media_type, body: value.to_string() });
        }
        let name = what.strip_prefix("query parameter `")?.trim_end_matches('`');
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let is_plain = text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'.');
        let line = format!("{method} {target}?{name}={text}");
        is_plain.then(|| Self::Request { line, media_type: String::new(), body: String::new() })
    }

    /// Who reads it.
    pub fn party(&self) -> Party {
        match self {
            Self::Answer { .. } => Party::Client,
            Self::Request { .. } => Party::Server,
        }
    }

    fn call(&self, at: usize) -> String {
        match self {
            Self::Answer { marker, status, media_type, body } => {
                format!("    answer!({at}, {marker}, {status}, {media_type:?}, {body:?});\n")
            }
            Self::Request { line, media_type, body } => {
                format!("    request({at}, &address, {line:?}, {media_type:?}, {body:?});\n")
            }
        }
    }
}

fn in_json(media: &[Media]) -> Option<String> {
    media.iter().find(|it| it.codec == Codec::Json).map(|it| it.sent_as().to_owned())
}

/// What is the same whatever is read.
const BASE: &str = r#"
use std::io::{Read, Write};

/// A value whose type may be written as JSON: where it can not, this trait's method is found.
#[allow(dead_code, reason = "it may be that all can")]
trait NotWritten {
    fn written(&self) -> Option<Vec<u8>> {
        None
    }
}

struct Body<'a, T>(&'a T);
impl<T> NotWritten for Body<'_, T> {}
impl<T: witnesses_types::runtime::Encode> Body<'_, T> {
    fn written(&self) -> Option<Vec<u8>> {
        witnesses_types::runtime::json::encode(self.0).ok()
    }
}

macro_rules! answer {
    ($at:literal, $operation:ty, $status:literal, $media_type:literal, $body:literal) => {{
        let mut headers = http::HeaderMap::new();
        headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static($media_type));
        let status = http::StatusCode::from_u16($status).expect("a status");
        let response = witnesses_client::RawResponse::new(status, headers, $body);
        match <$operation as witnesses_client::Operation>::read(&response) {
            Err(_) => println!("{} refused", $at),
            Ok(Err(_)) => println!("{} read", $at),
            Ok(Ok(body)) => match Body(&body).written() {
                None => println!("{} read", $at),
                Some(written) => println!("{} {}", $at, String::from_utf8_lossy(&written)),
            },
        }
    }};
}

/// Sends a request as bytes.
fn request(at: usize, address: &str, line: &str, media_type: &str, body: &str) {
    let mut stream = std::net::TcpStream::connect(address).expect("connected");
    let content = if media_type.is_empty() { String::new() } else { format!("content-type: {media_type}\r\n") };
    let length = body.len();
    let request = format!("{line} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: {length}\r\n{content}\r\n{body}");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    match answer.split(' ').nth(1) {
        Some("400") => println!("{at} refused"),
        Some(status) if !["404", "405", "406", "415"].contains(&status) => println!("{at} read"),
        _ => panic!("{line} {body}: {answer}"),
    }
}
"#;

/// Generates the crates of a description and has them read.
///
/// # Errors
/// What keeps them from it.
pub fn run(place: &Path, description: &Path, readings: &[&Reading]) -> Result<Vec<Outcome>, String> {
    let arguments: Vec<OsString> = ["generate", "--name", "witnesses", "--spec"].map(OsString::from).into();
    let crates = place.join("crates");
    let ran = specwright(root(), arguments.into_iter().chain([description.into(), "--out".into(), crates.into()]));
    if ran.status != 0 {
        return Err(ran.err);
    }
    let mut calls = "    let address = served(witnesses_server::fake::router());\n".to_owned();
    for (at, reading) in readings.iter().enumerate() {
        calls.push_str(&reading.call(at));
    }
    let manifest = "[workspace]\n\n[package]\nname = \"witnesses\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
        witnesses-types = { path = \"crates/types\" }\n\
        witnesses-client = { path = \"crates/client\" }\n\
        witnesses-server = { path = \"crates/server\", features = [\"fake\"] }\n\
        axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
        http = \"1\"\n\
        tokio = { version = \"1\", features = [\"net\", \"rt\"] }\n";
    let mut source = [BASE, SERVED].concat();
    let _infallible = writeln!(source, "\nfn main() {{\n{calls}}}");
    let written = fs::create_dir_all(place.join("src"))
        .and_then(|()| fs::write(place.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(place.join("src/main.rs"), source))
        .and_then(|()| fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")));
    written.map_err(|fault| fault.to_string())?;
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(place)
        .output()
        .map_err(|fault| fault.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let outcomes: Vec<Outcome> = text.lines().zip(readings).map(|(line, reading)| reading.outcome(line)).collect();
    if outcomes.len() == readings.len() { Ok(outcomes) } else { Err(format!("{} were read", outcomes.len())) }
}

impl Reading {
    fn outcome(&self, line: &str) -> Outcome {
        let given = match self {
            Self::Answer { body, .. } | Self::Request { body, .. } => serde_json::from_str::<Value>(body).ok(),
        };
        match line.split_once(' ').map_or("", |it| it.1) {
            "refused" => Outcome::Refused,
            "read" => Outcome::Read,
            written if serde_json::from_str(written).ok() == given => Outcome::Kept,
            _ => Outcome::Lost,
        }
    }
}
