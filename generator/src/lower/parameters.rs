//! Parameters and path templates.
//!
//! Takes an operation's parameters and its path; gives arguments in the order they are taken. Promises that every `{name}`
//! of the path has a parameter and that every path parameter has its `{name}`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, ParameterLocation, ParameterSerialization};
use crate::ir::{
    Absence, Codec, Constraints, Docs, Name, Parameter, ParameterFormat, ParameterPresence, ParameterScope, PathPiece,
    ResponseHeader, Scalar, Secrecy, Style, Type,
};
use crate::lower::codec::codec;
use crate::lower::docs;
use crate::lower::fits::fits;
use crate::lower::literal;
use crate::lower::naming::{Outcome, Scope, Wanted};
use crate::lower::path_key::PathKey;
use crate::lower::schema::Lowering;
use crate::node::{Node, Value};
use crate::source::{Origin, Provenance};
use crate::sparse::Sparse;

/// Parameters that the client sends with several operations.
#[derive(Debug, Default)]
pub struct ClientParameters {
    /// In the order they are first asked for.
    pub list: Vec<Parameter>,
    known: BTreeMap<(ParameterLocation, String), usize>,
}

impl ClientParameters {
    /// The parameters, each with a setter of the builder to itself.
    pub fn named(self) -> Vec<Parameter> {
        let wanted = self.list.iter().map(|parameter| Wanted {
            text: parameter.name.bare().to_owned(),
            qualifier: "parameter".to_owned(),
            fallback: String::new(),
        });
        let names = Scope::builder_setters().assign(&wanted.collect::<Vec<_>>());
        self.list.into_iter().zip(names).map(|(parameter, given)| Parameter { name: given.name, ..parameter }).collect()
    }

    fn position(&mut self, parameter: &Parameter) -> usize {
        let key = (parameter.location, parameter.wire_name.to_ascii_lowercase());
        let list = &mut self.list;
        *self.known.entry(key).or_insert_with(|| {
            list.push(parameter.clone());
            list.len() - 1
        })
    }
}

/// Where a parameter comes from.
enum Source<'d> {
    /// Only a template names it.
    Undeclared(String),
    /// The document declares it.
    Declared(&'d document::Parameter),
}

impl Source<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Undeclared(name) => name,
            Self::Declared(parameter) => &parameter.name,
        }
    }

    fn wanted(&self, location: ParameterLocation, index: usize) -> Wanted {
        let extension = match self {
            Self::Undeclared(_) => None,
            Self::Declared(parameter) => parameter.extension.as_deref(),
        };
        let explicit = extension.and_then(|node| node.get("name")).and_then(Node::as_str);
        wanted(explicit.unwrap_or(self.name()), place_word(location), index)
    }
}

/// What is sent in a parameter or header.
struct Carried {
    ty: Type,
    format: ParameterFormat,
    constraints: Constraints,
    default: Option<crate::ir::Json>,
    described: Option<String>,
    type_provenance: Provenance,
}

