//! Calls of a description's operations, by a generated client.
//!
//! Takes a description and a file of calls; generates the client, compiles it with a program that makes the calls, and gives what came of each. Never
//! knows what a judge makes of what was sent.

use super::driver;
use serde_json::Value;
use specwright::cli;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What came of a call.
pub struct Called {
    /// What the file calls it.
    pub name: String,
    /// Why it is not as documented.
    pub fault: Option<String>,
}

/// Builds the command that generates.
pub fn build_generator(root: &Path) -> Result<(), String> {
    finished(Command::new(env!("CARGO")).args(["build", "--quiet", "-p", "specwright"]).current_dir(root))
}

/// Writes a description as a document of OpenAPI 3.1.
pub fn raise(root: &Path, description: &Path, to: &Path) -> Result<(), String> {
    finished(specwright(root).args(["export", "--version", "3.1", "--out"]).arg(to).arg(description))
}

/// Makes the calls of a file.
pub fn make(root: &Path, description: &Path, calls: &Path, name: &str) -> Result<Vec<Called>, String> {
    let text = fs::read_to_string(calls).map_err(|error| format!("{}: {error}", calls.display()))?;
    let wanted: Vec<Value> = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", calls.display()))?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let folder = root.join("target/conformance/clients");
    let package = folder.join(name);
    finished(
        specwright(root)
            .args(["generate", "--allow-faults", "--overwrite", "--adopt", "--name", name, "--spec"])
            .arg(description)
            .arg("--out")
            .arg(&package),
    )?;
    let read = cli::understand_files(root, &[description.to_owned()], &[], name);
    let api = read.understood.map(|understood| understood.api).ok_or("nothing can be made of the description")?;
    let said = |error: std::io::Error| format!("{}: {error}", package.display());
    driver::write(&api, &package.join("driver")).map_err(said)?;
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"{name}/types\", \"{name}/client\", \"{name}/driver\"]\n\
         [profile.dev]\ndebug = 0\nincremental = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(said)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(said)?;
    let driver = format!("{name}-driver");
    let target = folder.join("target");
    finished(
        Command::new(env!("CARGO"))
            .args(["build", "--quiet", "-p", &driver])
            .env("CARGO_TARGET_DIR", &target)
            .current_dir(&folder),
    )?;
    let output = Command::new(target.join("debug").join(&driver))
        .arg(calls)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(said)?;
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let came: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    match output.status.success() && came.len() == wanted.len() {
        true => Ok(wanted.iter().zip(&came).map(|(call, came)| called(call, came)).collect()),
        false => {
            Err(format!("{driver} made {} of {} calls and ended with {}", came.len(), wanted.len(), output.status))
        }
    }
}

fn called(call: &Value, came: &Value) -> Called {
    let name = call["name"].as_str().unwrap_or_default().to_owned();
    let status = came["status"].as_u64();
    let is_expected = |status: u64| call["expected"].as_u64().map_or((200..300).contains(&status), |it| it == status);
    let fault = match (came["error"].as_str(), status) {
        // What a scenario wants to be refused need not be documented.
        (Some(_), Some(status)) if status >= 400 && call["expected"].as_u64() == Some(status) => None,
        (Some(error), _) => Some(error.to_owned()),
        (None, Some(status)) if !is_expected(status) => Some(format!("the answer is {status}")),
        (None, _) => None,
    };
    Called { name, fault }
}

fn specwright(root: &Path) -> Command {
    Command::new(root.join("target/debug/specwright"))
}

/// Runs a program that must succeed; shows what it says where it does not.
fn finished(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(format!("{program} ended with {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
        }
        Err(error) => Err(format!("{program}: {error}")),
    }
}
