//! One description's row of the report.
//!
//! Holds what was measured; gives it as CSV and as a verdict. Passes between programs as lines of `key=value`.

use std::collections::BTreeMap;

/// What became of one description.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Path below the folder.
    pub file: String,
    /// Base name of its crates.
    pub package: String,
    /// Size of its first file.
    pub bytes: u64,
    /// Declared version.
    pub version: String,
    /// Operations generated.
    pub operations: usize,
    /// Named types generated.
    pub types: usize,
    /// Operations left out.
    pub left_out: usize,
    /// Fields, items of unions, parameters and bodies: wherever a type stands.
    pub places: usize,
    /// Places that became `serde_json::Value`.
    pub untyped: usize,
    /// Those places by reason.
    pub reasons: BTreeMap<String, usize>,
    /// Messages by code.
    pub diagnostics: BTreeMap<String, usize>,
    /// The first fault, for the line that says why.
    pub first_fault: String,
    /// Whether crates were made.
    pub generated: bool,
    /// Whole time of the program that generated.
    pub seconds: f64,
    /// Its largest memory, in KiB; 0 where the system does not tell.
    pub peak_kib: u64,
    /// Lines generated, runtime left out.
    pub lines: usize,
    /// What the compiler said.
    pub compiled: Compiled,
    /// How long it took.
    pub compile_seconds: f64,
    /// The largest type and its bytes, where it was compiled.
    pub largest: String,
}

/// What the compiler said.
#[derive(Debug, Clone, Default)]
pub enum Compiled {
    /// It was not asked.
    #[default]
    NotTried,
    /// Nothing.
    Clean,
    /// The first warning or error.
    Failed(String),
}

impl Row {
    /// A description that stopped the program.
    pub fn crashed(why: &str) -> Self {
        Self { first_fault: why.replace('\n', " "), ..Self::default() }
    }

    /// Whether it is as it should be.
    pub fn passed(&self) -> bool {
        self.generated && self.left_out == 0 && !matches!(self.compiled, Compiled::Failed(_))
    }

    /// Why it is not.
    pub fn why(&self) -> String {
        match &self.compiled {
            Compiled::Failed(said) => said.clone(),
            _ if !self.generated => self.first_fault.clone(),
            _ => format!("{} operations left out; {}", self.left_out, self.first_fault),
        }
    }

    /// Reads lines of `key=value`.
    pub fn parse(text: &str) -> Self {
        let mut row = Self::default();
        for (key, value) in text.lines().filter_map(|line| line.split_once('=')) {
            let number = || value.parse().unwrap_or_default();
            match key.split_once(':') {
                Some(("diagnostic", code)) => {
                    row.diagnostics.insert(code.to_owned(), number());
                }
                Some(("reason", reason)) => {
                    row.reasons.insert(reason.to_owned(), number());
                }
                _ => match key {
                    "version" => value.clone_into(&mut row.version),
                    "operations" => row.operations = number(),
                    "types" => row.types = number(),
                    "left_out" => row.left_out = number(),
                    "places" => row.places = number(),
                    "untyped" => row.untyped = number(),
                    "lines" => row.lines = number(),
                    "first_fault" => value.clone_into(&mut row.first_fault),
                    "generated" => row.generated = value == "true",
                    "peak_kib" => row.peak_kib = value.parse().unwrap_or_default(),
                    _ => {}
                },
            }
        }
        row
    }

    /// The report, as CSV.
    pub fn table(rows: &[Self]) -> String {
        let mut text = String::from(
            "file,version,bytes,operations,types,left_out,places,untyped,seconds,peak_mib,lines,compiled,compile_seconds,largest,diagnostics,why\n",
        );
        for row in rows {
            let compiled = match &row.compiled {
                Compiled::NotTried => "",
                Compiled::Clean => "yes",
                Compiled::Failed(_) => "no",
            };
            let why = if row.passed() { row.first_fault.clone() } else { row.why() };
            let fields = [
                row.file.clone(),
                row.version.clone(),
                row.bytes.to_string(),
                row.operations.to_string(),
                row.types.to_string(),
                row.left_out.to_string(),
                row.places.to_string(),
                row.untyped.to_string(),
                format!("{:.3}", row.seconds),
                format!("{:.1}", row.peak_kib as f64 / 1024.0),
                row.lines.to_string(),
                compiled.to_owned(),
                format!("{:.2}", row.compile_seconds),
                row.largest.clone(),
                counts(&row.diagnostics),
                why,
            ];
            let quoted = fields.map(|field| format!("\"{}\"", field.replace('"', "\"\"")));
            text.push_str(&(quoted.join(",") + "\n"));
        }
        text
    }

    /// Why places are untyped, the most frequent reason first.
    pub fn reasons(rows: &[Self]) -> Vec<(String, usize)> {
        let mut all = BTreeMap::<&String, usize>::new();
        for (reason, count) in rows.iter().flat_map(|row| &row.reasons) {
            *all.entry(reason).or_default() += count;
        }
        let mut all: Vec<_> = all.into_iter().map(|(reason, count)| (reason.clone(), count)).collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all
    }

    /// A line that sums all rows up.
    pub fn totals(rows: &[Self]) -> String {
        let sum = |of: fn(&Self) -> usize| rows.iter().map(of).sum::<usize>();
        let compiled = rows.iter().filter(|row| !matches!(row.compiled, Compiled::NotTried)).count();
        let (places, untyped) = (sum(|row| row.places), sum(|row| row.untyped));
        format!(
            "{} descriptions, {compiled} compiled, {} operations ({} left out), {} types, {untyped} of {places} places untyped \
             ({:.1} %), {} lines",
            rows.len(),
            sum(|row| row.operations),
            sum(|row| row.left_out),
            sum(|row| row.types),
            100.0 * untyped as f64 / places.max(1) as f64,
            sum(|row| row.lines),
        )
    }
}

/// A name for crates, of a path.
pub fn package_name(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let words: Vec<_> = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("d-{}", words.join("-").to_ascii_lowercase())
}

/// Counts by key, as `key×count` in order.
pub fn counts(map: &BTreeMap<String, usize>) -> String {
    map.iter().map(|(key, count)| format!("{key}×{count}")).collect::<Vec<_>>().join(" ")
}
