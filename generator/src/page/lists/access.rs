//! Where an operation is reached and how it is authorised.
//!
//! Takes the sections `Servers` and `Authentication`; gives `servers`, the security schemes and the requirement. Promises that a scheme is made only of
//! words that say how credentials are sent, and that what is left out is told. Never guesses whether several schemes are needed together.

use std::ops::Range;

use super::page::Page;
use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::page::nodes;
use crate::source::{Provenance, Span};

/// A server of the list.
pub(super) struct Server {
    /// Where its URL stands.
    pub url: Range<usize>,
    /// Where its description stands.
    pub description: Option<Range<usize>>,
}

/// What is listed below `## Servers`, the default first.
pub(super) fn servers(page: &Page<'_>) -> Vec<Server> {
    let section = page.section(&["Servers", "Server"]).unwrap_or(0..0);
    let read = |at: usize| {
        let (range, line) = (page.ranges.get(at)?, page.line(at));
        let start = line.find("http")?;
        let rest = line.get(start..)?;
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '`' | ')' | '>' | ','));
        let length = end.unwrap_or(rest.len());
        let mut said = rest.get(length..)?.trim_matches(|c: char| c.is_whitespace() || "`()—–->:".contains(c));
        let default = said == "default" || said.ends_with(", default");
        said = said.trim_end_matches("default").trim_end_matches([',', ' ']);
        let place = range.start + (said.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        let description = (!said.is_empty()).then(|| place..place + said.len());
        Some((!default, Server { url: range.start + start..range.start + start + length, description }))
    };
    let mut found: Vec<(bool, Server)> = section.filter_map(read).collect();
    found.sort_by_key(|(other, _)| *other);
    found.into_iter().map(|(_, server)| server).collect()
}

/// How an operation is authorised.
#[derive(Default)]
pub(super) struct Security {
    /// The schemes.
    pub schemes: Vec<Entry>,
    /// `security` of the operation.
    pub requirements: Option<Node>,
}

/// One line: `` - `Authorization` header (bearer token, required) — text ``.
struct Listed {
    key: String,
    scheme: Node,
    required: bool,
    span: Span,
}

/// Reads the section `## Authentication`.
pub(super) fn security(page: &Page<'_>, diagnostics: &mut Diagnostics) -> Security {
    let section = page.section(&["Authentication"]).unwrap_or(0..0);
    let lines = section.filter(|at| page.line(*at).starts_with("- "));
    let (mut found, mut all) = (Vec::new(), 0_usize);
    for at in lines {
        let Some(range) = page.ranges.get(at) else { continue };
        all += 1;
        match listed(page.line(at), page.part.span(range)) {
            Some(one) => found.push(one),
            None => undecided(page.part.span(range), "how its credentials are sent", diagnostics),
        }
    }
    let requirements = match found.as_slice() {
        [one] if all == 1 => {
            let none = nodes::list(one.span, Provenance::Page, Vec::new());
            let need = nodes::map(one.span, Provenance::Page, [nodes::entry(&one.key, none)]);
            let open = (!one.required).then(|| nodes::map(one.span, Provenance::Page, []));
            Some(nodes::list(one.span, Provenance::Page, [need].into_iter().chain(open).collect()))
        }
        [_, second, ..] => {
            undecided(second.span, "whether it is needed beside the one before it or in its place", diagnostics);
            None
        }
        _ => None,
    };
    Security { schemes: found.into_iter().map(|one| nodes::entry(&one.key, one.scheme)).collect(), requirements }
}

fn undecided(span: Span, what: &str, diagnostics: &mut Diagnostics) {
    let message = format!("of this credential the page does not say {what}");
    diagnostics.report(
        Diagnostic::new(&code::SCHEME_UNDECIDED, span, message)
            .help("add `components.securitySchemes` and `security` by an overlay"),
    );
}

fn listed(line: &str, span: Span) -> Option<Listed> {
    let (name, rest) = line.strip_prefix("- `")?.split_once('`')?;
    let (head, description) = rest.split_once(" — ").map_or((rest, None), |(head, text)| (head, Some(text.trim())));
    let place = head.trim_start().split('(').next()?.trim();
    let place = match place {
        "header" => "header",
        "query parameter" => "query",
        "cookie" => "cookie",
        _ => return None,
    };
    let words = head.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(words, _)| words);
    let has = |word: &str| words.split(',').any(|part| part.trim().to_ascii_lowercase().starts_with(word));
    let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Page, value);
    let prefix =
        head.split_once("(prefixed with `").and_then(|(_, rest)| rest.split_once('`')).map(|(prefix, _)| prefix);
    let authorization = place == "header" && name.eq_ignore_ascii_case("authorization");
    let (key, mut entries) = match authorization {
        true if has("bearer") => ("bearerAuth", vec![text("type", "http"), text("scheme", "bearer")]),
        true if has("basic") => ("basicAuth", vec![text("type", "http"), text("scheme", "basic")]),
        _ => (name, vec![text("type", "apiKey"), text("in", place), text("name", name)]),
    };
    let prefix = prefix.map(|prefix| nodes::map(span, Provenance::Page, [text("prefix", prefix)]));
    entries.extend(prefix.map(|prefix| nodes::entry("x-specwright", prefix)));
    entries.extend(description.map(|description| text("description", description)));
    let scheme = nodes::map(span, Provenance::Page, entries);
    Some(Listed { key: key.to_owned(), scheme, required: has("required"), span })
}
