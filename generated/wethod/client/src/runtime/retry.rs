//! Trying again.
//!
//! Takes a request and what may be done about failures; gives the response of the last try. Promises that a request is sent again only
//! where that is safe: the method is idempotent (RFC 9110 §9.2.2), no connection was made, the server has refused it for a rate limit, or it tells the
//! tries by a key;
//! that a body is sent whole or not at all; and that no wait outlasts the time of the call. Nothing here is compiled for programs that
//! never ask for it.

use super::boxed::BoxFuture;
use super::error::Failure;
use super::exchange::attempt;
use super::header::header_of;
use super::random::random;
use super::response::Attempts;
use super::retry_after;
use super::shared::{Draft, Tries};
use super::timeout::within;
use super::transport::ResponseBody;
use http::{HeaderName, Response, StatusCode};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// When a call is retried, and after what delay. Calls are not retried unless the client or the call has one.
///
/// Tried again is what failed on the way, took too long for one try, or was answered 408, 429, 500, 502, 503 or 504; and only where
/// the method is idempotent, where nothing was done (no connection was made, or the answer is 429, by which a rate limit refuses a request), or where
/// the operation documents a header for an idempotency key, which is then made and kept across the tries. A response whose head has come is the last one. All tries together have the time of the call.
#[derive(Clone)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    most: Duration,
    attempt_timeout: Option<Duration>,
    reset: Option<HeaderName>,
    budget: Arc<Budget>,
}

impl Retry {
    /// Up to three tries. Before the second a random time of up to half a second is waited, before each further one of up to twice as long
    /// as before, but of no more than eight seconds; or as long as `Retry-After` says. No more than ten tries again at once, and one more for
    /// every ten calls that succeed.
    #[inline]
    pub fn standard() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(500),
            most: Duration::from_secs(8),
            attempt_timeout: None,
            reset: None,
            budget: Arc::new(Budget::of(10)),
        }
    }

    /// How often a call is tried, the first time included.
    #[must_use]
    #[inline]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The longest wait before the second try, and before any.
    #[must_use]
    #[inline]
    pub fn backoff(self, first: Duration, most: Duration) -> Self {
        Self { first, most, ..self }
    }

    /// How long one try may take until the head of its response has come. As long as the call unless set.
    #[must_use]
    #[inline]
    pub fn attempt_timeout(self, attempt_timeout: Duration) -> Self {
        Self { attempt_timeout: Some(attempt_timeout), ..self }
    }

    /// How many tries again may be made at once by all calls that share this. A tenth of a try comes back with every call that succeeds
    /// at the first.
    #[must_use]
    #[inline]
    pub fn budget(self, retries: u32) -> Self {
        Self { budget: Arc::new(Budget::of(retries)), ..self }
    }

    /// The header that says when a rate limit starts anew, for answers without `Retry-After`: a number of seconds, or a time in seconds since
    /// 1970. A name that no header can have is none.
    #[must_use]
    #[inline]
    pub fn reset_header(self, name: &str) -> Self {
        Self { reset: header_of(name, "").map(|(name, _)| name), ..self }
    }

    /// How long to wait before try number `next`, where a server says nothing of it: any time up to a limit that doubles.
    #[inline]
    fn backoff_before(&self, next: u32) -> Duration {
        let doublings = next.saturating_sub(2).min(20);
        let limit = self.first.saturating_mul(1 << doublings).min(self.most);
        // 53 bits are what a fraction holds.
        limit.mul_f64((random() >> 11) as f64 / (1_u64 << 53) as f64)
    }

    /// What the server asks for.
    #[inline]
    fn asked(&self, response: &Response<ResponseBody>) -> Option<Duration> {
        let headers = response.headers();
        let reset = || self.reset.as_ref().and_then(|name| retry_after::reset(headers, name));
        retry_after::asked(headers).or_else(reset)
    }

    #[inline]
    async fn run(&self, mut draft: Draft) -> Result<Response<ResponseBody>, Failure> {
        let (since, total) = (Instant::now(), draft.timeout);
        let safe = is_idempotent(draft.route.method) || draft.with_key(uuid);
        let limit = self.attempt_timeout.unwrap_or(total).min(total);
        let mut made = 1;
        loop {
            let copy = (made < self.attempts).then(|| draft.clone());
            let result = within(limit, limit, attempt(draft)).await;
            let again = match &result {
                // What a rate limit refuses, nobody has begun to do (RFC 6585 §4).
                Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => true,
                Ok(response) => safe && is_passing(response.status()),
                Err(failure) => failure.sent_nothing() || (safe && failure.is_passing()),
            };
            if !again && made == 1 {
                self.budget.earn();
            }
            let Some(copy) = copy.filter(|copy| again && copy.is_whole()) else { return told(result, made) };
            let asked = result.as_ref().ok().and_then(|response| self.asked(response));
            let wait = asked.unwrap_or_else(|| self.backoff_before(made + 1));
            if since.elapsed().saturating_add(wait) >= total || !self.budget.spend() {
                return told(result, made);
            }
            drop(result);
            tokio::time::sleep(wait).await;
            draft = copy;
            made += 1;
        }
    }
}

