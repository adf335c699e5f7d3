//! What a program costs.
//!
//! Takes commands; gives wall time, processor time and the largest memory of the whole family of processes, as the system
//! counts them. Promises the median of several rounds.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What one run cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Time that passed.
    pub wall: Duration,
    /// Processor time of the program and all it started, in user and system mode.
    pub cpu: Duration,
    /// Largest resident memory of any one of them, in bytes.
    pub peak: u64,
}

impl Cost {
    /// Wall time in seconds: `0.53 s`.
    pub fn wall_text(self) -> String {
        format!("{:.2} s", self.wall.as_secs_f64())
    }

    /// Processor time in seconds.
    pub fn cpu_text(self) -> String {
        format!("{:.2} s", self.cpu.as_secs_f64())
    }

    /// Memory in megabytes.
    pub fn peak_text(self) -> String {
        format!("{:.0} MB", self.peak as f64 / 1e6)
    }

    /// Wall time of this one over that of another.
    pub fn ratio(self, other: Self) -> f64 {
        self.wall.as_secs_f64() / other.wall.as_secs_f64().max(1e-9)
    }

    /// Peak of this one over that of another.
    pub fn peak_ratio(self, other: Self) -> f64 {
        self.peak as f64 / (other.peak as f64).max(1.0)
    }
}

/// A run that failed: what it said last.
pub type Failure = String;

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or does not succeed: the last line that says why.
pub fn once(command: &mut Command, log: &Path) -> Result<Cost, Failure> {
    run(command, log, |status| status.success())
}

/// Runs this generator, which ends with 1 where a description has faults and the sound rest was written.
///
/// # Errors
/// As [`once`].
pub fn with_findings(command: &mut Command, log: &Path) -> Result<Cost, Failure> {
    run(command, log, |status| matches!(status.code(), Some(0 | 1)))
}

fn run(command: &mut Command, log: &Path, is_well: fn(ExitStatus) -> bool) -> Result<Cost, Failure> {
    let file = File::create(log).map_err(|error| error.to_string())?;
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let used = child.wait4().map_err(|error| error.to_string())?;
    let wall = started.elapsed();
    if !is_well(used.status) {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let mut errors = said.lines().filter(|line| line.starts_with("error"));
        return Err(errors.next_back().or(said.lines().last()).unwrap_or("failed").to_owned());
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, peak: used.rusage.maxrss })
}

/// The run of median wall time.
pub fn median(mut costs: Vec<Cost>) -> Option<Cost> {
    costs.sort_by_key(|cost| cost.wall);
    costs.get(costs.len() / 2).copied()
}

/// Cargo, quiet, in a folder.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder).env_remove("CARGO_TARGET_DIR");
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER"] {
        command.env_remove(variable);
    }
    command
}

/// This generator, built as users run it.
///
/// # Errors
/// When it does not compile.
pub fn build_optimised(root: &Path) -> Result<PathBuf, Failure> {
    let arguments = ["build", "--release", "--manifest-path", "generator/Cargo.toml", "--bin", "specwright"];
    let status = cargo(root, &arguments).status().map_err(|error| error.to_string())?;
    if status.success() {
        Ok(root.join("target/release/specwright"))
    } else {
        Err("specwright does not compile".into())
    }
}

/// What the figures were measured on.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    format!("{cores} cores, {rustc}, medians of wall time; memory is the largest of any one process")
}
