//! How types stand in XML: OpenAPI's XML Object, followed from the bodies that are in XML.
//!
//! Takes the schemas of such bodies; gives a table with an entry for each root and for each named type below. Promises that
//! every node and name is decided here, as the version of the document says, and that what an XML Object asks for in vain is
//! told. Schemas that no body in XML reaches are not looked at.

mod nodes;
mod said;

pub use nodes::XmlNodes;

use std::collections::{BTreeMap, BTreeSet};

use self::said::{Said, is_name};
use super::Lowering;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{JsonType, SchemaId};
use crate::ir::{
    Api, Codec, Literal, Media, Name, Payload, Scalar, XmlAbsence, XmlContent, XmlEntry, XmlField, XmlId, XmlNode,
    XmlNodeType, XmlTable,
};
use crate::lower::graph::{Key, NodeId, Resolved};
use crate::lower::naming::{Case, Scope, Wanted, own};
use crate::lower::place::PlaceId;
use crate::lower::plan::Plan;
use crate::lower::plan::{AdditionalPlan, FieldPlan, Required};

/// Deepest nesting of lists and maps without a name between them.
const DEEPEST: usize = 100;

/// What a node holds, and what is known of it.
struct Held {
    content: XmlContent,
    nullable: bool,
    kind: Kind,
}

/// How a node stands, and what is known of it.
struct Dressed {
    node: XmlNode,
    nullable: bool,
    kind: Kind,
}

/// What decides how a node may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scalar,
    List,
    Object,
    Union,
}

/// Where a node stands, which decides what names it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It is a root, or an alternative in place of one: a component's name is its own.
    Root,
    /// It is a property or an item.
    Below,
}

