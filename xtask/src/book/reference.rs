//! The reference of the book, made from the product's own tables.
//!
//! Takes the repository's root; gives pages by path. Promises that every command, key, code and budget there is stands in them, so that none is
//! written down twice. Shared with the tests as a file. Never writes.

use specwright::budget;
use specwright::cli::{self, StreamKind, Terminal};
use specwright::config::keys::{self, Key, Kind};
use specwright::diagnostic::{Code, Severity, code};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Every page: path below the book's sources, and text.
pub fn pages(root: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("reference/commands.md", commands()),
        ("reference/vendor-yaml.md", vendor()),
        ("reference/diagnostics.md", diagnostics(root)),
        ("reference/budgets.md", budgets()),
        ("reference/schema-to-rust.md", schemas(root)),
    ]
}

/// What a command prints.
fn output(arguments: &[&str]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("specwright").chain(arguments.iter().copied()).map(Into::into);
    cli::run(arguments, Path::new("."), &mut Terminal::new(&mut out, &mut err, StreamKind::Pipe));
    String::from_utf8_lossy(&out).into_owned()
}

/// The names of the commands, as the help lists them.
pub fn command_names() -> Vec<String> {
    let help = output(&["--help"]);
    let list = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or("");
    let names = list.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

fn commands() -> String {
    let mut text = String::from("# Commands\n\nWhat `specwright help` says, for the program and for each command.\n\n");
    let _infallible = write!(text, "```text\n{}```\n", output(&["--help"]));
    for name in command_names() {
        let _infallible = write!(text, "\n## {name}\n\n```text\n{}```\n", output(&["help", &name]));
    }
    text
}

fn vendor() -> String {
    let mut text = String::from(
        "# vendor.yaml\n\nWhat `specs/<vendor>/vendor.yaml` may say. A key that is not listed here is a fault, with the nearest one there is.\n\n\
         Editors complete and check the file by its [JSON Schema](../vendor.schema.json), which `specwright schema` prints: put\n\
         `# yaml-language-server: $schema=PATH` at its top.\n",
    );
    for key in keys::VENDOR {
        let required = if key.is_required { " (required)" } else { "" };
        let _infallible = write!(text, "\n## {}{required}\n\n{}\n\n", key.name, key.about);
        let _infallible = write!(text, "```yaml\n{}: {}\n```\n", key.name, key.example);
        match key.kind {
            Kind::Map(keys) | Kind::Choice(keys) | Kind::Maps(keys) => table(&mut text, keys),
            Kind::Files => {
                text.push_str("\nAn item is a path, or a map:\n");
                table(&mut text, keys::FILE);
            }
            Kind::OneOf(words) | Kind::SomeOf(words) => {
                let _infallible = write!(text, "\nThe words are `{}`.\n", words.join("`, `"));
            }
            Kind::TextsOrMaps(keys) => {
                text.push_str("\nA value is a text, or a map:\n");
                table(&mut text, keys);
            }
            Kind::Text | Kind::Name | Kind::Texts | Kind::Flag | Kind::Paths { .. } | Kind::TextsByKey => {}
        }
    }
    text
}

fn table(text: &mut String, keys: &[Key]) {
    text.push_str("\n| key | what it does | example |\n|---|---|---|\n");
    for key in keys {
        let _infallible = writeln!(text, "| `{}` | {} | `{}` |", key.name, key.about, key.example);
    }
}

fn diagnostics(root: &Path) -> String {
    let mut text = String::from(
        "# Diagnostics\n\nEvery code, with its rule, the way out and an example. `specwright explain CODE` says the same.\n\n\
         | severity | means | exit status |\n|---|---|---|\n\
         | note | worth knowing | 0 |\n| warning | less came out than went in | 0 |\n\
         | fault | the input breaks its own specification, or a part was left out; nothing is written unless that is allowed | 1 |\n\
         | error | nothing can be made of it | 2 |\n",
    );
    let mut codes: Vec<&Code> = code::all().collect();
    codes.sort_by_key(|code| code.id);
    for code in codes {
        let severity = match code.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Fault => "fault",
            Severity::Error => "error",
        };
        let clause = if code.clause.is_empty() { String::new() } else { format!(" ({})", code.clause) };
        let _infallible = write!(text, "\n## {}\n\n*{severity}*{clause}. {}\n", code.id, prose(code.explanation));
        if let Some(example) = example(root, code.id) {
            // Examples of pages hold fences of their own.
            let _infallible = write!(text, "\n````text\n{example}\n````\n");
        }
    }
    text
}

/// Text of the tables is no Markdown: what would be a tag or a link is shown as it is.
fn prose(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '<' | '>' | '[' | ']' | '*' | '_') {
            prose.push('\\');
        }
        prose.push(c);
    }
    prose
}

