//! Boxes where a type would be large.
//!
//! Takes an api whose types hold themselves nowhere; estimates how large each is in memory, from the parts to the wholes, and
//! changes `Defined` to `Boxed` where a structure, a union or an answer would grow beyond what may stand on a stack, and strings
//! to boxed ones where a structure has so many fields that it is large all the same. Promises
//! that fields of one size are treated alike, and that what is small enough stays as it is. Linear, without recursion over
//! definitions.

use crate::ir::{Additional, Api, DateTimeLibrary, Definition, EnumerationKind, Presence, Scalar, Shape};
use crate::ir::{Payload, Type, TypeId, TypeTable};
use crate::lower::visit;

/// A structure of more bytes has its largest fields in boxes.
const STRUCTURE: u64 = 1024;

/// A structure that is still larger has its strings as `Box<str>`.
const FLAT: u64 = 4096;

/// What a union's variant holds by value.
const VARIANT: u64 = 256;

/// What an answer holds by value: with the tag of the enum around it, it stays below 128 bytes, which is what clippy allows an
/// error.
const ANSWER: u64 = 112;

/// A field of no more bytes is not worth an allocation.
const WORTH: u64 = 32;

/// Definitions held by value in one another; `rustc` stops computing layouts at about 60.
const DEPTH: u32 = 16;

/// Steps that the compiler takes from a definition to one that it holds, in a box or a list, when it looks for `Send`.
const STEPS: usize = 6;

/// Steps that the compiler takes by itself.
const USUAL_STEPS: usize = 128;

/// How a value lies in memory. An estimate: `rustc` may lay it out better, never much worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    bytes: u64,
    align: u64,
    spare: Spare,
    /// Definitions that it holds by value in one another.
    depth: u32,
}

/// How many bit patterns are no value, so that an enum around it needs no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spare {
    None,
    One,
    Many,
}

const POINTER: Layout = Layout { bytes: 8, align: 8, spare: Spare::One, depth: 0 };
const COLLECTION: Layout = Layout { bytes: 24, align: 8, spare: Spare::Many, depth: 0 };
const VALUE: Layout = Layout { bytes: 32, align: 8, spare: Spare::Many, depth: 0 };

/// Boxes what needs it.
pub fn bound(api: &mut Api) {
    let mut sizes = Sizes { layouts: vec![None; api.types.len()], library: api.date_time };
    for id in parts_first(&api.types) {
        let layout = sizes.settle(api.types.get_mut(id));
        if let Some(slot) = sizes.layouts.get_mut(id.index()) {
            *slot = Some(layout);
        }
    }
    api.recursion_limit = recursion_limit(&api.types);
    for operation in api.groups.iter_mut().chain(&mut api.incoming).flat_map(|group| &mut group.operations) {
        for response in &mut operation.responses {
            let media = match &mut response.payload {
                Payload::Empty => &mut [][..],
                Payload::One(media) => std::slice::from_mut(media),
                Payload::Several { media, .. } => media,
            };
            // Sequences are read item by item.
            for media in media.iter_mut().filter(|media| !media.codec.is_sequence()) {
                sizes.put_in_box(&mut media.ty, &|part| part.bytes > ANSWER);
            }
        }
    }
}

/// The `recursion_limit` that the compiler needs for types within types.
fn recursion_limit(types: &TypeTable) -> Option<usize> {
    let steps = levels(types).saturating_mul(STEPS);
    (steps > USUAL_STEPS).then(|| steps.checked_next_power_of_two().unwrap_or(steps))
}

/// How many definitions stand in one another at most, on the way that a search in depth takes.
fn levels(types: &TypeTable) -> usize {
    let mut seen = vec![false; types.len()];
    let mut most = 0;
    for (root, _) in types.iter() {
        let mut open = vec![(root, 1)];
        while let Some((id, level)) = open.pop() {
            if seen.get_mut(id.index()).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            most = most.max(level);
            visit::in_shape(&types.get(id).shape, &mut |ty| {
                visit::definitions(ty, &mut |part| open.push((part, level + 1)));
            });
        }
    }
    most
}

/// Every definition after those that it holds.
fn parts_first(types: &TypeTable) -> Vec<TypeId> {
    let mut seen = vec![false; types.len()];
    let mut order = Vec::with_capacity(types.len());
    for (root, _) in types.iter() {
        let mut open = vec![(root, false)];
        while let Some((id, done)) = open.pop() {
            if done {
                order.push(id);
                continue;
            }
            if seen.get_mut(id.index()).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            open.push((id, true));
            visit::in_shape(&types.get(id).shape, &mut |ty| visit::held(ty, &mut |part| open.push((part, false))));
        }
    }
    order
}

