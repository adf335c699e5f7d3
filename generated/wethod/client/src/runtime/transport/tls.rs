//! TLS by rustls.
//!
//! Gives what reqwest needs to connect over TLS: certificates are judged by the platform's verifier, cryptography is what the
//! process has installed for rustls or else ring's. Never installs anything for the process.

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;

/// The configuration, which offers HTTP/2 and HTTP/1.1.
///
/// # Errors
/// When the platform has no certificates to trust, or the provider that was installed cannot do TLS 1.2 or 1.3.
pub fn config() -> Result<ClientConfig, rustls::Error> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.with_platform_verifier()?.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
