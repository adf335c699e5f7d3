//! An api as an outline for people, and as JSON for programs.
//!
//! Takes an [`Api`]; gives text. Promises to name every operation, parameter, answer, type and field, each with what was
//! decided and, where an OpenAPI document did not say it, how it came to be known. Never decides anything.

use super::*;
use crate::source::{Origin, Provenance};
use std::fmt::Write;

/// A line of the outline: what it is called, what was decided, how it is known, and what belongs to it.
pub struct Line {
    /// What was decided.
    pub text: String,
    /// How it is known.
    pub provenance: Provenance,
    /// What belongs to it.
    pub children: Vec<Line>,
}

impl Line {
    fn new(text: impl Into<String>, provenance: Provenance) -> Self {
        Self { text: text.into(), provenance, children: Vec::new() }
    }

    fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Provenance::Document)
    }

    fn at(text: impl Into<String>, origin: &Origin) -> Self {
        Self::new(text, origin.provenance)
    }

    fn with(mut self, children: impl IntoIterator<Item = Line>) -> Self {
        self.children.extend(children);
        self
    }

    fn write(&self, depth: usize, text: &mut String) {
        let known = match self.provenance {
            Provenance::Document => String::new(),
            other => format!("  [{}]", other.word()),
        };
        let _infallible = writeln!(text, "{}{}{known}", "  ".repeat(depth), visible(&self.text));
        self.children.iter().for_each(|child| child.write(depth + 1, text));
    }

    fn json(&self) -> String {
        let mut text = format!("{{\"is\":{}", quoted(&self.text));
        if self.provenance != Provenance::Document {
            let _infallible = write!(text, ",\"known\":{}", quoted(self.provenance.word()));
        }
        if !self.children.is_empty() {
            let children: Vec<_> = self.children.iter().map(Line::json).collect();
            let _infallible = write!(text, ",\"has\":[{}]", children.join(","));
        }
        text + "}"
    }
}

/// The outline as text, two blanks a level; provenance in brackets where it is not a document's plain statement.
pub fn text(api: &Api) -> String {
    let mut text = String::new();
    lines(api).iter().for_each(|line| line.write(0, &mut text));
    text
}

/// The outline as one JSON value: `{"is": …, "known": …, "has": […]}` for each line.
pub fn json(api: &Api) -> String {
    let lines: Vec<_> = lines(api).iter().map(Line::json).collect();
    format!("[{}]\n", lines.join(",\n"))
}

fn lines(api: &Api) -> Vec<Line> {
    let mut lines = vec![Line::plain(format!("{} {}", api.title, api.version))];
    lines.extend(settings(api));
    lines.extend(api.servers.iter().chain(&api.operation_servers).map(server));
    lines.extend(
        api.client_parameters.iter().map(|it| Line { text: format!("client {}", parameter(api, it)), ..at(it) }),
    );
    lines.extend(api.schemes.iter().map(scheme));
    for group in &api.groups {
        let operations = group.operations.iter().map(|it| operation(api, it));
        lines.push(Line::plain(format!("group {}", group.name.as_str())).with(operations));
    }
    for group in &api.incoming {
        let operations = group.operations.iter().map(|it| operation(api, it));
        lines.push(Line::plain(format!("incoming {}", group.name.as_str())).with(operations));
    }
    lines.extend(api.webhooks.as_deref().map(|it| webhooks(api, it)));
    lines.extend(api.types.iter().map(|(_, it)| definition(api, it)));
    lines.extend(api.untyped.iter().map(|it| Line::at(format!("untyped {}: {}", it.place, it.reason), &it.origin)));
    lines
}

