//! Security schemes and requirements.
//!
//! Takes Security Scheme Objects and lists of requirements; gives schemes by kind and requirements that name them by
//! index. Promises to tell each undeclared scheme once. Never guesses a scheme from its name.

use super::place::Place;
use super::reader::Reader;
use super::references::Resolved;
use crate::diagnostic::code::read as code;
use crate::document::structure::ObjectKind;
use crate::document::{
    OAuthFlow, OAuthFlowKind, ParameterLocation, Security, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};

const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

const FLOWS: [(&str, OAuthFlowKind); 5] = [
    ("implicit", OAuthFlowKind::Implicit),
    ("password", OAuthFlowKind::Password),
    ("clientCredentials", OAuthFlowKind::ClientCredentials),
    ("authorizationCode", OAuthFlowKind::AuthorizationCode),
    ("deviceAuthorization", OAuthFlowKind::DeviceAuthorization),
];

impl<'t> Reader<'t, '_> {
    /// Security Scheme Object (§4.27).
    pub(super) fn security_scheme(&mut self, name: &str, resolved: Resolved<'t>) -> Option<SecurityScheme> {
        const OBJECT: &str = "a Security Scheme Object";
        let at = resolved.at;
        self.map(at, OBJECT)?;
        let kind = self.required_text(at, "type", OBJECT)?;
        let kind = match kind.as_str() {
            "apiKey" => {
                let location = self.api_key_location(at)?;
                SecuritySchemeKind::ApiKey { location, parameter: self.required_text(at, "name", OBJECT)? }
            }
            "http" => self.http_scheme(at)?,
            "oauth2" => {
                SecuritySchemeKind::OAuth2 { flows: self.flows(at), metadata_url: self.text(at, "oauth2MetadataUrl") }
            }
            "openIdConnect" => {
                SecuritySchemeKind::OpenIdConnect { url: self.required_text(at, "openIdConnectUrl", OBJECT)? }
            }
            "mutualTLS" => SecuritySchemeKind::MutualTls,
            other => {
                self.invalid_value(at, "type", other, &TYPES);
                return None;
            }
        };
        Some(SecurityScheme {
            name: name.to_owned(),
            description: self.described(&resolved),
            kind,
            deprecated: self.flag(at, "deprecated"),
            extension: self.extension(at),
            origin: at.origin(),
        })
    }

    fn api_key_location(&mut self, at: Place<'t>) -> Option<ParameterLocation> {
        let word = self.required_text(at, "in", "a Security Scheme Object")?;
        match word.as_str() {
            "query" => Some(ParameterLocation::Query),
            "header" => Some(ParameterLocation::Header),
            "cookie" => Some(ParameterLocation::Cookie),
            other => {
                self.invalid_value(at, "in", other, &["query", "header", "cookie"]);
                None
            }
        }
    }

    /// RFC 9110 §11.1: names of schemes do not differ by case.
    fn http_scheme(&mut self, at: Place<'t>) -> Option<SecuritySchemeKind> {
        let scheme = self.required_text(at, "scheme", "a Security Scheme Object")?;
        Some(match scheme.to_ascii_lowercase().as_str() {
            "basic" => SecuritySchemeKind::Basic,
            "bearer" => SecuritySchemeKind::Bearer { format: self.text(at, "bearerFormat") },
            _ => SecuritySchemeKind::Http { scheme },
        })
    }

    /// OAuth Flows Object (§4.28).
    fn flows(&mut self, at: Place<'t>) -> Vec<OAuthFlow> {
        if at.get("flows").is_none() {
            self.tell(&code::MISSING_DOCUMENTATION_FIELD, at.span(), "a Security Scheme Object has no `flows`");
        }
        let Some(flows) = self.map_under(at, "flows") else { return Vec::new() };
        let known = |key: &str| FLOWS.iter().find(|(word, _)| *word == key).map(|(_, kind)| *kind);
        let declared = flows.patterned().filter_map(|(entry, flow)| Some((known(&entry.key)?, flow)));
        declared.filter_map(|(kind, flow)| self.flow(kind, flow)).collect()
    }

    /// OAuth Flow Object (§4.29).
    fn flow(&mut self, kind: OAuthFlowKind, at: Place<'t>) -> Option<OAuthFlow> {
        self.map(at, "an OAuth Flow Object")?;
        let needed: &[&str] = match kind {
            OAuthFlowKind::Implicit => &["authorizationUrl"],
            OAuthFlowKind::Password | OAuthFlowKind::ClientCredentials => &["tokenUrl"],
            OAuthFlowKind::AuthorizationCode => &["authorizationUrl", "tokenUrl"],
            OAuthFlowKind::DeviceAuthorization => &["deviceAuthorizationUrl", "tokenUrl"],
        };
        for key in needed.iter().filter(|key| at.get(key).is_none()) {
            let message = format!("an OAuth Flow Object of this kind has no `{key}`");
            self.tell(&code::MISSING_DOCUMENTATION_FIELD, at.span(), message);
        }
        Some(OAuthFlow {
            kind,
            authorization_url: self.text(at, "authorizationUrl"),
            token_url: self.text(at, "tokenUrl"),
            refresh_url: self.text(at, "refreshUrl"),
            device_authorization_url: self.text(at, "deviceAuthorizationUrl"),
            scopes: self.prose_map(at, "scopes"),
        })
    }

    /// `security` of the document or an operation; `None` where it says nothing.
    pub(super) fn security(&mut self, at: Place<'t>) -> Option<Security> {
        let list = self.list(at, "security")?;
        if list.is_empty() {
            return Some(Security::None);
        }
        let alternatives: Vec<_> = list.iter().filter_map(|item| self.requirement(at.with(item))).collect();
        (!alternatives.is_empty()).then_some(Security::AnyOf(alternatives))
    }

    /// The scheme that a requirement names by a URI (3.2), read if nothing named it before.
    fn referred_scheme(&mut self, at: Place<'t>, uri: &str) -> Option<usize> {
        if !uri.contains(['#', '/', '.']) {
            return None;
        }
        let target = self.perhaps_target(at, uri)?.at;
        let resolved = self.follow(target, ObjectKind::SecurityScheme)?;
        let place = resolved.at.identity();
        if let Some(known) = self.security.places.get(&place) {
            return Some(*known);
        }
        let name = uri.rsplit(['/', '#']).next().unwrap_or(uri);
        let scheme = self.security_scheme(name, resolved)?;
        let index = self.security_schemes.len();
        self.security_schemes.push(scheme);
        self.security.index(uri, place, index);
        Some(index)
    }

    /// Security Requirement Object (§4.30); `None`, and told, where one of its schemes is not there.
    fn requirement(&mut self, at: Place<'t>) -> Option<Vec<SecurityRequirement>> {
        self.map(at, "a Security Requirement Object")?;
        let mut requirements = Vec::new();
        for (entry, scopes) in at.patterned() {
            let declared = self.security.indexes.get(&*entry.key).copied();
            let scheme = match declared.or_else(|| self.referred_scheme(scopes, &entry.key).map(Some)) {
                Some(index) => index?,
                None => {
                    if self.security.undeclared.insert(entry.key.to_string()) {
                        let message = format!("the security scheme `{}` is not declared", entry.key);
                        let names = self.security_schemes.iter().map(|scheme| scheme.name.as_str());
                        let help = match super::suggest::nearest(&entry.key, names) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None if self.version == (2, 0) => {
                                format!("declare `{}` under `securityDefinitions`", entry.key)
                            }
                            None => format!("declare `{}` under `components`, `securitySchemes`", entry.key),
                        };
                        self.tell_with_help(&code::UNDECLARED_SECURITY_SCHEME, entry.key_span, message, help);
                    }
                    return None;
                }
            };
            let list = scopes.node.as_list();
            if list.is_none() {
                self.wrong_type(scopes.node, &entry.key, "a list of scopes");
            }
            let texts = list.into_iter().flatten();
            let scopes = texts.filter_map(|scope| self.as_text(at.with(scope), &entry.key)).collect();
            requirements.push(SecurityRequirement { scheme, scopes, span: entry.key_span });
        }
        Some(requirements)
    }
}
