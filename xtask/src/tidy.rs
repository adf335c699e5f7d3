//! The house rules, as code.
//!
//! Takes the repository's root; gives a complaint for each place that breaks a rule. `cargo xtask tidy` prints them and
//! `cargo test` fails on them. Reads sources as text: a rule that needs a compiler belongs to clippy.

#[path = "tidy/circles.rs"]
mod circles;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines after which a file is no longer one idea.
const LONGEST: usize = 500;

/// The generator's floors, lowest first; a module imports from its own floor and those below.
const FLOORS: [&[&str]; 8] = [
    &["vocabulary", "source", "package", "node", "budget", "sparse", "format"],
    &["diagnostic", "document", "ir"],
    &["tree", "config", "export", "surface"],
    &["page", "overlay", "upgrade", "select", "read", "lower", "emit", "mock", "drift", "observed", "answers"],
    &["write"],
    &["pipeline"],
    &["load", "fetch"],
    &["cli", "builder"],
];

/// Where each borrowed package may be named. A path that ends with `/` is a folder.
const HOMES: &[(&str, &[&str])] = &[
    ("openapiv3::", &["export/"]),
    ("heck::", &["lower/naming/"]),
    ("quote::", &["emit/", "write/format.rs"]),
    ("syn::", &["drift/usage/", "write/format.rs"]),
    ("prettyplease::", &["write/format.rs"]),
    ("granit_parser::", &["tree/yaml.rs", "tree/yaml/"]),
    ("annotate_snippets::", &["diagnostic/render.rs", "diagnostic/render/"]),
    ("serde_json_path::", &["overlay/"]),
    ("diffy::", &["config/patch.rs"]),
    ("sha2::", &["config/", "write/record.rs"]),
    ("rustix::", &["write/"]),
    ("regex::", &["lower/pattern.rs"]),
    ("regex_automata::", &["drift/pattern.rs"]),
    ("toml::", &["cli/drift/"]),
    ("clap::", &["cli/", "main.rs"]),
    ("clap_complete::", &["cli/"]),
    ("clap_mangen::", &["cli/"]),
    ("mimalloc::", &["main.rs"]),
    ("ureq::", &["fetch/"]),
    ("rustls::", &["fetch/"]),
];

/// Roots of the crates whose modules form no circle.
const CRATES: [&str; 5] = [
    "generator/src/lib.rs",
    "templates/types/src/lib.rs",
    "templates/client/src/lib.rs",
    "templates/server/src/lib.rs",
    "xtask/src/main.rs",
];

/// Words that say nothing about what a thing is.
const EMPTY_WORDS: [&str; 5] = ["helper", "util", "utils", "manager", "common"];

/// Every breach of a house rule, in order of files.
pub fn check(root: &Path) -> Vec<String> {
    let generator = root.join("generator/src");
    let mut complaints = Vec::new();
    for folder in ["generator/src", "templates", "tests", "xtask/src"] {
        for file in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let shown = file.strip_prefix(root).unwrap_or(&file).display().to_string();
            every_file(&shown, &file, &text, &mut complaints);
            // Unit tests may name anything: what they hold is not part of the product.
            let is_test =
                file.components().any(|part| ["tests.rs", "tests"].iter().any(|name| part.as_os_str() == *name));
            if let Ok(inside) =
                file.strip_prefix(&generator).map_err(drop).and_then(|it| if is_test { Err(()) } else { Ok(it) })
            {
                let inside = inside.to_string_lossy().replace('\\', "/");
                walls(&shown, &inside, &text, &mut complaints);
                homes(&shown, &inside, &text, &mut complaints);
            }
        }
    }
    for crate_root in CRATES {
        let shown = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
        complaints.extend(circles::of_crate(&root.join(crate_root), shown));
    }
    runtime_is_shipped(root, &mut complaints);
    codes_have_faults(root, &mut complaints);
    complaints
}

