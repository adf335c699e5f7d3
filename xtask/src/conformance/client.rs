//! `conformance client [--documents DIR] [scenarios|FILE...]`: what independent judges say of generated clients.
//!
//! Takes what is named, else the scenarios of TypeSpec and what `tests/conformance/clients.txt` names under the folder that is given. Generates clients, and
//! programs that call every operation of them. The scenarios are played against TypeSpec's own mock server, which says which of them were
//! asked for as they demand; the operations of a document are called twice, with what is required and with everything, against prism, which refuses
//! what is not as the document says. Every answer has to be read as what the document says. Prints a table and `N passed, N failed`; failures that
//! `tests/conformance/clients.md` accepts do not count. The judges are installed from npm, at one version each, under `target/`.

mod calls;
mod driver;
mod judges;
mod table;

use calls::Called;
use judges::Judges;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use table::Table;

const USAGE: &str = "usage: cargo xtask conformance client [--documents DIR] [scenarios|FILE...]";

/// Runs the command; `arguments` are those after `client`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(subjects) = subjects(root, arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match judged(root, &subjects) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// What is played.
enum Subject {
    Scenarios,
    Document(PathBuf),
}

fn subjects(root: &Path, arguments: &[String]) -> Option<Vec<Subject>> {
    let (mut subjects, mut documents) = (Vec::new(), None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--documents" => documents = Some(PathBuf::from(rest.next()?)),
            "scenarios" => subjects.push(Subject::Scenarios),
            option if option.starts_with('-') => return None,
            file => subjects.push(Subject::Document(PathBuf::from(file).canonicalize().ok()?)),
        }
    }
    if subjects.is_empty() {
        subjects.push(Subject::Scenarios);
        let list = fs::read_to_string(root.join("tests/conformance/clients.txt")).ok()?;
        let folder = documents.and_then(|folder| folder.canonicalize().ok());
        let files = folder.iter().flat_map(|folder| list.lines().map(move |name| folder.join(name)));
        subjects.extend(files.map(Subject::Document));
    }
    Some(subjects)
}

fn judged(root: &Path, subjects: &[Subject]) -> Result<usize, String> {
    let mut table = Table::read(&root.join("tests/conformance/clients.md"))?;
    let judges = Judges::install(root)?;
    calls::build_generator(root)?;
    for subject in subjects {
        match subject {
            Subject::Scenarios => scenarios(root, &judges, &mut table)?,
            Subject::Document(file) => {
                let name =
                    file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase().replace(['_', '.'], "-");
                if let Err(message) = document(root, &judges, file, &name, &mut table) {
                    table.add(&name, "the document", Some(message));
                }
            }
        }
    }
    Ok(table.print())
}

/// Plays the scenarios of TypeSpec.
fn scenarios(root: &Path, judges: &Judges, table: &mut Table) -> Result<(), String> {
    let folder = root.join("target/conformance/scenarios");
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let ready = "Started server";
    let server = "node_modules/@typespec/spector/dist/src/cli/cli.js";
    let coverage = text(&folder.join("coverage.json"));
    let specs = ["serve", "node_modules/@typespec/http-specs/specs", "--coverageFile", &coverage];
    let serving = judges.serve(server, &specs, ready)?;
    let written = judges.run("scenarios.mjs", &[&text(&folder), &serving.address])?;
    let written: serde_json::Value = serde_json::from_str(&written).map_err(|error| error.to_string())?;
    let mut came: BTreeMap<String, Option<String>> = BTreeMap::new();
    for number in 0..written["documents"].as_u64().unwrap_or_default() {
        let calls = folder.join(format!("calls-{number}.json"));
        let document = folder.join(format!("document-{number}.json"));
        for Called { name, fault } in calls::make(root, &document, &calls, &format!("scenarios-{number}"))? {
            let known = came.entry(name).or_default();
            if known.is_none() {
                *known = fault;
            }
        }
    }
    let script = "console.log(await (await fetch(process.argv[1])).text())";
    let told = judges.run("--input-type=module", &["-e", script, &format!("{}/.coverage", serving.address)])?;
    let told: serde_json::Value = serde_json::from_str(&told).map_err(|error| error.to_string())?;
    for (name, status) in told[0]["results"].as_object().into_iter().flatten() {
        let lost = written["lost"][name].as_str().map(str::to_owned);
        let refused = (status != "pass").then(|| format!("the server says {status}"));
        table.add("scenarios", name, came.remove(name).flatten().or(lost).or(refused));
    }
    Ok(())
}

/// Calls every operation of a document.
fn document(root: &Path, judges: &Judges, file: &Path, name: &str, table: &mut Table) -> Result<(), String> {
    let folder = root.join("target/conformance/documents").join(name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (raised, requests) = (folder.join("openapi.yaml"), folder.join("calls.json"));
    calls::raise(root, file, &raised)?;
    let prism = "node_modules/@stoplight/prism-cli/dist/index.js";
    let arguments = ["mock", "--errors", "--multiprocess", "false", "--host", "127.0.0.1", &text(file)];
    let serving = judges.serve(prism, &arguments, "Prism is listening")?;
    judges.run("requests.mjs", &[&text(&raised), &serving.address, &text(&requests)])?;
    for Called { name: call, fault } in calls::make(root, file, &requests, name)? {
        table.add(name, &call, fault);
    }
    Ok(())
}
