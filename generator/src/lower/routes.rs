//! Operations of one method and path: what tells a request for one from a request for another.
//!
//! Takes an [`Api`] whose operations and types are there; gives each operation its [`Routing`] and tells those that no request
//! reaches. Promises to choose as the server's runtime does: by constant query pairs, then by what is demanded and by the
//! body's media type, the most specific first, the first documented where nothing decides. Never drops an operation.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, code};
use crate::ir::{
    Api, Operation, Parameter, ParameterFormat, ParameterLocation, ParameterPresence, PathPiece, Payload, Routing,
    Shape, Style, Type, TypeTable,
};
use crate::lower::schema::Lowering;

/// Among more distinct operations of one method and path than this, only equal ones are compared.
const COMPARED: usize = 64;

/// A request, or what an operation demands of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Demands {
    pairs: BTreeSet<(String, String)>,
    /// Names of required query parameters and, in lower case, of required headers.
    parameters: BTreeSet<(ParameterLocation, String)>,
    /// Media types of the body; empty for none.
    media_types: Vec<String>,
    body_required: bool,
}

/// Where an operation stands in the api: its group's index and its own.
type Place = (usize, usize);

/// Decides for every operation; `positions` gives, for each group and operation, its place in the document.
pub fn decide(api: &mut Api, positions: &[Vec<usize>], lowering: &mut Lowering<'_, '_>) {
    let mut routes: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    for (group, operations) in api.groups.iter().enumerate() {
        for (index, operation) in operations.operations.iter().enumerate() {
            let route = (operation.method.clone(), shape(operation));
            routes.entry(route).or_default().push((group, index));
        }
    }
    for mut places in routes.into_values().filter(|places| places.len() > 1) {
        places.sort_by_key(|(group, index)| positions.get(*group).and_then(|group| group.get(*index)));
        for (place, routing) in decided(api, &places) {
            if let Routing::Shadowed(by) = &routing {
                tell(api, place, by, lowering);
            }
            if let Some(operation) = get_mut(api, place) {
                operation.routing = routing;
            }
        }
    }
}

fn decided(api: &Api, places: &[Place]) -> Vec<(Place, Routing)> {
    let operations: Vec<(Place, &Operation)> =
        places.iter().filter_map(|place| Some((*place, get(api, *place)?))).collect();
    let mut distinct: BTreeMap<Demands, usize> = BTreeMap::new();
    let mut rivals: Vec<(&Operation, Demands)> = Vec::new();
    let mut equals = Vec::new();
    for (_, operation) in &operations {
        let demands = demands(&api.types, operation);
        match distinct.get(&demands) {
            Some(first) => equals.push(Some(*first)),
            None => {
                distinct.insert(demands.clone(), rivals.len());
                rivals.push((operation, demands));
                equals.push(None);
            }
        }
    }
    let mut all = Vec::with_capacity(operations.len());
    let mut own = 0;
    for ((place, operation), equal) in operations.into_iter().zip(equals) {
        let by = match equal {
            Some(first) => Some(first),
            None => {
                own += 1;
                (rivals.len() <= COMPARED).then(|| shadow(&rivals, own - 1)).flatten()
            }
        };
        let routing = match by.and_then(|by| rivals.get(by)) {
            Some((by, _)) => Routing::Shadowed(by.id.clone()),
            None => Routing::Shared(demanded(&api.types, operation)),
        };
        all.push((place, routing));
    }
    all
}

/// The operation that is chosen for every request for the one at `own`, if another one is.
fn shadow(rivals: &[(&Operation, Demands)], own: usize) -> Option<usize> {
    let (_, demands) = rivals.get(own)?;
    let bare = (!demands.body_required).then_some(None);
    let mut other = None;
    for sent in bare.into_iter().chain(demands.media_types.iter().map(Some)) {
        match chosen(rivals, demands, sent.map(String::as_str)) {
            Some(chosen) if chosen == own => return None,
            chosen => other = other.or(chosen),
        }
    }
    other
}

/// Which operation a request is for that satisfies `request` and no more.
fn chosen(rivals: &[(&Operation, Demands)], request: &Demands, sent: Option<&str>) -> Option<usize> {
    let rank = |demands: &Demands| {
        let is_named = |(location, name): &(ParameterLocation, String)| {
            *location == ParameterLocation::Query && request.pairs.iter().any(|(pair, _)| pair == name)
        };
        let here = |wanted: &(ParameterLocation, String)| request.parameters.contains(wanted) || is_named(wanted);
        let complete = demands.parameters.iter().all(here);
        let body = body_rank(demands, sent);
        let parameters = if complete { demands.parameters.len() } else { 0 };
        (demands.pairs.len(), complete && body >= 0, complete, parameters, body)
    };
    let fitting = rivals.iter().enumerate().filter(|(_, (_, demands))| demands.pairs.is_subset(&request.pairs));
    // The last of the best is the first documented.
    fitting.rev().max_by_key(|(_, (_, demands))| rank(demands)).map(|(index, _)| index)
}

