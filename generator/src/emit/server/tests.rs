//! The sample beside the server's runtime is what is emitted, and so it is compiled, linted and served there.

#![allow(clippy::unwrap_used)]

use crate::ir::{
    Absence, Accepted, Access, Additional, Alternative, Anonymous, Api, Bound, Bounds, Codec, Constraints,
    Construction, CredentialPart, Definition, Derives, Docs, Group, Json, KeyLocation, Media, Name, Operation,
    OperationItems, Outcome, Output, Parameter, ParameterFormat, ParameterLocation, ParameterPresence, ParameterScope,
    PathPiece, Payload, Reach, RequestBody, Response, ResponseExample, ResponseHeader, Scalar, SchemeKind,
    SecurityScheme, Sending, Shape, StatusPattern, Structure, Style, Target, Type, TypeTable, Usage,
};
use crate::source::{Origin, Provenance, Sources, Span};

fn origin() -> Origin {
    let source = Sources::default().add("sample.yaml", "");
    Origin { span: Span::new(source, 0, 0), provenance: Provenance::Document }
}

fn name(text: &str) -> Name {
    Name::new(text)
}

fn docs(description: &str) -> Docs {
    Docs { description: Some(description.to_owned()), ..Docs::default() }
}

fn structure(types: &mut TypeTable, text: &str) -> Type {
    Type::Defined(types.add(Definition {
        name: name(text),
        component: None,
        docs: Docs::default(),
        shape: Shape::Structure(Structure {
            constants: Vec::new(),
            fields: Vec::new(),
            additional: Additional::Ignored,
            one_way: Vec::new(),
            construction: Construction::Literal,
        }),
        checks: Vec::new(),
        bounds: Bounds::Documented,
        derives: Derives::default(),
        usage: Usage::default(),
        reach: Reach::Shared,
        cluster: None,
        examples: Vec::new(),
        origin: origin(),
    }))
}

fn parameter(rust: &str, wire: &str, location: ParameterLocation, ty: Type, says: &str) -> Parameter {
    let (style, explode) = match location {
        ParameterLocation::Path | ParameterLocation::Header => (Style::Simple, false),
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => (Style::Form, true),
    };
    Parameter {
        name: name(rust),
        wire_name: wire.to_owned(),
        location,
        format: ParameterFormat::Styled { style, explode, allow_reserved: false },
        ty,
        presence: if location == ParameterLocation::Path {
            ParameterPresence::Required
        } else {
            ParameterPresence::Optional
        },
        scope: ParameterScope::Operation,
        constraints: Constraints::default().into(),
        default: None,
        allow_empty: false,
        absence: if location == ParameterLocation::Path { Absence::Refused } else { Absence::Nothing },
        secrecy: crate::ir::Secrecy::Shown,
        docs: docs(says),
        type_provenance: Provenance::Document,
        origin: origin(),
    }
}

fn id(ty: Scalar) -> Parameter {
    parameter("id", "id", ParameterLocation::Path, Type::Scalar(ty), "The contact.")
}

fn media(variant: &str, media_type: &str, codec: Codec, ty: &Type) -> Media {
    let sending =
        if media_type.contains('*') { Sending::As("application/octet-stream") } else { Sending::AsDocumented };
    let (name, media_type) = (name(variant), media_type.to_owned());
    Media {
        name,
        media_type,
        sending,
        codec,
        ty: ty.clone(),
        encodings: Vec::new(),
        xml: None,
        constraints: crate::sparse::Sparse::default(),
    }
}

