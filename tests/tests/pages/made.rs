//! Pages that the project makes itself, with the plugins that vendors use: `tests/pages/make` says how. Skipped where nobody made them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::facts::Claims;
use crate::{Names, Score, docusaurus, rendered};

fn made() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/pages"));
    if folder.join("INDEX.tsv").is_file() {
        return Some(folder.to_owned());
    }
    println!(
        "skipped: {} is absent; `node tests/pages/make/make.mjs target/pages DOCUMENT …` makes it",
        folder.display()
    );
    None
}

/// Where pages and their documents must differ, whatever reads them.
const FAULTS_OF_THE_DOCUMENTS: [&str; 3] = [
    // A text with a bound of numbers (`unit_amount_decimal`, `usage_percentage` of tiers): the page prints it as that of a number.
    "/unit_amount#maximum = 1000000, but the document has None",
    "/usage_percentage#maximum = 100, but the document has None",
    // `type: object` beside `items`: the page prints a list.
    "/body/application/json/cost#type = array, but the document has Some(\"object\")",
];

/// Documents of which most schemas have examples. Of others a page does not tell in which object a field stands, or which name a line belongs to.
const WITH_EXAMPLES: [&str; 2] = ["gusto", "prog_buildomat"];

/// The names of the documents that pages were made of.
fn documents(pages: &Path) -> BTreeSet<String> {
    let index = fs::read_to_string(pages.join("INDEX.tsv")).unwrap();
    let names = index.lines().filter_map(|line| line.split('/').nth(1)?.split_once("__"));
    names.map(|(document, _)| document.to_owned()).collect()
}

/// Nothing is wrong, and of documents with examples a share is given.
fn judge(document: &str, score: &Score, share: f64) {
    let is_fault = |fact: &&String| FAULTS_OF_THE_DOCUMENTS.iter().any(|fault| fact.ends_with(fault));
    let wrong: Vec<&String> = score.wrong.iter().filter(|fact| !is_fault(fact)).collect();
    assert_eq!(wrong, [""; 0], "{document}");
    let enough = score.share() >= share || !WITH_EXAMPLES.contains(&document) || score.pages == score.refused;
    assert!(enough, "{document}: {:.1} % of {} pages", score.share(), score.pages);
}

#[test]
fn starlight_pages() {
    let Some(pages) = made() else { return };
    for document in documents(&pages) {
        let score = rendered(&pages, "starlight", Names::Kept, Claims::STARLIGHT, &document).unwrap();
        score.print(&format!("{document} starlight"));
        judge(&document, &score, 95.0);
    }
}

#[test]
fn docusaurus_pages() {
    let Some(pages) = made() else { return };
    for document in documents(&pages) {
        for (format, names, share) in [
            ("docusaurus", Names::Kept, 90.0),
            ("docusaurus", Names::Lost, 75.0),
            ("docusaurus-lost", Names::Lost, 75.0),
        ] {
            judge(&document, &docusaurus::read(&pages, format, names, &document).unwrap(), share);
        }
    }
}
