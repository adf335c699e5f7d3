//! Whether two lines of prose are one text.
//!
//! Takes two neighbouring lines; gives whether the second goes on with the first. Promises to leave the question open
//! where the lines do not tell. Never looks at words, but for where a list or a lower-case letter goes on.

/// How two neighbouring lines of prose belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The second goes on with the first.
    Same,
    /// The second is another text.
    Apart,
    /// It may be either.
    Open,
}

/// No author wraps lines narrower than this.
const NARROWEST_WRAP: usize = 56;

/// How `next` belongs to `last`.
pub(super) fn joint(last: &str, next: &str) -> Joint {
    let first_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let (last_width, next_width) = (last.chars().count(), next.chars().count());
    let begins_low = next.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')'));
    let last_begins_low = last.chars().next().is_some_and(char::is_lowercase);
    let ends = ends_sentence(last);
    let leads = last.ends_with([':', ',', ';', '-', '(']);
    // A filled paragraph breaks a line only where the next word would not have fit.
    let room = last_width + 1 + first_word <= next_width.max(NARROWEST_WRAP);
    if next.starts_with("- ") || leads || (begins_low && !ends && !(room && last_begins_low)) {
        Joint::Same
    } else if !ends && !begins_low && !last_begins_low && room {
        Joint::Apart
    } else {
        Joint::Open
    }
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_whether_they_belong_together() {
        let created = "The date and time when the resource was created";
        assert_eq!(joint("The unique identifier of the resource", created), Joint::Apart);
        assert_eq!(joint(created, "The date and time when the resource was last updated"), Joint::Apart);
        let wrapped = "The Client ID of the application that is requesting to authenticate";
        assert_eq!(joint(wrapped, "the user. To get the Client ID for your application"), Joint::Same);
        assert_eq!(joint("ISO date time string when this", "report object was created."), Joint::Same);
        assert_eq!(joint("A sentence.", "Another one."), Joint::Open);
        assert_eq!(joint("tags of pets", "pet scopes"), Joint::Open);
    }
}
