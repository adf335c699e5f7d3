//! `$ref` and `allOf` into one flat picture.
//!
//! Takes a node; gives a [`Flat`]. Promises that the schema that stands nearest speaks first where only one can be heard
//! (descriptions, formats), that bounds only narrow, and that what contradicts is told and the first kept.
//! Chains of any length are walked with a list; what a node merely names is asked once, and shares its properties.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Graph;
use super::alias::{self, Resolved};
use super::bounds::{has_bounds, narrow};
use super::flat::{Alternatives, Choice, Flat, FlatAdditional, FlatObject, FlatProperty};
use super::nodes::{Key, NodeId};
use crate::diagnostic::{Diagnostic, code};
use crate::document::{JsonType, JsonTypes, Schema, SchemaId, SchemaTable};
use crate::ir::Constraints;
use crate::lower::literal;
use crate::node::Node;
use crate::source::Origin;

/// How a schema belongs to the node that is merged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It is the node: its annotations are the node's.
    Lead,
    /// A part of the node's own that stands in its `allOf` without a name: what it says of alternatives, the node says.
    Own(SchemaId),
    /// What the node refers to.
    Referred,
    /// One of several that all hold.
    Member,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    Alternatives,
    Bare,
}

/// What is said of keys.
enum Keys<'d> {
    /// What another node says, which this one names.
    Shared(Rc<FlatObject<'d>>),
    /// What is gathered.
    Own(FlatObject<'d>),
}

/// Stands for all properties, wherever they are declared.
const EVERY: usize = usize::MAX;

struct Merge<'d> {
    flat: Flat<'d>,
    object: Keys<'d>,
    types_origin: Option<Origin>,
    values_origin: Option<Origin>,
    closers: Vec<usize>,
    kinds: Vec<JsonType>,
    said_null: bool,
}

