//! How an operation is authorised.
//!
//! Takes the names that the page lists and the credentials that its samples carry; gives `security` and the schemes. Promises
//! a scheme only where one credential belongs to one name, and that what is left out is told. Never guesses whether two
//! schemes are needed together: the page prints them alike.

use std::ops::Range;

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Entry, Node};
use crate::page::nodes;
use crate::source::{Provenance, Span};

use super::block::{Block, Kind};
use super::inline::unescape;
use super::page::Page;
use super::sample::Request;

/// What the page says about authorisation.
#[derive(Debug, Default)]
pub struct Security {
    /// `security` of the operation.
    pub requirements: Option<Node>,
    /// The schemes.
    pub schemes: Vec<Entry>,
}

/// One line of the list.
struct Listed {
    /// `None` for "None".
    name: Option<String>,
    scopes: Vec<String>,
    range: Range<usize>,
}

/// A credential that a sample carries.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Credential {
    Basic,
    Bearer,
    Key { place: &'static str, name: String },
}

/// Reads the section and the samples.
pub fn read(page: Page<'_>, blocks: &[Block], request: &Request, diagnostics: &mut Diagnostics) -> Security {
    let listed = list(page, blocks);
    let names: Vec<&Listed> = listed.iter().filter(|item| item.name.is_some()).collect();
    let none = listed.iter().find(|item| item.name.is_none());
    if listed.is_empty() {
        return Security::default();
    }
    let carried = credentials(request);
    let mut schemes: Vec<(String, Node)> = Vec::new();
    let mut alternatives: Vec<Vec<&Listed>> = Vec::new();
    match (&names[..], &carried[..]) {
        // One request carries all of them, so they are needed together.
        (several, carried) if several.len() == carried.len() && several.len() > 1 => {
            for (item, credential, range) in pairs(several, carried).unwrap_or_default() {
                schemes.extend(scheme(item, credential, page.span(range)));
            }
            alternatives.push(several.to_vec());
        }
        // The samples carry the credentials of the first alternative.
        ([first, others @ ..], [(credential, range)])
            // Two schemes that send the same header may be needed together and show once.
            if others.iter().all(|item| differs(item, credential)) && (others.is_empty() || !differs(first, credential))
            => {
                schemes.extend(scheme(first, credential, page.span(range)));
                alternatives.push(vec![first]);
                // Two or more that are left over may be needed together.
                if let [other] = others {
                    alternatives.push(vec![other]);
                }
            }
        ([one], _) => alternatives.push(vec![one]),
        _ => {}
    }
    for item in alternatives.iter().flatten() {
        let name = item.name.as_deref().unwrap_or("");
        let known = schemes.iter().any(|(own, _)| own == name);
        if !known && let Some(credential) = by_name(name) {
            schemes.extend(scheme(item, &credential, page.span(&item.range)));
        }
    }
    let declared = |item: &&Listed| schemes.iter().any(|(own, _)| item.name.as_deref() == Some(own));
    alternatives.retain(|items| items.iter().all(&declared));
    for item in names.iter().filter(|item| !alternatives.iter().flatten().any(|used| std::ptr::eq(*used, **item))) {
        tell(page, item, diagnostics);
    }

    let span = page.span(&listed.first().map_or(0..0, |item| item.range.clone()));
    let mut requirements: Vec<Node> =
        none.iter().map(|item| nodes::map(page.span(&item.range), Provenance::Page, [])).collect();
    for items in &alternatives {
        let entries = items.iter().map(|item| {
            let span = page.span(&item.range);
            let scopes = item.scopes.iter().map(|scope| Node::string(span, Provenance::Page, scope)).collect();
            nodes::entry(item.name.as_deref().unwrap_or(""), nodes::list(span, Provenance::Page, scopes))
        });
        requirements.push(nodes::map(span, Provenance::Page, entries));
    }
    let used = |name: &str| alternatives.iter().flatten().any(|item| item.name.as_deref() == Some(name));
    Security {
        requirements: (!requirements.is_empty()).then(|| nodes::list(span, Provenance::Page, requirements)),
        schemes: schemes
            .into_iter()
            .filter(|(name, _)| used(name))
            .map(|(name, node)| nodes::entry(&name, node))
            .collect(),
    }
}

fn tell(page: Page<'_>, item: &Listed, diagnostics: &mut Diagnostics) {
    let name = item.name.as_deref().unwrap_or("");
    let message = format!("the page names the security scheme `{name}` but shows nowhere how its credentials are sent");
    diagnostics.report(
        Diagnostic::new(&code::SCHEME_UNDECIDED, page.span(&item.range), message)
            .help(format!("add `components.securitySchemes.{name}` and the requirement by an overlay")),
    );
}

/// The items of the list. Scopes follow a name on its line or in paragraphs below it.
fn list(page: Page<'_>, blocks: &[Block]) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    for block in blocks.iter().filter(|block| block.kind == Kind::Paragraph) {
        let mut start = block.content.start;
        for line in page.slice(&block.content).split_inclusive('\n') {
            let range = crate::page::lines::trim(page.text, start..start + line.len());
            start += line.len();
            let text = page.slice(&range);
            let Some(item) = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) else {
                if let Some(last) = listed.last_mut().filter(|last| last.name.is_some()) {
                    last.scopes.extend(unescape(text).split_whitespace().map(str::to_owned));
                }
                continue;
            };
            let Some((bold, rest)) = item.strip_prefix("**").and_then(|rest| rest.split_once("**")) else { continue };
            let name = match bold.strip_prefix('[') {
                Some(link) => link.rsplit_once("](").map(|(label, _)| unescape(label)),
                None if bold == "None" => None,
                None => Some(unescape(bold)),
            };
            let scopes = unescape(rest).split_whitespace().map(str::to_owned).collect();
            listed.push(Listed { name, scopes, range });
        }
    }
    listed
}

