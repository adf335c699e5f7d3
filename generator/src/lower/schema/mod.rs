//! Schemas to types.
//!
//! Takes nodes (schemas and the combinations a document implies); gives a [`Use`] each: a type and whether null may stand
//! for it. Promises that every schema is lowered once, that ids come before contents (so recursion needs no special case),
//! and that what cannot be expressed becomes `Any` and is told. Never clones a schema.

mod alias;
mod bounds;
mod budget;
mod check;
mod compile;
mod constraint;
mod dead_end;
mod draft;
mod encoding;
mod enumeration;
mod explicit;
mod field;
mod flat;
mod flats;
mod ignored;
mod inheritance;
mod inherited;
mod merge;
mod nodes;
mod object;
mod plan;
pub mod scalar;
mod sight;
mod tags;
mod tests_of;
mod union;
mod xml;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

pub use alias::{Aliases, Resolved, says_nothing};
pub use draft::{Direction, Draft, Fate, Only, Promise};
pub use flat::{Flat, is_binary};
pub use ignored::tell as tell_ignored;
pub use nodes::{Key, NodeId};

use self::budget::Left;
use self::flat::FlatObject;
use self::flats::Flats;
use self::nodes::Nodes;
use self::plan::Plan;
use crate::config::Custom;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::document::{Document, JsonTypes, SchemaId};
use crate::ir::{
    Additional, Bounds, Check, Constraints, Construction, Definition, Derives, Name, Newtype, Reach, Shape, Structure,
    Type, TypeId, TypeTable, Usage,
};
use crate::lower::docs;
use crate::lower::literal;
use crate::lower::place::{PlaceId, Places, Step};
use crate::lower::sequence::EventSchemas;
use crate::source::{Origin, Span};

/// A type in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The type.
    pub ty: Type,
    /// Whether null may stand for it.
    pub nullable: bool,
}