fn response(status: StatusPattern, variant: &str, says: &str, payload: Payload) -> Response {
    let outcome = match status {
        StatusPattern::Exact(200..=299) => Outcome::Success,
        StatusPattern::Exact(_) | StatusPattern::Class(_) | StatusPattern::Default => Outcome::Failure,
    };
    let docs = if says.is_empty() { Docs::default() } else { docs(says) };
    Response {
        status,
        name: name(variant),
        outcome,
        docs,
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

fn with_example(response: Response, media_type: &str, body: &str) -> Response {
    let example = ResponseExample {
        name: None,
        media_type: media_type.to_owned(),
        body: body.to_owned(),
        provenance: Provenance::Document,
    };
    Response { examples: vec![example], ..response }
}

fn header(rust: &str, wire: &str, ty: Scalar, presence: ParameterPresence, says: &str) -> ResponseHeader {
    ResponseHeader {
        name: name(rust),
        wire_name: wire.to_owned(),
        ty: Type::Scalar(ty),
        presence,
        format: ParameterFormat::Styled { style: Style::Simple, explode: false, allow_reserved: false },
        docs: docs(says),
    }
}

fn operation(operation_id: &str, method: &str, path: Vec<PathPiece>, summary: &str) -> Operation {
    let snake: String = operation_id.chars().fold(String::new(), |mut snake, c| {
        if c.is_uppercase() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
        snake
    });
    let camel: String =
        operation_id.chars().take(1).flat_map(char::to_uppercase).chain(operation_id.chars().skip(1)).collect();
    Operation {
        id: operation_id.to_owned(),
        name: name(&snake),
        items: items(&camel),
        docs: Docs { summary: Some(summary.to_owned()), ..Docs::default() },
        successes: crate::ir::Successes::Any,
        accept: Vec::new(),
        method: method.to_owned(),
        path,
        parameters: vec![id(Scalar::I64)],
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

fn path(before: &str, after: &str) -> Vec<PathPiece> {
    let mut pieces = vec![PathPiece::Literal(before.to_owned()), PathPiece::Parameter(0)];
    if !after.is_empty() {
        pieces.push(PathPiece::Literal(after.to_owned()));
    }
    pieces
}

fn body(presence: ParameterPresence, payload: Payload) -> Option<RequestBody> {
    Some(RequestBody { docs: Docs::default(), presence, name: name("body"), payload, origin: origin() })
}

fn accepted(alternative: usize, scopes: &[&str]) -> Accepted {
    Accepted { alternative, scopes: vec![scopes.iter().map(|scope| (*scope).to_owned()).collect()] }
}

fn operations(contact: &Type, error: &Type) -> Vec<Operation> {
    let json = |ty: &Type| Payload::One(media("Json", "application/json", Codec::Json, ty));
    let mut get = operation("getContact", "GET", path("/api/contacts/", ""), "Get Contact");
    let at_least_one = Bound { value: "1".to_owned(), exclusive: false };
    get.parameters = vec![
        Parameter {
            constraints: Constraints { minimum: Some(at_least_one), ..Constraints::default() }.into(),
            ..id(Scalar::I64)
        },
        Parameter {
            format: ParameterFormat::Styled { style: Style::Form, explode: false, allow_reserved: false },
            ..parameter(
                "fields",
                "_fields",
                ParameterLocation::Query,
                Type::List(Box::new(Type::Scalar(Scalar::String))),
                "Fields to answer.",
            )
        },
        Parameter {
            default: Some(Json("10".into())),
            allow_empty: false,
            absence: Absence::Default(Json("10".into())),
            ..parameter(
                "notes",
                "notes",
                ParameterLocation::Query,
                Type::Scalar(Scalar::I64),
                "How many notes to answer.",
            )
        },
        parameter(
            "x_request_id",
            "X-Request-Id",
            ParameterLocation::Header,
            Type::Scalar(Scalar::String),
            "Names this request.",
        ),
    ];
    get.access = Access::Restricted {
        accepted: vec![accepted(0, &[]), accepted(1, &["contacts:read"]), accepted(2, &[])],
        anonymous: Anonymous::Refused,
    };
    let mut ok = response(StatusPattern::Exact(200), "Ok", "The contact.", json(contact));
    ok.headers = vec![
        header("x_rate_limit", "X-Rate-Limit", Scalar::I64, ParameterPresence::Required, "How many requests are left."),
        header("etag", "ETag", Scalar::String, ParameterPresence::Optional, "The version."),
    ];
    get.responses = vec![
        with_example(ok, "application/json", "{\"name\":\"Ada\",\"emails\":[\"ada@example.com\"]}"),
        response(StatusPattern::Exact(401), "Unauthorized", "", Payload::Empty),
        with_example(
            response(StatusPattern::Exact(404), "NotFound", "No such contact.", json(error)),
            "application/json",
            "{\"message\":\"no such contact\"}",
        ),
        with_example(
            response(StatusPattern::Class(5), "ServerError", "Something broke.", json(error)),
            "application/json",
            "{\"message\":\"broken\"}",
        ),
    ];

    let mut create =
        operation("createContact", "POST", vec![PathPiece::Literal("/api/contacts".to_owned())], "Create Contact");
    create.parameters = Vec::new();
    create.request = body(ParameterPresence::Required, json(contact));
    create.responses = vec![with_example(
        response(StatusPattern::Exact(201), "Created", "Created.", json(contact)),
        "application/json",
        "{\"name\":7}",
    )];

    let mut update = operation("updateContact", "PUT", path("/api/contacts/", ""), "Update Contact");
    update.access = Access::Restricted { accepted: vec![accepted(0, &[])], anonymous: Anonymous::Allowed };
    update.request = body(
        ParameterPresence::Optional,
        Payload::Several {
            name: name("UpdateContactBody"),
            media: vec![
                media("Json", "application/json", Codec::Json, contact),
                media("Form", "application/x-www-form-urlencoded", Codec::Form, contact),
                media("Multipart", "multipart/form-data", Codec::Multipart, contact),
            ],
        },
    );
    let several = Payload::Several {
        name: name("UpdateContactOkBody"),
        media: vec![
            media("Json", "application/json", Codec::Json, contact),
            media("Text", "text/plain", Codec::Text, &Type::Scalar(Scalar::String)),
        ],
    };
    update.responses = vec![response(StatusPattern::Exact(200), "Ok", "The contact.", several)];

    let mut archive = operation("archiveContact", "POST", path("/api/contacts/", ":archive"), "Archive Contact");
    archive.parameters = vec![id(Scalar::String)];
    archive.responses = vec![response(StatusPattern::Exact(204), "NoContent", "Archived.", Payload::Empty)];

    let mut picture = operation("setPicture", "POST", path("/api/contacts/", "/picture"), "Set Picture");
    let bytes = Type::Scalar(Scalar::Bytes);
    picture.request = body(ParameterPresence::Required, Payload::One(media("Bytes", "image/*", Codec::Bytes, &bytes)));
    let png = Payload::One(media("Bytes", "image/png", Codec::Bytes, &bytes));
    picture.responses = vec![response(StatusPattern::Exact(200), "Ok", "The picture.", png)];
    let mut all = vec![get, create, update, archive, picture];
    all.iter_mut().for_each(settle);
    all
}

fn scheme(rust: &str, camel: &str, kind: SchemeKind) -> SecurityScheme {
    SecurityScheme {
        name: name(rust),
        type_name: name(camel),
        constant: name(&format!("{}_SCHEME", rust.to_ascii_uppercase())),
        wire_name: rust.to_owned(),
        docs: Docs::default(),
        kind,
        origin: origin(),
    }
}

fn key(location: KeyLocation, parameter: &str, prefix: &str, parts: usize) -> SchemeKind {
    SchemeKind::ApiKey { location, parameter: parameter.to_owned(), prefix: prefix.to_owned(), parts }
}

fn sample() -> Api {
    let mut types = TypeTable::default();
    let contact = structure(&mut types, "Contact");
    let error = structure(&mut types, "Error");
    let alternative = |rust: &str, camel: &str, given: &[(usize, &[&str])]| Alternative {
        name: name(rust),
        type_name: name(camel),
        constant: name(&rust.to_ascii_uppercase()),
        schemes: given.iter().map(|(scheme, _)| *scheme).collect(),
        arguments: given.iter().map(|(_, names)| names.iter().map(|text| name(text)).collect()).collect(),
        variables: Vec::new(),
    };
    Api {
        name: "sample".to_owned(),
        title: "Sample".to_owned(),
        version: "1".to_owned(),
        docs: Docs::default(),
        servers: Vec::new(),
        operation_servers: Vec::new(),
        incoming: Vec::new(),
        webhooks: None,
        headers: Vec::new(),
        groups: vec![Group {
            tag: "Contacts".to_owned(),
            name: name("Contacts"),
            module: name("contacts"),
            feature: "contacts".to_owned(),
            docs: docs("Who one knows."),
            operations: operations(&contact, &error),
        }],
        types,
        client_parameters: Vec::new(),
        xml: crate::ir::XmlTable::default(),
        schemes: vec![
            scheme(
                "basic",
                "Basic",
                SchemeKind::Basic { username: CredentialPart::Argument, password: CredentialPart::Argument },
            ),
            scheme("token", "Token", key(KeyLocation::Header, "Authorization", "token ", 2)),
            scheme("api_key", "ApiKey", key(KeyLocation::Header, "X-Api-Key", "", 1)),
            scheme("session", "Session", key(KeyLocation::Cookie, "session", "", 1)),
        ],
        alternatives: vec![
            alternative("basic", "Basic", &[(0, &["key", "secret"])]),
            alternative("token", "Token", &[(1, &["key", "secret"])]),
            alternative("api_key_and_session", "ApiKeyAndSession", &[(2, &["api_key"]), (3, &["session"])]),
        ],
        untyped: Vec::new(),
        secrets: crate::ir::Secrets::default(),
        date_time: crate::ir::DateTimeLibrary::Chrono,
        settings: crate::ir::Settings::default(),
        recursion_limit: None,
    }
}

/// To bring the sample up to date, run this test with `UPDATE_SAMPLE=1`.
#[test]
fn the_sample_is_what_is_emitted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/server/tests/sample");
    let api = sample();
    let files = super::emit(&api);
    let made = files.make();
    let formatted = made.into_iter().map(|file| (file.path.clone(), crate::write::format::format(file).unwrap()));
    for (path, text) in formatted.chain(files.text) {
        let path = format!("{folder}/{path}");
        if std::env::var_os("UPDATE_SAMPLE").is_some() {
            std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{path} is not what is emitted");
    }
}
