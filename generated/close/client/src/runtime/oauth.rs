//! Tokens by OAuth 2 client credentials (RFC 6749 §4.4).
//!
//! Takes a client's id and secret; gives tokens. Promises that a token is asked for once, kept until shortly before it ends or is
//! refused, and that calls which wait for a new one share it.

use super::body::Body;
use super::boxed::{BoxError, BoxFuture};
use super::credential::{Credential, Secret, Token, TokenSource};
use super::error::Failure;
use super::exchange::receive;
use super::percent::{self, Escape};
use super::response::RawResponse;
use super::response::Unread;
use super::transport::Transport;
use http::{HeaderValue, Method, Request, Uri, header};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use types::runtime::shapes::Object;
use types::runtime::{Entries, Fields, MapAccess, SerializeMap, Shaped, Structure, slot};

/// The largest response of a token endpoint that is read.
const MAX_BODY: usize = 1 << 20;

/// How long before its end a token is no longer used.
const MARGIN: Duration = Duration::from_secs(30);

/// Gets tokens from a token endpoint by the client's own id and secret.
pub struct ClientCredentials {
    token_url: String,
    authorization: Credential,
    scopes: Vec<String>,
    held: Mutex<Option<Held>>,
}

struct Held {
    token: Secret,
    until: Option<Instant>,
}

impl ClientCredentials {
    /// Asks the endpoint at `token_url`.
    #[inline]
    pub fn new(token_url: &str, client_id: &str, client_secret: &str) -> Self {
        let encoded = |text| percent::encoded(text, Escape::AllButUnreserved);
        Self {
            token_url: token_url.to_owned(),
            authorization: Credential::basic(&encoded(client_id), &encoded(client_secret)),
            scopes: Vec::new(),
            held: Mutex::new(None),
        }
    }

    /// Asks for this scope too.
    #[must_use]
    #[inline]
    pub fn scope(mut self, scope: &str) -> Self {
        self.scopes.push(scope.to_owned());
        self
    }

    #[inline]
    async fn ask(&self, transport: &dyn Transport) -> Result<Held, BoxError> {
        let mut body = "grant_type=client_credentials".to_owned();
        if !self.scopes.is_empty() {
            body.push_str("&scope=");
            percent::write(&mut body, &self.scopes.join(" "), Escape::AllButUnreserved);
        }
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.token_url.parse::<Uri>()?;
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if let Credential::Header(name, value) = &self.authorization {
            headers.insert(name.clone(), value.clone());
        }
        let asked = Instant::now();
        let response = receive(transport.send(request).await?, MAX_BODY).await?;
        if !response.status.is_success() {
            return Err(Failure::unread(response, Unread::Undocumented).into());
        }
        let granted = read(&response)?;
        let seconds = granted.expires_in.and_then(|seconds| u64::try_from(seconds).ok());
        let until = seconds.and_then(|seconds| asked.checked_add(Duration::from_secs(seconds).saturating_sub(MARGIN)));
        Ok(Held { token: granted.access_token.into(), until })
    }
}

/// The fault of a response with a token does not show the response.
#[inline]
fn read(response: &RawResponse) -> Result<Granted, BoxError> {
    let fault = |path: &str| format!("the token endpoint answered {} with no token at {path}", response.status);
    response.decode::<Granted>().map_err(|error| fault(error.path()).into())
}

impl TokenSource for ClientCredentials {
    #[inline]
    fn token<'a>(&'a self, transport: &'a dyn Transport) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(async move {
            let mut held = self.held.lock().await;
            if let Some(Held { token, until }) = &*held
                && until.is_none_or(|until| Instant::now() < until)
            {
                return Ok(token.clone());
            }
            let new = self.ask(transport).await?;
            let token = new.token.clone();
            *held = Some(new);
            Ok(token)
        })
    }

    #[inline]
    fn refused(&self, token: &Secret) {
        // Whoever holds the lock is about to replace the token, or has just got one.
        if let Ok(mut held) = self.held.try_lock()
            && held.as_ref().is_some_and(|held| held.token == *token)
        {
            *held = None;
        }
    }
}

impl From<ClientCredentials> for Token {
    #[inline]
    fn from(source: ClientCredentials) -> Self {
        Self::Source(Arc::new(source))
    }
}

impl fmt::Debug for ClientCredentials {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("token_url", &self.token_url)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// RFC 6749 §5.1
struct Granted {
    access_token: String,
    expires_in: Option<i64>,
}

impl Structure for Granted {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let (mut access_token, mut expires_in) = (None, slot());
        entries.fill(&mut [("access_token", &mut access_token), ("expires_in", &mut expires_in)])?;
        Some(Self { access_token: access_token?, expires_in: expires_in.optional() })
    }

    fn write<M: SerializeMap>(&self, _: &mut Fields<M>) {}
}

impl Shaped for Granted {
    type Shape = Object;
}
