//! The texts of dates and times (RFC 3339), for whichever crate holds them.
//!
//! Read tolerantly: a space or `t` for the `T`, `z`, an offset without a colon or without minutes or missing (UTC), no
//! seconds, a fraction after a comma, a date alone (midnight); none of these where reading is strict. Written strictly.

use super::reading;

/// A day of the calendar; not checked against the length of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    /// 60 in a leap second.
    pub(super) second: u8,
    pub(super) nanosecond: u32,
}

/// A moment, with the offset it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) day: Day,
    pub(super) clock: Clock,
    /// East of UTC, less than a day.
    pub(super) offset_minutes: i16,
}

/// A time of day with the offset that it was written with: `full-time` of RFC 3339, but that the offset may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OffsetTime<T> {
    /// The time of day.
    pub time: T,
    /// Minutes east of UTC; `None` where no offset was written.
    pub offset_minutes: Option<i16>,
}

impl<T> From<T> for OffsetTime<T> {
    fn from(time: T) -> Self {
        Self { time, offset_minutes: None }
    }
}

impl OffsetTime<Clock> {
    pub(super) const EXPECTED: &'static str = "a time such as 12:30:00Z";

    /// As it is read: where reading is strict, as RFC 3339 §5.6 has it, with or without an offset.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|_| !reading::is_strict() || is_strict_time(text))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let time = Clock::take(&mut rest)?;
        let offset_minutes = if rest.trim().is_empty() { None } else { Some(offset(rest)?) };
        Some(Self { time, offset_minutes })
    }

    /// With the time of day as another type has it.
    pub(super) fn map<T>(self, time: impl FnOnce(Clock) -> Option<T>) -> Option<OffsetTime<T>> {
        Some(OffsetTime { time: time(self.time)?, offset_minutes: self.offset_minutes })
    }
}

const MIDNIGHT: Clock = Clock { hour: 0, minute: 0, second: 0, nanosecond: 0 };

impl Moment {
    pub(super) const EXPECTED: &'static str = "a date and time such as 2024-05-01T12:30:00Z";

    /// As it is read: where reading is strict, as RFC 3339 §5.6 has it.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|_| !reading::is_strict() || is_strict(text))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let day = Day::take(&mut rest)?;
        if rest.is_empty() {
            return Some(Self { day, clock: MIDNIGHT, offset_minutes: 0 });
        }
        rest = rest.strip_prefix(['T', 't', ' '])?;
        let clock = Clock::take(&mut rest)?;
        Some(Self { day, clock, offset_minutes: offset(rest)? })
    }
}

impl Day {
    pub(super) const EXPECTED: &'static str = "a date such as 2024-05-01";

    /// As it is read: where reading is strict, a date alone.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::parse(text).filter(|_| !reading::is_strict() || text.len() == "2024-05-01".len())
    }

    /// Reads a date; what a date and time says beyond the day is dropped.
    fn parse(text: &str) -> Option<Self> {
        Moment::parse(text).map(|moment| moment.day)
    }

    fn take(rest: &mut &str) -> Option<Self> {
        let year = number(rest, 4)?;
        let month = dashed(rest)?;
        let day = dashed(rest)?;
        Some(Self { year: u16::try_from(year).ok()?, month, day })
    }
}

impl Clock {
    fn take(rest: &mut &str) -> Option<Self> {
        let hour = u8::try_from(number(rest, 2)?).ok()?;
        *rest = rest.strip_prefix(':')?;
        let minute = u8::try_from(number(rest, 2)?).ok()?;
        let mut clock = Self { hour, minute, second: 0, nanosecond: 0 };
        if let Some(after) = rest.strip_prefix(':') {
            *rest = after;
            clock.second = u8::try_from(number(rest, 2)?).ok()?;
            if let Some(after) = rest.strip_prefix(['.', ',']) {
                *rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
                let digits = after.get(..after.len() - rest.len()).filter(|digits| !digits.is_empty())?;
                let nine = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
                clock.nanosecond = nine.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
            }
        }
        Some(clock)
    }
}

