//! Patterns of ECMA-262, which JSON Schema writes, in the syntax of the `regex` crate.
//!
//! Takes a pattern; gives one that matches the same texts, or the reason why there is none. Digits, words and blanks are those
//! of ECMA-262, not of Unicode; what Ruby and Perl call `\A` and `\z` is taken for what their writers mean.

use std::iter::Peekable;
use std::str::Chars;

/// Why a pattern cannot be checked.
pub type Reason = &'static str;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const BLANK: &str = r"\t\n\x0B\x0C\r\x20\xA0\x{FEFF}\p{Zs}\x{2028}\x{2029}";

/// Translates a pattern.
///
/// # Errors
/// With the reason, when the crate has nothing that means the same.
#[inline]
pub fn translate(pattern: &str) -> Result<String, Reason> {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut left = pattern.chars().peekable();
    while let Some(character) = left.next() {
        match character {
            '\\' => escape(&mut left, Within::Pattern, &mut out)?,
            '[' => class(&mut left, &mut out)?,
            '.' => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '(' => {
                out.push('(');
                group(left.clone())?;
            }
            '{' => match quantifier(left.clone()) {
                Some(length) => {
                    out.push('{');
                    out.extend(left.by_ref().take(length));
                }
                None => out.push_str(r"\{"),
            },
            '}' => out.push_str(r"\}"),
            other => out.push(other),
        }
    }
    Ok(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Pattern,
    Class,
}

/// What follows a parenthesis must not look around.
#[inline]
fn group(mut left: Peekable<Chars<'_>>) -> Result<(), Reason> {
    if left.next() != Some('?') {
        return Ok(());
    }
    match (left.next(), left.next()) {
        (Some('=' | '!'), _) | (Some('<'), Some('=' | '!')) => Err("it looks around"),
        (Some('>'), _) => Err("it has an atomic group"),
        (_, _) => Ok(()),
    }
}

/// How many characters of a quantifier follow its brace; a brace that begins none stands for itself.
#[inline]
fn quantifier(left: Peekable<Chars<'_>>) -> Option<usize> {
    let inside: String = left.take_while(|character| *character != '}').collect();
    let (least, most) = inside.split_once(',').unwrap_or((&inside, "0"));
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then(|| inside.chars().count() + 1)
}

/// What follows an opening bracket.
#[inline]
fn class(left: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), Reason> {
    let negated = left.next_if_eq(&'^').is_some();
    if left.next_if_eq(&']').is_some() {
        // Everything, or nothing.
        out.push_str(if negated { "(?s:.)" } else { "[0&&1]" });
        return Ok(());
    }
    out.push_str(if negated { "[^" } else { "[" });
    let mut is_first = true;
    while let Some(character) = left.next() {
        match character {
            ']' => {
                out.push(']');
                return Ok(());
            }
            '\\' => escape(left, Within::Class, out)?,
            '[' => out.push_str(r"\["),
            '&' | '~' => out.extend(['\\', character]),
            // Two dashes are an operator of the crate, and here a dash and the sign of a range.
            '-' if left.next_if_eq(&'-').is_some() => out.push_str(if is_first { r"\--" } else { r"-\-" }),
            other => out.push(other),
        }
        is_first = false;
    }
    Err("a bracket is not closed")
}

/// What follows a backslash.
#[inline]
fn escape(left: &mut Peekable<Chars<'_>>, within: Within, out: &mut String) -> Result<(), Reason> {
    let Some(escaped) = left.next() else { return Err("it ends in a backslash") };
    match escaped {
        'd' => out.extend(["[", DIGIT, "]"]),
        'D' => out.extend(["[^", DIGIT, "]"]),
        'w' => out.extend(["[", WORD, "]"]),
        'W' => out.extend(["[^", WORD, "]"]),
        's' => out.extend(["[", BLANK, "]"]),
        'S' => out.extend(["[^", BLANK, "]"]),
        'b' if within == Within::Class => out.push_str(r"\x08"),
        'b' => out.push_str(r"(?-u:\b)"),
        'B' => out.push_str(r"\B"),
        'f' | 'n' | 'r' | 't' | 'v' => out.extend(['\\', escaped]),
        'A' | 'z' if within == Within::Pattern => out.extend(['\\', escaped]),
        'Z' | 'G' if within == Within::Pattern => return Err("it has an anchor that ECMA-262 does not know"),
        'k' => return Err("it refers back"),
        '1'..='9' => return Err("it refers back"),
        '0' => point(0, out)?,
        'c' => match left.next_if(char::is_ascii_alphabetic) {
            Some(letter) => point(u32::from(letter) % 32, out)?,
            None => return Err("`\\c` is not followed by a letter"),
        },
        'x' => match hexadecimal(left, 2) {
            Some(number) => point(number, out)?,
            None => out.push('x'),
        },
        'u' => unicode(left, out)?,
        'p' | 'P' if left.peek() == Some(&'{') => {
            out.extend(['\\', escaped]);
            // The rest stands as it is, its braces too.
            for character in left.by_ref() {
                out.push(character);
                if character == '}' {
                    break;
                }
            }
        }
        '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '\\' | '&' | '-' | '~' | '#' => {
            out.extend(['\\', escaped]);
        }
        other => out.push(other),
    }
    Ok(())
}

/// `\u0041`, two of them for one character, or `\u{1F600}`.
#[inline]
fn unicode(left: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), Reason> {
    if left.next_if_eq(&'{').is_some() {
        let digits: String = left.by_ref().take_while(|character| *character != '}').collect();
        return point(u32::from_str_radix(&digits, 16).map_err(|_| "`\\u{}` holds no number")?, out);
    }
    let Some(first) = hexadecimal(left, 4) else {
        out.push('u');
        return Ok(());
    };
    if !(0xD800..0xDC00).contains(&first) {
        return point(first, out);
    }
    let mut ahead = left.clone();
    let second = match (ahead.next(), ahead.next()) {
        (Some('\\'), Some('u')) => hexadecimal(&mut ahead, 4),
        (_, _) => None,
    };
    let second = second.filter(|second| (0xDC00..0xE000).contains(second)).ok_or("it names half a character")?;
    *left = ahead;
    point(0x1_0000 + (first - 0xD800) * 0x400 + (second - 0xDC00), out)
}

/// That many hexadecimal digits; none is taken where there are fewer.
#[inline]
fn hexadecimal(left: &mut Peekable<Chars<'_>>, count: usize) -> Option<u32> {
    let digits: String = left.clone().take(count).collect();
    let number = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == count)?;
    left.by_ref().take(count).for_each(drop);
    Some(number)
}

#[inline]
fn point(number: u32, out: &mut String) -> Result<(), Reason> {
    let character = char::from_u32(number).ok_or("it names half a character, or none")?;
    out.push_str(&format!("\\x{{{:X}}}", u32::from(character)));
    Ok(())
}
