//! Where a response is not what the API's description says.
//!
//! Takes a response that has come, whatever became of the call; gives all such places of it at once to the observer of the client. Reads
//! bodies as strictly as a server reads requests. Never changes what the call gives, and never shows a value, which may be a secret.

use super::response::RawResponse;
use super::response::Unread;
use super::route::Route;
use http::StatusCode;
use std::fmt;
use std::sync::Arc;
use types::runtime::json;

/// What is called with the mismatches of one response.
pub(super) type Observer = Arc<dyn Fn(&[Mismatch<'_>]) + Send + Sync>;

/// One place where a response is not what the API's description says.
///
/// `Display` says which, in one line.
#[derive(Debug)]
pub struct Mismatch<'a> {
    kind: MismatchKind,
    route: &'static Route,
    response: &'a RawResponse,
    path: String,
    message: String,
}

/// What is not as it is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MismatchKind {
    /// The status is not documented for the operation.
    Status,
    /// The media type is not documented for the status.
    MediaType,
    /// The body, or a value in it, is not what its schema says.
    Body,
}

impl<'a> Mismatch<'a> {
    /// What is not as it is described.
    pub fn kind(&self) -> MismatchKind {
        self.kind
    }

    /// The Rust name of the operation: `get_contact`.
    pub fn operation(&self) -> &'static str {
        self.route.operation
    }

    /// The method: `GET`.
    pub fn method(&self) -> &'static str {
        self.route.method
    }

    /// The path template: `/contacts/{id}`.
    pub fn path(&self) -> &'static str {
        self.route.path
    }

    /// The response.
    pub fn response(&self) -> &'a RawResponse {
        self.response
    }

    /// Where in the body it is, as JSON Path writes it: `$.items[3].id`; `$` where it is the body as a whole, or the status.
    pub fn place(&self) -> &str {
        &self.path
    }

    /// What is documented and what came, without a value.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where an overlay corrects the description, as the `target` of its action: `$.paths['/contacts/{id}'].get.responses`.
    pub fn overlay_target(&self) -> String {
        self.route.in_document()
    }
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Route { method, path, operation, .. } = self.route;
        let path = if path.is_empty() { "/" } else { path };
        write!(f, "{method} {path} ({operation}) {}: {}", self.response.status.as_u16(), self.message)?;
        match self.kind {
            MismatchKind::Body => write!(f, " at {}", self.path)?,
            MismatchKind::Status | MismatchKind::MediaType => {}
        }
        write!(f, "; an overlay of `{}` corrects the description", self.overlay_target())
    }
}

/// Tells `observer` of all mismatches of a response, if there are any. `read` says why it could not be read.
#[inline]
pub(super) fn observe(
    observer: &Observer,
    route: &'static Route,
    response: &RawResponse,
    read: &dyn Fn(&RawResponse) -> Option<Unread>,
) {
    let found = |kind, path: &str, message: String| Mismatch { kind, route, response, path: path.to_owned(), message };
    let mut all = Vec::new();
    let mut seen = response.clone();
    if route.is_undocumented_success(response.status) {
        all.push(found(MismatchKind::Status, "$", undocumented(route)));
        seen.status = route.documented(response.status);
    }
    let mut why = None;
    let faults = json::deviations(|| match read(&seen) {
        None => Ok(()),
        Some(Unread::Json(fault)) => Err(Some(fault)),
        Some(other) => {
            why = Some(other);
            Err(None)
        }
    });
    match why {
        Some(Unread::Undocumented) if all.is_empty() => all.push(found(MismatchKind::Status, "$", undocumented(route))),
        Some(Unread::MediaType) => {
            all.push(found(MismatchKind::MediaType, "$", "the content type is none that is documented".to_owned()));
        }
        Some(Unread::Text(fault)) => all.push(found(MismatchKind::Body, "$", fault.to_string())),
        Some(Unread::Parts(fault)) => all.push(found(MismatchKind::Body, "$", fault.to_string())),
        Some(Unread::Undocumented | Unread::Json(_)) | None => {}
    }
    all.extend(faults.iter().map(|fault| found(MismatchKind::Body, fault.path(), fault.message().to_owned())));
    if !all.is_empty() {
        observer(&all);
    }
}

fn undocumented(route: &Route) -> String {
    let successes: Vec<String> =
        route.documented_successes().map(|status: StatusCode| status.as_u16().to_string()).collect();
    match successes.as_slice() {
        [] => "the status is not documented".to_owned(),
        listed => format!("the status is not documented; of those that are no errors, {} is", listed.join(", ")),
    }
}
