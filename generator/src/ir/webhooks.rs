//! Webhooks as they are sent: to one URL, told apart by what is in each request.

use super::{Name, Type};

/// The events that an API sends to one URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhooks {
    /// The header that says which event it is.
    pub header: Option<String>,
    /// Where the body says which event it is: keys from its root inwards. Beside a header it tells events of one name apart.
    pub property: Option<Vec<String>>,
    /// The events, each told from all others.
    pub events: Vec<WebhookEvent>,
    /// The variant of an event that is not documented, `Undocumented`.
    pub unknown: Name,
    /// How requests are signed.
    pub signature: Option<SignatureScheme>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEvent {
    /// Variant name: `LoanOverdue`.
    pub name: Name,
    /// The key of the webhook.
    pub webhook: String,
    /// What the header holds.
    pub header: Option<String>,
    /// What the property holds.
    pub property: Option<String>,
    /// The body, if there is one in JSON.
    pub body: Option<Type>,
}

/// How requests are signed, by HMAC-SHA256.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignatureScheme {
    /// What the rest changes.
    pub base: SignatureBase,
    /// Text before the signature in its header.
    pub prefix: Option<String>,
    /// Whether it is written in base64, and not in hexadecimal digits.
    pub base64: bool,
    /// What is signed: `{timestamp}.{body}`; the body alone unless said.
    pub signed: Option<String>,
    /// The header with the time of sending.
    pub timestamp: Option<String>,
    /// The header with the id of the message.
    pub id: Option<String>,
    /// How far the time of sending may be from now, in seconds.
    pub tolerance: Option<u64>,
}

/// A scheme of signatures that others are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureBase {
    /// That of Standard Webhooks.
    StandardWebhooks,
    /// The time of sending and the signature of both in this header: `t=1492774577,v1=5257a8…`.
    Fields(String),
    /// The signature of the body in this header.
    Header(String),
}

impl Default for SignatureBase {
    fn default() -> Self {
        Self::Header(String::new())
    }
}
