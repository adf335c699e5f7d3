//! `date-time`, `date` and `time` as the types of the `chrono` crate.

use super::dates::{Clock, Day, Moment, OffsetTime, by_text};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike};

/// In nanoseconds.
const SECOND: u32 = 1_000_000_000;

by_text! {
    DateTime<FixedOffset>, Moment::EXPECTED, moment, moment_text;
    NaiveDate, Day::EXPECTED, |text| date(Day::read(text)?), day;
    OffsetTime<NaiveTime>, OffsetTime::<Clock>::EXPECTED, |text| OffsetTime::<Clock>::read(text)?.map(time), offset_time;
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    let moment = Moment::read(text)?;
    let offset = FixedOffset::east_opt(i32::from(moment.offset_minutes) * 60)?;
    offset.from_local_datetime(&date(moment.day)?.and_time(time(moment.clock)?)).single()
}

fn date(day: Day) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())
}

/// A leap second is the second before, with more than a second of nanoseconds.
fn time(clock: Clock) -> Option<NaiveTime> {
    let (second, nanosecond) =
        if clock.second == 60 { (59, clock.nanosecond + SECOND) } else { (clock.second, clock.nanosecond) };
    NaiveTime::from_hms_nano_opt(clock.hour.into(), clock.minute.into(), second.into(), nanosecond)
}

fn offset_time(time: &OffsetTime<NaiveTime>) -> Option<OffsetTime<Clock>> {
    Some(OffsetTime { time: clock(&time.time), offset_minutes: time.offset_minutes })
}

fn moment_text(moment: &DateTime<FixedOffset>) -> Option<Moment> {
    // RFC 3339 has no seconds in an offset: such a moment is written in UTC.
    let seconds = moment.offset().local_minus_utc();
    let local = if seconds % 60 == 0 { moment.naive_local() } else { moment.naive_utc() };
    let offset_minutes = if seconds % 60 == 0 { i16::try_from(seconds / 60).ok()? } else { 0 };
    Some(Moment { day: day(&local.date())?, clock: clock(&local.time()), offset_minutes })
}

fn day(date: &impl Datelike) -> Option<Day> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    Some(Day { year, month: u8::try_from(date.month()).ok()?, day: u8::try_from(date.day()).ok()? })
}

#[allow(clippy::cast_possible_truncation, reason = "parts of a time are less than 60, nanoseconds less than 2e9")]
fn clock(time: &impl Timelike) -> Clock {
    let leap = time.nanosecond() >= SECOND;
    let (second, nanosecond) = if leap { (60, time.nanosecond() - SECOND) } else { (time.second(), time.nanosecond()) };
    Clock { hour: time.hour() as u8, minute: time.minute() as u8, second: second as u8, nanosecond }
}
