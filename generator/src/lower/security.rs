//! Security: schemes in use, the sets of them that are sent together, and who may call an operation.
//!
//! Takes security schemes and the requirements of operations; gives schemes, alternatives and [`Access`]. Promises each
//! distinct set once, in the order it is first asked for. Where schemes are declared but no operation and no root `security`
//! names one, each is offered.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Document, ParameterLocation, Security, SecuritySchemeKind};
use crate::ir::{
    Accepted, Access, Alternative, Anonymous, CredentialPart, KeyLocation, Name, OAuthFlow, OAuthFlowKind, SchemeKind,
    SecurityScheme,
};
use crate::lower::docs;
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier, own};
use crate::lower::schema::Lowering;
use crate::node::Node;

/// What operations ask for, while they are lowered.
#[derive(Debug, Default)]
pub struct Asked {
    schemes: Vec<usize>,
    sets: Vec<Vec<usize>>,
    known: BTreeMap<Vec<usize>, usize>,
    offer: Vec<usize>,
}

impl Asked {
    /// Nothing asked yet. Where no operation declares security, every scheme is on offer.
    pub fn new(document: &Document) -> Self {
        let silent = super::place::operations(document).all(|(_, o)| o.security == Security::Undeclared);
        let mut asked = Self::default();
        if silent {
            asked.offer = (0..document.security_schemes.len()).collect();
        }
        asked
    }

    /// Who may call an operation.
    pub fn access(&mut self, security: &Security) -> Access {
        let requirements: Vec<Vec<(usize, Vec<String>)>> = match security {
            Security::None => return Access::Open,
            Security::Undeclared if self.offer.is_empty() => return Access::Open,
            Security::Undeclared => self.offer.iter().map(|scheme| vec![(*scheme, Vec::new())]).collect(),
            Security::AnyOf(all) => {
                all.iter().map(|set| set.iter().map(|one| (one.scheme, one.scopes.clone())).collect()).collect()
            }
        };
        let mut anonymous = Anonymous::Refused;
        let mut accepted: Vec<Accepted> = Vec::new();
        for mut set in requirements {
            if set.is_empty() {
                anonymous = Anonymous::Allowed;
                continue;
            }
            set.sort_by_key(|(scheme, _)| *scheme);
            set.dedup_by_key(|(scheme, _)| *scheme);
            let key: Vec<usize> = set.iter().map(|(scheme, _)| self.scheme(*scheme)).collect();
            let alternative = match self.known.get(&key) {
                Some(known) => *known,
                None => {
                    self.sets.push(key.clone());
                    self.known.insert(key, self.sets.len() - 1);
                    self.sets.len() - 1
                }
            };
            let scopes: Vec<Vec<String>> = set.into_iter().map(|(_, scopes)| scopes).collect();
            if !accepted.iter().any(|one| one.alternative == alternative) {
                accepted.push(Accepted { alternative, scopes });
            }
        }
        if accepted.is_empty() { Access::Open } else { Access::Restricted { accepted, anonymous } }
    }

    fn scheme(&mut self, index: usize) -> usize {
        match self.schemes.iter().position(|known| *known == index) {
            Some(position) => position,
            None => {
                self.schemes.push(index);
                self.schemes.len() - 1
            }
        }
    }