/// The events that are sent to one URL.
fn webhooks(api: &Api, webhooks: &Webhooks) -> Line {
    let property = webhooks.property.iter().map(|keys| keys.iter().map(|key| format!("/{key}")).collect::<String>());
    let signs: Vec<String> = webhooks.header.iter().cloned().chain(property).map(|it| format!("`{it}`")).collect();
    let signature = webhooks.signature.as_ref().map_or_else(String::new, |signature| {
        let (base, signed) = match &signature.base {
            SignatureBase::StandardWebhooks => ("standard-webhooks", "{id}.{timestamp}.{body}"),
            SignatureBase::Fields(name) => (name.as_str(), "{timestamp}.{body}"),
            SignatureBase::Header(name) => (name.as_str(), "{body}"),
        };
        format!(", signed by `{base}` of `{}`", signature.signed.as_deref().unwrap_or(signed))
    });
    let events = webhooks.events.iter().map(|event| {
        let signs: Vec<&str> = event.header.iter().chain(&event.property).map(String::as_str).collect();
        let body = event.body.as_ref().map_or_else(String::new, |body| format!(": {}", ty(api, body)));
        Line::plain(format!("{} `{}`{body}", event.name.as_str(), signs.join("` `")))
    });
    Line::plain(format!("events told by {}{signature}", signs.join(" and "))).with(events)
}

/// What settings ask for, where they ask for anything.
fn settings(api: &Api) -> Option<Line> {
    let Settings { dependencies, of_all, of_types, package, header, default_features } = &api.settings;
    let mut lines = Vec::new();
    let library = match api.date_time {
        DateTimeLibrary::Chrono => None,
        DateTimeLibrary::Jiff => Some("jiff"),
        DateTimeLibrary::Time => Some("time"),
        DateTimeLibrary::Text => Some("String"),
    };
    lines.extend(library.map(|library| format!("dates and times: {library}")));
    for (name, Dependency { version, path, package, features, default_features }) in dependencies {
        let said = [("package", package), ("version", version), ("path", path)];
        let said = said.into_iter().filter_map(|(key, value)| Some(format!(" {key} {}", value.as_ref()?)));
        let features = features.iter().map(|feature| format!(" with {feature}"));
        let bare = (!default_features).then(|| " without default features".to_owned());
        lines.push(format!("dependency {name}:{}", said.chain(features).chain(bare).collect::<String>()));
    }
    let mut attributes = |name: &str, Attributes { derives, others }: &Attributes| {
        let derives = (!derives.is_empty()).then(|| format!("derive({})", derives.join(", ")));
        let all: Vec<String> = derives.into_iter().chain(others.iter().cloned()).collect();
        if !all.is_empty() {
            lines.push(format!("attributes of {name}: {}", all.join(", ")));
        }
    };
    attributes("every type", of_all);
    for (id, of_type) in of_types {
        attributes(api.types.get(*id).name.bare(), of_type);
    }
    let PackageFields { version, license, authors, repository, homepage, publish } = package;
    let one = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!("package {key}: {value}"));
    lines.extend(one("version", version).into_iter().chain(one("license", license)));
    lines.extend((!authors.is_empty()).then(|| format!("package authors: {}", authors.join(", "))));
    lines.extend(one("repository", repository).into_iter().chain(one("homepage", homepage)));
    lines.extend(publish.then(|| "package publish: true".to_owned()));
    lines.extend(default_features.as_ref().map(|all| format!("default features: {}", all.join(", "))));
    lines.extend((!header.is_empty()).then(|| format!("header: {}", header.join(" / "))));
    (!lines.is_empty()).then(|| Line::plain("settings").with(lines.into_iter().map(Line::plain)))
}

fn at(parameter: &Parameter) -> Line {
    Line::at("", &parameter.origin)
}

fn server(server: &Server) -> Line {
    let piece = |piece: &UrlPiece| match piece {
        UrlPiece::Literal(text) => text.clone(),
        UrlPiece::Variable(index) => {
            server.variables.get(*index).map_or(String::new(), |variable| format!("{{{}}}", variable.wire_name))
        }
    };
    let url: String = server.url.iter().map(piece).collect();
    let variables = server.variables.iter().map(|variable| {
        let values = match &variable.values {
            ServerValues::Any => String::new(),
            ServerValues::Listed { values, .. } => {
                format!(" of {}", values.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", "))
            }
        };
        Line::plain(format!("variable {} = {}{values}", variable.wire_name, variable.default))
    });
    Line::at(format!("server {} {url}", server.name.as_str()), &server.origin).with(variables)
}

