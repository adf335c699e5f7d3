//! Exit statuses.

use crate::diagnostic::Severity;

/// Exit status: all well.
pub const WELL: u8 = 0;
/// Exit status: findings (stale files, faults in a document).
pub const FINDINGS: u8 = 1;
/// Exit status: wrong usage or unreadable input.
pub const UNUSABLE: u8 = 2;

/// The exit status that the worst message asks for.
pub(super) fn status(worst: Option<Severity>) -> u8 {
    match worst {
        None | Some(Severity::Note | Severity::Warning) => WELL,
        Some(Severity::Fault) => FINDINGS,
        Some(Severity::Error) => UNUSABLE,
    }
}
