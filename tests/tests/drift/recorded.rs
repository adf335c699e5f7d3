//! Recorded traffic beside a description.
//!
//! Each folder of `tests/recorded` holds a description, a recording, the report and the overlay that is suggested. `DRIFT=write` writes both. Where the overlay is applied,
//! the same traffic gives no finding.

use libtest_mimic::{Failed, Trial};
use specwright_tests::{Ran, folders, root, run};
use std::fs;
use std::path::Path;

pub fn trials() -> Vec<Trial> {
    let case = |folder: std::path::PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(format!("recorded::{name}"), move || case(&folder))
    };
    let mut trials: Vec<Trial> = folders(&root().join("tests/recorded")).into_iter().map(case).collect();
    trials.push(Trial::test("recorded::what_is_no_recording_is_refused", refused));
    trials.push(Trial::test("recorded::formats_and_exit_statuses_are_those_of_drift", formats));
    trials
}

fn verify(directory: &Path, arguments: &[&str]) -> Ran {
    run(directory, ["verify"].iter().chain(arguments).copied())
}

fn expect(holds: bool, ran: &Ran) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(format!("status {}\n{}\n{}", ran.status, ran.out, ran.err).into()) }
}

fn case(folder: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    for name in ["api.yaml", "traffic.har"] {
        fs::copy(folder.join(name), place.path().join(name))?;
    }
    let ran = verify(place.path(), &["api.yaml", "--har", "traffic.har", "--suggest", "suggested.yaml"]);
    expect(ran.status == 1, &ran)?;
    let overlay = fs::read_to_string(place.path().join("suggested.yaml"))?;
    for (name, found) in [("expected", &ran.out), ("suggested.yaml", &overlay)] {
        let path = folder.join(name);
        if std::env::var("DRIFT").as_deref() == Ok("write") {
            fs::write(&path, found)?;
        }
        let wanted = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if wanted != *found {
            return Err(format!("{name} was:\n{wanted}\nand is:\n{found}").into());
        }
    }
    for secret in ["hush-hush", "sk_live"] {
        expect(!ran.out.contains(secret) && !overlay.contains(secret), &ran)?;
    }
    let arguments = ["api.yaml", "--har", "traffic.har", "--overlay", "suggested.yaml", "--fail-on", "any"];
    let again = verify(place.path(), &arguments);
    expect(again.status == 0, &again)
}

fn refused() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    fs::copy(root().join("tests/recorded/things/api.yaml"), place.path().join("api.yaml"))?;
    for text in ["", "{", "[]", "{\"log\": {}}"] {
        fs::write(place.path().join("traffic.har"), text)?;
        let ran = verify(place.path(), &["api.yaml", "--har", "traffic.har"]);
        expect(ran.status == 2 && ran.out.is_empty() && ran.err.contains("traffic.har"), &ran)?;
    }
    let missing = verify(place.path(), &["api.yaml", "--har", "missing.har"]);
    expect(missing.status == 2, &missing)
}

fn formats() -> Result<(), Failed> {
    let folder = root().join("tests/recorded/things");
    for format in ["json", "markdown", "github", "sarif", "junit", "html"] {
        let ran = verify(&folder, &["api.yaml", "--har", "traffic.har", "--format", format, "--fail-on", "none"]);
        expect(ran.status == 0 && ran.out.contains("api_token") && !ran.out.contains("hush-hush"), &ran)?;
    }
    let client = verify(&folder, &["api.yaml", "--har", "traffic.har", "--for", "client", "--format", "json"]);
    expect(client.status == 1 && client.out.contains("\"breaking\": 6"), &client)
}