    /// The schemes and sets asked for, named.
    pub fn finish(self, lowering: &mut Lowering<'_, '_>) -> (Vec<SecurityScheme>, Vec<Alternative>) {
        let document = lowering.document;
        let declared: Vec<&document::SecurityScheme> =
            self.schemes.iter().filter_map(|index| document.security_schemes.get(*index)).collect();
        let wanted: Vec<Wanted> = declared.iter().enumerate().map(|(index, scheme)| wanted(scheme, index)).collect();
        let names = Scope::fields().assign(&wanted);
        let type_names = Scope::variants().assign(&wanted);
        let mut schemes = Vec::with_capacity(declared.len());
        for ((scheme, name), type_name) in declared.iter().zip(names).zip(type_names) {
            if let Outcome::Contested { wanted } = &name.outcome {
                lowering.contested(scheme.origin, wanted, &name.name);
            }
            schemes.push(SecurityScheme {
                kind: kind(lowering, scheme),
                name: name.name,
                type_name: type_name.name,
                wire_name: scheme.name.clone(),
                docs: crate::ir::Docs {
                    description: docs::said(scheme.description.as_deref()),
                    deprecation: docs::deprecation(scheme.deprecated),
                    notes: metadata(scheme).into_iter().collect(),
                    provenance: scheme.origin.provenance,
                    ..crate::ir::Docs::default()
                },
                origin: scheme.origin,
            });
        }
        let wanted: Vec<Wanted> = self
            .sets
            .iter()
            .enumerate()
            .map(|(index, set)| {
                let parts: Vec<&str> = set.iter().filter_map(|i| schemes.get(*i)).map(|s| s.name.bare()).collect();
                Wanted {
                    text: parts.join("_and_"),
                    qualifier: String::new(),
                    fallback: format!("alternative {}", index + 1),
                }
            })
            .collect();
        let names = Scope::fields().assign(&wanted);
        let type_names = Scope::variants().assign(&wanted);
        let named = self.sets.into_iter().zip(names).zip(type_names);
        let alternatives = named
            .map(|((schemes, name), type_name)| Alternative { name: name.name, type_name: type_name.name, schemes })
            .collect();
        (schemes, alternatives)
    }
}

/// Where an authorization server says what it offers.
fn metadata(scheme: &document::SecurityScheme) -> Option<String> {
    match &scheme.kind {
        SecuritySchemeKind::OAuth2 { metadata_url, .. } => {
            metadata_url.as_ref().map(|url| format!("The authorization server's metadata: <{url}>."))
        }
        _ => None,
    }
}

/// A scheme's name without the words that every scheme's name has.
fn wanted(scheme: &document::SecurityScheme, index: usize) -> Wanted {
    let explicit = scheme.extension.as_ref().and_then(|node| node.get("name")).and_then(Node::as_str);
    let given = explicit.unwrap_or(&scheme.name).replace("OAuth", "Oauth").replace("OIDC", "Oidc");
    let snake = identifier(&given, Case::Snake);
    let kind = match scheme.kind {
        SecuritySchemeKind::ApiKey { .. } => "api_key",
        SecuritySchemeKind::Basic => "basic",
        SecuritySchemeKind::Bearer { .. } => "bearer",
        SecuritySchemeKind::Http { .. } => "http",
        SecuritySchemeKind::OAuth2 { .. } => "oauth2",
        SecuritySchemeKind::OpenIdConnect { .. } => "open_id",
        SecuritySchemeKind::MutualTls => "mutual_tls",
    };
    let words: Vec<&str> = snake.split('_').collect();
    let kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !matches!(*word, "auth" | "authentication" | "authorization" | "scheme" | "security"))
        .collect();
    let text = if explicit.is_some() { snake.clone() } else { kept.join("_") };
    Wanted {
        text: if text.is_empty() { kind.to_owned() } else { text },
        qualifier: kind.to_owned(),
        fallback: format!("scheme {}", index + 1),
    }
}

fn kind(lowering: &mut Lowering<'_, '_>, scheme: &document::SecurityScheme) -> SchemeKind {
    let extension = scheme.extension.as_deref();
    match &scheme.kind {
        SecuritySchemeKind::Basic => SchemeKind::Basic {
            username: part(lowering, extension, "username"),
            password: part(lowering, extension, "password"),
        },
        SecuritySchemeKind::Bearer { .. } => SchemeKind::Bearer { token: single(extension, "token") },
        SecuritySchemeKind::Http { scheme } => {
            SchemeKind::Http { scheme: scheme.clone(), credentials: single(extension, "credentials") }
        }
        SecuritySchemeKind::ApiKey { location, parameter } => SchemeKind::ApiKey {
            location: match location {
                ParameterLocation::Query | ParameterLocation::QueryString => KeyLocation::Query,
                ParameterLocation::Cookie => KeyLocation::Cookie,
                ParameterLocation::Header | ParameterLocation::Path => KeyLocation::Header,
            },
            parameter: parameter.clone(),
            prefix: prefix(lowering, extension),
            parts: parts(extension),
        },
        SecuritySchemeKind::OAuth2 { flows, .. } => {
            SchemeKind::OAuth2 { flows: flows.iter().map(flow).collect(), token: single(extension, "token") }
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            SchemeKind::OpenIdConnect { url: url.clone(), token: single(extension, "token") }
        }
        SecuritySchemeKind::MutualTls => SchemeKind::MutualTls,
    }
}

