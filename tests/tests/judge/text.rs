//! Strings that match a pattern or have a format.

use crate::random::Random;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A string that matches the pattern; `None` where the pattern is not understood.
pub fn matching(pattern: &str, random: &mut Random) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, random, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, random: &mut Random, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            // Printable ASCII where there is some.
            let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
            let ascii = ranges.iter().filter_map(|(a, b)| {
                let (a, b) = ((*a).max(' '), (*b).min('~'));
                (a <= b).then_some((a, b))
            });
            let ascii: Vec<_> = ascii.collect();
            let (a, b) = random.pick(if ascii.is_empty() { &ranges } else { &ascii })?;
            let width = usize::try_from(u32::from(*b) - u32::from(*a)).ok()?;
            let offset = u32::try_from(random.below(width + 1)).ok()?;
            text.push(char::from_u32(u32::from(*a) + offset).unwrap_or(*a));
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 3).min(repetition.min + 3);
            let count = repetition.min as usize + random.below((most - repetition.min) as usize + 1);
            for _ in 0..count.min(1_000) {
                write(&repetition.sub, random, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, random, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, random, text))?,
        HirKind::Alternation(branches) => {
            let branch = random.pick(branches)?;
            write(branch, random, text)?;
        }
    }
    Some(())
}

/// A string of the format.
pub fn formatted(format: &str, random: &mut Random) -> Option<String> {
    let samples: &[&str] = match format {
        "date-time" => &[
            "2024-02-29T23:59:59Z",
            "1999-12-31T00:00:00.250+05:30",
            "2024-05-01T12:30:00-08:00",
            "2016-12-31T23:59:60Z",
        ],
        "date" => &["2024-02-29", "1970-01-01", "9999-12-31"],
        "time" => &["12:30:00Z", "00:00:00", "08:15:00.500-03:30", "23:59:60Z"],
        "uuid" => &["6fa459ea-ee8a-3ca4-894e-db77e160355e", "00000000-0000-0000-0000-000000000000"],
        "byte" => &["", "AA==", "SGVsbG8sIFdvcmxkIQ=="],
        _ => return None,
    };
    random.pick(samples).map(|sample| (*sample).to_owned())
}

/// Any string of a length.
pub fn any(least: usize, most: usize, random: &mut Random) -> String {
    let samples =
        ["", "a", "0", "true", "null", "Hello, World", "naïve ☃ 𝄞", "line\nbreak \"quoted\" \\", " padded ", "1.0"];
    let mut text = (*random.pick(&samples).unwrap_or(&"")).to_owned();
    while text.chars().count() < least {
        text.push('x');
    }
    text.chars().take(most).collect()
}
