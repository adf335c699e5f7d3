//! Texts made up for strings: of their format, their pattern and their length.
//!
//! Takes what is said of a string; gives a text that keeps to all of it, or none where none is found. Of patterns it knows what most are made
//! of (texts, sets, groups, repetitions); what it makes is tried against the pattern itself. Linear in the pattern.

use crate::format;
use crate::ir::Constraints;
use crate::lower::pattern;
use std::collections::BTreeMap;

/// Longer texts are not made.
const LONGEST: usize = 1000;

/// Most repetitions that are written out.
const MOST_REPEATED: usize = 100;

/// Texts that were made: an API has few patterns and many strings of each, and a pattern is costly to compile.
#[derive(Debug, Default)]
pub struct Texts {
    made: BTreeMap<Wanted, Option<String>>,
}

/// Format, pattern, least and greatest length.
type Wanted = (Option<String>, String, Option<u64>, Option<u64>);

impl Texts {
    /// A text that keeps to what is said of a string; the same for all strings of which the same is said.
    pub fn of(&mut self, word: Option<&str>, constraints: &Constraints) -> Option<String> {
        let Some(pattern) = &constraints.pattern else { return of(word, constraints) };
        let wanted = (word.map(str::to_owned), pattern.to_string(), constraints.min_length, constraints.max_length);
        self.made.entry(wanted).or_insert_with(|| of(word, constraints)).clone()
    }
}

