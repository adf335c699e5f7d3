//! The files of a crate, formatted, with the runtime beside them.
//!
//! Takes what `emit` made; gives a [`Package`]. Promises that the runtime is the one under `templates/`.

use super::format::{self, Unparsable};
use super::runtime;
use crate::emit::server::Scaffold;
use crate::emit::{Crate, CrateFiles, Part};
use crate::ir::Settings;
use crate::package::Package;
use std::borrow::Cow;

/// What keeps a formatter run by the user's workspace from changing generated files.
const RUSTFMT: &str =
    "# These files are kept in step with their description byte by byte.\ndisable_all_formatting = true\n";

/// What keeps generated files out of the way where changes are read and languages counted.
const GIT_ATTRIBUTES: &str = "* linguist-generated\n";

/// What may be done with a generated crate: the runtime's licence asks that its text goes with every copy.
const NOTICE: &str = concat!(
    "The files under src/runtime/ are part of Specwright. They may be used under the MIT licence below or under the\n",
    "Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0), at your choice.\n",
    "\n",
    "All other files were made from a description of an API. Specwright's authors claim no rights in them; names and\n",
    "texts that the description contributed belong to whoever wrote it.\n",
    "\n",
    include_str!("../../LICENSE-MIT"),
);

/// Makes and formats a file, where there is one.
///
/// # Errors
/// When tokens do not parse: a fault of the emitter, told in one sentence that names the item.
pub fn text(part: &Part<'_>) -> Option<Result<(String, String), String>> {
    let file = part.make()?;
    let path = file.path.clone();
    let made = format::format(file).map_err(|Unparsable { path, item, reason }| {
        // Its tokens were given away: they are made anew.
        let again = || part.make()?.items.into_iter().nth(item?).map(format::beginning);
        let item = again().unwrap_or_else(|| "the beginning".to_owned());
        format!("`{item}` in `{path}` does not parse: {reason}")
    });
    Some(made.map(|text| (path, text)))
}

/// The texts of a package that serves an api, by path.
///
/// # Errors
/// When tokens do not parse: a fault of the emitter.
pub fn scaffold(scaffold: Scaffold) -> Result<Vec<(String, String)>, String> {
    let Scaffold { manifest, rust } = scaffold;
    let mut files = vec![("Cargo.toml".to_owned(), manifest)];
    for file in rust {
        let path = file.path.clone();
        let text =
            format::format(file).map_err(|fault| format!("`{}` does not parse: {}", fault.path, fault.reason))?;
        files.push((path, text));
    }
    Ok(files)
}

/// The comment that settings put at the top of each Rust file, with an empty line after it.
pub fn header(settings: &Settings) -> String {
    let line = |line: &String| format!("// {line}").trim_end().to_owned() + "\n";
    let comment: String = settings.header.iter().map(line).collect();
    if comment.is_empty() { comment } else { comment + "\n" }
}

/// The files of a crate that no description changes: the runtime, its licence, and what keeps formatters and readers of changes away. Path relative to the
/// crate, and text.
pub fn fixed(of: Crate, parts: &[&str]) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
    let below = |(path, text): (&'static str, Cow<'static, str>)| (path.split_once('/').unwrap_or(("", path)).1, text);
    runtime::files(of, parts).map(below).chain([
        ("rustfmt.toml", Cow::Borrowed(RUSTFMT)),
        (".gitattributes", Cow::Borrowed(GIT_ATTRIBUTES)),
        ("NOTICE", Cow::Borrowed(NOTICE)),
    ])
}

/// A crate of these files and its runtime.
///
/// # Errors
/// When a path is not plain: a fault of the emitter, told in one sentence.
pub fn package(
    of: Crate,
    parts: &[&str],
    files: impl IntoIterator<Item = (String, String)>,
) -> Result<Package, String> {
    let mut package = Package::default();
    let mut add = |path: &str, text: String| package.insert(path, text).map_err(|error| error.to_string());
    for (path, text) in files {
        add(&path, text)?;
    }
    for (path, text) in fixed(of, parts) {
        add(path, text.into_owned())?;
    }
    Ok(package)
}

/// Makes a crate in this thread.
///
/// # Errors
/// As [`text`] and [`package`].
pub fn assemble(of: Crate, files: CrateFiles<'_>) -> Result<Package, String> {
    let rust = files.rust.iter().filter_map(text).collect::<Result<Vec<_>, _>>()?;
    package(of, &files.parts, rust.into_iter().chain(files.text))
}
