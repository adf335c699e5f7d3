//! A call that can be written down shortly, for examples and tests.
//!
//! Takes an [`Api`]; gives the call of its simplest operation as Rust text. Never holds a text of the document but as a literal.

use super::names::library_name;
use super::rust_type;
use crate::ir::{
    Access, Alternative, Anonymous, Api, Deprecation, Group, Operation, Outcome, Parameter, ParameterPresence,
    ParameterScope, Scalar, Shape, Type,
};

/// How the simplest operation is called with a variable `client`.
pub struct SimplestCall {
    /// What the builder of the client takes after the URL.
    pub base: Vec<String>,
    /// Credentials that hold the text `secret` wherever there is one; `None` where the operation takes none.
    pub credentials: Option<String>,
    /// The call, before it is sent.
    pub call: String,
}

/// The simplest operation's call; `None` where no operation has one.
pub fn simplest_call(api: &Api) -> Option<SimplestCall> {
    let (group, operation, arguments) = simplest(api)?;
    let required = |parameter: &&Parameter| parameter.presence == ParameterPresence::Required;
    let base = api.client_parameters.iter().filter(required);
    let base = base.map(|parameter| argument(api, &parameter.ty, parameter.name.bare())).collect::<Option<_>>()?;
    let credentials = match &operation.access {
        Access::Open => None,
        Access::Restricted { accepted, anonymous } => {
            let alternatives = accepted.iter().filter_map(|accepted| api.alternatives.get(accepted.alternative));
            let presented =
                alternatives.filter(|alternative| alternative.arguments.iter().any(|names| !names.is_empty()));
            match (presented.map(secret).next(), anonymous) {
                (None, Anonymous::Refused) => return None,
                (presented, _) => presented,
            }
        }
    };
    let call = format!("client.{}().{}({})", group.module.as_str(), operation.name.as_str(), arguments.join(", "));
    Some(SimplestCall { base, credentials, call })
}

fn secret(alternative: &Alternative) -> String {
    let arguments: Vec<&str> = alternative.arguments.iter().flatten().map(|_| "\"secret\"").collect();
    format!("Auth::{}({})", alternative.name.as_str(), arguments.join(", "))
}

/// The first operation that reads something and whose arguments can be written down, plain ones if possible.
pub(super) fn simplest(api: &Api) -> Option<(&Group, &Operation, Vec<String>)> {
    readable(api)
        .find(|(_, _, arguments)| arguments.iter().all(|argument| !argument.contains("::")))
        .or_else(|| readable(api).next())
}

fn readable(api: &Api) -> impl Iterator<Item = (&Group, &Operation, Vec<String>)> {
    let fits = |operation: &Operation| {
        let reads = operation.method == "GET" && operation.docs.deprecation == Deprecation::Current;
        let body = operation.request.as_ref().is_some_and(|body| body.presence == ParameterPresence::Required);
        let responses = operation.responses.iter().any(|response| response.outcome != Outcome::Failure);
        reads && !body && responses
    };
    api.operations().filter(move |(_, operation)| fits(operation)).filter_map(move |(group, operation)| {
        let own = |parameter: &&Parameter| {
            parameter.scope == ParameterScope::Operation && parameter.presence == ParameterPresence::Required
        };
        let values = operation
            .parameters
            .iter()
            .filter(own)
            .map(|parameter| argument(api, &parameter.ty, parameter.name.bare()));
        Some((group, operation, values.collect::<Option<Vec<String>>>()?))
    })
}

/// An argument of that type, where one can be written down shortly.
pub(super) fn argument(api: &Api, ty: &Type, name: &str) -> Option<String> {
    match ty {
        Type::Scalar(Scalar::String | Scalar::BoxedString | Scalar::Secret) => {
            Some(format!("\"{}\"", if name == "id" { "42" } else { name }))
        }
        Type::Scalar(Scalar::Boolean) => Some("true".to_owned()),
        Type::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64) => Some("42".to_owned()),
        Type::Scalar(Scalar::F32 | Scalar::F64) => Some("42.0".to_owned()),
        Type::Scalar(
            Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::Uuid | Scalar::Base64 | Scalar::Bytes,
        ) => None,
        Type::List(item) => Some(format!("&[{}]", argument(api, item, name)?)),
        Type::Nullable(inner) => Some(format!("Some({})", argument(api, inner, name)?)),
        Type::Defined(id) | Type::Boxed(id) => match &api.types.get(*id).shape {
            Shape::Enumeration(enumeration) => {
                let path = rust_type::owned(api, ty).to_string().replace(' ', "");
                Some(format!("{}::{path}::{}", library_name(api), enumeration.values.first()?.name.as_str()))
            }
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => None,
        },
        Type::Unit | Type::Map(_) | Type::Tuple(_) | Type::External(_) | Type::Any => None,
    }
}
