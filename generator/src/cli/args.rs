//! The command line.
//!
//! Takes arguments; gives a [`Command`]. Promises that help texts say what each command reads, writes and answers.

use crate::budget::{self, Budget, Budgets};
use crate::config::Accept;
use crate::load;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns what a vendor publishes about its HTTP API into typed Rust crates.
///
/// Exit status: 0 success; 1 findings (stale files, faults in a document); 2 wrong usage or unreadable input.
/// A command that fails changes nothing on disk.
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
    /// A limit on what a description may use, as NAME=NUMBER; `explain budgets` lists the names. May be given several times.
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
    /// Print what was read from a description: operations, parameters, types, security, and how each is known.
    Inspect(Inspect),
    /// Print a description as an OpenAPI document, documentation pages included.
    Export(Export),
    /// Report the changes between two descriptions, and what they break on the wire and in Rust.
    ///
    /// Exit status: 0 no change that --fail-on names; 1 such a change; 2 wrong usage or unreadable input.
    Drift(Drift),
    /// Fetch the vendors' documents and report what changed. No other command uses the network.
    ///
    /// Exit status: 0 no change that --fail-on names; 1 such a change; 2 a document cannot be fetched or read.
    /// Nothing on disk changes without --accept, or when a document cannot be fetched.
    #[cfg(feature = "fetch")]
    Fetch(Fetch),
    /// Hold recorded traffic (HAR 1.2) against a description: undocumented operations, statuses, properties, values, nulls and types.
    ///
    /// Exit status: 0 no finding that --fail-on names; 1 such a finding; 2 wrong usage or unreadable input. Secrets are masked.
    Verify(Verify),
    /// Serve a description on loopback: a server that checks requests and answers what the description shows.
    ///
    /// The first start generates types and server into a cache and builds them with cargo; later starts serve at once. The address is printed
    /// alone on the output stream; each request is a line on the error stream. Answers are the description's examples, else values made by its
    /// schemas. What a request may prefer (header `Prefer`): `code=404`, `example=NAME`, `delay=500` (milliseconds), `fail=503` or `fail=close`.
    Mock(Mock),
    /// Explain a diagnostic code or a rule of drift, or list them all.
    Explain(Explain),
    /// Create a vendor's folder under specs/ from documents or pages, and generate its crates.
    Init(Init),
    /// Print the JSON Schema of vendor.yaml, for editors.
    Schema,
    /// Print the completion script of a shell.
    Completions(Completions),
    /// Print the manual page of the program or of one command.
    Man(Man),
}

/// How a description is read.
#[derive(Debug, Default, Clone, Args)]
pub struct Reading {
    /// The folder below which a description may refer to files; by default, that of the first document.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// A unified diff to apply to the documents before they are read; its paths are relative to the root. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub patch: Vec<PathBuf>,
    /// A fault to accept, by the name that `generate` prints. It is reported and does not change the exit status. May be given several times.
    #[arg(long, value_name = "CODE@PLACE", value_parser = Accept::parse)]
    pub accept: Vec<Accept>,
}

impl Reading {
    /// The same for who reads.
    pub fn plain(&self) -> load::Reading {
        let Self { root, patch, accept } = self.clone();
        load::Reading { root, patch, accept }
    }
}

/// `generate`
#[derive(Debug, Default, Args)]
pub struct Generate {
    /// Vendors (folders under specs/); by default, all.
    #[arg(value_name = "VENDOR", conflicts_with = "spec")]
    pub vendors: Vec<String>,
    /// Write nothing; print each stale file and the command that updates it. Exit status 1 if a file is stale.
    #[arg(long)]
    pub check: bool,
    /// Replace files that were edited by hand since they were generated; without this option, nothing is written if there is one.
    #[arg(long)]
    pub overwrite: bool,
    /// Replace files at the paths of generated ones although no record (specwright.sha256) lists them: for folders that an
    /// older version generated. Every other file is kept.
    #[arg(long)]
    pub adopt: bool,
    /// Print the other files in the folders, which are kept.
    #[arg(long, short)]
    pub verbose: bool,
    /// Generate although the document has faults; faulty parts are left out.
    #[arg(long)]
    pub allow_faults: bool,
    /// Record the SHA-256 of the vendors' documents in spec.lock, instead of checking it.
    #[arg(long, conflicts_with_all = ["spec", "check"])]
    pub update_lock: bool,
    /// Compare the vendors' folders with a revision of git (HEAD), and write the version that the changes ask for into vendor.yaml, an entry into
    /// CHANGELOG.md beside it, and the crates with that version.
    #[arg(long, value_name = "REV", num_args = 0..=1, default_missing_value = "HEAD", require_equals = true, conflicts_with_all = ["spec", "check", "watch"])]
    pub bump: Option<String>,
    /// Generate again whenever a file that was read changes, until the command is stopped.
    #[arg(long, short, conflicts_with = "check")]
    pub watch: bool,
    /// OpenAPI documents or documentation pages, read together as one API.
    #[arg(long, short, value_name = "FILE", num_args = 1.., requires = "name", requires = "out")]
    pub spec: Vec<PathBuf>,
    /// Base name of the crates: NAME-types, NAME-client, NAME-server.
    #[arg(long, short, requires = "spec")]
    pub name: Option<String>,
    /// The folder to write the crates' folders into, with a record of the files (specwright.sha256). Files that the record does
    /// not list are kept.
    #[arg(long, short, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,
    /// Overlays to apply, in order.
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "spec")]
    pub overlay: Vec<PathBuf>,
    /// Settings for the description, with the keys of vendor.yaml: which operations, names, libraries, packages, accepted faults. `name`
    /// and `documents` may be left out; overlays and patches are relative to the file's folder, and apply before those of the command line.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub config: Option<PathBuf>,
    /// Write the beginning of a service into a folder of its own: a package with a method for each operation that answers 501. Written once: a
    /// folder that holds anything is kept. With vendors, one must be named.
    #[arg(long, value_name = "DIR", conflicts_with = "check")]
    pub scaffold: Option<PathBuf>,
    /// Only these crates; the client and the server need the types. Files of the others that were generated into the same folder
    /// before are removed, as all crates of a folder are those of one description.
    #[arg(long, value_enum, value_delimiter = ',', requires = "spec")]
    pub only: Vec<Crate>,
    /// How the description is read.
    #[command(flatten)]
    pub reading: Reading,
}