fn every_file(shown: &str, file: &Path, text: &str, complaints: &mut Vec<String>) {
    // What a generator wrote opens with its README.
    if !text.starts_with("//!") && !text.starts_with("#![doc = include_str!") {
        complaints.push(format!("{shown}: does not open with `//!`: say what it takes, gives, promises, never does"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        complaints.push(format!("{shown}: {lines} lines; above {LONGEST} it is more than one idea: split it"));
    }
    if let Some(line) = text.lines().position(|line| line.ends_with([' ', '\t'])) {
        complaints.push(format!("{shown}:{}: trailing blank", line + 1));
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    if let Some(word) = stem.split('_').find(|word| EMPTY_WORDS.contains(word)) {
        complaints.push(format!("{shown}: `{word}` says nothing: name it for what it does"));
    }
}

/// Code without the tests at its end, its comments and its strings' insides left as they are.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line))
}

fn module_of(inside: &str) -> &str {
    inside.split(['/', '.']).next().unwrap_or("")
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn walls(shown: &str, inside: &str, text: &str, complaints: &mut Vec<String>) {
    let module = module_of(inside);
    for (line, code) in code_lines(text) {
        for imported in imports(code) {
            if let (Some(own), Some(other)) = (floor(module), floor(&imported))
                && other > own
            {
                complaints
                    .push(format!("{shown}:{line}: `{module}` may not import `{imported}`, which is on a floor above"));
            }
            let crossed = match module {
                "emit" => imported == "document",
                "ir" => !["source", "sparse", "vocabulary", "ir"].contains(&imported.as_str()),
                _ => false,
            };
            if crossed {
                complaints.push(format!("{shown}:{line}: a wall: `{module}` never names `{imported}`"));
            }
        }
        let forbidden: &[&str] = match module {
            // Its tokens are a program, which reads variables and prints its address.
            _ if inside == "emit/server/scaffold.rs" => &["std::fs", "std::net", "TcpStream"],
            "lower" => &["TokenStream", "proc_macro2", "quote!"],
            "cli" | "main" | "load" | "builder" => &[],
            "write" => &["std::net", "TcpStream"],
            "fetch" => &["std::fs", "std::env", "TcpStream"],
            _ => &["std::fs", "std::net", "TcpStream", "std::env", "println!(", "eprintln!("],
        };
        let named = |word: &&&str| {
            if word.ends_with('(') { code.trim_start().starts_with(**word) } else { code.contains(**word) }
        };
        for word in forbidden.iter().filter(named) {
            complaints.push(format!("{shown}:{line}: a wall: `{module}` never names `{word}`"));
        }
    }
}

/// Modules of the crate that a line names: `crate::a::…`, `crate::{a::…, b}`.
fn imports(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (index, _) in code.match_indices("crate::") {
        let rest = &code[index + "crate::".len()..];
        let mut depth = 0;
        let mut word = String::new();
        let mut taken = false;
        for c in rest.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                c if c.is_alphanumeric() || c == '_' => {
                    if !taken {
                        word.push(c);
                    }
                    continue;
                }
                ',' if depth == 1 => {
                    modules.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                    taken = false;
                    continue;
                }
                ' ' => continue,
                _ => taken = true,
            }
            if depth == 0 {
                break;
            }
        }
        modules.extend((!word.is_empty()).then_some(word));
    }
    modules
}

fn homes(shown: &str, inside: &str, text: &str, complaints: &mut Vec<String>) {
    for (line, code) in code_lines(text) {
        for (package, homes) in HOMES {
            let named = code
                .match_indices(package)
                .any(|(index, _)| !code[..index].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            let at_home =
                homes.iter().any(|home| if home.ends_with('/') { inside.starts_with(home) } else { inside == *home });
            if named && !at_home {
                complaints.push(format!("{shown}:{line}: `{package}` has its home in {}", homes.join(", ")));
            }
        }
    }
}

fn runtime_is_shipped(root: &Path, complaints: &mut Vec<String>) {
    let list = fs::read_to_string(root.join("generator/src/write/runtime.rs")).unwrap_or_default();
    let mock = fs::read_to_string(root.join("generator/src/mock/mod.rs")).unwrap_or_default();
    let folder = root.join("templates/mock/src");
    for file in rust_files(&folder) {
        let path = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        if !mock.contains(&format!("\"{path}\"")) {
            complaints.push(format!("templates/mock/src/{path}: is not listed in generator/src/mock/mod.rs"));
        }
    }
    for of in ["types", "client", "server"] {
        let folder = root.join("templates").join(of).join("src/runtime");
        for file in rust_files(&folder) {
            let path = format!("{of}/src/runtime/{}", file.strip_prefix(&folder).unwrap_or(&file).display());
            if !list.contains(&path) {
                complaints.push(format!("templates/{path}: is not listed in generator/src/write/runtime.rs"));
            }
        }
    }
}

fn codes_have_faults(root: &Path, complaints: &mut Vec<String>) {
    let mut codes = BTreeSet::new();
    for file in rust_files(&root.join("generator/src/diagnostic/code")) {
        let text = fs::read_to_string(file).unwrap_or_default();
        codes.extend(text.lines().filter_map(|line| {
            let (_, rest) = line.split_once(" = \"")?;
            let (id, rest) = rest.split_once("\", ")?;
            let severity = ["Note", "Warning", "Fault", "Error"].iter().any(|word| rest.starts_with(word));
            severity.then(|| id.to_owned())
        }));
    }
    for code in codes {
        let folder = root.join("tests/faults").join(&code);
        if !fs::read_dir(&folder).is_ok_and(|mut cases| cases.next().is_some()) {
            complaints.push(format!("tests/faults/{code}: no case provokes this code"));
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
