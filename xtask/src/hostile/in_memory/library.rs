//! One document through the whole generator, in this process.
//!
//! Takes text; gives the files of all three crates, the codes for which it was refused, or what broke. Never touches the disk,
//! never lets a panic through.

use specwright::diagnostic::{Diagnostics, Severity};
use specwright::emit::Crate;
use specwright::package::Package;
use specwright::pipeline::{self, Description, Files, Stopped};
use specwright::source::{SourceId, Sources, Span};
use specwright::{lower, tree};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// What became of a document.
#[derive(Debug)]
pub enum Outcome {
    /// Crates, whatever else was told: their files by path.
    Made(BTreeMap<String, String>),
    /// Nothing can be made of it, and that was told.
    Refused,
    /// A panic, output that is no Rust, or a refusal without a word.
    Broken(String),
}

/// No file beside the document.
struct Alone;

impl Files for Alone {
    fn load(&mut self, _: &str, _: Span, _: &mut Sources, _: &mut Diagnostics) -> Option<SourceId> {
        None
    }
}

/// Generates all crates of a document.
pub fn generate(text: &str) -> Outcome {
    match catch_unwind(AssertUnwindSafe(|| try_generate(text))) {
        Ok(outcome) => outcome,
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("of an unknown kind");
            Outcome::Broken(format!("panic: {said}"))
        }
    }
}

fn try_generate(text: &str) -> Outcome {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let document = sources.add("hostile.yaml", text.to_owned());
    let description = Description { documents: vec![document], ..Description::default() };
    let options = lower::Options { name: String::from("hostile"), ..lower::Options::default() };
    let understood = pipeline::understand(&mut sources, &mut Alone, &description, &options, &mut diagnostics);
    let Some(understood) = understood else {
        let told = diagnostics.iter().any(|diagnostic| diagnostic.code.severity >= Severity::Fault);
        return if told { Outcome::Refused } else { Outcome::Broken(String::from("refused without a word")) };
    };
    let made = Mutex::new(Package::default());
    match pipeline::generate(&understood.api, &Crate::ALL, diagnostics.budgets(), &made) {
        Ok(()) => {}
        Err(Stopped::Budget) => return Outcome::Refused,
        Err(stopped) => return Outcome::Broken(format!("not generated: {stopped:?}")),
    }
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    Outcome::Made(made.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
}

/// A document in any of its languages as a JSON value; `None` where it is none.
pub fn as_json(text: &str) -> Option<serde_json::Value> {
    let mut sources = Sources::default();
    let source = sources.add("hostile.yaml", text.to_owned());
    let node = tree::parse(&sources, source, &mut Diagnostics::default())?;
    serde_json::from_str(&tree::write::json_compact(&node)).ok()
}