fn scheme(scheme: &SecurityScheme) -> Line {
    let kind = match &scheme.kind {
        SchemeKind::Basic { .. } => "basic".to_owned(),
        SchemeKind::Bearer => "bearer".to_owned(),
        SchemeKind::Http { scheme } => format!("http {scheme}"),
        SchemeKind::ApiKey { location, parameter, prefix, .. } => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
            };
            format!(
                "key in {location} `{parameter}`{}",
                if prefix.is_empty() { String::new() } else { format!(" after `{prefix}`") }
            )
        }
        SchemeKind::OAuth2 { .. } => "oauth2".to_owned(),
        SchemeKind::OpenIdConnect { .. } => "openIdConnect".to_owned(),
        SchemeKind::MutualTls => "mutualTLS".to_owned(),
    };
    Line::at(format!("security {} {kind}", scheme.wire_name), &scheme.origin)
}

/// An operation with its parameters, its body and its responses.
pub fn operation(api: &Api, operation: &Operation) -> Line {
    let target = operation.request_target();
    let text = format!("{} {}{target} -> {}", operation.method, receiver(operation), operation.name.as_str());
    let servers = operation.servers.iter().filter_map(|index| api.operation_servers.get(*index));
    let servers = servers.map(|server| Line::plain(format!("at server {}", server.name.as_str())));
    let parameters = operation.parameters.iter().map(|it| Line { text: parameter(api, it), ..at(it) });
    let request = operation.request.iter().map(|body| {
        let need = if body.presence == ParameterPresence::Required { "" } else { "?" };
        Line::at(format!("body{need} {}", payload(api, &body.payload)), &body.origin)
    });
    let responses = operation.responses.iter().map(|it| response(api, it));
    Line::at(text, &operation.origin)
        .with(access(api, &operation.access))
        .with(servers)
        .with(parameters)
        .with(request)
        .with(responses)
        .with(operation.stream_end.iter().map(|end| Line::plain(format!("streams end after `{end}`"))))
        .with(operation.pagination.as_deref().map(|it| pagination(api, it)))
}

fn pagination(api: &Api, pagination: &Pagination) -> Line {
    let pointer = |keys: &[String]| keys.iter().map(|key| format!("/{key}")).collect::<String>();
    let way = match &pagination.way {
        Continuation::Page { parameter, first } => format!("by page `{parameter}` from {first}"),
        Continuation::Offset { parameter } => format!("by offset `{parameter}`"),
        Continuation::Cursor { parameter, next } => format!("by cursor `{parameter}` of `{}`", pointer(next)),
        Continuation::Last { parameter, at } => format!("by cursor `{parameter}` of `{}` in the last", pointer(at)),
        Continuation::Link => "by header `Link`".to_owned(),
        Continuation::Url { next } => format!("by URL of `{}`", pointer(next)),
    };
    let more = pagination.more.as_deref().map(|keys| format!(", more of `{}`", pointer(keys))).unwrap_or_default();
    Line::plain(format!("pages {way}: {} of `{}`{more}", ty(api, &pagination.item), pointer(&pagination.items)))
}

fn receiver(operation: &Operation) -> String {
    match &operation.target {
        Target::Server => String::new(),
        Target::Receiver(receiver) => match &receiver.cause {
            Cause::Webhook => receiver.name.clone(),
            Cause::Callback { base, .. } => format!("{} {base}", receiver.name),
        },
    }
}

fn access(api: &Api, access: &Access) -> Option<Line> {
    let Access::Restricted { accepted, anonymous } = access else { return None };
    let name = |it: &Accepted| api.alternatives.get(it.alternative).map_or("", |it| it.name.as_str()).to_owned();
    let mut names: Vec<_> = accepted.iter().map(name).collect();
    if *anonymous == Anonymous::Allowed {
        names.push("nothing".to_owned());
    }
    Some(Line::plain(format!("auth {}", names.join(" or "))))
}

