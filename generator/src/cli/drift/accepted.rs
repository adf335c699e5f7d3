//! Changes that a team has accepted: `accepted.yaml`.
//!
//! Takes its text and a date; marks the changes that it names. Promises that an entry without reason is refused, and that one which expired or names no change is told of and
//! counts as a finding, so that the list does not rot. The one place that asks the system for the date.

use crate::drift::report::Told;
use serde::Deserialize;
use std::time::{SystemTime, UNIX_EPOCH};

/// One entry.
pub(super) struct Accepted {
    fingerprint: String,
    reason: String,
    expires: Option<String>,
}

/// Reads the list.
///
/// # Errors
/// Where it is none.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Accepted>, String> {
    let value = serde_yaml::Value::deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| format!("`{path}`: {error}"))?;
    if value.is_null() {
        return Ok(Vec::new());
    }
    let shape =
        || format!("`{path}` holds a list of `{{fingerprint, reason, expires}}`, the last of which may be left out");
    let list = value.as_sequence().ok_or_else(shape)?;
    list.iter()
        .map(|item| {
            let map = item.as_mapping().ok_or_else(shape)?;
            let mut of = Accepted { fingerprint: String::new(), reason: String::new(), expires: None };
            for (key, value) in map {
                let text = value.as_str().ok_or_else(shape)?.trim().to_owned();
                match key.as_str() {
                    Some("fingerprint") => of.fingerprint = text,
                    Some("reason") => of.reason = text,
                    Some("expires") => of.expires = Some(text),
                    _ => return Err(shape()),
                }
            }
            if of.fingerprint.is_empty() || of.reason.is_empty() {
                return Err(format!("`{path}`: each entry needs a `fingerprint`, as reports print it, and a `reason`"));
            }
            if let Some(date) = &of.expires
                && !crate::format::is_date(date)
            {
                return Err(format!("`{path}`: `expires` is a date as `2027-01-31`, and `{date}` is given"));
            }
            Ok(of)
        })
        .collect()
}

/// Marks what is accepted; gives whether an entry is a finding itself.
pub(super) fn apply(list: &[Accepted], path: &str, today: &str, told: &mut Told<'_>) -> bool {
    let mut unsound = false;
    for item in list {
        let expired = item.expires.as_deref().is_some_and(|date| date < today);
        let mut used = false;
        for entry in told.entries.iter_mut().filter(|it| it.fingerprint == item.fingerprint) {
            used = true;
            if !expired {
                entry.accepted = Some(item.reason.clone());
            }
        }
        if expired {
            let date = item.expires.clone().unwrap_or_default();
            told.remarks.push(format!(
                "{path}: {} was accepted until {date} ({}): look at it again, or remove it",
                item.fingerprint, item.reason
            ));
        } else if !used {
            told.remarks.push(format!(
                "{path}: {} names no change of this report ({}): remove it",
                item.fingerprint, item.reason
            ));
        }
        unsound |= expired || !used;
    }
    unsound
}

/// Today in UTC.
pub(super) fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    date_of(seconds / 86_400)
}

/// The date that many days after 1970-01-01 (Howard Hinnant's algorithm for the civil calendar).
fn date_of(days: u64) -> String {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::{date_of, read};

    #[test]
    fn days_are_dates() {
        assert_eq!(date_of(0), "1970-01-01");
        assert_eq!(date_of(19_782), "2024-02-29");
        assert_eq!(date_of(20_784), "2026-11-27");
    }

    #[test]
    fn an_entry_needs_a_reason() {
        assert!(read("a", "- {fingerprint: x}").is_err());
        assert!(read("a", "- {fingerprint: x, reason: y, expires: soon}").is_err());
        assert_eq!(read("a", "- {fingerprint: x, reason: y, expires: '2027-01-31'}").map(|it| it.len()), Ok(1));
    }
}
