//! Formats that promise something about a value.
//!
//! Takes the word of `format` and a value; says whether the value has that format. Promises an answer only for formats whose grammar is
//! decided by a specification; every other word says nothing. Never looks at the type.

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

/// A text in that format.
pub fn example(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2024-01-31",
        "date-time" => "2024-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "uuid" => "0b5b7f3a-4a1e-4c0e-9d6a-2f6c1b1e8a11",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "email" => "someone@example.com",
        "uri" | "url" => "https://example.com/",
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

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: Option<&str>, least: u32, most: u32) -> bool {
    text.is_some_and(|it| digits(it, 2) && it.parse::<u32>().is_ok_and(|it| it >= least && it <= most))
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let year = parts.next().is_some_and(|it| digits(it, 4));
    let month = parts.next();
    let day = parts.next();
    let most = match month {
        Some("02") => 29,
        Some("04" | "06" | "09" | "11") => 30,
        _ => 31,
    };
    year && number(month, 1, 12) && number(day, 1, most) && parts.next().is_none()
}

fn is_time(text: &str) -> bool {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => return false,
    };
    let (whole, fraction) = clock.split_once('.').map_or((clock, "0"), |parts| parts);
    let mut parts = whole.split(':');
    let sound = number(parts.next(), 0, 23)
        && number(parts.next(), 0, 59)
        && number(parts.next(), 0, 60)
        && parts.next().is_none();
    let zone = matches!(offset, "Z" | "z")
        || offset
            .get(1..)
            .and_then(|it| it.split_once(':'))
            .is_some_and(|(hours, minutes)| number(Some(hours), 0, 23) && number(Some(minutes), 0, 59));
    sound && zone && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
