#![allow(clippy::all, clippy::unwrap_used)]
//! Scratch.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use specwright::diagnostic::{Diagnostics, Severity};
use specwright::source::Sources;
use specwright::tree::{self, Trees};
use specwright::{read, upgrade};

fn main() {
    let shared = std::path::PathBuf::from("/work/shared");
    let mut files: Vec<_> = fs::read_dir(shared.join("documents")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.push(shared.join("documents/digitalocean/specification/DigitalOcean-public.v2.yaml"));
    files.sort();
    let only = std::env::var("ONLY").ok();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name == "README.md" || name == "index.csv" { continue; }
        if only.as_ref().is_some_and(|only| !name.contains(only)) { continue; }
        one(&file, &name);
    }
}

fn one(file: &Path, name: &str) {
    let start = std::time::Instant::now();
    let Ok(text) = fs::read_to_string(file) else { println!("{name}: unreadable"); return };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add(file.to_string_lossy(), text);
    let Some(node) = tree::parse(&sources, id, &mut diagnostics) else { println!("{name}: no tree"); return };
    let mut trees = Trees::default();
    trees.add(id, &file.to_string_lossy(), node);
    let mut tried = std::collections::BTreeSet::new();
    loop {
        let missing: Vec<_> = trees.missing().into_iter().filter(|p| tried.insert(p.clone())).collect();
        if missing.is_empty() { break; }
        for path in missing {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let id = sources.add(path.clone(), text);
            if let Some(node) = tree::parse(&sources, id, &mut diagnostics) { trees.add(id, &path, node); }
        }
    }
    let parsed = start.elapsed();
    let version = upgrade::upgrade_files(id, &mut trees, &mut diagnostics);
    let raised = start.elapsed();
    let document = version.and_then(|_| read::read(id, &trees, &mut diagnostics));
    let done = start.elapsed();
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for d in diagnostics.iter() { *counts.entry((d.code.severity, d.code.id)).or_default() += 1; }
    match &document {
        Some(d) => println!("{name}: {version:?} {} paths {} ops {} schemas; {parsed:?} {raised:?} {done:?}", d.paths.len(), d.paths.iter().map(|p| p.operations.len()).sum::<usize>(), d.schemas.len()),
        None => println!("{name}: NOT READ"),
    }
    for ((s, c), n) in &counts { println!("    {s:?} {c}: {n}"); }
    let show = std::env::var("SHOW").ok();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for d in diagnostics.iter() {
        if show.as_ref().is_some_and(|s| s == d.code.id || (s == "all") || (s == "faults" && d.code.severity >= Severity::Fault)) {
            let n = shown.entry(d.code.id).or_default(); *n += 1;
            if *n > 4 { continue; }
            let l = d.span.and_then(|s| sources.locate(s)).map(|l| format!("{}:{}:{}", l.path.rsplit('/').next().unwrap(), l.line, l.column)).unwrap_or_default();
            println!("      [{}] {l} {} -- {}", d.code.id, d.message, d.help.clone().unwrap_or_default());
        }
    }
}
