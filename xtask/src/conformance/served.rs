//! A server to judge: the mock of a description, on loopback.
//!
//! Takes what `specwright mock` takes; gives its address. Promises that the program ends with the value.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A mock that serves.
pub struct Served {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    program: Child,
}

impl Served {
    /// Builds the mock where that was not done before, and waits until it serves.
    pub fn start(root: &Path, input: &str) -> Result<Self, String> {
        let mut program = Command::new(root.join("target/debug/specwright"))
            .args(["mock", "--port", "0", "--stateless", "--cache", "target/conformance/mocks", input])
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the mock cannot be started: {error}"))?;
        let mut address = String::new();
        if let Some(output) = program.stdout.take() {
            BufReader::new(output).read_line(&mut address).map_err(|error| error.to_string())?;
        }
        let served = Self { address: address.trim().to_owned(), program };
        if served.address.is_empty() { Err("the mock does not serve".to_owned()) } else { Ok(served) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // What has ended already needs no end.
        self.program.kill().ok();
        self.program.wait().ok();
    }
}
