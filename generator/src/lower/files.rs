//! Files: bytes as they are, which exist in bodies and in parts of multipart bodies; elsewhere in JSON they are text.
//!
//! Takes the whole api; leaves [`Scalar::Bytes`] where a multipart body has parts, and makes it text everywhere else. A part whose
//! schema says nothing becomes a file, as OpenAPI's default media type for it has it. Linear in the types.

use crate::ir::{
    Additional, Api, Codec, Encoded, Encoding, EncodingFormat, Media, Payload, Scalar, Shape, Type, TypeId, TypeTable,
};
use crate::lower::facts::spread;
use crate::lower::graph::is_binary;
use crate::lower::visit;

/// Decides what is a file.
pub fn settle(api: &mut Api) {
    let mut found = Found { parts: vec![false; api.types.len()], bodies: vec![false; api.types.len()] };
    let payloads = || {
        api.exchanges().flat_map(|operation| {
            let request = operation.request.iter().map(|request| &request.payload);
            request.chain(operation.responses.iter().map(|response| &response.payload))
        })
    };
    let mut unsaid = Vec::new();
    for media in payloads().flat_map(media).filter(|media| media.codec == Codec::Multipart) {
        let mut bodies = Vec::new();
        visit::definitions(&media.ty, &mut |id| bodies.push(id));
        found.add(&api.types, bodies, &media.encodings, &mut unsaid);
    }
    let elsewhere = elsewhere(api, &found.bodies);
    for (id, field) in unsaid.into_iter().filter(|(id, _)| elsewhere.get(id.index()) == Some(&false)) {
        if let Shape::Structure(structure) = &mut api.types.get_mut(id).shape
            && let Some(field) = structure.fields.get_mut(field)
        {
            field.ty = Type::Scalar(Scalar::Bytes);
        }
    }
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids.into_iter().filter(|id| found.parts.get(id.index()) != Some(&true)) {
        visit::in_shape_mut(&mut api.types.get_mut(id).shape, &mut |ty| visit::parts_mut(ty, &mut textual));
    }
    for operation in api.groups.iter_mut().chain(&mut api.incoming).flat_map(|group| &mut group.operations) {
        visit::parameters_mut(&mut operation.parameters, &mut |ty| visit::parts_mut(ty, &mut textual));
        for header in operation.responses.iter_mut().flat_map(|response| &mut response.headers) {
            visit::parts_mut(&mut header.ty, &mut textual);
        }
        let responses = operation.responses.iter_mut().map(|response| &mut response.payload);
        for payload in operation.request.iter_mut().map(|request| &mut request.payload).chain(responses) {
            let media = match payload {
                Payload::Empty => &mut [][..],
                Payload::One(media) => std::slice::from_mut(media),
                Payload::Several { media, .. } => media,
            };
            for media in media.iter_mut().filter(|media| media.codec == Codec::Json) {
                visit::parts_mut(&mut media.ty, &mut textual);
            }
        }
    }
}

/// What multipart bodies hold.
struct Found {
    /// Types that bytes may stand in.
    parts: Vec<bool>,
    /// Structures whose fields are parts.
    bodies: Vec<bool>,
}

impl Found {
    /// A body. Fields of which nothing is said are noted.
    fn add(
        &mut self,
        types: &TypeTable,
        mut bodies: Vec<TypeId>,
        table: &[Encoding],
        unsaid: &mut Vec<(TypeId, usize)>,
    ) {
        let mut values = Vec::new();
        while let Some(id) = bodies.pop() {
            if self.bodies.get_mut(id.index()).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            self.note(id);
            let shape = &types.get(id).shape;
            match shape {
                Shape::Structure(structure) => {
                    for (index, field) in structure.fields.iter().enumerate() {
                        let encoding = encoding(table, &field.wire_name);
                        let within = encoding.is_some_and(|encoding| is_multipart(&encoding.format));
                        let of = if within { &mut bodies } else { &mut values };
                        visit::definitions(&field.ty, &mut |id| of.push(id));
                        if field.ty == Type::Any && encoding.is_none_or(|encoding| is_bytes(&encoding.format)) {
                            unsaid.push((id, index));
                        }
                    }
                    match &structure.additional {
                        Additional::Kept { ty, .. } => visit::definitions(ty, &mut |id| values.push(id)),
                        Additional::Ignored | Additional::Refused => {}
                    }
                }
                Shape::Union(_) | Shape::Newtype(_) => {
                    visit::in_shape(shape, &mut |ty| visit::definitions(ty, &mut |id| bodies.push(id)));
                }
                Shape::Enumeration(_) => {}
            }
        }
        while let Some(id) = values.pop() {
            let shape = &types.get(id).shape;
            match shape {
                // A structure is JSON.
                Shape::Structure(_) | Shape::Enumeration(_) => {}
                Shape::Union(_) | Shape::Newtype(_) => {
                    if self.note(id) {
                        visit::in_shape(shape, &mut |ty| visit::definitions(ty, &mut |id| values.push(id)));
                    }
                }
            }
        }
    }

    /// Whether it was not known.
    fn note(&mut self, id: TypeId) -> bool {
        self.parts.get_mut(id.index()).is_some_and(|known| !std::mem::replace(known, true))
    }
}

/// Types that something other than a multipart body holds too.
fn elsewhere(api: &Api, bodies: &[bool]) -> Vec<bool> {
    let mut open = Vec::new();
    let mut push = |ty: &Type| visit::definitions(ty, &mut |id| open.push(id));
    api.client_parameters.iter().for_each(|parameter| push(&parameter.ty));
    for operation in api.exchanges() {
        operation.parameters.iter().for_each(|parameter| push(&parameter.ty));
        let responses = operation.responses.iter().map(|response| &response.payload);
        for payload in operation.request.iter().map(|request| &request.payload).chain(responses) {
            media(payload).iter().filter(|media| media.codec != Codec::Multipart).for_each(|media| push(&media.ty));
        }
    }
    for (id, definition) in api.types.iter() {
        if bodies.get(id.index()) == Some(&true) && matches!(definition.shape, Shape::Structure(_)) {
            visit::in_shape(&definition.shape, &mut push);
        }
    }
    let mut found = vec![false; api.types.len()];
    spread(&api.types, open, &mut |id| found.get_mut(id.index()).is_some_and(|seen| !std::mem::replace(seen, true)));
    found
}

fn media(payload: &Payload) -> &[Media] {
    match payload {
        Payload::Empty => &[],
        Payload::One(media) => std::slice::from_ref(media),
        Payload::Several { media, .. } => media,
    }
}

fn encoding<'a>(table: &'a [Encoding], name: &str) -> Option<&'a Encoding> {
    table.iter().find(|encoding| matches!(&encoding.of, Encoded::Property(of) if of == name))
}

fn is_multipart(format: &EncodingFormat) -> bool {
    matches!(format, EncodingFormat::Content(list) if list.starts_with("multipart/"))
}

/// Whether what is written so is neither text nor JSON.
fn is_bytes(format: &EncodingFormat) -> bool {
    match format {
        EncodingFormat::Default => true,
        EncodingFormat::Content(list) => list.split(", ").all(is_binary),
        EncodingFormat::Literal | EncodingFormat::Styled { .. } => false,
    }
}

fn textual(ty: &mut Type) {
    if *ty == Type::Scalar(Scalar::Bytes) {
        *ty = Type::Scalar(Scalar::String);
    }
}
