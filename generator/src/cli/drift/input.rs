//! One side of a comparison.
//!
//! Takes what the command line names: a file, a folder (a vendor's, or one that holds documents), or such a path in a revision of git; gives what was
//! understood of it. A vendor's folder is read as `generate` reads it: with its overlays, patches, lists of pages and selections. Promises that files of a revision come from
//! `git` alone, and that references lead no further than the folder of the first document. Never writes but into a folder of its own that is removed.

use super::checkout::{self, Checkout};
use crate::budget::Budget;
use crate::diagnostic::code::files::{FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::files;
use crate::load::reading::{self, Reading};
use crate::load::vendor::{self, Loaded, UseOfLock};
use crate::lower;
use crate::pipeline::{Description, Files, Understood, understand};
use crate::source::{SourceId, Sources, Span};
use std::path::{Path, PathBuf};

/// A path on disk or in a revision.
pub(super) struct Input {
    directory: PathBuf,
    /// `None` on disk.
    revision: Option<String>,
    path: String,
}

/// Names of documents that are looked for in a folder, the first that is there.
const NAMES: [&str; 6] = ["openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json"];

impl Input {
    /// What the text names: an existing path, or a revision and a path with `:` between them.
    pub(super) fn new(directory: &Path, given: &str) -> Self {
        let directory = directory.to_path_buf();
        let on_disk = directory.join(given).exists();
        match given
            .split_once(':')
            .filter(|(revision, _)| !on_disk && !revision.is_empty() && !revision.starts_with('-'))
        {
            Some((revision, path)) => Self { directory, revision: Some(revision.to_owned()), path: path.to_owned() },
            None => Self { directory, revision: None, path: given.to_owned() },
        }
    }

    /// Reads and lowers it.
    pub(super) fn understand(
        &self,
        directory: &Path,
        overlays: &[PathBuf],
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Understood> {
        let inside = self.list();
        if inside.as_ref().is_some_and(|inside| inside.iter().any(|it| it == "vendor.yaml")) {
            return self.understand_vendor(directory, overlays, sources, diagnostics);
        }
        let options = lower::Options { name: name.to_owned(), ..lower::Options::default() };
        let documents = match inside {
            None => vec![self.path.clone()],
            Some(inside) => self.documents(&inside, diagnostics)?,
        };
        let documents: Vec<PathBuf> = documents.into_iter().map(PathBuf::from).collect();
        if self.revision.is_none() {
            let mut read = reading::read(directory, &documents, overlays, &Reading::default(), sources, diagnostics)?;
            return understand(sources, &mut read.files, &read.description, &options, diagnostics);
        }
        let ids: Vec<_> = documents.iter().map(|path| self.read(path, sources, diagnostics)).collect();
        let overlays: Vec<_> = overlays.iter().map(|path| files::read(directory, path, sources, diagnostics)).collect();
        let description = Description {
            documents: ids.into_iter().collect::<Option<_>>()?,
            overlays: overlays.into_iter().collect::<Option<_>>()?,
            ..Description::default()
        };
        let root = documents.first().and_then(|it| it.parent()).map(Path::to_path_buf).unwrap_or_default();
        understand(sources, &mut Revision { input: self, root }, &description, &options, diagnostics)
    }

    /// Reads a vendor's folder as `generate` does, but for `spec.lock`, which says nothing about another state of it.
    fn understand_vendor(
        &self,
        directory: &Path,
        overlays: &[PathBuf],
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Understood> {
        let checkout = match &self.revision {
            None => None,
            Some(revision) => Some(Checkout::of(&self.directory, revision, &self.path, diagnostics)?),
        };
        let from = checkout.as_ref().map_or(directory, Checkout::directory);
        let folder = Path::new(&self.path);
        let loaded = vendor::load_folder(from, folder, UseOfLock::Ignore, &[], sources, diagnostics)?;
        let Loaded { config, mut description, files: mut below, .. } = loaded;
        for overlay in overlays {
            description.overlays.push(files::read(directory, overlay, sources, diagnostics)?);
        }
        let options = lower::Options { name: config.name, custom: config.custom };
        understand(sources, &mut below, &description, &options, diagnostics)
    }

    /// `accepted.yaml` of a vendor's folder, with its path.
    pub(super) fn accepted(&self, diagnostics: &mut Diagnostics) -> Option<(String, String)> {
        let path = format!("{}/accepted.yaml", self.path.trim_end_matches('/'));
        let mut sources = Sources::default();
        if self.revision.is_none() && !self.directory.join(&path).is_file() {
            return None;
        }
        let id = self.read(Path::new(&path), &mut sources, diagnostics)?;
        Some((path, sources.get(id)?.text().to_string()))
    }

    /// The documents of a folder that holds these files.
    fn documents(&self, inside: &[String], diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
        let folder = self.path.trim_end_matches('/');
        let within =
            |name: &String| if folder.is_empty() || folder == "." { name.clone() } else { format!("{folder}/{name}") };
        if let Some(name) = inside.iter().find(|it| NAMES.contains(&it.as_str())) {
            return Some(vec![within(name)]);
        }
        let is_document = |it: &&String| {
            [".yaml", ".yml", ".json", ".md", ".mdx", ".txt", ".html"].iter().any(|end| it.ends_with(end))
        };
        let all: Vec<String> = inside.iter().filter(is_document).map(within).collect();
        if all.is_empty() {
            let message = format!("the folder `{}` holds no document", self.path);
            diagnostics.report(
                Diagnostic::new(&UNREADABLE_FILE, None, message).help("name a document, or a folder that holds one"),
            );
            return None;
        }
        Some(all)
    }

    /// The files of a folder, sorted; `None` where it is none.
    fn list(&self) -> Option<Vec<String>> {
        let mut names: Vec<String> = match &self.revision {
            None => {
                let entries = std::fs::read_dir(self.directory.join(&self.path)).ok()?;
                entries
                    .flatten()
                    .filter(|it| it.path().is_file())
                    .map(|it| it.file_name().to_string_lossy().into_owned())
                    .collect()
            }
            Some(revision) => {
                // The tree of a folder begins with this line; a file's text does not reach us by way of `ls-tree`.
                let kind = self.git(&["cat-file", "-t", &format!("{revision}:{}", self.path)])?;
                if String::from_utf8_lossy(&kind).trim() != "tree" {
                    return None;
                }
                let listed = self.git(&["ls-tree", "-z", "--name-only", &format!("{revision}:{}", self.path)])?;
                String::from_utf8_lossy(&listed).split('\0').filter(|it| !it.is_empty()).map(str::to_owned).collect()
            }
        };
        names.sort();
        Some(names)
    }

    fn git(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        checkout::git(&self.directory, arguments)
    }

    fn read(&self, path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<SourceId> {
        let Some(revision) = &self.revision else {
            return files::read(&self.directory, path, sources, diagnostics);
        };
        let path = path.to_string_lossy().replace('\\', "/");
        // Paths of a revision are those of the repository's root, unless they begin with `./`.
        let Some(bytes) = self.git(&["show", &format!("{revision}:{path}")]) else {
            let message = format!("`{revision}:{path}` cannot be read by git");
            let help = "name a revision that exists and a path in it, from the repository's root; `git show REV:path` must print it";
            diagnostics.report(Diagnostic::new(&UNREADABLE_FILE, None, message).help(help));
            return None;
        };
        if bytes.len() as u64 > diagnostics.budgets().of(Budget::FileBytes) {
            let message = format!("`{revision}:{path}` is too large");
            diagnostics.report(
                Diagnostic::new(&FILE_TOO_LARGE, None, message).exhausted(Budget::FileBytes, diagnostics.budgets()),
            );
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(sources.add(path, text)),
            Err(_) => {
                let message = format!("`{revision}:{path}` is not UTF-8");
                diagnostics.report(Diagnostic::new(&NOT_UTF8, None, message).help("convert the file to UTF-8"));
                None
            }
        }
    }
}

/// Files that a document of a revision refers to.
struct Revision<'i> {
    input: &'i Input,
    root: PathBuf,
}

impl Files for Revision<'_> {
    fn load(&mut self, path: &str, _: Span, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<SourceId> {
        let climbs = Path::new(path).components().any(|it| it == std::path::Component::ParentDir);
        if climbs || !Path::new(path).starts_with(&self.root) {
            return None;
        }
        self.input.read(Path::new(path), sources, diagnostics)
    }
}