/// How well a body in the media type `sent`, or none, suits an operation; negative where it does not.
fn body_rank(demands: &Demands, sent: Option<&str>) -> i8 {
    let Some(sent) = sent else { return if demands.body_required { -1 } else { 0 } };
    if demands.media_types.is_empty() {
        return 0;
    }
    let (kind, subtype) = sent.split_once('/').unwrap_or_default();
    let suffix = subtype.rsplit_once('+').map(|(_, suffix)| suffix);
    let ranks = demands.media_types.iter().filter_map(|media_type| match media_type.split_once('/') {
        Some(_) if media_type == sent => Some(4),
        Some((range, pattern)) if range == kind && suffix.is_some() && pattern.strip_prefix("*+") == suffix => Some(3),
        Some((range, "*")) if range == kind => Some(2),
        Some(("*", "*")) => Some(1),
        Some(_) | None => None,
    });
    ranks.max().unwrap_or(-1)
}

fn demands(types: &TypeTable, operation: &Operation) -> Demands {
    let parameters = demanded(types, operation);
    let named = parameters.iter().filter_map(|index| operation.parameters.get(*index));
    let parameters = named.map(|parameter| match parameter.location {
        ParameterLocation::Header => (ParameterLocation::Header, parameter.wire_name.to_ascii_lowercase()),
        other => (other, parameter.wire_name.clone()),
    });
    let parameters = parameters.collect();
    let media = operation.request.as_ref().map(|request| match &request.payload {
        Payload::Empty => &[],
        Payload::One(media) => std::slice::from_ref(media),
        Payload::Several { media, .. } => media.as_slice(),
    });
    let media_types: Vec<String> = media.unwrap_or_default().iter().map(|media| essence(&media.media_type)).collect();
    let required = operation.request.as_ref().is_some_and(|request| request.presence == ParameterPresence::Required);
    Demands {
        pairs: operation.query.iter().cloned().collect(),
        parameters,
        body_required: required && !media_types.is_empty(),
        media_types,
    }
}

/// The required parameters whose name is in every request.
fn demanded(types: &TypeTable, operation: &Operation) -> Vec<usize> {
    let is_demanded = |parameter: &Parameter| {
        parameter.presence == ParameterPresence::Required
            && match parameter.location {
                ParameterLocation::Query => is_named(types, parameter),
                ParameterLocation::Header => true,
                ParameterLocation::Path | ParameterLocation::QueryString | ParameterLocation::Cookie => false,
            }
    };
    let parameters = operation.parameters.iter().enumerate();
    parameters.filter(|(_, parameter)| is_demanded(parameter)).map(|(index, _)| index).collect()
}

/// Whether a query parameter's own name is in the query: the properties of an exploded object stand by themselves there, and
/// an empty list is nothing.
fn is_named(types: &TypeTable, parameter: &Parameter) -> bool {
    match parameter.format {
        ParameterFormat::Content(_) => true,
        ParameterFormat::Styled { style: Style::DeepObject, .. } => true,
        ParameterFormat::Styled { explode, .. } => match kind(types, &parameter.ty, 0) {
            Kind::Scalar | Kind::List => true,
            Kind::Object => !explode,
        },
    }
}

enum Kind {
    Scalar,
    List,
    Object,
}

fn kind(types: &TypeTable, ty: &Type, depth: usize) -> Kind {
    match ty {
        Type::List(_) | Type::Tuple(_) => Kind::List,
        Type::Map(_) => Kind::Object,
        Type::Nullable(inner) if depth < 8 => kind(types, inner, depth + 1),
        Type::Defined(id) | Type::Boxed(id) => match &types.get(*id).shape {
            Shape::Enumeration(_) => Kind::Scalar,
            Shape::Newtype(newtype) if depth < 8 => kind(types, &newtype.ty, depth + 1),
            // A union may be an object.
            Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => Kind::Object,
        },
        Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any | Type::Nullable(_) => Kind::Scalar,
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The path without the names of its parameters.
fn shape(operation: &Operation) -> String {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => text.replace('{', "%7B"),
        PathPiece::Parameter(_) => "{}".to_owned(),
    };
    operation.path.iter().map(piece).collect()
}

fn tell(api: &Api, place: Place, by: &str, lowering: &mut Lowering<'_, '_>) {
    let Some(operation) = get(api, place) else { return };
    let other = api.operations().find(|(_, other)| other.id == by).map(|(_, other)| other.origin.span);
    let message = format!("a server cannot tell a request for `{}` from one for `{by}`", operation.id);
    let diagnostic = Diagnostic::new(&code::lower::OPERATION_UNREACHABLE, operation.origin.span, message);
    let diagnostic = match other {
        Some(other) => diagnostic.relate(other, "the one that is served"),
        None => diagnostic,
    };
    lowering
        .graph
        .tell(diagnostic.help("let them differ in method, path, required parameters or the body's media type"));
}

fn get(api: &Api, (group, index): Place) -> Option<&Operation> {
    api.groups.get(group)?.operations.get(index)
}

fn get_mut(api: &mut Api, (group, index): Place) -> Option<&mut Operation> {
    api.groups.get_mut(group)?.operations.get_mut(index)
}
