//! x
use super::Told;
pub(super) fn write(told: &Told<'_>) -> String { told.summary() }
