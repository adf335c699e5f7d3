//! The network: one resource from its address.
//!
//! Takes an address and what is known of its last state; gives the bytes, or that nothing changed. Promises `https` (plain HTTP to the machine itself alone), that a redirect
//! leads to no private address unless it stays at the origin that was named, and a bound on size and time. Never sends credentials, and never writes.

mod address;
mod resolve;

pub use address::{Address, is_private};

use resolve::Public;
use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// What is asked for, the most wanted first.
const WANTED: &str =
    "application/yaml, application/json, text/markdown;q=0.9, text/plain;q=0.8, text/html;q=0.7, */*;q=0.5";

/// What one resource may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text, after decompression.
    pub bytes: u64,
    /// Time for all of it, redirects too.
    pub time: Duration,
}

/// What a server said of the state that it sent, to ask whether it changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as it was sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as it was sent.
    pub last_modified: Option<String>,
}

/// A server's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is as it was when the validators were sent.
    Unchanged,
    /// It is this.
    Body {
        /// The bytes, decompressed.
        bytes: Vec<u8>,
        /// How to ask for it the next time.
        validators: Validators,
        /// Whether it is called a page of HTML.
        is_html: bool,
    },
}

/// Why a resource is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The address is no address that may be asked, and why.
    Address(String),
    /// A redirect leads where none may, and why.
    Redirect(String),
    /// The status is no success.
    Status(u16),
    /// It has more bytes.
    TooLarge(u64),
    /// It takes longer.
    TooSlow(Duration),
    /// The connection, TLS or the message is at fault.
    Broken(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => f.write_str(why),
            Self::Redirect(why) => write!(f, "a redirect is not followed: {why}"),
            Self::Status(status) => write!(f, "the server answers with status {status}"),
            Self::TooLarge(bytes) => write!(f, "it has more than {bytes} bytes, and no more are read"),
            Self::TooSlow(time) => write!(f, "it is not there after {} seconds", time.as_secs_f32()),
            Self::Broken(why) => f.write_str(why),
        }
    }
}

/// Asks servers.
#[derive(Debug)]
pub struct Fetcher {
    limits: Limits,
    /// For addresses that the caller names.
    named: Agent,
    /// For addresses that a server names.
    led_to: Agent,
}

impl Fetcher {
    /// With these limits for each resource.
    pub fn new(limits: Limits) -> Self {
        let config = || {
            Agent::config_builder()
                .max_redirects(0)
                .max_redirects_will_error(false)
                .http_status_as_error(false)
                .user_agent(concat!("specwright/", env!("CARGO_PKG_VERSION")))
                .tls_config(
                    TlsConfig::builder()
                        .root_certs(RootCerts::PlatformVerifier)
                        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
                        .build(),
                )
                .build()
        };
        let led_to = Agent::with_parts(config(), DefaultConnector::default(), Public::default());
        Self { limits, named: Agent::new_with_config(config()), led_to }
    }

    /// Asks for a resource.
    ///
    /// # Errors
    /// When it is not there whole, or may not be asked for.
    pub fn get(&self, address: &str, known: &Validators) -> Result<Answer, Fault> {
        let until = Instant::now() + self.limits.time;
        let first = Address::parse(address).map_err(Fault::Address)?;
        let mut at = first.clone();
        for _ in 0..=MOST_REDIRECTS {
            let agent = if at.same_origin(&first) { &self.named } else { &self.led_to };
            let left = until.checked_duration_since(Instant::now()).filter(|it| !it.is_zero());
            let left = left.ok_or(Fault::TooSlow(self.limits.time))?;
            let mut request = agent.get(at.text()).header(ACCEPT, WANTED);
            for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let sent = request.config().timeout_global(Some(left)).build().call();
            let answer = sent.map_err(|error| self.fault(&error))?;
            match answer.status().as_u16() {
                200 => return self.body(answer),
                304 if *known != Validators::default() => return Ok(Answer::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let target = text(answer.headers(), &LOCATION);
                    let target = target.ok_or_else(|| Fault::Redirect("it says not where to".to_owned()))?;
                    at = at.follow(&target, &first).map_err(Fault::Redirect)?;
                }
                status => return Err(Fault::Status(status)),
            }
        }
        Err(Fault::Redirect(format!("there are more than {MOST_REDIRECTS}")))
    }

    fn body(&self, answer: ureq::http::Response<ureq::Body>) -> Result<Answer, Fault> {
        let (head, body) = answer.into_parts();
        let mut bytes = Vec::new();
        let read = body.into_reader().take(self.limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
        if let Err(error) = read {
            return Err(match error.get_ref().and_then(|it| it.downcast_ref::<ureq::Error>()) {
                Some(ureq::Error::Timeout(_)) => Fault::TooSlow(self.limits.time),
                None if error.kind() == std::io::ErrorKind::TimedOut => Fault::TooSlow(self.limits.time),
                _ => Fault::Broken(format!("it does not come whole: {error}")),
            });
        }
        if bytes.len() as u64 > self.limits.bytes {
            return Err(Fault::TooLarge(self.limits.bytes));
        }
        let validators =
            Validators { etag: text(&head.headers, &ETAG), last_modified: text(&head.headers, &LAST_MODIFIED) };
        let is_html = text(&head.headers, &CONTENT_TYPE).is_some_and(|it| it.to_ascii_lowercase().contains("html"));
        Ok(Answer::Body { bytes, validators, is_html })
    }

    fn fault(&self, error: &ureq::Error) -> Fault {
        match error {
            ureq::Error::Timeout(_) => Fault::TooSlow(self.limits.time),
            // The resolver's own words.
            ureq::Error::Other(why) => Fault::Redirect(why.to_string()),
            error => Fault::Broken(error.to_string()),
        }
    }
}

/// A header that is text of one line and of a length that a record can hold.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= 2_000).then(|| value.to_owned())
}
