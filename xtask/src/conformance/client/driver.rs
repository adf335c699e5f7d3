//! The program that calls a generated client.
//!
//! Takes an [`Api`]; gives the package of a program that makes every call of a file, whatever the operation, its arguments and its body. Promises that
//! nothing in it is particular to a description, so that whether it compiles is a test of the client as well.

use specwright::ir::{
    Api, Codec, Group, Media, Operation, Output, Parameter, ParameterLocation, ParameterPresence, ParameterScope,
};
use specwright::ir::{DateTimeLibrary, Payload, Scalar, SchemeKind, Shape, Type};
use std::fs;
use std::io;
use std::path::Path;

/// Writes the package into a folder.
pub fn write(api: &Api, folder: &Path) -> io::Result<()> {
    let name = &api.name;
    let manifest = format!(
        "[package]\nname = \"{name}-driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api_client = {{ package = \"{name}-client\", path = \"../client\" }}\n\
         types = {{ package = \"{name}-types\", path = \"../types\" }}\n\
         serde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), include_str!("driver/main.rs"))?;
    fs::write(folder.join("src/parts.rs"), include_str!("driver/parts.rs"))?;
    fs::write(folder.join("src/operations.rs"), operations(api))
}

/// The module that knows the operations.
fn operations(api: &Api) -> String {
    let mut arms = String::new();
    let mut functions = String::new();
    for (number, (group, operation)) in api.operations().enumerate() {
        let key = format!("{} {}", operation.method, operation.request_target());
        let id = &operation.id;
        arms.push_str(&format!("        {id:?} | {key:?} => Box::pin(operation_{number}(client, call)).await,\n"));
        functions.push_str(&function(api, group, operation, number));
    }
    // A client whose operations take no body in parts has nothing for parts.
    let has_parts = api
        .operations()
        .any(|(_, operation)| operation.request.as_ref().is_some_and(|body| is_in_parts(&body.payload)));
    let parts = if has_parts { "#[path = \"parts.rs\"]\nmod parts;\nuse parts::with_parts;\n" } else { "" };
    format!(
        "//! The operations of the API.\n#![allow(unused, clippy::all)]\n\n{parts}use super::*;\n\n{}\n\
         pub async fn play(client: &Client, call: &'static Value) -> Outcome {{\n    \
             let key = format!(\"{{}} {{}}\", call[\"method\"].as_str().unwrap_or(\"\"), call[\"path\"].as_str().unwrap_or(\"\"));\n    \
             match call[\"operation\"].as_str().unwrap_or(&key) {{\n{arms}        other => Err(format!(\"there is no operation {{other}}\").into()),\n    }}\n}}\n\n{functions}",
        client(api)
    )
}

/// The function that makes a client, with the credentials of the place that is named, else with all that the API knows.
fn client(api: &Api) -> String {
    let auth = api.alternatives.iter().map(|alternative| {
        let arguments: Vec<&str> = alternative.arguments.iter().flatten().map(|_| "secret").collect();
        let schemes = alternative.schemes.iter().filter_map(|scheme| api.schemes.get(*scheme));
        let place = schemes.map(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { parameter, .. } => parameter.to_lowercase(),
            _ => "authorization".to_owned(),
        });
        let places: Vec<String> = place.collect();
        format!(
            "    if wanted.is_none_or(|place| {places:?}.contains(&place)) {{\n        \
                 builder = builder.auth(api_client::Auth::{}({}));\n    }}\n",
            alternative.name.as_str(),
            arguments.join(", ")
        )
    });
    format!(
        "pub fn client(call: &'static Value) -> Result<Client, String> {{\n    \
             let secret = call[\"secret\"].as_str().filter(|secret| !secret.is_empty()).unwrap_or(\"secret\");\n    \
             let wanted = call[\"secret_in\"].as_str();\n    \
             let mut builder = Client::builder(call[\"base\"].as_str().unwrap_or(\"\")).one_server();\n{}    \
             builder.build().map_err(|error| error.to_string())\n}}\n",
        auth.collect::<String>()
    )
}