impl<'d> Graph<'d, '_> {
    /// What a node says in all.
    pub fn flat(&mut self, node: NodeId) -> Rc<Flat<'d>> {
        if let Some(flat) = self.flats.get(node) {
            return flat;
        }
        let flat = Rc::new(self.merge(node));
        self.flats.keep(node, &flat);
        flat
    }

    /// What is said of keys by the one that a node merely names; `None` where it says something itself.
    fn shared_object(&mut self, node: NodeId) -> Option<Rc<Flat<'d>>> {
        let Key::Schema(id) = self.nodes.get(node).key else { return None };
        match self.aliases.resolve(id) {
            Resolved::Schema { id: target, .. } if target != id => {
                let target = self.node(target);
                Some(self.flat(target))
            }
            Resolved::Schema { .. } | Resolved::Circle => None,
        }
    }

    /// Whether a node may gather what it takes over; told where it may not.
    fn may_gather(&mut self, node: NodeId) -> bool {
        let entry = self.nodes.get(node);
        let origin = entry.origin;
        let may = !matches!(entry.key, Key::Schema(id) if self.budget.beyond.contains(&id));
        if !may {
            self.tell_too_much(origin);
        }
        may
    }

    fn merge(&mut self, node: NodeId) -> Flat<'d> {
        let cut = || Flat { cut: true, ..Flat::default() };
        if !self.may_gather(node) {
            return cut();
        }
        let object = match self.shared_object(node) {
            Some(named) if named.cut => return cut(),
            Some(named) => Keys::Shared(Rc::clone(&named.object)),
            None => Keys::Own(FlatObject::default()),
        };
        // What schemas take over is counted beforehand.
        let pays = !matches!(self.nodes.get(node).key, Key::Schema(_)) && self.budget.paid.insert(node);
        let mut merge = Merge {
            flat: Flat::default(),
            object,
            types_origin: None,
            values_origin: None,
            closers: Vec::new(),
            kinds: Vec::new(),
            said_null: false,
        };
        let mut open = vec![(node, Part::Lead, Listing::Alternatives)];
        while let Some((at, part, listing)) = open.pop() {
            let entry = self.nodes.get(at).clone();
            match entry.key {
                Key::Schema(id) => {
                    if !merge.flat.schemas.insert(id) {
                        continue;
                    }
                    let schema = self.document.schemas.get(id);
                    if pays && part != Part::Lead && !self.budget.inherit(1 + schema.object.properties.len()) {
                        self.tell_too_much(entry.origin);
                        return cut();
                    }
                    self.absorb(&mut merge, id, schema, part, listing);
                    let below = match part {
                        Part::Member | Part::Own(_) => Part::Member,
                        Part::Lead | Part::Referred => Part::Referred,
                    };
                    let members =
                        if schema.all_of.len() > 1 || schema.reference.is_some() { Part::Member } else { below };
                    let owner = match part {
                        Part::Lead => Some(id),
                        Part::Own(owner) => Some(owner),
                        Part::Referred | Part::Member => None,
                    };
                    for child in schema.all_of.iter().rev() {
                        let said = self.document.schemas.get(*child);
                        let is_own = members == Part::Member && said.component.is_none() && said.reference.is_none();
                        let part = owner.filter(|_| is_own).map_or(members, Part::Own);
                        let child = self.node(*child);
                        open.push((child, part, listing));
                    }
                    if let Some(target) = schema.reference {
                        let target = self.node(target);
                        open.push((target, below, listing));
                    }
                }
                Key::All(parts) => open.extend(parts.iter().rev().map(|part| (*part, Part::Member, listing))),
                Key::Any(branches) => {
                    if listing == Listing::Alternatives {
                        let origin = entry.origin;
                        let choice = Choice::Any;
                        merge.flat.groups.push(Alternatives { choice, branches, discriminator: None, origin });
                    }
                }
                Key::Bare(of) => open.push((of, part, Listing::Bare)),
                Key::Kind(of, kind) => {
                    merge.kinds.push(kind);
                    open.push((of, part, listing));
                }
            }
        }
        self.finish(merge)
    }

    fn absorb(&mut self, merge: &mut Merge<'d>, id: SchemaId, schema: &'d Schema, part: Part, listing: Listing) {
        let flat = &mut merge.flat;
        if flat.lead.is_none() {
            flat.lead = Some(schema);
            flat.deprecated = schema.deprecated;
        }
        if part == Part::Lead || flat.extension.is_none() && part == Part::Referred {
            flat.extension = flat.extension.or(schema.extension.as_deref());
        }
        if schema.boolean == Some(false) && flat.never.is_none() {
            flat.never = Some(schema.origin);
        }
        flat.title = flat.title.or(heard(schema.title.as_deref()));
        flat.description = flat.description.or(heard(schema.description.as_deref()));
        flat.default = flat.default.or(schema.default.as_deref());
        flat.format = flat.format.or(schema.format.as_deref());
        flat.content_encoding = flat.content_encoding.or(schema.string.content_encoding.as_deref());
        flat.content_media_type = flat.content_media_type.or(schema.string.content_media_type.as_deref());
        flat.read_only |= schema.read_only;
        flat.write_only |= schema.write_only;
        let is_member = matches!(part, Part::Member | Part::Own(_));
        if !is_member && flat.examples.is_empty() {
            flat.examples = schema.examples.iter().collect();
        }
        self.absorb_types(merge, schema, part);
        self.absorb_values(merge, id, schema);
        if let Keys::Own(object) = &mut merge.object {
            absorb_object(object, schema);
        }
        self.absorb_additional(merge, schema);
        let flat = &mut merge.flat;
        if let Some(items) = schema.array.items.or(unevaluated_items(schema)) {
            if self.document.schemas.get(items).boolean == Some(false) {
                flat.prefix_closed = true;
            } else if !flat.items.contains(&items) {
                flat.items.push(items);
            }
        }
        if flat.prefix_items.is_empty() {
            flat.prefix_items.clone_from(&schema.array.prefix_items);
        }
        if has_bounds(schema) {
            let mut constraints = Constraints::clone(&flat.constraints);
            narrow(&mut constraints, schema);
            flat.constraints = constraints.into();
        }
        if listing == Listing::Alternatives {
            let mut discriminator = schema.discriminator.as_deref();
            let parent = match part {
                Part::Lead => Some(id),
                Part::Own(owner) => Some(owner),
                Part::Referred | Part::Member => None,
            };
            if let (Some(parent), Some(own), true, true) =
                (parent, discriminator, schema.one_of.is_empty(), schema.any_of.is_empty())
                && merge.flat.discriminator.is_none()
            {
                merge.flat.discriminator = Some((parent, own));
            }
            for (choice, list) in [(Choice::One, &schema.one_of), (Choice::Any, &schema.any_of)] {
                if !list.is_empty() {
                    let branches = list.iter().map(|branch| self.node(*branch)).collect();
                    let discriminator = discriminator.take();
                    merge.flat.groups.push(Alternatives { choice, branches, discriminator, origin: schema.origin });
                }
            }
        }
    }

    fn absorb_types(&mut self, merge: &mut Merge<'d>, schema: &'d Schema, part: Part) {
        if schema.types.is_empty() {
            return;
        }
        merge.said_null |= part == Part::Lead && schema.types.contains(JsonType::Null);
        let Some(before) = merge.flat.types else {
            merge.flat.types = Some(schema.types);
            merge.types_origin = Some(schema.origin);
            return;
        };
        let both = meet(before, schema.types);
        if both.is_empty() {
            self.contradiction(schema.origin, merge.types_origin, "`type`", "the first `type`");
        } else {
            merge.flat.types = Some(both);
        }
    }

    fn absorb_values(&mut self, merge: &mut Merge<'d>, id: SchemaId, schema: &'d Schema) {
        let listed = schema.enumeration.as_ref().map(|values| values.iter().collect::<Vec<&Node>>());
        let constant = schema.constant.as_deref().map(|value| vec![value]);
        for values in [listed, constant].into_iter().flatten() {
            let Some(before) = &merge.flat.values else {
                merge.flat.values = Some(values);
                merge.flat.values_owner = Some(id);
                merge.values_origin = Some(schema.origin);
                continue;
            };
            let allowed: BTreeSet<_> = values.iter().map(|value| literal::json(value)).collect();
            let both: Vec<&Node> = before.iter().copied().filter(|v| allowed.contains(&literal::json(v))).collect();
            if both.is_empty() {
                self.contradiction(schema.origin, merge.values_origin, "`enum` or `const`", "the first list of values");
            } else {
                merge.flat.values = Some(both);
            }
        }
    }

    fn absorb_additional(&mut self, merge: &mut Merge<'d>, schema: &'d Schema) {
        let object = &schema.object;
        let rules = [(object.additional_properties, object.properties.len()), (object.unevaluated_properties, EVERY)];
        for (id, known) in rules.into_iter().filter_map(|(id, known)| Some((id?, known))) {
            let said = self.document.schemas.get(id);
            if said.boolean == Some(false) {
                merge.closers.push(known);
            } else if alias::says_nothing(said) {
                if merge.flat.additional == FlatAdditional::Unsaid {
                    merge.flat.additional = FlatAdditional::Open;
                }
            } else {
                match &mut merge.flat.additional {
                    FlatAdditional::Typed(all) if all.contains(&id) => {}
                    FlatAdditional::Typed(all) => all.push(id),
                    FlatAdditional::Unsaid | FlatAdditional::Open | FlatAdditional::Closed => {
                        merge.flat.additional = FlatAdditional::Typed(vec![id]);
                    }
                }
            }
        }
    }

    fn contradiction(&mut self, here: Origin, first: Option<Origin>, what: &str, kept: &str) {
        let mut diagnostic = Diagnostic::new(
            &code::lower::ALL_OF_CONTRADICTION,
            here.span,
            format!("no value can satisfy this {what} and that of another schema it is combined with"),
        )
        .help(format!("{kept} was kept; correct one of the two in an overlay"));
        if let Some(first) = first {
            diagnostic = diagnostic.relate(first.span, "the other schema");
        }
        self.tell(diagnostic);
    }

    fn finish(&mut self, merge: Merge<'d>) -> Flat<'d> {
        let Merge { mut flat, object, closers, kinds, said_null, types_origin: _, values_origin: _ } = merge;
        flat.object = match object {
            Keys::Shared(object) => object,
            Keys::Own(object) if says_something(&object) => Rc::new(object),
            Keys::Own(_) => Rc::clone(&self.no_object),
        };
        // What decides which keys are evaluated is seen in instances only: all are kept, and checked.
        let unevaluated =
            flat.schemas.iter().any(|id| self.document.schemas.get(*id).object.unevaluated_properties.is_some());
        if unevaluated && depends_on_instances(&flat, &self.document.schemas) {
            flat.additional = FlatAdditional::Open;
        }
        // `additionalProperties: false` beside other parts of an allOf would forbid what those parts declare.
        if flat.additional == FlatAdditional::Unsaid
            && closers.iter().any(|known| *known == EVERY || *known == flat.object.properties.len())
        {
            flat.additional = FlatAdditional::Closed;
        }
        if said_null && let Some(types) = &mut flat.types {
            types.insert(JsonType::Null);
        }
        for kind in kinds {
            flat.types = Some(JsonTypes::only(kind));
            flat.groups.clear();
            if kind != JsonType::Object {
                let (required, patterns) = (flat.object.required.clone(), flat.object.patterns.clone());
                flat.object = Rc::new(FlatObject { required, patterns, ..FlatObject::default() });
                flat.additional = FlatAdditional::Unsaid;
            }
        }
        let aliases = &self.aliases;
        let nodes = &self.nodes;
        let visited = &flat.schemas;
        // A parent that lists its children would make each child contain itself.
        flat.groups.retain(|group| {
            !group.branches.iter().any(|branch| match nodes.get(*branch).key {
                Key::Schema(id) => match aliases.resolve(id) {
                    Resolved::Schema { id, .. } => visited.contains(&id),
                    Resolved::Circle => true,
                },
                Key::All(_) | Key::Any(_) | Key::Bare(_) | Key::Kind(_, _) => false,
            })
        });
        flat
    }
}

