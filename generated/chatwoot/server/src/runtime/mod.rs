//! What every generated server needs: routing, decoding of requests, credentials, responses.
//!
//! Takes a table of [`Operation`]s with a handler each, and who may call them; gives an [`axum::Router`]. Promises that a handler sees only requests
//! that fit the document, that everything else is answered with an RFC 9457 problem, and that no request panics.
//! Never logs, and never looks at anything but the request.

mod accept;
mod authenticate;
mod body;
mod choice;
mod conformance;
mod context;
mod credentials;
mod encoding;
#[cfg(feature = "fake")]
pub mod fake;
mod fault;
mod how;
mod input;
mod items;
mod multipart;
mod operation;
mod parameter;
mod percent;
mod pointer;
mod problem;
mod response;
mod routes;
mod stream;
mod style;
mod template;
mod tree;
mod value;
mod whole_part;
mod wire;

pub use accept::Accepted;
pub use authenticate::{Attempt, Authenticator, GrantedScopes, Verdict};
pub use conformance::Deviation;
pub use context::RequestContext;
pub use credentials::{Alternative, FromPresented, KeyLocation, Part, Presented, Scheme, equal_in_constant_time};
pub use encoding::Encoding;
pub use input::{FromInput, Input};
pub use items::Items;
pub use multipart::{Part as BodyPart, PartHeaders};
pub use operation::{Documented, Operation, Sign};
pub use parameter::{Explode, Location, Parameter, Shape, Style};
pub use problem::{InputError, Place, Problem, not_implemented};
pub use response::ResponseDraft;
pub use routes::Routes;
pub use stream::{EventStream, ItemError, JsonLines};
pub use types::runtime::sequence::Event;
