//! Security: schemes in use, the sets of them that are sent together, and who may call an operation.
//!
//! Takes security schemes and the requirements of operations; gives schemes, alternatives and [`Access`]. Promises each
//! distinct set once, in the order it is first asked for. Where schemes are declared but no operation and no root `security`
//! names one, each is offered.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, Document, ParameterLocation, Security, SecuritySchemeKind};
use crate::ir::{
    Accepted, Access, Alternative, Anonymous, CredentialPart, KeyLocation, Name, Note, OAuthFlow, SchemeKind,
    SecurityScheme,
};
use crate::lower::docs;
use crate::lower::naming::{Case, Outcome, Scope, Wanted, identifier};
use crate::lower::schema::Lowering;
use crate::node::Node;

/// Words for what proves who calls.
const CREDENTIALS: [&str; 4] = ["key", "password", "secret", "token"];

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

    /// The schemes and sets asked for, named; `api` begins the names of environment variables.
    pub fn finish(self, api: &str, lowering: &mut Lowering<'_, '_>) -> (Vec<SecurityScheme>, Vec<Alternative>) {
        let document = lowering.graph.document;
        let declared: Vec<&document::SecurityScheme> =
            self.schemes.iter().filter_map(|index| document.security_schemes.get(*index)).collect();
        let wanted: Vec<Wanted> = declared.iter().enumerate().map(|(index, scheme)| wanted(scheme, index)).collect();
        let names = Scope::fields().assign(&wanted);
        let type_names = Scope::variants().assign(&wanted);
        let mut arguments: Vec<Vec<String>> = Vec::with_capacity(declared.len());
        let mut schemes = Vec::with_capacity(declared.len());
        let mut constants = Scope::constants_of_modules();
        let sets = self.sets.iter().enumerate().map(|(index, set)| Wanted {
            text: set
                .iter()
                .filter_map(|scheme| names.get(*scheme))
                .map(|given| given.name.bare())
                .collect::<Vec<_>>()
                .join("_and_"),
            qualifier: String::new(),
            fallback: format!("alternative {}", index + 1),
        });
        let sets: Vec<Wanted> = sets.collect();
        let constants_of_sets = constants.assign(&sets);
        for ((scheme, name), type_name) in declared.iter().zip(names).zip(type_names) {
            if let Outcome::Contested { wanted } = &name.outcome {
                lowering.graph.contested(scheme.origin, wanted, &name.name);
            }
            let (kind, texts) = kind(lowering, scheme);
            arguments.push(texts);
            let constant = Wanted { text: format!("{} scheme", name.name.bare()), ..Wanted::default() };
            schemes.push(SecurityScheme {
                kind,
                name: name.name,
                type_name: type_name.name,
                constant: constants.one(constant).name,
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
        let mut constructors = Scope::fields();
        constructors.reserve("from_env");
        let names = constructors.assign(&sets);
        let type_names = Scope::variants().assign(&sets);
        let named = self.sets.into_iter().zip(names).zip(type_names).zip(constants_of_sets);
        let alternatives = named
            .map(|(((set, name), type_name), constant)| {
                let arguments = arguments_of(&set, &schemes, &arguments);
                let is_only = arguments.iter().map(Vec::len).sum::<usize>() == 1;
                let variable = |argument: &Name| variable(api, name.name.bare(), argument.bare(), is_only);
                Alternative {
                    variables: arguments.iter().map(|names| names.iter().map(variable).collect()).collect(),
                    name: name.name,
                    type_name: type_name.name,
                    constant: constant.name,
                    arguments,
                    schemes: set,
                }
            })
            .collect();
        (schemes, alternatives)
    }
}

/// The names of what is given for a set of schemes. Where two schemes call theirs the same, the schemes' names tell them apart.
fn arguments_of(set: &[usize], schemes: &[SecurityScheme], texts: &[Vec<String>]) -> Vec<Vec<Name>> {
    let of = |scheme: &usize| texts.get(*scheme).map(Vec::as_slice).unwrap_or_default();
    let all: Vec<&String> = set.iter().flat_map(of).collect();
    let wanted = |scheme: &usize| {
        let name = schemes.get(*scheme).map_or("", |scheme| scheme.name.bare()).to_owned();
        let all = &all;
        of(scheme).iter().map(move |text| {
            let is_shared = all.iter().filter(|other| **other == text).count() > 1;
            let own = if is_shared && name != *text { format!("{name}_{text}") } else { text.clone() };
            Wanted { text: own, qualifier: name.clone(), fallback: "key".to_owned() }
        })
    };
    let wanted: Vec<Wanted> = set.iter().flat_map(wanted).collect();
    let mut names = Scope::fields().assign(&wanted).into_iter().map(|given| given.name);
    set.iter().map(|scheme| names.by_ref().take(of(scheme).len()).collect()).collect()
}

/// The environment variable of what is given for a set: the API, the set, and what it is, unless the set says that already. A set whose name ends with
/// a word for a credential says of its only argument what that is: an `api_key` that is sent as a token is called a key by everyone.
fn variable(api: &str, set: &str, argument: &str, is_only: bool) -> String {
    let ends_with = |word: &str| set == word || set.strip_suffix(word).is_some_and(|rest| rest.ends_with('_'));
    let is_said = ends_with(argument) || (is_only && CREDENTIALS.iter().any(|word| ends_with(word)));
    let own = if is_said { set.to_owned() } else { format!("{set}_{argument}") };
    format!("{}_{}", identifier(api, Case::Shouty), identifier(&own, Case::Shouty))
}

/// Where an authorization server says what it offers.
fn metadata(scheme: &document::SecurityScheme) -> Option<Note> {
    match &scheme.kind {
        SecuritySchemeKind::OAuth2 { metadata_url, .. } => metadata_url.clone().map(Note::AuthorizationServer),
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

/// What is sent, and the texts that name what a user gives for it.
fn kind(lowering: &mut Lowering<'_, '_>, scheme: &document::SecurityScheme) -> (SchemeKind, Vec<String>) {
    let extension = scheme.extension.as_deref();
    match &scheme.kind {
        SecuritySchemeKind::Basic => {
            let (username, user) = part(lowering, extension, "username");
            let (password, pass) = part(lowering, extension, "password");
            (SchemeKind::Basic { username, password }, user.into_iter().chain(pass).collect())
        }
        SecuritySchemeKind::Bearer { .. } => (SchemeKind::Bearer, vec![single(extension, "token")]),
        SecuritySchemeKind::Http { scheme } => {
            (SchemeKind::Http { scheme: scheme.clone() }, vec![single(extension, "credentials")])
        }
        SecuritySchemeKind::ApiKey { location, parameter } => {
            let texts = parts(extension);
            let kind = SchemeKind::ApiKey {
                location: match location {
                    ParameterLocation::Query | ParameterLocation::QueryString => KeyLocation::Query,
                    ParameterLocation::Cookie => KeyLocation::Cookie,
                    ParameterLocation::Header | ParameterLocation::Path => KeyLocation::Header,
                },
                parameter: parameter.clone(),
                prefix: prefix(lowering, extension),
                parts: texts.len(),
            };
            (kind, texts)
        }
        SecuritySchemeKind::OAuth2 { flows, .. } => {
            (SchemeKind::OAuth2 { flows: flows.iter().map(flow).collect() }, vec![single(extension, "token")])
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            (SchemeKind::OpenIdConnect { url: url.clone() }, vec![single(extension, "token")])
        }
        SecuritySchemeKind::MutualTls => (SchemeKind::MutualTls, Vec::new()),
    }
}

/// `prefix`: text before a key.
fn prefix(lowering: &mut Lowering<'_, '_>, extension: Option<&Node>) -> String {
    let Some(given) = extension.and_then(|node| node.get("prefix")) else { return String::new() };
    match given.as_str().filter(|text| text.bytes().all(|byte| (0x20..0x7f).contains(&byte))) {
        Some(text) => text.to_owned(),
        None => {
            lowering.graph.tell(
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
fn parts(extension: Option<&Node>) -> Vec<String> {
    let given = extension.and_then(|node| node.get("parts")).and_then(Node::as_list).unwrap_or_default();
    let given: Vec<String> = given.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    if given.is_empty() { vec!["key".to_owned()] } else { given }
}

/// `token` or `credentials`: what the only argument is called.
fn single(extension: Option<&Node>, default: &str) -> String {
    extension.and_then(|node| node.get(default)).and_then(Node::as_str).unwrap_or(default).to_owned()
}

/// `username` and `password`: a name, or `{value: …}` where it is always the same.
fn part(lowering: &mut Lowering<'_, '_>, extension: Option<&Node>, key: &str) -> (CredentialPart, Option<String>) {
    let given = extension.and_then(|node| node.get(key));
    let fixed = given.and_then(|node| node.get("value")).and_then(Node::as_str);
    if let Some(fixed) = fixed {
        return (CredentialPart::Fixed(fixed.to_owned()), None);
    }
    let named = given.and_then(Node::as_str);
    if let (Some(given), None) = (given, named) {
        lowering.graph.tell(
            Diagnostic::new(
                &code::lower::EXTENSION_INVALID,
                given.span(),
                format!("`x-specwright: {{{key}}}` takes a name or `{{value: text}}`, not {}", given.kind()),
            )
            .help("it was ignored"),
        );
    }
    (CredentialPart::Argument, Some(named.unwrap_or(key).to_owned()))
}

fn flow(flow: &document::OAuthFlow) -> OAuthFlow {
    OAuthFlow {
        kind: flow.kind,
        authorization_url: flow.authorization_url.clone().or_else(|| flow.device_authorization_url.clone()),
        token_url: flow.token_url.clone(),
        refresh_url: flow.refresh_url.clone(),
        scopes: flow.scopes.clone(),
    }
}