impl<'d> Lowering<'d, '_> {
    /// The entry of a body's root.
    pub fn xml_root(&mut self, schema: SchemaId) -> XmlId {
        let node = self.graph.node(schema);
        let (target, _) = self.xml_target(node);
        // A mere reference is what it refers to.
        let root = if self.said(node).beside_reference { node } else { target };
        self.xml.intern(root)
    }

    /// Whether a body in XML is more than a text.
    pub fn is_typed_xml(&mut self, schema: SchemaId) -> bool {
        let node = self.graph.node(schema);
        let kinds = self.graph.kinds_of(node);
        !kinds.is_empty() && kinds != crate::document::JsonTypes::only(JsonType::String)
    }

    /// Fills the table of the api, when definitions and operations have their names.
    pub fn fill_xml(&mut self, api: &mut Api) {
        let mut entries = Vec::new();
        while let Some(node) = self.xml.nodes.get(entries.len()).copied() {
            entries.push(self.xml_entry(node));
        }
        let wanted = self.wanted_xml_names(api);
        let mut scope = Scope::fields();
        let mut taken = BTreeSet::new();
        let names = scope.assign(&wanted).into_iter().map(|given| {
            let mut name = own(given.name.bare(), Case::Shouty);
            for count in 2_usize.. {
                if taken.insert(name.clone()) {
                    break;
                }
                name = own(&format!("{} {count}", given.name.bare()), Case::Shouty);
            }
            name
        });
        let names: Vec<Name> = names.collect();
        self.tell_unnamed_roots(api, &entries);
        let named = names.into_iter().zip(entries);
        api.xml = XmlTable::new(named.map(|(name, node)| XmlEntry { name, node }).collect());
    }

    fn wanted_xml_names(&self, api: &Api) -> Vec<Wanted> {
        let mut by_place: BTreeMap<PlaceId, &str> = BTreeMap::new();
        for draft in self.drafts.iter().filter(|draft| !draft.of_requests) {
            by_place.insert(draft.place, api.types.get(draft.id).name.bare());
        }
        let mut by_body: BTreeMap<XmlId, String> = BTreeMap::new();
        in_bodies(api, &mut |words, media| {
            if let Some(xml) = &media.xml {
                by_body.entry(xml.root).or_insert_with(|| words.to_owned());
            }
        });
        let names = self.xml.nodes.iter().enumerate().map(|(index, node)| {
            let id = XmlId::at(index);
            let definition = by_place.get(&self.graph.nodes.get(*node).place).map(|name| (*name).to_owned());
            let text = definition.or_else(|| by_body.get(&id).cloned()).unwrap_or_default();
            Wanted { text, qualifier: "node".to_owned(), fallback: format!("node {}", index + 1) }
        });
        names.collect()
    }

    /// Tells of roots that are to be written and that nothing names.
    fn tell_unnamed_roots(&mut self, api: &Api, entries: &[XmlNode]) {
        let mut unnamed = Vec::new();
        in_bodies(api, &mut |_, media| {
            let root = media.xml.as_ref().filter(|_| media.codec == Codec::Xml).map(|xml| xml.root);
            unnamed.extend(root.filter(|id| entries.get(id.index()).is_some_and(|node| node.name.is_none())));
        });
        for id in unnamed {
            let Some(node) = self.xml.nodes.get(id.index()) else { continue };
            let span = self.graph.nodes.get(*node).origin.span;
            self.graph.tell(
                Diagnostic::new(&code::lower::XML_UNUSABLE, span, "nothing names the root of this body in XML")
                    .help("it is written as `root`, and read whatever it is called; name it by `xml: {name: …}`"),
            );
        }
    }

    fn xml_entry(&mut self, node: NodeId) -> XmlNode {
        let (target, _) = self.xml_target(node);
        if target != node {
            return self.xml_node(node, Standing::Root, 0).node;
        }
        let plan = self.plan(node).plan;
        self.xml.open.push(node);
        let held = self.xml_plan(node, plan, 0);
        self.xml.open.pop();
        let said = self.said(node);
        self.dressed(node, &said, Standing::Root, held).node
    }

    /// What a node stands for, and whether null may stand for it too.
    fn xml_target(&mut self, node: NodeId) -> (NodeId, bool) {
        match self.graph.nodes.get(node).key {
            Key::Schema(id) => match self.graph.aliases.resolve(id) {
                Resolved::Schema { id: target, nullable } => (self.graph.node(target), nullable),
                Resolved::Circle => (node, false),
            },
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => (node, false),
        }
    }

    /// How a node stands.
    fn xml_node(&mut self, node: NodeId, standing: Standing, depth: usize) -> Dressed {
        let held = self.xml_held(node, depth);
        let said = self.said(node);
        self.dressed(node, &said, standing, held)
    }

    /// What a node holds, with its node type and name.
    fn dressed(&mut self, node: NodeId, said: &Said<'d>, standing: Standing, held: Held) -> Dressed {
        let node_type = match (said.node_type, held.kind) {
            (Some(XmlNodeType::Attribute), Kind::Scalar | Kind::List) => XmlNodeType::Attribute,
            (Some(XmlNodeType::Text), Kind::Scalar) => XmlNodeType::Text,
            (Some(XmlNodeType::Cdata), Kind::Scalar) => XmlNodeType::Cdata,
            (Some(XmlNodeType::None), Kind::List | Kind::Object | Kind::Union) | (None, Kind::List) => {
                XmlNodeType::None
            }
            (Some(XmlNodeType::Attribute | XmlNodeType::Text | XmlNodeType::Cdata), _) => {
                let message = "an XML document can hold this only as an element";
                self.tell_xml(node, message, "attributes and texts hold scalars");
                XmlNodeType::Element
            }
            (Some(XmlNodeType::Element | XmlNodeType::None) | None, _) => XmlNodeType::Element,
        };
        let by_component = standing == Standing::Root || self.names_components_in_xml();
        let name = said.name.or(said.component.filter(|_| by_component)).map(str::to_owned);
        let (prefix, name) = match name.as_deref().and_then(|name| name.split_once(':')) {
            Some((prefix, local)) if said.prefix.is_none() => (Some(prefix.to_owned()), Some(local.to_owned())),
            Some(_) | None => (said.prefix.map(str::to_owned), name),
        };
        let named = matches!(node_type, XmlNodeType::Element | XmlNodeType::Attribute);
        if let Some(unfit) = name.as_deref().filter(|name| named && !is_name(name)) {
            self.tell_xml(node, &format!("`{unfit}` is no name in XML"), "values that have it cannot be written");
        }
        let namespace = said.namespace.map(str::to_owned);
        // The name of a list that is no node is nobody's; where it is a root it is an element all the same.
        let keeps = named || standing == Standing::Root;
        let name = name.filter(|_| keeps);
        let node = XmlNode { node_type, name, namespace, prefix, content: held.content };
        Dressed { node, nullable: held.nullable, kind: held.kind }
    }

    fn tell_xml(&mut self, node: NodeId, message: &str, help: &str) {
        let span = self.graph.nodes.get(node).origin.span;
        self.graph.tell(Diagnostic::new(&code::lower::XML_UNUSABLE, span, message).help(help.to_owned()));
    }

    /// Since 3.2 a component names the element wherever it is used, not only as a root (§4.26.3).
    fn names_components_in_xml(&self) -> bool {
        let mut numbers =
            self.graph.document.version.split('.').map(|number| number.parse::<u32>().unwrap_or_default());
        (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()) >= (3, 2)
    }

    fn xml_held(&mut self, node: NodeId, depth: usize) -> Held {
        let (target, nullable) = self.xml_target(node);
        let planned = self.plan(target);
        let is_component = self.graph.is_component(target);
        let shared = |lowering: &mut Self| XmlContent::Shared(lowering.xml.intern(target));
        let mut held = match planned.plan {
            Plan::Structure(_) => Held { content: shared(self), nullable: false, kind: Kind::Object },
            Plan::Union(_) => Held { content: shared(self), nullable: false, kind: Kind::Union },
            Plan::List(_) | Plan::Tuple(_) if is_component => {
                Held { content: shared(self), nullable: false, kind: Kind::List }
            }
            Plan::Map(_) if is_component => Held { content: shared(self), nullable: false, kind: Kind::Object },
            // A list within itself, and one that is reached in many ways, is an entry of the table as well.
            Plan::List(_) | Plan::Tuple(_) if self.is_followed(target) => {
                Held { content: shared(self), nullable: false, kind: Kind::List }
            }
            Plan::Map(_) if self.is_followed(target) => {
                Held { content: shared(self), nullable: false, kind: Kind::Object }
            }
            plan => {
                self.xml.open.push(target);
                let held = self.xml_plan(target, plan, depth);
                self.xml.open.pop();
                held
            }
        };
        held.nullable |= nullable | planned.nullable;
        held
    }

    /// Whether what a node holds is being followed, or was followed and has no one place where it stands.
    fn is_followed(&mut self, node: NodeId) -> bool {
        let has_place = matches!(self.graph.nodes.get(node).key, Key::Schema(_));
        self.xml.open.contains(&node) || (!has_place && !self.xml.seen.insert(node))
    }

    fn xml_plan(&mut self, node: NodeId, plan: Plan, depth: usize) -> Held {
        let scalar = |content| Held { content, nullable: false, kind: Kind::Scalar };
        if depth > DEEPEST {
            return scalar(XmlContent::Any);
        }
        match plan {
            Plan::Anything(_) => scalar(XmlContent::Any),
            Plan::Null => scalar(XmlContent::Null),
            Plan::Scalar(one) => scalar(of_scalar(one)),
            Plan::External(_) => {
                let kinds: Vec<JsonType> = self.graph.kinds_of(node).iter().collect();
                scalar(match kinds.as_slice() {
                    [JsonType::String] => XmlContent::Text,
                    [JsonType::Boolean] => XmlContent::Boolean,
                    [JsonType::Integer | JsonType::Number] => XmlContent::Number,
                    _ => XmlContent::Any,
                })
            }
            Plan::Enumeration(plan) => {
                let all = |fits: fn(&Literal) -> bool| plan.values.iter().all(|value| fits(&value.value));
                scalar(if all(|value| matches!(value, Literal::String(text) if !text.trim().is_empty())) {
                    XmlContent::Token
                } else if all(|value| matches!(value, Literal::Integer(_) | Literal::Number(_))) {
                    XmlContent::Number
                } else if all(|value| matches!(value, Literal::Boolean(_))) {
                    XmlContent::Boolean
                } else {
                    XmlContent::Text
                })
            }
            Plan::Same(other) => self.xml_held(other, depth + 1),
            Plan::List(items) => {
                let item = match items {
                    Some(items) => self.xml_item(items, depth + 1),
                    None => anything(),
                };
                Held { content: XmlContent::List(Box::new(item)), nullable: false, kind: Kind::List }
            }
            Plan::Tuple(items) => {
                let items = items.into_iter().map(|item| self.xml_item(item, depth + 1)).collect();
                Held { content: XmlContent::Tuple(items), nullable: false, kind: Kind::List }
            }
            Plan::Map(values) => {
                let rest = match values {
                    Some(values) => self.xml_node(values, Standing::Below, depth + 1).node,
                    None => anything(),
                };
                let content = XmlContent::Object { fields: Vec::new(), rest: Some(Box::new(rest)) };
                Held { content, nullable: false, kind: Kind::Object }
            }
            Plan::Structure(plan) => {
                let rest = match plan.additional {
                    AdditionalPlan::Ignored | AdditionalPlan::Refused => None,
                    AdditionalPlan::Anything => Some(Box::new(anything())),
                    AdditionalPlan::Values(values) => {
                        Some(Box::new(self.xml_node(values, Standing::Below, depth + 1).node))
                    }
                };
                let fields = self.xml_fields(plan.fields, depth + 1);
                Held { content: XmlContent::Object { fields, rest }, nullable: false, kind: Kind::Object }
            }
            Plan::Union(plan) => {
                let nodes = plan.variants.iter().map(|it| self.xml_node(it.node, Standing::Root, depth + 1).node);
                Held { content: XmlContent::Union(nodes.collect()), nullable: false, kind: Kind::Union }
            }
        }
    }

    /// The properties of an object. Where several refer to one component with a name, their own names tell them apart.
    fn xml_fields(&mut self, plans: Vec<FieldPlan>, depth: usize) -> Vec<XmlField> {
        let mut referring: BTreeMap<String, usize> = BTreeMap::new();
        let mut fields = Vec::with_capacity(plans.len());
        for plan in plans {
            let node = plan.node;
            let Some(field) = self.xml_field(plan, depth) else { continue };
            let by_reference = self.element_by_reference(node, &field.node).map(str::to_owned);
            if let Some(name) = &by_reference {
                *referring.entry(name.clone()).or_default() += 1;
            }
            fields.push((field, by_reference));
        }
        let own = |(mut field, by_reference): (XmlField, Option<String>)| {
            if by_reference.is_some_and(|name| referring.get(&name).is_some_and(|count| *count > 1)) {
                match (&field.node.node_type, &mut field.node.content) {
                    (XmlNodeType::None, XmlContent::List(item)) => item.name = None,
                    _ => field.node.name = None,
                }
            }
            field
        };
        fields.into_iter().map(own).collect()
    }

    /// The name of a property's elements, where it is the one of a component that the property or its items refer to.
    fn element_by_reference(&mut self, node: NodeId, field: &'_ XmlNode) -> Option<&'d str> {
        let at = match (field.node_type, &field.content) {
            (XmlNodeType::None, XmlContent::List(_)) => {
                let (target, _) = self.xml_target(node);
                match self.plan(target).plan {
                    Plan::List(Some(items)) => items,
                    _ => return None,
                }
            }
            (XmlNodeType::Element, _) => node,
            _ => return None,
        };
        let said = self.said(at);
        said.name.filter(|_| said.named_by_reference)
    }

    fn xml_field(&mut self, field: FieldPlan, depth: usize) -> Option<XmlField> {
        if self.graph.flat(field.node).never.is_some() {
            return None;
        }
        let Dressed { node, nullable, kind } = self.xml_node(field.node, Standing::Below, depth);
        let named = matches!(node.node_type, XmlNodeType::Element | XmlNodeType::Attribute) && node.name.is_none();
        if named && !is_name(&field.key) {
            let message = format!("`{}` is no name in XML", field.key);
            self.tell_xml(field.node, &message, "values that have it cannot be written; name it by `xml: {name: …}`");
        }
        let absence = match (field.required, node.node_type) {
            (_, XmlNodeType::Attribute) if nullable => XmlAbsence::Null,
            (Required::Always, XmlNodeType::None) if kind == Kind::List => XmlAbsence::EmptyList,
            (Required::Always, _) if nullable => XmlAbsence::Null,
            (Required::Always, _) => XmlAbsence::Fault,
            (Required::InSome | Required::Sometimes, _) => XmlAbsence::Allowed,
        };
        Some(XmlField { key: field.key, node, absence })
    }

    /// An item needs a node, or could not be told from the next.
    fn xml_item(&mut self, node: NodeId, depth: usize) -> XmlNode {
        let Dressed { node: mut item, kind, .. } = self.xml_node(node, Standing::Below, depth);
        item.node_type = match item.node_type {
            XmlNodeType::None if kind == Kind::Union => XmlNodeType::None,
            XmlNodeType::None | XmlNodeType::Attribute | XmlNodeType::Element => XmlNodeType::Element,
            text @ (XmlNodeType::Text | XmlNodeType::Cdata) => text,
        };
        item
    }
}

