//! Published documents, read and written back.
//!
//! Skipped where the collection is not there.

use specwright::diagnostic::{Diagnostics, Severity};
use specwright::document::Document;
use specwright::export::{ExportVersion, export};
use specwright::pipeline::{self, Description, Files};
use specwright::source::{SourceId, Sources, Span};
use specwright_tests::shared;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of the disk, wherever a document refers to.
struct Disk;

impl Files for Disk {
    fn load(&mut self, path: &str, _: Span, sources: &mut Sources, _: &mut Diagnostics) -> Option<SourceId> {
        Some(sources.add(path, fs::read_to_string(path).ok()?))
    }
}

fn read(path: &str, text: &str) -> (Option<Document>, Diagnostics) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let id = sources.add(path, text);
    let description = Description { documents: vec![id], ..Description::default() };
    let document = pipeline::read(&mut sources, &mut Disk, &description, &mut diagnostics);
    (document, diagnostics)
}

fn documents() -> Vec<PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let folder = shared.join("documents");
    let entries = fs::read_dir(&folder).expect("the collection can be listed").flatten().map(|entry| entry.path());
    let mut documents: Vec<_> = entries.filter(|path| is_document(path)).collect();
    documents.push(folder.join("digitalocean/specification/DigitalOcean-public.v2.yaml"));
    documents.sort();
    documents
}

/// Two of the files are parts of others.
fn is_document(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = ["external-shared.json", "Lizard.json"].contains(&name.as_ref());
    !part && [".json", ".yaml", ".yml"].iter().any(|extension| name.ends_with(extension))
}

/// Every document gives operations or schemas, whatever is wrong with it, and what it gives survives being written and
/// read again in either version.
#[test]
fn every_document_is_read_and_comes_back() {
    let documents = documents();
    let (left, right) = documents.split_at(documents.len() / 2);
    let mut counts = Counts::new();
    std::thread::scope(|scope| {
        let halves = [left, right].map(|half| scope.spawn(|| half.iter().map(|path| one(path)).collect::<Vec<_>>()));
        for counted in halves.into_iter().flat_map(|half| half.join().expect("no document panics")) {
            for (code, places) in counted {
                let (documents, all) = counts.entry(code).or_default();
                *documents += 1;
                *all += places;
            }
        }
    });
    for ((severity, code), (documents, places)) in counts {
        println!("{severity:?} {code}: {places} in {documents} documents");
    }
}

/// How often a code is said: in how many documents, at how many places.
type Counts = BTreeMap<(Severity, &'static str), (usize, usize)>;

/// Writing large documents takes long and tells nothing that smaller ones do not.
const LARGE: usize = 300_000;

fn one(path: &Path) -> BTreeMap<(Severity, &'static str), usize> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).expect("a document is text");
    let (document, diagnostics) = read(&shown, &text);
    let document = document.unwrap_or_else(|| panic!("{shown}: {diagnostics:?}"));
    let operations = document.paths.iter().chain(&document.webhooks).map(|path| path.operations.len()).sum::<usize>();
    assert!(operations + document.schemas.len() > 0, "{shown} says nothing");
    if text.len() < LARGE {
        for version in [ExportVersion::V3_0, ExportVersion::V3_1] {
            comes_back(&document, version, &shown);
        }
    }
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        *counts.entry((diagnostic.code.severity, diagnostic.code.id)).or_default() += 1;
    }
    counts
}

/// Writing what was read of what was written gives the same text. 3.0 needs a second round: `nullable` beside an `enum` is
/// read as null in the list.
fn comes_back(document: &Document, version: ExportVersion, shown: &str) {
    let written = export(document, version, &mut Diagnostics::default());
    let again = |text: &str| {
        let (document, diagnostics) = read("written.yaml", text);
        let worst = diagnostics.iter().find(|diagnostic| diagnostic.code.severity >= Severity::Fault);
        assert_eq!(worst, None, "{shown} as {version:?}");
        export(&document.expect("what was written can be read"), version, &mut Diagnostics::default())
    };
    let second = again(&written);
    let same = match version {
        ExportVersion::V3_0 => again(&second) == second,
        ExportVersion::V3_1 => second == written,
    };
    assert!(same, "{shown} as {version:?} is another document when written again");
}
