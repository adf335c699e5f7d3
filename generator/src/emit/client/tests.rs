//! An api that has one of everything, and what its client is made of.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::emit;
use crate::ir::*;
use crate::lower::accept;
use crate::source::{Origin, Provenance, Sources, Span};
use crate::write::format::format;

fn origin() -> Origin {
    let id = Sources::default().add("api.yaml", "");
    Origin { span: Span::new(id, 0, 0), provenance: Provenance::Document }
}

fn docs(text: &str) -> Docs {
    Docs { summary: Some(text.to_owned()), ..Docs::default() }
}

fn name(text: &str) -> Name {
    Name::new(text)
}

fn text() -> Type {
    Type::Scalar(Scalar::String)
}

fn parameter(text: &str, location: ParameterLocation, presence: ParameterPresence, ty: Type) -> Parameter {
    let style = match location {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => Style::Form,
    };
    Parameter {
        name: name(text),
        wire_name: text.trim_start_matches("r#").to_owned(),
        location,
        format: ParameterFormat::Styled { style, explode: style == Style::Form, allow_reserved: false },
        ty,
        presence,
        scope: ParameterScope::Operation,
        constraints: Constraints::default().into(),
        default: None,
        allow_empty: false,
        absence: if presence == ParameterPresence::Required { Absence::Refused } else { Absence::Nothing },
        secrecy: crate::ir::Secrecy::Shown,
        docs: docs("A `parameter` [with] <b>words</b>."),
        type_provenance: Provenance::Document,
        origin: origin(),
    }
}

fn media(variant: &str, media_type: &str, codec: Codec, ty: Type) -> Media {
    let (name, media_type, sending) = (name(variant), media_type.to_owned(), Sending::AsDocumented);
    Media {
        name,
        media_type,
        sending,
        codec,
        ty,
        encodings: Vec::new(),
        xml: None,
        constraints: crate::sparse::Sparse::default(),
    }
}

fn response(status: StatusPattern, variant: &str, outcome: Outcome, payload: Payload) -> Response {
    Response {
        status,
        name: name(variant),
        outcome,
        docs: docs("A response."),
        headers: Vec::new(),
        header_set: None,
        links: Vec::new(),
        status_field: (!matches!(status, StatusPattern::Exact(_))).then(|| name("status")),
        body_field: (!matches!(payload, Payload::Empty)).then(|| name("body")),
        payload,
        examples: Vec::new(),
        origin: origin(),
    }
}

fn items(type_name: &str) -> OperationItems {
    OperationItems {
        marker: name(type_name),
        output: Output::Nothing,
        error: None,
        request: name(&format!("{type_name}Request")),
        context: name("context"),
        input: name("input"),
        response: name(&format!("{type_name}Response")),
        other: name("Other"),
    }
}

/// Says what a call gives, once the responses are there.
fn settle(operation: &mut Operation) {
    operation.successes = accept::successes(&operation.responses);
    operation.accept = accept::accept(&operation.responses);
    let marker = operation.items.marker.bare().to_owned();
    let successes = || operation.responses.iter().enumerate().filter(|(_, it)| it.outcome != Outcome::Failure);
    operation.items.output = match (successes().count(), successes().next()) {
        (0, _) | (_, None) => Output::Nothing,
        (1, Some((_, response))) if matches!(response.payload, Payload::Empty) => Output::Nothing,
        (1, Some((index, _))) => Output::Body(index),
        _ => Output::Several(name(&format!("{marker}Output"))),
    };
    let fails = operation.responses.iter().any(|it| it.outcome != Outcome::Success);
    operation.items.error = fails.then(|| name(&format!("{marker}Error")));
}

fn operation(method_name: &str, type_name: &str, method: &str, path: Vec<PathPiece>) -> Operation {
    Operation {
        id: method_name.to_owned(),
        name: name(method_name),
        items: items(type_name),
        docs: docs("Does something."),
        successes: Successes::Any,
        accept: Vec::new(),
        method: method.to_owned(),
        path,
        parameters: Vec::new(),
        request: None,
        responses: Vec::new(),
        target: Target::Server,
        access: Access::Open,
        query: Vec::new(),
        idempotency_key: None,
        pagination: None,
        stream_end: None,
        routing: crate::ir::Routing::Sole,
        servers: Vec::new(),
        origin: origin(),
    }
}

fn literal(text: &str) -> PathPiece {
    PathPiece::Literal(text.to_owned())
}