struct Sizes {
    layouts: Vec<Option<Layout>>,
    library: DateTimeLibrary,
}

impl Sizes {
    /// Boxes parts of a definition until it is small enough; gives what it then is.
    fn settle(&self, definition: &mut Definition) -> Layout {
        visit::in_shape_mut(&mut definition.shape, &mut |ty| self.put_in_box(ty, &|part| part.depth >= DEPTH));
        if let Shape::Union(union) = &mut definition.shape {
            for variant in &mut union.variants {
                self.put_in_box(&mut variant.ty, &|part| part.bytes > VARIANT);
            }
        }
        loop {
            let layout = self.of_shape(&definition.shape);
            let mut largest = 0;
            visit::in_shape(&definition.shape, &mut |ty| largest = largest.max(self.of_largest_part(ty)));
            if layout.bytes <= STRUCTURE || largest <= WORTH {
                break;
            }
            visit::in_shape_mut(&mut definition.shape, &mut |ty| self.put_in_box(ty, &|part| part.bytes >= largest));
        }
        if self.of_shape(&definition.shape).bytes > FLAT {
            visit::in_shape_mut(&mut definition.shape, &mut cut_string);
        }
        let layout = self.of_shape(&definition.shape);
        Layout { depth: layout.depth + 1, ..layout }
    }

    /// The bytes of the largest definition that a type holds by value.
    fn of_largest_part(&self, ty: &Type) -> u64 {
        let mut largest = 0;
        visit::held(ty, &mut |id| largest = largest.max(self.of_definition(id).bytes));
        largest
    }