impl<'d> Lowering<'d, '_> {
    /// The path in pieces, all parameters, and the names that these take. Parameters of the query that nothing else declares may be
    /// named by `in_query`.
    pub fn parameters(
        &mut self,
        key: &PathKey,
        operation: &'d document::Operation,
        in_query: &[String],
        client: &mut ClientParameters,
    ) -> (Vec<PathPiece>, Vec<Parameter>, Scope) {
        let segments = split(&key.path);
        let (mut given, missing) = matched(&segments, key, operation);
        given.sort_by_key(|parameter| parameter.location);
        let in_path: Vec<&str> = segments.iter().filter_map(Segment::variable).collect();
        let order = |name: &str| in_path.iter().position(|variable| *variable == name).unwrap_or(usize::MAX);
        let mut all: Vec<(ParameterLocation, Source<'d>)> = Vec::new();
        all.extend(missing.into_iter().map(|name| (ParameterLocation::Path, Source::Undeclared(name))));
        let is_declared =
            |name: &str| given.iter().any(|it| it.location == ParameterLocation::Query && it.name == name);
        let templated = in_query.iter().filter(|name| !is_declared(name));
        all.extend(templated.map(|name| (ParameterLocation::Query, Source::Undeclared(name.clone()))));
        for parameter in given {
            let is_elsewhere =
                parameter.location == ParameterLocation::Path && !in_path.contains(&parameter.name.as_str());
            let location = if is_elsewhere && key.names(&parameter.name).is_some() {
                ParameterLocation::Query
            } else {
                parameter.location
            };
            all.push((location, Source::Declared(parameter)));
        }
        all.sort_by_key(|(location, source)| match location {
            ParameterLocation::Path => (*location, order(source.name())),
            ParameterLocation::Query
            | ParameterLocation::QueryString
            | ParameterLocation::Header
            | ParameterLocation::Cookie => (*location, 0),
        });
        let wanted = all.iter().enumerate().map(|(index, (location, source))| source.wanted(*location, index));
        let wanted: Vec<Wanted> = wanted.collect();
        let mut scope = Scope::arguments();
        if operation.request_body.is_some() {
            scope.reserve("body");
        }
        let names = scope.assign(&wanted);
        // The body has the name that was kept for it.
        scope.free("body");
        let mut parameters = Vec::with_capacity(all.len());
        for ((location, source), given) in all.into_iter().zip(names) {
            let parameter = match source {
                Source::Undeclared(name) => undeclared(given.name, &name, location, operation.origin),
                Source::Declared(parameter) => {
                    let mut lowered = self.parameter(parameter, given.name);
                    if lowered.location != location {
                        into_query(&mut lowered, key);
                    }
                    lowered
                }
            };
            if let Outcome::Contested { wanted } = &given.outcome {
                self.graph.contested(parameter.origin, wanted, &parameter.name);
            }
            parameters.push(parameter);
        }
        for parameter in &mut parameters {
            if parameter.scope != ParameterScope::Operation {
                parameter.scope = ParameterScope::Client(client.position(parameter));
            }
        }
        let pieces = segments
            .into_iter()
            .map(|segment| match segment {
                Segment::Literal(text) => PathPiece::Literal(text),
                Segment::Variable(name) => {
                    let here = |p: &Parameter| p.location == ParameterLocation::Path && p.wire_name == name;
                    match parameters.iter().position(here) {
                        Some(index) => PathPiece::Parameter(index),
                        None => PathPiece::Literal(format!("{{{name}}}")),
                    }
                }
            })
            .collect();
        (pieces, parameters, scope)
    }

    /// `allowEmpty` of a parameter in the path.
    fn allows_empty(&mut self, extension: Option<&Node>, location: ParameterLocation) -> bool {
        let Some(given) = extension.and_then(|node| node.get("allowEmpty")) else { return false };
        if let (Some(allowed), ParameterLocation::Path) = (given.as_bool(), location) {
            return allowed;
        }
        let message = "`x-specwright: {allowEmpty}` takes `true` or `false`, on a parameter in the path";
        let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message);
        self.graph.tell(diagnostic.help("it was ignored"));
        false
    }

    fn parameter(&mut self, parameter: &'d document::Parameter, name: Name) -> Parameter {
        let carried = self.carried(parameter);
        let location = parameter.location;
        let extension = parameter.extension.as_deref();
        let scope = match extension.and_then(|node| node.get("scope")) {
            Some(given) if given.as_str() == Some("client") => ParameterScope::Client(0),
            Some(given) => {
                let message = "`x-specwright: {scope}` takes `client` and nothing else";
                let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message);
                self.graph.tell(diagnostic.help("it was ignored: the parameter is given with each call"));
                ParameterScope::Operation
            }
            None => ParameterScope::Operation,
        };
        if let Some(given) = extension.and_then(|node| node.get("secret")) {
            let message = "`x-specwright: {secret}` stands in a schema, not beside it";
            self.graph.tell(
                Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message)
                    .help("it was ignored, and the parameter is shown; put it into the parameter's `schema`"),
            );
        }
        let allow_empty = self.allows_empty(extension, location);
        let required = parameter.required || location == ParameterLocation::Path;
        Parameter {
            name,
            wire_name: parameter.name.clone(),
            location,
            format: carried.format,
            allow_empty,
            ty: carried.ty,
            presence: if required { ParameterPresence::Required } else { ParameterPresence::Optional },
            scope,
            constraints: carried.constraints.into(),
            default: carried.default,
            absence: if required { Absence::Refused } else { Absence::Nothing },
            secrecy: Secrecy::Shown,
            docs: Docs {
                description: docs::said(parameter.description.as_deref()).or(carried.described),
                deprecation: docs::deprecation(parameter.deprecated),
                provenance: parameter.origin.provenance,
                ..Docs::default()
            },
            type_provenance: carried.type_provenance,
            origin: parameter.origin,
        }
    }

    /// The headers of an answer.
    pub fn headers(&mut self, headers: &'d [document::Parameter]) -> Vec<ResponseHeader> {
        let texts: Vec<Wanted> =
            headers.iter().enumerate().map(|(index, header)| wanted(&header.name, "header", index)).collect();
        let names = Scope::fields().assign(&texts);
        let mut all = Vec::with_capacity(headers.len());
        for (header, name) in headers.iter().zip(names) {
            let carried = self.carried(header);
            all.push(ResponseHeader {
                name: name.name,
                wire_name: header.name.clone(),
                ty: carried.ty,
                presence: if header.required { ParameterPresence::Required } else { ParameterPresence::Optional },
                format: carried.format,
                docs: Docs {
                    description: docs::said(header.description.as_deref()).or(carried.described),
                    deprecation: docs::deprecation(header.deprecated),
                    provenance: header.origin.provenance,
                    ..Docs::default()
                },
            });
        }
        all
    }

    fn carried(&mut self, parameter: &'d document::Parameter) -> Carried {
        let (schema, format) = match &parameter.serialization {
            ParameterSerialization::Styled { schema, style, explode, allow_reserved } => {
                let style = *style;
                let format = ParameterFormat::Styled { style, explode: *explode, allow_reserved: *allow_reserved };
                (Some(*schema), format)
            }
            ParameterSerialization::Content(media) => {
                (media.schema.or(media.item_schema), ParameterFormat::Content(codec(&media.name)))
            }
        };
        let mut carried = Carried {
            ty: Type::Any,
            format,
            constraints: Constraints::default(),
            default: None,
            described: None,
            type_provenance: parameter.origin.provenance,
        };
        if let Some(id) = schema {
            // Null cannot be sent in a URL or a header: it is the parameter's absence.
            carried.ty = self.schema(id).ty;
            let node = self.graph.node(id);
            carried.constraints = self.constraints(node, &carried.ty);
            let flat = self.spoken(node);
            let default = flat.default.filter(|default| default.value != Value::Null);
            carried.default = default.map(literal::json);
            let named = self.graph.document.schemas.get(id).component.is_some();
            carried.described = flat.description.filter(|_| !named).map(str::to_owned);
            carried.type_provenance = self.graph.document.schemas.get(id).provenance_of("type");
            if let Some(default) = default.filter(|default| !self.is_default(default, &carried.ty)) {
                carried.default = None;
                self.tell_default(&parameter.name, default);
            }
        }
        let textual = match carried.format {
            ParameterFormat::Styled { .. } => parameter.location != ParameterLocation::QueryString,
            ParameterFormat::Content(_) => false,
        };
        if !is_written(carried.format, parameter.location, &carried.ty) {
            let message = format!("the parameter `{}` is a text in its media type", parameter.name);
            let diagnostic = Diagnostic::new(&code::lower::PARAMETER_MEDIA_TYPE, parameter.origin.span, message);
            self.graph.tell(diagnostic.help("the caller writes it; in JSON it would be typed"));
            carried.ty = Type::Scalar(Scalar::String);
            carried.constraints = Constraints::default();
            carried.default = None;
        }
        if textual && matches!(carried.ty, Type::Any | Type::Unit) {
            carried.ty = Type::Scalar(Scalar::String);
            carried.type_provenance = Provenance::Inferred;
        }
        carried
    }
}

