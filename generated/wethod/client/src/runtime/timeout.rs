//! The time that a call has.

use super::error::{ErrorKind, Failure};
use std::time::Duration;

/// What `future` gives, if it does while there is time left of `limit`.
pub(super) async fn within<T>(
    left: Duration,
    limit: Duration,
    future: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::time::timeout(left, future).await.unwrap_or_else(|_| Err(ErrorKind::Timeout(limit).into()))
}
