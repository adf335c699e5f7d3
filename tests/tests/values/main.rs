//! Values at work: `values/<case>/input.*` with the values that its crates must read, write, refuse and answer, in `values.yaml`.
//!
//! Each case is a test of its own: `cargo test -p specwright-tests --test values optional`. The crates of all chosen cases are
//! compiled once, with one program that reads and sends what the cases list; what it prints is compared with what they expect.
//! A case lists: `told`, the codes of all diagnostics; `read`, values of types (as text, since `7` and `7.0` differ); `serve`,
//! requests to the fake server of the description; `modes`, values that servers and clients read
//! differently, which the book shows as a table.

mod case;
mod program;

use case::{Case, Outcome};
use libtest_mimic::{Arguments, Trial};
use specwright_tests::root;
use std::fs;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_chosen = |name: &str| match &arguments.filter {
        Some(filter) if arguments.exact => name == filter,
        Some(filter) => name.contains(filter.as_str()),
        None => true,
    };
    let all: Vec<_> = case::all().into_iter().map(Arc::new).collect();
    let chosen: Arc<[Arc<Case>]> = all.iter().filter(|case| is_chosen(&case.name)).cloned().collect();
    let outcomes: Arc<OnceLock<Result<Vec<Outcome>, String>>> = Arc::default();
    let mut trials: Vec<_> = (all.iter().filter(|case| !case.modes.is_empty()).cloned())
        .map(|case| Trial::test(format!("{}-in-the-book", case.name), move || Ok(in_book(&case)?)))
        .collect();
    trials.extend(all.into_iter().map(|case| {
        let (chosen, outcomes) = (chosen.clone(), outcomes.clone());
        Trial::test(case.name.clone(), move || {
            let outcomes = outcomes.get_or_init(|| program::run(&chosen)).as_ref()?;
            Ok(case.check(outcomes.iter().filter(|outcome| outcome.case == case.name))?)
        })
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The book has the table of who reads what, as it is here.
fn in_book(case: &Case) -> Result<(), String> {
    let page = root().join("tests/book/src/explanation/reading.md");
    let table = case::table(&case.modes);
    match fs::read_to_string(&page) {
        Ok(text) if text.contains(&table) => Ok(()),
        Ok(_) => Err(format!("{} lacks this table:\n\n{table}", page.display())),
        Err(fault) => Err(fault.to_string()),
    }
}
