//! What a request prefers (RFC 7240) that has nothing to do with the API: `delay` and `fail`.
//!
//! Takes the request's headers; gives a [`Preference`]. Values that are not understood are passed over, as the RFC says.

use axum::http::{HeaderMap, StatusCode};
use std::time::Duration;

/// The longest delay.
const LONGEST: u64 = 60_000;

/// What a request prefers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    /// `delay=MILLISECONDS`
    pub delay: Option<Duration>,
    /// `fail=STATUS` or `fail=close`
    pub failure: Option<Failure>,
}

/// How a request prefers to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// With a problem of this status, whether the description knows it or not.
    Status(StatusCode),
    /// The connection ends in the middle of the answer.
    Close,
}

impl Preference {
    /// What these headers say.
    pub fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let pairs = values.flat_map(|value| value.split(',')).filter_map(|one| one.split(';').next()?.split_once('='));
        let mut preference = Self { delay: None, failure: None };
        for (name, value) in pairs {
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "delay" => {
                    let time = value.parse::<u64>().ok().map(|time| Duration::from_millis(time.min(LONGEST)));
                    preference.delay = preference.delay.or(time);
                }
                "fail" if value.eq_ignore_ascii_case("close") => {
                    preference.failure = preference.failure.or(Some(Failure::Close));
                }
                "fail" => {
                    let status = value.parse().ok().filter(|status| (400..600).contains(status));
                    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
                    preference.failure = preference.failure.or(status.map(Failure::Status));
                }
                _ => {}
            }
        }
        preference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let mut headers = HeaderMap::new();
        headers.append("prefer", "code=404, delay=soon, DELAY=\"20\"; x=1, fail=200".parse().unwrap());
        headers.append("prefer", "fail=503".parse().unwrap());
        let preference = Preference::of(&headers);
        assert_eq!(preference.delay, Some(Duration::from_millis(20)));
        assert_eq!(preference.failure, Some(Failure::Status(StatusCode::SERVICE_UNAVAILABLE)));
    }
}