fn says_something(object: &FlatObject<'_>) -> bool {
    !object.properties.is_empty() || !object.required.is_empty() || !object.patterns.is_empty()
}

fn absorb_object<'d>(flat: &mut FlatObject<'d>, schema: &'d Schema) {
    let object = &schema.object;
    for property in &object.properties {
        match flat.property_index.get(&*property.name) {
            Some(index) => {
                if let Some(known) =
                    flat.properties.get_mut(*index).filter(|known| !known.parts.contains(&property.schema))
                {
                    known.parts.push(property.schema);
                }
            }
            None => {
                flat.property_index.insert(&property.name, flat.properties.len());
                let parts = vec![property.schema];
                flat.properties.push(FlatProperty { name: &property.name, parts, origin: property.origin });
            }
        }
    }
    for required in &object.required {
        flat.required.entry(&required.name).or_insert(required.origin);
    }
    flat.patterns.extend(object.pattern_properties.iter().map(|(_, id)| *id));
}

/// `unevaluatedItems` where it means what `items` would.
fn unevaluated_items(schema: &Schema) -> Option<SchemaId> {
    let alone = schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.conditional.is_none()
        && schema.object.dependent_schemas.is_empty()
        && schema.array.contains.is_none();
    schema.array.unevaluated_items.filter(|_| alone)
}

