//! `explain`: what a diagnostic code means.

use super::args::Explain;
use super::status::{UNUSABLE, WELL};
use super::terminal::Terminal;
use crate::budget::{Row, TABLE};
use crate::diagnostic::{Code, Severity, closest, code, loss};
use crate::drift::rule::{self, Rule};

pub(super) fn run(command: &Explain, terminal: &mut Terminal<'_>) -> u8 {
    match &command.code {
        None => {
            for code in code::all() {
                terminal.result(&format!("{:<8} {}\n", severity(code), code.id));
            }
            for rule in rule::ALL {
                terminal.result(&format!("{:<8} {}\n", "drift", rule.id));
            }
            WELL
        }
        Some(id) if id == "budgets" => {
            terminal.result(&budgets());
            WELL
        }
        Some(id) if id == "severities" => {
            terminal.result(&severities());
            WELL
        }
        Some(id) => match code::all().find(|code| code.id == id) {
            Some(code) => {
                let loss = loss::of(code).map_or_else(String::new, |loss| {
                    format!(
                        "\n\nWhat can be lost: {}. {}{}.",
                        loss.what,
                        loss.why.get(..1).unwrap_or("").to_uppercase(),
                        loss.why.get(1..).unwrap_or("")
                    )
                });
                let clause = if code.clause.is_empty() { String::new() } else { format!("\n\n{}", code.clause) };
                terminal.result(&format!(
                    "{} [{}]\n\n{}{loss}{clause}{}\n",
                    severity(code),
                    code.id,
                    code.explanation,
                    of_code(id)
                ));
                WELL
            }
            None => match rule::find(id) {
                Some(rule) => {
                    terminal.result(&of_rule(rule));
                    WELL
                }
                None => {
                    let known = code::all().map(|code| code.id).chain(["budgets", "severities"]);
                    let meant = closest(id, known.chain(rule::ALL.iter().map(|rule| rule.id)));
                    let meant = meant.map_or_else(String::new, |meant| format!("did you mean `{meant}`? "));
                    terminal.say(&format!(
                        "error: there is no code `{id}`; {meant}`explain` without a code lists them all"
                    ));
                    UNUSABLE
                }
            },
        },
    }
}

/// The table that decides how bad each code is.
fn severities() -> String {
    let mut text = String::from("How bad a message is follows from what you can lose by it.\n");
    for loss in loss::TABLE {
        let word = word(loss.severity);
        text.push_str(&format!("\n{word}: {}\n  {}\n  {}\n", loss.what, loss.why, loss.codes.join(" ")));
    }
    text
}

/// What a rule of drift means.
fn of_rule(rule: &Rule) -> String {
    let mirror = match rule.mirror == rule.id {
        true => "It is its own mirror.".to_owned(),
        false => format!("The other way round it is `{}`.", rule.mirror),
    };
    format!("drift [{}]\n\n{}\n\n{mirror}\n", rule.id, rule.explanation)
}

/// The table of limits.
fn budgets() -> String {
    let mut text = String::from(
        "How much a description may ask for. `--budget NAME=NUMBER` sets a budget; where one ends, the code says so.\n",
    );
    for Row { name, default, most, unit, protects, code, .. } in TABLE {
        let most = if *most == u64::MAX { String::new() } else { format!(", at most {most}") };
        text.push_str(&format!("\n{name} = {default}{most} [{code}]\n  counts: {unit}\n  protects: {protects}\n"));
    }
    text
}

/// The budgets that end with a code.
fn of_code(id: &str) -> String {
    let mut text = String::new();
    for row in TABLE.iter().filter(|row| row.code == id) {
        text.push_str(&format!("\n\nBudget: {} = {} ({})", row.name, row.default, row.unit));
    }
    text
}

fn severity(code: &Code) -> &'static str {
    word(code.severity)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Fault => "fault",
        Severity::Error => "error",
    }
}
