//! Who calls: credentials are found by the document's rules and judged by the user's authenticator.
//!
//! Takes the head of a request and what its operation accepts; lets it pass or gives a 401 or 403. Alternatives are tried in the
//! document's order until the authenticator accepts one. Never calls the authenticator without all secrets of an alternative.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use axum::http::{Extensions, HeaderMap, Method, StatusCode, Uri, request};

use super::credentials::{Access, Alternative, Anonymous, FromPresented, Scheme};
use super::operation::Operation;
use super::problem::Problem;

/// Decides whether credentials are right.
pub trait Authenticator<C>: Send + Sync + 'static {
    /// Judges the credentials of one request.
    fn authenticate(&self, credentials: C, attempt: Attempt<'_>) -> impl Future<Output = Verdict> + Send;
}

/// What is called, by whoever presents the credentials.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Scopes that the document asks for.
    pub scopes: &'static [&'static str],
    /// The request's method.
    pub method: &'a Method,
    /// The request's URL.
    pub uri: &'a Uri,
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// Handed on to the handler in its [`RequestContext`](super::RequestContext): put in who calls.
    pub extensions: &'a mut Extensions,
}

/// What an authenticator decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The request is handled.
    Allow,
    /// The credentials are wrong: 401.
    Unauthorized,
    /// The credentials are right, but not for this: 403.
    Forbidden,
    /// Nobody can tell just now: 503.
    Unavailable,
}

pub(super) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Lets a request pass, or not.
pub(super) trait Guard: Send + Sync {
    fn admit<'a>(
        &'a self,
        operation: &'a Operation,
        request: &'a mut request::Parts,
    ) -> BoxFuture<'a, Result<(), Problem>>;
}

/// The guard of an API without security.
pub(super) struct OpenGuard;

impl Guard for OpenGuard {
    fn admit<'a>(&'a self, _: &'a Operation, _: &'a mut request::Parts) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The guard that asks an authenticator.
pub(super) struct AuthenticatorGuard<A, C> {
    authenticator: A,
    credentials: PhantomData<fn() -> C>,
}

impl<A, C> AuthenticatorGuard<A, C> {
    pub(super) fn new(authenticator: A) -> Self {
        Self { authenticator, credentials: PhantomData }
    }
}

impl<A: Authenticator<C>, C: FromPresented + 'static> Guard for AuthenticatorGuard<A, C> {
    fn admit<'a>(
        &'a self,
        operation: &'a Operation,
        request: &'a mut request::Parts,
    ) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(async move {
            let (alternatives, anonymous) = match operation.access {
                Access::Open => return Ok(()),
                Access::Restricted(alternatives, anonymous) => (alternatives, anonymous),
            };
            let mut outcome = Outcome::NothingPresented;
            for alternative in alternatives {
                let presented = alternative.presented(request);
                let Some(credentials) =
                    presented.and_then(|mut presented| C::from_presented(alternative.index, &mut presented))
                else {
                    continue;
                };
                let attempt = Attempt {
                    operation,
                    scopes: alternative.scopes,
                    method: &request.method,
                    uri: &request.uri,
                    headers: &request.headers,
                    extensions: &mut request.extensions,
                };
                match self.authenticator.authenticate(credentials, attempt).await {
                    Verdict::Allow => return Ok(()),
                    Verdict::Unauthorized => outcome = outcome.max(Outcome::Wrong),
                    Verdict::Forbidden => outcome = outcome.max(Outcome::Insufficient),
                    Verdict::Unavailable => outcome = outcome.max(Outcome::Unknown),
                }
            }
            outcome.result(alternatives, anonymous)
        })
    }
}

/// What became of the alternatives so far; what is worth more to the caller comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    NothingPresented,
    Wrong,
    Insufficient,
    Unknown,
}

impl Outcome {
    fn result(self, alternatives: &[Alternative], anonymous: Anonymous) -> Result<(), Problem> {
        match (self, anonymous) {
            (Self::NothingPresented, Anonymous::Allowed) => Ok(()),
            (Self::NothingPresented, Anonymous::Refused) => {
                Err(Problem::unauthorized("credentials are missing", &challenges(alternatives)))
            }
            (Self::Wrong, _) => {
                Err(Problem::unauthorized("the credentials are not accepted", &challenges(alternatives)))
            }
            (Self::Insufficient, _) => {
                Err(Problem::new(StatusCode::FORBIDDEN, "the credentials do not allow this operation"))
            }
            (Self::Unknown, _) => {
                Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the credentials cannot be checked just now"))
            }
        }
    }
}

fn challenges(alternatives: &[Alternative]) -> Vec<String> {
    let schemes = alternatives.iter().flat_map(|alternative| alternative.schemes);
    let mut challenges = Vec::new();
    for challenge in schemes.copied().filter_map(Scheme::challenge) {
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    challenges
}
