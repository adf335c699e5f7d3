//! Statuses of responses: which are successes, and what they are called.

use crate::document::StatusPattern;

/// Whether it means that what was asked for was done.
pub(super) fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Exact(status) => (200..400).contains(&status),
        StatusPattern::Class(digit) => digit == 2 || digit == 3,
        StatusPattern::Default => false,
    }
}

/// What it is called.
pub(super) fn words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(status) => format!("status {status}"),
        StatusPattern::Class(digit) => format!("statuses {digit}XX"),
        StatusPattern::Default => "the default status".to_owned(),
    }
}
