//! Secrets: what carries the names of keys, and what messages may not show.
//!
//! Takes the api; makes secret what is named as the parameter of an `apiKey` scheme, and notes for the client what is secret. A string
//! that the schema itself calls secret is so already. Never changes what is sent.

use std::collections::BTreeSet;

use crate::document::{Document, SecuritySchemeKind};
use crate::ir::{Api, Parameter, ParameterLocation, Scalar, Secrecy, Secrets, Shape, Type, TypeId, TypeTable};
use crate::lower::visit;

/// The parameters of all `apiKey` schemes: where and by which name.
pub fn keys(document: &Document) -> BTreeSet<(ParameterLocation, &str)> {
    let schemes = document.security_schemes.iter();
    schemes
        .filter_map(|scheme| match &scheme.kind {
            SecuritySchemeKind::ApiKey { location: place, parameter } => Some((*place, parameter.as_str())),
            _ => None,
        })
        .collect()
}

/// Decides it for the whole api.
pub fn decide(api: &mut Api, document: &Document) {
    let keys = keys(document);
    let mut named = Vec::new();
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        if let Shape::Structure(structure) = &mut api.types.get_mut(id).shape {
            let is_key = |name: &str| keys.iter().any(|(_, key)| *key == name);
            for field in structure.fields.iter_mut().filter(|field| is_key(&field.wire_name)) {
                hide(&mut field.ty);
                visit::definitions(&field.ty, &mut |id| named.push(id));
            }
        }
    }
    let is_key = |location: ParameterLocation, name: &str| {
        keys.iter().any(|(place, key)| {
            *place == location
                && (*key == name || (location == ParameterLocation::Header && key.eq_ignore_ascii_case(name)))
        })
    };
    let mut parameter = |parameter: &mut Parameter| {
        if is_key(parameter.location, &parameter.wire_name) {
            hide(&mut parameter.ty);
            visit::definitions(&parameter.ty, &mut |id| named.push(id));
        }
    };
    api.client_parameters.iter_mut().for_each(&mut parameter);
    for operation in api.groups.iter_mut().chain(&mut api.incoming).flat_map(|group| &mut group.operations) {
        operation.parameters.iter_mut().for_each(&mut parameter);
        for header in operation.responses.iter_mut().flat_map(|response| &mut response.headers) {
            if is_key(ParameterLocation::Header, &header.wire_name) {
                hide(&mut header.ty);
            }
        }
    }
    // A name for a string.
    for id in named {
        if let Shape::Newtype(newtype) = &mut api.types.get_mut(id).shape {
            hide(&mut newtype.ty);
        }
    }
    let settle = |types: &TypeTable, parameter: &mut Parameter| {
        parameter.secrecy = if is_secret(types, &parameter.ty) { Secrecy::Secret } else { Secrecy::Shown };
    };
    let Api { types, groups, incoming, client_parameters, .. } = api;
    let operations = groups.iter_mut().chain(incoming).flat_map(|group| &mut group.operations);
    let parameters = operations.flat_map(|operation| &mut operation.parameters);
    parameters.chain(client_parameters).for_each(|parameter| settle(types, parameter));
    api.secrets = told(api, &keys);
}

/// What messages may not show.
fn told(api: &Api, keys: &BTreeSet<(ParameterLocation, &str)>) -> Secrets {
    let mut typed = api.types.iter().any(|(_, definition)| {
        let mut found = false;
        visit::in_shape(&definition.shape, &mut |ty| found |= holds(ty));
        found
    });
    typed |= api.client_parameters.iter().any(|parameter| holds(&parameter.ty));
    let mut headers: BTreeSet<String> = BTreeSet::new();
    let sent = |parameters: &[Parameter], headers: &mut BTreeSet<String>| {
        let secret =
            parameters.iter().filter(|it| it.location == ParameterLocation::Header && it.secrecy == Secrecy::Secret);
        headers.extend(secret.map(|parameter| parameter.wire_name.to_ascii_lowercase()));
    };
    for operation in api.exchanges() {
        let mut used = |ty: &Type| typed |= holds(ty);
        visit::sent(operation, &mut used);
        visit::answered(operation, &mut used);
        for header in operation.responses.iter().flat_map(|response| &response.headers) {
            if is_secret(&api.types, &header.ty) {
                headers.insert(header.wire_name.to_ascii_lowercase());
            }
        }
        sent(&operation.parameters, &mut headers);
    }
    sent(&api.client_parameters, &mut headers);
    let in_headers = keys.iter().filter(|(place, _)| *place == ParameterLocation::Header);
    headers.extend(in_headers.map(|(_, key)| key.to_ascii_lowercase()));
    let names: BTreeSet<&str> = keys.iter().map(|(_, key)| *key).collect();
    Secrets { typed, keys: names.into_iter().map(str::to_owned).collect(), headers: headers.into_iter().collect() }
}

/// Makes every string of a type secret.
fn hide(ty: &mut Type) {
    visit::parts_mut(ty, &mut |part| {
        if *part == Type::Scalar(Scalar::String) {
            *part = Type::Scalar(Scalar::Secret);
        }
    });
}

/// Whether a type in use names the secret string, at any depth without a name between.
fn holds(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => *scalar == Scalar::Secret,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => holds(inner),
        Type::Tuple(items) => items.iter().any(holds),
        Type::Unit | Type::Defined(_) | Type::Boxed(_) | Type::External(_) | Type::Any => false,
    }
}

/// Whether a type holds the secret string, at any depth.
fn is_secret(types: &TypeTable, ty: &Type) -> bool {
    let mut seen = BTreeSet::new();
    let mut found = holds(ty);
    let mut open = Vec::new();
    visit::definitions(ty, &mut |id| open.push(id));
    while let Some(id) = open.pop().filter(|_| !found) {
        if seen.insert(id) {
            visit::in_shape(&types.get(id).shape, &mut |ty| {
                found |= holds(ty);
                visit::definitions(ty, &mut |id| open.push(id));
            });
        }
    }
    found
}
