//! What the workspaces of benchmarks have in common: profiles, and files written with their path in the error.

use std::fs;
use std::path::Path;

/// What every contender is compiled with.
pub const PROFILES: &str = "[profile.dev]\ndebug = 0\nincremental = false\n[profile.release]\nincremental = false\n";

/// Writes a file.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