    /// Boxes the definitions that a type holds by value and that are `large`.
    fn put_in_box(&self, ty: &mut Type, large: &dyn Fn(Layout) -> bool) {
        match ty {
            Type::Defined(id) if large(self.of_definition(*id)) => *ty = Type::Boxed(*id),
            Type::Nullable(inner) => self.put_in_box(inner, large),
            Type::Tuple(items) => items.iter_mut().for_each(|item| self.put_in_box(item, large)),
            Type::Defined(_)
            | Type::Boxed(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Unit
            | Type::Scalar(_)
            | Type::External(_)
            | Type::Any => {}
        }
    }

    fn of_definition(&self, id: TypeId) -> Layout {
        self.layouts.get(id.index()).copied().flatten().unwrap_or(POINTER)
    }

    fn of_shape(&self, shape: &Shape) -> Layout {
        match shape {
            Shape::Structure(structure) => {
                let fields = structure.fields.iter().map(|field| {
                    let own = self.of(&field.ty);
                    match field.presence {
                        Presence::Required => own,
                        Presence::Optional | Presence::Nullable => own.or_absent(1),
                        Presence::OptionalNullable => own.or_absent(2),
                    }
                });
                let rest = match &structure.additional {
                    Additional::Kept { .. } => Some(COLLECTION),
                    Additional::Ignored | Additional::Refused => None,
                };
                Layout::all(fields.chain(rest))
            }
            Shape::Union(union) => {
                let unknown = union.openness.keeps_others().then_some(VALUE);
                Layout::one_of(union.variants.iter().map(|variant| self.of(&variant.ty)).chain(unknown))
            }
            Shape::Enumeration(enumeration) => match enumeration.kind {
                EnumerationKind::String => COLLECTION,
                EnumerationKind::Integer => Layout { bytes: 16, align: 8, spare: Spare::Many, depth: 0 },
                EnumerationKind::Mixed => VALUE,
            },
            Shape::Newtype(newtype) => self.of(&newtype.ty),
        }
    }

    fn of(&self, ty: &Type) -> Layout {
        match ty {
            Type::Unit => Layout { bytes: 0, align: 1, spare: Spare::None, depth: 0 },
            Type::Scalar(scalar) => self.of_scalar(*scalar),
            Type::List(_) | Type::Map(_) => COLLECTION,
            Type::Tuple(items) => Layout::all(items.iter().map(|item| self.of(item))),
            Type::Nullable(inner) => self.of(inner).or_absent(1),
            Type::Defined(id) => self.of_definition(*id),
            Type::Boxed(_) => POINTER,
            // Nothing is known of it.
            Type::External(_) => Layout { bytes: 64, align: 8, spare: Spare::None, depth: 0 },
            Type::Any => VALUE,
        }
    }

    fn of_scalar(&self, scalar: Scalar) -> Layout {
        let number = |bytes| Layout { bytes, align: bytes, spare: Spare::None, depth: 0 };
        match scalar {
            Scalar::Boolean => Layout { bytes: 1, align: 1, spare: Spare::Many, depth: 0 },
            Scalar::I32 | Scalar::U32 | Scalar::F32 => number(4),
            Scalar::I64 | Scalar::U64 | Scalar::F64 => number(8),
            Scalar::String | Scalar::Secret | Scalar::Base64 => COLLECTION,
            Scalar::Uuid => Layout { bytes: 16, align: 1, spare: Spare::None, depth: 0 },
            Scalar::Bytes => Layout { bytes: 96, align: 8, spare: Spare::Many, depth: 0 },
            Scalar::BoxedString => Layout { bytes: 16, ..POINTER },
            Scalar::DateTime | Scalar::Date | Scalar::Time => match self.library {
                DateTimeLibrary::Text => COLLECTION,
                DateTimeLibrary::Chrono | DateTimeLibrary::Jiff | DateTimeLibrary::Time => {
                    Layout { bytes: 16, align: 4, spare: Spare::One, depth: 0 }
                }
            },
        }
    }
}

/// A string that is never appended to needs no room for a capacity.
fn cut_string(ty: &mut Type) {
    match ty {
        Type::Scalar(scalar @ Scalar::String) => *scalar = Scalar::BoxedString,
        Type::Nullable(inner) => cut_string(inner),
        Type::Unit
        | Type::Scalar(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Defined(_)
        | Type::Boxed(_)
        | Type::External(_)
        | Type::Any => {}
    }
}

impl Layout {
    /// Several after one another.
    fn all(parts: impl Iterator<Item = Self>) -> Self {
        let none = Self { bytes: 0, align: 1, spare: Spare::None, depth: 0 };
        let sum = parts.fold(none, |sum, part| Self {
            bytes: sum.bytes.saturating_add(part.bytes),
            align: sum.align.max(part.align),
            spare: sum.spare.max(part.spare),
            depth: sum.depth.max(part.depth),
        });
        sum.rounded()
    }

    /// One of several, with a tag.
    fn one_of(variants: impl Iterator<Item = Self>) -> Self {
        let none = Self { bytes: 0, align: 1, spare: Spare::None, depth: 0 };
        let largest = variants.fold(none, |largest, variant| Self {
            bytes: largest.bytes.max(variant.bytes),
            align: largest.align.max(variant.align),
            spare: Spare::None,
            depth: largest.depth.max(variant.depth),
        });
        Self { bytes: largest.bytes.saturating_add(1), spare: Spare::Many, ..largest }.rounded()
    }

    /// With so many values that stand for its absence.
    fn or_absent(self, values: u8) -> Self {
        match (self.spare, values) {
            (Spare::Many, _) => self,
            (Spare::One, 0 | 1) => Self { spare: Spare::None, ..self },
            (Spare::One | Spare::None, _) => {
                Self { bytes: self.bytes.saturating_add(1), spare: Spare::Many, ..self }.rounded()
            }
        }
    }

    fn rounded(self) -> Self {
        Self { bytes: self.bytes.checked_next_multiple_of(self.align).unwrap_or(u64::MAX), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(bytes: u64) -> Layout {
        Layout { bytes, align: bytes, spare: Spare::None, depth: 0 }
    }

    #[test]
    fn layouts_are_those_of_the_compiler() {
        let boolean = Layout { bytes: 1, align: 1, spare: Spare::Many, depth: 0 };
        for (layout, bytes) in [
            (COLLECTION.or_absent(1), size_of::<Option<String>>()),
            (COLLECTION.or_absent(2), size_of::<Option<Option<String>>>()),
            (POINTER.or_absent(1), size_of::<Option<Box<u8>>>()),
            (POINTER.or_absent(2), size_of::<Option<Option<Box<u8>>>>()),
            (number(8).or_absent(1), size_of::<Option<i64>>()),
            (number(4).or_absent(2), size_of::<Option<Option<i32>>>()),
            (boolean.or_absent(2), size_of::<Option<Option<bool>>>()),
            (Layout::all([number(4), boolean, number(8)].into_iter()), size_of::<(i32, bool, i64)>()),
            (Layout::one_of([number(8), number(4)].into_iter()), size_of::<Result<i64, i32>>()),
            (Layout::all(std::iter::empty()), size_of::<()>()),
        ] {
            assert_eq!(layout.bytes, bytes as u64, "{layout:?}");
        }
    }
}
