//! TLS by rustls.
//!
//! Gives what hyper needs to connect over TLS: certificates are judged by the platform's verifier, cryptography is what the
//! process has installed for rustls or else ring's. Never installs anything for the process.

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;

/// The configuration; which versions of HTTP are offered is the transport's to say.
///
/// # Errors
/// When the platform has no certificates to trust, or the provider that was installed cannot do TLS 1.2 or 1.3.
pub fn config() -> Result<ClientConfig, rustls::Error> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_platform_verifier()?.with_no_client_auth())
}
