//! Answers from the document's examples.

mod contacts;

/// Answers each operation from the document's examples: with success, or with the status that the request
/// prefers (`Prefer: code=404`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Fake;

impl crate::Service for Fake {
    type Error = crate::runtime::Problem;
    type Identity = ();
}

/// The API as the document's examples show it, for whoever presents any credentials.
pub fn router() -> axum::Router {
    crate::router(Fake, crate::runtime::fake::AcceptAnyone(()))
}
