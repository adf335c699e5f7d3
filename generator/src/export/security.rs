//! Security schemes and requirements.
//!
//! Takes those of the document; gives them as `openapiv3` has them. A requirement that all operations share is written once,
//! at the top. Never writes a scheme that the version does not know.

use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, Components, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::exporter::{Exporter, Fields};
use crate::document::{self, OAuthFlow, OAuthFlowKind, ParameterLocation, Security, SecuritySchemeKind};
use crate::source::{Provenance, Span};

impl Exporter<'_> {
    /// The requirement that every operation has, if they all have the same.
    pub(super) fn shared_security(&self) -> Option<Vec<SecurityRequirement>> {
        let mut operations = self.document.paths.iter().flat_map(|path| &path.operations);
        let Security::AnyOf(_) = operations.next()?.security else { return None };
        let mut all = self.document.paths.iter().flat_map(|path| &path.operations);
        let first = self.security(&all.next()?.security);
        all.all(|operation| self.security(&operation.security) == first).then_some(first).flatten()
    }

    pub(super) fn security(&self, security: &Security) -> Option<Vec<SecurityRequirement>> {
        match security {
            Security::Undeclared => None,
            Security::None => Some(Vec::new()),
            Security::AnyOf(alternatives) => Some(alternatives.iter().map(|all| self.requirement(all)).collect()),
        }
    }

    fn requirement(&self, all: &[document::SecurityRequirement]) -> SecurityRequirement {
        let schemes = &self.document.security_schemes;
        let named = all.iter().filter_map(|one| Some((schemes.get(one.scheme)?.name.clone(), one.scopes.clone())));
        named.collect()
    }

    /// Puts the schemes into the components.
    pub(super) fn security_schemes(&mut self, components: &mut Components) {
        let mut mutual = serde_json::Map::new();
        for scheme in &self.document.security_schemes {
            match self.security_scheme(scheme) {
                Some(written) => {
                    components.security_schemes.insert(scheme.name.clone(), ReferenceOr::Item(written));
                }
                None if self.is_3_0() => self.lose("a security scheme of type `mutualTLS`", scheme.origin.span),
                None => {
                    let mut written = serde_json::Map::new();
                    written.insert("type".to_owned(), "mutualTLS".into());
                    written
                        .extend(scheme.description.iter().map(|text| ("description".to_owned(), text.as_str().into())));
                    mutual.insert(scheme.name.clone(), written.into());
                }
            }
        }
        // `openapiv3` has no such type, so where one occurs all schemes are written beside its own field.
        if !mutual.is_empty() {
            let others = std::mem::take(&mut components.security_schemes);
            let mut all = match serde_json::to_value(others) {
                Ok(serde_json::Value::Object(all)) => all,
                _ => serde_json::Map::new(),
            };
            all.extend(mutual);
            components.extensions.insert("securitySchemes".to_owned(), all.into());
        }
    }

    /// `None` for the one type that `openapiv3` does not have.
    fn security_scheme(&mut self, scheme: &document::SecurityScheme) -> Option<SecurityScheme> {
        let span = scheme.origin.span;
        if scheme.deprecated {
            self.lose("`deprecated` of a security scheme", span);
        }
        let extensions = self.extension(&scheme.extension, scheme.origin, Provenance::Document);
        let description = scheme.description.clone();
        Some(match &scheme.kind {
            SecuritySchemeKind::ApiKey { location, parameter } => SecurityScheme::APIKey {
                location: match location {
                    ParameterLocation::Query | ParameterLocation::QueryString => APIKeyLocation::Query,
                    ParameterLocation::Header | ParameterLocation::Path => APIKeyLocation::Header,
                    ParameterLocation::Cookie => APIKeyLocation::Cookie,
                },
                name: parameter.clone(),
                description,
                extensions,
            },
            SecuritySchemeKind::Basic => http("basic", None, description, extensions),
            SecuritySchemeKind::Bearer { format } => http("bearer", format.clone(), description, extensions),
            SecuritySchemeKind::Http { scheme } => http(scheme, None, description, extensions),
            SecuritySchemeKind::OAuth2 { flows, metadata_url } => {
                if metadata_url.is_some() {
                    self.lose("`oauth2MetadataUrl`", span);
                }
                SecurityScheme::OAuth2 { flows: self.flows(flows, span), description, extensions }
            }
            SecuritySchemeKind::OpenIdConnect { url } => {
                SecurityScheme::OpenIDConnect { open_id_connect_url: url.clone(), description, extensions }
            }
            SecuritySchemeKind::MutualTls => return None,
        })
    }

    fn flows(&mut self, flows: &[OAuthFlow], span: Span) -> OAuth2Flows {
        let mut written = OAuth2Flows::default();
        for flow in flows {
            let authorization_url = flow.authorization_url.clone().unwrap_or_default();
            let token_url = flow.token_url.clone().unwrap_or_default();
            let refresh_url = flow.refresh_url.clone();
            let scopes = flow.scopes.iter().cloned().collect();
            let extensions = Fields::new();
            match flow.kind {
                OAuthFlowKind::Implicit => {
                    written.implicit = Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
                }
                OAuthFlowKind::Password => {
                    written.password = Some(PasswordOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                OAuthFlowKind::ClientCredentials => {
                    let flow = ClientCredentialsOAuth2Flow { refresh_url, token_url, scopes, extensions };
                    written.client_credentials = Some(flow);
                }
                OAuthFlowKind::AuthorizationCode => {
                    let flow =
                        AuthorizationCodeOAuth2Flow { authorization_url, token_url, refresh_url, scopes, extensions };
                    written.authorization_code = Some(flow);
                }
                OAuthFlowKind::DeviceAuthorization => self.lose("the flow `deviceAuthorization`", span),
            }
        }
        written
    }
}

fn http(scheme: &str, format: Option<String>, description: Option<String>, extensions: Fields) -> SecurityScheme {
    SecurityScheme::HTTP { scheme: scheme.to_owned(), bearer_format: format, description, extensions }
}
