//! Operations: what is sent and what comes back.
//!
//! Takes the operations of a grouping; gives them lowered, in their groups. Promises the order of the source within a group.

use crate::document;
use crate::ir::{
    Docs, Group, Location, Name, Operation, OperationItems, Outcome, Output, Parameter, ParameterPresence, Payload,
    RequestBody, Response, Routing, Server, Target,
};
use crate::lower::docs;
use crate::lower::grouping::{Grouping, Planned, group};
use crate::lower::incoming;
use crate::lower::media;
use crate::lower::naming::{Family, Scope};
use crate::lower::parameters::ClientParameters;
use crate::lower::place::Step;
use crate::lower::responses;
use crate::lower::schema::Lowering;
use crate::lower::security::Asked;
use crate::lower::servers::Servers;

/// Everything that came out of the operations.
#[derive(Debug)]
pub struct Lowered {
    /// Groups with their operations.
    pub groups: Vec<Group>,
    /// Webhooks and callbacks.
    pub incoming: Vec<Group>,
    /// Parameters of the client.
    pub client_parameters: Vec<Parameter>,
    /// What begins the names of types in an operation, for every operation of the document by its position.
    pub prefixes: Vec<Name>,
    /// For each group and operation, incoming ones last, its position among all of the document.
    pub positions: Vec<Vec<usize>>,
    /// Servers of the document.
    pub servers: Vec<Server>,
    /// Servers that only some operations have.
    pub operation_servers: Vec<Server>,
}

/// Names of enums of bodies in several media types: types of an operation that no schema gives.
#[derive(Debug)]
pub struct BodyNames {
    /// What begins the names, for every operation of the document by its position.
    prefixes: Vec<Name>,
    scope: Scope,
}

impl BodyNames {
    /// The name of the body at `step` of an operation. Where the type of a schema within has that name, a word tells the two apart.
    pub fn of(&mut self, operation: usize, step: &Step<'_>, is_taken: bool) -> Name {
        let prefix = self.prefixes.get(operation).map_or("", Name::bare);
        let place = match step {
            Step::Answer(_) => "Content".to_owned(),
            Step::Response(status) => responses::variant(*status),
            _ => "Body".to_owned(),
        };
        let word = if is_taken { "Media" } else { "" };
        self.scope.own(&[&format!("{prefix}{place}{word}")])
    }
}

/// Lowers every operation.
pub fn lower(lowering: &mut Lowering<'_, '_>, asked: &mut Asked) -> Lowered {
    let Grouping { mut groups, incoming_groups, operations, incoming, prefixes, ids, types } = group(lowering);
    let mut servers = Servers::of(lowering.document);
    let mut client = ClientParameters::default();
    let mut bodies = BodyNames { prefixes, scope: types };
    let mut positions: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for Planned { position, group, operation, source, id, name, family } in operations {
        let (path, parameters, mut names) = lowering.parameters(&source, operation, &[], &mut client);
        let request = request(lowering, operation, position, &mut names, &mut bodies);
        let responses = lowering.responses(position, operation, &mut bodies);
        let notes = request.iter().flat_map(|request| media::headers(&request.payload)).collect();
        let idempotency_key = idempotency_key(&parameters);
        let lowered = Operation {
            id,
            name,
            items: items(family, &responses, &mut names),
            docs: Docs { notes, ..docs_of(operation) },
            method: operation.method.clone(),
            target: Target::Server,
            path,
            query: source.query,
            parameters,
            request,
            responses,
            access: asked.access(&operation.security),
            servers: servers.of_operation(operation),
            idempotency_key,
            pagination: None,
            routing: Routing::default(),
            origin: operation.origin,
        };
        if let (Some(group), Some(positions)) = (groups.get_mut(group), positions.get_mut(group)) {
            group.operations.push(lowered);
            positions.push(position);
        }
    }
    let (incoming, incoming_positions) =
        incoming::lower(lowering, asked, (incoming_groups, incoming), &ids, &mut bodies);
    positions.extend(incoming_positions);
    let (servers, operation_servers) = servers.finish();
    let BodyNames { prefixes, .. } = bodies;
    Lowered { groups, incoming, client_parameters: client.named(), prefixes, positions, servers, operation_servers }
}

/// The header by which a server tells tries of one request from requests (draft-ietf-httpapi-idempotency-key-header).
fn idempotency_key(parameters: &[Parameter]) -> Option<String> {
    let is_key = |name: &str| ["idempotency-key", "x-idempotency-key"].iter().any(|key| name.eq_ignore_ascii_case(key));
    let headers = parameters.iter().filter(|parameter| parameter.location == Location::Header);
    headers.map(|parameter| &parameter.wire_name).find(|name| is_key(name)).cloned()
}

/// The body of an operation.
pub fn request<'d>(
    lowering: &mut Lowering<'d, '_>,
    operation: &'d document::Operation,
    index: usize,
    names: &mut Scope,
    bodies: &mut BodyNames,
) -> Option<RequestBody> {
    let body = operation.request_body.as_ref()?;
    let (payload, media) = lowering.payload(&body.content, index, &Step::RequestBody, bodies);
    (!media.is_empty()).then(|| RequestBody {
        docs: Docs {
            description: docs::said(body.description.as_deref()),
            provenance: body.origin.provenance,
            ..Docs::default()
        },
        presence: if body.required { ParameterPresence::Required } else { ParameterPresence::Optional },
        name: names.own(&["body", "request_body"]),
        payload,
        origin: body.origin,
    })
}

/// What the crates declare for an operation alone.
pub fn items(family: Family, responses: &[Response], names: &mut Scope) -> OperationItems {
    let fails = responses.iter().any(|response| response.outcome != Outcome::Success);
    let Family { base: _, marker, error, output, request, response } = family;
    let mut variants = Scope::variants();
    responses.iter().for_each(|response| variants.reserve(response.name.bare()));
    OperationItems {
        output: output_of(output, responses),
        marker,
        error: fails.then_some(error),
        request,
        context: names.own(&["context", "request_context"]),
        input: names.own(&["input", "request_input"]),
        response,
        other: variants.own(&["Other", "Undocumented"]),
    }
}

/// What an awaited call gives: the body that all successes have, where they have the same.
fn output_of(name: Name, responses: &[Response]) -> Output {
    let mut successes = responses
        .iter()
        .enumerate()
        .filter(|(_, response)| response.outcome != Outcome::Failure)
        .map(|(index, it)| (index, &it.payload));
    let Some((first, payload)) = successes.next() else { return Output::Nothing };
    let is_same = |other: &Payload| match (payload, other) {
        (Payload::Empty, Payload::Empty) => true,
        (Payload::One(media), Payload::One(other)) => media.received() == other.received(),
        // Each has an enum of its own.
        (Payload::Several { .. }, _) | (_, Payload::Several { .. }) => false,
        (Payload::Empty, Payload::One(_)) | (Payload::One(_), Payload::Empty) => false,
    };
    match (successes.all(|(_, other)| is_same(other)), payload) {
        (false, _) => Output::Several(name),
        (true, Payload::Empty) => Output::Nothing,
        (true, Payload::One(_) | Payload::Several { .. }) => Output::Body(first),
    }
}

/// What the vendor says of an operation.
pub fn docs_of(operation: &document::Operation) -> Docs {
    Docs {
        summary: docs::said(operation.summary.as_deref()),
        description: docs::said(operation.description.as_deref()),
        deprecation: docs::deprecation(operation.deprecated),
        external: docs::external(operation.external_docs.as_ref()),
        notes: Vec::new(),
        provenance: operation.origin.provenance,
    }
}