fn function(api: &Api, group: &Group, operation: &Operation, number: usize) -> String {
    let own = |parameter: &&Parameter| parameter.scope == ParameterScope::Operation;
    let (required, optional): (Vec<&Parameter>, Vec<&Parameter>) =
        operation.parameters.iter().filter(own).partition(|one| one.presence == ParameterPresence::Required);
    let mut arguments: Vec<String> = required
        .iter()
        .map(|one| expression(api, &one.ty, &format!("required(call, {:?}, {:?})?", place(one), one.wire_name)))
        .collect();
    let body = operation.request.as_ref();
    let is_required = body.is_some_and(|body| body.presence == ParameterPresence::Required);
    let payload = body.map(|body| &body.payload);
    if let Some(payload) = payload.filter(|_| is_required) {
        arguments.extend(body_expression(api, group, payload, "some_body(call)?"));
    }
    let mut text = format!(
        "async fn operation_{number}(client: &Client, call: &'static Value) -> Outcome {{\n    \
             let made = client.{}().{}({});\n",
        group.module.as_str(),
        operation.name.as_str(),
        arguments.join(", ")
    );
    let mut set = |given: String, name: &str, value: String| {
        text.push_str(&format!(
            "    let made = match {given} {{\n        Some(held) => made.{name}({value}),\n        None => made,\n    }};\n"
        ));
    };
    for one in optional {
        let given = format!("optional(call, {:?}, {:?})", place(one), one.wire_name);
        set(given, one.name.as_str(), expression(api, &one.ty, "held"));
    }
    if let Some(body) = body.filter(|_| !is_required)
        && let Some(value) = body_expression(api, group, &body.payload, "held")
    {
        set("body(call)".to_owned(), body.name.as_str(), value);
    }
    if payload.is_some_and(is_in_parts) {
        text.push_str("    let made = with_parts(made, call)?;\n");
    }
    text.push_str("    let answer = prepared(made, call).send().await;\n");
    text.push_str(match &operation.items.output {
        Output::Body(index) if operation.responses.get(*index).is_some_and(|response| response.payload.is_sequence()) => {
            "    let mut response = match answer {\n        Ok(response) => response,\n        Err(error) => return failed(&error),\n    };\n    \
                 while let Some(next) = response.body.next().await {\n        item(next)?;\n    }\n    Ok(response.status.as_u16())\n}\n\n"
        }
        Output::Body(_) | Output::Nothing | Output::Several(_) => "    whole(answer)\n}\n\n",
    });
    text
}

fn is_in_parts(payload: &Payload) -> bool {
    payload.media().iter().any(|media| media.codec == Codec::Multipart)
}

fn place(parameter: &Parameter) -> &'static str {
    match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query | ParameterLocation::QueryString => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// An argument of that type, made of what `given` stands for.
fn expression(api: &Api, ty: &Type, given: &str) -> String {
    match ty {
        Type::List(item) => format!("list({given}, |item| Ok({}))?", expression(api, item, "item")),
        Type::Nullable(inner) => format!("nullable({given}, |inner| Ok({}))?", expression(api, inner, "inner")),
        ty => format!("{}({given})?", reader(api, ty)),
    }
}

/// The function of the program that makes an argument of that type.
fn reader(api: &Api, ty: &Type) -> &'static str {
    match ty {
        Type::Scalar(Scalar::String | Scalar::BoxedString | Scalar::Secret) => "text",
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Time) if api.date_time == DateTimeLibrary::Text => {
            "text"
        }
        Type::Scalar(Scalar::Base64 | Scalar::Bytes)
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::External(_)
        | Type::Any => "leaked",
        Type::Scalar(_) | Type::Unit | Type::List(_) | Type::Nullable(_) => "value",
        Type::Defined(id) | Type::Boxed(id) => match api.types.get(*id).shape {
            Shape::Enumeration(_) => "value",
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => "leaked",
        },
    }
}

/// A body, made of what `given` stands for.
fn body_expression(api: &Api, group: &Group, payload: &Payload, given: &str) -> Option<String> {
    match payload {
        Payload::Empty => None,
        Payload::One(media) => Some(match media.codec {
            Codec::Text | Codec::Bytes => format!("raw({given})?"),
            Codec::JsonLines | Codec::EventStream(_) => format!("value::<Vec<_>>({given})?"),
            Codec::Xml => {
                let reference = if reader(api, &media.ty) == "value" { "" } else { "&" };
                format!("{reference}{}", xml(api, media, given))
            }
            Codec::Json | Codec::Form | Codec::Multipart => expression(api, &media.ty, given),
        }),
        Payload::Several { name, media } => {
            let path = format!("api_client::api::{}::{}", group.module.as_str(), name.as_str());
            let mut arms: Vec<String> = Vec::new();
            for one in media {
                let value = match one.codec {
                    Codec::Text | Codec::Bytes => format!("raw({given})?"),
                    Codec::JsonLines | Codec::EventStream(_) => format!("value::<Vec<_>>({given})?.into()"),
                    Codec::Xml => xml(api, one, given),
                    Codec::Json | Codec::Form | Codec::Multipart => format!("value({given})?"),
                };
                arms.push(format!("{:?} => {path}::{}({value})", one.media_type, one.name.as_str()));
            }
            arms.push("other => return Err(format!(\"no body is documented as {other}\").into())".to_owned());
            Some(format!("match media_type(call) {{ {} }}", arms.join(", ")))
        }
    }
}

/// What a text of XML says.
fn xml(api: &Api, media: &Media, given: &str) -> String {
    let root = media.xml.as_ref().and_then(|xml| api.xml.get(xml.root));
    let name = root.map(|root| root.name.as_str()).unwrap_or_default();
    format!("types::xml::{name}.decode(text({given})?.as_bytes()).map_err(|error| error.to_string())?")
}
