//! Parameters whose values their style cannot write.
//!
//! Takes an [`Api`] whose types are there; tells each parameter that may hold a list or an object inside of a list or an object
//! where its style is for texts. Never changes a parameter: what can be written of its values is.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, code};
use crate::ir::{Api, Parameter, ParameterFormat, ParameterLocation, Presence, Shape, Style, Type, TypeTable};
use crate::lower::schema::Lowering;

/// Newtypes of newtypes deeper than this are not followed.
const DEPTH: usize = 8;

/// Tells every such parameter, once where several operations share it.
pub fn tell(api: &Api, lowering: &mut Lowering<'_, '_>) {
    let mut told = BTreeSet::new();
    let parameters = api.operations().flat_map(|(_, operation)| &operation.parameters);
    for parameter in parameters.filter(|parameter| is_undefined(&api.types, parameter)) {
        let span = parameter.origin.span;
        if told.insert(span) {
            let message =
                format!("a value of `{}` may hold lists or objects that its style does not write", parameter.wire_name);
            let help = "declare `content: {application/json: …}`, or style `deepObject`, if the server reads that";
            lowering.graph.tell(Diagnostic::new(&code::lower::STYLE_UNDEFINED, span, message).help(help));
        }
    }
}

fn is_undefined(types: &TypeTable, parameter: &Parameter) -> bool {
    match parameter.format {
        ParameterFormat::Content(_) | ParameterFormat::Styled { style: Style::DeepObject, .. } => false,
        ParameterFormat::Styled { .. } if parameter.location == ParameterLocation::QueryString => false,
        ParameterFormat::Styled { .. } => parts(types, &parameter.ty, 0).iter().any(|part| is_compound(types, part, 0)),
    }
}

/// What the values of a list or an object are; nothing for a text. Unions write as whatever they hold, so that a text may do.
fn parts<'a>(types: &'a TypeTable, ty: &'a Type, depth: usize) -> Vec<&'a Type> {
    match ty {
        Type::List(item) | Type::Map(item) => vec![item],
        Type::Tuple(items) => items.iter().collect(),
        Type::Nullable(inner) if depth < DEPTH => parts(types, inner, depth + 1),
        Type::Defined(id) | Type::Boxed(id) => match &types.get(*id).shape {
            // An optional property may be left out.
            Shape::Structure(structure) => {
                let required = structure.fields.iter().filter(|field| field.presence == Presence::Required);
                required.map(|field| &field.ty).collect()
            }
            Shape::Newtype(newtype) if depth < DEPTH => parts(types, &newtype.ty, depth + 1),
            Shape::Union(_) | Shape::Enumeration(_) | Shape::Newtype(_) => Vec::new(),
        },
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any | Type::Nullable(_) => Vec::new(),
    }
}

fn is_compound(types: &TypeTable, ty: &Type, depth: usize) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Tuple(_) => true,
        Type::Nullable(inner) => depth < DEPTH && is_compound(types, inner, depth + 1),
        Type::Defined(id) | Type::Boxed(id) => match &types.get(*id).shape {
            Shape::Structure(_) => true,
            Shape::Newtype(newtype) => depth < DEPTH && is_compound(types, &newtype.ty, depth + 1),
            Shape::Union(_) | Shape::Enumeration(_) => false,
        },
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => false,
    }
}
