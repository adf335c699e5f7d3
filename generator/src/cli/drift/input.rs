//! One side of a comparison.
//!
//! Takes what the command line names: a file, a folder (a vendor's, or one that holds documents), or such a path in a revision of git; gives what was understood of it. Promises
//! that files of a revision come from `git show` alone, and that references lead no further than the folder of the first document. Never writes.

use crate::budget::Budget;
use crate::config::Vendor;
use crate::diagnostic::code::files::{FILE_TOO_LARGE, NOT_UTF8, UNREADABLE_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::files::{self, Below};
use crate::lower;
use crate::pipeline::{Description, Files, Understood, understand};
use crate::source::{SourceId, Sources, Span};
use std::path::{Path, PathBuf};
use std::process::Command;

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
        let (paths, own, config) = self.paths(sources, diagnostics)?;
        let mut read = |paths: &[String]| {
            let ids: Vec<_> = paths.iter().map(|path| self.read(path, sources, diagnostics)).collect();
            ids.into_iter().collect::<Option<Vec<_>>>()
        };
        let (documents, mut applied) = (read(&paths)?, read(&own)?);
        for overlay in overlays {
            applied.push(files::read(directory, overlay, sources, diagnostics)?);
        }
        let options = match config {
            Some(vendor) => lower::Options { name: vendor.name, date_time: vendor.date_time },
            None => lower::Options { name: name.to_owned(), ..lower::Options::default() },
        };
        let description = Description { documents, overlays: applied, ..Description::default() };
        let first = paths.first().map(PathBuf::from);
        let mut on_disk = Below::folder_of(directory, first.as_ref());
        let mut in_revision =
            Revision { input: self, root: first.and_then(|it| it.parent().map(Path::to_path_buf)).unwrap_or_default() };
        let files: &mut dyn Files = if self.revision.is_some() { &mut in_revision } else { &mut on_disk };
        understand(sources, files, &description, &options, diagnostics)
    }

    /// `accepted.yaml` of a vendor's folder, with its path.
    pub(super) fn accepted(&self, diagnostics: &mut Diagnostics) -> Option<(String, String)> {
        let path = format!("{}/accepted.yaml", self.path.trim_end_matches('/'));
        let mut sources = Sources::default();
        if self.revision.is_none() && !self.directory.join(&path).is_file() {
            return None;
        }
        let id = self.read(&path, &mut sources, diagnostics)?;
        Some((path, sources.get(id)?.text().to_string()))
    }

    /// Documents and overlays, and the vendor's settings where it is a vendor's folder.
    fn paths(
        &self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Vec<String>, Vec<String>, Option<Vendor>)> {
        let inside = self.list();
        let Some(inside) = inside else { return Some((vec![self.path.clone()], Vec::new(), None)) };
        let folder = self.path.trim_end_matches('/');
        let within =
            |name: &str| if folder.is_empty() || folder == "." { name.to_owned() } else { format!("{folder}/{name}") };
        if inside.iter().any(|it| it == "vendor.yaml") {
            let config = self.read(&within("vendor.yaml"), sources, diagnostics)?;
            let vendor = Vendor::read(sources, config, diagnostics)?;
            let documents = vendor.documents.iter().map(|it| within(&it.path)).collect();
            let overlays = vendor.overlays.iter().map(|it| within(&it.path)).collect();
            return Some((documents, overlays, Some(vendor)));
        }
        if let Some(name) = NAMES.iter().find(|name| inside.iter().any(|it| it == *name)) {
            return Some((vec![within(name)], Vec::new(), None));
        }
        let is_document = |it: &&String| {
            [".yaml", ".yml", ".json", ".md", ".mdx", ".txt", ".html"].iter().any(|end| it.ends_with(end))
        };
        let all: Vec<String> = inside.iter().filter(is_document).map(|it| within(it)).collect();
        if all.is_empty() {
            let message = format!("the folder `{}` holds no document", self.path);
            diagnostics.report(
                Diagnostic::new(&UNREADABLE_FILE, None, message).help("name a document, or a folder that holds one"),
            );
            return None;
        }
        Some((all, Vec::new(), None))
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
        let output = Command::new("git").arg("-C").arg(&self.directory).args(arguments).output().ok()?;
        output.status.success().then_some(output.stdout)
    }

    fn read(&self, path: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<SourceId> {
        let Some(revision) = &self.revision else {
            return files::read(&self.directory, Path::new(path), sources, diagnostics);
        };
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
        self.input.read(path, sources, diagnostics)
    }
}
