//! Where requests go.
//!
//! Takes URLs of the vendor's description and of the user; gives the base URL of each request. Promises that a client which
//! was given a URL of the user's own never sends a request to another host that only the description names.

use super::fault::RequestError;
use super::percent;
use super::uri;
use http::Uri;
use std::borrow::Cow;
use std::fmt;

/// The base URL of a client: one that the vendor lists (`servers`), or any text.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: Cow<'static, str>,
    source: Source,
}

/// Where the base URL comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The description of the API: operations with servers of their own are sent to these.
    Listed,
    /// The user: all operations are sent there.
    Given,
}

impl BaseUrl {
    /// A server that the vendor lists.
    pub(crate) const fn listed(url: &'static str) -> Self {
        Self { text: Cow::Borrowed(url), source: Source::Listed }
    }

    /// A server that the vendor lists, its variables filled in.
    pub(crate) const fn filled(url: String) -> Self {
        Self { text: Cow::Owned(url), source: Source::Listed }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text without a slash at its end, and who says it.
    pub(super) fn checked(self) -> Result<(String, Source), &'static str> {
        let text = checked(&self.text, Query::Refused)?;
        Ok((text.trim_end_matches('/').to_owned(), self.source))
    }
}

impl From<&str> for BaseUrl {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for BaseUrl {
    fn from(text: &String) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for BaseUrl {
    fn from(text: String) -> Self {
        Self { text: Cow::Owned(text), source: Source::Given }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

/// A server that the vendor lists relative to where the API is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelativeUrl(pub(crate) &'static str);

impl RelativeUrl {
    /// The server of the API at this URL: `/v1` at `https://example.com` is `https://example.com/v1`.
    #[must_use]
    pub fn at(self, url: &str) -> BaseUrl {
        // What cannot be resolved is no URL, which building the client tells.
        resolved(url, self.0).unwrap_or_else(|| url.to_owned()).into()
    }
}

/// The base URL of an operation with a server of its own.
pub(super) fn of_operation(base: &str, source: Source, server: &str) -> Option<String> {
    if let Some(rest) = server.strip_prefix("//") {
        let scheme = base.split(':').next().unwrap_or_default();
        return of_operation(base, source, &format!("{scheme}://{rest}"));
    }
    let Some((scheme, _)) = server.split_once("://") else { return resolved(base, server) };
    // Credentials that were to go over TLS never go without.
    let is_safe = scheme != "http" || !base.starts_with("https:");
    let server = checked(server, Query::Refused).ok().filter(|_| is_safe && source == Source::Listed)?;
    Some(server.trim_end_matches('/').to_owned())
}

/// A URL that is given for one request, as path and query.
pub(super) fn receiver(url: &str) -> Result<(String, String), RequestError> {
    let url = checked(url, Query::Kept).map_err(|reason| RequestError::Url { reason: reason.to_owned() })?;
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    Ok((path.to_owned(), query.to_owned()))
}

/// A reference against a base that is a folder, whether or not it ends with a slash.
fn resolved(base: &str, reference: &str) -> Option<String> {
    let base: Uri = format!("{}/", base.trim_end_matches('/')).parse().ok()?;
    let url = uri::resolve(&base, reference)?.to_string();
    Some(url.trim_end_matches('/').to_owned())
}

/// Whether a URL may have a query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Query {
    Refused,
    Kept,
}

fn checked(text: &str, query: Query) -> Result<&str, &'static str> {
    let uri: Uri = text.parse().map_err(|_| "is not a URL")?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(_) => return Err("is neither `http` nor `https`"),
        None => return Err("is not absolute"),
    }
    if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return Err("has a user or password in it");
    }
    if percent::has_dot_segment(uri.path()) {
        return Err("has a segment `.` or `..` in its path");
    }
    match query {
        Query::Refused if text.contains(['?', '#']) => Err("has a query or a fragment"),
        Query::Kept if text.contains('#') => Err("has a fragment"),
        Query::Refused | Query::Kept => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_servers_of_their_own() {
        for (base, source, server, expected) in [
            ("https://a.example/v1", Source::Listed, "https://b.example/v2/", Some("https://b.example/v2")),
            ("https://a.example/v1", Source::Given, "https://b.example/v2", None),
            ("https://a.example/v1", Source::Listed, "http://b.example/v2", None),
            ("http://a.example/v1", Source::Listed, "http://b.example/v2", Some("http://b.example/v2")),
            ("https://a.example/v1", Source::Given, "/v2", Some("https://a.example/v2")),
            ("https://a.example/v1", Source::Given, "v2/", Some("https://a.example/v1/v2")),
            ("https://a.example/v1", Source::Given, "../v2", Some("https://a.example/v2")),
            ("https://a.example/v1", Source::Given, "//b.example", None),
            ("https://a.example/v1", Source::Listed, "ftp://b.example", None),
        ] {
            assert_eq!(of_operation(base, source, server).as_deref(), expected, "{base} {server}");
        }
    }

    #[test]
    fn relative_servers_are_resolved() {
        assert_eq!(RelativeUrl("/v1").at("https://a.example").as_str(), "https://a.example/v1");
        assert_eq!(RelativeUrl("/v1").at("https://a.example/x/").as_str(), "https://a.example/v1");
        assert_eq!(RelativeUrl("v1").at("https://a.example/x").as_str(), "https://a.example/x/v1");
        assert_eq!(RelativeUrl("/v1").at("no url").as_str(), "no url");
    }

    #[test]
    fn no_base_url_leaves_its_path() {
        for url in ["/v1/../x", "/v1/%2e%2E/x", "/.", "/a\\..\\x"] {
            let url = format!("https://a.example{url}");
            assert!(BaseUrl::from(url.as_str()).checked().is_err(), "{url}");
            assert!(BaseUrl::filled(url.clone()).checked().is_err(), "{url}");
            assert!(receiver(&url).is_err(), "{url}");
        }
        assert!(BaseUrl::from("https://a.example\\@b.example").checked().is_err());
    }

    #[test]
    fn receivers_may_have_a_query() {
        let pair = |path: &str, query: &str| Ok((path.to_owned(), query.to_owned()));
        assert_eq!(receiver("https://a.example/hook?x=1"), pair("https://a.example/hook", "x=1"));
        assert!(receiver("https://u:p@a.example/hook").is_err());
        assert!(receiver("/hook").is_err());
        assert!(receiver("https://a.example/hook#x").is_err());
    }
}