/// The placeholders that the renderer writes for credentials.
fn credentials(request: &Request) -> Vec<(Credential, Range<usize>)> {
    let mut found = Vec::new();
    for (name, value, range) in &request.headers {
        let credential = match value.as_str() {
            "Basic <credentials>" => Credential::Basic,
            "Bearer <token>" => Credential::Bearer,
            own if placeholder(own, name) => Credential::Key { place: "header", name: name.clone() },
            _ => continue,
        };
        found.push((credential, range.clone()));
    }
    for (name, value) in request.query() {
        if let Some((_, range)) = request.url.as_ref().filter(|_| placeholder(value, name)) {
            found.push((Credential::Key { place: "query", name: name.to_owned() }, range.clone()));
        }
    }
    for (name, value, range) in &request.cookies {
        if placeholder(value, name) {
            found.push((Credential::Key { place: "cookie", name: name.clone() }, range.clone()));
        }
    }
    found
}

fn placeholder(value: &str, name: &str) -> bool {
    value.strip_prefix('<').and_then(|value| value.strip_suffix('>')) == Some(name)
}

/// Which name belongs to which credential, where each suits one only.
fn pairs<'l, 'c>(
    names: &[&'l Listed],
    carried: &'c [(Credential, Range<usize>)],
) -> Option<Vec<(&'l Listed, &'c Credential, &'c Range<usize>)>> {
    let suiting = |item: &Listed| carried.iter().filter(|(credential, _)| suits(item, credential)).collect::<Vec<_>>();
    let mut found = Vec::new();
    let mut left = Vec::new();
    for item in names {
        match suiting(item)[..] {
            [(credential, range)] if !found.iter().any(|(_, own, _)| *own == credential) => {
                found.push((*item, credential, range));
            }
            [] => left.push(*item),
            _ => return None,
        }
    }
    let mut rest = carried.iter().filter(|(credential, _)| !found.iter().any(|(_, own, _)| *own == credential));
    match (&left[..], rest.next(), rest.next()) {
        ([], None, None) => {}
        ([item], Some((credential, range)), None) => found.push((item, credential, range)),
        _ => return None,
    }
    Some(found)
}

/// Whether a name speaks of the kind of credential.
fn suits(item: &Listed, credential: &Credential) -> bool {
    let name = item.name.as_deref().unwrap_or("").to_lowercase();
    match credential {
        Credential::Basic => name.contains("basic"),
        Credential::Bearer => ["bearer", "oauth", "jwt", "openid", "oidc"].iter().any(|word| name.contains(word)),
        Credential::Key { name: key, .. } => name.contains("key") || name.contains(&key.to_lowercase()),
    }
}

/// Whether a scheme of that name surely sends another credential.
fn differs(item: &Listed, credential: &Credential) -> bool {
    let kinds = [Credential::Basic, Credential::Bearer];
    let spoken = kinds.iter().find(|kind| suits(item, kind));
    let name = item.name.as_deref().unwrap_or("").to_lowercase();
    match credential {
        Credential::Bearer => spoken == Some(&Credential::Basic) || (spoken.is_none() && name.contains("key")),
        Credential::Basic => spoken != Some(&Credential::Basic),
        // Two keys of one name are one key.
        Credential::Key { name: own, .. } => spoken.is_some() || name != own.to_lowercase(),
    }
}

/// The scheme that a name spells out.
fn by_name(name: &str) -> Option<Credential> {
    let plain: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.as_str() {
        "basic" | "basicauth" | "httpbasic" | "basicauthentication" => Some(Credential::Basic),
        "bearer" | "bearerauth" | "httpbearer" | "bearertoken" => Some(Credential::Bearer),
        _ => None,
    }
}

fn scheme(item: &Listed, credential: &Credential, span: Span) -> Option<(String, Node)> {
    let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Inferred, value);
    let name = item.name.clone()?;
    let entries = match credential {
        Credential::Basic => vec![text("type", "http"), text("scheme", "basic")],
        Credential::Bearer if is_oauth(item, &name) => {
            let flows = nodes::map(span, Provenance::Inferred, []);
            vec![text("type", "oauth2"), nodes::entry("flows", flows)]
        }
        Credential::Bearer => vec![text("type", "http"), text("scheme", "bearer")],
        Credential::Key { place, name } => vec![text("type", "apiKey"), text("in", place), text("name", name)],
    };
    Some((name, nodes::map(span, Provenance::Inferred, entries)))
}

/// Scopes are those of OAuth, unless the name says what else the token is.
fn is_oauth(item: &Listed, name: &str) -> bool {
    let name = name.to_lowercase();
    let other = ["bearer", "http", "jwt", "token"].iter().any(|word| name.contains(word));
    name.contains("oauth") || (!item.scopes.is_empty() && !other)
}