/// The longest example that is shown: some faults print pages.
const LINES: usize = 24;

/// What the first case of a code prints.
fn example(root: &Path, code: &str) -> Option<String> {
    let mut cases: Vec<_> = fs::read_dir(root.join("tests/faults").join(code)).ok()?.flatten().collect();
    cases.sort_by_key(|case| case.file_name());
    let snapshot = fs::read_to_string(cases.first()?.path().join("faults.snap")).ok()?;
    let printed = snapshot.splitn(3, "---\n").nth(2)?.trim_end();
    // What is written beside is no part of the message.
    let lines: Vec<&str> = printed.lines().filter(|line| !line.starts_with("added: ")).collect();
    let more = if lines.len() > LINES { "\n…" } else { "" };
    Some(lines.iter().take(LINES).copied().collect::<Vec<_>>().join("\n") + more)
}

fn budgets() -> String {
    let mut text = String::from(
        "# Budgets\n\nHow much a description may ask for. `--budget NAME=NUMBER` sets one; where one ends, a diagnostic names it.\n\n\
         | budget | by default | at most | counts | protects |\n|---|---|---|---|---|\n",
    );
    for row in budget::TABLE {
        let most = if row.most == u64::MAX { String::from("no bound") } else { row.most.to_string() };
        let _infallible = writeln!(
            text,
            "| `{}` | {} | {most} | {} | {} |",
            row.name,
            row.default,
            prose(row.unit),
            prose(row.protects)
        );
    }
    text
}

/// The table of `tests/book/schemas.yaml`: what each schema becomes as a required and as an optional property of what a client reads.
fn schemas(root: &Path) -> String {
    let mut text = String::from(
        "# From schema to Rust\n\nWhat the generator makes of these schemas; the table is made by generating them. `T` is the type that is named after the\n\
         property: `status` makes `Status`. A required constant has no field: it is written and checked.\n\n| schema | required property | optional property |\n|---|---|---|\n",
    );
    let list = fs::read_to_string(root.join("tests/book/schemas.yaml")).unwrap_or_default();
    let schemas: Vec<&str> = list.lines().filter(|line| line.starts_with('{')).collect();
    let properties = |kind: &str| {
        let each = schemas.iter().enumerate().map(|(index, schema)| format!("        {kind}{index:02}: {schema}\n"));
        each.collect::<String>()
    };
    let required: Vec<String> = (0..schemas.len()).map(|index| format!("r{index:02}")).collect();
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: Table, version: '1'}}\npaths:\n  /row:\n    get:\n      operationId: row\n      responses:\n        \
         '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Row'}}}}}}}}\n\
         components:\n  schemas:\n    Row:\n      type: object\n      required: [{}]\n      properties:\n{}{}",
        required.join(", "),
        properties("r"),
        properties("o"),
    );
    let fields = surface(&document);
    let of = |name: String| {
        let start = format!("field api_types::Row::{name}: ");
        let found = fields.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or("no field");
        // Types that are named after the property have its number here.
        let word = name.to_uppercase();
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let words = found.split_inclusive(|c| !is_of_word(c));
        let words = words.map(|part| {
            let (name, mark) = part.split_at(part.trim_end_matches(|c| !is_of_word(c)).len());
            match name.to_uppercase().find(&word).and_then(|index| name.get(index + word.len()..)) {
                Some(rest) => format!("T{rest}{mark}"),
                None => format!("{name}{mark}"),
            }
        });
        words.collect::<String>()
    };
    for (index, schema) in schemas.iter().enumerate() {
        let (required, optional) = (of(format!("r{index:02}")), of(format!("o{index:02}")));
        let _infallible = writeln!(text, "| `{schema}` | `{required}` | `{optional}` |");
    }
    text
}

/// What users can name of the crates of a document.
fn surface(document: &str) -> String {
    use specwright::diagnostic::Diagnostics;
    use specwright::pipeline::{Description, Files, understand};
    use specwright::source::{SourceId, Sources, Span};

    struct NoFiles;
    impl Files for NoFiles {
        fn load(&mut self, _: &str, _: Span, _: &mut Sources, _: &mut Diagnostics) -> Option<SourceId> {
            None
        }
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let description = Description { documents: vec![sources.add("table.yaml", document)], ..Description::default() };
    let options = specwright::lower::Options { name: "api".to_owned(), ..Default::default() };
    let understood = understand(&mut sources, &mut NoFiles, &description, &options, &mut diagnostics);
    understood.map(|understood| specwright::surface::text(&understood.api)).unwrap_or_default()
}
