//! What judges say of clients, counted.
//!
//! Takes what came of each scenario or call, and the page of exceptions; prints the failures and a table. Promises to refuse an exception without a
//! reason, and to report one that fits nothing that was tried beside it.

use crate::conformance::rows::rows;
use std::collections::BTreeMap;
use std::path::Path;

/// A row for each subject.
pub struct Table {
    exceptions: Vec<Exception>,
    rows: BTreeMap<String, Row>,
}

struct Exception {
    subject: String,
    name: String,
    says: String,
    is_used: bool,
}

#[derive(Default)]
struct Row {
    passed: usize,
    accepted: usize,
    failed: Vec<String>,
}

impl Table {
    /// An empty table that knows the exceptions of a page.
    pub fn read(page: &Path) -> Result<Self, String> {
        let founded = |row: [String; 4]| {
            let name = row[1].clone();
            Exception::of(row).ok_or_else(|| format!("{}: no reason for {name}", page.display()))
        };
        let exceptions = rows(page)?.into_iter().map(founded).collect::<Result<_, _>>()?;
        Ok(Self { exceptions, rows: BTreeMap::new() })
    }

    /// Adds what came of one.
    pub fn add(&mut self, subject: &str, name: &str, fault: Option<String>) {
        let row = self.rows.entry(subject.to_owned()).or_default();
        let Some(fault) = fault else {
            row.passed += 1;
            return;
        };
        let fault = fault.replace('\n', " ");
        match self.exceptions.iter_mut().find(|exception| exception.fits(subject, name, &fault)) {
            Some(exception) => {
                exception.is_used = true;
                row.accepted += 1;
            }
            None => row.failed.push(format!("{name}: {fault}")),
        }
    }

    /// Prints failures and table; gives how many failed.
    pub fn print(&self) -> usize {
        for (subject, row) in &self.rows {
            row.failed.iter().for_each(|failure| println!("failed: {subject} {failure}"));
        }
        let unused: Vec<&Exception> = self
            .exceptions
            .iter()
            .filter(|exception| !exception.is_used && self.rows.contains_key(&exception.subject))
            .collect();
        for exception in &unused {
            println!("failed: {} {} is accepted and did not fail", exception.subject, exception.name);
        }
        println!("{:<40} {:>7} {:>9} {:>7}", "", "passed", "accepted", "failed");
        for (subject, row) in &self.rows {
            println!("{subject:<40} {:>7} {:>9} {:>7}", row.passed, row.accepted, row.failed.len());
        }
        let passed: usize = self.rows.values().map(|row| row.passed).sum();
        let failed = self.rows.values().map(|row| row.failed.len()).sum::<usize>() + unused.len();
        println!("{passed} passed, {failed} failed");
        failed
    }
}

impl Exception {
    fn of([subject, name, says, reason]: [String; 4]) -> Option<Self> {
        (!reason.is_empty()).then_some(Self { subject, name, says, is_used: false })
    }

    fn fits(&self, subject: &str, name: &str, fault: &str) -> bool {
        let is = match self.name.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.name,
        };
        (self.subject == "*" || self.subject == subject) && is && (self.says == "*" || fault.contains(&self.says))
    }
}
