//! Keys find their slots in whatever order they come, in objects of any width.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use std::sync::LazyLock;
use template_types::runtime::{Entries, Fields, Fill, MapAccess, SerializeMap, Shaped, Structure, json, shapes};

/// More than the widest object has: short and long ones, many of which begin and end alike.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let name = |index: usize| match index % 4 {
        0 => format!("{index}"),
        1 => format!("k{index}_url"),
        2 => format!("git_{index}_url"),
        _ => format!("a_name_that_is_longer_than_others_{index}_at"),
    };
    (0..240).map(|index| &*String::leak(name(index))).collect()
});

/// An object of as many required numbers.
#[derive(Debug, PartialEq)]
struct Wide<const WIDTH: usize>(Vec<i64>);

impl<const WIDTH: usize> Structure for Wide<WIDTH> {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let mut numbers = vec![None::<i64>; WIDTH];
        let slots = numbers.iter_mut().zip(NAMES.iter()).map(|(slot, name)| (*name, slot as &mut dyn Fill<'de, M>));
        entries.fill(&mut slots.collect::<Vec<_>>())?;
        Some(Self(numbers.into_iter().collect::<Option<_>>()?))
    }

    fn write<M: SerializeMap>(&self, _: &mut Fields<M>) {}
}

impl<const WIDTH: usize> Shaped for Wide<WIDTH> {
    type Shape = shapes::Object;
}

fn text(keys: &[usize]) -> String {
    let entries: Vec<String> = keys.iter().map(|key| format!("{:?}:{key}", NAMES[*key])).collect();
    format!("{{{}}}", entries.join(","))
}

/// Reads the keys in this order: all that the object has, and those after them, which it does not know.
fn check<const WIDTH: usize>(order: &[usize]) {
    let all: Vec<i64> = (0..WIDTH).map(|index| i64::try_from(index).unwrap()).collect();
    assert_eq!(json::decode(text(order).as_bytes()), Ok(Wide::<WIDTH>(all)));
    // Without any one of its keys, which is named; and with one of them twice.
    let known: Vec<usize> = order.iter().copied().filter(|key| *key < WIDTH).collect();
    for gone in [known[0], known[WIDTH / 2], known[WIDTH - 1]] {
        let rest: Vec<usize> = order.iter().copied().filter(|key| *key != gone).collect();
        let fault = json::decode::<Wide<WIDTH>>(text(&rest).as_bytes()).unwrap_err();
        assert!(fault.message().contains(&format!("missing field `{}`", NAMES[gone])), "{fault}");
        let twice: Vec<usize> = order.iter().copied().chain([gone]).collect();
        let unfit = json::decode_strictly::<Wide<WIDTH>>(text(&twice).as_bytes()).err().unwrap();
        let fault = &unfit.faults[0];
        assert!(fault.message().contains(&format!("duplicate field `{}`", NAMES[gone])), "{fault}");
    }
}

/// All widths at which something changes: where a table begins and ends to serve, and what fits into a word.
fn check_all(order: &[usize]) {
    let of = |width: usize| order.iter().copied().filter(|key| *key < width + 20).collect::<Vec<_>>();
    check::<1>(&of(1));
    check::<5>(&of(5));
    check::<11>(&of(11));
    check::<12>(&of(12));
    check::<63>(&of(63));
    check::<64>(&of(64));
    check::<65>(&of(65));
    check::<160>(&of(160));
    check::<161>(&of(161));
    check::<220>(&of(220));
}

#[test]
fn in_the_declared_order_and_backwards() {
    let order: Vec<usize> = (0..240).collect();
    check_all(&order);
    check_all(&order.into_iter().rev().collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_any_order(order in Just((0..240).collect::<Vec<usize>>()).prop_shuffle()) {
        check_all(&order);
    }
}
