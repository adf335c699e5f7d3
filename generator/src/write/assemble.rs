//! The files of a crate, formatted, with the runtime beside them.
//!
//! Takes what `emit` made; gives a [`Package`]. Promises that the runtime is the one under `templates/`, to the byte.

use super::format;
use super::runtime;
use crate::emit::{Crate, CrateFiles};
use crate::package::Package;

/// What keeps a formatter run by the user's workspace from changing generated files.
const RUSTFMT: &str =
    "# These files are kept in step with their description byte by byte.\ndisable_all_formatting = true\n";

/// Formats a crate and adds its runtime.
///
/// # Errors
/// When tokens do not parse or a path is not plain: faults of the emitter, told in one sentence.
pub fn assemble(of: Crate, files: CrateFiles) -> Result<Package, String> {
    let mut package = Package::default();
    let mut add = |path: &str, text: String| package.insert(path, text).map_err(|error| error.to_string());
    for file in &files.rust {
        let text =
            format::format(file).map_err(|error| format!("`{}` does not parse: {}", error.path, error.reason))?;
        add(&file.path, text)?;
    }
    for (path, text) in files.text {
        add(&path, text)?;
    }
    for (path, text) in runtime::files(of) {
        let (_, below) = path.split_once('/').unwrap_or(("", path));
        add(below, (*text).to_owned())?;
    }
    add("rustfmt.toml", RUSTFMT.to_owned())?;
    Ok(package)
}
