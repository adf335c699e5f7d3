//! Parameter Objects and Header Objects.
//!
//! Takes lists of parameters and maps of headers; gives them resolved, defaults of `style` and `explode` filled in, each
//! (name, in) once. Never compares path parameters with the path: `path` and `operation` do.

use std::collections::HashMap;

use super::field::sunset;
use super::place::Place;
use super::reader::Reader;
use super::references::Resolved;
use super::template::Template;
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::document::structure::ObjectKind;
use crate::document::{
    JsonType, JsonTypes, Owner, Parameter, ParameterLocation, ParameterSerialization, Schema, SchemaId, Style,
};
use crate::node::Node;
use crate::source::Span;

const LOCATIONS: [(&str, ParameterLocation); 5] = [
    ("path", ParameterLocation::Path),
    ("query", ParameterLocation::Query),
    ("header", ParameterLocation::Header),
    ("cookie", ParameterLocation::Cookie),
    ("querystring", ParameterLocation::QueryString),
];

const STYLES: [(&str, Style); 8] = [
    ("matrix", Style::Matrix),
    ("label", Style::Label),
    ("simple", Style::Simple),
    ("form", Style::Form),
    ("spaceDelimited", Style::SpaceDelimited),
    ("pipeDelimited", Style::PipeDelimited),
    ("deepObject", Style::DeepObject),
    ("cookie", Style::Cookie),
];

/// What makes two parameters the same; header names do not differ by case.
pub(super) fn identity(parameter: &Parameter) -> (ParameterLocation, String) {
    let name = match parameter.location {
        ParameterLocation::Header => parameter.name.to_ascii_lowercase(),
        ParameterLocation::Path
        | ParameterLocation::Query
        | ParameterLocation::QueryString
        | ParameterLocation::Cookie => parameter.name.clone(),
    };
    (parameter.location, name)
}

