//! Parameters of two operations.
//!
//! Takes two operations of an [`Exchange`]; tells which parameters came, went, must be sent, or are written in another way. Promises that the names of path parameters do
//! not show (their place does), nor case in names of headers, and that a style is called changed only where some value is written differently.

use super::change::{Ours, Spot, Wire};
use super::exchange::{Exchange, Told, schema_of};
use super::finding::Way;
use super::rule;
use super::sample::Sampler;
use super::view::{Kind, Message, View};
use crate::document::{Operation, Parameter, ParameterLocation, ParameterSerialization, Style};
use serde_json::{Value, json};

impl<'d> Exchange<'_, '_, 'd> {
    /// Parameters of both sides.
    pub(super) fn parameters(&mut self, old: &'d Operation, new: &'d Operation) {
        let mut left: Vec<&Parameter> = new.parameters.iter().collect();
        let place = |of: &'d Operation, it: &Parameter| {
            of.parameters
                .iter()
                .filter(|it| it.location == ParameterLocation::Path)
                .position(|other| other.name == it.name)
        };
        let (first, second) = (order(self.templates.0), order(self.templates.1));
        for before in &old.parameters {
            let same = |after: &&Parameter| match (before.location, after.location) {
                (ParameterLocation::Path, ParameterLocation::Path) => {
                    let (one, two) = (
                        first.iter().position(|it| **it == before.name),
                        second.iter().position(|it| **it == after.name),
                    );
                    if one.is_some() && two.is_some() { one == two } else { place(old, before) == place(new, after) }
                }
                (ParameterLocation::Header, ParameterLocation::Header) => before.name.eq_ignore_ascii_case(&after.name),
                (one, two) => one == two && before.name == after.name,
            };
            match left.iter().position(same) {
                Some(at) => {
                    let after = left.remove(at);
                    self.parameter(old, new, before, after);
                }
                None => self.removed(old, new, before),
            }
        }
        for after in left {
            self.added(old, new, after);
        }
    }

    fn removed(&mut self, _: &Operation, new: &Operation, before: &Parameter) {
        let name = title(before);
        let witness = before.required.then(|| {
            (
                "request",
                self.request(new, self.walk.new),
                format!("the old description requires the {name}, and this request has none"),
            )
        });
        let told = Told {
            rule: if before.required { &rule::REQUIRED_PARAMETER_REMOVED } else { &rule::PARAMETER_REMOVED },
            message: format!("{} no longer takes the {name}", self.name),
            old: Some(Spot::of(before.origin.span)),
            new: Some(Spot::of(new.origin.span)),
            sender: Wire::Unproven,
            receiver: if before.required { Wire::Breaking } else { Wire::Compatible },
            our_sender: Ours::Depends,
            our_receiver: if before.required { Ours::Fails } else { Ours::Works },
            witness,
        };
        self.tell_end(told, before.sunset.as_deref());
    }

    fn added(&mut self, old: &Operation, _: &Operation, after: &Parameter) {
        let name = title(after);
        let needs = after.required;
        let witness = needs.then(|| {
            (
                "request",
                self.request(old, self.walk.old),
                format!("the new description requires the {name}, and this request has none"),
            )
        });
        self.tell(Told {
            rule: if needs { &rule::REQUIRED_PARAMETER_ADDED } else { &rule::PARAMETER_ADDED },
            message: format!("{} {} the {name}", self.name, if needs { "requires" } else { "takes" }),
            old: Some(Spot::of(old.origin.span)),
            new: Some(Spot::of(after.origin.span)),
            sender: if needs { Wire::Breaking } else { Wire::Compatible },
            receiver: Wire::Compatible,
            our_sender: if needs { Ours::Fails } else { Ours::Works },
            our_receiver: Ours::Ignores,
            witness,
        });
    }

    fn parameter(&mut self, old: &Operation, new: &Operation, before: &'d Parameter, after: &'d Parameter) {
        let name = title(after);
        let (was, is) = (before.origin.span, after.origin.span);
        let operation = self.name.clone();
        let plain = |rule, message: String, keyword| Told {
            rule,
            message,
            old: Some(Spot::keyword(was, keyword)),
            new: Some(Spot::keyword(is, keyword)),
            sender: Wire::Compatible,
            receiver: Wire::Compatible,
            our_sender: Ours::Works,
            our_receiver: Ours::Works,
            witness: None,
        };
        match (before.required, after.required) {
            (false, true) => {
                let why = format!("the new description requires the {name}, and this request has none");
                let told = plain(&rule::PARAMETER_REQUIRED, format!("{operation} requires the {name}"), "required");
                let witness = Some(("request", self.request(old, self.walk.old), why));
                self.tell(Told { sender: Wire::Breaking, our_sender: Ours::Depends, witness, ..told });
            }
            (true, false) => {
                let why = format!("the old description requires the {name}, and this request has none");
                let told =
                    plain(&rule::PARAMETER_OPTIONAL, format!("{operation} no longer requires the {name}"), "required");
                let witness = Some(("request", self.request(new, self.walk.new), why));
                self.tell(Told { receiver: Wire::Breaking, our_receiver: Ours::Fails, witness, ..told });
            }
            _ => {}
        }
        let told = plain(&rule::SUNSET_CHANGED, format!("the announced end of the {name} of {operation}"), "x-sunset");
        self.sunset(told, before.sunset.as_deref(), after.sunset.as_deref());
        match (before.deprecated, after.deprecated) {
            (false, true) => self.tell(plain(
                &rule::PARAMETER_DEPRECATED,
                format!("the {name} of {operation} is deprecated"),
                "deprecated",
            )),
            (true, false) => {
                self.tell(plain(
                    &rule::PARAMETER_UNDEPRECATED,
                    format!("the {name} of {operation} is no longer deprecated"),
                    "deprecated",
                ));
            }
            _ => {}
        }
        if before.allow_empty_value != after.allow_empty_value {
            let now = if after.allow_empty_value { "may" } else { "may no longer" };
            let told = plain(
                &rule::PARAMETER_EMPTY_CHANGED,
                format!("the {name} of {operation} {now} be sent without a value"),
                "allowEmptyValue",
            );
            let (sender, receiver) = if after.allow_empty_value {
                (Wire::Compatible, Wire::Unproven)
            } else {
                (Wire::Unproven, Wire::Compatible)
            };
            self.tell(Told { sender, receiver, ..told });
        }
        self.writing(before, after, &name);
        let text = is_styled(before) && is_styled(after);
        let way = Way { text, ..self.request_way() };
        let list = |id: Option<crate::document::SchemaId>| id.into_iter().collect();
        self.root(
            name,
            (list(schema_of(before)), list(schema_of(after))),
            way,
            before.required && after.required,
            None,
        );
    }

    /// How the value is written.
    pub(super) fn writing(&mut self, before: &'d Parameter, after: &'d Parameter, name: &str) {
        let operation = self.name.clone();
        let (old, new) = (&before.serialization, &after.serialization);
        let told = |rule, message: String, keyword| Told {
            rule,
            message,
            old: Some(Spot::keyword(before.origin.span, keyword)),
            new: Some(Spot::keyword(after.origin.span, keyword)),
            sender: Wire::Unproven,
            receiver: Wire::Unproven,
            our_sender: Ours::Depends,
            our_receiver: Ours::Depends,
            witness: None,
        };
        match (old, new) {
            (
                ParameterSerialization::Styled { schema, style, explode, allow_reserved },
                ParameterSerialization::Styled { style: other, explode: exploded, allow_reserved: reserved, .. },
            ) => {
                if (style, explode) != (other, exploded) {
                    let values = shapes(self.walk.old, *schema);
                    let write = |style: Style, explode: bool, value: &Value| {
                        written(before.location, style, explode, &before.name, value)
                    };
                    let differing = values.iter().find_map(|value| {
                        let (one, two) = (write(*style, *explode, value)?, write(*other, *exploded, value)?);
                        (one != two).then(
                            || json!({ "value": value, "written by the old description": one, "by the new one": two }),
                        )
                    });
                    let message = format!("the {name} of {operation} is written in another way");
                    if let Some(value) = differing {
                        let why = "the same value is written differently".to_owned();
                        let witness = Some(("parameter", value, why));
                        let told = told(
                            &rule::PARAMETER_STYLE_CHANGED,
                            message,
                            if style == other { "explode" } else { "style" },
                        );
                        self.tell(Told {
                            sender: Wire::Breaking,
                            receiver: Wire::Breaking,
                            our_sender: Ours::Fails,
                            our_receiver: Ours::Fails,
                            witness,
                            ..told
                        });
                    }
                }
                if allow_reserved != reserved {
                    let now = if *reserved { "may" } else { "may no longer" };
                    let message = format!("the {name} of {operation} {now} hold reserved characters as they are");
                    self.tell(told(&rule::PARAMETER_RESERVED_CHANGED, message, "allowReserved"));
                }
            }
            (ParameterSerialization::Content(one), ParameterSerialization::Content(two)) if one.name == two.name => {}
            _ => {
                let message =
                    format!("the {name} of {operation} is written in another way: by a style or a media type");
                self.tell(told(&rule::PARAMETER_STYLE_CHANGED, message, "content"));
            }
        }
    }
}

