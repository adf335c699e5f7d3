//! What is read from documentation pages, against the documents they were made from.
//!
//! Every fact that a page yields is looked up in the page's document: it is right, or wrong. A wrong fact fails the test; the
//! numbers of right facts have floors, so that reading cannot decay. A fact that stands on its page and is not given is missed, and the share of
//! those that are given has a floor, too. Skipped where the pages are absent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accepted;
mod docusaurus;
mod facts;
mod made;
mod places;
mod recover;
mod schema;
mod truth;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostic::Diagnostics;
use specwright::page;
use specwright::source::Sources;
use specwright::tree::write;

use facts::{Claims, Facts};
use recover::Printed;

fn shared() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/pages"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    println!("skipped: {} is absent", folder.display());
    None
}

/// A page as the product reads it.
fn read(text: &str) -> (Option<serde_json::Value>, Diagnostics) {
    let mut sources = Sources::default();
    let source = sources.add("page.md", text);
    let mut diagnostics = Diagnostics::default();
    let tree = page::read(&sources, source, &mut diagnostics);
    let value = tree.map(|tree| serde_json::from_str(&write::json(&tree)).expect("JSON as written"));
    (value, diagnostics)
}

#[derive(Debug, Default)]
struct Score {
    pages: usize,
    refused: usize,
    right: usize,
    missed: usize,
    /// Facts that stand on the page and are not given.
    lost: usize,
    wrong: Vec<String>,
}

impl Score {
    /// `truth` is all that the document says, `stated` what it says beside what a page's silence may mean.
    fn compare(
        &mut self,
        page: &str,
        printed: &Printed,
        read: &Facts,
        (truth, stated): (&Facts, &Facts),
        verbose: bool,
    ) {
        self.pages += 1;
        let mut missed = 0;
        for (place, fact) in read {
            match truth.get(place) {
                Some(own) if own == fact => self.right += 1,
                own => self.wrong.push(format!("{page}: {place} = {fact}, but the document has {own:?}")),
            }
        }
        for place in truth.keys().filter(|place| !read.contains_key(*place)) {
            missed += 1;
            if stated.contains_key(place) && printed.shows(place, &truth[place]) {
                self.lost += 1;
                if verbose {
                    println!("{page}: missed {place} = {}", truth[place]);
                }
            }
        }
        self.missed += missed;
    }

    /// How many of a hundred facts that stand on the pages are given.
    fn share(&self) -> f64 {
        100.0 * self.right as f64 / (self.right + self.lost).max(1) as f64
    }

    fn print(&self, format: &str) {
        println!(
            "{format:>20}: {:>4} pages, {:>3} refused, {:>6} facts right, {:>3} wrong, {:>5} missed of {:>6} that are printed ({:.1} % given), {:>5} not printed",
            self.pages,
            self.refused,
            self.right,
            self.wrong.len(),
            self.lost,
            self.right + self.lost,
            self.share(),
            self.missed - self.lost
        );
        for wrong in self.wrong.iter().take(60) {
            println!("    {wrong}");
        }
    }
}

/// The pages of a folder that keep their names, or that lost them, as the folders' index has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Kept,
    Lost,
}

/// Pages with a document of the same name beside each; those of one document are those whose names begin with its name.
fn rendered(pages: &Path, format: &str, names: Names, claims: Claims, document: &str) -> Option<Score> {
    let folder = pages.join(format);
    let index = fs::read_to_string(folder.join("../INDEX.tsv")).ok()?;
    let lost: BTreeSet<&str> =
        index.lines().filter(|line| line.ends_with("\tlost")).filter_map(|line| line.split('\t').next()).collect();
    let only = std::env::var("PAGE").ok();
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    pages.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(document)));
    pages.retain(|path| only.as_ref().is_none_or(|only| path.to_string_lossy().contains(only.as_str())));
    pages.retain(|path| {
        let file = format!("{format}/{}", path.file_name().unwrap().to_string_lossy());
        lost.contains(file.as_str()) == (names == Names::Lost)
    });
    pages.sort();
    let mut score = Score::default();
    for path in pages {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let document: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let (tree, diagnostics) = read(&text);
        if only.is_some() {
            diagnostics.iter().for_each(|diagnostic| println!("{name}: {:?} {}", diagnostic.code, diagnostic.message));
            println!("{}", serde_json::to_string_pretty(&tree).unwrap());
        }
        match tree {
            Some(tree) => {
                let truth = facts::of(&document, &Claims::ALL, None);
                let stated = facts::of(&document, &claims, None);
                let read = facts::of(&tree, &claims, None);
                let printed = Printed::of(&text, names, &places::untold(&document, &text));
                score.compare(
                    &name,
                    &printed,
                    &read,
                    (&truth, &stated),
                    only.is_some() || std::env::var_os("MISSED").is_some(),
                );
            }
            None => {
                score.pages += 1;
                score.refused += 1;
                println!("{name}: refused: {diagnostics:?}");
            }
        }
    }
    Some(score)
}

