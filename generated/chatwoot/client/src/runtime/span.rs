//! A span of `tracing` for each call.
//!
//! Takes what a call does until the head of its response has come; gives the same within a span, whose fields have the names of OpenTelemetry's
//! conventions for HTTP clients. Never records a value that was sent: of the path its template alone.

use super::error::Failure;
use super::response::RawResponse;
use super::route::Route;
use tracing::field::Empty;
use tracing::{Instrument, info_span};

/// What `call` gives, within a span.
pub(super) async fn traced<T>(
    route: &'static Route,
    call: impl Future<Output = Result<(RawResponse, T), Failure>>,
) -> Result<(RawResponse, T), Failure> {
    let span = info_span!(
        "call",
        otel.kind = "client",
        operation = route.operation,
        http.request.method = route.method,
        url.template = route.path,
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error = Empty,
    );
    let result = call.instrument(span.clone()).await;
    match &result {
        Ok((response, _)) => {
            span.record("http.response.status_code", response.status.as_u16());
            span.record("http.request.resend_count", response.attempts.saturating_sub(1));
        }
        Err(failure) => {
            span.record("error", tracing::field::display(failure));
        }
    }
    result
}
