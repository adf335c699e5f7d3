//! The book: its commands run, its programs run, its code compiles, its pages and links are there.
//!
//! A fenced block says what it is: `file=PATH` writes a file, `run` (or `run=STATUS`) runs commands, `output` holds what the last command prints, `example=PATH` is
//! a part of a program under `tests/examples`, and every other `rust` block compiles. Pages share one folder, in the order of the summary, as a reader's would.

#[path = "../../../xtask/src/book/reference.rs"]
mod reference;

use specwright::diagnostic::code;
use specwright_tests::{complaints, files, root, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A fenced block: what follows its fence, and its text.
struct Block {
    page: PathBuf,
    info: Vec<String>,
    text: String,
}

impl Block {
    /// The value of `key=value`, or nothing of `key` alone.
    fn attribute(&self, key: &str) -> Option<&str> {
        self.info.iter().find_map(|item| match item.split_once('=') {
            Some((name, value)) if name == key => Some(value),
            None if item == key => Some(""),
            _ => None,
        })
    }

    fn is(&self, language: &str) -> bool {
        self.info.first().is_some_and(|first| first == language)
    }
}

fn sources() -> PathBuf {
    root().join("tests/book/src")
}

/// The pages that the summary lists, in order.
fn listed() -> Vec<String> {
    let summary = fs::read_to_string(sources().join("SUMMARY.md")).expect("a summary");
    let links = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links.map(str::to_owned).collect()
}

fn blocks(page: &str) -> Vec<Block> {
    let text = fs::read_to_string(sources().join(page)).unwrap_or_default();
    let (mut blocks, mut open): (Vec<Block>, Option<Block>) = (Vec::new(), None);
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                let info = info.split(',').map(|item| item.trim().to_owned()).collect();
                open = Some(Block { page: PathBuf::from(page), info, text: String::new() });
            }
            (None, Some(block)) => block.text.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{page}: a block is not closed");
    blocks
}

#[test]
fn a_reader_gets_from_nothing_to_a_program() {
    // Not below the repository, whose `specs` would take the vendor.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().to_path_buf();
    let mut said = String::new();
    let mut code = String::new();
    for page in listed() {
        for (index, block) in blocks(&page).into_iter().enumerate() {
            if let Some(path) = block.attribute("file") {
                let path = place.join(path);
                fs::create_dir_all(path.parent().unwrap_or(&place)).expect("writable");
                fs::write(path, &block.text).expect("writable");
            } else if let Some(status) = block.attribute("run") {
                for line in block.text.lines() {
                    said = command(&place, line, status.parse().unwrap_or(0), &block);
                }
            } else if block.attribute("output").is_some() {
                for line in block.text.lines() {
                    assert!(said.contains(line), "{page}: `{line}` is not in:\n{said}");
                }
            } else if block.is("rust") && block.info.len() == 1 {
                let module = format!("{}_{index}", page.replace(['/', '-', '.'], "_"));
                code.push_str(&format!("pub mod {module} {{\n{}}}\n", block.text));
            }
        }
    }
    compiles(&place, &code);
}

/// Runs a command of the book. What it prints.
fn command(place: &Path, line: &str, status: u8, block: &Block) -> String {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("specwright") => {
            let ran = run(place, words);
            assert_eq!(ran.status, status, "{}: {line}\n{}", block.page.display(), ran.err);
            ran.out + &ran.err
        }
        Some("cargo") => {
            // The versions of this repository's lock file: they are fetched and compiled already.
            fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("a lock file");
            let output = Command::new(env!("CARGO"))
                .args(words)
                .args(["--offline", "--target-dir"])
                .arg(root().join("target"))
                .current_dir(place)
                .output()
                .expect("cargo runs");
            assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
        other => panic!("{}: the test cannot run `{other:?}`", block.page.display()),
    }
}