impl Tries for Retry {
    #[inline]
    fn send(&self, draft: Draft) -> BoxFuture<'_, Result<Response<ResponseBody>, Failure>> {
        Box::pin(self.run(draft))
    }
}

impl fmt::Debug for Retry {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("attempts", &self.attempts)
            .field("first", &self.first)
            .field("most", &self.most)
            .field("attempt_timeout", &self.attempt_timeout)
            .finish_non_exhaustive()
    }
}

#[inline]
fn told(result: Result<Response<ResponseBody>, Failure>, made: u32) -> Result<Response<ResponseBody>, Failure> {
    match result {
        Ok(mut response) => {
            response.extensions_mut().insert(Attempts(made));
            Ok(response)
        }
        Err(failure) => Err(failure.after(made)),
    }
}

/// Methods of which several requests do what one does, and `QUERY` (its draft says so).
#[inline]
fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY")
}

#[inline]
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504)
}

/// A random UUID (RFC 9562 §5.4).
#[inline]
fn uuid() -> String {
    let bits = u128::from(random()) << 64 | u128::from(random());
    let bits = bits & !(0xf << 76) & !(0b11 << 62) | 0x4 << 76 | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let part = |range| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// Tries again that may still be made, in tenths.
struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    #[inline]
    fn of(retries: u32) -> Self {
        let most = retries.saturating_mul(10);
        Self { left: AtomicU32::new(most), most }
    }

    #[inline]
    fn spend(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(10)).is_ok()
    }

    #[inline]
    fn earn(&self) {
        let more = |left: u32| (left < self.most).then(|| left + 1);
        // That it is full is no fault.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_are_random() {
        let retry = Retry::standard().backoff(Duration::from_millis(100), Duration::from_millis(300));
        for (next, limit) in [(2, 100), (3, 200), (4, 300), (50, 300), (u32::MAX, 300)] {
            let waits: Vec<Duration> = (0..50).map(|_| retry.backoff_before(next)).collect();
            assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(limit)), "{next}");
            assert!(waits.iter().max() > waits.iter().min(), "{next}");
        }
    }

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = Budget::of(2);
        assert_eq!([budget.spend(), budget.spend(), budget.spend()], [true, true, false]);
        (0..10).for_each(|_| budget.earn());
        assert_eq!([budget.spend(), budget.spend()], [true, false]);
        (0..100).for_each(|_| budget.earn());
        assert_eq!(budget.left.load(Ordering::Relaxed), 20);
    }

    #[test]
    fn a_key_is_a_uuid() {
        let (one, other) = (uuid(), uuid());
        assert_ne!(one, other);
        let bytes = one.as_bytes();
        assert_eq!((one.len(), bytes[14]), (36, b'4'), "{one}");
        assert!(matches!(bytes[19], b'8' | b'9' | b'a' | b'b'), "{one}");
    }
}
