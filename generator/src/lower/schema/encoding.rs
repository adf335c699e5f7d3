//! Encodings of forms and multipart bodies.
//!
//! Takes what a media type says of its properties and parts; gives what deviates from OpenAPI's defaults (3.2.0 §4.15.1.1, "Common
//! Fixed Fields"). Promises that what is said and has no effect is told. Never decides what type a property has.

use super::Lowering;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{self, JsonType, JsonTypes, MediaType, SchemaId};
use crate::ir::{Codec, Encoded, Encoding, EncodingFormat, Scalar, Style};
use crate::lower::graph::{Flat, NodeId};
use crate::lower::place::Step;
use crate::lower::plan::scalar;
use crate::source::Origin;

/// What an Encoding Object, or an object that holds some, says of parts.
#[derive(Clone, Copy)]
struct Said<'d> {
    properties: &'d [document::Encoding],
    prefix: &'d [document::Encoding],
    items: Option<&'d document::Encoding>,
    /// The media type of what has these parts.
    media_type: &'d str,
}

/// A part as its schema has it.
struct Part {
    kind: Kind,
    /// The media type it has by default.
    usual: String,
    /// The node of it, or of each item of a list.
    node: Option<NodeId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Bytes as they are.
    File,
    Scalar,
    /// An object, or a list within a list.
    Structured,
}