impl Use {
    fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type inside another one, where null has no presence to live in.
    pub fn nested(self) -> Type {
        if self.nullable && self.ty != Type::Any && self.ty != Type::Unit {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

/// A place that became `Any`.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Where.
    pub place: PlaceId,
    /// Why.
    pub reason: &'static str,
    /// The bytes.
    pub origin: Origin,
}

#[derive(Debug, Clone)]
enum Progress {
    Unseen,
    Open,
    Done(Use),
}

/// The state of lowering a document's schemas.
pub struct Lowering<'d, 'r> {
    /// What is lowered.
    pub document: &'d Document,
    /// What is generated otherwise than by default.
    pub custom: &'d Custom,
    /// Where everything stands.
    pub places: Places<'d>,
    /// Definitions made so far.
    pub types: TypeTable,
    /// What is known of them, in step with `types`.
    pub drafts: Vec<Draft<'d>>,
    /// Places that became `Any`.
    pub gaps: Vec<Gap>,
    diagnostics: &'r mut Diagnostics,
    told: BTreeSet<(&'static str, Option<Span>)>,
    nodes: Nodes,
    flats: Flats<'d>,
    /// The object of all that say nothing of objects.
    no_object: Rc<FlatObject<'d>>,
    uses: Vec<Progress>,
    queue: VecDeque<(TypeId, NodeId, Plan)>,
    depth: usize,
    /// What each schema stands for.
    pub aliases: Aliases,
    /// Which schemas describe events.
    pub events: EventSchemas,
    kinds: BTreeMap<NodeId, JsonTypes>,
    budget: Left,
    children: BTreeMap<SchemaId, Vec<SchemaId>>,
    explicit: BTreeMap<String, (SchemaId, Use)>,
    /// Nodes that became what another one is.
    same: BTreeMap<NodeId, NodeId>,
    said: check::Said,
    /// Where alternatives stand that became checks.
    checked_alternatives: BTreeSet<Span>,
    /// The properties of all discriminators, once they were asked for.
    tag_properties: Option<BTreeSet<&'d str>>,
    /// What is told unless that is so.
    unless_checked: Vec<(Span, Diagnostic)>,
    xml: xml::XmlNodes,
}

impl<'d, 'r> Lowering<'d, 'r> {
    /// Nothing lowered yet.
    pub fn new(document: &'d Document, custom: &'d Custom, diagnostics: &'r mut Diagnostics) -> Self {
        let aliases = Aliases::of(&document.schemas);
        let budget = Left::of(&document.schemas, &aliases, diagnostics.budgets());
        Self {
            document,
            custom,
            places: Places::of(document),
            types: TypeTable::default(),
            drafts: Vec::new(),
            gaps: Vec::new(),
            diagnostics,
            told: BTreeSet::new(),
            nodes: Nodes::default(),
            flats: Flats::default(),
            no_object: Rc::default(),
            uses: Vec::new(),
            queue: VecDeque::new(),
            depth: 0,
            children: inheritance::children(document, &aliases),
            events: EventSchemas::of(document, &aliases),
            aliases,
            kinds: BTreeMap::new(),
            budget,
            explicit: BTreeMap::new(),
            same: BTreeMap::new(),
            said: check::Said::default(),
            checked_alternatives: BTreeSet::new(),
            tag_properties: None,
            unless_checked: Vec::new(),
            xml: xml::XmlNodes::default(),
        }
    }

    /// Lowers every named schema, in the order of the source.
    pub fn components(&mut self) {
        let document = self.document;
        for (id, schema) in document.schemas.iter() {
            if schema.component.is_some() {
                let node = self.node(id);
                self.lower(node);
                self.drain();
            }
        }
    }

    /// The type of a schema.
    pub fn schema(&mut self, id: SchemaId) -> Use {
        let node = self.node(id);
        let used = self.lower(node);
        self.drain();
        used
    }

    /// Reports a diagnostic, once for each place and code.
    pub fn tell(&mut self, diagnostic: Diagnostic) {
        if self.told.insert((diagnostic.code.id, diagnostic.span)) {
            self.diagnostics.report(diagnostic);
        }
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
    fn combined(&mut self, key: Key, parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
        if let Some(known) = self.nodes.known(&key) {
            return known;
        }
        let parent = self.nodes.get(parent).place;
        let place = self.places.add(Some(parent), step);
        self.nodes.intern(key, place, origin)
    }

    /// All of several schemas: the one itself where there is but one.
    fn all_of(&mut self, parts: &[SchemaId], parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
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
    fn any_of(&mut self, mut nodes: Vec<NodeId>, parent: NodeId, step: Step<'d>, origin: Origin) -> NodeId {
        let mut seen = BTreeSet::new();
        nodes.retain(|node| seen.insert(*node));
        match nodes.as_slice() {
            [one] => *one,
            _ => self.combined(Key::Any(nodes.into()), parent, step, origin),
        }
    }

    /// The node of what a schema stands for.
    fn canonical(&mut self, id: SchemaId) -> NodeId {
        match self.aliases.resolve(id) {
            // Null on the way must not be lost.
            Resolved::Schema { id: target, nullable: false } => self.node(target),
            Resolved::Schema { nullable: true, .. } | Resolved::Circle => self.node(id),
        }
    }

    /// The type of a node.
    pub fn lower(&mut self, node: NodeId) -> Use {
        if self.uses.len() <= node.index() {
            self.uses.resize(self.nodes.len().max(node.index() + 1), Progress::Unseen);
        }
        match self.uses.get(node.index()) {
            Some(Progress::Done(used)) => return used.clone(),
            Some(Progress::Open) => return self.circle(node),
            Some(Progress::Unseen) | None => {}
        }
        if self.depth >= self.budget.depth {
            return self.too_deep(node);
        }
        if node.index() > self.budget.nodes && !matches!(self.nodes.get(node).key, Key::Schema(_)) {
            return self.too_many(node);
        }
        self.note(node, Progress::Open);
        self.depth += 1;
        let used = self.decide(node);
        self.depth -= 1;
        self.note(node, Progress::Done(used.clone()));
        used
    }

    fn note(&mut self, node: NodeId, progress: Progress) {
        if self.uses.len() <= node.index() {
            self.uses.resize(node.index() + 1, Progress::Unseen);
        }
        if let Some(slot) = self.uses.get_mut(node.index()) {
            *slot = progress;
        }
    }

    fn decide(&mut self, node: NodeId) -> Use {
        let key = self.nodes.get(node).key.clone();
        if let Key::Schema(id) = key {
            match self.aliases.resolve(id) {
                Resolved::Circle => return self.circle(node),
                Resolved::Schema { id: target, nullable } if target != id => {
                    let target = self.node(target);
                    let mut used = self.lower(target);
                    used.nullable |= nullable;
                    return used;
                }
                Resolved::Schema { .. } => {}
            }
            if let Some(shared) = self.shared(id) {
                return shared;
            }
        }
        let planned = self.plan(node);
        let nullable = planned.nullable;
        let mut used = self.carry_out(node, planned.plan);
        used.nullable |= nullable;
        if let Key::Schema(id) = key {
            self.share(id, &used);
        }
        used
    }

    fn carry_out(&mut self, node: NodeId, plan: Plan) -> Use {
        match plan {
            Plan::Anything(reason) => {
                let gap = self.gap(node, reason);
                // Any value that must still satisfy something has a type to say so.
                if !self.is_component(node) || self.constraints(node, &Type::Any).is_empty() {
                    return gap;
                }
                let id = self.define(node);
                self.queue.push_back((id, node, plan));
                Use::plain(Type::Defined(id))
            }
            Plan::Null => Use::plain(Type::Unit),
            Plan::External(external) => Use::plain(Type::External(Box::new(external))),
            Plan::Same(other) => {
                self.same.insert(node, other);
                self.lower(other)
            }
            Plan::Scalar(_) | Plan::List(_) | Plan::Tuple(_) | Plan::Map(_) if !self.is_component(node) => {
                Use::plain(self.unnamed(node, &plan))
            }
            Plan::Scalar(_)
            | Plan::List(_)
            | Plan::Tuple(_)
            | Plan::Map(_)
            | Plan::Enumeration(_)
            | Plan::Structure(_)
            | Plan::Union(_) => {
                let id = self.define(node);
                self.queue.push_back((id, node, plan));
                Use::plain(Type::Defined(id))
            }
        }
    }

    /// The type of a plan that needs no definition.
    fn unnamed(&mut self, node: NodeId, plan: &Plan) -> Type {
        match plan {
            Plan::Scalar(scalar) => Type::Scalar(*scalar),
            Plan::List(Some(items)) => Type::List(Box::new(self.lower(*items).nested())),
            Plan::List(None) => {
                let reason = match self.flat(node).prefix_items.as_slice() {
                    [] => "nothing is said of the list's items",
                    [_, ..] => "any item may follow the first ones of the list",
                };
                self.gap(node, reason);
                Type::List(Box::new(Type::Any))
            }
            Plan::Tuple(items) => Type::Tuple(items.iter().map(|item| self.lower(*item).nested()).collect()),
            Plan::Map(Some(values)) => Type::Map(Box::new(self.lower(*values).nested())),
            Plan::Map(None) => {
                self.gap(node, "nothing is said of the object's keys and values");
                Type::Map(Box::new(Type::Any))
            }
            Plan::Same(other) => self.lower(*other).nested(),
            Plan::Anything(_)
            | Plan::Null
            | Plan::External(_)
            | Plan::Enumeration(_)
            | Plan::Structure(_)
            | Plan::Union(_) => Type::Any,
        }
    }

    /// An id for what a node becomes; its content follows.
    fn define(&mut self, node: NodeId) -> TypeId {
        let entry = self.nodes.get(node).clone();
        let flat = self.flat(node);
        let explicit = match entry.key {
            Key::Schema(id) => self.explicit_name(id),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
        };
        let component = match self.places.path(entry.place).as_slice() {
            [Step::Component(key)] => Some((*key).into()),
            _ => None,
        };
        let id = self.types.add(Definition {
            name: Name::new(""),
            component,
            docs: docs::of_definition(&flat),
            shape: Shape::Structure(Structure {
                constants: Vec::new(),
                fields: Vec::new(),
                additional: Additional::Ignored,
                one_way: Vec::new(),
                construction: Construction::Literal,
            }),
            checks: Vec::new(),
            bounds: Bounds::default(),
            derives: Derives::default(),
            usage: Usage::default(),
            reach: Reach::default(),
            cluster: None,
            examples: flat.examples.iter().map(|example| literal::json(example)).collect(),
            origin: entry.origin,
        });
        self.drafts.push(Draft {
            id,
            place: entry.place,
            explicit,
            of_requests: false,
            shown: flat.examples.clone(),
            shown_fields: BTreeMap::new(),
            formats: BTreeMap::new(),
            directions: BTreeMap::new(),
            only: BTreeMap::new(),
            fate: Fate::Declared,
        });
        id
    }

    /// Lowers the contents of all definitions that have an id.
    fn drain(&mut self) {
        while let Some((id, node, plan)) = self.queue.pop_front() {
            let shape = match plan {
                Plan::Structure(plan) => self.structure(id, node, plan),
                Plan::Enumeration(plan) => Shape::Enumeration(self.enumeration(plan)),
                Plan::Union(plan) => self.union(node, plan),
                Plan::Scalar(_)
                | Plan::List(_)
                | Plan::Tuple(_)
                | Plan::Map(_)
                | Plan::Anything(_)
                | Plan::Null
                | Plan::External(_)
                | Plan::Same(_) => {
                    let ty = self.unnamed(node, &plan);
                    let constraints = self.constraints(node, &ty);
                    Shape::Newtype(Newtype { ty, constraints: constraints.into() })
                }
            };
            let checks = self.checks_of(id, node, &shape);
            let definition = self.types.get_mut(id);
            definition.shape = shape;
            definition.checks = checks;
        }
    }
}