fn group(tag: &str, type_name: &str, module: &str, operations: Vec<Operation>) -> Group {
    Group {
        tag: tag.to_owned(),
        name: name(type_name),
        module: name(module),
        feature: module.to_owned(),
        docs: Docs::default(),
        operations,
    }
}

fn scheme(text: &str, kind: SchemeKind) -> SecurityScheme {
    SecurityScheme {
        name: name(text),
        type_name: name(text),
        constant: name(&format!("{}_SCHEME", text.to_ascii_uppercase())),
        wire_name: text.to_owned(),
        docs: Docs::default(),
        kind,
        origin: origin(),
    }
}

fn alternative(text: &str, type_name: &str, given: &[(usize, &[&str])]) -> Alternative {
    Alternative {
        name: name(text),
        type_name: name(type_name),
        constant: name(&text.to_ascii_uppercase()),
        schemes: given.iter().map(|(scheme, _)| *scheme).collect(),
        arguments: given.iter().map(|(_, names)| names.iter().map(|text| name(text)).collect()).collect(),
        variables: given.iter().map(|(_, names)| names.iter().map(|text| variable(text)).collect()).collect(),
    }
}

fn variable(argument: &str) -> String {
    format!("SAMPLE_{}", argument.to_ascii_uppercase())
}

fn accepted(alternative: usize) -> Accepted {
    Accepted { alternative, scopes: Vec::new() }
}

fn definition(text: &str, shape: Shape) -> Definition {
    Definition {
        name: name(text),
        component: None,
        docs: Docs::default(),
        shape,
        checks: Vec::new(),
        bounds: Bounds::Checked,
        derives: Derives::default(),
        usage: Usage { request: true, response: true },
        reach: Reach::Shared,
        cluster: None,
        examples: Vec::new(),
        origin: origin(),
    }
}

