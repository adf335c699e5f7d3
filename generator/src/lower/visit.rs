//! Walking over the types in use.
//!
//! Takes shapes, operations and types; calls back for each type in use. Exhaustive, so that a new place for types cannot be
//! forgotten in one pass only.

use crate::ir::{Additional, Operation, Parameter, Payload, Shape, Target, Type, TypeId};

/// Every type that stands directly in a shape.
pub fn in_shape<'a>(shape: &'a Shape, each: &mut dyn FnMut(&'a Type)) {
    match shape {
        Shape::Structure(structure) => {
            structure.fields.iter().for_each(|field| each(&field.ty));
            match &structure.additional {
                Additional::Kept { ty, .. } => each(ty),
                Additional::Ignored | Additional::Refused => {}
            }
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| each(&variant.ty)),
        Shape::Enumeration(_) => {}
        Shape::Newtype(newtype) => each(&newtype.ty),
    }
}

/// As [`in_shape`], to change.
pub fn in_shape_mut(shape: &mut Shape, each: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Structure(structure) => {
            structure.fields.iter_mut().for_each(|field| each(&mut field.ty));
            match &mut structure.additional {
                Additional::Kept { ty, .. } => each(ty),
                Additional::Ignored | Additional::Refused => {}
            }
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| each(&mut variant.ty)),
        Shape::Enumeration(_) => {}
        Shape::Newtype(newtype) => each(&mut newtype.ty),
    }
}

/// Every definition named in a type, at any depth.
pub fn definitions(ty: &Type, each: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Defined(id) | Type::Boxed(id) => each(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => definitions(inner, each),
        Type::Tuple(items) => items.iter().for_each(|item| definitions(item, each)),
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => {}
    }
}

/// Every definition that a type holds in itself, so that it would be infinitely large if it held itself.
pub fn held(ty: &Type, each: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Defined(id) => each(*id),
        Type::Nullable(inner) => held(inner, each),
        Type::Tuple(items) => items.iter().for_each(|item| held(item, each)),
        Type::Boxed(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Unit
        | Type::Scalar(_)
        | Type::External(_)
        | Type::Any => {}
    }
}

/// Every part of a type, itself first, to change.
pub fn parts_mut(ty: &mut Type, each: &mut dyn FnMut(&mut Type)) {
    each(ty);
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => parts_mut(inner, each),
        Type::Tuple(items) => items.iter_mut().for_each(|item| parts_mut(item, each)),
        Type::Defined(_) | Type::Boxed(_) | Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => {}
    }
}

/// Every type in a body.
pub fn in_payload<'a>(payload: &'a Payload, each: &mut dyn FnMut(&'a Type)) {
    match payload {
        Payload::Empty => {}
        Payload::One(media) => each(&media.ty),
        Payload::Several { media, .. } => media.iter().for_each(|media| each(&media.ty)),
    }
}

/// As [`in_payload`], to change.
pub fn in_payload_mut(payload: &mut Payload, each: &mut dyn FnMut(&mut Type)) {
    match payload {
        Payload::Empty => {}
        Payload::One(media) => each(&mut media.ty),
        Payload::Several { media, .. } => media.iter_mut().for_each(|media| each(&mut media.ty)),
    }
}

/// Every type that users of the API write: what their requests carry, and what they answer to requests of the API's.
pub fn sent<'a>(operation: &'a Operation, each: &mut dyn FnMut(&'a Type)) {
    match operation.target {
        Target::Server => in_request(operation, each),
        Target::Receiver(_) => in_responses(operation, each),
    }
}

/// As [`sent`], to change.
pub fn sent_mut(operation: &mut Operation, each: &mut dyn FnMut(&mut Type)) {
    match operation.target {
        Target::Server => in_request_mut(operation, each),
        Target::Receiver(_) => in_responses_mut(operation, each),
    }
}

/// Every type that the API writes: its answers, and its own requests.
pub fn answered<'a>(operation: &'a Operation, each: &mut dyn FnMut(&'a Type)) {
    match operation.target {
        Target::Server => in_responses(operation, each),
        Target::Receiver(_) => in_request(operation, each),
    }
}

/// As [`answered`], to change.
pub fn answered_mut(operation: &mut Operation, each: &mut dyn FnMut(&mut Type)) {
    match operation.target {
        Target::Server => in_responses_mut(operation, each),
        Target::Receiver(_) => in_request_mut(operation, each),
    }
}

/// Every type of parameters, to change.
pub fn parameters_mut(parameters: &mut [Parameter], each: &mut dyn FnMut(&mut Type)) {
    parameters.iter_mut().for_each(|parameter| each(&mut parameter.ty));
}

fn in_request<'a>(operation: &'a Operation, each: &mut dyn FnMut(&'a Type)) {
    operation.parameters.iter().for_each(|parameter| each(&parameter.ty));
    if let Some(request) = &operation.request {
        in_payload(&request.payload, each);
    }
}

fn in_request_mut(operation: &mut Operation, each: &mut dyn FnMut(&mut Type)) {
    parameters_mut(&mut operation.parameters, each);
    if let Some(request) = &mut operation.request {
        in_payload_mut(&mut request.payload, each);
    }
}

fn in_responses<'a>(operation: &'a Operation, each: &mut dyn FnMut(&'a Type)) {
    for response in &operation.responses {
        response.headers.iter().for_each(|header| each(&header.ty));
        in_payload(&response.payload, each);
    }
}

fn in_responses_mut(operation: &mut Operation, each: &mut dyn FnMut(&mut Type)) {
    for response in &mut operation.responses {
        response.headers.iter_mut().for_each(|header| each(&mut header.ty));
        in_payload_mut(&mut response.payload, each);
    }
}
