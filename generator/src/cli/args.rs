//! The command line.
//!
//! Takes arguments; gives a [`Command`]. Promises that help texts say what each command reads, writes and answers.

use crate::budget::{self, Budget, Budgets};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns what a vendor publishes about its HTTP API into typed Rust crates.
///
/// Exit status: 0 all well; 1 findings (stale files, faults in a document); 2 wrong usage or unreadable input.
/// Nothing on disk changes when a command fails.
#[derive(Debug, Parser)]
#[command(name = "specwright", version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How diagnostics are printed.
    #[arg(long, global = true, value_enum, default_value_t = DiagnosticFormat::Text)]
    pub diagnostics: DiagnosticFormat,
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
    /// How much a description may ask for; `explain budgets` lists the names. May be given several times.
    #[arg(long, global = true, value_name = "NAME=NUMBER", value_parser = budget::parse)]
    pub budget: Vec<(Budget, u64)>,
}

impl Arguments {
    /// What was said of budgets; the last word counts.
    pub fn budgets(&self) -> Budgets {
        let mut budgets = Budgets::default();
        for (budget, number) in &self.budget {
            // What is above the table's bound was refused as wrong usage.
            budgets.set(*budget, *number).ok();
        }
        budgets
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the crates of the vendors under specs/, or of any document or pages (--spec).
    Generate(Generate),
    /// Tell what was understood: operations, parameters, types, security, provenance.
    Inspect(Inspect),
    /// Print the OpenAPI document, also of pages that hold none.
    Export(Export),
    /// Explain a diagnostic code, or list them all.
    Explain(Explain),
    /// Make a vendor's folder under specs/ from documents or pages, and its crates.
    Init(Init),
    /// Print the JSON Schema of vendor.yaml, for editors.
    Schema,
    /// Print a script that completes the command line in a shell.
    Completions(Completions),
    /// Print a manual page, of the program or of one command.
    Man(Man),
}

/// `generate`
#[derive(Debug, Default, Args)]
pub struct Generate {
    /// Vendors (folders under specs/); all of them when none is named.
    #[arg(value_name = "VENDOR", conflicts_with = "spec")]
    pub vendors: Vec<String>,
    /// Write nothing; name each stale file and the command that repairs it. Exit status 1 when something is stale.
    #[arg(long)]
    pub check: bool,
    /// Replace files that were edited by hand since they were generated; without it nothing is written where there is one.
    #[arg(long)]
    pub overwrite: bool,
    /// Take files that stand exactly where generated ones belong as generated, and replace them: for folders made by a version
    /// that kept no record (specwright.sha256). Every other file stays.
    #[arg(long)]
    pub adopt: bool,
    /// Name what else is in the folders and is kept as it is.
    #[arg(long, short)]
    pub verbose: bool,
    /// Write the crates although the document has faults: what is faulty is left out.
    #[arg(long)]
    pub allow_faults: bool,
    /// Record the SHA-256 of the vendors' documents in spec.lock, instead of checking it.
    #[arg(long, conflicts_with_all = ["spec", "check"])]
    pub update_lock: bool,
    /// Generate again whenever a file that was read changes, until the command is stopped.
    #[arg(long, short, conflicts_with = "check")]
    pub watch: bool,
    /// OpenAPI documents or documentation pages, read together as one API.
    #[arg(long, short, value_name = "FILE", num_args = 1.., requires = "name", requires = "out")]
    pub spec: Vec<PathBuf>,
    /// Base name of the crates: NAME-types, NAME-client, NAME-server.
    #[arg(long, short, requires = "spec")]
    pub name: Option<String>,
    /// Folder that the crates' folders are written into, with a record of the files (specwright.sha256). Files that the record does
    /// not list are left alone.
    #[arg(long, short, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,
    /// Overlays to apply, in order.
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "spec")]
    pub overlay: Vec<PathBuf>,
    /// Only these crates; the client and the server need the types. Files of the others that were generated into the same folder
    /// before are removed, as all crates of a folder are those of one description.
    #[arg(long, value_enum, value_delimiter = ',', requires = "spec")]
    pub only: Vec<Crate>,
}

/// `inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// OpenAPI documents or documentation pages, read together as one API.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Overlays to apply, in order.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub overlay: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, short, value_enum, default_value_t = InspectFormat::Text)]
    pub format: InspectFormat,
    /// Print what users of the generated crates can name instead, an item a line: kind, path and signature.
    #[arg(long, conflicts_with = "format")]
    pub surface: bool,
    /// Base name of the crates in that list: NAME-types, NAME-client, NAME-server.
    #[arg(long, default_value = "api", requires = "surface")]
    pub name: String,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// OpenAPI documents or documentation pages, read together as one API.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Overlays to apply, in order.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub overlay: Vec<PathBuf>,
    /// OpenAPI version to write.
    #[arg(long, value_enum, default_value_t = Version::V3_0)]
    pub version: Version,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, as printed in brackets: `unresolved-reference`; or `budgets`, for the table of limits.
    pub code: Option<String>,
}

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// OpenAPI documents or documentation pages: they are copied into the folder. A name alone makes a folder that waits for them.
    #[arg(required = true, value_name = "FILE|NAME")]
    pub inputs: Vec<PathBuf>,
    /// Base name of the crates and of the folder, where the document's title shall not give it.
    #[arg(long, short)]
    pub name: Option<String>,
    /// Go on although the document has faults: what is faulty is left out.
    #[arg(long)]
    pub allow_faults: bool,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct Man {
    /// The command; the whole program where none is named.
    pub command: Option<String>,
}

/// One of a vendor's crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Crate {
    /// The types.
    Types,
    /// The client.
    Client,
    /// The server stub.
    Server,
}

/// Formats of `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// An outline for people.
    Text,
    /// The same for programs.
    Json,
}

/// Versions that `export` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// OpenAPI 3.0.
    #[value(name = "3.0")]
    V3_0,
    /// OpenAPI 3.1.
    #[value(name = "3.1")]
    V3_1,
}

/// Formats of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiagnosticFormat {
    /// For people, with the source line.
    Text,
    /// One JSON object a line.
    Json,
    /// Workflow commands that GitHub shows beside the line.
    Github,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
