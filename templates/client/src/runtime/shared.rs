//! What all calls of a client share, and what a call is while it is being made.
//!
//! The settings say how failed requests are sent again, and a request knows the settings: both are declared here, and what is done with them
//! stands above.

use super::base_url::{self, Source};
use super::body::Body;
use super::boxed::BoxFuture;
use super::credential::Credentials;
use super::error::Failure;
use super::excerpt::Hidden;
use super::fault::RequestError;
use super::mismatch::Observer;
use super::multipart::Multipart;
use super::redirect::Redirects;
use super::route::Route;
use super::transport::{ResponseBody, Transport};
use super::value::Value;
use http::{HeaderMap, Response};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use types::runtime::reading::Mode;

/// What all calls of a client share.
pub struct Core {
    /// Without a slash at its end.
    pub(super) base_url: String,
    pub(super) source: Source,
    pub(super) servers: Servers,
    pub(super) headers: HeaderMap,
    /// Pairs of every query, escaped.
    pub(super) query: Vec<String>,
    pub(super) retry: Option<Arc<dyn Tries>>,
    pub(super) credentials: Credentials,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timeout: Duration,
    pub(super) max_body: usize,
    pub(super) hidden: Hidden,
    pub(super) mode: Mode,
    pub(super) observer: Option<Observer>,
    pub(super) parameters: Vec<Value>,
}

/// Which servers operations are sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Servers {
    /// To their own, where they have some.
    Own,
    /// To the base URL.
    One,
}

impl Core {
    /// The base URL of an operation.
    pub(super) fn base_url(&self, route: &Route) -> String {
        let own = route.server.filter(|_| self.servers == Servers::Own);
        let own = own.and_then(|server| base_url::of_operation(&self.base_url, self.source, server));
        own.unwrap_or_else(|| self.base_url.clone())
    }

    /// A parameter of the whole client, by its number; null where it was not given.
    pub fn parameter(&self, number: usize) -> &Value {
        self.parameters.get(number).unwrap_or(&Value::Null)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

/// A request while it is being written.
#[derive(Clone)]
pub struct Draft {
    pub(super) core: Arc<Core>,
    pub(super) route: &'static Route,
    pub(super) timeout: Duration,
    pub(super) retry: Option<Arc<dyn Tries>>,
    pub(super) redirects: Redirects,
    /// Instead of the operation's base URL.
    pub(super) url: Option<String>,
    /// Instead of the operation's URL, parameters and all.
    pub(super) place: Option<String>,
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: Vec<(&'static str, String)>,
    /// Pairs that no parameter stands for, escaped.
    pub(super) pairs: Vec<String>,
    pub(super) cookies: Vec<(&'static str, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    pub(super) parts: Option<Multipart>,
    pub(super) fault: Option<RequestError>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.route.method, self.route.path)
    }
}

/// What a client does about failures: [`Retry`], for those that have one.
pub(super) trait Tries: Send + Sync {
    /// Sends a request until its response is the last.
    fn send(&self, draft: Draft) -> BoxFuture<'_, Result<Response<ResponseBody>, Failure>>;
}
