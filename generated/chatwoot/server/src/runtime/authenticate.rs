//! Authentication: credentials are found by the document's rules and judged by the service's authenticator.
//!
//! Takes the head of a request and what its operation accepts; gives the identity of the caller, or a 401 or 403. Alternatives are
//! tried in the document's order until the authenticator accepts one. Never calls the authenticator without all secrets of an
//! alternative, and never takes a caller who presents something that cannot be read for one who presents nothing.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Uri, request};

use super::credentials::{Alternative, FromPresented, Scheme, Sent};
use super::operation::Operation;
use super::problem::Problem;

/// Decides whether credentials are valid, and who presents them.
pub trait Authenticator<C>: Send + Sync + 'static {
    /// The identity of the caller, as methods of the service receive it.
    type Identity: Send + 'static;

    /// Judges the credentials of one request.
    fn authenticate(
        &self,
        credentials: C,
        attempt: Attempt<'_>,
    ) -> impl Future<Output = Verdict<Self::Identity>> + Send;
}

/// The call for which credentials are judged.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Scopes that the document requires.
    pub scopes: &'static [&'static str],
    /// The request's method.
    pub method: &'a Method,
    /// The request's URL.
    pub uri: &'a Uri,
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// What later layers and the handler find in their [`RequestContext`](super::RequestContext).
    pub extensions: &'a mut Extensions,
}

/// What an authenticator decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<I> {
    /// The request is handled for this caller.
    Allow(I),
    /// The request is handled for this caller where these scopes hold all that the operation asks for: otherwise 403. The handler
    /// finds them in its [`RequestContext`](super::RequestContext), as [`GrantedScopes`].
    AllowScopes(I, Vec<String>),
    /// The credentials are wrong: 401.
    Unauthorized,
    /// The credentials are valid and do not permit this operation: 403.
    Forbidden,
    /// The credentials cannot be checked at the moment: 503.
    Unavailable,
}

/// The scopes that the caller's credentials grant, in the extensions of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedScopes(pub Vec<String>);

pub(super) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Finds out who calls.
pub(super) trait Guard<I>: Send + Sync {
    /// The caller, by one of the alternatives.
    fn identify<'a>(
        &'a self,
        operation: &'a Operation,
        alternatives: &'a [Alternative],
        request: &'a mut request::Parts,
    ) -> BoxFuture<'a, Result<I, Refusal>>;
}

/// The guard where nobody can be known.
pub(super) struct OpenGuard;

impl<I: Send + 'static> Guard<I> for OpenGuard {
    fn identify<'a>(
        &'a self,
        _: &'a Operation,
        _: &'a [Alternative],
        _: &'a mut request::Parts,
    ) -> BoxFuture<'a, Result<I, Refusal>> {
        Box::pin(std::future::ready(Err(Refusal::Wrong)))
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

impl<A: Authenticator<C>, C: FromPresented + 'static> Guard<A::Identity> for AuthenticatorGuard<A, C> {
    fn identify<'a>(
        &'a self,
        operation: &'a Operation,
        alternatives: &'a [Alternative],
        request: &'a mut request::Parts,
    ) -> BoxFuture<'a, Result<A::Identity, Refusal>> {
        Box::pin(async move {
            let mut refusal = Refusal::NothingPresented;
            for alternative in alternatives {
                let mut presented = match alternative.presented(request) {
                    Sent::Nothing => continue,
                    Sent::Incomplete => {
                        refusal = refusal.max(Refusal::Incomplete);
                        continue;
                    }
                    Sent::Whole(presented) => presented,
                };
                let Some(credentials) = C::from_presented(alternative.index, &mut presented) else { continue };
                let attempt = Attempt {
                    operation,
                    scopes: alternative.scopes,
                    method: &request.method,
                    uri: &request.uri,
                    headers: &request.headers,
                    extensions: &mut request.extensions,
                };
                match self.authenticator.authenticate(credentials, attempt).await {
                    Verdict::Allow(identity) => return Ok(identity),
                    Verdict::AllowScopes(identity, granted) => {
                        if alternative.scopes.iter().all(|scope| granted.iter().any(|granted| granted == scope)) {
                            request.extensions.insert(GrantedScopes(granted));
                            return Ok(identity);
                        }
                        refusal = refusal.max(Refusal::Insufficient(alternative.scopes));
                    }
                    Verdict::Unauthorized => refusal = refusal.max(Refusal::Wrong),
                    Verdict::Forbidden => refusal = refusal.max(Refusal::Insufficient(&[])),
                    Verdict::Unavailable => refusal = refusal.max(Refusal::Unknown),
                }
            }
            Err(refusal)
        })
    }
}

/// Why nobody was let pass; what is worth more to the caller comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusal {
    /// There are no credentials at all.
    NothingPresented,
    /// There is something, but no alternative in full.
    Incomplete,
    /// The authenticator does not accept them.
    Wrong,
    /// They are accepted, but lack these scopes, or are not for this.
    Insufficient(&'static [&'static str]),
    /// The authenticator cannot tell.
    Unknown,
}

impl Refusal {
    /// What the caller is told.
    pub(super) fn problem(self, alternatives: &[Alternative]) -> Problem {
        let unauthorized = |detail| Problem::unauthorized(detail, &challenges(alternatives));
        match self {
            Self::NothingPresented => unauthorized("credentials are missing"),
            Self::Incomplete => unauthorized("the credentials are incomplete or not written as they must be"),
            Self::Wrong => unauthorized("the credentials are not accepted"),
            Self::Insufficient(scopes) => {
                let problem = Problem::new(StatusCode::FORBIDDEN, "the credentials do not allow this operation");
                let mut schemes = alternatives.iter().flat_map(|alternative| alternative.schemes);
                if scopes.is_empty() || !schemes.any(|scheme| matches!(scheme, Scheme::Bearer)) {
                    return problem;
                }
                // RFC 6750 §3.1
                let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes.join(" "));
                problem.with_text_header(WWW_AUTHENTICATE, &challenge)
            }
            Self::Unknown => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the credentials cannot be checked just now")
            }
        }
    }
}

/// What a 401 asks for.
pub(super) fn challenges(alternatives: &[Alternative]) -> Vec<String> {
    let schemes = alternatives.iter().flat_map(|alternative| alternative.schemes);
    let mut challenges = Vec::new();
    for challenge in schemes.copied().filter_map(Scheme::challenge) {
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    challenges
}