impl Lowering<'_, '_> {
    /// Whether a default is of a parameter's type, as far as that is known by now.
    fn is_default(&self, default: &Node, ty: &Type) -> bool {
        let known = match ty {
            Type::Scalar(_) => true,
            Type::List(item) => matches!(**item, Type::Scalar(_)),
            _ => false,
        };
        !known || fits(default, ty, &self.types)
    }

    fn tell_default(&mut self, name: &str, default: &Node) {
        let message = format!("the default of the parameter `{name}` is not of its type");
        let diagnostic = Diagnostic::new(&code::lower::DEFAULT_MISMATCH, default.span(), message);
        self.graph.tell(diagnostic.help("it was left out: nothing stands in for the parameter"));
    }
}

/// Parameters that are kept, and names in the path that none declares; reading has told what does not fit.
///
/// The query of the path's key is part of it: a parameter in `path` may stand there, and a query parameter that has a constant
/// value there is not for the caller to give.
fn matched<'d>(
    segments: &[Segment],
    key: &PathKey,
    operation: &'d document::Operation,
) -> (Vec<&'d document::Parameter>, Vec<String>) {
    let mut there: BTreeSet<&str> = segments.iter().filter_map(Segment::variable).collect();
    let in_path = |parameter: &&document::Parameter| parameter.location == ParameterLocation::Path;
    let in_query = |name: &str| {
        operation.parameters.iter().any(|other| other.location == ParameterLocation::Query && other.name == name)
    };
    let stands = |parameter: &document::Parameter| match parameter.location {
        ParameterLocation::Path => {
            let queried = key.variables.iter().find(|(_, variable)| *variable == parameter.name);
            there.contains(parameter.name.as_str()) || queried.is_some_and(|(name, _)| !in_query(name))
        }
        ParameterLocation::Query => key.query.iter().all(|(name, _)| *name != parameter.name),
        ParameterLocation::QueryString | ParameterLocation::Header | ParameterLocation::Cookie => true,
    };
    let kept: Vec<&document::Parameter> = operation.parameters.iter().filter(|parameter| stands(parameter)).collect();
    for parameter in kept.iter().copied().filter(in_path) {
        there.remove(parameter.name.as_str());
    }
    (kept, there.into_iter().map(str::to_owned).collect())
}

