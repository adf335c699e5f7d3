//! The next version of a vendor's crates.
//!
//! Takes a vendor's folder, and a revision of git that it is compared with; gives the version that the changes ask for, and the texts of `vendor.yaml` and `CHANGELOG.md` that say so. Promises
//! that the same folder and revision give the same texts, however often that is done, and that nothing of `vendor.yaml` changes but the version. Never writes.

use super::drift::Read;
use super::terminal::Terminal;
use crate::budget::Budgets;
use crate::diagnostic::Severity;
use crate::drift::report::Told;
use crate::drift::{Party, Side, compare};
use serde::Deserialize;
use serde_yaml::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What becomes of a vendor's folder.
pub(super) struct Bumped {
    /// The version.
    pub version: String,
    /// Paths below the directory, and their new texts.
    pub files: Vec<(PathBuf, String)>,
}

/// Compares a vendor's folder with what it was; `None` where nothing changed.
///
/// # Errors
/// Where one of both cannot be read, or `vendor.yaml` cannot be edited. What is wrong with a description is told.
pub(super) fn of(
    directory: &Path,
    folder: &Path,
    revision: &str,
    budgets: &Budgets,
    terminal: &mut Terminal<'_>,
) -> Result<Option<Bumped>, String> {
    let shown = folder.to_string_lossy().replace('\\', "/");
    let old = Read::of(directory, &format!("{revision}:./{shown}"), &[], "api", budgets);
    let new = Read::of(directory, &shown, &[], "api", budgets);
    for read in [&old, &new] {
        terminal.report_from(Severity::Error, &read.sources, &read.diagnostics);
    }
    let (Some(before), Some(after)) = (&old.understood, &new.understood) else {
        return Err(format!("`{shown}` cannot be compared with what it was in `{revision}`"));
    };
    let old_side = Side { document: &before.document, api: &before.api, sources: &old.sources };
    let new_side = Side { document: &after.document, api: &after.api, sources: &new.sources };
    let report = compare(old_side, new_side);
    let Some(version) = report.versions.1.clone() else { return Ok(None) };
    let names = (format!("{revision}:{shown}"), shown.clone());
    let told = Told::new(&report, names, &[Party::Client, Party::Server], old_side, new_side);
    let read = |name: &str| fs::read_to_string(directory.join(folder).join(name));
    let (settings, changes) = (folder.join("vendor.yaml"), folder.join("CHANGELOG.md"));
    let text = read("vendor.yaml").map_err(|error| format!("`{}`: {error}", settings.display()))?;
    let edited = with_version(&text, &version).ok_or_else(|| {
        format!(
            "`{}`: the version cannot be put into it; write `package: {{version: {version}}}` yourself",
            settings.display()
        )
    })?;
    let changelog = with_entry(&read("CHANGELOG.md").unwrap_or_default(), &version, &told.changelog(&version));
    Ok(Some(Bumped { version, files: vec![(settings, edited), (changes, changelog)] }))
}

