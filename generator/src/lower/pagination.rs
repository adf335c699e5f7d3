//! Lists that come in pages: `x-specwright: {pagination: …}` of operations.
//!
//! Takes an [`Api`] whose operations and types are there, and the document; gives each operation that says so its [`Pagination`]. Promises that
//! parameters and items are there as said; what cannot be meant is told and ignored. Never infers that a list comes in pages.

use crate::diagnostic::{Diagnostic, code};
use crate::document;
use crate::ir::{
    Api, Codec, Continuation, Operation, Outcome, Output, Pagination, ParameterLocation, Payload, Shape, Type,
    TypeTable,
};
use crate::lower::place;
use crate::lower::schema::Lowering;
use crate::node::Node;
use crate::tree::Pointer;

/// The keys of `pagination`.
const KEYS: [&str; 9] = ["page", "first", "offset", "cursor", "next", "last", "link", "items", "more"];

/// Structures within newtypes deeper than this are not looked into.
const DEEPEST: usize = 32;

/// Decides for every operation. `positions` says which operation of the document each is.
pub fn decide(api: &mut Api, positions: &[Vec<usize>], lowering: &mut Lowering<'_, '_>) {
    let document = lowering.graph.document;
    let operations: Vec<&document::Operation> = place::operations(document).map(|(_, operation)| operation).collect();
    let Api { types, groups, .. } = api;
    for (group, positions) in groups.iter_mut().zip(positions) {
        for (operation, position) in group.operations.iter_mut().zip(positions) {
            let extension = operations.get(*position).and_then(|operation| operation.extension.as_deref());
            let Some(given) = extension.and_then(|node| node.get("pagination")) else { continue };
            match read(types, operation, given) {
                Ok(pagination) => operation.pagination = Some(Box::new(pagination)),
                Err((node, reason)) => {
                    let message = format!("`x-specwright: {{pagination}}` of `{}`: {reason}", operation.id);
                    let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, node.span(), message);
                    lowering.graph.tell(diagnostic.help("it was ignored: the operation has no `pages` and `items`"));
                }
            }
        }
    }
}

type Fault<'n> = (&'n Node, String);

fn read<'n>(types: &TypeTable, operation: &Operation, given: &'n Node) -> Result<Pagination, Fault<'n>> {
    let Some(map) = given.as_map() else { return Err((given, "it is a map".to_owned())) };
    if let Some(entry) = map.iter().find(|entry| !KEYS.contains(&&*entry.key)) {
        return Err((&entry.value, format!("there is no key `{}`; there are {}", entry.key, KEYS.join(", "))));
    }
    let pointer = |key: &str| given.get(key).map(|node| keys(node)).transpose();
    let items =
        pointer("items")?.ok_or_else(|| (given, "`items` says where the items are, such as `/data`".to_owned()))?;
    let parameter = |key: &str| given.get(key).map(|node| query_parameter(operation, node)).transpose();
    let (page, offset, cursor) = (parameter("page")?, parameter("offset")?, parameter("cursor")?);
    let (next, last) = (pointer("next")?, pointer("last")?);
    let link = match given.get("link").map(|node| (node, node.as_bool())) {
        None => false,
        Some((_, Some(true))) => true,
        Some((node, _)) => return Err((node, "`link` is `true` or left out".to_owned())),
    };
    let way = match (page, offset, cursor, link, next, last) {
        (Some(parameter), None, None, false, None, None) => Continuation::Page { parameter, first: first(given)? },
        (None, Some(parameter), None, false, None, None) => Continuation::Offset { parameter },
        (None, None, Some(parameter), false, Some(next), None) => Continuation::Cursor { parameter, next },
        (None, None, Some(parameter), false, None, Some(at)) => Continuation::Last { parameter, at },
        (None, None, None, true, None, None) => Continuation::Link,
        (None, None, None, false, Some(next), None) => Continuation::Url { next },
        _ => {
            let ways =
                "one of `page`, `offset`, `cursor` with `next` or `last`, `link: true`, `next` leads to the next page";
            return Err((given, ways.to_owned()));
        }
    };
    let item = item(types, operation, &items)
        .ok_or_else(|| (given.get("items").unwrap_or(given), "no success in JSON has a list there".to_owned()))?;
    Ok(Pagination { way, items, item, more: pointer("more")? })
}

/// A JSON Pointer through objects, as keys.
pub fn keys(node: &Node) -> Result<Vec<String>, Fault<'_>> {
    let fault = || (node, "this is no JSON Pointer, such as `/data` or `''`".to_owned());
    let text = node.as_str().ok_or_else(fault)?;
    Pointer::parse(text).map(|pointer| pointer.tokens().to_vec()).map_err(|_| fault())
}

fn query_parameter<'n>(operation: &Operation, node: &'n Node) -> Result<String, Fault<'n>> {
    let name = node.as_str().ok_or_else(|| (node, "this is the name of a parameter".to_owned()))?;
    let mut parameters = operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
    let found = parameters.any(|parameter| parameter.wire_name == name);
    if found { Ok(name.to_owned()) } else { Err((node, format!("it has no query parameter `{name}`"))) }
}

fn first(given: &Node) -> Result<u64, Fault<'_>> {
    let Some(node) = given.get("first") else { return Ok(1) };
    let number = node.as_number().and_then(|number| u64::try_from(number.as_i128()?).ok());
    number.ok_or_else(|| (node, "`first` is the number of the first page".to_owned()))
}

/// The type of the items of the output, where it is JSON and has a list at `keys`.
fn item(types: &TypeTable, operation: &Operation, keys: &[String]) -> Option<Type> {
    let body = match &operation.items.output {
        Output::Nothing => return None,
        Output::Body(index) => operation.responses.get(*index)?,
        Output::Several(_) => operation.responses.iter().find(|response| {
            response.outcome != Outcome::Failure
                && response.payload.media().iter().any(|media| media.codec == Codec::Json)
        })?,
    };
    let media = match &body.payload {
        Payload::Empty => return None,
        payload => payload.media().iter().find(|media| media.codec == Codec::Json)?,
    };
    let mut ty = bare(types, &media.ty);
    for key in keys {
        let (Type::Defined(id) | Type::Boxed(id)) = ty else { return None };
        let Shape::Structure(structure) = &types.get(*id).shape else { return None };
        let field = structure.fields.iter().find(|field| field.wire_name == *key)?;
        ty = bare(types, &field.ty);
    }
    match ty {
        Type::List(item) => Some(Type::clone(item)),
        _ => None,
    }
}

/// A type without what may be null and newtypes around it.
fn bare<'t>(types: &'t TypeTable, mut ty: &'t Type) -> &'t Type {
    for _ in 0..DEEPEST {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Defined(id) | Type::Boxed(id) => match &types.get(*id).shape {
                Shape::Newtype(newtype) => &newtype.ty,
                Shape::Structure(_) | Shape::Union(_) | Shape::Enumeration(_) => return ty,
            },
            _ => return ty,
        };
    }
    ty
}
