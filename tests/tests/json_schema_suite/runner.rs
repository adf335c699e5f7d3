//! Reads each instance strictly as the type of its schema, checks it, and writes it back.

mod table;

use serde_json::{Value, json};
use suite_types::runtime::{self, Decode, Encode, Validate};

/// What becomes of an instance.
fn outcome<T: Decode + Encode + Validate>(text: &str) -> Value {
    let value: T = match runtime::json::decode_strictly(text.as_bytes()) {
        Ok(value) => value,
        Err(unfit) => {
            let faults: Vec<String> = unfit.faults.iter().map(ToString::to_string).collect();
            return json!({"refused": faults});
        }
    };
    if let Err(violations) = value.validate() {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        return json!({"violates": violations});
    }
    match runtime::json::encode(&value).map(|text| serde_json::from_slice::<Value>(&text)) {
        Ok(Ok(mut written)) => json!({"written": written["v"].take()}),
        Ok(Err(fault)) => json!({"unwritten": fault.to_string()}),
        Err(fault) => json!({"unwritten": fault.to_string()}),
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("is readable");
    let instances: Vec<(usize, String)> = serde_json::from_str(&text).expect("holds instances");
    for (group, instance) in instances {
        println!("{}", table::TABLE[group](&instance));
    }
}
