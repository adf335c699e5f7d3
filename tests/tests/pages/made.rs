//! Pages that the project makes itself, with the plugins that vendors use: `tests/pages/make` says how. Skipped where nobody made them.

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

fn judge(score: &Score, share: f64) {
    assert_eq!(score.wrong, [""; 0]);
    assert!(score.pages > 0 && score.share() >= share, "{:.1} % of {} pages", score.share(), score.pages);
}

#[test]
fn starlight_pages() {
    let Some(pages) = made() else { return };
    let Some(score) = rendered(&pages, "starlight", Names::Kept, Claims::STARLIGHT) else { return };
    score.print("made starlight");
    judge(&score, 95.0);
}

#[test]
fn docusaurus_pages_that_keep_names() {
    let Some(pages) = made() else { return };
    let Some(score) = docusaurus::read(&pages, "docusaurus", Names::Kept) else { return };
    judge(&score, 90.0);
}

#[test]
fn docusaurus_pages_that_lost_names() {
    let Some(pages) = made() else { return };
    for format in ["docusaurus", "docusaurus-lost"] {
        let Some(score) = docusaurus::read(&pages, format, Names::Lost) else { return };
        judge(&score, 75.0);
    }
}
