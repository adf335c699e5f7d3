//! How long a server asks to wait.
//!
//! Takes the headers of a response; gives a time from now. Promises that a date is read by the server's own clock, where it tells it.

use http::{HeaderMap, HeaderName, header};
use std::time::{Duration, SystemTime};

/// `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date.
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, &header::RETRY_AFTER)?;
    match text.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(until(httpdate::parse_http_date(text).ok()?, headers)),
    }
}

/// What a header says of when a limit starts anew: a number of seconds, or a time in seconds since 1970.
pub(super) fn reset(headers: &HeaderMap, name: &HeaderName) -> Option<Duration> {
    let seconds = text(headers, name)?.parse::<f64>().ok().and_then(|it| Duration::try_from_secs_f64(it).ok())?;
    // A limit that starts anew in thirty years is a date.
    if seconds < Duration::from_secs(1_000_000_000) {
        return Some(seconds);
    }
    Some(until(SystemTime::UNIX_EPOCH.checked_add(seconds)?, headers))
}

fn until(time: SystemTime, headers: &HeaderMap) -> Duration {
    let date = text(headers, &header::DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    time.duration_since(date.unwrap_or_else(SystemTime::now)).unwrap_or_default()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let seconds = |text| asked(&headers(&[(header::RETRY_AFTER, text)]));
        assert_eq!(seconds("120"), Some(Duration::from_secs(120)));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
        assert_eq!(seconds("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Duration::ZERO), "it is over");
        let date = (header::DATE, "Fri, 31 Dec 1999 23:59:00 GMT");
        for later in ["Fri, 31 Dec 1999 23:59:59 GMT", "Friday, 31-Dec-99 23:59:59 GMT"] {
            assert_eq!(asked(&headers(&[date.clone(), (header::RETRY_AFTER, later)])), Some(Duration::from_secs(59)));
        }
    }

    #[test]
    fn a_reset_is_a_time_or_a_number_of_seconds() {
        let name = HeaderName::from_static("x-ratelimit-reset");
        let date = (header::DATE, "Sun, 09 Sep 2001 01:46:40 GMT");
        for (text, expected) in
            [("30", Some(30.0)), ("1.5", Some(1.5)), ("1000000007", Some(7.0)), ("inf", None), ("-3", None)]
        {
            let given = headers(&[date.clone(), (name.clone(), text)]);
            assert_eq!(reset(&given, &name).map(|it| it.as_secs_f64()), expected, "{text}");
        }
    }
}
