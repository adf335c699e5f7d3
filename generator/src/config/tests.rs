//! vendor.yaml and spec.lock: what they say, and each fault.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::diagnostic::{Diagnostic, Diagnostics};
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
    assert_eq!(vendor.custom.date_time, DateTimeLibrary::Jiff);
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

#[test]
fn names_are_made_of_keys() {
    let names = |lines: &str| {
        let (vendor, told) = vendor(&format!("name: a\ndocuments: [a]\ntypes: {{names: {{{lines}}}}}\n"));
        assert_eq!(told, Vec::<String>::new());
        vendor.unwrap().custom.names
    };
    let stripped = names("strip-prefix: [com.acme., com.], strip-suffix: [Dto]");
    for (key, name) in
        [("com.acme.ContactDto", "Contact"), ("com.Deal", "Deal"), ("Dto", "Dto"), ("com.acme.", "acme.")]
    {
        assert_eq!(stripped.of(key), name);
    }
    assert_eq!(names("prefix: Acme, suffix: Model").of("contact_list"), "Acme_contact_list_Model");
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

/// What a patch makes of a text, with the origin of each line (`p4` for the fourth line of the patch), or what is told.
fn patched(text: &str, patch: &str) -> Result<(String, Vec<String>), Vec<String>> {
    let mut sources = Sources::default();
    let (file, diff) = (sources.add("a.yaml", text), sources.add("a.patch", patch));
    let mut diagnostics = Diagnostics::default();
    let patches = Patch::read(&sources, diff, &mut diagnostics);
    let applied = patches.is_some_and(|all| all.iter().all(|patch| patch.apply(&mut sources, file, &mut diagnostics)));
    if !applied {
        return Err(told(&sources, &diagnostics));
    }
    let source = sources.get(file).unwrap();
    assert_eq!(&**source.published(), text);
    let origins = source.line_origins().unwrap().iter().map(|line| match line {
        crate::source::LineOrigin::Published(line) => line.to_string(),
        crate::source::LineOrigin::Added { line, .. } => format!("p{line}"),
    });
    Ok((source.text().to_string(), origins.collect()))
}

#[test]
fn a_patch_is_applied_where_it_fits_and_nowhere_else() {
    let head = "--- a/a.yaml\n+++ b/a.yaml\n";
    let patch = format!("{head}@@ -2,2 +2,3 @@\n b\n-c\n+C\n+D\n");
    let sound = patched("a\nb\nc\nd\n", &patch).unwrap();
    assert_eq!(sound.0, "a\nb\nC\nD\nd\n");
    assert_eq!(sound.1[..5], ["1", "2", "p6", "p7", "4"]);
    // It has moved, and stands in one place only.
    assert_eq!(patched("x\na\nb\nc\nd", &patch).unwrap().0, "x\na\nb\nC\nD\nd");
    let refused = || Err(vec![r#"patch-refused at "@@ -2,2 +2,3 @@""#.to_owned()]);
    assert_eq!(patched("b\nc\na\nx\nb\nc\n", &patch), refused());
    for other in ["a\nb\nC\n", "a\nb \nc\n", "a\r\nb\r\nc\r\n", ""] {
        assert_eq!(patched(other, &patch), refused(), "{other:?}");
    }
    let end = format!("{head}@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    assert_eq!(patched("a\nb", &end).unwrap().0, "a\nb\n");
    assert!(patched("a\nb\n", &end).is_err());
    let insert = format!("{head}@@ -1,0 +2 @@\n+x\n@@ -3 +4 @@\n-c\n+y\n");
    assert_eq!(patched("a\nb\nc\n", &insert).unwrap().0, "a\nx\nb\ny\n");
    for wrong in ["", "a\n", head, "--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+a\n"] {
        let told = patched("a\n", wrong).unwrap_err();
        assert!(told[0].starts_with("patch-syntax"), "{wrong:?}: {told:?}");
    }
}

/// The names of the faults of a text, and whether each is accepted by its name alone.
fn fault_names(path: &str, text: &str, under: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let first = sources.add("specs/acme/api.yaml", "a: 1\n");
    let id = if path == "specs/acme/api.yaml" { first } else { sources.add(path, text) };
    let at = sources.get(id).unwrap().text().find(under).unwrap();
    let span = crate::source::Span::new(id, at, at + under.len());
    let mut diagnostics = Diagnostics::default();
    diagnostics.report(Diagnostic::new(&crate::diagnostic::code::read::MISSING_FIELD, span, "missing"));
    let around = accept::Around { first, folder: "specs/acme" };
    let names = accept::names(&around, 0, &sources, &diagnostics);
    let accepts: Vec<Accept> = names.iter().map(|name| Accept::parse(name).unwrap()).collect();
    accept::apply(&accepts, &around, 0, &sources, &mut diagnostics);
    assert_eq!(diagnostics.worst(), Some(crate::diagnostic::Severity::Warning));
    assert_eq!(diagnostics.len(), 1);
    names
}

#[test]
fn faults_are_named_by_file_and_pointer_or_line() {
    assert_eq!(fault_names("specs/acme/api.yaml", "", "1"), ["missing-field@/a"]);
    assert_eq!(fault_names("specs/acme/b/c.yaml", "x/y: {~: [1, z]}", "z"), ["missing-field@b/c.yaml#/x~1y/~0/1"]);
    assert_eq!(fault_names("specs/other.yaml", "a: b", "b"), ["missing-field@specs/other.yaml#/a"]);
    assert_eq!(fault_names("specs/acme/page.md", "# Get\n\nGET /a\n", "GET"), ["missing-field@page.md:3"]);
}
