//! Answers from the document's examples.

mod contacts;

/// Has no method of its own, so that routers answer for it from the document's examples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fake;

impl crate::Service for Fake {
    type Error = crate::runtime::Problem;
    type Identity = ();
}

impl crate::contacts::Contacts for Fake {}

/// The API as the document's examples show it, for whoever presents any credentials.
pub fn router() -> axum::Router {
    routes().into_router()
}

/// The API as the document's examples show it, for whoever presents any credentials: for a router with settings.
pub fn routes() -> crate::runtime::Routes<()> {
    let fake = std::sync::Arc::new(Fake);
    let mut routes = crate::runtime::Routes::guarded::<
        crate::Credentials,
    >(crate::runtime::fake::AcceptAnyone(()))
        .on_unimplemented(example);
    crate::contacts::add_routes(&mut routes, &fake);
    routes
}

/// What answers an operation that no method implements, from the document's examples: success, or the status that the
/// request prefers (`Prefer: code=404`), in the media type that it accepts; of several examples the first, or the one that it
/// names (`Prefer: example=empty`). For `Routes::on_unimplemented`.
pub fn example(
    operation: &crate::runtime::Operation,
    headers: &axum::http::HeaderMap,
) -> Option<axum::response::Response> {
    crate::runtime::fake::find(operation, headers, &[contacts::EXAMPLES])
}