/// `inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// OpenAPI documents or documentation pages, read together as one API; or the folder of a vendor, with its settings.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// An overlay to apply. May be given several times; they apply in order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// How the description is read.
    #[command(flatten)]
    pub reading: Reading,
    /// How to print it.
    #[arg(long, short, value_enum, default_value_t = InspectFormat::Text)]
    pub format: InspectFormat,
    /// Print the public items of the generated crates instead, one a line: kind, path and signature. The same as `--stage surface`.
    #[arg(long, conflicts_with_all = ["format", "stage"])]
    pub surface: bool,
    /// Print one stage of the way from the description to the crates instead, for those who work on Specwright.
    #[arg(long, value_enum, conflicts_with = "format")]
    pub stage: Option<Stage>,
    /// Base name of the crates: NAME-types, NAME-client, NAME-server. Only a surface, an API and tokens show it.
    #[arg(long, default_value = "api")]
    pub name: String,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// OpenAPI documents or documentation pages, read together as one API.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// An overlay to apply. May be given several times; they apply in order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// How the description is read.
    #[command(flatten)]
    pub reading: Reading,
    /// OpenAPI version to write.
    #[arg(long, value_enum, default_value_t = Version::V3_0)]
    pub version: Version,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `mock`
#[derive(Debug, Args)]
pub struct Mock {
    /// OpenAPI documents or documentation pages, read together as one API; or the name of a vendor under specs/.
    #[arg(required = true, value_name = "FILE|VENDOR")]
    pub inputs: Vec<PathBuf>,
    /// The port on loopback; 0 takes any that is free.
    #[arg(long, short, default_value_t = 4010)]
    pub port: u16,
    /// Write what is requested and answered into a file, as HAR 1.2; secrets are masked.
    #[arg(long, value_name = "FILE.har")]
    pub record: Option<PathBuf>,
    /// Answer without memory. Otherwise what is created, changed and deleted is remembered until the end, where paths make it plain.
    #[arg(long)]
    pub stateless: bool,
    /// The folder for what is generated and built; that of the system for caches where none is given. It can be removed at any time.
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// An overlay to apply. May be given several times; they apply in order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// How the description is read.
    #[command(flatten)]
    pub reading: Reading,
}

/// `drift`
#[derive(Debug, Args)]
pub struct Drift {
    /// The old description: a document, a page, a folder (a vendor's, or one with documents), or one of these in a git revision, `REV:path`.
    pub old: String,
    /// The new description, in the same form.
    pub new: String,
    /// Overlays to apply to both, in order.
    #[arg(long, value_name = "FILE", num_args = 1)]
    pub overlay: Vec<PathBuf>,
    /// Overlays to apply to the old description only.
    #[arg(long, value_name = "FILE", num_args = 1)]
    pub old_overlay: Vec<PathBuf>,
    /// Overlays to apply to the new description only.
    #[arg(long, value_name = "FILE", num_args = 1)]
    pub new_overlay: Vec<PathBuf>,
    /// What is printed, and the exit status.
    #[command(flatten)]
    pub print: Print,
    /// The folder of a program that uses the crates. Reports say which changes break it, may break it, or do not touch it, by the names in its
    /// sources and the features in its manifests. --fail-on then goes by that: `breaking` by what breaks it, `unproven` also by what may, and `any`
    /// by whatever touches it, be it in messages or in Rust.
    #[arg(long, value_name = "DIR")]
    pub used_by: Option<PathBuf>,
    /// Accepted changes: a list of `{fingerprint, reason, expires}`. A vendor's folder has its own in accepted.yaml.
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// Base name of the crates in the report: NAME-types, NAME-client, NAME-server. A vendor's folder has its own.
    #[arg(long, default_value = "api")]
    pub name: String,
}