/// A text that keeps to what is said.
fn of(word: Option<&str>, constraints: &Constraints) -> Option<String> {
    let least = usize::try_from(constraints.min_length.unwrap_or(0)).ok().filter(|least| *least <= LONGEST)?;
    let most = usize::try_from(constraints.max_length.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let fits = |text: &String| {
        let length = text.chars().count();
        let matches = constraints.pattern.as_ref().is_none_or(|pattern| pattern::matches(pattern, text) == Some(true));
        (least..=most).contains(&length) && matches
    };
    let plain = || {
        let length = least.max(6).min(most);
        "string".chars().cycle().take(length).collect::<String>()
    };
    match (word.and_then(format::example), &constraints.pattern) {
        (Some(text), _) if fits(&text.to_owned()) => Some(text.to_owned()),
        // A format that this one knows, and bounds that its text breaks.
        (Some(_), None) => None,
        (_, Some(pattern)) => {
            // What must not follow is not looked into: such a pattern is decided by nobody here, and its text is a guess.
            let guessed = |text: &String| {
                (least..=most).contains(&text.chars().count()) && pattern::matches(pattern, text).is_none()
            };
            let made = || of_pattern(pattern, least).filter(|text| fits(text) || guessed(text));
            Some(plain()).filter(fits).or_else(made)
        }
        (None, None) => Some(plain()),
    }
}

/// What stands at one place of a pattern.
enum Piece {
    One(char),
    Group(String),
    Nothing,
}

/// A text that a pattern may match, at least so long where a repetition allows it.
fn of_pattern(pattern: &str, least: usize) -> Option<String> {
    let mut rest = pattern.chars().collect::<Vec<char>>();
    rest.reverse();
    let made = sequence(&mut rest, least, 0)?;
    rest.is_empty().then_some(made)
}

/// Up to the end of the pattern or of its group; of alternatives the first.
fn sequence(rest: &mut Vec<char>, least: usize, depth: usize) -> Option<String> {
    if depth > 16 {
        return None;
    }
    let mut out = String::new();
    let mut decided = false;
    while let Some(next) = rest.last().copied() {
        if next == ')' {
            break;
        }
        rest.pop();
        if next == '|' {
            decided = true;
            continue;
        }
        let piece = piece(next, rest, least, depth)?;
        let (fewest, most) = repetition(rest)?;
        // The last that may repeat fills the length.
        let missing = least.saturating_sub(out.chars().count());
        let ends = rest.is_empty() || rest.last() == Some(&'$');
        let count = if ends { fewest.max(missing.min(most)) } else { fewest.max(most.min(1)) };
        if decided {
            continue;
        }
        for _ in 0..count.min(MOST_REPEATED) {
            match &piece {
                Piece::One(letter) => out.push(*letter),
                Piece::Group(text) => out.push_str(text),
                Piece::Nothing => {}
            }
            if out.len() > LONGEST {
                return None;
            }
        }
    }
    Some(out)
}

fn piece(next: char, rest: &mut Vec<char>, least: usize, depth: usize) -> Option<Piece> {
    Some(match next {
        '^' | '$' => Piece::Nothing,
        '.' => Piece::One('a'),
        '[' => Piece::One(set(rest)?),
        '\\' => match rest.pop()? {
            'd' => Piece::One('1'),
            'w' => Piece::One('a'),
            's' => Piece::One(' '),
            'D' | 'S' => Piece::One('a'),
            'W' => Piece::One('-'),
            'b' => Piece::Nothing,
            other if other.is_alphanumeric() => return None,
            other => Piece::One(other),
        },
        '(' => {
            if rest.last() == Some(&'?') {
                rest.pop();
                let mut kind = rest.pop()?;
                if kind == '<' && rest.last() == Some(&'!') {
                    kind = rest.pop()?;
                }
                match kind {
                    ':' => {}
                    // What must not be there is no part of the text.
                    '!' => {
                        sequence(rest, 0, depth + 1)?;
                        return (rest.pop() == Some(')')).then_some(Piece::Nothing);
                    }
                    _ => return None,
                }
            }
            let inner = sequence(rest, least.min(1), depth + 1)?;
            (rest.pop() == Some(')')).then_some(Piece::Group(inner))?
        }
        '*' | '+' | '?' | '{' | '}' | ']' => return None,
        letter => Piece::One(letter),
    })
}

/// The first letter of a set that may stand for itself.
fn set(rest: &mut Vec<char>) -> Option<char> {
    let negated = rest.last() == Some(&'^');
    if negated {
        rest.pop();
    }
    let mut members = Vec::new();
    loop {
        let letter = match rest.pop()? {
            ']' => break,
            '\\' => match rest.pop()? {
                'd' => '1',
                'w' => 'a',
                's' => ' ',
                other if other.is_alphanumeric() => return None,
                other => other,
            },
            other => other,
        };
        members.push(letter);
    }
    if negated {
        return ['a', 'b', '1', '-', ' '].into_iter().find(|letter| !members.contains(letter));
    }
    members.into_iter().next()
}

/// How often the piece before must and may stand.
fn repetition(rest: &mut Vec<char>) -> Option<(usize, usize)> {
    let counts = match rest.last() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => {
            rest.pop();
            let mut text = String::new();
            loop {
                match rest.last().copied()? {
                    '}' => break,
                    letter => text.push(letter),
                }
                rest.pop();
            }
            match text.split_once(',') {
                None => (text.parse().ok()?, text.parse().ok()?),
                Some((fewest, "")) => (fewest.parse().ok()?, usize::MAX),
                Some((fewest, most)) => (fewest.parse().ok()?, most.parse().ok()?),
            }
        }
        Some(_) | None => return Some((1, 1)),
    };
    rest.pop();
    if rest.last() == Some(&'?') {
        rest.pop();
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_to_what_is_said() {
        for (pattern, expected) in [
            ("^/v1/prices", Some("/v1/prices")),
            (r"^\d-\d$", Some("1-1")),
            ("^[A-Z]{3}$", Some("AAA")),
            (r"^(cus|sub)_[a-z0-9]{4,}$", Some("cus_aaaa")),
            (r"^\+?[1-9]\d{1,14}$", Some("+11")),
            (r"^(?=a)b$", None),
            (r"^(?!x[0-9]{2}$)[a-z][a-z0-9-]*$", Some("a")),
            ("^(a|b", None),
        ] {
            let constraints = Constraints { pattern: Some(pattern.to_owned()), ..Constraints::default() };
            assert_eq!(of(None, &constraints).as_deref(), expected, "{pattern}");
        }
        let long = Constraints { pattern: Some("^[a-z]+$".to_owned()), min_length: Some(8), ..Constraints::default() };
        assert_eq!(of(None, &long).as_deref(), Some("stringst"));
        assert_eq!(of(Some("email"), &Constraints::default()).as_deref(), Some("user@example.com"));
        let short = Constraints { max_length: Some(3), ..Constraints::default() };
        assert_eq!(of(Some("email"), &short), None);
        assert_eq!(of(Some("unheard-of"), &short).as_deref(), Some("str"));
    }
}
