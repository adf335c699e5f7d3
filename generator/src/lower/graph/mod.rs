//! What schemas say: the ground floor of lowering.
//!
//! Takes a document; gives nodes (schemas, and the combinations that a document implies) and, of each, one flat picture of all that `$ref` and
//! `allOf` gather. Promises that every node is pictured from the same keywords however it is reached, and that circles and chains of any length end. Never
//! decides what a schema becomes.

mod alias;
mod bounds;
mod budget;
mod children;
mod ends;
mod events;
mod flat;
mod flats;
mod inherited;
mod keywords;
mod kinds;
mod merge;
mod nodes;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use alias::{Aliases, Resolved, named, says_nothing};
pub use bounds::narrow;
pub use ends::TOO_MUCH;
pub use events::{Described, EventSchemas, described};
pub use flat::{Alternatives, Choice, Flat, FlatAdditional, is_binary, kind_of};
pub use keywords::{same, unexpressed};
pub use merge::depends_on_instances;
pub use nodes::{Key, NodeId};

use self::budget::Left;
use self::children::Children;
use self::flat::FlatObject;
use self::flats::Flats;
use self::nodes::Nodes;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::document::{Document, JsonTypes, SchemaId};
use crate::ir::Name;
use crate::lower::place::{Places, Step};
use crate::source::{Origin, Span};

/// The schemas of a document, and what they say.
pub struct Graph<'d, 'r> {
    /// What is lowered.
    pub document: &'d Document,
    /// Where everything stands.
    pub places: Places<'d>,
    /// What each schema stands for.
    pub aliases: Aliases,
    /// Which schemas describe events.
    pub events: EventSchemas,
    /// Nodes asked about so far.
    pub nodes: Nodes,
    /// What may still be combined and taken over.
    pub budget: Left,
    /// Where what is found is told.
    pub diagnostics: &'r mut Diagnostics,
    told: BTreeSet<(&'static str, Option<Span>)>,
    flats: Flats<'d>,
    /// The object of all that say nothing of objects.
    no_object: Rc<FlatObject<'d>>,
    kinds: BTreeMap<NodeId, JsonTypes>,
    children: Children,
    /// What is told of a place unless that becomes a check.
    pub unless_checked: Vec<(Span, Diagnostic)>,
    /// The properties of all discriminators, once they were asked for.
    tag_properties: Option<BTreeSet<&'d str>>,
}

impl<'d, 'r> Graph<'d, 'r> {
    /// Nothing asked yet.
    pub fn new(document: &'d Document, diagnostics: &'r mut Diagnostics) -> Self {
        let aliases = Aliases::of(&document.schemas);
        Self {
            document,
            places: Places::of(document),
            events: EventSchemas::of(document, &aliases),
            nodes: Nodes::default(),
            budget: Left::of(&document.schemas, &aliases, diagnostics.budgets()),
            diagnostics,
            told: BTreeSet::new(),
            flats: Flats::default(),
            no_object: Rc::default(),
            kinds: BTreeMap::new(),
            children: Children::of(document, &aliases),
            unless_checked: Vec::new(),
            tag_properties: None,
            aliases,
        }
    }

    /// Reports a diagnostic, once for each place and code.
    pub fn tell(&mut self, diagnostic: Diagnostic) {
        if self.told.insert((diagnostic.code.id, diagnostic.span)) {
            self.diagnostics.report(diagnostic);
        }
    }

    /// Tells that a name could not be given.
    pub fn contested(&mut self, origin: Origin, wanted: &str, given: &Name) {
        self.tell(
            Diagnostic::new(
                &code::lower::NAME_COLLISION,
                origin.span,
                format!("the name `{wanted}` is taken or reserved here; this one became `{}`", given.bare()),
            )
            .help("`x-specwright: {name: …}` in an overlay gives another"),
        );
    }

