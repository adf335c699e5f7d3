//! Lists, maps, tuples and options.

use super::codec::{Decode, Encode, Encoded, To};
use super::entries::Entries;
use super::structure::{all_told, tolerate};
use super::{reading, trail};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, SerializeTuple, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// What a hostile size hint may make us allocate at once.
const CAUTIOUS: usize = 1024;

struct List<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(CAUTIOUS));
        if reading::makes_notes() {
            read_noting(&mut list, &mut items)?;
            return Ok(list);
        }
        loop {
            let mut item = None;
            items.next_element_seed(To(&mut item)).map_err(|fault| trail::index(fault, list.len()))?;
            match item {
                Some(item) => list.push(item),
                None => return Ok(list),
            }
        }
    }
}

/// Reads items, and says at which position what was noted of each stands.
#[inline(never)]
fn read_noting<'de, T: Decode, A: SeqAccess<'de>>(list: &mut Vec<T>, items: &mut A) -> Result<(), A::Error> {
    let start = trail::notes();
    for index in 0.. {
        let (mut item, before) = (None, trail::notes());
        match items.next_element_seed(To(&mut item)).map_err(|fault| trail::index(fault, index)) {
            Ok(None) => break,
            Ok(Some(())) => trail::notes_below_index(before, index),
            Err(fault) => tolerate(before, fault)?,
        }
        list.extend(item);
    }
    all_told(start)
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(List(PhantomData))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_slice().encode(to)
    }
}

impl<T: Encode> Encode for [T] {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        self.iter().try_for_each(|item| list.serialize_element(&Encoded(item)))?;
        list.end()
    }
}

struct Entry<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for Entry<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        Entries::new(map).into_map()
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entry(PhantomData))
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error> {
        entries.into_map()
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, &Encoded(value)))?;
        map.end()
    }
}

struct Nullable<'a, T>(&'a mut Option<Option<T>>);

impl<'de, T: Decode> Visitor<'de> for Nullable<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        *self.0 = Some(T::of_null());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        T::decode_to(self.0.insert(None), from)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut value = None;
        Self::decode_to(&mut value, from)?;
        Ok(value.flatten())
    }

    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<Self>, from: D) -> Result<(), D::Error> {
        from.deserialize_option(Nullable(place))
    }

    fn is_null(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.encode(to),
            None => to.serialize_none(),
        }
    }
}

/// What becomes of items beyond those that a tuple has.
#[inline(never)]
fn excess<'de, A: SeqAccess<'de>>(items: &mut A, count: usize) -> Result<(), A::Error> {
    let mut found = false;
    while items.next_element::<serde::de::IgnoredAny>()?.is_some() {
        if reading::is_strict() {
            return Err(trail::rule(Error::custom(format_args!("must have {count} items")), "items"));
        }
        found = true;
    }
    if found && reading::makes_notes() {
        trail::breaks("items");
        trail::settle(trail::notes(), &format_args!("the items after the first {count} are not kept"));
    }
    Ok(())
}

macro_rules! tuples {
    ($($count:literal $($type:ident $index:tt)+;)*) => {$(
        impl<$($type: Decode),+> Decode for ($($type,)+) {
            fn decode<'de, De: Deserializer<'de>>(from: De) -> Result<Self, De::Error> {
                struct Items<T>(PhantomData<T>);

                impl<'de, $($type: Decode),+> Visitor<'de> for Items<($($type,)+)> {
                    type Value = ($($type,)+);

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("an array of ", $count, " items"))
                    }

                    fn visit_seq<Seq: SeqAccess<'de>>(self, mut items: Seq) -> Result<Self::Value, Seq::Error> {
                        let tuple = ($(
                            {
                                let (mut item, before) = (None::<$type>, trail::notes());
                                items.next_element_seed(To(&mut item)).map_err(|fault| trail::index(fault, $index))?;
                                trail::notes_below_index(before, $index);
                                item.ok_or_else(|| Error::invalid_length($index, &self))?
                            },
                        )+);
                        excess(&mut items, $count)?;
                        Ok(tuple)
                    }
                }

                from.deserialize_seq(Items(PhantomData))
            }
        }

        impl<$($type: Encode),+> Encode for ($($type,)+) {
            fn encode<Se: Serializer>(&self, to: Se) -> Result<Se::Ok, Se::Error> {
                let mut tuple = to.serialize_tuple($count)?;
                $(tuple.serialize_element(&Encoded(&self.$index))?;)+
                tuple.end()
            }
        }
    )*};
}

tuples! {
    1 A 0;
    2 A 0 B 1;
    3 A 0 B 1 C 2;
    4 A 0 B 1 C 2 D 3;
    5 A 0 B 1 C 2 D 3 E 4;
    6 A 0 B 1 C 2 D 3 E 4 F 5;
}
