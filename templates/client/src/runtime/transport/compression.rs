//! Responses that come compressed.
//!
//! Takes a transport; gives one that asks for the encodings whose features are on, and gives bodies as they were before they were compressed, so that
//! limits hold for what they become. Never asks where a request says itself what it accepts.

use super::service::TransportService;
use super::{ResponseBody, Transport};
use crate::runtime::body::Body;
use crate::runtime::boxed::BoxFuture;
use crate::runtime::fault::TransportError;
use http_body_util::BodyExt;
use std::sync::Arc;
use tower_http::decompression::Decompression;
use tower_service::Service;

/// Sends by another transport.
pub struct Decompressing(Decompression<TransportService>);

impl Decompressing {
    /// Sends by `transport`.
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self(Decompression::new(TransportService::of(transport)))
    }
}

impl Transport for Decompressing {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        if request.headers().contains_key(http::header::ACCEPT_ENCODING) {
            return Box::pin(self.0.get_ref().clone().call(request));
        }
        let sent = self.0.clone().call(request);
        Box::pin(async move { Ok(sent.await?.map(BodyExt::boxed_unsync)) })
    }
}
