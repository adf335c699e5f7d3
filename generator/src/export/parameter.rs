//! Parameters and headers.
//!
//! Takes those of operations, responses and encodings; gives them as `openapiv3` has them. `explode` is written only where it
//! is not the default of the style. Never writes a location or style that the version does not know.

use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::exporter::Exporter;
use crate::document::{self, ParameterLocation, ParameterSerialization, Style};
use crate::source::Provenance;

impl Exporter<'_> {
    pub(super) fn parameter(
        &mut self,
        parameter: &document::Parameter,
        around: Provenance,
    ) -> Option<ReferenceOr<Parameter>> {
        let (style, explode, allow_reserved) = match &parameter.serialization {
            ParameterSerialization::Styled { style, explode, allow_reserved, .. } => {
                (Some(*style), (*explode != explodes(*style)).then_some(*explode), *allow_reserved)
            }
            ParameterSerialization::Content(_) => (None, None, false),
        };
        let (example, examples) = self.examples(&parameter.examples);
        let parameter_data = ParameterData {
            name: parameter.name.clone(),
            description: parameter.description.clone(),
            required: parameter.required,
            deprecated: parameter.deprecated.then_some(true),
            format: self.serialization(parameter),
            example,
            examples,
            explode,
            extensions: {
                let mut fields = self.extension(&parameter.extension, parameter.origin, around);
                fields.extend(parameter.sunset.iter().map(|date| ("x-sunset".to_owned(), date.as_str().into())));
                fields
            },
        };
        Some(ReferenceOr::Item(match parameter.location {
            ParameterLocation::Path => Parameter::Path { parameter_data, style: path_style(style) },
            ParameterLocation::Query => Parameter::Query {
                parameter_data,
                allow_reserved,
                style: style.and_then(query_style).unwrap_or_default(),
                allow_empty_value: parameter.allow_empty_value.then_some(true),
            },
            ParameterLocation::Header => Parameter::Header { parameter_data, style: HeaderStyle::Simple },
            ParameterLocation::Cookie => {
                if style == Some(Style::Cookie) {
                    self.lose("the style `cookie`", parameter.origin.span);
                }
                Parameter::Cookie { parameter_data, style: CookieStyle::Form }
            }
            ParameterLocation::QueryString => {
                self.lose("a parameter in `querystring`", parameter.origin.span);
                return None;
            }
        }))
    }

    pub(super) fn header(&mut self, header: &document::Parameter, around: Provenance) -> ReferenceOr<Header> {
        let (example, examples) = self.examples(&header.examples);
        let mut extensions = self.extension(&header.extension, header.origin, around);
        extensions.extend(header.sunset.iter().map(|date| ("x-sunset".to_owned(), date.as_str().into())));
        if let ParameterSerialization::Styled { explode: true, .. } = header.serialization {
            extensions.insert("explode".to_owned(), true.into());
        }
        ReferenceOr::Item(Header {
            description: header.description.clone(),
            style: HeaderStyle::Simple,
            required: header.required,
            deprecated: header.deprecated.then_some(true),
            format: self.serialization(header),
            example,
            examples,
            extensions,
        })
    }

    fn serialization(&mut self, parameter: &document::Parameter) -> ParameterSchemaOrContent {
        let around = parameter.origin.provenance;
        match &parameter.serialization {
            ParameterSerialization::Styled { schema, .. } => {
                ParameterSchemaOrContent::Schema(self.schema(*schema, around))
            }
            ParameterSerialization::Content(media_type) => {
                let content = self.content(std::slice::from_ref(media_type), around);
                ParameterSchemaOrContent::Content(content)
            }
        }
    }
}

/// The default of `explode`.
fn explodes(style: Style) -> bool {
    match style {
        Style::Form | Style::Cookie => true,
        Style::Matrix
        | Style::Label
        | Style::Simple
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject => false,
    }
}

fn path_style(style: Option<Style>) -> PathStyle {
    match style {
        Some(Style::Matrix) => PathStyle::Matrix,
        Some(Style::Label) => PathStyle::Label,
        Some(
            Style::Simple
            | Style::Form
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject
            | Style::Cookie,
        )
        | None => PathStyle::Simple,
    }
}

pub(super) fn query_style(style: Style) -> Option<QueryStyle> {
    match style {
        Style::Form => Some(QueryStyle::Form),
        Style::SpaceDelimited => Some(QueryStyle::SpaceDelimited),
        Style::PipeDelimited => Some(QueryStyle::PipeDelimited),
        Style::DeepObject => Some(QueryStyle::DeepObject),
        Style::Matrix | Style::Label | Style::Simple | Style::Cookie => None,
    }
}
