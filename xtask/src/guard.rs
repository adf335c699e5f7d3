//! `guard`: what generating costs and how much is generated, beside what is recorded; independent of the machine's speed.
//!
//! Takes the folder of descriptions and `xtask/guard.csv`; counts the instructions of generating (by valgrind), and lines and
//! functions of what is generated. More than the margin above the record is a finding; `--update` records anew.

use crate::bench::measure;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: cargo xtask guard [--update] [--documents DIR]";

/// How much more than recorded is let pass: compilers and processors differ a little.
const MARGIN: f64 = 0.10;

/// The record: a row for each description.
const RECORD: &str = "xtask/guard.csv";

const HEADING: &str = "file,instructions,lines,functions";

struct Row {
    file: String,
    instructions: u64,
    lines: u64,
    functions: u64,
}

/// Runs the command; `arguments` are those after `guard`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let mut update = false;
    let mut documents = root.join("../shared/documents");
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--update" => update = true,
            "--documents" => documents = arguments.next().map(PathBuf::from).unwrap_or_default(),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    match guard(root, &documents, update) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Whether nothing costs more than recorded.
fn guard(root: &Path, documents: &Path, update: bool) -> Result<bool, String> {
    let record = root.join(RECORD);
    let text = fs::read_to_string(&record).map_err(|error| format!("{}: {error}", record.display()))?;
    let recorded = text.lines().skip(1).map(Row::parse).collect::<Result<Vec<_>, _>>()?;
    let program = measure::build_optimised(root)?;
    let mut measured = format!("{HEADING}\n");
    let mut sound = true;
    for old in &recorded {
        let new = count(root, &program, documents, &old.file)?;
        for ((what, new), (_, old_count)) in new.counts().into_iter().zip(old.counts()) {
            let change = new as f64 / old_count.max(1) as f64 - 1.0;
            let verdict = if change > MARGIN { "  more than the margin above what is recorded" } else { "" };
            sound &= verdict.is_empty();
            println!("{:<32} {what:<12} {old_count:>14} {new:>14} {:>+6.1} %{verdict}", old.file, change * 100.0);
        }
        let Row { file, instructions, lines, functions } = new;
        let _infallible = writeln!(measured, "{file},{instructions},{lines},{functions}");
    }
    if update {
        fs::write(&record, measured).map_err(|error| format!("{}: {error}", record.display()))?;
        return Ok(true);
    }
    if !sound {
        println!("where that is meant, `cargo xtask guard --update` records it");
    }
    Ok(sound)
}

impl Row {
    fn parse(line: &str) -> Result<Self, String> {
        let cells: Vec<&str> = line.split(',').collect();
        let [file, instructions, lines, functions] = cells.as_slice() else {
            return Err(format!("{RECORD}: `{line}` has not four cells"));
        };
        let number = |text: &str| text.parse().map_err(|_| format!("{RECORD}: `{text}` is no number"));
        Ok(Self {
            file: (*file).to_owned(),
            instructions: number(instructions)?,
            lines: number(lines)?,
            functions: number(functions)?,
        })
    }

    fn counts(&self) -> [(&'static str, u64); 3] {
        [("instructions", self.instructions), ("lines", self.lines), ("functions", self.functions)]
    }
}

/// Generates once under valgrind and counts what came out, the runtime left out.
fn count(root: &Path, program: &Path, documents: &Path, file: &str) -> Result<Row, String> {
    let out = root.join("target/guard");
    fs::remove_dir_all(&out).ok();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["generate", "--allow-faults", "--name", "guard", "--spec"])
        .arg(documents.join(file))
        .arg("--out")
        .arg(&out)
        .output()
        .map_err(|error| format!("valgrind: {error}; it is in every distribution's packages"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    let instructions = collected.and_then(|(_, number)| number.trim().parse().ok());
    let instructions = instructions.ok_or_else(|| format!("{file}: {said}"))?;
    let (mut lines, mut functions) = (0, 0);
    let mut folders = vec![out];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() && path.file_name().is_some_and(|name| name != "runtime") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                lines += text.lines().count() as u64;
                let is_function = |line: &&str| {
                    line.trim_start()
                        .trim_start_matches("pub ")
                        .trim_start_matches("const ")
                        .trim_start_matches("async ")
                        .starts_with("fn ")
                };
                functions += text.lines().filter(is_function).count() as u64;
            }
        }
    }
    Ok(Row { file: file.to_owned(), instructions, lines, functions })
}