/// `prefix`: text before a key.
fn prefix(lowering: &mut Lowering<'_, '_>, extension: Option<&Node>) -> String {
    let Some(given) = extension.and_then(|node| node.get("prefix")) else { return String::new() };
    match given.as_str().filter(|text| text.bytes().all(|byte| (0x20..0x7f).contains(&byte))) {
        Some(text) => text.to_owned(),
        None => {
            lowering.tell(
                Diagnostic::new(
                    &code::lower::EXTENSION_INVALID,
                    given.span(),
                    format!("`x-specwright: {{prefix}}` takes printable ASCII text, not {}", given.kind()),
                )
                .help("it was ignored"),
            );
            String::new()
        }
    }
}

/// `parts`: the names of what is joined by `:`; one key when absent.
fn parts(extension: Option<&Node>) -> Vec<Name> {
    let given: Vec<Wanted> = extension
        .and_then(|node| node.get("parts"))
        .and_then(Node::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_str)
        .enumerate()
        .map(|(index, text)| Wanted {
            text: text.to_owned(),
            qualifier: String::new(),
            fallback: format!("part {}", index + 1),
        })
        .collect();
    if given.is_empty() {
        return vec![own("key", Case::Snake)];
    }
    Scope::fields().assign(&given).into_iter().map(|given| given.name).collect()
}

/// `token` or `credentials`: what the only argument is called.
fn single(extension: Option<&Node>, default: &str) -> Name {
    let given = extension.and_then(|node| node.get(default)).and_then(Node::as_str).unwrap_or(default);
    let wanted = Wanted { text: given.to_owned(), qualifier: String::new(), fallback: default.to_owned() };
    Scope::fields().one(wanted).name
}

/// `username` and `password`: a name, or `{value: …}` where it is always the same.
fn part(lowering: &mut Lowering<'_, '_>, extension: Option<&Node>, key: &str) -> CredentialPart {
    let given = extension.and_then(|node| node.get(key));
    let fixed = given.and_then(|node| node.get("value")).and_then(Node::as_str);
    if let Some(fixed) = fixed {
        return CredentialPart::Fixed(fixed.to_owned());
    }
    let named = given.and_then(Node::as_str);
    if let (Some(given), None) = (given, named) {
        lowering.tell(
            Diagnostic::new(
                &code::lower::EXTENSION_INVALID,
                given.span(),
                format!("`x-specwright: {{{key}}}` takes a name or `{{value: text}}`, not {}", given.kind()),
            )
            .help("it was ignored"),
        );
    }
    let text = named.unwrap_or(key).to_owned();
    let wanted = Wanted { text, qualifier: String::new(), fallback: key.to_owned() };
    CredentialPart::Argument(Scope::fields().one(wanted).name)
}

fn flow(flow: &document::OAuthFlow) -> OAuthFlow {
    OAuthFlow {
        kind: match flow.kind {
            document::OAuthFlowKind::Implicit => OAuthFlowKind::Implicit,
            document::OAuthFlowKind::Password => OAuthFlowKind::Password,
            document::OAuthFlowKind::ClientCredentials => OAuthFlowKind::ClientCredentials,
            document::OAuthFlowKind::AuthorizationCode => OAuthFlowKind::AuthorizationCode,
            document::OAuthFlowKind::DeviceAuthorization => OAuthFlowKind::DeviceAuthorization,
        },
        authorization_url: flow.authorization_url.clone().or_else(|| flow.device_authorization_url.clone()),
        token_url: flow.token_url.clone(),
        refresh_url: flow.refresh_url.clone(),
        scopes: flow.scopes.clone(),
    }
}
