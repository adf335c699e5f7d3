//! The nearest of some words to one that was mistyped.
//!
//! Takes a word and candidates; gives the candidate a typing slip away, if there is one. Promises that equally near
//! candidates give the first. Never looks at words too long to be worth it.

/// The candidate nearest to `given`: at most a third of its letters differ, or only case and separators do.
pub(super) fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = letters(given);
    if given.is_empty() || given.len() > 64 {
        return None;
    }
    let limit = (given.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters = letters(candidate);
        if letters.len().abs_diff(given.len()) > limit || letters.len() > 64 {
            continue;
        }
        let distance = distance(&given, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(word: &str) -> Vec<char> {
    word.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Insertions, deletions and replacements from one word to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(to) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let fields = ["operationId", "parameters", "requestBody", "in"];
        assert_eq!(nearest("operationID", fields), Some("operationId"));
        assert_eq!(nearest("paramaters", fields), Some("parameters"));
        assert_eq!(nearest("request_body", fields), Some("requestBody"));
        assert_eq!(nearest("produces", fields), None);
    }

    #[test]
    fn distance_counts_edits() {
        let count = |from: &str, to: &str| distance(&from.chars().collect::<Vec<_>>(), &to.chars().collect::<Vec<_>>());
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("same", "same"), 0);
    }
}
