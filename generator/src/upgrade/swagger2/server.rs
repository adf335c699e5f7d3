//! `host`, `basePath` and `schemes` as servers.
//!
//! Takes the fields of a document or an operation; gives its `servers`. A document without `schemes` is taken to be
//! served over HTTPS. Never makes a server of nothing.

use super::super::build;
use crate::node::{Entry, Map, Node};
use crate::source::Origin;

/// Where the API is.
pub(super) struct Host {
    host: Option<String>,
    base_path: Option<String>,
    origin: Option<Origin>,
}

impl Host {
    /// Takes the document's fields out.
    pub fn take(map: &mut Map) -> Self {
        let mut take = |key: &str| map.remove(key).map(|entry| entry.value);
        let (host, base_path) = (take("host"), take("basePath"));
        let text = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).map(str::to_owned);
        let origin = host.as_ref().or(base_path.as_ref()).map(|node| node.origin);
        Self { host: text(&host), base_path: text(&base_path), origin }
    }

    /// A server for each scheme; `None` where nothing is said.
    pub fn servers(&self, schemes: Option<&Entry>, object: Origin) -> Option<Node> {
        let base_path = self.base_path.as_deref().unwrap_or("").trim_end_matches('/');
        let server = |origin: Origin, url: &str| build::map(origin, [build::entry("url", build::text(origin, url))]);
        let Some(host) = &self.host else {
            let origin = self.origin?;
            let url = if base_path.is_empty() { "/" } else { base_path };
            return Some(build::list(origin, vec![server(origin, url)]));
        };
        let schemes = schemes.and_then(|entry| entry.value.as_list()).unwrap_or_default();
        let named = schemes.iter().filter_map(|scheme| Some((scheme.origin, scheme.as_str()?)));
        let mut servers: Vec<_> =
            named.map(|(origin, scheme)| server(origin, &format!("{scheme}://{host}{base_path}"))).collect();
        let origin = self.origin.unwrap_or(object);
        if servers.is_empty() {
            servers.push(server(origin, &format!("https://{host}{base_path}")));
        }
        Some(build::list(origin, servers))
    }
}
