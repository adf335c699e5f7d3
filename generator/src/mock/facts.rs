//! What a mock is told of its API beside the router: `facts.json`.
//!
//! Takes an [`Api`]; gives the title, the names of secrets, the paths with a secret in them, and the collections: paths of which it is plain that things are created there by
//! `POST` and addressed by one more segment. What is not plain is left out, and is answered without state.

use crate::ir::{
    Api, Codec, Definition, Operation, Outcome, Parameter, ParameterLocation, Payload, Scalar, SchemeKind, Shape,
    Structure, Type,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The text of the file.
pub fn text(api: &Api) -> String {
    let facts = json!({ "title": title(api), "secrets": secrets(api), "secretPaths": secret_paths(api), "collections": collections(api) });
    format!("{facts:#}\n")
}

fn title(api: &Api) -> &str {
    if api.title.trim().is_empty() { &api.name } else { &api.title }
}

/// Names of headers, parameters, cookies and properties whose values may not be shown.
pub fn secrets(api: &Api) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = api.secrets.headers.iter().chain(&api.secrets.keys).cloned().collect();
    for scheme in &api.schemes {
        if let SchemeKind::ApiKey { parameter, .. } = &scheme.kind {
            names.insert(parameter.clone());
        }
    }
    let parameters = api.exchanges().flat_map(|operation| &operation.parameters);
    names.extend(parameters.filter(|it| is_secret(api, &it.ty)).map(|it| it.wire_name.clone()));
    for (_, definition) in api.types.iter() {
        if let Shape::Structure(structure) = &definition.shape {
            let fields = structure.fields.iter().filter(|field| is_secret(api, &field.ty));
            names.extend(fields.map(|field| field.wire_name.clone()));
        }
    }
    names
}

/// Paths in which a parameter is secret, by segment: `{secret}` where one stands in it, `{}` for any other that holds a parameter, else its text.
fn secret_paths(api: &Api) -> BTreeSet<Vec<String>> {
    let of = |operation: &Operation| {
        let is_hidden = |it: &&Parameter| it.location == ParameterLocation::Path && is_secret(api, &it.ty);
        let hidden: Vec<String> =
            operation.parameters.iter().filter(is_hidden).map(|it| format!("{{{}}}", it.wire_name)).collect();
        let segment = |segment: &str| match segment.contains('{') {
            true if hidden.iter().any(|parameter| segment.contains(parameter)) => "{secret}".to_owned(),
            true => "{}".to_owned(),
            false => segment.to_owned(),
        };
        (!hidden.is_empty()).then(|| operation.request_target().split('/').skip(1).map(segment).collect())
    };
    api.operations().filter_map(|(_, operation)| of(operation)).collect()
}

fn is_secret(api: &Api, ty: &Type) -> bool {
    matches!(resolved(api, ty), Type::Scalar(Scalar::Secret))
}

/// A type without the names, boxes and nulls around it.
fn resolved<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    // Names of names are few, and a circle of them is no type.
    for _ in 0..16 {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Defined(id) | Type::Boxed(id) => match &api.types.get(*id).shape {
                Shape::Newtype(newtype) => &newtype.ty,
                Shape::Structure(_) | Shape::Union(_) | Shape::Enumeration(_) => return ty,
            },
            Type::Unit
            | Type::Scalar(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Tuple(_)
            | Type::External(_)
            | Type::Any => return ty,
        };
    }
    ty
}

fn structure<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Structure> {
    match resolved(api, ty) {
        Type::Defined(id) | Type::Boxed(id) => match api.types.get(*id) {
            Definition { shape: Shape::Structure(structure), .. } => Some(structure),
            _ => None,
        },
        _ => None,
    }
}

/// The collections, by path.
fn collections(api: &Api) -> Vec<Value> {
    let operations: BTreeMap<(String, &str), &Operation> =
        api.operations().map(|(_, it)| ((it.request_target(), it.method.as_str()), it)).collect();
    let posts = operations.iter().filter(|((_, method), _)| *method == "POST");
    posts.filter_map(|((path, _), create)| collection(api, &operations, path, create)).collect()
}

fn collection(
    api: &Api,
    operations: &BTreeMap<(String, &str), &Operation>,
    path: &str,
    create: &Operation,
) -> Option<Value> {
    let below = format!("{path}/{{");
    let is_thing =
        |target: &str| target.strip_prefix(&below).is_some_and(|rest| rest.find('}') == rest.len().checked_sub(1));
    let mut reads = operations.iter().filter(|((target, method), _)| *method == "GET" && is_thing(target));
    let ((thing, _), read) = reads.next()?;
    let parameter = thing.strip_prefix(&below)?.strip_suffix('}')?;
    let (created, shown) = (answered(create)?, answered(read)?);
    if resolved(api, created) != resolved(api, shown) {
        return None;
    }
    let fields = &structure(api, created)?.fields;
    let field = fields.iter().find(|field| field.wire_name == parameter);
    let field = field.or_else(|| fields.iter().find(|field| field.wire_name == "id"))?;
    let is_free = field.constraints.pattern.is_none() && field.constraints.max_length.is_none();
    let kind = match resolved(api, &field.ty) {
        Type::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64) => "number",
        Type::Scalar(Scalar::Uuid) => "uuid",
        Type::Scalar(Scalar::String | Scalar::BoxedString) if is_free => "text",
        _ => return None,
    };
    let sent = create.request.as_ref().and_then(|request| json_type(&request.payload));
    let mut facts = json!({
        "path": path,
        "id": field.wire_name,
        "kind": kind,
        "alike": sent.is_some_and(|sent| resolved(api, sent) == resolved(api, created)),
    });
    let list = operations.get(&(path.to_owned(), "GET")).and_then(|list| list_of(api, answered(list)?, created));
    if let (Some(list), Some(facts)) = (list, facts.as_object_mut()) {
        facts.insert("list".to_owned(), list);
    }
    Some(facts)
}

/// What an operation answers in JSON when it succeeds.
fn answered(operation: &Operation) -> Option<&Type> {
    let success = operation.responses.iter().find(|response| response.outcome == Outcome::Success)?;
    json_type(&success.payload)
}

fn json_type(payload: &Payload) -> Option<&Type> {
    payload.media().iter().find(|media| media.codec == Codec::Json).map(|media| &media.ty)
}

/// Where a list of things stands in an answer: the name of a property, or `true` for the whole.
fn list_of(api: &Api, answer: &Type, thing: &Type) -> Option<Value> {
    let is_list = |ty: &Type| match resolved(api, ty) {
        Type::List(item) => resolved(api, item) == resolved(api, thing),
        _ => false,
    };
    if is_list(answer) {
        return Some(Value::Bool(true));
    }
    let fields = structure(api, answer)?.fields.iter();
    fields.filter(|field| is_list(&field.ty)).map(|field| field.wire_name.clone().into()).next()
}