/// Whether a value of that type can be written, rather than only a text that holds it.
fn is_written(format: ParameterFormat, location: ParameterLocation, ty: &Type) -> bool {
    match format {
        ParameterFormat::Styled { .. } | ParameterFormat::Content(Codec::Json) => true,
        ParameterFormat::Content(Codec::Form) => location == ParameterLocation::QueryString,
        ParameterFormat::Content(_) => matches!(ty, Type::Scalar(_)),
    }
}

/// Sends a parameter that is declared in `path` in the query, where the path's key has it.
fn into_query(parameter: &mut Parameter, key: &PathKey) {
    if let Some(name) = key.names(&parameter.wire_name) {
        parameter.wire_name = name.to_owned();
        parameter.location = ParameterLocation::Query;
        parameter.format = ParameterFormat::Styled { style: Style::Form, explode: true, allow_reserved: false };
    }
}

fn wanted(name: &str, place: &str, index: usize) -> Wanted {
    Wanted { text: name.to_owned(), qualifier: place.to_owned(), fallback: format!("parameter {}", index + 1) }
}

fn undeclared(name: Name, wire_name: &str, location: ParameterLocation, origin: Origin) -> Parameter {
    let style = if location == ParameterLocation::Query { Style::Form } else { Style::Simple };
    let origin = Origin { provenance: Provenance::Inferred, ..origin };
    Parameter {
        name,
        wire_name: wire_name.to_owned(),
        location,
        format: ParameterFormat::Styled { style, explode: style == Style::Form, allow_reserved: false },
        ty: Type::Scalar(Scalar::String),
        presence: ParameterPresence::Required,
        scope: ParameterScope::Operation,
        constraints: Sparse::default(),
        default: None,
        allow_empty: false,
        absence: Absence::Refused,
        secrecy: Secrecy::Shown,
        docs: Docs { provenance: Provenance::Inferred, ..Docs::default() },
        type_provenance: Provenance::Inferred,
        origin,
    }
}

fn place_word(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query | ParameterLocation::QueryString => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// Part of a path template as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text.
    Literal(String),
    /// `{name}`
    Variable(String),
}

impl Segment {
    /// The name in braces.
    pub fn variable(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Variable(name) => Some(name),
        }
    }
}

/// A path template in pieces; a brace without its other half is text.
pub fn split(path: &str) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut text = String::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        let name = from.get(1..).and_then(|after| after.split_once('}')).filter(|(name, _)| !name.contains('{'));
        text.push_str(before);
        match name {
            Some((name, after)) if !name.is_empty() => {
                if !text.is_empty() {
                    all.push(Segment::Literal(std::mem::take(&mut text)));
                }
                all.push(Segment::Variable(name.to_owned()));
                rest = after;
            }
            Some(_) | None => {
                text.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    if !text.is_empty() {
        all.push(Segment::Literal(text));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_in_pieces() {
        let literal = |text: &str| Segment::Literal(text.to_owned());
        let variable = |text: &str| Segment::Variable(text.to_owned());
        assert_eq!(split("/contact/{id}/"), [literal("/contact/"), variable("id"), literal("/")]);
        assert_eq!(split("/b/{id}:approve"), [literal("/b/"), variable("id"), literal(":approve")]);
        assert_eq!(split("/{a}{b}"), [literal("/"), variable("a"), variable("b")]);
        assert_eq!(split("/{a"), [literal("/{a")]);
        assert_eq!(split("/{}x"), [literal("/{}x")]);
        assert_eq!(split(""), []);
    }
}
