//! What is found wrong with a value.

use super::rule::Rule;
use std::fmt;

/// A value that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where the value stands, as a JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// The keyword of JSON Schema that says so.
    pub rule: &'static str,
    /// What is wrong, in words.
    pub message: String,
}

impl fmt::Display for Violation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the value" } else { &self.pointer };
        write!(f, "{place} {}", self.message)
    }
}

/// Can be checked against the document's rules.
pub trait Validate {
    /// Reports each of the given rules, and each of the type's own, that `self` breaks. A type without either has
    /// nothing to report.
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        let _ = (rules, report);
    }

    /// Checks the type's own rules.
    ///
    /// # Errors
    /// With every violation, when there is one.
    #[inline]
    fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut report = Report::default();
        self.check(&[], &mut report);
        if report.violations.is_empty() { Ok(()) } else { Err(report.violations) }
    }
}

/// The violations found so far.
#[derive(Debug, Default)]
pub struct Report {
    violations: Vec<Violation>,
}

impl Report {
    /// Whether nothing was found.
    #[cfg(feature = "check")]
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    /// Checks a value below a key.
    pub fn field<T: Validate + ?Sized>(&mut self, key: &str, value: &T, rules: &[Rule]) {
        let before = self.violations.len();
        value.check(rules, self);
        if self.violations.len() > before {
            self.prefix(before, &key.replace('~', "~0").replace('/', "~1"));
        }
    }

    /// Checks what a tuple struct holds, by the rules of its use and its own.
    pub fn value<T: Validate + ?Sized>(&mut self, value: &T, rules: &[Rule], own: &[Rule]) {
        if rules.is_empty() {
            value.check(own, self);
        } else {
            value.check(&[rules, own].concat(), self);
        }
    }

    /// Checks an item of a list.
    pub(super) fn item<T: Validate + ?Sized>(&mut self, index: usize, value: &T, rules: &[Rule]) {
        let before = self.violations.len();
        value.check(rules, self);
        if self.violations.len() > before {
            self.prefix(before, &index.to_string());
        }
    }

    #[inline]
    fn prefix(&mut self, from: usize, segment: &str) {
        for violation in self.violations.iter_mut().skip(from) {
            violation.pointer.insert_str(0, segment);
            violation.pointer.insert(0, '/');
        }
    }

    #[cold]
    #[inline]
    pub(super) fn add(&mut self, rule: &'static str, message: String) {
        self.violations.push(Violation { pointer: String::new(), rule, message });
    }
}