/// How a report of changes is printed.
#[derive(Debug, Clone, Args)]
pub struct Print {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Whose compatibility is judged: existing clients with a new server, existing servers with new clients, or both.
    #[arg(long = "for", value_enum, value_name = "PARTY", default_value_t = For::Client)]
    pub parties: For,
    /// The changes that give exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub fail_on: FailOn,
    /// The date that `expires` of accepted changes and `x-sunset` are compared with, as in `2027-01-31`; by default, today. What
    /// is gone on the day of its sunset or after it counts as accepted.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,
}

/// `verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The description: a document, a page, a folder (a vendor's, or one with documents), or one of these in a git revision, `REV:path`.
    pub spec: String,
    /// What was recorded, by a browser, a proxy or `mock --record`. May be given several times.
    #[arg(long, value_name = "FILE.har", required = true, num_args = 1)]
    pub har: Vec<PathBuf>,
    /// Write an overlay that makes the description say what was observed.
    #[arg(long, value_name = "FILE")]
    pub suggest: Option<PathBuf>,
    /// An overlay to apply to the description. May be given several times; they apply in order.
    #[arg(long, value_name = "FILE", num_args = 1)]
    pub overlay: Vec<PathBuf>,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Whose findings are errors: answers that a client may not expect, requests that a server may not expect, or both.
    #[arg(long = "for", value_enum, value_name = "PARTY", default_value_t = For::Both)]
    pub parties: For,
    /// The findings that give exit status 1: what the description refuses, or everything that it does not tell of.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub fail_on: FailOn,
}

/// `fetch`
#[cfg(feature = "fetch")]
#[derive(Debug, Args)]
pub struct Fetch {
    /// Vendors (folders under specs/); by default, all.
    #[arg(value_name = "VENDOR")]
    pub vendors: Vec<String>,
    /// Replace the committed documents by the fetched ones, and record them in spec.lock; without this option, nothing on disk changes.
    /// With --fail-on, only if no change of that kind was found.
    #[arg(long)]
    pub accept: bool,
    /// Seconds that one document or page may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,
    /// How to print what changed.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Whose compatibility is judged: existing clients with a new server, existing servers with new clients, or both.
    #[arg(long = "for", value_enum, value_name = "PARTY", default_value_t = For::Client)]
    pub parties: For,
    /// The changes that give exit status 1; by default `breaking`, and `none` with --accept.
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
}

fn date(text: &str) -> Result<String, String> {
    let sound = text.len() == 10
        && text.bytes().enumerate().all(|(at, it)| if at == 4 || at == 7 { it == b'-' } else { it.is_ascii_digit() });
    if sound { Ok(text.to_owned()) } else { Err("a date is given as 2027-01-31".to_owned()) }
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// A code as printed in brackets, such as `unresolved-reference`; `budgets` for the table of limits; or `severities` for the rules
    /// that decide the severity of a diagnostic.
    pub code: Option<String>,
}

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// OpenAPI documents or documentation pages: they are copied into the folder. A name alone creates a folder without documents.
    #[arg(required = true, value_name = "FILE|NAME")]
    pub inputs: Vec<PathBuf>,
    /// Base name of the crates and of the folder; by default, it is taken from the document's title.
    #[arg(long, short)]
    pub name: Option<String>,
    /// Generate although the document has faults; faulty parts are left out.
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

/// Stages of `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What stands in the documents, corrected by overlays and in the words of the newest version: pointer, value and place.
    Tree,
    /// What was read of it: OpenAPI's objects.
    Document,
    /// All decisions and names: what the crates are made of.
    Api,
    /// The public items of the crates, one a line.
    Surface,
    /// The text of the crates, file by file, without what is the same in all.
    Tokens,
}

/// Formats of `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// An outline for people.
    Text,
    /// The same for programs.
    Json,
    /// A page that needs nothing else: with the items of the crates, the places in the text and the diagnostics.
    Html,
}

/// Formats of `drift`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For a pull request's comment.
    Markdown,
    /// Workflow commands that GitHub shows beside the line.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// A page that needs nothing else.
    Html,
    /// An entry for the changelog of each crate.
    Changelog,
}

/// Whose verdicts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum For {
    /// Existing clients with a new server.
    Client,
    /// Existing servers with new clients.
    Server,
    /// Both.
    Both,
}

/// What `drift` fails on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Changes that are proved to break.
    Breaking,
    /// These, and changes that are not proved either way.
    Unproven,
    /// Every change.
    Any,
    /// Nothing.
    None,
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