fn heard(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// The types in both; a whole number is a number.
fn meet(a: JsonTypes, b: JsonTypes) -> JsonTypes {
    let mut both = a.intersection(b);
    let mixed = |x: JsonTypes, y: JsonTypes| {
        x.contains(JsonType::Number) && y.contains(JsonType::Integer) && !y.contains(JsonType::Number)
    };
    if mixed(a, b) || mixed(b, a) {
        both.insert(JsonType::Integer);
    }
    both
}

/// Whether what is evaluated depends on the instance, alternatives aside: their properties all become fields.
pub fn depends_on_instances(flat: &Flat<'_>, schemas: &SchemaTable) -> bool {
    flat.schemas.iter().map(|id| schemas.get(*id)).any(|schema| {
        schema.conditional.is_some() || !schema.object.dependent_schemas.is_empty() || schema.reference_unsure
    })
}

#[cfg(test)]
mod tests {
    use crate::lower::tests::becomes;

    #[test]
    fn the_first_part_that_speaks_is_heard_and_bounds_only_narrow() {
        becomes(
            "Base: {type: object, required: [id], properties: {id: {type: integer, minimum: 1, description: Theirs.}}}\n\
             Own:\n  description: The own words.\n  allOf:\n  - {$ref: '#/components/schemas/Base'}\n  \
             - {properties: {id: {minimum: 5, maximum: 9, description: Ours.}}}",
            &[
                "struct Base",
                "  id: I64 >= 1 # Theirs. At least 1.",
                "struct Own # The own words.",
                "  id: I64 >= 5 <= 9 # Theirs. At least 5. At most 9.",
            ],
        );
    }

    #[test]
    fn what_contradicts_is_reported_and_the_first_kept() {
        becomes(
            "A:\n  type: object\n  properties:\n    a:\n      allOf: [{type: string}, {type: integer}]",
            &["struct A", "  a: String?", "told all-of-contradiction"],
        );
    }

    #[test]
    fn keys_beside_a_reference_narrow_what_it_names() {
        becomes(
            "Text: {type: string, maxLength: 9}\n\
             A: {type: object, properties: {a: {$ref: '#/components/schemas/Text', maxLength: 4, description: Short.}}}",
            &[
                "newtype Text: String max length 9 # At most 9 characters.",
                "struct A",
                "  a: String? max length 4 # Short. At most 4 characters.",
            ],
        );
    }
}
