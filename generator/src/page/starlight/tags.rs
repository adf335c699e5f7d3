//! The line of tags below a type.
//!
//! Takes one line of plain text; gives the keywords it prints, in their fixed order, or nothing where any part of it is no
//! tag. Promises to be linear but for a default or a pattern with spaces. Never accepts a line in part.

/// One keyword as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// `default: x`
    Default(String),
    /// `""`: an empty default.
    EmptyDefault,
    /// `0`: a default of zero, or a length of zero.
    Zero,
    /// `nullable`
    Nullable,
    /// A number with the keyword it belongs to.
    Bound(Bound, String),
    /// `/pattern/`
    Pattern(String),
    /// `unique items`
    UniqueItems,
}

/// Keywords with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// `>= n`
    Minimum,
    /// `> n`
    ExclusiveMinimum,
    /// `<= n`
    Maximum,
    /// `< n`
    ExclusiveMaximum,
    /// `>= n characters`
    MinLength,
    /// `<= n characters`
    MaxLength,
    /// `>= n items`
    MinItems,
    /// `<= n items`
    MaxItems,
    /// `multiple of n`
    MultipleOf,
    /// `>= n properties`
    MinProperties,
    /// `<= n properties`
    MaxProperties,
}

impl Bound {
    /// The keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MultipleOf => "multipleOf",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }
}

/// The place of a tag in the fixed order.
type Stage = u8;

const DEFAULT: Stage = 0;
const NULLABLE: Stage = 1;
const PATTERN: Stage = 9;

/// Longer lines are prose.
const MAX_LENGTH: usize = 2048;

/// Reads a line of tags.
pub fn parse(line: &str) -> Option<Vec<Tag>> {
    if line.is_empty() || line.len() > MAX_LENGTH {
        return None;
    }
    if let Some(value) = line.strip_prefix("default:") {
        let value = value.trim_start();
        // The shortest default whose rest is tags: a default rarely holds what looks like a tag.
        let cuts = value.match_indices(' ').map(|(index, _)| index).chain([value.len()]);
        return cuts.into_iter().find_map(|cut| {
            let (default, rest) = value.split_at_checked(cut)?;
            let mut tags = vec![Tag::Default(default.to_owned())];
            tags.extend(sequence(rest.trim_start(), NULLABLE)?);
            Some(tags)
        });
    }
    sequence(line, DEFAULT)
}

fn sequence(line: &str, from: Stage) -> Option<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut rest = line;
    let mut stage = from;
    while !rest.is_empty() {
        let (tag, at, after) = one(rest, stage)?;
        tags.push(tag);
        stage = at;
        rest = match after.strip_prefix(' ') {
            Some(next) if !next.is_empty() => next,
            Some(_) => return None,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(tags)
}

/// The tag at the start of `line`, the stage from which the next may come, and the rest.
fn one(line: &str, from: Stage) -> Option<(Tag, Stage, &str)> {
    let (tag, stage, rest) = if let Some(rest) = line.strip_prefix("\"\"") {
        (Tag::EmptyDefault, DEFAULT, rest)
    } else if let Some(rest) = line.strip_prefix("nullable") {
        (Tag::Nullable, NULLABLE, rest)
    } else if let Some(rest) = line.strip_prefix("multiple of ") {
        let (number, rest) = number(rest)?;
        (Tag::Bound(Bound::MultipleOf, number), PATTERN + 1, rest)
    } else if let Some(rest) = line.strip_prefix("unique items") {
        (Tag::UniqueItems, PATTERN + 2, rest)
    } else if line.starts_with('/') {
        return pattern(line, from);
    } else if line.starts_with(['<', '>']) {
        bound(line)?
    } else {
        // A zero is printed bare, at the place of the keyword it belongs to.
        let rest = line.strip_prefix('0')?;
        (Tag::Zero, from, rest)
    };
    (stage >= from && (rest.is_empty() || rest.starts_with(' '))).then_some((tag, stage, rest))
}

fn bound(line: &str) -> Option<(Tag, Stage, &str)> {
    let (sign, rest) = line.split_once(' ')?;
    let (number, rest) = number(rest)?;
    let units =
        [(" characters", 4, Bound::MinLength, Bound::MaxLength), (" items", 6, Bound::MinItems, Bound::MaxItems)]
            .into_iter()
            .chain([(" properties", 8, Bound::MinProperties, Bound::MaxProperties)]);
    for (unit, stage, least, most) in units {
        if let Some(rest) = rest.strip_prefix(unit) {
            return match sign {
                ">=" => Some((Tag::Bound(least, number), stage, rest)),
                "<=" => Some((Tag::Bound(most, number), stage + 1, rest)),
                _ => None,
            };
        }
    }
    let (bound, stage) = match sign {
        ">=" => (Bound::Minimum, 2),
        ">" => (Bound::ExclusiveMinimum, 2),
        "<=" => (Bound::Maximum, 3),
        "<" => (Bound::ExclusiveMaximum, 3),
        _ => return None,
    };
    Some((Tag::Bound(bound, number), stage, rest))
}

fn number(text: &str) -> Option<(String, &str)> {
    let end = text.find(' ').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    crate::page::nodes::number(number)?;
    Some((number.to_owned(), rest))
}

/// A pattern ends at the last slash after which only tags follow.
fn pattern(line: &str, from: Stage) -> Option<(Tag, Stage, &str)> {
    if from > PATTERN {
        return None;
    }
    let ends = line.match_indices('/').map(|(index, _)| index).filter(|index| *index > 0);
    let end = ends.rev().find(|end| {
        let rest = line.get(end + 1..).unwrap_or("");
        rest.is_empty() || rest.strip_prefix(' ').is_some_and(|rest| sequence(rest, PATTERN + 1).is_some())
    })?;
    let inside = line.get(1..end)?;
    Some((Tag::Pattern(inside.to_owned()), PATTERN, line.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_their_order() {
        let bound = |bound, number: &str| Tag::Bound(bound, number.to_owned());
        assert_eq!(
            parse("default: 20 nullable <= 100"),
            Some(vec![Tag::Default("20".to_owned()), Tag::Nullable, bound(Bound::Maximum, "100")])
        );
        assert_eq!(
            parse(">= 1 characters <= 20 characters"),
            Some(vec![bound(Bound::MinLength, "1"), bound(Bound::MaxLength, "20")])
        );
        assert_eq!(parse("default: hello world"), Some(vec![Tag::Default("hello world".to_owned())]));
        assert_eq!(parse("/^a / b$/ unique items"), Some(vec![Tag::Pattern("^a / b$".to_owned()), Tag::UniqueItems]));
        assert_eq!(parse("0 <= 5"), Some(vec![Tag::Zero, bound(Bound::Maximum, "5")]));
        assert_eq!(parse("default:"), Some(vec![Tag::Default(String::new())]));
        assert_eq!(parse("> 0 < 10").map(|tags| tags.len()), Some(2));
    }

    #[test]
    fn prose_is_no_tag() {
        for line in ["nullable if unset", "<= 5 people", "Nullable", "100", "<= 5 >= 4", "/a", "", ">= x", "unique"] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