/// Whether a text that is a date and time is written as RFC 3339 §5.6 has it, but for the numbers in it.
fn is_strict(text: &str) -> bool {
    let at = |index: usize| text.as_bytes().get(index).copied();
    matches!(at(10), Some(b'T' | b't'))
        && at(16) == Some(b':')
        && without_offset(text).is_some_and(|rest| is_plain(rest) && rest.len() >= 19)
}

/// The same of a time of day, whose offset may be missing.
fn is_strict_time(text: &str) -> bool {
    let rest = without_offset(text).unwrap_or(text);
    is_plain(rest) && rest.len() >= 8
}

/// A text before its offset.
fn without_offset(text: &str) -> Option<&str> {
    text.strip_suffix(['Z', 'z']).or_else(|| {
        let (rest, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
        (offset.starts_with(['+', '-']) && offset.as_bytes().get(3) == Some(&b':')).then_some(rest)
    })
}

/// Whether nothing but digits ends a text, and its fraction follows a point.
fn is_plain(text: &str) -> bool {
    !text.contains([',', ' ']) && text.ends_with(|c: char| c.is_ascii_digit())
}

/// Minutes east of UTC; nothing is UTC.
fn offset(text: &str) -> Option<i16> {
    let mut rest = text.trim_start();
    if rest.is_empty() || rest.eq_ignore_ascii_case("z") || rest.eq_ignore_ascii_case("utc") {
        return Some(0);
    }
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    rest = rest.strip_prefix(['+', '-'])?;
    let hours = i16::try_from(number(&mut rest, 2)?).ok().filter(|hours| *hours < 24)?;
    rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { i16::try_from(number(&mut rest, 2)?).ok()? };
    (rest.is_empty() && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn dashed(rest: &mut &str) -> Option<u8> {
    *rest = rest.strip_prefix('-')?;
    u8::try_from(number(rest, 2)?).ok()
}

fn number(rest: &mut &str, digits: usize) -> Option<u32> {
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    number.bytes().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// A text that fits the longest moment, so that writing one allocates nothing.
pub(super) struct Short {
    bytes: [u8; 40],
    len: usize,
}

impl Short {
    const fn new() -> Self {
        Self { bytes: [0; 40], len: 0 }
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
    }

    /// Writes a number with leading zeros.
    #[inline]
    fn digits(&mut self, number: u32, count: u32) {
        for place in (0..count).rev() {
            self.push(b'0' + (number / 10_u32.pow(place) % 10) as u8);
        }
    }
}

/// Writes the value as RFC 3339 §5.6 defines it.
pub(super) trait Strict {
    fn write(&self, to: &mut Short);

    fn strict(&self) -> Short {
        let mut text = Short::new();
        self.write(&mut text);
        text
    }
}

impl Strict for Day {
    fn write(&self, to: &mut Short) {
        to.digits(self.year.into(), 4);
        to.push(b'-');
        to.digits(self.month.into(), 2);
        to.push(b'-');
        to.digits(self.day.into(), 2);
    }
}

impl Strict for Clock {
    fn write(&self, to: &mut Short) {
        to.digits(self.hour.into(), 2);
        to.push(b':');
        to.digits(self.minute.into(), 2);
        to.push(b':');
        to.digits(self.second.into(), 2);
        if self.nanosecond == 0 {
            return;
        }
        to.push(b'.');
        match self.nanosecond {
            nanos if nanos % 1_000_000 == 0 => to.digits(nanos / 1_000_000, 3),
            nanos if nanos % 1_000 == 0 => to.digits(nanos / 1_000, 6),
            nanos => to.digits(nanos, 9),
        }
    }
}

impl Strict for Moment {
    fn write(&self, to: &mut Short) {
        self.day.write(to);
        to.push(b'T');
        self.clock.write(to);
        write_offset(self.offset_minutes, to);
    }
}

impl Strict for OffsetTime<Clock> {
    fn write(&self, to: &mut Short) {
        self.time.write(to);
        if let Some(offset) = self.offset_minutes {
            write_offset(offset, to);
        }
    }
}

fn write_offset(offset_minutes: i16, to: &mut Short) {
    if offset_minutes == 0 {
        return to.push(b'Z');
    }
    let minutes = u32::from(offset_minutes.unsigned_abs());
    to.push(if offset_minutes < 0 { b'-' } else { b'+' });
    to.digits(minutes / 60, 2);
    to.push(b':');
    to.digits(minutes % 60, 2);
}

/// Gives a foreign type this crate's codec and an empty `Validate`, by its text.
macro_rules! by_text {
    ($($type:ty, $expected:expr, $parse:expr, $text:expr;)*) => {$(
        impl $crate::runtime::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::scalar::parsed(from, $expected, $parse)
            }
        }

        impl $crate::runtime::Encode for $type {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match $text(self) {
                    Some(value) => to.serialize_str($crate::runtime::dates::Strict::strict(&value).as_str()),
                    None => Err(::serde::ser::Error::custom("RFC 3339 has no year before 0 or after 9999")),
                }
            }
        }

        impl $crate::runtime::Validate for $type {
            fn check(&self, _: &[$crate::runtime::Rule], _: &mut $crate::runtime::Report) {}
        }
    )*};
}

pub(super) use by_text;

#[cfg(test)]
mod tests {
    use super::{Clock, Day, Moment, OffsetTime, Strict, is_strict};

    #[test]
    fn what_is_strict() {
        for (text, expected) in [
            ("2024-05-01T12:30:00Z", true),
            ("2024-05-01t12:30:00.25z", true),
            ("2024-05-01T12:30:00.5-05:30", true),
            ("2024-05-01T12:30:00", false),
            ("2024-05-01 12:30:00Z", false),
            ("2024-05-01T12:30Z", false),
            ("2024-05-01T12:30:00+0530", false),
            ("2024-05-01T12:30:00,5Z", false),
            ("2024-05-01T12:30:00 Z", false),
            ("2024-05-01", false),
        ] {
            assert_eq!(is_strict(text), expected, "{text}");
        }
    }

    fn read(text: &str) -> Option<String> {
        Moment::parse(text).map(|moment| moment.strict().as_str().to_owned())
    }

    #[test]
    fn reads_tolerantly_and_writes_strictly() {
        for (text, strict) in [
            ("2024-05-01T12:30:00Z", "2024-05-01T12:30:00Z"),
            ("2024-05-01 12:30", "2024-05-01T12:30:00Z"),
            ("2024-05-01t12:30:00.25z", "2024-05-01T12:30:00.250Z"),
            ("2024-05-01T12:30:00,123456789123-0530", "2024-05-01T12:30:00.123456789-05:30"),
            ("2024-05-01 12:30:00 +02", "2024-05-01T12:30:00+02:00"),
            ("2024-05-01 12:30:00 UTC", "2024-05-01T12:30:00Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
            ("2024-05-01", "2024-05-01T00:00:00Z"),
            ("2024-05-01T12:30:00-00:00", "2024-05-01T12:30:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(strict), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "yesterday",
            "2024-5-1",
            "2024-05-01X12:30",
            "2024-05-01T12",
            "2024-05-01T12:30:00+25:00",
            "2024-05-01T12:30:00.Z",
            "2024-05-01T12:30:00Zebra",
            "２０24-05-01",
            "+024-05-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn days_drop_what_they_do_not_hold_and_times_keep_their_offset() {
        assert_eq!(
            Day::parse("2024-05-01T23:00:00-05:00").map(|day| day.strict().as_str() == "2024-05-01"),
            Some(true)
        );
        for (text, strict) in [
            ("08:15:00.5+01:00", "08:15:00.500+01:00"),
            ("08:15", "08:15:00"),
            ("23:59:60Z", "23:59:60Z"),
            ("08:15:00 -0330", "08:15:00-03:30"),
        ] {
            let read = OffsetTime::<Clock>::read(text).map(|time| time.strict().as_str().to_owned());
            assert_eq!(read.as_deref(), Some(strict), "{text}");
        }
    }
}
