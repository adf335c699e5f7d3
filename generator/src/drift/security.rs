//! What proves who calls, on both sides.
//!
//! Takes the requirements of two operations; tells which alternatives came, and which are no longer enough. Promises to compare what is sent and not how schemes are
//! named: alternatives are sets of credentials with scopes, and more is enough where less is asked for.

use super::change::{Ours, Spot, Wire};
use super::exchange::{Exchange, Told};
use super::rule;
use crate::document::{Document, Operation, Security, SecurityRequirement, SecurityScheme, SecuritySchemeKind};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Credentials that are sent together, each with its scopes.
type Alternative = BTreeMap<String, BTreeSet<String>>;

impl Exchange<'_, '_, '_> {
    /// Requirements of both sides.
    pub(super) fn security(&mut self, old: &Operation, new: &Operation) {
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let enough = |given: &Alternative, asked: &[Alternative]| {
            asked.iter().any(|it| {
                it.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|have| scopes.is_subset(have)))
            })
        };
        let (was, is) = (Spot::keyword(old.origin.span, "security"), Spot::keyword(new.origin.span, "security"));
        let operation = self.name.clone();
        for gone in before.iter().filter(|it| !enough(it, &after)) {
            let text = words(gone);
            self.tell(Told {
                rule: &rule::SECURITY_ALTERNATIVE_REMOVED,
                message: format!("{operation} can no longer be called with {text}; it takes {}", list(&after)),
                old: Some(was),
                new: Some(is),
                sender: Wire::Breaking,
                receiver: Wire::Compatible,
                our_sender: Ours::Fails,
                our_receiver: Ours::Works,
                witness: Some((
                    "request",
                    json!({ "request": operation, "credentials": text }),
                    "the old description says that these credentials are enough, and by the new one they are not"
                        .to_owned(),
                )),
            });
        }
        for come in after.iter().filter(|it| !enough(it, &before)) {
            let text = words(come);
            self.tell(Told {
                rule: &rule::SECURITY_ALTERNATIVE_ADDED,
                message: format!("{operation} can be called with {text}"),
                old: Some(was),
                new: Some(is),
                sender: Wire::Compatible,
                receiver: Wire::Breaking,
                our_sender: Ours::Works,
                our_receiver: Ours::Fails,
                witness: Some((
                    "request",
                    json!({ "request": operation, "credentials": text }),
                    "the new description says that these credentials are enough, and by the old one they are not"
                        .to_owned(),
                )),
            });
        }
    }
}

fn alternatives(document: &Document, of: &Operation) -> Vec<Alternative> {
    let one = |all: &Vec<SecurityRequirement>| {
        let named =
            |it: &SecurityRequirement| Some((identity(document, it.scheme)?, it.scopes.iter().cloned().collect()));
        all.iter().filter_map(named).collect::<Alternative>()
    };
    match &of.security {
        Security::Undeclared | Security::None => vec![Alternative::new()],
        Security::AnyOf(all) if all.is_empty() => vec![Alternative::new()],
        Security::AnyOf(all) => all.iter().map(one).collect(),
    }
}

/// What is sent for a scheme; its name where two of one document send the same.
fn identity(document: &Document, index: usize) -> Option<String> {
    let scheme = document.security_schemes.get(index)?;
    let own = sent(scheme);
    let same = document.security_schemes.iter().filter(|it| sent(it) == own).count();
    Some(if same > 1 { format!("{own} (`{}`)", scheme.name) } else { own })
}

fn sent(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { location, parameter } => {
            format!("a key in {} `{parameter}`", format!("{location:?}").to_lowercase())
        }
        SecuritySchemeKind::Basic => "basic credentials".to_owned(),
        SecuritySchemeKind::Bearer { .. } => "a bearer token".to_owned(),
        SecuritySchemeKind::Http { scheme } => format!("HTTP credentials of the scheme {}", scheme.to_lowercase()),
        SecuritySchemeKind::OAuth2 { .. } => "a token of OAuth 2".to_owned(),
        SecuritySchemeKind::OpenIdConnect { .. } => "a token of OpenID Connect".to_owned(),
        SecuritySchemeKind::MutualTls => "a client certificate".to_owned(),
    }
}

/// Where tokens come from, for each scheme in use: what is asked, and the address.
pub(super) fn endpoints(document: &Document) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for scheme in &document.security_schemes {
        match &scheme.kind {
            SecuritySchemeKind::OAuth2 { flows, .. } => {
                for flow in flows {
                    let parts = [
                        ("authorization", &flow.authorization_url),
                        ("token", &flow.token_url),
                        ("refresh", &flow.refresh_url),
                    ];
                    for (what, url) in parts {
                        if let Some(url) = url {
                            all.insert((scheme.name.clone(), format!("{what} URL of {:?}", flow.kind)), url.clone());
                        }
                    }
                }
            }
            SecuritySchemeKind::OpenIdConnect { url } => {
                all.insert((scheme.name.clone(), "discovery URL".to_owned()), url.clone());
            }
            _ => {}
        }
    }
    all
}

fn words(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "no credentials".to_owned();
    }
    let one = |(scheme, scopes): (&String, &BTreeSet<String>)| {
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        if scopes.is_empty() { scheme.clone() } else { format!("{scheme} for {}", scopes.join(", ")) }
    };
    alternative.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn list(all: &[Alternative]) -> String {
    all.iter().map(words).collect::<Vec<_>>().join(", or ")
}
