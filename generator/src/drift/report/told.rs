//! What a report says, ready to be written in any format.
//!
//! Takes a [`Report`] and both sides' texts; gives [`Entry`]s. Promises that a fingerprint stays while the change does, whatever line it moves to.

use super::super::change::{Change, Party, Spot, Wire};
use super::super::place::{Place, Places};
use super::super::usage::{Program, Touch, Use};
use super::super::{Report, Side, usage};
use crate::ir::Api;

/// How bad a change is for those who were asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Not proved, or accepted no longer.
    Warning,
    /// Breaking.
    Error,
}

impl Severity {
    /// The word of reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A change with everything that reports need.
#[derive(Debug, Clone)]
pub struct Entry<'r> {
    /// The change.
    pub change: &'r Change,
    /// Where, in the old description.
    pub old: Option<Place>,
    /// Where, in the new one.
    pub new: Option<Place>,
    /// For those who were asked about.
    pub severity: Severity,
    /// What it is known by from one run to the next.
    pub fingerprint: String,
    /// Why it is accepted, where it is.
    pub accepted: Option<String>,
    /// What it is to the program that was asked about.
    pub used: Option<Use>,
}

impl Entry<'_> {
    /// Whether it counts: it is not accepted, and a program that was asked about may break.
    pub fn counts(&self) -> bool {
        self.accepted.is_none() && self.used.as_ref().is_none_or(|it| it.touch > Touch::Untouched)
    }

    /// What it is to the program, as a half sentence, with where that is seen.
    pub(super) fn usage(&self) -> Option<String> {
        let Use { touch, because } = self.used.as_ref()?;
        let because = because.as_ref().map_or_else(String::new, |it| format!(": {it}"));
        Some(format!("{}{because}", touch.words()))
    }
}

/// Everything that a report says.
pub struct Told<'r> {
    /// What is compared, as it was given.
    pub names: (String, String),
    /// Who is asked about.
    pub parties: Vec<Party>,
    /// The changes.
    pub entries: Vec<Entry<'r>>,
    /// What else is to be known: suppressions that expired or are not used.
    pub remarks: Vec<String>,
    /// What each crate's version must move by.
    pub crates: &'r [(String, super::super::Level)],
    /// The version of the old crates.
    pub version: &'r str,
    /// The one that comes next.
    pub next: Option<&'r str>,
    /// The texts.
    pub old: Side<'r>,
    /// The texts.
    pub new: Side<'r>,
}

impl<'r> Told<'r> {
    /// The entries of a report.
    pub fn new(report: &'r Report, names: (String, String), parties: &[Party], old: Side<'r>, new: Side<'r>) -> Self {
        let (mut before, mut after) = (Places::new(old.sources), Places::new(new.sources));
        let mut entries: Vec<Entry<'r>> = Vec::new();
        for change in &report.changes {
            let place = |places: &mut Places<'_>, spot: Option<Spot>| spot.and_then(|it| places.of(it));
            let (old, new) = (place(&mut before, change.old), place(&mut after, change.new));
            let severity = match change.verdict(parties) {
                Wire::Breaking => Severity::Error,
                Wire::Unproven => Severity::Warning,
                Wire::Same | Wire::Compatible => Severity::Note,
            };
            let fingerprint = fingerprint(change, old.as_ref(), new.as_ref());
            entries.push(Entry { change, old, new, severity, fingerprint, accepted: None, used: None });
        }
        entries.sort_by_key(|it| std::cmp::Reverse(it.severity));
        Self {
            names,
            parties: parties.to_vec(),
            entries,
            remarks: Vec::new(),
            crates: &report.crates,
            version: &report.versions.0,
            next: report.versions.1.as_deref(),
            old,
            new,
        }
    }

    /// Marks what ended on or after the day that was announced for it.
    pub fn announce(&mut self, today: &str) {
        for entry in &mut self.entries {
            if let Some(date) = entry.change.sunset.as_deref().filter(|it| *it <= today) {
                entry.accepted = Some(format!("its end on {date} was announced"));
            }
        }
    }

    /// Says of each change what it is to a program, and puts what breaks it first.
    pub fn split(&mut self, program: &Program, old: &Api) {
        let changes: Vec<&Change> = self.entries.iter().map(|it| it.change).collect();
        for (entry, used) in self.entries.iter_mut().zip(usage::judge(program, old, &self.parties, &changes)) {
            entry.used = Some(used);
        }
        self.entries.sort_by_key(|it| std::cmp::Reverse(it.used.as_ref().map(|it| it.touch)));
    }

    /// Whether a change is at least that to the program that was asked about, and not accepted.
    pub fn any_touches(&self, least: Touch) -> bool {
        let touches = |it: &&Entry<'_>| it.accepted.is_none() && it.used.as_ref().is_some_and(|it| it.touch >= least);
        self.entries.iter().any(|it| touches(&it))
    }

    /// How many changes are what to the program, where one was asked about.
    pub(super) fn split_counts(&self) -> Option<[(Touch, usize); 3]> {
        self.entries.iter().all(|it| it.used.is_some()).then_some(())?;
        (!self.entries.is_empty()).then_some(())?;
        let of = |touch: Touch| {
            self.entries.iter().filter(|it| it.used.as_ref().is_some_and(|it| it.touch == touch)).count()
        };
        Some(Touch::ALL.map(|it| (it, of(it))))
    }

    /// The entries with a verdict that count.
    pub fn count(&self, wanted: Wire) -> usize {
        let counts = |it: &&Entry<'_>| it.counts() && it.change.verdict(&self.parties) == wanted;
        self.entries.iter().filter(counts).count()
    }

    /// The numbers in one line.
    pub fn summary(&self) -> String {
        let accepted = self.entries.iter().filter(|it| it.accepted.is_some()).count();
        let accepted = if accepted > 0 { format!(", {accepted} accepted") } else { String::new() };
        let of =
            |wanted: Severity| self.entries.iter().filter(|it| it.accepted.is_none() && it.severity == wanted).count();
        let (breaking, unproven, rest) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
        let used = self.split_counts().map_or_else(String::new, |counts| {
            let counts = counts.map(|(touch, count)| format!("{}: {count}", touch.words()));
            format!("; {}", counts.join(", "))
        });
        format!("{breaking} breaking, {unproven} unproven, {rest} other changes{accepted}{used}")
    }
}

/// What a change is known by: its rule and where it stands, not how it is worded nor on which line.
fn fingerprint(change: &Change, old: Option<&Place>, new: Option<&Place>) -> String {
    let pointer = |place: Option<&Place>| place.and_then(|it| it.pointer.clone()).unwrap_or_default();
    // Values of one list stand at one place.
    let value =
        if change.rule.id.starts_with("enum-value") && change.subject.is_none() { change.message.as_str() } else { "" };
    let operation =
        if change.operations.len() == 1 { change.operations.first().map_or("", String::as_str) } else { "" };
    let own = match change.subject.is_none() && (old.is_none() && new.is_none())
        || change.rule.id.starts_with("security")
        || change.rule.id.starts_with("rust")
        || change.rule.id.starts_with("media") && change.subject.is_none()
    {
        true => change.message.as_str(),
        false => change.subject.as_deref().unwrap_or_default(),
    };
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in [change.rule.id, &pointer(old), &pointer(new), value, operation, own] {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// `openapi.yaml:12:3`
pub(super) fn at(place: &Place) -> String {
    format!("{}:{}:{}", place.path, place.line, place.column)
}