/// Whether the value is written by a style.
pub(super) fn is_styled(parameter: &Parameter) -> bool {
    matches!(parameter.serialization, ParameterSerialization::Styled { .. })
}

/// The names in a path template, in order.
fn order(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|it| it.split('}').next()).collect()
}

/// `query parameter `limit``
pub(super) fn title(parameter: &Parameter) -> String {
    let location = match parameter.location {
        ParameterLocation::Path => "path parameter",
        ParameterLocation::Query => "query parameter",
        ParameterLocation::QueryString => "query string",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    format!("{location} `{}`", parameter.name)
}

/// Values that styles write differently, of the types that a schema allows.
fn shapes(view: &View<'_>, schema: crate::document::SchemaId) -> Vec<Value> {
    let conj = view.conj(&[schema]);
    let sampler = Sampler::new(view, Message::Request);
    let one = |it: &super::view::Alternative| match it.kind {
        Kind::Array => sampler.array_of(&it.conj, 2),
        Kind::Object => sampler.object_of(&it.conj, 2).or_else(|| sampler.object_of(&it.conj, 1)),
        _ => sampler.alternative(it),
    };
    view.alternatives(&conj).list.iter().filter_map(one).collect()
}

/// A value as a style writes it; `None` where the style does not say how.
fn written(location: ParameterLocation, style: Style, explode: bool, name: &str, value: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let named = matches!(location, ParameterLocation::Query | ParameterLocation::Cookie);
    let items = match value {
        Value::Array(items) => items.iter().map(text).collect::<Option<Vec<_>>>()?,
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| Some((key.clone(), text(value)?))).collect::<Option<Vec<_>>>()?;
            return Some(match (style, explode) {
                (Style::DeepObject, _) => {
                    pairs.iter().map(|(key, value)| format!("{name}[{key}]={value}")).collect::<Vec<_>>().join("&")
                }
                (_, true) => pairs
                    .iter()
                    .map(|(key, value)| format!("{key}={value}"))
                    .collect::<Vec<_>>()
                    .join(separator(style, true)),
                (_, false) => {
                    let flat = pairs.iter().map(|(key, value)| format!("{key},{value}")).collect::<Vec<_>>().join(",");
                    if named { format!("{name}={flat}") } else { flat }
                }
            });
        }
        scalar => {
            let scalar = text(scalar)?;
            return Some(match style {
                Style::Matrix => format!(";{name}={scalar}"),
                Style::Label => format!(".{scalar}"),
                _ if named => format!("{name}={scalar}"),
                _ => scalar,
            });
        }
    };
    Some(match (style, explode) {
        (Style::Matrix, true) => items.iter().map(|it| format!(";{name}={it}")).collect(),
        (Style::Matrix, false) => format!(";{name}={}", items.join(",")),
        (Style::Label, explode) => format!(".{}", items.join(if explode { "." } else { "," })),
        (Style::Form | Style::DeepObject | Style::SpaceDelimited | Style::PipeDelimited, true) if named => {
            items.iter().map(|it| format!("{name}={it}")).collect::<Vec<_>>().join("&")
        }
        (style, explode) if named => format!("{name}={}", items.join(separator(style, explode))),
        (_, _) => items.join(","),
    })
}

fn separator(style: Style, explode: bool) -> &'static str {
    match (style, explode) {
        (Style::SpaceDelimited, _) => "%20",
        (Style::PipeDelimited, _) => "|",
        (Style::Form, true) => "&",
        (Style::Matrix, true) => ";",
        (Style::Label, true) => ".",
        _ => ",",
    }
}
