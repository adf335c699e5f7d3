//! The judges of clients: programs of Node, from npm, at the versions of `package.json`.
//!
//! Takes a folder under `target/`; gives what runs them. Promises to install them once for each `package.json`, to say what is missing where they
//! cannot be, and that a server which was started ends with its value.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PACKAGE: &str = include_str!("package.json");

/// The programs that are run by Node.
const SCRIPTS: [(&str, &str); 2] =
    [("scenarios.mjs", include_str!("scenarios.mjs")), ("requests.mjs", include_str!("requests.mjs"))];

/// The installed judges.
pub struct Judges {
    folder: PathBuf,
}

impl Judges {
    /// Installs them where they are not there yet.
    pub fn install(root: &Path) -> Result<Self, String> {
        let folder = root.join("target/conformance/npm");
        let said = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
        let installed = folder.join("installed.json");
        if fs::read_to_string(&installed).is_ok_and(|text| text == PACKAGE) {
            return Self { folder }.with_scripts();
        }
        eprintln!("installing the judges from npm");
        fs::write(folder.join("package.json"), PACKAGE).map_err(|error| said(&folder, &error))?;
        let npm = Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .status();
        match npm {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(format!("npm could not install the judges of package.json: {status}")),
            Err(error) => return Err(format!("npm is missing ({error}): install Node.js 20 or newer")),
        }
        fs::write(&installed, PACKAGE).map_err(|error| said(&installed, &error))?;
        Self { folder }.with_scripts()
    }

    fn with_scripts(self) -> Result<Self, String> {
        for (name, text) in SCRIPTS {
            fs::write(self.folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(self)
    }

    /// What a script prints.
    pub fn run(&self, script: &str, arguments: &[&str]) -> Result<String, String> {
        let output = self.node().arg(script).args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| format!("{script}: {error}"))?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => Err(format!("{script} ended with {}", output.status)),
        }
    }

    /// Starts a server at a free port, which says `ready` when it listens.
    pub fn serve(&self, script: &str, arguments: &[&str], ready: &str) -> Result<Serving, String> {
        let said = |error: std::io::Error| format!("{script}: {error}");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(said)?.port();
        let mut program = self
            .node()
            .arg(script)
            .args(arguments)
            .args(["--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(said)?;
        let output = program.stdout.take();
        let serving = Serving { address: format!("http://127.0.0.1:{port}"), program };
        let mut lines = output.map(BufReader::new).into_iter().flat_map(BufRead::lines).map_while(Result::ok);
        if !lines.any(|line| line.contains(ready)) {
            return Err(format!("{script} does not serve"));
        }
        // Whatever it goes on to say is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(serving)
    }

    /// The Node that is installed with the judges.
    fn node(&self) -> Command {
        let mut command = Command::new(self.folder.join("node_modules/.bin/node"));
        command.current_dir(&self.folder);
        command
    }
}

/// A server that listens.
pub struct Serving {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    program: Child,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // What has ended already needs no end.
        self.program.kill().ok();
        self.program.wait().ok();
    }
}