/// One of everything, with names that meet this product's own wherever they can.
fn api() -> Api {
    use ParameterPresence::{Optional, Required};
    let mut types = TypeTable::default();
    let structure = || {
        Shape::Structure(Structure {
            constants: Vec::new(),
            fields: Vec::new(),
            additional: Additional::Ignored,
            one_way: Vec::new(),
            construction: Construction::Literal,
        })
    };
    let contact = Type::Defined(types.add(definition("Contact", structure())));
    let values = vec![EnumerationValue {
        name: name("Asc"),
        value: Literal::String("asc".into()),
        docs: Docs::default().into(),
    }];
    let order = Enumeration { kind: EnumerationKind::String, values, openness: Openness::Closed };
    let order = Type::Defined(types.add(definition("SortOrder", Shape::Enumeration(order))));
    let json = |ty: Type| Payload::One(media("Json", "application/json", Codec::Json, ty));

    let mut get = operation(
        "get_contact",
        "GetContact",
        "GET",
        vec![literal("/contacts/"), PathPiece::Parameter(0), literal("/")],
    );
    get.parameters = vec![parameter("id", ParameterLocation::Path, Required, text())];
    let mut company = parameter("company", ParameterLocation::Header, Required, text());
    company.scope = ParameterScope::Client(0);
    get.parameters.push(company.clone());
    company.scope = ParameterScope::Operation;
    get.access = Access::Restricted { accepted: vec![accepted(0), accepted(1)], anonymous: Anonymous::Refused };
    get.responses = vec![
        response(StatusPattern::Exact(200), "Ok", Outcome::Success, json(contact.clone())),
        response(StatusPattern::Exact(404), "NotFound", Outcome::Failure, Payload::Empty),
        response(StatusPattern::Class(4), "ClientError", Outcome::Failure, json(Type::Any)),
    ];

    let mut list = operation("list", "Call", "GET", vec![literal("/a b/#fragment")]);
    let date = Type::Scalar(Scalar::Date);
    list.parameters = vec![
        parameter("archived", ParameterLocation::Query, Optional, Type::Scalar(Scalar::Boolean)),
        parameter("r#type", ParameterLocation::Query, Optional, Type::List(Box::new(text()))),
        parameter("order", ParameterLocation::Query, Optional, order),
        parameter("since", ParameterLocation::Query, Optional, date),
        parameter("lang", ParameterLocation::Cookie, Optional, text()),
    ];
    let format = ParameterFormat::Styled { style: Style::Form, explode: false, allow_reserved: true };
    list.parameters.iter_mut().skip(1).take(1).for_each(|parameter| parameter.format = format);
    list.access = Access::Restricted { accepted: vec![accepted(2)], anonymous: Anonymous::Allowed };
    let either = Payload::Several {
        name: name("ListBody"),
        media: vec![
            media("Json", "application/json", Codec::Json, Type::List(Box::new(contact.clone()))),
            media("Csv", "text/csv", Codec::Text, text()),
        ],
    };
    list.responses = vec![response(StatusPattern::Default, "Default", Outcome::Either, either)];

    let mut create = operation("create", "Route", "POST", vec![literal("/contacts")]);
    create.parameters = vec![parameter("account", ParameterLocation::Query, Required, Type::Scalar(Scalar::I64))];
    let body = |payload, presence| {
        Some(RequestBody { docs: docs("What to send."), presence, name: name("body"), payload, origin: origin() })
    };
    let several = Payload::Several {
        name: name("CreateBody"),
        media: vec![
            media("Json", "application/json", Codec::Json, contact.clone()),
            media("Form", "multipart/form-data", Codec::Multipart, contact.clone()),
            media("Png", "image/png", Codec::Bytes, Type::Scalar(Scalar::Bytes)),
        ],
    };
    create.request = body(several, Required);
    create.responses = vec![
        response(StatusPattern::Exact(200), "Ok", Outcome::Success, json(contact.clone())),
        response(StatusPattern::Exact(204), "NoContent", Outcome::Success, Payload::Empty),
        response(
            StatusPattern::Exact(302),
            "Found",
            Outcome::Failure,
            Payload::One(media("Text", "text/plain", Codec::Text, text())),
        ),
    ];

    let mut replace = operation("replace", "Replace", "PUT", vec![literal("/contacts")]);
    replace.request = body(json(contact), Optional);
    replace.docs.deprecation = Deprecation::Deprecated;

    [&mut get, &mut list, &mut create, &mut replace].into_iter().for_each(settle);

    let server = |text: &str, url, variables, reach| Server {
        name: name(text),
        type_name: name("Production"),
        url,
        variables,
        description: None,
        reach,
        origin: origin(),
    };
    let region = ServerVariable {
        name: name("region"),
        wire_name: "region".to_owned(),
        default: "eu".to_owned(),
        values: ServerValues::Listed {
            type_name: name("ProductionRegion"),
            values: vec![(name("Eu"), "eu".to_owned()), (name("Us"), "us".to_owned())],
        },
        description: None,
    };
    Api {
        name: "one-of-each".to_owned(),
        title: "One of \"each\"".to_owned(),
        version: "1".to_owned(),
        docs: docs("Everything."),
        servers: vec![
            server(
                "PRODUCTION",
                vec![
                    UrlPiece::Literal("https://".into()),
                    UrlPiece::Variable(0),
                    UrlPiece::Literal(".example.com/v1".into()),
                ],
                vec![region],
                ServerReach::Public,
            ),
            server("LOCAL", vec![UrlPiece::Literal("http://localhost:8080".into())], Vec::new(), ServerReach::Local),
        ],
        operation_servers: Vec::new(),
        incoming: Vec::new(),
        webhooks: None,
        headers: Vec::new(),
        types,
        groups: vec![
            group("Contacts", "Contacts", "contacts", vec![get, list, create]),
            group("Client", "Client", "client", vec![replace]),
        ],
        client_parameters: vec![
            company,
            parameter("tenant", ParameterLocation::Query, Optional, Type::Scalar(Scalar::I64)),
        ],
        xml: crate::ir::XmlTable::default(),
        schemes: vec![
            scheme(
                "basic",
                SchemeKind::Basic {
                    username: CredentialPart::Argument,
                    password: CredentialPart::Fixed(String::new()),
                },
            ),
            scheme(
                "token",
                SchemeKind::ApiKey {
                    location: KeyLocation::Header,
                    parameter: "Authorization".to_owned(),
                    prefix: "token ".to_owned(),
                    parts: 2,
                },
            ),
            scheme("oauth", SchemeKind::OAuth2 { flows: Vec::new() }),
            scheme(
                "session",
                SchemeKind::ApiKey {
                    location: KeyLocation::Cookie,
                    parameter: "s".to_owned(),
                    prefix: String::new(),
                    parts: 1,
                },
            ),
        ],
        alternatives: vec![
            alternative("basic", "Basic", &[(0, &["api_key"])]),
            alternative("token", "Token", &[(1, &["key", "secret"])]),
            alternative("oauth_and_session", "OauthAndSession", &[(2, &["oauth_token"]), (3, &["session_token"])]),
        ],
        untyped: Vec::new(),
        secrets: crate::ir::Secrets::default(),
        date_time: DateTimeLibrary::Chrono,
        settings: crate::ir::Settings::default(),
        recursion_limit: None,
    }
}

