//! How operations are sent, as data.

use http::StatusCode;

/// How an operation is sent.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The name of its method in Rust.
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) query: &'static str,
    /// Where it is sent instead of the base URL, if the vendor says so.
    pub(super) server: Option<&'static str>,
    pub(super) accept: &'static str,
    pub(super) accepted: &'static [Alternative],
    pub(super) anonymous: bool,
    /// Statuses that are documented and are no errors, those with a body first; empty where every success is documented.
    pub(super) successes: &'static [u16],
    /// The header by which the server tells tries of one request from requests.
    pub(super) idempotency_key: Option<&'static str>,
}

impl Route {
    /// The name of an operation's method in Rust, its HTTP method and path template.
    pub const fn new(operation: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            operation,
            method,
            path,
            query: "",
            server: None,
            accept: "*/*",
            accepted: &[],
            anonymous: true,
            successes: &[200],
            idempotency_key: None,
        }
    }

    /// The statuses that are documented and are no errors, those with a body first; none where every success is documented. 200 alone unless
    /// set.
    pub const fn successes(self, successes: &'static [u16]) -> Self {
        Self { successes, ..self }
    }

    /// The header by which the server tells tries of one request from requests.
    pub const fn idempotency_key(self, name: &'static str) -> Self {
        Self { idempotency_key: Some(name), ..self }
    }

    /// Whether a status is a success that the operation does not document.
    pub(super) fn is_undocumented_success(&self, status: StatusCode) -> bool {
        status.is_success() && !self.successes.is_empty() && !self.successes.contains(&status.as_u16())
    }

    /// The documented statuses as which a success may be read that is not documented.
    pub(super) fn documented_successes(&self) -> impl Iterator<Item = StatusCode> {
        self.successes.iter().filter_map(|status| StatusCode::from_u16(*status).ok())
    }

    /// The status as which a response is opened: the first that is documented, where its own is a success that is not.
    pub(super) fn documented(&self, status: StatusCode) -> StatusCode {
        let first = self.documented_successes().next().filter(|_| self.is_undocumented_success(status));
        first.unwrap_or(status)
    }

    /// Whether a status is a redirection that the operation documents as its answer.
    pub(super) fn answers_with(&self, status: StatusCode) -> bool {
        status.is_redirection() && self.successes.contains(&status.as_u16())
    }

    /// Where the description has its responses, as an overlay's `target` says it: `$.paths['/contacts/{id}'].get.responses`.
    pub(super) fn in_document(&self) -> String {
        let (path, query) = (self.path.replace('\'', "\\'"), self.query);
        let separator = if query.is_empty() { "" } else { "?" };
        format!("$.paths['{path}{separator}{query}'].{}.responses", self.method.to_ascii_lowercase())
    }

    /// Pairs that are always in the query, escaped and joined by `&`.
    pub const fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    /// The server of this operation alone, absolute or relative to the base URL.
    pub const fn at(self, server: &'static str) -> Self {
        Self { server: Some(server), ..self }
    }

    /// The media types that the responses come in.
    pub const fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// One of these alternatives must be sent.
    pub const fn secured(self, accepted: &'static [Alternative]) -> Self {
        Self { accepted, anonymous: false, ..self }
    }

    /// One of these alternatives is sent if the client holds it.
    pub const fn optionally_secured(self, accepted: &'static [Alternative]) -> Self {
        Self { accepted, anonymous: true, ..self }
    }
}

/// Security schemes that are sent together.
#[derive(Debug, Clone, Copy)]
pub struct Alternative {
    pub(super) name: &'static str,
    pub(super) schemes: &'static [usize],
}

impl Alternative {
    /// The constructor of `Auth` and the schemes it gives.
    pub const fn new(name: &'static str, schemes: &'static [usize]) -> Self {
        Self { name, schemes }
    }
}