impl<'d> Lowering<'d, '_> {
    /// What is said of the parts of a body.
    pub fn encodings(&mut self, media: &'d MediaType, codec: Codec) -> Vec<Encoding> {
        let said = Said {
            properties: &media.encoding,
            prefix: &media.prefix_encoding,
            items: media.item_encoding.as_deref(),
            media_type: &media.name,
        };
        match codec {
            Codec::Form | Codec::Multipart => {}
            Codec::Json | Codec::Text | Codec::Bytes | Codec::EventStream(_) | Codec::JsonLines | Codec::Xml => {
                for encoding in said.properties.iter().chain(said.prefix).chain(said.items) {
                    self.ignored(encoding.origin, &format!("`{}` has no parts", media.name));
                }
                return Vec::new();
            }
        }
        let items = media.item_schema.filter(|_| media.schema.is_none()).map(|id| self.graph.node(id));
        let node = media.schema.map(|id| self.graph.node(id));
        self.table(node, items, said)
    }

    fn table(&mut self, node: Option<NodeId>, items: Option<NodeId>, said: Said<'d>) -> Vec<Encoding> {
        let mut table = Vec::new();
        let node = node.map(|node| self.graph.stands_for_node(node).0);
        let flat = node.map(|node| (node, self.graph.flat(node)));
        let mut known: Vec<(&'d str, Vec<SchemaId>, NodeId, Origin)> = Vec::new();
        if let Some((node, flat)) = &flat {
            let branches = flat.groups.iter().flat_map(|group| &group.branches).copied();
            for node in std::iter::once(*node).chain(branches) {
                for property in &self.graph.flat(node).object.properties {
                    if known.iter().all(|(name, ..)| *name != property.name) {
                        known.push((property.name, property.parts.clone(), node, property.origin));
                    }
                }
            }
        }
        for (name, parts, within, origin) in &known {
            let value = self.graph.all_of(parts, *within, Step::Property(name), *origin);
            let explicit = said.properties.iter().find(|encoding| encoding.property == *name);
            let of = Encoded::Property((*name).to_owned());
            table.extend(self.encoding(of, Some(value), explicit, said.media_type));
        }
        for encoding in said.properties {
            if known.iter().all(|(name, ..)| *name != encoding.property) {
                self.ignored(encoding.origin, &format!("no property is called `{}`", encoding.property));
            }
        }
        let is_list =
            items.is_some() || node.is_some_and(|node| self.graph.kinds_of(node) == JsonTypes::only(JsonType::Array));
        if !is_list {
            for encoding in said.prefix.iter().chain(said.items) {
                self.ignored(encoding.origin, "the body is no list");
            }
            return table;
        }
        let prefix = flat.as_ref().map(|(_, flat)| flat.prefix_items.clone()).unwrap_or_default();
        for position in 0..prefix.len().max(said.prefix.len()) {
            let own = prefix.get(position).map(|id| self.graph.node(*id)).or(items);
            table.extend(self.encoding(Encoded::Position(position), own, said.prefix.get(position), said.media_type));
        }
        let rest = match &flat {
            Some((node, flat)) if !flat.items.is_empty() => {
                Some(self.graph.all_of(&flat.items, *node, Step::Items, self.graph.nodes.get(*node).origin))
            }
            Some(_) | None => items,
        };
        table.extend(self.encoding(Encoded::Items, rest, said.items, said.media_type));
        table
    }

    /// `None` where it is as by default.
    fn encoding(
        &mut self,
        of: Encoded,
        node: Option<NodeId>,
        explicit: Option<&'d document::Encoding>,
        media_type: &str,
    ) -> Option<Encoding> {
        let in_form = !media_type.starts_with("multipart/");
        let part = self.part(node, matches!(of, Encoded::Property(_)));
        let mut nested = Vec::new();
        let mut format = match explicit {
            Some(explicit) if is_styled(explicit) => self.styled(explicit, &part, media_type),
            Some(explicit) if explicit.content_type.is_some() => {
                let list = listed(explicit.content_type.as_deref().unwrap_or_default());
                if part.kind == Kind::Structured && list.starts_with("multipart/") && !in_form {
                    let said = Said {
                        properties: &explicit.encoding,
                        prefix: &explicit.prefix_encoding,
                        items: explicit.item_encoding.as_deref(),
                        media_type: explicit.content_type.as_deref().unwrap_or_default(),
                    };
                    nested = self.table(part.node, None, said);
                }
                self.content(explicit.origin, &part, &list, in_form)
            }
            Some(_) | None if !in_form && part.usual != usual(part.kind) => EncodingFormat::Content(part.usual.clone()),
            Some(_) | None => EncodingFormat::Default,
        };
        if let (Encoded::Property(name), EncodingFormat::Default, true) = (&of, &format, in_form)
            && name.contains('[')
        {
            format = EncodingFormat::Literal;
        }
        let headers: Vec<String> =
            explicit.iter().flat_map(|said| &said.headers).map(|header| header.name.clone()).collect();
        if in_form && let Some(explicit) = explicit.filter(|_| !headers.is_empty()) {
            self.ignored(explicit.origin, "only parts of multipart bodies have headers");
        }
        let headers = if in_form { Vec::new() } else { headers };
        (format != EncodingFormat::Default || !headers.is_empty()).then_some(Encoding { of, format, headers, nested })
    }

    fn styled(&mut self, said: &document::Encoding, part: &Part, media_type: &str) -> EncodingFormat {
        let in_form = !media_type.starts_with("multipart/");
        if part.kind == Kind::File || !(in_form || media_type.starts_with("multipart/form-data")) {
            self.ignored(said.origin, "styles are for text in forms and in `multipart/form-data`");
            return EncodingFormat::Default;
        }
        let style = said.style.unwrap_or(Style::Form);
        let explode = said.explode.unwrap_or(style == Style::Form);
        let allow_reserved = said.allow_reserved && in_form;
        if (style, explode, allow_reserved) == (Style::Form, true, false) && part.kind == Kind::Scalar {
            return EncodingFormat::Default;
        }
        EncodingFormat::Styled { style, explode, allow_reserved }
    }

    fn content(&mut self, origin: Origin, part: &Part, list: &str, in_form: bool) -> EncodingFormat {
        let json = list.split(", ").any(is_json);
        let writable = json || list.contains('*') || (list.starts_with("multipart/") && !in_form);
        match part.kind {
            Kind::Structured if !writable => {
                self.ignored(origin, &format!("objects and lists are sent as JSON, not as `{list}`"));
                EncodingFormat::Default
            }
            // A form shows no media types: only whether a value is written as JSON counts.
            Kind::Structured | Kind::File if in_form => EncodingFormat::Default,
            Kind::Scalar if in_form && !list.split(", ").next().is_some_and(is_json) => EncodingFormat::Default,
            Kind::Structured | Kind::File | Kind::Scalar if list == usual(part.kind) => EncodingFormat::Default,
            Kind::Structured | Kind::File | Kind::Scalar => EncodingFormat::Content(list.to_owned()),
        }
    }

    /// What a part is; of a property that is a list, what each item is, since its name repeats.
    fn part(&mut self, node: Option<NodeId>, may_repeat: bool) -> Part {
        let Some(node) = node.map(|node| self.graph.stands_for_node(node).0) else {
            return Part { kind: Kind::File, usual: usual(Kind::File).to_owned(), node: None };
        };
        let flat = self.graph.flat(node);
        let kinds = self.graph.kinds_of(node);
        if may_repeat
            && kinds == JsonTypes::only(JsonType::Array)
            && flat.prefix_items.is_empty()
            && !flat.items.is_empty()
        {
            let origin = self.graph.nodes.get(node).origin;
            let items = self.graph.all_of(&flat.items, node, Step::Items, origin);
            return self.part(Some(items), false);
        }
        let kind = match () {
            () if is_file(&flat) || (kinds.is_empty() && !flat.gives_shape()) => Kind::File,
            () if kinds.contains(JsonType::Object) || kinds.contains(JsonType::Array) => Kind::Structured,
            () => Kind::Scalar,
        };
        let usual = match (kind, flat.content_media_type) {
            (Kind::Scalar, _) if flat.content_encoding.is_some() => usual(Kind::File).to_owned(),
            (Kind::File | Kind::Scalar, Some(media_type)) => listed(media_type),
            (kind, _) => usual(kind).to_owned(),
        };
        Part { kind, usual, node: Some(node) }
    }

    fn ignored(&mut self, origin: Origin, reason: &str) {
        self.graph.tell(
            Diagnostic::new(&code::lower::ENCODING_IGNORED, origin.span, format!("this has no effect: {reason}"))
                .help("it was ignored: the property or part is encoded as by default"),
        );
    }
}

fn is_styled(said: &document::Encoding) -> bool {
    said.style.is_some() || said.explode.is_some() || said.allow_reserved
}

/// A string that is bytes.
fn is_file(flat: &Flat<'_>) -> bool {
    matches!(scalar::string(flat), Scalar::Bytes)
}

fn usual(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "application/octet-stream",
        Kind::Scalar => "text/plain",
        Kind::Structured => "application/json",
    }
}

/// A list of media types, separated by `, `.
fn listed(content_type: &str) -> String {
    let all: Vec<&str> = content_type.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    all.join(", ")
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
