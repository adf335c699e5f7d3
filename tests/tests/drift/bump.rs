//! `generate --bump`: the next version of a vendor's crates.

use crate::reports::git;
use libtest_mimic::{Failed, Trial};
use specwright_tests::{files, root, run};
use std::fs;

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("bump::a_change_that_breaks_moves_the_version_once", breaking),
        Trial::test("bump::nothing_changed_moves_nothing", nothing),
        Trial::test("bump::what_moved_is_named_with_both_paths", moved),
    ]
}

/// A repository with a vendor whose description is committed.
fn vendor(text: &str) -> Result<tempfile::TempDir, Failed> {
    let place = tempfile::tempdir()?;
    let folder = place.path().join("specs/library");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("vendor.yaml"), "name: library # of the town\ndocuments: [openapi.yaml]\n")?;
    fs::write(folder.join("openapi.yaml"), text)?;
    let made = run(place.path(), ["generate", "--update-lock"]);
    expect(made.status == 0, &made.err)?;
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "old"]] {
        git(place.path(), arguments)?;
    }
    Ok(place)
}

fn expect(holds: bool, what: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what.to_owned().into()) }
}

fn document(name: &str) -> Result<String, Failed> {
    Ok(fs::read_to_string(root().join("tests/used_by").join(name))?)
}

fn breaking() -> Result<(), Failed> {
    let place = vendor(&document("old.yaml")?)?;
    let read = |path: &str| fs::read_to_string(place.path().join(path));
    fs::write(place.path().join("specs/library/openapi.yaml"), document("new.yaml")?)?;
    let ran = run(place.path(), ["generate", "--bump", "--update-lock"]);
    expect(ran.status == 0, &ran.err)?;
    let settings = read("specs/library/vendor.yaml")?;
    expect(
        settings == "name: library # of the town\ndocuments: [openapi.yaml]\npackage:\n  version: 0.2.0\n",
        &settings,
    )?;
    let changelog = read("specs/library/CHANGELOG.md")?;
    for line in [
        "# Changelog\n\n## [0.2.0]\n\n### Added\n",
        "- field `library_types::Member::phone`: `Option<String>`\n",
        "### Changed\n",
        "- field `library_types::Book::pages`: `Option<i64>` is now `Option<String>`\n",
        "- `Book.title` may be null\n",
    ] {
        expect(changelog.contains(line), &changelog)?;
    }
    for krate in ["types", "client", "server"] {
        let manifest = read(&format!("generated/library/{krate}/Cargo.toml"))?;
        expect(manifest.contains("version = \"0.2.0\""), &manifest)?;
    }
    let before = files(&place.path().join("specs"));
    let again = run(place.path(), ["generate", "--bump=HEAD"]);
    expect(again.status == 0 && files(&place.path().join("specs")) == before, "the second run changes something")
}

fn nothing() -> Result<(), Failed> {
    let place = vendor(&document("old.yaml")?)?;
    let before = files(&place.path().join("specs"));
    let ran = run(place.path(), ["generate", "--bump"]);
    expect(ran.status == 0 && files(&place.path().join("specs")) == before, &ran.err)?;
    let ran = run(place.path(), ["generate", "--bump=nowhere"]);
    expect(ran.status == 1 && files(&place.path().join("specs")) == before, &ran.err)
}

fn moved() -> Result<(), Failed> {
    let place = vendor(&document("old.yaml")?)?;
    let renamed =
        document("old.yaml")?.replace("operationId: get_book", "operationId: read_book").replace("Loan", "Lending");
    fs::write(place.path().join("specs/library/openapi.yaml"), renamed)?;
    let ran = run(place.path(), ["generate", "--bump", "--update-lock"]);
    expect(ran.status == 0, &ran.err)?;
    let changelog = fs::read_to_string(place.path().join("specs/library/CHANGELOG.md"))?;
    for line in [
        "- fn `library_client::api::Books::get_book` is now `library_client::api::Books::read_book`\n",
        "- struct `library_types::Loan` is now `library_types::Lending`\n",
    ] {
        expect(changelog.contains(line), &changelog)?;
    }
    Ok(())
}
