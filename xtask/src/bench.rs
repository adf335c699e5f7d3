//! `bench`: what generating, compiling and running cost, beside other generators.
//!
//! Takes the folder of descriptions; prints a table for each question, medians and ratios, failures as failures. Fails where a large document takes more memory than it may. Installs the
//! other generators at pinned versions under `target/rivals`. Never writes outside `target/`.

mod compiling;
mod generating;
mod growth;
mod linear;
pub mod measure;
mod memory;
mod rivals;
mod running;
mod table;
mod twin;
mod workspace;

pub use linear::passes;

use rivals::Rival;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str =
    "usage: cargo xtask bench [generate] [linear] [growth] [compile] [cold] [run] [--quick] [--rounds COUNT] [--documents DIR]

What generating, compiling (also with all dependencies: cold) and running cost. Without a section, all of them.
  --quick          without the other generators
  --rounds COUNT   rounds whose median counts (3)
  --documents DIR  where github.json and openai.yaml lie (../shared/documents)";

/// What is asked.
struct Options {
    sections: Vec<String>,
    quick: bool,
    rounds: usize,
    documents: PathBuf,
}

/// Where everything lies.
struct Bench {
    root: PathBuf,
    /// Scratch folder below `target/`.
    out: PathBuf,
    documents: PathBuf,
    rounds: usize,
    /// This generator, optimised.
    program: PathBuf,
    rivals: Vec<Rival>,
}

/// Runs the command; `arguments` are those after `bench`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = Options::parse(root, arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match Bench::prepare(root, &options).and_then(|bench| bench.all(&options.sections)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

impl Options {
    fn parse(root: &Path, arguments: &[String]) -> Option<Self> {
        let mut options =
            Self { sections: Vec::new(), quick: false, rounds: 3, documents: root.join("../shared/documents") };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => options.quick = true,
                "--rounds" => options.rounds = arguments.next()?.parse().ok().filter(|rounds| *rounds > 0)?,
                "--documents" => options.documents = PathBuf::from(arguments.next()?),
                section @ ("generate" | "linear" | "growth" | "compile" | "cold" | "run") => {
                    options.sections.push(section.to_owned())
                }
                _ => return None,
            }
        }
        Some(options)
    }
}

impl Bench {
    fn prepare(root: &Path, options: &Options) -> Result<Self, String> {
        let out = root.join("target/bench");
        std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
        let program = measure::build_optimised(root)?;
        // Only these sections run other generators, whose installation takes minutes.
        let compares = options.sections.is_empty()
            || options.sections.iter().any(|section| ["generate", "compile", "cold"].contains(&section.as_str()));
        let rivals = if compares && !options.quick { rivals::install(root) } else { Vec::new() };
        Ok(Self {
            root: root.to_owned(),
            out,
            documents: options.documents.clone(),
            rounds: options.rounds,
            program,
            rivals,
        })
    }

    fn all(&self, sections: &[String]) -> Result<(), String> {
        let asked = |section: &str| sections.is_empty() || sections.iter().any(|asked| asked == section);
        println!("{}\n", measure::machine());
        if asked("generate") {
            self.generating()?;
        }
        if asked("linear") {
            self.linear()?;
        }
        if asked("growth") {
            self.growth()?;
        }
        if asked("compile") {
            self.compiling()?;
        }
        if asked("cold") {
            self.cold()?;
        }
        if asked("run") {
            self.running()?;
        }
        Ok(())
    }

    /// A description of the collection.
    fn document(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.documents.join(name);
        if path.is_file() {
            Ok(path)
        } else {
            Err(format!("there is no {}; name its folder with --documents", path.display()))
        }
    }
}
