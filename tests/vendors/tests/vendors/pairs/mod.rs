//! Every vendor's client against its server, over real loopback HTTP and in one process: whatever the implementation responses,
//! the client gives just that, typed.
//!
//! In these servers the contact's id is the status that is answered.

mod chatwoot;
mod close;
mod libredesk;
mod linq;
mod wethod;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A response that no document knows.
pub fn undocumented(status: i64) -> Response {
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    (status.expect("the id is a status"), [("x-why", "because")], format!("{status:?}")).into_response()
}

/// Sees that a client got such a response, with all of it.
macro_rules! assert_undocumented {
    ($client:ident, $status:expr, $result:expr) => {
        let error = $result.unwrap_err();
        assert!(matches!(error.kind, $client::ErrorKind::Unexpected(_)), "{error}");
        let (status, response): (u16, _) = ($status, error.response().expect("it was answered"));
        assert_eq!(response.status, status);
        assert_eq!(response.headers["x-why"], "because");
        let code = axum::http::StatusCode::from_u16(status).ok();
        assert_eq!(response.body, format!("{code:?}").as_bytes());
    };
}

pub(crate) use assert_undocumented;
