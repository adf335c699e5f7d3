//! What the operations of this crate share: requests, responses, errors, credentials and transports.
//!
//! Takes operations as data ([`Operation`], [`Route`]); gives [`Call`]s that can be awaited. Promises that no byte a server sends
//! panics, that a response is bounded in size and time (one that is read as it arrives: each item, and each wait), and that secrets are neither shown by `Debug` nor sent to another
//! origin. Never repeats a request unless told to. What many programs have no use for (streams, multipart bodies, tokens, retries) is
//! `inline`, so that it is compiled for those that have.

mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod boxed;
mod builder;
mod call;
mod crate_error;
mod credential;
mod draft;
mod encoding;
mod environment;
mod error;
mod excerpt;
mod exchange;
mod fault;
pub mod header;
mod items;
mod mismatch;
mod multipart;
mod oauth;
mod operation;
mod page_body;
mod pages;
mod paging;
mod percent;
mod random;
mod redirect;
mod response;
mod retry;
mod retry_after;
mod route;
mod shared;
#[cfg(feature = "tracing")]
mod span;
mod stream;
mod style;
mod timeout;
mod transport;
mod uri;
mod value;

pub use base_url::{BaseUrl, RelativeUrl};
pub use body::Body;
pub use boxed::{BoxError, BoxFuture};
pub use builder::Builder;
pub use call::Call;
pub use crate_error::{Documented, Error};
pub use credential::{Credential, Credentials, Secret, Token, TokenSource};
pub use draft::JsonText;
pub use encoding::Encoding;
pub use environment::MissingVariables;
pub(crate) use environment::variables;
pub use error::{CallError, ErrorKind};
pub use excerpt::Hidden;
pub use exchange::Arriving;
pub use fault::{BuildError, DecodeError, MissingCredential, RequestError, TransportError};
pub use header::{HeaderError, HeaderFormat};
pub use items::Items;
pub use mismatch::{Mismatch, MismatchKind};
pub use multipart::{Part, ResponsePart};
pub use oauth::ClientCredentials;
pub use operation::{InParts, Opened, Operation, Read, Streamed, failure};
pub use pages::{Page, Paged, PagedItems, Pages};
pub use paging::Paging;
pub use redirect::Redirects;
pub use response::{RawResponse, Response, Unread};
pub use retry::Retry;
pub use route::{Alternative, Route};
pub use shared::{Core, Draft};
pub use stream::{Chunks, EventStream, ItemDecodeError, JsonLines, StreamError};
pub use style::Format;
#[cfg(feature = "hyper")]
pub use transport::HyperTransport;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{ResponseBody, Transport};
#[cfg(feature = "tower")]
pub use transport::{TowerTransport, TransportService};
pub use types::runtime::sequence::Event;
pub use value::{NoValue, Value};