impl<'t> Reader<'t, '_> {
    /// `parameters` of a path item or an operation at `path`.
    pub(super) fn parameters(&mut self, at: Place<'t>, path: &str, template: Option<&Template>) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        let mut known: HashMap<(ParameterLocation, String), (Span, &'t Node)> = HashMap::new();
        for item in self.list(at, "parameters").unwrap_or_default() {
            let place = at.with(item);
            let Some(resolved) = self.follow(place, ObjectKind::Parameter) else { continue };
            let said = resolved.at.node;
            let Some(parameter) = self.within(resolved.at, |reader| reader.parameter(resolved)).flatten() else {
                continue;
            };
            if let Some(template) = template.filter(|_| parameter.location == ParameterLocation::Path)
                && !template.names.contains(&parameter.name)
            {
                self.not_in_path(&parameter.name, place, path, template);
                continue;
            }
            if let Some(first) = known.insert(identity(&parameter), (place.span(), said)) {
                let (code, how) = match first.1.same_value(said) {
                    true => (&code::DUPLICATE_PARAMETER, ""),
                    false => (&code::CONFLICTING_PARAMETER, ", in two ways"),
                };
                let message = format!("`{}` is declared twice in this list{how}", parameter.name);
                let diagnostic = Diagnostic::new(code, place.span(), message).relate(first.0, "first declared here");
                self.diagnostics.report(diagnostic.help("the first is kept; take one of them out"));
                continue;
            }
            parameters.push(parameter);
        }
        parameters
    }

    fn not_in_path(&mut self, name: &str, at: Place<'t>, path: &str, template: &Template) {
        // A pattern of segments has parameters of its own, which is told where it stands.
        if template.patterns.iter().any(|pattern| pattern.variable == name || pattern.written == name) {
            return;
        }
        let help = match super::suggest::nearest(name, template.names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take the parameter out, or put it into the path".to_owned(),
        };
        let message = format!("the path `{path}` has no `{{{name}}}`");
        self.tell_with_help(&code::PATH_PARAMETER_NOT_IN_PATH, at.span(), message, help);
    }

    /// Parameter Object (§4.12). `None` for one that is ignored or cannot be used, which is told.
    fn parameter(&mut self, resolved: Resolved<'t>) -> Option<Parameter> {
        const OBJECT: &str = "a Parameter Object";
        let at = resolved.at;
        self.map(at, OBJECT)?;
        let name = self.required_text(at, "name", OBJECT)?;
        let word = self.required_text(at, "in", OBJECT)?;
        let Some(location) = LOCATIONS.iter().find(|(known, _)| *known == word).map(|(_, location)| *location) else {
            self.invalid_value(at, "in", &word, &LOCATIONS.map(|(word, _)| word));
            return None;
        };
        if location == ParameterLocation::Header && is_ignored(&name) {
            let message = format!("the header parameter `{name}` is ignored");
            let help = "what it says belongs into `content`, `responses` or `security`";
            self.tell_with_help(&code::IGNORED_HEADER_PARAMETER, at.span(), message, help);
            return None;
        }
        Some(Parameter {
            required: self.is_required(at, &name, location),
            deprecated: self.flag(at, "deprecated"),
            sunset: sunset(at),
            allow_empty_value: self.flag(at, "allowEmptyValue"),
            serialization: self.serialization(at, location),
            examples: self.examples(at),
            description: self.described(&resolved),
            extension: self.extension(at),
            owner: resolved.owner,
            origin: at.origin(),
            name,
            location,
        })
    }

    fn is_required(&mut self, at: Place<'t>, name: &str, location: ParameterLocation) -> bool {
        let required = self.boolean(at, "required");
        match location {
            ParameterLocation::Path => {
                if required != Some(true) {
                    let message = format!("the path parameter `{name}` must say `required: true`");
                    self.tell_with_help(&code::OPTIONAL_PATH_PARAMETER, at.span(), message, "add `required: true`");
                }
                true
            }
            ParameterLocation::Query
            | ParameterLocation::QueryString
            | ParameterLocation::Header
            | ParameterLocation::Cookie => required.unwrap_or(false),
        }
    }

    /// `headers` of a response or an encoding, as parameters in `header`.
    pub(super) fn headers(&mut self, at: Place<'t>) -> Vec<Parameter> {
        let Some(map) = self.map_under(at, "headers") else { return Vec::new() };
        let mut headers = Vec::new();
        for (entry, place) in map.entries() {
            // §4.17.1: a Content-Type header is ignored; the keys of `content` say it.
            if entry.key.eq_ignore_ascii_case("content-type") {
                let message = format!("the header `{}` is ignored", entry.key);
                let help = "the keys of `content` say the media type";
                self.tell_with_help(&code::IGNORED_HEADER_PARAMETER, entry.key_span, message, help);
                continue;
            }
            let Some(resolved) = self.follow(place, ObjectKind::Header) else { continue };
            headers.extend(self.within(resolved.at, |reader| reader.header(&entry.key, resolved)).flatten());
        }
        headers
    }

    /// Header Object (§4.21).
    fn header(&mut self, name: &str, resolved: Resolved<'t>) -> Option<Parameter> {
        let at = resolved.at;
        self.map(at, "a Header Object")?;
        Some(Parameter {
            name: name.to_owned(),
            location: ParameterLocation::Header,
            description: self.described(&resolved),
            required: self.flag(at, "required"),
            deprecated: self.flag(at, "deprecated"),
            sunset: sunset(at),
            allow_empty_value: false,
            serialization: self.serialization(at, ParameterLocation::Header),
            examples: self.examples(at),
            extension: self.extension(at),
            owner: resolved.owner,
            origin: at.origin(),
        })
    }

    /// `schema` with its style, or `content`.
    fn serialization(&mut self, at: Place<'t>, location: ParameterLocation) -> ParameterSerialization {
        let content = self.content(at);
        let both = at.get("schema").is_some() && at.get("content").is_some();
        if both || content.len() > 1 {
            let given = if both { "both `schema` and `content`" } else { "several media types" };
            self.tell(&code::SCHEMA_OR_CONTENT, at.span(), format!("this has {given}"));
        }
        match (at.get("schema"), content.into_iter().next()) {
            (None, Some(media_type)) => ParameterSerialization::Content(media_type),
            (Some(schema), _) => {
                if location == ParameterLocation::QueryString {
                    let message = "a parameter in `querystring` has `content` instead of `schema`";
                    let help = "add `content: {application/x-www-form-urlencoded: {schema: …}}`";
                    self.tell_with_help(&code::QUERY_STRING, at.span(), message, help);
                }
                self.styled(at, location, schema)
            }
            (None, None) => {
                let message = "this has neither `schema` nor `content`";
                self.tell_with_help(&code::SCHEMA_OR_CONTENT, at.span(), message, "add `schema: {type: string}`");
                let schema = self.string_schema(at);
                let style = default_style(location);
                ParameterSerialization::Styled { schema, style, explode: explodes(style), allow_reserved: false }
            }
        }
    }

    fn styled(&mut self, at: Place<'t>, location: ParameterLocation, schema: Place<'t>) -> ParameterSerialization {
        let style = match self.style(at) {
            Some(style) if allowed(location).contains(&style) => style,
            Some(style) => {
                let names: Vec<_> = allowed(location).iter().map(|style| style_word(*style)).collect();
                let message =
                    format!("a parameter in {} has no style `{}`", location_word(location), style_word(style));
                let span = at.get("style").map_or(at.span(), Place::span);
                let help = format!("its styles are: {}", names.join(", "));
                self.tell_with_help(&code::STYLE_NOT_ALLOWED, span, message, help);
                default_style(location)
            }
            None => default_style(location),
        };
        let explode = self.boolean(at, "explode").unwrap_or(explodes(style));
        let allow_reserved = self.flag(at, "allowReserved");
        ParameterSerialization::Styled { schema: self.schema(schema), style, explode, allow_reserved }
    }

    /// `style`, if declared.
    pub(super) fn style(&mut self, at: Place<'t>) -> Option<Style> {
        let word = self.text(at, "style")?;
        let style = STYLES.iter().find(|(known, _)| *known == word).map(|(_, style)| *style);
        if style.is_none() {
            self.invalid_value(at, "style", &word, &STYLES.map(|(word, _)| word));
        }
        style
    }

    /// A required string in `path` for a template expression that nothing declares.
    pub(super) fn undeclared_path_parameter(&mut self, name: &str, at: Place<'t>) -> Parameter {
        let schema = self.string_schema(at);
        let serialization =
            ParameterSerialization::Styled { schema, style: Style::Simple, explode: false, allow_reserved: false };
        Parameter {
            name: name.to_owned(),
            location: ParameterLocation::Path,
            description: None,
            required: true,
            deprecated: false,
            sunset: None,
            allow_empty_value: false,
            serialization,
            examples: Vec::new(),
            extension: None,
            owner: Owner::Around,
            origin: at.origin(),
        }
    }

    fn string_schema(&mut self, at: Place<'t>) -> SchemaId {
        let mut schema = Schema::empty(at.origin());
        schema.types = JsonTypes::only(JsonType::String);
        self.schemas.add(schema)
    }

    /// The description at a reference, which wins, or at the object.
    pub(super) fn described(&mut self, resolved: &Resolved<'t>) -> Option<String> {
        resolved.description.clone().or_else(|| self.prose(resolved.at, "description"))
    }
}

fn is_ignored(header: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|ignored| header.eq_ignore_ascii_case(ignored))
}

fn allowed(location: ParameterLocation) -> &'static [Style] {
    match location {
        ParameterLocation::Path => &[Style::Matrix, Style::Label, Style::Simple],
        ParameterLocation::Query => &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject],
        ParameterLocation::QueryString => &[Style::Form],
        ParameterLocation::Header => &[Style::Simple],
        ParameterLocation::Cookie => &[Style::Form, Style::Cookie],
    }
}

fn default_style(location: ParameterLocation) -> Style {
    match location {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => Style::Form,
    }
}

/// The default of `explode`. `deepObject` has a meaning only exploded.
fn explodes(style: Style) -> bool {
    match style {
        Style::Form | Style::Cookie | Style::DeepObject => true,
        Style::Matrix | Style::Label | Style::Simple | Style::SpaceDelimited | Style::PipeDelimited => false,
    }
}

fn style_word(style: Style) -> &'static str {
    STYLES.iter().find(|(_, known)| *known == style).map_or("", |(word, _)| word)
}

fn location_word(location: ParameterLocation) -> &'static str {
    LOCATIONS.iter().find(|(_, known)| *known == location).map_or("", |(word, _)| word)
}
