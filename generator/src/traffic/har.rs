//! HAR recordings (1.2).
//!
//! Takes the tree of a recording; gives its entries: what was requested and what was answered. Promises to leave out an entry that does not say its method and address, and what it
//! cannot read of others. Never decodes more of a body than base64.

use crate::node::Node;
use std::borrow::Cow;

/// One request and its answer.
#[derive(Debug)]
pub struct Entry<'t> {
    /// Its method, in capitals.
    pub method: String,
    /// Scheme and host; nothing where the address is a path alone.
    pub origin: Option<&'t str>,
    /// The path of the address, percent-encoded.
    pub path: &'t str,
    /// The query of the address, percent-encoded.
    pub query: &'t str,
    /// The value that is the address.
    pub url: &'t Node,
    /// Names and values of its headers.
    pub headers: Vec<Pair<'t>>,
    /// Names and values of its query, as they are listed.
    pub listed: Vec<Pair<'t>>,
    /// What was sent.
    pub sent: Option<Content<'t>>,
    /// The status; nothing where no answer came.
    pub status: Option<u16>,
    /// What came back.
    pub answered: Option<Content<'t>>,
}

/// A name with a value, which may be empty.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'t> {
    /// The name.
    pub name: &'t str,
    /// The value.
    pub value: &'t str,
    /// Where both stand.
    pub node: &'t Node,
}

/// A body.
#[derive(Debug)]
pub struct Content<'t> {
    /// Media type with its parameters; empty where it is not recorded.
    pub media_type: &'t str,
    /// Its text, where that was recorded.
    pub text: Option<Cow<'t, str>>,
    /// Whether anything came, recorded or not.
    pub has_bytes: bool,
    /// The fields of a form.
    pub fields: Vec<Pair<'t>>,
    /// Where it stands.
    pub node: &'t Node,
}

/// The entries of a recording; `None` where the tree is none.
pub fn entries(tree: &Node) -> Option<Vec<Entry<'_>>> {
    let entries = tree.get("log")?.get("entries")?.as_list()?;
    Some(entries.iter().filter_map(entry).collect())
}

fn entry(node: &Node) -> Option<Entry<'_>> {
    let (request, response) = (node.get("request")?, node.get("response")?);
    let url = request.get("url")?;
    let address = url.as_str()?.split('#').next()?;
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let slash = match address.find("://") {
        Some(at) => address.get(at + 3..)?.find('/').map_or(address.len(), |it| it + at + 3),
        None => 0,
    };
    let (origin, path) = address.split_at_checked(slash)?;
    let status = response.get("status").and_then(Node::as_number).and_then(|it| u16::try_from(it.as_i128()?).ok());
    Some(Entry {
        method: text(request, "method")?.to_ascii_uppercase(),
        origin: Some(origin).filter(|it| !it.is_empty()),
        path,
        query,
        url,
        headers: pairs(request, "headers"),
        listed: pairs(request, "queryString"),
        sent: request.get("postData").map(content),
        // A request that was given up has the status 0.
        status: status.filter(|it| *it > 0),
        answered: response.get("content").map(content),
    })
}

fn text<'t>(node: &'t Node, key: &str) -> Option<&'t str> {
    node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty())
}

fn pairs<'t>(node: &'t Node, key: &str) -> Vec<Pair<'t>> {
    let list = node.get(key).and_then(Node::as_list).unwrap_or(&[]);
    let pair =
        |node: &'t Node| Some(Pair { name: text(node, "name")?, value: text(node, "value").unwrap_or(""), node });
    list.iter().filter_map(pair).collect()
}

fn content(node: &Node) -> Content<'_> {
    let written = text(node, "text");
    let text = match text(node, "encoding") {
        Some("base64") => written.and_then(unbase64).and_then(|it| String::from_utf8(it).ok()).map(Cow::Owned),
        Some(_) => None,
        None => written.map(Cow::Borrowed),
    };
    let size = node.get("size").and_then(Node::as_number).and_then(|it| it.as_i128());
    Content {
        media_type: self::text(node, "mimeType").unwrap_or(""),
        has_bytes: written.is_some() || size.is_some_and(|it| it > 0),
        text,
        fields: pairs(node, "params"),
        node,
    }
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u8);
    for byte in text.bytes().filter(|it| !it.is_ascii_whitespace() && *it != b'=') {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(sextet);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::unbase64;

    #[test]
    fn base64_is_read() {
        assert_eq!(unbase64("eyJhIjoxfQ==").as_deref(), Some(&b"{\"a\":1}"[..]));
        assert_eq!(unbase64("a*"), None);
    }
}
