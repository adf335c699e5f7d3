//! `date-time`, `date` and `time` as the types of the `jiff` crate. A `Timestamp` does not keep the offset, and there are no leap
//! seconds: one is read as the second before.

use super::dates::{Clock, Day, Moment, OffsetTime, by_text};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

by_text! {
    Timestamp, Moment::EXPECTED, moment, moment_text;
    Date, Day::EXPECTED, |text| date(Day::read(text)?), |date: &Date| day(*date);
    OffsetTime<Time>, OffsetTime::<Clock>::EXPECTED, |text| OffsetTime::<Clock>::read(text)?.map(time), offset_time;
}

fn moment(text: &str) -> Option<Timestamp> {
    let moment = Moment::read(text)?;
    let offset = Offset::from_seconds(i32::from(moment.offset_minutes) * 60).ok()?;
    offset.to_timestamp(DateTime::from_parts(date(moment.day)?, time(moment.clock)?)).ok()
}

fn date(day: Day) -> Option<Date> {
    Date::new(i16::try_from(day.year).ok()?, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?).ok()
}

fn time(clock: Clock) -> Option<Time> {
    let part = |part: u8| i8::try_from(part).ok();
    let nanosecond = i32::try_from(clock.nanosecond).ok()?;
    let second = if clock.second == 60 { 59 } else { clock.second };
    Time::new(part(clock.hour)?, part(clock.minute)?, part(second)?, nanosecond).ok()
}

fn offset_time(time: &OffsetTime<Time>) -> Option<OffsetTime<Clock>> {
    Some(OffsetTime { time: clock(time.time)?, offset_minutes: time.offset_minutes })
}

fn moment_text(moment: &Timestamp) -> Option<Moment> {
    let local = Offset::UTC.to_datetime(*moment);
    Some(Moment { day: day(local.date())?, clock: clock(local.time())?, offset_minutes: 0 })
}

fn day(date: Date) -> Option<Day> {
    let year = u16::try_from(date.year()).ok()?;
    Some(Day { year, month: u8::try_from(date.month()).ok()?, day: u8::try_from(date.day()).ok()? })
}

fn clock(time: Time) -> Option<Clock> {
    let part = |part: i8| u8::try_from(part).ok();
    let nanosecond = u32::try_from(time.subsec_nanosecond()).ok()?;
    Some(Clock { hour: part(time.hour())?, minute: part(time.minute())?, second: part(time.second())?, nanosecond })
}