#[test]
fn starlight_pages_say_what_their_documents_say() {
    let Some(pages) = shared() else { return };
    let Some(score) = rendered(&pages, "starlight", Names::Kept, Claims::STARLIGHT, "") else { return };
    score.print("starlight");
    assert_eq!(score.wrong.len(), 0);
    assert_eq!(score.refused, 0);
    assert!(score.right >= 6_210 && score.share() >= 98.0, "{} facts, {:.1} %", score.right, score.share());
}

/// Pages cut out of one whole document each.
fn cut(format: &str, document: &Path) -> Option<Score> {
    let folder = shared()?.join(format);
    let document = truth::document(document);
    let index = fs::read_to_string(folder.join("INDEX.tsv")).ok()?;
    let mut score = Score::default();
    for line in index.lines().skip(1) {
        let [file, method, path, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let (tree, diagnostics) = read(&text);
        let Some(tree) = tree else {
            println!("{file}: refused: {diagnostics:?}");
            score.pages += 1;
            score.refused += 1;
            continue;
        };
        let truth = facts::of(&document, &Claims::ALL, Some((path, method)));
        score.compare(
            file,
            &Printed::of(&text, Names::Kept, &BTreeSet::new()),
            &facts::of(&tree, &Claims::ALL, None),
            (&truth, &truth),
            false,
        );
    }
    Some(score)
}

#[test]
fn embedded_documents_are_what_the_whole_document_says() {
    let Some(folder) = shared() else { return };
    let vendors = folder.join("../vendors");
    for (format, document, floor) in
        [("libredesk-mintlify", "libredesk/openapi.json", 1), ("close-fern", "close/openapi.yaml", 1)]
    {
        let score = cut(format, &vendors.join(document)).unwrap();
        score.print(format);
        assert_eq!((score.wrong.len(), score.missed, score.refused), (0, 0, 0), "{format}");
        assert!(score.right >= floor, "{format}: {} facts", score.right);
    }
}

#[test]
fn real_pages_hold_the_operation_they_name() {
    let Some(folder) = shared() else { return };
    let mut operations = BTreeMap::new();
    for entry in fs::read_dir(folder.join("mintlify")).unwrap() {
        let path = entry.unwrap().path();
        let (tree, diagnostics) = read(&fs::read_to_string(&path).unwrap());
        let tree = tree.unwrap_or_else(|| panic!("{}: {diagnostics:?}", path.display()));
        let facts = facts::of(&tree, &Claims::ALL, None);
        assert!(
            facts
                .keys()
                .any(|place| place.contains("/200/") || place.contains("/201/") || place.contains("responses/"))
        );
        assert_ne!(tree["security"], serde_json::json!([]), "{}", path.display());
        operations.insert(path, facts.len());
    }
    println!("{:>20}: {:>4} pages, {:>6} facts", "mintlify", operations.len(), operations.values().sum::<usize>());
}

#[test]
fn no_page_makes_the_reader_fail_or_linger() {
    let Some(folder) = shared() else { return };
    for format in ["starlight", "mintlify", "docusaurus"] {
        let Ok(entries) = fs::read_dir(folder.join(format)) else { continue };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension != "json")).step_by(7)
        {
            let text = fs::read_to_string(path).unwrap();
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            for end in (0..lines.len()).step_by(1 + lines.len() / 25) {
                read(&lines[..end].concat());
                // The same lines in another order: every seventh first, and so on.
                let shuffled: String =
                    (0..7).flat_map(|start| lines[..end].iter().skip(start).step_by(7).copied()).collect();
                read(&shuffled);
                let garbled: String = lines[..end].iter().rev().copied().collect();
                read(&garbled);
            }
        }
    }
}
