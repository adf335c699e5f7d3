//! Calls operations of a generated client as a file says, and prints what came of each.
//!
//! Takes the file: a list of calls, each with the operation, the values that are sent, and the base URL. Prints a line of JSON for each, with `status` where the
//! server answered as is documented, else with `error` as well.

mod operations;

use api_client::{Body, Call, CallError, Client, Operation, Response, StreamError};
use serde_json::{Value, json};
use std::fmt::Debug;
use types::runtime::{Decode, json::decode};

/// What came of a call: the status, if the answer is documented.
pub type Outcome = Result<u16, Fault>;

/// Why a call is not as documented, and the status where there was an answer.
pub struct Fault {
    error: String,
    status: Option<u16>,
}

impl From<String> for Fault {
    fn from(error: String) -> Self {
        Self { error, status: None }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file of calls is needed")?;
    let calls: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    for call in Vec::leak(calls) {
        let outcome = match operations::client(call) {
            _ if call.get("unmade").is_some() => Err(call["unmade"].to_string().into()),
            Ok(client) => operations::play(&client, call).await,
            Err(error) => Err(error.into()),
        };
        match outcome {
            Ok(status) => println!("{}", json!({ "status": status })),
            Err(Fault { error, status }) => println!("{}", json!({ "error": error, "status": status })),
        }
    }
    Ok(())
}

/// What is given for a parameter.
pub fn optional(call: &'static Value, place: &str, name: &str) -> Option<&'static Value> {
    call.get("given")?.get(place)?.get(name)
}

/// What is given for a parameter that must be sent.
pub fn required(call: &'static Value, place: &str, name: &str) -> Result<&'static Value, String> {
    optional(call, place, name).ok_or_else(|| format!("nothing is given for `{name}` in {place}"))
}

/// A value of any type.
pub fn value<T: Decode>(given: &Value) -> Result<T, String> {
    decode(given.to_string().as_bytes()).map_err(|error| format!("{given} is no value of the type: {error}"))
}

/// A value that is taken by reference.
pub fn leaked<T: Decode>(given: &Value) -> Result<&'static T, String> {
    value(given).map(|value| &*Box::leak(Box::new(value)))
}

/// A text; of what is none its JSON.
pub fn text(given: &'static Value) -> Result<&'static str, String> {
    Ok(match given {
        Value::String(text) => text,
        other => String::leak(other.to_string()),
    })
}

/// A list that is taken by reference.
pub fn list<T>(given: &'static Value, item: fn(&'static Value) -> Result<T, String>) -> Result<&'static [T], String> {
    let items = given.as_array().ok_or_else(|| format!("{given} is no list"))?;
    Ok(Vec::leak(items.iter().map(item).collect::<Result<_, _>>()?))
}

/// A value that may be null.
pub fn nullable<T>(given: &'static Value, inner: fn(&'static Value) -> Result<T, String>) -> Result<Option<T>, String> {
    if given.is_null() { Ok(None) } else { inner(given).map(Some) }
}

/// The body of a call, where one is given.
pub fn body(call: &'static Value) -> Option<&'static Value> {
    call.get("value").or_else(|| call.get("text")).or_else(|| call.get("bytes"))
}

/// The body of a call that must have one.
pub fn some_body(call: &'static Value) -> Result<&'static Value, String> {
    body(call).ok_or_else(|| "no body is given".to_owned())
}

/// A body that is sent as it is: a text, or a list of bytes.
pub fn raw(given: &'static Value) -> Result<Body, String> {
    match given {
        Value::Array(_) => value::<Vec<u8>>(given).map(Body::from),
        other => text(other).map(Body::from),
    }
}

/// The media type of the body.
pub fn media_type(call: &'static Value) -> &'static str {
    call.get("media_type").and_then(Value::as_str).unwrap_or_default()
}

/// A call with what is said beside its parameters.
pub fn prepared<O: Operation>(mut made: Call<O>, call: &'static Value) -> Call<O> {
    if let Some(media_type) = call.get("accept").and_then(Value::as_str) {
        made = made.with_accept(media_type);
    }
    if let Some(media_type) = call.get("content_type").and_then(Value::as_str) {
        made = made.with_content_type(media_type);
    }
    if let Some(url) = call.get("url").and_then(Value::as_str) {
        made = made.with_url(url);
    }
    made
}

/// What came of a call whose answer is read at once.
pub fn whole<T, E: Debug>(answer: Result<Response<T>, CallError<E>>) -> Outcome {
    match answer {
        Ok(response) => Ok(response.status.as_u16()),
        Err(error) => failed(&error),
    }
}

/// What came of a call that failed, maybe as is documented.
pub fn failed<E: Debug>(error: &CallError<E>) -> Outcome {
    match (error.api(), error.status()) {
        (Some(_), Some(status)) => Ok(status.as_u16()),
        (_, status) => Err(Fault { error: error.to_string(), status: status.map(|status| status.as_u16()) }),
    }
}

/// Nothing, if an item of a stream could be read.
pub fn item<T>(item: Result<T, StreamError>) -> Result<(), String> {
    item.map(drop).map_err(|error| error.to_string())
}
