//! `date-time`, `date` and `time` as the types of the `time` crate, which has no leap seconds: one is read as the second before.

use super::dates::{Clock, Day, Moment, OffsetTime, by_text};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

by_text! {
    OffsetDateTime, Moment::EXPECTED, moment, moment_text;
    Date, Day::EXPECTED, |text| date(Day::read(text)?), |date: &Date| day(*date);
    OffsetTime<Time>, OffsetTime::<Clock>::EXPECTED, |text| OffsetTime::<Clock>::read(text)?.map(time), offset_time;
}

fn moment(text: &str) -> Option<OffsetDateTime> {
    let moment = Moment::read(text)?;
    let offset = UtcOffset::from_whole_seconds(i32::from(moment.offset_minutes) * 60).ok()?;
    Some(PrimitiveDateTime::new(date(moment.day)?, time(moment.clock)?).assume_offset(offset))
}

fn date(day: Day) -> Option<Date> {
    Date::from_calendar_date(day.year.into(), Month::try_from(day.month).ok()?, day.day).ok()
}

fn time(clock: Clock) -> Option<Time> {
    let second = if clock.second == 60 { 59 } else { clock.second };
    Time::from_hms_nano(clock.hour, clock.minute, second, clock.nanosecond).ok()
}

fn offset_time(time: &OffsetTime<Time>) -> Option<OffsetTime<Clock>> {
    Some(OffsetTime { time: clock(time.time), offset_minutes: time.offset_minutes })
}

fn moment_text(moment: &OffsetDateTime) -> Option<Moment> {
    // RFC 3339 has no seconds in an offset: such a moment is written in UTC.
    let whole = moment.offset().seconds_past_minute() == 0;
    let local = if whole { *moment } else { moment.checked_to_offset(UtcOffset::UTC)? };
    Some(Moment { day: day(local.date())?, clock: clock(local.time()), offset_minutes: local.offset().whole_minutes() })
}

fn day(date: Date) -> Option<Day> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    Some(Day { year, month: date.month().into(), day: date.day() })
}

fn clock(time: Time) -> Clock {
    Clock { hour: time.hour(), minute: time.minute(), second: time.second(), nanosecond: time.nanosecond() }
}
