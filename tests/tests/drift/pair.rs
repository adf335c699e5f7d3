//! Two descriptions, compared; and the judge of witnesses, which is not ours.

use jsonschema::{Draft, Validator};
use libtest_mimic::Failed;
use serde_json::{Value, json};
use specwright::cli::{ReadFiles, understand_files};
use specwright::drift::{Change, Places, Report, Side, Spot, Wire, compare};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Two descriptions.
pub struct Pair {
    old: Arc<ReadFiles>,
    new: Arc<ReadFiles>,
    texts: (PathBuf, PathBuf),
}

impl Pair {
    /// Of two documents.
    pub fn read(old: &Path, new: &Path) -> Self {
        let read = |path: &Path| Arc::new(understand_files(Path::new(""), &[path.to_path_buf()], &[], "things"));
        Self { old: read(old), new: read(new), texts: (old.to_path_buf(), new.to_path_buf()) }
    }

    /// Of a document that was read, and one that is to be.
    pub fn beside(old: &Arc<ReadFiles>, path: &Path, new: &Path) -> Self {
        let new_read = Arc::new(understand_files(Path::new(""), &[new.to_path_buf()], &[], "things"));
        Self { old: Arc::clone(old), new: new_read, texts: (path.to_path_buf(), new.to_path_buf()) }
    }

    /// The same the other way round.
    pub fn reversed(&self) -> Self {
        Self {
            old: Arc::clone(&self.new),
            new: Arc::clone(&self.old),
            texts: (self.texts.1.clone(), self.texts.0.clone()),
        }
    }

    /// What changed.
    pub fn compare(&self) -> Report {
        let (Some(old), Some(new)) = (side(&self.old), side(&self.new)) else {
            panic!("{:?} cannot be read", self.texts)
        };
        compare(old, new)
    }

    /// A line for each change.
    pub fn lines(&self, report: &Report) -> String {
        let mut lines: Vec<String> = report.changes.iter().map(|it| self.line(it)).collect();
        lines.sort();
        lines.concat()
    }

    fn line(&self, change: &Change) -> String {
        let ours = if change.client > Wire::Compatible { change.our_client.word() } else { "-" };
        let level = if change.rust.is_empty() { "-" } else { change.level().word() };
        let place = self.pointers(change).into_iter().flatten().next_back().unwrap_or_default();
        format!("{} {} {} {ours} {level} #{place}\n", change.rule.id, change.client.word(), change.server.word())
    }

    /// The pointers of both sides.
    pub fn pointers(&self, change: &Change) -> [Option<String>; 2] {
        let of = |read: &ReadFiles, spot: Option<Spot>| Places::new(&read.sources).of(spot?)?.pointer;
        [of(&self.old, change.old), of(&self.new, change.new)]
    }

    /// Holds each witness against both schemas, where both documents are written in JSON Schema.
    pub fn judge(&self, report: &Report) -> Result<(), Failed> {
        let texts = [&self.texts.0, &self.texts.1].map(|it| parse(it));
        if texts.iter().any(|it| !it.get("openapi").and_then(Value::as_str).is_some_and(|it| it.starts_with("3.1"))) {
            return Ok(());
        }
        let reads = [&self.old, &self.new];
        for change in &report.changes {
            for witness in &change.witnesses {
                let Some(judged) = witness.judged else { continue };
                let mut answers = Vec::new();
                for ((read, text), span) in reads.iter().zip(&texts).zip([judged.old, judged.new]) {
                    let pointer = Places::new(&read.sources)
                        .of(Spot::of(span))
                        .and_then(|it| it.pointer)
                        .ok_or("a schema without a place")?;
                    answers.push(validator(text, &pointer)?.is_valid(&witness.value));
                }
                if answers != [judged.old_accepts, !judged.old_accepts] {
                    return Err(
                        format!("{}: the validator says {answers:?} of {}", change.message, witness.value).into()
                    );
                }
            }
        }
        Ok(())
    }
}

/// What was understood, ready to be compared.
pub fn side(read: &ReadFiles) -> Option<Side<'_>> {
    let understood = read.understood.as_ref()?;
    Some(Side { document: &understood.document, api: &understood.api, sources: &read.sources })
}

/// A document as plain JSON.
pub fn parse(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("readable");
    if path.extension().is_some_and(|it| it == "json") {
        serde_json::from_str(&text).expect("JSON")
    } else {
        serde_yaml::from_str(&without_huge_numbers(&text)).expect("YAML")
    }
}

/// The text with whole numbers that no type of Rust holds as the numbers that are closest to them.
fn without_huge_numbers(text: &str) -> String {
    let is_huge = |word: &str| {
        let digits = word.trim_end().trim_start_matches('-');
        digits.len() >= 19 && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let rounded = |word: &str| match is_huge(word) {
        true => word.replacen(word.trim_end(), &format!("{}.0", word.trim_end()), 1),
        false => word.to_owned(),
    };
    text.split_inclusive(char::is_whitespace).map(rounded).collect()
}

fn validator(document: &Value, pointer: &str) -> Result<Validator, Failed> {
    // The schema stands in its own document, so that references lead where they do there.
    let mut schema = document.clone();
    if let Value::Object(map) = &mut schema {
        let fragment: String = pointer
            .split('/')
            .map(|it| {
                it.replace('%', "%25").replace('#', "%23").replace('$', "%24").replace('{', "%7B").replace('}', "%7D")
            })
            .collect::<Vec<_>>()
            .join("/");
        map.insert("$ref".to_owned(), json!(format!("#{fragment}")));
    }
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| format!("{pointer}: {error}").into())
}
