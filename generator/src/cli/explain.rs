//! `explain`: what a diagnostic code means.

use super::args::Explain;
use super::terminal::Terminal;
use super::{UNUSABLE, WELL};
use crate::diagnostic::{Code, Severity, code};

pub(super) fn run(command: &Explain, terminal: &mut Terminal<'_>) -> u8 {
    match &command.code {
        None => {
            for code in code::all() {
                terminal.result(&format!("{:<8} {}\n", severity(code), code.id));
            }
            WELL
        }
        Some(id) => match code::all().find(|code| code.id == id) {
            Some(code) => {
                let clause = if code.clause.is_empty() { String::new() } else { format!("\n\n{}", code.clause) };
                terminal.result(&format!("{} [{}]\n\n{}{clause}\n", severity(code), code.id, code.explanation));
                WELL
            }
            None => {
                terminal.say(&format!("error: there is no code `{id}`; `explain` without a code lists them all"));
                UNUSABLE
            }
        },
    }
}

fn severity(code: &Code) -> &'static str {
    match code.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Fault => "fault",
        Severity::Error => "error",
    }
}
