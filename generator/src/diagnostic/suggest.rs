//! What a mistyped word was probably meant to be.
//!
//! Takes a word and the words there are; gives the closest one. Promises the first of equals. Never guesses beyond a third of the
//! word's letters.

/// The known word that differs least from `given`, if it differs little.
pub fn closest<'w>(given: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let letters = given.chars().count();
    if letters > 64 {
        return None;
    }
    let near =
        known.into_iter().map(|word| (distance(given, word), word)).filter(|(far, _)| *far <= letters.div_ceil(3));
    near.min_by_key(|(far, _)| *far).map(|(_, word)| word)
}

/// How many letters must be put in, left out or changed, without regard to case.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, left) in a.chars().map(|letter| letter.to_ascii_lowercase()).enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut next = vec![before];
        for (right, above) in b.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(left != *right);
            before = changed.min(before + 1).min(above + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("", "ab", 2),
            ("ab", "", 2),
            ("Name", "name", 0),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_close_words_are_offered() {
        let known = ["documents", "overlays", "name"];
        assert_eq!(closest("document", known), Some("documents"));
        assert_eq!(closest("nmae", known), Some("name"));
        assert_eq!(closest("colour", known), None);
    }
}
