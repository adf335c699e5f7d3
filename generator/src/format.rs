//! The words of `format`, and what they promise about a value.
//!
//! Takes such a word and a value; says whether the value has that format, and gives a text that has it. Promises an answer only for formats whose
//! grammar is decided by a specification (dates and times: RFC 3339 §5.6); every other word says nothing. Never looks at the type.

/// What is known of a text in that format; `None` where the format says nothing that can be checked.
pub fn holds(format: &str, text: &str) -> Option<bool> {
    let answer = match format {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "time" => is_time(text),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<core::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<core::net::Ipv6Addr>().is_ok(),
        "email" => {
            text.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.len() > 2 && !text.contains(' '))
        }
        "uri" | "url" => text.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                && !rest.is_empty()
                && !text.contains(' ')
        }),
        _ => return None,
    };
    Some(answer)
}

/// Whether a specification decides which texts or numbers have that format.
pub fn is_decided(format: &str) -> bool {
    holds(format, "").is_some() || bounds(format).is_some()
}

/// A text in that format.
pub fn example(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2024-01-31",
        "date-time" => "2024-01-31T12:00:00Z",
        "time" => "09:30:00Z",
        "duration" => "P1D",
        "uuid" => "0b5b7f3a-4a1e-4c0e-9d6a-2f6c1b1e8a11",
        "email" | "idn-email" => "user@example.com",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" => "/example",
        "uri-template" => "/example/{id}",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "decimal" | "money" => "1.50",
        "int64" | "int32" | "integer" | "number" => "1",
        "json-pointer" => "/example",
        "relative-json-pointer" => "0",
        "regex" => "^example$",
        _ => return None,
    })
}

/// The bounds that a format of numbers sets.
pub fn bounds(format: &str) -> Option<(f64, f64)> {
    match format {
        "int32" => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        "uint32" => Some((0.0, f64::from(u32::MAX))),
        "int8" => Some((f64::from(i8::MIN), f64::from(i8::MAX))),
        "int16" => Some((f64::from(i16::MIN), f64::from(i16::MAX))),
        "uint8" => Some((0.0, f64::from(u8::MAX))),
        "uint16" => Some((0.0, f64::from(u16::MAX))),
        "uint64" | "uint" => Some((0.0, f64::INFINITY)),
        _ => None,
    }
}

/// Whether values of the first format are values of the second: by its bounds, or since it is the same.
pub fn within(one: &str, two: &str) -> bool {
    let whole = ["int32", "int64", "uint32"];
    one == two
        || (one == "int32" && two == "int64")
        || (one == "uint32" && two == "int64")
        || (one == "float" && two == "double")
        || (whole.contains(&one) && two == "double")
}

/// `2024-02-29` (`full-date`); days are those of the month and the year.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let most = match *month {
        "02" if year.parse().is_ok_and(leap) => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    digits(year, 4) && number(month, 1, 12) && number(day, 1, most)
}

/// `12:30:00` or `12:30:00.5` (`partial-time`), up to the leap second `:60`.
pub fn is_clock(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, "0"), |parts| parts);
    let parts: Vec<&str> = whole.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    number(hour, 0, 23)
        && number(minute, 0, 59)
        && number(second, 0, 60)
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// `12:30:00Z` or `12:30:00+01:00` (`full-time`).
pub fn is_time(text: &str) -> bool {
    let Some((clock, offset)) = text.find(['Z', 'z', '+', '-']).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let hours_and_minutes = || offset.get(1..).and_then(|it| it.split_once(':'));
    let zone = matches!(offset, "Z" | "z")
        || hours_and_minutes().is_some_and(|(hours, minutes)| number(hours, 0, 23) && number(minutes, 0, 59));
    is_clock(clock) && zone
}

/// A date and a time with `T` between them (`date-time`).
pub fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// 32 hexadecimal digits in five groups (RFC 9562 §4).
pub fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str, least: u32, most: u32) -> bool {
    digits(text, 2) && text.parse::<u32>().is_ok_and(|it| it >= least && it <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_those_of_the_calendar() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "24-01-01", "2024-1-1", ""] {
            assert!(!is_date(text), "{text}");
        }
        assert!(is_date_time("2024-01-31T23:59:60.25+05:30") && is_clock("12:00:00"));
        for text in ["2024-01-31 12:00:00Z", "2024-01-31T12:00:00", "2024-01-31T24:00:00Z", "2024-01-31T12:00:00.Z"] {
            assert!(!is_date_time(text), "{text}");
        }
    }

    #[test]
    fn examples_have_their_formats() {
        for format in ["date", "date-time", "time", "uuid", "email", "uri", "ipv4", "ipv6"] {
            assert_eq!(example(format).and_then(|text| holds(format, text)), Some(true), "{format}");
        }
    }
}
