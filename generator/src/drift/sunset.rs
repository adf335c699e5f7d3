//! Ends that a vendor has announced (`x-sunset`).
//!
//! Takes dates; gives the words for them, and whether there is less time than was announced. Dates of the form `2027-01-31` are in order as texts.

/// What is added to the sentence that something is gone.
pub(super) fn announced(date: Option<&str>) -> String {
    date.map_or_else(String::new, |date| format!("; it was announced to end on {date}"))
}

/// A half sentence where the date changed, and whether it is earlier than before.
pub(super) fn change(old: Option<&str>, new: Option<&str>) -> Option<(String, bool)> {
    let words = |date: Option<&str>| date.unwrap_or("no date").to_owned();
    let earlier = new.is_some_and(|new| old.is_none_or(|old| new < old));
    (old != new).then(|| (format!("was {} and is {}", words(old), words(new)), earlier))
}
