//! Nulls that tell alternatives apart.
//!
//! Takes the table of types; gives the fields in which null must not become absence, because only by it an instance is one of
//! several alternatives: nullable in one, of another kind in the other, and nothing else tells the two apart. Promises to look at
//! each pair of structures once.

use crate::ir::{Field, Presence, Shape, Tagging, Type, TypeId, TypeTable, Variant};
use std::collections::{BTreeMap, BTreeSet};

/// Alternatives of one union that are compared with one another.
const MOST: usize = 8;

/// The fields, each by its structure and its place in it.
pub fn telling(types: &TypeTable) -> BTreeSet<(TypeId, usize)> {
    let mut found = Found { types, fields: BTreeSet::new(), seen: BTreeSet::new() };
    for (_, definition) in types.iter() {
        let Shape::Union(union) = &definition.shape else { continue };
        if !matches!(union.tagging, Tagging::Ordered) {
            continue;
        }
        let alternatives: Vec<&Type> = union.variants.iter().take(MOST).map(|Variant { ty, .. }| ty).collect();
        for (at, one) in alternatives.iter().enumerate() {
            alternatives.iter().skip(at + 1).for_each(|other| found.compare(one, other));
        }
    }
    found.fields
}

struct Found<'t> {
    types: &'t TypeTable,
    fields: BTreeSet<(TypeId, usize)>,
    seen: BTreeSet<(TypeId, TypeId)>,
}

impl<'t> Found<'t> {
    fn compare(&mut self, one: &'t Type, other: &'t Type) {
        let mut open = vec![(one, other)];
        while let Some((one, other)) = open.pop() {
            match (self.within(one), self.within(other)) {
                (Type::List(one), Type::List(other)) | (Type::Map(one), Type::Map(other)) => open.push((one, other)),
                (Type::Defined(one) | Type::Boxed(one), Type::Defined(other) | Type::Boxed(other))
                    if one != other && self.seen.insert((*one, *other)) =>
                {
                    self.structures(*one, *other, &mut open);
                }
                _ => {}
            }
        }
    }

    /// A type without what stands around it: null beside it, a type of its own around another.
    fn within(&self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // A newtype never holds itself but in a list or behind a box of a structure.
        for _ in 0..MOST {
            ty = match ty {
                Type::Nullable(inner) => inner,
                Type::Defined(id) | Type::Boxed(id) => match &self.types.get(*id).shape {
                    Shape::Newtype(newtype) => &newtype.ty,
                    Shape::Structure(_) | Shape::Union(_) | Shape::Enumeration(_) => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    fn structures(&mut self, one: TypeId, other: TypeId, open: &mut Vec<(&'t Type, &'t Type)>) {
        let (Shape::Structure(ours), Shape::Structure(theirs)) =
            (&self.types.get(one).shape, &self.types.get(other).shape)
        else {
            return;
        };
        let named: BTreeMap<&str, (usize, &Field)> =
            theirs.fields.iter().enumerate().map(|(at, field)| (field.wire_name.as_str(), (at, field))).collect();
        for (at, field) in ours.fields.iter().enumerate() {
            let Some(&(there, their)) = named.get(field.wire_name.as_str()) else { continue };
            match (null(field), null(their)) {
                (Null::Dropped, Null::Forbidden) => drop(self.fields.insert((one, at))),
                (Null::Forbidden, Null::Dropped) => drop(self.fields.insert((other, there))),
                _ => {}
            }
            open.push((&field.ty, &their.ty));
        }
    }
}

/// What becomes of null in a field.
enum Null {
    Forbidden,
    Kept,
    /// It is read as absence.
    Dropped,
}

fn null(field: &Field) -> Null {
    match field.presence {
        Presence::OptionalNullable => Null::Dropped,
        Presence::Nullable => Null::Kept,
        Presence::Required | Presence::Optional if field.ty == Type::Any => Null::Kept,
        Presence::Required | Presence::Optional => Null::Forbidden,
    }
}