/// The Rust of the pages, in a crate beside that of the tutorial. Its crates are those of the tutorial's document, whatever later pages chose, with the overlay of its webhooks.
fn compiles(place: &Path, code: &str) {
    let pages = place.join("pages");
    let made = run(
        place,
        [
            "generate",
            "--spec",
            "openapi.yaml",
            "--overlay",
            "webhooks.yaml",
            "--name",
            "town-library",
            "--out",
            "pages/town-library",
        ],
    );
    assert_eq!(made.status, 0, "{}", made.err);
    fs::create_dir_all(pages.join("src")).expect("writable");
    fs::write(pages.join("src/lib.rs"), format!("//! The code of the book's pages.\n{code}")).expect("writable");
    fs::write(
        pages.join("Cargo.toml"),
        "[workspace]\n\n[package]\nname = \"pages\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nhttp = \"1\"\n\
         tokio = { version = \"1\", features = [\"time\"] }\n\
         tower = { version = \"0.5\", default-features = false, features = [\"limit\"] }\n\
         town-library-types = { path = \"town-library/types\" }\n\
         town-library-client = { path = \"town-library/client\" }\n\
         town-library-server = { path = \"town-library/server\", features = [\"fake\"] }\n",
    )
    .expect("writable");
    let complaints = complaints(&pages, &[]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_page_is_listed_and_every_block_is_tried() {
    let made: BTreeSet<String> = reference::pages(root()).into_iter().map(|(path, _)| path.to_owned()).collect();
    let listed: BTreeSet<String> = listed().into_iter().collect();
    let written = files(&sources())
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.extension().is_some_and(|it| it == "md"));
    let written: BTreeSet<String> = written
        .filter_map(|path| Some(path.strip_prefix(sources()).ok()?.to_string_lossy().replace('\\', "/")))
        .filter(|path| path != "SUMMARY.md")
        .collect();
    assert_eq!(listed, written.union(&made).cloned().collect(), "the summary lists every page and no other");

    let script = fs::read_to_string(root().join("tests/build_script/build.rs")).expect("a build script");
    let library = fs::read_to_string(root().join("tests/build_script/src/lib.rs")).expect("a crate");
    let plain = |text: &str| {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//") && !line.starts_with("#["))
            .collect::<String>()
    };
    for page in &listed {
        for block in blocks(page) {
            let shown = format!("{page}:\n{}", block.text);
            match block.info.first().map(String::as_str) {
                Some("rust") if block.attribute("build-script").is_some() => {
                    assert!(
                        plain(&script).contains(&plain(&block.text)),
                        "it is not the script that is tested: {shown}"
                    );
                }
                Some("rust") if block.attribute("ignore-include").is_some() => {
                    assert!(
                        plain(&library).contains(&plain(&block.text)),
                        "it is not the crate that is tested: {shown}"
                    );
                }
                Some("rust") if block.attribute("example").is_some() => {
                    let example = block.attribute("example").unwrap_or_default();
                    let program = fs::read_to_string(root().join("tests/examples").join(example)).expect("a program");
                    assert!(program.contains(block.text.trim_end()), "it is not the program that is tested: {shown}");
                }
                Some("rust") => assert!(block.info.len() == 1 || block.attribute("file").is_some(), "{shown}"),
                Some("toml") => {
                    drop(block.text.parse::<toml::Table>().unwrap_or_else(|error| panic!("{error}: {shown}")))
                }
                Some("yaml" | "json") => {
                    serde_yaml::from_str::<serde_json::Value>(&block.text)
                        .unwrap_or_else(|error| panic!("{error}: {shown}"));
                }
                Some("sh") => {
                    let known =
                        |line: &str| ["specwright ", "cargo ", "cp "].iter().any(|start| line.starts_with(start));
                    assert!(block.text.lines().all(known), "{shown}");
                    // What needs a server is run in an empty folder: the command line is understood, and asks for `specs` or the file.
                    let is_run = block.attribute("run").is_some();
                    let needs_server = block.attribute("server").is_some();
                    if needs_server {
                        let empty = tempfile::tempdir().expect("a folder");
                        for line in block.text.lines() {
                            let line = line.split(" #").next().unwrap_or(line);
                            let ran = run(empty.path(), line.split_whitespace().skip(1).map(str::to_owned));
                            let asks = ran.err.contains("specs") || ran.err.contains("openapi.yaml");
                            assert!(asks && !ran.err.contains("Usage"), "{line}: {}", ran.err);
                        }
                    }
                    assert!(is_run || needs_server || !block.text.contains("specwright "), "it is not run: {shown}");
                }
                Some("text") => {}
                _ => panic!("a block of no known kind: {shown}"),
            }
        }
    }
}

#[test]
fn links_lead_to_pages() {
    let made = reference::pages(root());
    let listed: BTreeSet<String> = listed().into_iter().collect();
    for page in &listed {
        let text = fs::read_to_string(sources().join(page)).unwrap_or_default();
        let folder = Path::new(page).parent().unwrap_or(Path::new("")).to_path_buf();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let mut target = folder.clone();
            for part in link.split('#').next().unwrap_or("").split('/') {
                if part == ".." {
                    target.pop();
                } else {
                    target.push(part);
                }
            }
            let target = target.to_string_lossy().replace('\\', "/");
            assert!(listed.contains(&target), "{page}: `{link}` leads to no page");
        }
    }
    assert!(made.iter().all(|(path, _)| listed.contains(*path)));
}

#[test]
fn the_reference_holds_every_command_key_code_and_budget() {
    let pages = reference::pages(root());
    let page = |name: &str| &pages.iter().find(|(path, _)| *path == name).expect("a page").1;
    let commands = reference::command_names();
    assert!(commands.len() >= 8, "{commands:?}");
    for name in &commands {
        assert!(page("reference/commands.md").contains(&format!("\n## {name}\n")));
    }
    for code in code::all() {
        let diagnostics = page("reference/diagnostics.md");
        let section = diagnostics.split(&format!("\n## {}\n", code.id)).nth(1).unwrap_or_else(|| panic!("{}", code.id));
        let section = section.split("\n## ").next().unwrap_or("");
        assert!(section.contains(&format!("[{}]", code.id)), "`{}` has no example:\n{section}", code.id);
    }
    for row in specwright::budget::TABLE {
        assert!(page("reference/budgets.md").contains(&format!("| `{}` |", row.name)));
    }
    for key in specwright::config::keys::VENDOR {
        assert!(page("reference/vendor-yaml.md").contains(&format!("\n## {}", key.name)));
    }
}

#[test]
fn the_table_of_schemas_says_what_is_generated() {
    let pages = reference::pages(root());
    let table = &pages.iter().find(|(path, _)| path.contains("schema-to-rust")).expect("a page").1;
    let without: Vec<&str> = table.lines().filter(|line| line.contains("`no field`")).collect();
    assert_eq!(without, ["| `{const: fixed}` | `no field` | `Option<T>` |"], "{table}");
    for row in [
        "| `{type: string}` | `String` | `Option<String>` |",
        "| `{type: integer, format: int32}` | `i32` | `Option<i32>` |",
        "| `{type: [string, 'null']}` | `Option<String>` | `Option<String>` |",
        "| `{type: string, enum: [open, closed]}` | `T` | `Option<T>` |",
        "| `{type: array, items: {type: string}}` | `Vec<String>` | `Option<Vec<String>>` |",
    ] {
        assert!(table.contains(row), "`{row}` is not in:\n{table}");
    }
}
