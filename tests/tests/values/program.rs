//! The program that does what the cases list, with their crates: made, compiled and run below `target/values`.

use crate::case::{Case, Outcome};
use specwright_tests::{SERVED, root};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// What is the same in every program.
const BASE: &str = r#"
use std::io::{Read, Write};

/// Prints an outcome: what was done, and fields with their texts.
fn print(case: &str, what: &str, at: usize, fields: &[(&str, Option<String>)]) {
    let fields: Vec<_> = fields.iter().filter_map(|(name, text)| Some(format!("\"{name}\":{}", quoted(text.as_ref()?)))).collect();
    println!("{{\"case\":\"{case}\",\"what\":\"{what}\",\"at\":{at},\"fields\":{{{}}}}}", fields.join(","));
}

fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if u32::from(c) < 0x20 => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    }).collect();
    format!("\"{escaped}\"")
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A value whose type may have rules: where it has none, this trait's method is found.
trait NoRules {
    fn broken(&self) -> Option<String> {
        None
    }
}

macro_rules! read {
    ($types:ident, $of:ty, $case:literal, $what:literal, $at:literal, $given:literal) => {{
        use $types::runtime::{Validate, json};
        struct Checked<'a, T>(&'a T);
        impl<T> NoRules for Checked<'_, T> {}
        impl<T: Validate> Checked<'_, T> {
            fn broken(&self) -> Option<String> {
                self.0.validate().err().map(|all| all.iter().map(|one| format!("{one}; ")).collect())
            }
        }
        let read = json::decode::<$of>($given.as_bytes());
        let debug = read.as_ref().ok().map(|read| format!("{read:?}"));
        let fault = read.as_ref().err().map(ToString::to_string);
        let written = read.ok().and_then(|read| json::encode(&read).ok()).map(|bytes| shown(&bytes));
        let strict = json::decode_strictly::<$of>($given.as_bytes());
        let faults = strict.as_ref().err().map(|unfit| unfit.faults.iter().map(|fault| format!("{fault}; ")).collect());
        let faults = faults.or_else(|| strict.as_ref().ok().and_then(|read| Checked(read).broken()));
        let strict = strict.ok().filter(|_| faults.is_none()).and_then(|read| json::encode(&read).ok()).map(|bytes| shown(&bytes));
        let (lenient, _) = json::leniently(|| json::decode::<$of>($given.as_bytes()));
        let lenient = lenient.ok().and_then(|read| json::encode(&read).ok()).map(|bytes| shown(&bytes));
        let fields = [("lenient", lenient), ("written", written), ("strict", strict), ("debug", debug), ("fault", fault), ("faults", faults)];
        print($case, $what, $at, &fields);
    }};
}

/// Sends a request as bytes and prints the answer.
fn send(case: &str, at: usize, address: &str, line: &str, headers: &str, body: &str) {
    let mut stream = std::net::TcpStream::connect(address).expect("connected");
    let length = body.len();
    let request = format!("{line} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let answer = shown(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).expect("a status");
    println!("{{\"case\":\"{case}\",\"what\":\"serve\",\"at\":{at},\"fields\":{{\"status\":{status},\"answer\":{}}}}}", quoted(body));
}
"#;

/// Does what the cases list. A case that is not generated as it says has its fault and nothing else.
///
/// # Errors
/// What keeps all from being done: a program that does not compile.
pub fn run(cases: &[Arc<Case>]) -> Result<Vec<Outcome>, String> {
    let place = root().join("target/values");
    fs::remove_dir_all(&place).ok();
    fs::create_dir_all(place.join("src")).map_err(|fault| fault.to_string())?;
    let mut faults = Vec::new();
    let mut dependencies = String::new();
    let mut calls = String::new();
    for case in cases {
        if let Err(fault) = case.generate(&place.join(&case.name)) {
            faults.push(Outcome { case: case.name.clone(), what: "generate".to_owned(), at: 0, fields: fault.into() });
            continue;
        }
        entries(case, &mut dependencies, &mut calls);
    }
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"values\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\
         axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }}\n\
         tokio = {{ version = \"1\", features = [\"net\", \"rt\"] }}\n"
    );
    let written = fs::write(place.join("Cargo.toml"), manifest)
        .and_then(|()| fs::write(place.join("src/main.rs"), format!("{BASE}\n{SERVED}\nfn main() {{\n{calls}}}\n")))
        .and_then(|()| fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")));
    written.map_err(|fault| fault.to_string())?;
    Ok(printed(&place)?.into_iter().chain(faults).collect())
}

/// The dependencies of a case, and the calls that do what it lists.
fn entries(case: &Case, dependencies: &mut String, calls: &mut String) {
    let name = &case.name;
    let types = format!("{}_types", name.replace('-', "_"));
    let readings = case.readings.iter().enumerate().map(|(at, reading)| ("read", at, &reading.of, &reading.given));
    let modes = case.modes.iter().enumerate().map(|(at, mode)| ("mode", at, &mode.of, &mode.given));
    let all: Vec<_> = readings.chain(modes).collect();
    if !all.is_empty() {
        let _infallible = writeln!(dependencies, "{name}-types = {{ path = \"{name}/types\" }}");
    }
    for (what, at, of, given) in all {
        let of = if of.contains("::") || of.contains('<') {
            of.replace("types::", &format!("{types}::"))
        } else {
            format!("{types}::{of}")
        };
        let _infallible = writeln!(calls, "    read!({types}, {of}, {name:?}, {what:?}, {at}, {given:?});");
    }
    if case.requests.is_empty() {
        return;
    }
    let _infallible = writeln!(dependencies, "{name}-server = {{ path = \"{name}/server\", features = [\"fake\"] }}");
    let server = format!("{}_server", name.replace('-', "_"));
    let _infallible = writeln!(calls, "    let address = served({server}::fake::router());");
    for (at, request) in case.requests.iter().enumerate() {
        let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (line, body) = (&request.line, &request.body);
        let _infallible = writeln!(calls, "    send({name:?}, {at}, &address, {line:?}, {headers:?}, {body:?});");
    }
}

/// Runs the program and reads what it printed.
fn printed(place: &Path) -> Result<Vec<Outcome>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--color", "never", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(place)
        .output()
        .map_err(|fault| fault.to_string())?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Err("the program of all cases does not compile or run, as is told above".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(outcome).collect()
}

fn outcome(line: &str) -> Result<Outcome, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|fault| format!("{fault}: {line}"))?;
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let at = value["at"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    Ok(Outcome { case: text("case"), what: text("what"), at, fields: value["fields"].clone() })
}
