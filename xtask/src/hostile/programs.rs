//! The crates of the vendors at work: mutated answers are read, mutated requests are served.
//!
//! Takes a seed and a time; gives panics, answers that blame the server (status 500 and above), values that are not read again
//! as they were written, and a program that hangs or aborts. The program is made here, compiled once, and loops by itself.

use super::in_memory::Finding;
use super::in_memory::library;
use super::siege::{Report, Siege};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the program does beside what is made here for each vendor.
const MAIN: &str = include_str!("driver/main.rs");

/// Memory that the program may reserve, in KiB.
const MEMORY: u64 = 4 << 20;

/// Makes the program, runs it until the time is over, and reads what it says.
pub fn run(siege: &Siege, until: Instant) -> Result<Report, String> {
    let place = siege.place.join("driver");
    let vendors = vendors(&siege.root);
    lay_out(siege, &place, &vendors)?;
    let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "--quiet", "--color", "never", "--target-dir"])
        .arg(siege.root.join("target"))
        .current_dir(&place)
        .output()
        .map_err(|error| error.to_string())?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    let seconds = until.saturating_duration_since(Instant::now()).as_secs().max(5);
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")])
        .arg(siege.root.join("target/debug/hostile-driver"))
        .args([siege.seed.to_string(), seconds.to_string()])
        .stdin(Stdio::null())
        .stdout(fs::File::create(place.join("said.txt")).map_err(|error| error.to_string())?)
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let latest = Instant::now() + Duration::from_secs(seconds + 30);
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break Some(status),
            None if Instant::now() > latest => {
                child.kill().and_then(|()| child.wait().map(drop)).map_err(|error| error.to_string())?;
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    let said = fs::read_to_string(place.join("said.txt")).unwrap_or_default();
    Ok(report(&said, status.map(|status| status.success()), vendors.len()))
}

fn report(said: &str, ended: Option<bool>, vendors: usize) -> Report {
    let mut report = Report { note: format!("crates of {vendors} vendors"), ..Report::default() };
    for line in said.lines() {
        if let Some(count) = line.strip_prefix("tried ") {
            report.tried = count.parse().unwrap_or(0);
        } else if let Some((what, rest)) = line.strip_prefix("broken ").and_then(|rest| rest.split_once('\t')) {
            let (broken, document) = rest.split_once('\t').unwrap_or((rest, ""));
            let finding = Finding { what: what.to_owned(), broken: broken.to_owned(), document: document.to_owned() };
            report.findings.push(finding);
        }
    }
    let broken = match ended {
        Some(true) => return report,
        Some(false) => "it aborts",
        None => "it hangs",
    };
    report.findings.push(Finding {
        what: String::from("the program"),
        broken: broken.to_owned(),
        document: said.lines().last().unwrap_or_default().to_owned(),
    });
    report
}

struct Vendor {
    name: String,
    folder: PathBuf,
}

fn vendors(root: &Path) -> Vec<Vendor> {
    let entries = fs::read_dir(root.join("generated")).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .map(|entry| Vendor { name: entry.file_name().to_string_lossy().replace('-', "_"), folder: entry.path() })
        .filter(|vendor| vendor.folder.join("types/Cargo.toml").exists())
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn lay_out(siege: &Siege, place: &Path, vendors: &[Vendor]) -> Result<(), String> {
    let mut manifest = String::from(
        "[workspace]\n\n[package]\nname = \"hostile-driver\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         axum = { version = \"0.8\", default-features = false }\nserde_json = { version = \"1\", features = [\"preserve_order\"] }\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt\", \"time\"] }\ntower = { version = \"0.5\", features = [\"util\"] }\n",
    );
    let shared = siege.root.join("xtask/src/hostile/in_memory");
    let mut code = MAIN.replace("SHARED", &shared.to_string_lossy());
    let mut listed = String::new();
    for Vendor { name, folder } in vendors {
        let package = name.replace('_', "-");
        let at = folder.display();
        let _infallible = writeln!(manifest, "{package}-types = {{ path = {:?} }}", format!("{at}/types"));
        let features = "features = [\"fake\"]";
        let _infallible =
            writeln!(manifest, "{package}-server = {{ path = {:?}, {features} }}", format!("{at}/server"));
        let mut reads = String::new();
        for named in types(&folder.join("types/src/declarations.rs")) {
            let _infallible = writeln!(reads, "    typed!({name}_types, {named}, text, found);");
        }
        let _infallible = write!(code, "\nfn read_{name}(text: &[u8], found: &mut Vec<String>) {{\n{reads}}}\n");
        let routes: Vec<_> = routes(&folder.join("openapi.yaml"));
        let _infallible = writeln!(
            listed,
            "        Vendor {{ name: {name:?}, router: {name}_server::fake::router, read: read_{name}, routes: &{routes:?} }},"
        );
    }
    code = code.replace("// VENDORS", &listed);
    fs::create_dir_all(place.join("src"))
        .and_then(|()| fs::write(place.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(place.join("src/main.rs"), code))
        .and_then(|()| fs::copy(siege.root.join("Cargo.lock"), place.join("Cargo.lock")).map(drop))
        .map_err(|error| error.to_string())
}

/// The types that a crate declares. One with a parameter is left out.
fn types(path: &Path) -> Vec<String> {
    let file = syn::parse_file(&fs::read_to_string(path).unwrap_or_default());
    let named = file.into_iter().flat_map(|file| file.items).filter_map(|item| match item {
        syn::Item::Struct(item) if item.generics.params.is_empty() => Some(item.ident),
        syn::Item::Enum(item) if item.generics.params.is_empty() => Some(item.ident),
        _ => None,
    });
    named.map(|ident| ident.to_string()).collect()
}

/// Methods and paths of a description.
fn routes(path: &Path) -> Vec<(String, String)> {
    let document = library::as_json(&fs::read_to_string(path).unwrap_or_default()).unwrap_or_default();
    let empty = serde_json::Map::new();
    let paths = document.get("paths").and_then(serde_json::Value::as_object).unwrap_or(&empty);
    let methods = ["get", "put", "post", "delete", "patch", "head", "options"];
    let of_path = |(path, item): (&String, &serde_json::Value)| {
        let found = methods.into_iter().filter(|method| item.get(method).is_some());
        found.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}
