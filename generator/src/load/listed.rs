//! Documents that `vendor.yaml` lists together: by a pattern, or by an index of pages (`llms.txt`).
//!
//! Takes what is listed and the vendor's folder; gives each file by its path, in order. Promises the same order on every machine, and that a pattern which matches nothing is
//! told. Never leaves the folder, and never fetches what an index names.

use super::files;
use crate::config::Input;
use crate::diagnostic::code::config as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How many files of a folder are looked at.
const MOST_FILES: usize = 50_000;

/// How deep folders may lie.
const MOST_DEPTH: usize = 32;

/// The files that are listed; those that were not named one by one are in the second list as well, for among them may be pages that describe nothing.
pub(crate) struct Listed {
    /// Each file, in order.
    pub inputs: Vec<Input>,
    /// Positions of those that stand for many.
    pub of_many: BTreeSet<usize>,
}

/// Puts the files in the place of patterns and indices; `None`, and told, where one gives no file.
pub(crate) fn expand(
    directory: &Path,
    folder: &Path,
    inputs: &[Input],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Listed> {
    let mut listed = Listed { inputs: Vec::new(), of_many: BTreeSet::new() };
    let named: BTreeSet<&str> = inputs.iter().map(|input| input.path.as_str()).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all: Option<Vec<String>> = None;
    let mut sound = true;
    for input in inputs {
        let index = input.path.rsplit('/').next() == Some("llms.txt");
        if !index && !input.path.contains(['*', '?']) {
            taken.insert(input.path.clone());
            listed.inputs.push(input.clone());
            continue;
        }
        let all = all.get_or_insert_with(|| walk(&directory.join(folder)));
        let found = if index {
            pages_of_index(directory, folder, input, all, sources, diagnostics)
        } else {
            Some(all.iter().filter(|path| matches(&input.path, path)).cloned().collect())
        };
        let found = found?;
        if found.is_empty() {
            let (message, help) = if index {
                (
                    format!("of the pages that `{}` names none is in the folder", input.path),
                    "put the pages beside it, in folders as in their addresses, or list `llms-full.txt`",
                )
            } else {
                (
                    format!("`{}` matches no file of the folder", input.path),
                    "`*` stands for any part of a name, `**` for any folders",
                )
            };
            diagnostics.report(Diagnostic::new(&code::CONFIG_PATH, input.span, message).help(help));
            sound = false;
        }
        for path in found {
            if !named.contains(path.as_str()) && taken.insert(path.clone()) {
                listed.of_many.insert(listed.inputs.len());
                listed.inputs.push(Input { path, url: input.url.clone(), span: input.span });
            }
        }
    }
    sound.then_some(listed)
}

/// The files below a folder, in order, relative to it.
fn walk(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), 0_usize)];
    while let Some((folder, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < MOST_DEPTH && !name.starts_with('.') => {
                    waiting.push((path, depth + 1))
                }
                Ok(kind) if kind.is_file() && found.len() < MOST_FILES => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether a path fits a pattern of `*`, `?` and `**`.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    // For each part of the path whether the pattern up to some part fits what stands before it.
    let mut fits = vec![false; path.len() + 1];
    if let Some(first) = fits.first_mut() {
        *first = true;
    }
    for part in pattern {
        let mut next = vec![false; path.len() + 1];
        let mut before = false;
        for at in 0..=path.len() {
            let here = fits.get(at).copied().unwrap_or(false);
            let value = if part == "**" {
                before |= here;
                before
            } else {
                let last = at.checked_sub(1);
                last.and_then(|last| Some(*fits.get(last)? && name_matches(part, path.get(last)?))).unwrap_or(false)
            };
            if let Some(slot) = next.get_mut(at) {
                *slot = value;
            }
        }
        fits = next;
    }
    fits.last().copied().unwrap_or(false)
}

/// Whether one name fits `*` and `?`.
fn name_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || Some(c) == name.get(n) => {
                p += 1;
                n += 1;
            }
            _ => match star.as_mut() {
                Some((at, taken)) => {
                    *taken += 1;
                    p = *at + 1;
                    n = *taken;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or(&[]).iter().all(|c| *c == '*')
}

/// The files of the folder that an index names, in its order.
fn pages_of_index(
    directory: &Path,
    folder: &Path,
    input: &Input,
    all: &[String],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let id = files::read_within(directory, folder, &folder.join(&input.path), sources, diagnostics)?;
    let text = sources.get(id)?.text().clone();
    let beside = input.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let files: Vec<(&String, Vec<&str>)> = all
        .iter()
        .filter(|path| **path != input.path)
        .filter_map(|path| Some((path, parts(path.strip_prefix(beside.as_str())?))))
        .collect();
    let found = links(&text).filter_map(|link| {
        let wanted = parts(link);
        let fitting = files.iter().filter(|(_, parts)| !parts.is_empty() && wanted.ends_with(parts));
        Some(fitting.max_by_key(|(_, parts)| parts.len())?.0.clone())
    });
    Some(found.collect())
}

/// The folders and the name of a page, without what serves it: `index`, and its ending.
fn parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if let Some(last) = parts.last_mut() {
        *last = last.rsplit_once('.').map_or(*last, |(name, _)| name);
    }
    if parts.len() > 1 && parts.last() == Some(&"index") {
        parts.pop();
    }
    parts
}

/// The addresses that an index links to, as it writes them.
pub(crate) fn index_links(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.trim_start().starts_with(['-', '*'])).filter_map(|line| {
        let (_, rest) = line.split_once("](")?;
        Some(rest.split_once(')')?.0.trim())
    })
}

/// The paths of the links of an index.
fn links(text: &str) -> impl Iterator<Item = &str> {
    index_links(text).map(|address| {
        let path =
            address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        path.split(['?', '#']).next().unwrap_or(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_and_folders() {
        for (pattern, path) in [
            ("pages/*.md", "pages/a.md"),
            ("pages/**/*.md", "pages/a.md"),
            ("pages/**/*.md", "pages/a/b/c.md"),
            ("**", "a/b"),
            ("p?ges/a*b*.md", "pages/axxbyy.md"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("pages/*.md", "pages/a/b.md"), ("pages/*.md", "pages/a.mdx"), ("*.md", "a/b.md"), ("**/x.md", "a/y.md")]
        {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn an_index_names_pages() {
        let text = "# Docs\n\n- [A](https://x.example/api/a.md): A thing\n* [B](/api/b/index.md?x=1)\n[no](https://x.example/c)\n";
        assert_eq!(links(text).collect::<Vec<_>>(), ["api/a.md", "/api/b/index.md"]);
        assert_eq!(parts("/api/b/index.md"), ["api", "b"]);
        assert_eq!(parts("api/b.md"), ["api", "b"]);
    }
}
