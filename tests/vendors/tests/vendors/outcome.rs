//! How a call of any vendor's client ended, in one type, so that one table of cases serves all of them.

use std::fmt::Debug;
use std::time::Duration;

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Value,
    Api(u16),
    Unexpected { status: u16, body: String },
    Decode { status: u16, path: String },
    Transport,
    Timeout,
    BodyTooLarge(u16),
    Other(String),
}

macro_rules! outcomes {
    ($($client:ident)*) => {$(
        impl<T, E: Debug> From<Result<T, $client::CallError<E>>> for Outcome {
            fn from(result: Result<T, $client::CallError<E>>) -> Self {
                use $client::ErrorKind;
                let error = match result {
                    Ok(_) => return Self::Value,
                    Err(error) => error,
                };
                assert!(error.to_string().len() < 2_000, "what is told of a response has a bound: {error}");
                let status = error.status().map_or(0, |status| status.as_u16());
                match &error.kind {
                    ErrorKind::Api(_) => Self::Api(status),
                    ErrorKind::Unexpected(_) => {
                        let body = error.response().map_or(&b""[..], |response| &response.body);
                        Self::Unexpected { status, body: String::from_utf8_lossy(body).into_owned() }
                    }
                    ErrorKind::Decode(fault) => Self::Decode { status, path: fault.path.clone() },
                    ErrorKind::Transport(_) => Self::Transport,
                    ErrorKind::Timeout(_) => Self::Timeout,
                    ErrorKind::BodyTooLarge { .. } => Self::BodyTooLarge(status),
                    _ => Self::Other(error.to_string()),
                }
            }
        }
    )*};
}

outcomes!(chatwoot_client close_client libredesk_client linq_client wethod_client);

/// A client of each vendor, all of the same server.
pub struct Clients {
    chatwoot: chatwoot_client::Client,
    close: close_client::Client,
    libredesk: libredesk_client::Client,
    linq: linq_client::Client,
    wethod: wethod_client::Client,
}

impl Clients {
    /// Clients of the server at `url`.
    pub fn new(url: &str, timeout: Duration, max_body: usize) -> Self {
        let chatwoot = chatwoot_client::Client::builder(url).auth(chatwoot_client::Auth::user_api_key("key"));
        let close = close_client::Client::builder(url).auth(close_client::Auth::api_key("key"));
        let libredesk = libredesk_client::Client::builder(url).auth(libredesk_client::Auth::token("key", "secret"));
        let linq = linq_client::Client::builder(url).auth(linq_client::Auth::api_key("key"));
        let wethod = wethod_client::Client::builder(url, "acme", "1").auth(wethod_client::Auth::personal_token("key"));
        Self {
            chatwoot: chatwoot.timeout(timeout).max_body(max_body).build().unwrap(),
            close: close.timeout(timeout).max_body(max_body).build().unwrap(),
            libredesk: libredesk.timeout(timeout).max_body(max_body).build().unwrap(),
            linq: linq.timeout(timeout).max_body(max_body).build().unwrap(),
            wethod: wethod.timeout(timeout).max_body(max_body).build().unwrap(),
        }
    }

    /// How a call of each ends, by the vendor's name.
    pub async fn call(&self) -> [(&'static str, Outcome); 5] {
        let (chatwoot, close, libredesk, linq, wethod) = tokio::join!(
            self.chatwoot.contacts().contact_details(1, 42).send(),
            self.close.contacts().get_contact("42").send(),
            self.libredesk.contacts().get_contact("42").send(),
            self.linq.contacts().get_contact(42).send(),
            self.wethod.contacts().get_contact(42).send(),
        );
        [
            ("chatwoot", chatwoot.into()),
            ("close", close.into()),
            ("libredesk", libredesk.into()),
            ("linq", linq.into()),
            ("wethod", wethod.into()),
        ]
    }
}
