//! The parts that every operation has, whoever sends it.

use crate::diagnostic::{Diagnostic, code};
use crate::document;
use crate::ir::{
    Codec, Docs, Name, OperationItems, Outcome, Output, Parameter, ParameterLocation, ParameterPresence, Payload,
    RequestBody, Response,
};
use crate::lower::body_names::BodyNames;
use crate::lower::docs;
use crate::lower::naming::{Family, Scope};
use crate::lower::place::Step;
use crate::lower::schema::Lowering;

/// The header by which a server tells tries of one request from requests (draft-ietf-httpapi-idempotency-key-header).
pub fn idempotency_key(parameters: &[Parameter]) -> Option<String> {
    let is_key = |name: &str| ["idempotency-key", "x-idempotency-key"].iter().any(|key| name.eq_ignore_ascii_case(key));
    let headers = parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Header);
    headers.map(|parameter| &parameter.wire_name).find(|name| is_key(name)).cloned()
}

/// The data of the event after which event streams hold nothing more: `x-specwright: {end: …}`.
pub fn stream_end(
    lowering: &mut Lowering<'_, '_>,
    operation: &document::Operation,
    responses: &[Response],
) -> Option<String> {
    let given = operation.extension.as_deref()?.get("end")?;
    let media = responses.iter().flat_map(|response| response.payload.media());
    let is_stream = media.clone().any(|media| matches!(media.codec, Codec::EventStream(_)));
    let reason = match given.as_str() {
        Some(text) if is_stream => return Some(text.to_owned()),
        Some(_) => "no response is a `text/event-stream`",
        None => "it is the data of the last event, such as `'[DONE]'`",
    };
    let message = format!("`x-specwright: {{end}}`: {reason}");
    let diagnostic = Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message);
    lowering.graph.tell(diagnostic.help("it was ignored: streams end where the server ends them"));
    None
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
pub fn output_of(name: Name, responses: &[Response]) -> Output {
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