/// The text of a `vendor.yaml` with another version; `None` where anything else would be another.
fn with_version(text: &str, version: &str) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    match lines.iter().position(|it| it.starts_with("package:")) {
        None => lines.extend(["package:".to_owned(), format!("  version: {version}")]),
        Some(at) => {
            let head = lines.get(at)?.clone();
            if let Some((before, inside)) = head.split_once('{') {
                let inside = inside.rsplit_once('}')?.0;
                let others =
                    inside.split(',').map(str::trim).filter(|it| !it.is_empty() && !it.starts_with("version:"));
                let all: Vec<String> =
                    std::iter::once(format!("version: {version}")).chain(others.map(str::to_owned)).collect();
                *lines.get_mut(at)? = format!("{before}{{{}}}", all.join(", "));
            } else {
                let inside = |line: &&String| line.starts_with([' ', '\t']) || line.trim().is_empty();
                let count = lines.iter().skip(at + 1).take_while(inside).count();
                let body = lines.iter().skip(at + 1).take(count);
                let own = body.clone().position(|it| it.trim_start().starts_with("version:"));
                let first = body.clone().find(|it| !it.trim().is_empty());
                let margin = first.map_or("  ", |it| it.get(..it.len() - it.trim_start().len()).unwrap_or("  "));
                let line = format!("{margin}version: {version}");
                match own {
                    Some(own) => *lines.get_mut(at + 1 + own)? = line,
                    None => lines.insert(at + 1, line),
                }
            }
        }
    }
    let edited = lines.join("\n") + "\n";
    let parsed = |text: &str| Value::deserialize(serde_yaml::Deserializer::from_str(text)).ok();
    let (mut was, is) = (parsed(text)?, parsed(&edited)?);
    let package = was.as_mapping_mut()?.entry(Value::from("package")).or_insert(Value::Mapping(Default::default()));
    package.as_mapping_mut()?.insert(Value::from("version"), Value::from(version));
    (was == is).then_some(edited)
}

/// A changelog with an entry at its place: above the others, or instead of that of the same version.
fn with_entry(text: &str, version: &str, entry: &str) -> String {
    let heading = format!("## [{version}]");
    let entry = entry.trim_end();
    let start = |text: &str, from: usize| -> Option<usize> {
        if text.get(from..)?.starts_with("## ") {
            return Some(from);
        }
        text.get(from..)?.find("\n## ").map(|at| from + at + 1)
    };
    let head = start(text, 0).unwrap_or(text.len());
    let before = match text.get(..head).unwrap_or_default().trim() {
        "" => "# Changelog",
        before => before,
    };
    let mut rest = text.get(head..).unwrap_or_default();
    if rest.lines().next().is_some_and(|it| it.trim_end() == heading) {
        rest = rest.find("\n## ").and_then(|at| rest.get(at + 1..)).unwrap_or_default();
    }
    let rest = if rest.trim().is_empty() { String::new() } else { format!("\n{}\n", rest.trim_end()) };
    format!("{before}\n\n{entry}\n{rest}")
}

#[cfg(test)]
mod tests {
    use super::{with_entry, with_version};

    #[test]
    fn nothing_changes_but_the_version() {
        for (text, edited) in [
            ("name: a # mine\n", "name: a # mine\npackage:\n  version: 0.2.0\n"),
            ("package: {publish: true}\nname: a\n", "package: {version: 0.2.0, publish: true}\nname: a\n"),
            ("package: {version: 0.1.0}\n", "package: {version: 0.2.0}\n"),
            (
                "package:\n    publish: true\n    version: 0.1.0\nname: a\n",
                "package:\n    publish: true\n    version: 0.2.0\nname: a\n",
            ),
            ("package:\n  publish: true\n", "package:\n  version: 0.2.0\n  publish: true\n"),
        ] {
            assert_eq!(with_version(text, "0.2.0").as_deref(), Some(edited));
        }
        assert_eq!(with_version("package: {authors: ['a, b']}\n", "0.2.0").map(|it| it.contains("'a, b'")), Some(true));
        assert_eq!(with_version("\"package\": {}\n", "0.2.0"), None);
    }

    #[test]
    fn an_entry_is_written_once() {
        let first = with_entry("", "0.2.0", "## [0.2.0]\n\n### Added\n\n- a\n");
        assert_eq!(first, "# Changelog\n\n## [0.2.0]\n\n### Added\n\n- a\n");
        assert_eq!(with_entry(&first, "0.2.0", "## [0.2.0]\n\n- b\n"), "# Changelog\n\n## [0.2.0]\n\n- b\n");
        let next = with_entry(&first, "0.3.0", "## [0.3.0]\n\n- c\n");
        assert_eq!(next, "# Changelog\n\n## [0.3.0]\n\n- c\n\n## [0.2.0]\n\n### Added\n\n- a\n");
    }
}
