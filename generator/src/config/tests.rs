//! vendor.yaml and spec.lock: what they say, and each fault.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::diagnostic::Diagnostics;
use crate::ir::DateTimeLibrary;
use crate::source::{SourceId, Sources};

/// Each diagnostic as `code at "text under its span": message`, without the message's details.
fn told(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let under = |told: &crate::diagnostic::Diagnostic| told.span.map(|span| sources.slice(span).to_owned());
    diagnostics.iter().map(|told| format!("{} at {:?}", told.code.id, under(told).unwrap_or_default())).collect()
}

fn vendor(text: &str) -> (Option<Vendor>, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("vendor.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let vendor = Vendor::read(&sources, id, &mut diagnostics);
    (vendor, told(&sources, &diagnostics))
}

#[test]
fn a_whole_vendor() {
    let text = "name: acme-crm\ntitle: Acme\ndocuments:\n  - path: pages/a.md\n    url: https://a\n  - openapi.yaml\n\
                overlays: [overlay.yaml]\ntypes: {date-time: jiff}\n";
    let (vendor, told) = vendor(text);
    let vendor = vendor.unwrap();
    assert_eq!(told, Vec::<String>::new());
    assert_eq!((vendor.name.as_str(), vendor.title.as_deref()), ("acme-crm", Some("Acme")));
    let documents: Vec<_> = vendor.documents.iter().map(|input| (input.path.as_str(), input.url.as_deref())).collect();
    assert_eq!(documents, [("pages/a.md", Some("https://a")), ("openapi.yaml", None)]);
    assert_eq!(vendor.overlays[0].path, "overlay.yaml");
    assert_eq!(vendor.date_time, DateTimeLibrary::Jiff);
}

#[test]
fn every_fault_is_told_at_its_place() {
    let text = "nme: acme\ntitle: 3\ndocuments:\n  - ../a.md\n  - {path: b.md, uri: x}\n  - b.md\n  - 7\noverlays: o.yaml\n\
                types: {date-time: chron}\n";
    let (found, told) = vendor(text);
    assert!(found.is_none());
    assert_eq!(
        told,
        [
            "config-unknown-key at \"nme\"".to_owned(),
            format!("config-missing-key at {:?}", text.trim_end()),
            "config-shape at \"3\"".to_owned(),
            "config-path at \"../a.md\"".to_owned(),
            "config-unknown-key at \"uri\"".to_owned(),
            "config-path at \"b.md\"".to_owned(),
            "config-shape at \"7\"".to_owned(),
            "config-shape at \"o.yaml\"".to_owned(),
            "config-value at \"chron\"".to_owned(),
        ]
    );
    for path in ["/etc/passwd", "a/../b", "./a", "a//b", "c:/x", "a\\\\b", "a/"] {
        let (found, told) = vendor(&format!("name: a\ndocuments: [\"{path}\"]\n"));
        assert!(found.is_none() && told[0].starts_with("config-path"), "{path}");
    }
    for name in ["A", "1a", "a_b", "a--b", "a-", "-a", "ä", &"a".repeat(41)] {
        let (found, told) = vendor(&format!("name: \"{name}\"\ndocuments: [a]\n"));
        assert!(found.is_none() && told[0].starts_with("config-value"), "{name}");
    }
    assert_eq!(vendor("name: a\ndocuments: []\n").1, ["config-value at \"[]\""]);
}

fn lock_with(documents: &[(&str, &str)]) -> (Sources, Vendor, Vec<SourceId>) {
    let mut sources = Sources::default();
    let list: String =
        documents.iter().map(|(path, _)| format!("  - {{path: {path}, url: 'https://x/{path}'}}\n")).collect();
    let id = sources.add("vendor.yaml", format!("name: acme\ndocuments:\n{list}"));
    let vendor = Vendor::read(&sources, id, &mut Diagnostics::default()).unwrap();
    let ids = documents.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    (sources, vendor, ids)
}

#[test]
fn a_lock_reads_back_and_tells_changes() {
    let (mut sources, vendor, ids) = lock_with(&[("b.md", "abc"), ("a.md", "")]);
    let lock = Lock::of(&sources, &vendor, ids);
    let text = lock.write();
    let expected = "\
# What each document was when the crates were last made from it. Written by `generate --update-lock`.
documents:
  a.md:
    sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    url: https://x/a.md
  b.md:
    sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    url: https://x/b.md
";
    assert_eq!(text, expected);

    let id = sources.add("spec.lock", text);
    let mut diagnostics = Diagnostics::default();
    let read = Lock::read(&sources, id, &mut diagnostics);
    assert_eq!(read.write(), lock.write());
    read.compare(&lock, &vendor, &mut diagnostics);
    assert_eq!(diagnostics.len(), 0);

    let (mut sources, vendor, ids) = lock_with(&[("b.md", "changed"), ("c.md", "new")]);
    let id = sources.add("spec.lock", expected);
    let read = Lock::read(&sources, id, &mut diagnostics);
    read.compare(&Lock::of(&sources, &vendor, ids), &vendor, &mut diagnostics);
    assert_eq!(
        told(&sources, &diagnostics),
        [
            "lock-mismatch at \"b.md\"",
            "lock-incomplete at \"c.md\"",
            "lock-incomplete at \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        ]
    );
}

#[test]
fn faults_of_a_lock_are_told() {
    let mut sources = Sources::default();
    let id = sources.add("spec.lock", "documents:\n  a: {sha256: ABC}\n  b: {url: x}\n  c: 3\nother: 1\n");
    let mut diagnostics = Diagnostics::default();
    assert_eq!(Lock::read(&sources, id, &mut diagnostics), Lock::default());
    assert_eq!(
        told(&sources, &diagnostics),
        [
            "config-unknown-key at \"other\"",
            "config-value at \"ABC\"",
            "config-missing-key at \"{url: x}\"",
            "config-shape at \"3\"",
        ]
    );
}
