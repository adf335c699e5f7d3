//! The servers of an operation.
//!
//! Takes the list that the page prints without schemes and the URL of the code samples; gives the servers whose whole URL is
//! known. Promises that the first server has the scheme that a sample shows, and that the others are told to be taken to have the same. Never takes the
//! placeholder host of a page without servers.

use std::ops::Range;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Node;
use crate::page::nodes;
use crate::source::Provenance;

use super::inline::unescape;
use super::page::Page;
use super::sample::Request;

/// The `servers` of the operation, where any is known.
pub fn read(
    page: Page<'_>,
    items: &[Range<usize>],
    path: &str,
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let mut servers = Vec::new();
    let mut scheme: Option<String> = None;
    for (index, item) in items.iter().enumerate() {
        let text = page.slice(item);
        let (description, url) = text.rsplit_once(' ').unwrap_or(("", text));
        let shown = unescape(url);
        let Some(base) = shown.strip_suffix(path) else { continue };
        let sample = request.url.as_ref().map(|(url, _)| url.as_str()).filter(|_| index == 0);
        let span = page.span(item);
        let known = if base.starts_with('/') || base.is_empty() {
            let relative = if base.is_empty() { "/" } else { base };
            Some((relative.to_owned(), Vec::new(), Provenance::Page))
        } else if let Some((url, variables)) = sample.and_then(|sample| with_scheme(sample, base)) {
            scheme = url.split_once("://").map(|(scheme, _)| scheme.to_owned());
            Some((url, variables, Provenance::Inferred))
        } else {
            let like_the_first = scheme.as_ref().filter(|_| is_public(base));
            let told = match like_the_first {
                Some(scheme) => format!(
                    "the page shows the server `{base}` without its scheme, which is taken to be that of the first, `{scheme}`"
                ),
                None => format!("the page shows the server `{base}` without its scheme, and no code sample uses it"),
            };
            let help = if like_the_first.is_some() {
                "correct the server by an overlay if it has another"
            } else {
                "add the server to `servers` by an overlay"
            };
            diagnostics.report(Diagnostic::new(&code::SERVER_INCOMPLETE, span, told).help(help));
            like_the_first.map(|scheme| (format!("{scheme}://{base}"), Vec::new(), Provenance::Inferred))
        };
        let Some((url, variables, provenance)) = known else { continue };
        // A host that is listed twice has two schemes, of which the second is not known.
        if servers.iter().any(|server: &Node| server.get("url").and_then(Node::as_str) == Some(&url)) {
            continue;
        }
        let mut entries = vec![nodes::string("url", span, provenance, &url)];
        if !description.trim().is_empty() {
            entries.push(nodes::string("description", span, Provenance::Page, &unescape(description.trim())));
        }
        if !variables.is_empty() {
            let variables = variables.iter().map(|(name, value)| {
                let default = nodes::string("default", span, Provenance::Inferred, value);
                nodes::entry(name, nodes::map(span, Provenance::Inferred, [default]))
            });
            entries.push(nodes::entry("variables", nodes::map(span, Provenance::Inferred, variables)));
        }
        servers.push(nodes::map(span, provenance, entries));
    }
    let first = servers.first()?.span();
    Some(nodes::list(first, Provenance::Page, servers))
}

/// Whether a host is one of the net, as those of a vendor are: machines at home speak other schemes.
fn is_public(base: &str) -> bool {
    let host = base.split('/').next().unwrap_or(base);
    let last = host.rsplit('.').next().unwrap_or(host);
    host.contains('.')
        && !host.contains(['{', '}', ':', '@'])
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && last != "local"
}

/// The base with the scheme that the sample has, and what its variables stand for there.
fn with_scheme(sample: &str, base: &str) -> Option<(String, Vec<(String, String)>)> {
    let (scheme, rest) = sample.split_once("://")?;
    if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte)) {
        return None;
    }
    let variables = fill(base, rest)?;
    Some((format!("{scheme}://{base}"), variables))
}

/// What the variables of a template stand for at the start of `text`; `None` where it does not begin so.
fn fill(template: &str, text: &str) -> Option<Vec<(String, String)>> {
    let mut variables = Vec::new();
    let mut template = template;
    let mut text = text;
    while let Some((literal, rest)) = template.split_once('{') {
        text = text.strip_prefix(literal)?;
        let (name, after) = rest.split_once('}')?;
        let next = after.chars().next().unwrap_or('/');
        let end = text.find(next)?;
        variables.push((name.to_owned(), text.get(..end)?.to_owned()));
        text = text.get(end..)?;
        template = after;
    }
    text.strip_prefix(template).map(|_| variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_completes_the_base() {
        let (url, variables) =
            with_scheme("https://eu.x.example/v1/pets/1", "{region}.x.example/v1").expect("a server");
        assert_eq!(url, "https://{region}.x.example/v1");
        assert_eq!(variables, [("region".to_owned(), "eu".to_owned())]);
        assert_eq!(with_scheme("https://other.example/v1/pets", "x.example/v1"), None);
        assert_eq!(with_scheme("/v1/pets", "x.example/v1"), None);
    }
}
