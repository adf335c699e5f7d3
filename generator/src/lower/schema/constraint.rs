//! What instances of a type must satisfy beyond it.

use std::rc::Rc;

use super::Lowering;
use super::check::Form;
use super::sight::Sight;
use crate::document::{JsonType, JsonTypes, SchemaId};
use crate::ir::{Additional, Check, Constraints, Scalar, Shape, Type, TypeId};
use crate::lower::graph::{Flat, FlatAdditional, Key, NodeId, Resolved};

/// Most names on the way from a node to what it is.
const LONGEST_WAY: usize = 64;

impl<'d> Lowering<'d, '_> {
    /// Bounds on a value of a type that a node became; a definition has its own.
    pub fn constraints(&mut self, node: NodeId, ty: &Type) -> Constraints {
        match ty {
            Type::Unit | Type::Defined(_) | Type::Boxed(_) | Type::External(_) => Constraints::default(),
            Type::Nullable(inner) => self.constraints(node, inner),
            Type::Any => self.of_form(node, Form::Anything),
            Type::Scalar(Scalar::Boolean) => self.of_form(node, Form::Boolean),
            Type::Scalar(_) => self.of_form(node, Form::Scalar),
            Type::Tuple(_) => self.of_form(node, Form::Tuple),
            Type::List(inner) => {
                let flat = self.resolved_flat(node);
                let mut constraints = self.of_form(node, Form::List);
                if flat.prefix_closed {
                    let length = u64::try_from(flat.prefix_items.len()).unwrap_or(u64::MAX);
                    constraints.max_items = Some(constraints.max_items.map_or(length, |most| most.min(length)));
                }
                // Items after a prefix, or of several schemas, are checked one by one.
                if let (Some(items), []) = (flat.items.first(), flat.prefix_items.as_slice()) {
                    constraints.items = self.below(*items, inner);
                }
                constraints
            }
            Type::Map(inner) => {
                let flat = self.resolved_flat(node);
                let mut constraints = self.of_form(node, Form::Map);
                if let (FlatAdditional::Typed(parts), []) = (&flat.additional, flat.object.patterns.as_slice()) {
                    constraints.items = parts.first().and_then(|values| self.below(*values, inner));
                }
                constraints
            }
        }
    }

    fn below(&mut self, schema: SchemaId, inner: &Type) -> Option<Box<Constraints>> {
        let node = self.graph.node(schema);
        let constraints = self.constraints(node, inner);
        (!constraints.is_empty()).then(|| Box::new(constraints))
    }

    /// Bounds and checks of a type that has no name.
    fn of_form(&mut self, node: NodeId, form: Form) -> Constraints {
        let (resolved, null_on_the_way) = self.resolved(node);
        let flat = self.graph.flat(resolved);
        let mut constraints = of_kind(&flat.constraints, form, flat.kinds());
        // Any value holds null too, which whoever named the schema allowed beside it.
        if form == Form::Anything && null_on_the_way && !flat.nullable() {
            return Constraints::default();
        }
        constraints.checks = self.checks(resolved, &flat, form, &Sight::All);
        constraints
    }

    /// Checks of a definition that is no newtype.
    pub(super) fn checks_of(&mut self, id: TypeId, node: NodeId, shape: &Shape) -> Vec<Check> {
        // What holds for instances of one JSON type is checked with the whole.
        if matches!(self.graph.nodes.get(node).key, Key::Kind(..)) {
            return Vec::new();
        }
        let flat = self.graph.flat(node);
        let (form, sight) = match shape {
            Shape::Structure(structure) => {
                let sided = self.drafts.get(id.index()).map(|draft| draft.directions.clone()).unwrap_or_default();
                let keeps = !matches!(structure.additional, Additional::Ignored);
                let sight = if keeps && sided.is_empty() {
                    Sight::All
                } else {
                    let fields = structure.fields.iter().enumerate().filter(|(index, _)| !sided.contains_key(index));
                    Sight::Keys(fields.map(|(_, field)| field.wire_name.clone()).collect())
                };
                (Form::Structure, sight)
            }
            Shape::Union(_) => (Form::Union, self.sight(&flat)),
            Shape::Enumeration(_) => (Form::Enumeration, Sight::All),
            Shape::Newtype(_) => return Vec::new(),
        };
        self.checks(node, &flat, form, &sight)
    }

    /// What a node stands for, and whether null was allowed on the way.
    fn resolved(&mut self, node: NodeId) -> (NodeId, bool) {
        let mut at = node;
        let mut null = false;
        for _ in 0..LONGEST_WAY {
            let mut next = at;
            if let Key::Schema(id) = self.graph.nodes.get(at).key
                && let Resolved::Schema { id, nullable } = self.graph.aliases.resolve(id)
            {
                null |= nullable;
                next = self.graph.node(id);
            }
            if let Some(other) = self.same.get(&next).copied() {
                let flat = self.graph.flat(next);
                null |= flat.nullable() || !flat.groups.is_empty();
                next = other;
            }
            if next == at {
                break;
            }
            at = next;
        }
        (at, null)
    }

    /// What a node says of itself; where it only names what is left of its alternatives, that has the word.
    pub fn spoken(&mut self, node: NodeId) -> Rc<Flat<'d>> {
        let mut flat = self.graph.flat(node);
        let mut at = node;
        for _ in 0..LONGEST_WAY {
            let Some(other) = self.same.get(&at).copied().filter(|other| !self.graph.is_component(*other)) else {
                break;
            };
            at = other;
            let further = self.graph.flat(at);
            if flat.description.is_none() || flat.title.is_none() || flat.default.is_none() {
                let mut both = Flat::clone(&flat);
                both.description = both.description.or(further.description);
                both.title = both.title.or(further.title);
                both.default = both.default.or(further.default);
                if both.examples.is_empty() {
                    both.examples.clone_from(&further.examples);
                }
                flat = Rc::new(both);
            }
        }
        flat
    }

    pub(super) fn resolved_flat(&mut self, node: NodeId) -> Rc<Flat<'d>> {
        let (resolved, _) = self.resolved(node);
        self.graph.flat(resolved)
    }
}

/// The bounds that are about instances of a form: the others say nothing of them.
fn of_kind(all: &Constraints, form: Form, kinds: Option<JsonTypes>) -> Constraints {
    let mut own = all.clone();
    let is = |kind: JsonType| kinds.is_some_and(|kinds| kinds == JsonTypes::only(kind));
    let text = form == Form::Anything || form == Form::Scalar && is(JsonType::String);
    let number = form == Form::Anything || form == Form::Scalar && !is(JsonType::String);
    if !text {
        (own.min_length, own.max_length, own.pattern) = (None, None, None);
    }
    if !number {
        (own.minimum, own.maximum, own.multiple_of) = (None, None, None);
    }
    if !matches!(form, Form::Anything | Form::List) {
        (own.min_items, own.max_items, own.unique_items) = (None, None, false);
    }
    if !matches!(form, Form::Anything | Form::Map) {
        (own.min_properties, own.max_properties) = (None, None);
    }
    own
}
