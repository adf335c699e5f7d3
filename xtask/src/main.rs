//! Commands for this repository.
//!
//! `generate`, `inspect`, `export` and `explain` are those of the `specwright` binary; `tidy` checks the house rules.

mod tidy;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("tidy") {
        return tidy();
    }
    specwright::cli::run_on_own_streams().into()
}

fn tidy() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let complaints = tidy::check(root);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    ExitCode::from(u8::from(!complaints.is_empty()))
}
