//! Operations: what is sent and what comes back.
//!
//! Takes the operations of a grouping; gives them lowered, in their groups. Promises the order of the source within a group.

use crate::ir::{Docs, Group, Name, Operation, Parameter, Routing, Server, Target};
use crate::lower::accept;
use crate::lower::body_names::BodyNames;
use crate::lower::grouping::{Grouping, Planned, group};
use crate::lower::incoming;
use crate::lower::media;
use crate::lower::operation::{docs_of, idempotency_key, items, request, stream_end};
use crate::lower::parameters::ClientParameters;
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

/// Lowers every operation.
pub fn lower(lowering: &mut Lowering<'_, '_>, asked: &mut Asked) -> Lowered {
    let Grouping { mut groups, incoming_groups, operations, incoming, prefixes, ids, types } = group(lowering);
    let mut servers = Servers::of(lowering.graph.document);
    let mut client = ClientParameters::default();
    let mut bodies = BodyNames { prefixes, scope: types };
    let mut positions: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for Planned { position, group, operation, source, id, name, family } in operations {
        let (path, parameters, mut names) = lowering.parameters(&source, operation, &[], &mut client);
        let request = request(lowering, operation, position, &mut names, &mut bodies);
        let responses = lowering.responses(position, operation, &mut bodies);
        let notes = request.iter().flat_map(|request| media::headers(&request.payload)).collect();
        let idempotency_key = idempotency_key(&parameters);
        let stream_end = stream_end(lowering, operation, &responses);
        let lowered = Operation {
            id,
            name,
            items: items(family, &responses, &mut names),
            successes: accept::successes(&responses),
            accept: accept::accept(&responses),
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
            stream_end,
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