fn parameter(api: &Api, parameter: &Parameter) -> String {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::QueryString => "querystring",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let need = if parameter.presence == ParameterPresence::Required { "" } else { "?" };
    format!("{location} {}{need}: {}{}", parameter.wire_name, ty(api, &parameter.ty), limits(&parameter.constraints))
}

fn response(api: &Api, response: &Response) -> Line {
    let status = match response.status {
        StatusPattern::Exact(status) => status.to_string(),
        StatusPattern::Class(digit) => format!("{digit}XX"),
        StatusPattern::Default => "default".to_owned(),
    };
    let headers =
        response.headers.iter().map(|it| Line::plain(format!("header {}: {}", it.wire_name, ty(api, &it.ty))));
    let links = response.links.iter().map(|it| {
        let operation = match &it.operation {
            LinkTarget::Operation { group, operation } => {
                let group = api.groups.get(*group);
                group.and_then(|it| it.operations.get(*operation)).map_or("", |it| it.name.as_str())
            }
            LinkTarget::Elsewhere(written) => written.as_str(),
        };
        Line::plain(format!("link {} -> {operation}", it.name))
    });
    Line::at(format!("{status} {} {}", response.name.as_str(), payload(api, &response.payload)), &response.origin)
        .with(headers)
        .with(links)
}

fn payload(api: &Api, payload: &Payload) -> String {
    let media = |media: &Media| format!("{} {}{}", media.media_type, ty(api, &media.ty), encodings(&media.encodings));
    match payload {
        Payload::Empty => "()".to_owned(),
        Payload::One(one) => media(one),
        Payload::Several { media: several, .. } => several.iter().map(media).collect::<Vec<_>>().join(" | "),
    }
}

/// What deviates from the defaults: ` with a as image/png, b joined by commas`.
fn encodings(all: &[Encoding]) -> String {
    let one = |encoding: &Encoding| {
        let of = match &encoding.of {
            Encoded::Property(name) => name.clone(),
            Encoded::Position(position) => format!("part {position}"),
            Encoded::Items => "parts".to_owned(),
        };
        let how = match &encoding.format {
            EncodingFormat::Default | EncodingFormat::Literal => String::new(),
            EncodingFormat::Content(list) => format!(" as {list}{}", encodings(&encoding.nested)),
            EncodingFormat::Styled { style, explode, allow_reserved } => {
                let exploded = if *explode { " exploded" } else { "" };
                let reserved = if *allow_reserved { " reserved" } else { "" };
                format!(" in {style:?}{exploded}{reserved}")
            }
        };
        let headers = encoding.headers.iter().map(|name| format!(" header {name}")).collect::<String>();
        (!how.is_empty() || !headers.is_empty()).then(|| format!("{of}{how}{headers}"))
    };
    let told: Vec<String> = all.iter().filter_map(one).collect();
    if told.is_empty() { String::new() } else { format!(" with {}", told.join(", ")) }
}

/// A type with what it holds.
pub fn definition(api: &Api, definition: &Definition) -> Line {
    let name = definition.name.as_str();
    let line = |kind: &str| Line::at(format!("{kind} {name}"), &definition.origin);
    match &definition.shape {
        Shape::Structure(structure) => {
            let rest = match &structure.additional {
                Additional::Ignored => None,
                Additional::Refused => Some(Line::plain("nothing else")),
                Additional::Kept { ty: it, .. } => Some(Line::plain(format!("others: {}", ty(api, it)))),
            };
            let constants = structure
                .constants
                .iter()
                .map(|it| Line::at(format!("{}: always {}", it.wire_name, constant(&it.value)), &it.origin));
            line("struct").with(constants).with(structure.fields.iter().map(|it| field(api, it))).with(rest)
        }
        Shape::Union(union) => {
            let how = match &union.tagging {
                Tagging::Discriminator { property, .. } => format!("by `{property}`"),
                Tagging::Inferred { .. } => "told apart".to_owned(),
                Tagging::Ordered => "tried in order".to_owned(),
            };
            let variants =
                union.variants.iter().map(|it| Line::plain(format!("{}: {}", it.name.as_str(), ty(api, &it.ty))));
            Line::at(format!("union {name}, {how}{}", openness(union.openness)), &definition.origin).with(variants)
        }
        Shape::Enumeration(enumeration) => {
            let values: Vec<_> = enumeration.values.iter().map(|it| it.name.as_str()).collect();
            Line::at(
                format!("enum {name}{}: {}", openness(enumeration.openness), values.join(", ")),
                &definition.origin,
            )
        }
        Shape::Newtype(newtype) => Line::at(
            format!("newtype {name}: {}{}", ty(api, &newtype.ty), limits(&newtype.constraints)),
            &definition.origin,
        ),
    }
}

