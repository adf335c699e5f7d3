//! Names to addresses, for places that a server named.
//!
//! Takes a host; gives its addresses. Promises that none of them is private, whatever the name resolves to at that moment. Never judges the proxy that the
//! environment names.

use super::is_private;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Resolves hosts outside of private networks.
#[derive(Debug, Default)]
pub(super) struct Public(DefaultResolver);

impl Resolver for Public {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let is_proxy = config.proxy().is_some_and(|it| uri.host() == Some(it.host()));
        match found.iter().find(|it| !is_proxy && is_private(it.ip())) {
            None => Ok(found),
            Some(private) => {
                let why = format!("`{}` is at {}, a private address", uri.host().unwrap_or_default(), private.ip());
                Err(ureq::Error::Other(why.into()))
            }
        }
    }
}