fn of_scalar(scalar: Scalar) -> XmlContent {
    match scalar {
        Scalar::Boolean => XmlContent::Boolean,
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F32 | Scalar::F64 => XmlContent::Number,
        Scalar::String | Scalar::BoxedString | Scalar::Secret | Scalar::Base64 | Scalar::Bytes => XmlContent::Text,
        Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::Uuid => XmlContent::Token,
    }
}

fn anything() -> XmlNode {
    XmlNode { node_type: XmlNodeType::Element, name: None, namespace: None, prefix: None, content: XmlContent::Any }
}

/// Every body of the api, with the words that name it.
fn in_bodies(api: &Api, each: &mut dyn FnMut(&str, &Media)) {
    let mut payload = |words: &str, payload: &Payload| match payload {
        Payload::Empty => {}
        Payload::One(media) => each(words, media),
        Payload::Several { media, .. } => media.iter().for_each(|media| each(words, media)),
    };
    for operation in api.exchanges() {
        let name = operation.items.marker.bare();
        if let Some(request) = &operation.request {
            payload(&format!("{name}Request"), &request.payload);
        }
        for response in &operation.responses {
            payload(&format!("{name}{}", response.name.bare()), &response.payload);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::tests::api;

    /// A node as a document would show it.
    fn shown(node: &XmlNode) -> String {
        let prefix = node.prefix.iter().map(|prefix| format!("{prefix}:")).collect::<String>();
        let name = format!("{prefix}{}", node.name.as_deref().unwrap_or("_"));
        let held = match &node.content {
            XmlContent::List(item) => format!("{}*", shown(item)),
            XmlContent::Object { fields, .. } => {
                fields.iter().map(|field| format!("{}:{}", field.key, shown(&field.node))).collect::<Vec<_>>().join(" ")
            }
            other => format!("{other:?}").to_lowercase(),
        };
        match node.node_type {
            XmlNodeType::Element => format!("<{name}>{held}</{name}>"),
            XmlNodeType::Attribute => format!("{name}='{held}'"),
            XmlNodeType::Text | XmlNodeType::Cdata | XmlNodeType::None => held,
        }
    }

    /// The XML of the only component.
    fn nodes(schema: &str) -> String {
        let body = "{content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}}}";
        let path = format!("/a: {{post: {{requestBody: {body}, responses: {{'204': {{description: done}}}}}}}}");
        let (api, _) = api(&[path], &format!("A: {schema}"));
        api.xml.iter().map(|entry| shown(&entry.node)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn names_and_places_are_those_that_the_schema_says() {
        for (schema, expected) in [
            (
                "{type: object, xml: {name: a}, properties: {id: {type: string, xml: {attribute: true}}}}",
                "<a>id:_='text'</a>",
            ),
            (
                "{type: object, properties: {n: {type: array, items: {type: integer, xml: {name: one}}}}}",
                "<A>n:<one>number</one>*</A>",
            ),
            (
                "{type: object, properties: {n: {type: array, xml: {wrapped: true, name: all}, items: {type: integer, xml: {name: one}}}}}",
                "<A>n:<all><one>number</one>*</all></A>",
            ),
            (
                "{type: object, properties: {b: {type: boolean, xml: {name: c, prefix: p, namespace: urn:x}}}}",
                "<A>b:<p:c>boolean</p:c></A>",
            ),
        ] {
            assert_eq!(nodes(schema), expected, "{schema}");
        }
    }
}
