//! Bounds: what limits numbers, lengths and counts.
//!
//! Takes schemas that all hold; gives the narrowest bounds. Promises that bounds only narrow.

use crate::document::Schema;
use crate::ir::{Bound, Constraints};
use crate::node::Number;

/// Whether a schema has bounds.
pub fn has_bounds(schema: &Schema) -> bool {
    let (number, string, array, object) = (&schema.number, &schema.string, &schema.array, &schema.object);
    number.minimum.is_some()
        || number.maximum.is_some()
        || number.exclusive_minimum.is_some()
        || number.exclusive_maximum.is_some()
        || number.multiple_of.is_some()
        || string.pattern.is_some()
        || string.min_length.is_some()
        || string.max_length.is_some()
        || array.min_items.is_some()
        || array.max_items.is_some()
        || array.unique_items
        || object.min_properties.is_some()
        || object.max_properties.is_some()
}

/// Narrows bounds by those of a schema.
pub fn narrow(constraints: &mut Constraints, schema: &Schema) {
    let number = &schema.number;
    let string = &schema.string;
    let array = &schema.array;
    let object = &schema.object;
    for (bound, exclusive) in [(&number.minimum, false), (&number.exclusive_minimum, true)] {
        tighten(&mut constraints.minimum, bound.as_ref(), exclusive, |new, old| new > old);
    }
    for (bound, exclusive) in [(&number.maximum, false), (&number.exclusive_maximum, true)] {
        tighten(&mut constraints.maximum, bound.as_ref(), exclusive, |new, old| new < old);
    }
    if constraints.multiple_of.is_none() {
        constraints.multiple_of = number.multiple_of.as_ref().map(|number| number.text().to_owned());
    }
    if constraints.pattern.is_none() {
        constraints.pattern.clone_from(&string.pattern);
    }
    constraints.min_length = larger(constraints.min_length, string.min_length);
    constraints.max_length = smaller(constraints.max_length, string.max_length);
    constraints.min_items = larger(constraints.min_items, array.min_items);
    constraints.max_items = smaller(constraints.max_items, array.max_items);
    constraints.unique_items |= array.unique_items;
    constraints.min_properties = larger(constraints.min_properties, object.min_properties);
    constraints.max_properties = smaller(constraints.max_properties, object.max_properties);
}

fn tighten(held: &mut Option<Bound>, given: Option<&Number>, exclusive: bool, beats: fn(f64, f64) -> bool) {
    let Some(given) = given else { return };
    let Some(value) = given.as_f64().filter(|value| value.is_finite()) else { return };
    let wins = match held {
        None => true,
        Some(old) => match old.value.parse::<f64>() {
            Ok(before) => beats(value, before) || (value == before && exclusive),
            Err(_) => true,
        },
    };
    if wins {
        *held = Some(Bound { value: given.text().to_owned(), exclusive });
    }
}

fn larger(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.max(b)
}

fn smaller(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}