    /// The node of a schema.
    pub fn node(&mut self, id: SchemaId) -> NodeId {
        let place = match self.places.schema(id) {
            Some(place) => place,
            None => self.places.add(None, Step::Stray(id.index())),
        };
        self.nodes.intern(Key::Schema(id), place, self.document.schemas.get(id).origin)
    }

    /// The node of a combination.
    pub fn combined(&mut self, key: Key, parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
        if let Some(known) = self.nodes.known(&key) {
            return known;
        }
        let parent = self.nodes.get(parent).place;
        let place = self.places.add(Some(parent), step);
        self.nodes.intern(key, place, origin)
    }

    /// All of several schemas: the one itself where there is but one.
    pub fn all_of(&mut self, parts: &[SchemaId], parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
        if let Some(content) = parts.iter().find_map(|part| self.events.content(*part)) {
            return self.node(content);
        }
        let mut nodes: Vec<NodeId> = Vec::new();
        for part in parts {
            let node = self.canonical(*part);
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        let mut telling: Vec<NodeId> = Vec::new();
        for node in &nodes {
            if !matches!(self.nodes.get(*node).key, Key::Schema(id) if says_nothing(self.document.schemas.get(id))) {
                telling.push(*node);
            }
        }
        match (parts, telling.as_slice()) {
            ([one], _) => self.node(*one),
            (_, [one]) => *one,
            (_, _) => self.combined(Key::All(nodes.into()), parent, step, origin),
        }
    }

    /// Any of several nodes: the one itself where there is but one.
    pub fn any_of(&mut self, mut nodes: Vec<NodeId>, parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
        let mut seen = BTreeSet::new();
        nodes.retain(|node| seen.insert(*node));
        match nodes.as_slice() {
            [one] => *one,
            _ => self.combined(Key::Any(nodes.into()), parent, step, origin),
        }
    }

    /// The node of what a schema stands for.
    pub fn canonical(&mut self, id: SchemaId) -> NodeId {
        match self.aliases.resolve(id) {
            // Null on the way must not be lost.
            Resolved::Schema { id: target, nullable: false } => self.node(target),
            Resolved::Schema { nullable: true, .. } | Resolved::Circle => self.node(id),
        }
    }

    pub fn is_component(&self, node: NodeId) -> bool {
        match self.nodes.get(node).key {
            Key::Schema(id) => self.document.schemas.get(id).component.is_some() || self.explicit_name(id).is_some(),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => false,
        }
    }

    /// The name that `x-specwright` gives to what a schema becomes; on a property it is the property's.
    pub fn explicit_name(&self, id: SchemaId) -> Option<String> {
        let schema = self.document.schemas.get(id);
        let name = schema.extension.as_ref()?.get("name")?.as_str()?;
        let place = self.places.schema(id)?;
        match self.places.path(place).last()? {
            Step::Property(_) => None,
            Step::Component(_)
            | Step::Operation(_)
            | Step::Shared(..)
            | Step::PathItem(_)
            | Step::Stray(_)
            | Step::Parameter(_)
            | Step::RequestBody
            | Step::Answer(_)
            | Step::Response(_)
            | Step::Header(_)
            | Step::Media(_)
            | Step::Items
            | Step::Item(_)
            | Step::Values
            | Step::Pattern(_)
            | Step::Part(_)
            | Step::Alternative(_)
            | Step::Variant(_)
            | Step::Keyword(_) => Some(name.to_owned()),
        }
    }

    /// Everything that extends a schema, near or far, in the order of the source; children with a discriminator of their own stand for theirs.
    pub fn descendants(&self, parent: SchemaId) -> Vec<SchemaId> {
        self.children.descendants(self.document, parent)
    }

    /// The properties of all discriminators.
    pub fn discriminator_properties(&mut self) -> &BTreeSet<&'d str> {
        let schemas = &self.document.schemas;
        self.tag_properties.get_or_insert_with(|| {
            let discriminators = schemas.iter().filter_map(|(_, schema)| schema.discriminator.as_ref());
            discriminators.map(|discriminator| discriminator.property.as_str()).collect()
        })
    }
}
