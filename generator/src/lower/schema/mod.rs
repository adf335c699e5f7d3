//! Schemas to types.
//!
//! Takes nodes (schemas and the combinations a document implies); gives a [`Use`] each: a type and whether null may stand
//! for it. Promises that every schema is lowered once, that ids come before contents (so recursion needs no special case),
//! and that what cannot be expressed becomes `Any` and is told. Never clones a schema.

mod check;
mod compile;
mod constraint;
mod dead_end;
mod draft;
mod encoding;
mod enumeration;
mod explicit;
mod field;
mod ignored;
mod object;
mod said;
mod sight;
mod union;
mod xml;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use draft::{Direction, Draft, Fate, Only, Promise};
pub use ignored::tell as tell_ignored;

use self::said::Said;
use crate::config::Custom;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, SchemaId};
use crate::ir::{
    Additional, Bounds, Construction, Conversion, Definition, Derives, Name, Newtype, Reach, Shape, Structure, Type,
    TypeId, TypeTable, Usage,
};
use crate::lower::docs;
use crate::lower::graph::{Graph, Key, NodeId, Resolved};
use crate::lower::literal;
use crate::lower::place::{PlaceId, Step};
use crate::lower::plan::{Plan, Planned, Planner};
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
    /// What the schemas say.
    pub graph: Graph<'d, 'r>,
    /// What is generated otherwise than by default.
    pub custom: &'d Custom,
    /// Definitions made so far.
    pub types: TypeTable,
    /// What is known of them, in step with `types`.
    pub drafts: Vec<Draft<'d>>,
    /// Places that became `Any`.
    pub gaps: Vec<Gap>,
    uses: Vec<Progress>,
    queue: VecDeque<(TypeId, NodeId, Plan)>,
    depth: usize,
    explicit: BTreeMap<String, (SchemaId, Use)>,
    /// Nodes that became what another one is.
    same: BTreeMap<NodeId, NodeId>,
    said: Said,
    /// Where alternatives stand that became checks.
    checked_alternatives: BTreeSet<Span>,
    xml: xml::XmlNodes,
}

impl<'d, 'r> Lowering<'d, 'r> {
    /// Nothing lowered yet.
    pub fn new(document: &'d Document, custom: &'d Custom, diagnostics: &'r mut Diagnostics) -> Self {
        Self {
            graph: Graph::new(document, diagnostics),
            custom,
            types: TypeTable::default(),
            drafts: Vec::new(),
            gaps: Vec::new(),
            uses: Vec::new(),
            queue: VecDeque::new(),
            depth: 0,
            explicit: BTreeMap::new(),
            same: BTreeMap::new(),
            said: Said::default(),
            checked_alternatives: BTreeSet::new(),
            xml: xml::XmlNodes::default(),
        }
    }

    /// What a node becomes.
    fn plan(&mut self, node: NodeId) -> Planned {
        Planner::new(&mut self.graph, self.custom).plan(node)
    }

    /// Lowers every named schema, in the order of the source.
    pub fn components(&mut self) {
        let document = self.graph.document;
        for (id, schema) in document.schemas.iter() {
            if schema.component.is_some() {
                let node = self.graph.node(id);
                self.lower(node);
                self.drain();
            }
        }
    }

    /// The type of a schema.
    pub fn schema(&mut self, id: SchemaId) -> Use {
        let node = self.graph.node(id);
        let used = self.lower(node);
        self.drain();
        used
    }

    /// The type of a node.
    pub fn lower(&mut self, node: NodeId) -> Use {
        if self.uses.len() <= node.index() {
            self.uses.resize(self.graph.nodes.len().max(node.index() + 1), Progress::Unseen);
        }
        match self.uses.get(node.index()) {
            Some(Progress::Done(used)) => return used.clone(),
            Some(Progress::Open) => return self.circle(node),
            Some(Progress::Unseen) | None => {}
        }
        if self.depth >= self.graph.budget.depth {
            return self.too_deep(node);
        }
        if node.index() > self.graph.budget.nodes && !matches!(self.graph.nodes.get(node).key, Key::Schema(_)) {
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
        let key = self.graph.nodes.get(node).key.clone();
        if let Key::Schema(id) = key {
            match self.graph.aliases.resolve(id) {
                Resolved::Circle => return self.circle(node),
                Resolved::Schema { id: target, nullable } if target != id => {
                    let target = self.graph.node(target);
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
                if !self.graph.is_component(node) || self.constraints(node, &Type::Any).is_empty() {
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
            Plan::Scalar(_) | Plan::List(_) | Plan::Tuple(_) | Plan::Map(_) if !self.graph.is_component(node) => {
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
                let reason = match self.graph.flat(node).prefix_items.as_slice() {
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
        let entry = self.graph.nodes.get(node).clone();
        let flat = self.graph.flat(node);
        let explicit = match entry.key {
            Key::Schema(id) => self.graph.explicit_name(id),
            Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => None,
        };
        let component = match self.graph.places.path(entry.place).as_slice() {
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
                Plan::Union(plan) => self.union(plan),
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
                    Shape::Newtype(Newtype { ty, constraints: constraints.into(), conversion: Conversion::None })
                }
            };
            let checks = self.checks_of(id, node, &shape);
            let definition = self.types.get_mut(id);
            definition.shape = shape;
            definition.checks = checks;
        }
    }
}
