//! References between URLs (RFC 3986 §5).

use http::Uri;

/// Whether two URLs have scheme, host and port in common.
pub(super) fn same_origin(a: &Uri, b: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().or_else(|| (uri.scheme_str() == Some("http")).then_some(80)).unwrap_or(443);
    let user = |uri: &Uri| uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let host = |uri: &Uri| uri.host().unwrap_or("").to_ascii_lowercase();
    a.scheme() == b.scheme() && host(a) == host(b) && port(a) == port(b) && !user(b)
}

/// A URI reference against its base (RFC 3986 §5.2).
pub(super) fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or("");
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    let has_scheme = location.split(['/', '?']).next().is_some_and(|start| start.contains(':'));
    if has_scheme {
        return location.parse().ok();
    }
    if let Some(rest) = location.strip_prefix("//") {
        return format!("{scheme}://{rest}").parse().ok();
    }
    let (path, query) = match location.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (location, None),
    };
    let path = match path.chars().next() {
        None => base.path().to_owned(),
        Some('/') => without_dots(path),
        Some(_) => {
            let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{path}"))
        }
    };
    let query = query.or_else(|| location.is_empty().then(|| base.query()).flatten());
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{path}{query}").parse().ok()
}

/// RFC 3986 §5.2.4 for a path that begins with a slash.
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            plain => segments.push(plain),
        }
    }
    let folder =
        matches!(path.rsplit('/').next(), Some("." | "..")) && segments.last().is_none_or(|last| !last.is_empty());
    format!("/{}{}", segments.join("/"), if folder && !segments.is_empty() { "/" } else { "" })
}