fn rust(path: &str) -> String {
    let files = emit(&api()).make();
    format(files.into_iter().find(|file| file.path == path).unwrap()).unwrap()
}

#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[test]
fn every_file_parses() {
    for file in emit(&api()).make() {
        let path = file.path.clone();
        assert!(!format(file).unwrap().is_empty(), "{path}");
    }
}

#[test]
fn a_call_writes_what_is_required_at_once() {
    let text = rust("src/api/contacts.rs");
    contains(
        &text,
        &[
            "pub fn get_contact(&self, id: &str) -> crate::runtime::Call<GetContact> {",
            "call.request.path(\"id\", Format::SIMPLE, id);",
            "self.client.core.parameter(0)",
            "\"/contacts/{id}/\",",
            ".secured(&[crate::auth::BASIC, crate::auth::TOKEN])",
            ".optionally_secured(&[crate::auth::OAUTH_AND_SESSION])",
            "/// - `id`: A `parameter`",
        ],
    );
    assert!(!text.contains("#fragment"), "a fragment is never sent");
    contains(&text, &["\"/a%20b/\""]);
}

#[test]
fn what_is_optional_is_a_setter() {
    let text = rust("src/api/contacts.rs");
    let setters = [
        "pub fn archived(mut self, archived: bool) -> Self {",
        "pub fn r#type(mut self, r#type: &[&str]) -> Self {",
        "self.request.query(\"type\", Format::FORM.joined().reserved(), r#type);",
        "pub fn order(mut self, order: types::SortOrder) -> Self {",
        "pub fn since(mut self, since: types::chrono::NaiveDate) -> Self {",
        "self.request.cookie(\"lang\", Format::FORM, lang);",
    ];
    contains(&text, &setters);
    contains(&rust("src/api/client.rs"), &["pub fn body(mut self, body: &types::Contact) -> Self {"]);
}

#[test]
fn responses_are_read_by_status_and_media_type() {
    let text = rust("src/api/contacts.rs");
    let arms = [
        "404 => Ok(Err(GetContactError::NotFound)),",
        "400..=403 | 405..=499 => {",
        "failure(response.json(), GetContactError::ClientError)",
        "_ => Err(Unread::Undocumented),",
        "200..=299 if response.is(\"text/csv\")",
        "200..=299 => response.json().map(ListBody::Json).map(Ok),",
        "_ => failure(response.json().map(ListBody::Json), CallError::Default),",
        "204 => Ok(Ok(RouteOutput::NoContent)),",
    ];
    contains(&text, &arms);
    contains(&rust("src/api/client.rs"), &["200..=299 => Ok(Ok(())),", "type Error = std::convert::Infallible;"]);
}

#[test]
fn one_body_of_several_media_types_is_an_enum() {
    let text = rust("src/api/contacts.rs");
    contains(&text, &["pub fn create(&self, account: i64, body: CreateBody)", "Png(Body),", "Form(types::Contact),"]);
    contains(&text, &["call.request.multipart(\"multipart/form-data\", &body);"]);
}

#[test]
fn an_alternative_is_one_constructor() {
    let text = rust("src/auth.rs");
    let constructors = [
        "pub fn basic(api_key: &str) -> Self {",
        "Credential::basic(api_key, \"\")",
        "&format!(\"{key}:{secret}\")",
        "oauth_token: impl Into<Token>,",
        "session_token: &str,",
    ];
    contains(&text, &constructors);
}

#[test]
fn the_builder_takes_what_every_call_needs() {
    let text = rust("src/client.rs");
    contains(&text, &["base_url: impl Into<crate::BaseUrl>,", "company: &str", "pub fn tenant(self, tenant: i64)"]);
}

#[test]
fn servers_are_constants_and_structures_of_their_variables() {
    let text = rust("src/lib.rs");
    contains(
        &text,
        &[
            "\"https://eu.example.com/v1\"",
            "pub region: ProductionRegion,",
            "format!(\"https://{}.example.com/v1\", server.region.as_str())",
        ],
    );
}