fn constant(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) => text.to_string(),
        Literal::String(text) => format!("{text:?}"),
        Literal::Json(text) => text.0.to_string(),
    }
}

fn openness(openness: Openness) -> &'static str {
    match openness {
        Openness::Extensible => ", extensible",
        Openness::Open => ", open",
        Openness::Closed => "",
    }
}

fn field(api: &Api, field: &Field) -> Line {
    let presence = match field.presence {
        Presence::Required => "",
        Presence::Optional => "?",
        Presence::Nullable => " or null",
        Presence::OptionalNullable => "? or null",
    };
    let known = match field.type_provenance {
        Provenance::Document => "",
        same if same == field.origin.provenance => "",
        other => &format!(", type [{}]", other.word()),
    };
    Line::at(
        format!("{}: {}{presence}{}{known}", field.wire_name, ty(api, &field.ty), limits(&field.constraints)),
        &field.origin,
    )
}

fn limits(constraints: &Constraints) -> String {
    let mut text = String::new();
    let bound = |sign: &str, bound: &Option<Bound>| {
        bound
            .as_ref()
            .map_or(String::new(), |it| format!(" {sign}{} {}", if it.exclusive { "" } else { "=" }, it.value))
    };
    text.push_str(&bound(">", &constraints.minimum));
    text.push_str(&bound("<", &constraints.maximum));
    let counts = [
        ("min length", constraints.min_length),
        ("max length", constraints.max_length),
        ("min items", constraints.min_items),
        ("max items", constraints.max_items),
        ("min properties", constraints.min_properties),
        ("max properties", constraints.max_properties),
    ];
    for (word, count) in counts.iter().filter_map(|(word, count)| Some((word, (*count)?))) {
        let _infallible = write!(text, " {word} {count}");
    }
    for (word, value) in [("pattern", &constraints.pattern), ("multiple of", &constraints.multiple_of)] {
        if let Some(value) = value {
            let _infallible = write!(text, " {word} {value}");
        }
    }
    text + if constraints.unique_items { " unique items" } else { "" }
}

fn ty(api: &Api, it: &Type) -> String {
    match it {
        Type::Unit => "()".to_owned(),
        Type::Scalar(scalar) => format!("{scalar:?}"),
        Type::List(items) => format!("[{}]", ty(api, items)),
        Type::Map(values) => format!("{{{}}}", ty(api, values)),
        Type::Tuple(items) => format!("({})", items.iter().map(|it| ty(api, it)).collect::<Vec<_>>().join(", ")),
        Type::Nullable(inner) => format!("{} or null", ty(api, inner)),
        Type::Defined(id) => api.types.get(*id).name.as_str().to_owned(),
        Type::Boxed(id) => format!("Box {}", api.types.get(*id).name.as_str()),
        Type::External(external) => external.path.clone(),
        Type::Any => "Any".to_owned(),
    }
}

/// Control characters made visible: the text is a document's, and goes to a terminal.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| if c.is_control() || is_bidi(c) { c.escape_unicode().collect() } else { vec![c] })
        .collect()
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c.is_control() => {
                let _infallible = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json + "\""
}
