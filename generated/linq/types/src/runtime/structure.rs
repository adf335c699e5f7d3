//! Objects with known keys.
//!
//! A structure's `read` names a slot for each key and says what is required; the loop over the object's entries is
//! here, once. Duplicate keys are faults; unknown keys are ignored or kept.

use super::codec::{Decode, Encode, Encoded, Seed};
use super::field::Field;
use super::trail;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// An object with known keys.
pub trait Structure: Sized {
    /// Reads the structure from an object's entries.
    ///
    /// # Errors
    /// When an entry does not have its type, or a required one is missing.
    fn read<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<Self, M::Error>;

    /// Writes each of the structure's entries.
    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>);
}

/// The entries of an object that is being read: those read ahead, then those still to come.
pub struct Entries<'de, M> {
    ahead: Vec<(String, Value)>,
    map: M,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, M: MapAccess<'de>> Entries<'de, M> {
    /// The entries still to come.
    pub(super) fn new(map: M) -> Self {
        Self { ahead: Vec::new(), map, lifetime: PhantomData }
    }

    /// Fills each slot from the entry of its key; other entries are ignored.
    ///
    /// # Errors
    /// When an entry does not have its slot's type, or a key comes twice.
    pub fn fill(self, slots: &mut [(&'static str, &mut dyn Fill<'de, M>)]) -> Result<(), M::Error> {
        self.each(slots, None)
    }

    /// Fills each slot from the entry of its key; other entries are faults.
    ///
    /// # Errors
    /// When an entry does not have its slot's type or has no slot, or a key comes twice.
    pub fn fill_only(self, slots: &mut [(&'static str, &mut dyn Fill<'de, M>)]) -> Result<(), M::Error> {
        self.fill_only_but(slots, &[])
    }

    /// The same, but ignores the entries of some keys: those that only answers carry, and that come back with what was answered.
    ///
    /// # Errors
    /// When an entry does not have its slot's type or is neither to be filled nor ignored, or a key comes twice.
    pub fn fill_only_but(
        self,
        slots: &mut [(&'static str, &mut dyn Fill<'de, M>)],
        ignored: &[&str],
    ) -> Result<(), M::Error> {
        let names: Vec<&str> = slots.iter().map(|(name, _)| *name).collect();
        self.each(slots, Some(&mut Refused { known: names.join("`, `"), ignored }))
    }

    /// Fills each slot from the entry of its key, and gives all other entries.
    ///
    /// # Errors
    /// When an entry does not have its slot's type or another entry not that of the rest, or a key comes twice.
    pub fn fill_and_keep<T: Decode>(
        self,
        slots: &mut [(&'static str, &mut dyn Fill<'de, M>)],
    ) -> Result<BTreeMap<String, T>, M::Error> {
        let mut rest = BTreeMap::new();
        self.each(slots, Some(&mut rest))?;
        Ok(rest)
    }

    fn each(
        mut self,
        slots: &mut [(&'static str, &mut dyn Fill<'de, M>)],
        mut rest: Option<&mut dyn Rest<'de, M>>,
    ) -> Result<(), M::Error> {
        let mut expected = 0;
        for (key, value) in std::mem::take(&mut self.ahead) {
            match position(slots, expected, &key) {
                Some(index) => {
                    expected = index + 1;
                    if let Some((name, slot)) = slots.get_mut(index) {
                        slot.fill_from(&value, name)?;
                    }
                }
                None => {
                    if let Some(rest) = &mut rest {
                        rest.keep_from(key, &value)?;
                    }
                }
            }
        }
        while let Some(found) = self.map.next_key_seed(Search { slots, expected, keep: rest.is_some() })? {
            match found {
                Found::Slot(index) => {
                    expected = index + 1;
                    if let Some((name, slot)) = slots.get_mut(index) {
                        slot.fill(&mut self.map, name)?;
                    }
                }
                Found::Other(key) => match &mut rest {
                    Some(rest) => rest.keep(key, &mut self.map)?,
                    None => drop(self.map.next_value::<IgnoredAny>()?),
                },
            }
        }
        Ok(())
    }

    /// Reads ahead as far as the entry of that key, and gives its value if it is a string.
    pub(super) fn find(&mut self, wanted: &str) -> Result<Option<String>, M::Error> {
        let known = self.ahead.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
        if let Some(value) = known {
            return Ok(value.as_str().map(str::to_owned));
        }
        while let Some(key) = self.map.next_key::<String>()? {
            let value: Value = self.map.next_value().map_err(|fault| trail::key(fault, &key))?;
            let found = (key == wanted).then(|| value.as_str().map(str::to_owned));
            self.ahead.push((key, value));
            if let Some(text) = found {
                return Ok(text);
            }
        }
        Ok(None)
    }

    /// Reads everything into one value.
    pub(super) fn into_value(mut self) -> Result<Value, M::Error> {
        let mut object: Map<String, Value> = self.ahead.into_iter().collect();
        while let Some((key, value)) = self.map.next_entry()? {
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// The slot of that key. Keys mostly come in the declared order, so the search begins after the last one found.
fn position<S>(slots: &[(&'static str, S)], expected: usize, key: &str) -> Option<usize> {
    let (before, after) = slots.split_at_checked(expected).unwrap_or((slots, &[]));
    let found = after.iter().position(|(name, _)| *name == key).map(|index| index + expected);
    found.or_else(|| before.iter().position(|(name, _)| *name == key))
}

/// Looks a key up without copying it.
struct Search<'a, S> {
    slots: &'a [(&'static str, S)],
    expected: usize,
    keep: bool,
}

enum Found {
    Slot(usize),
    /// The key, or an empty string if it need not be kept.
    Other(String),
}

impl<'de, S> serde::de::DeserializeSeed<'de> for Search<'_, S> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Found, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<S> Visitor<'_> for Search<'_, S> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        let kept = || Found::Other(if self.keep { key.to_owned() } else { String::new() });
        Ok(position(self.slots, self.expected, key).map_or_else(kept, Found::Slot))
    }
}

/// Holds a field while its structure is being read.
#[derive(Debug)]
pub struct Slot<T>(Option<T>);

/// An empty slot.
pub const fn slot<T>() -> Slot<T> {
    Slot(None)
}

impl<T> Slot<T> {
    /// What the object held.
    ///
    /// # Errors
    /// When it held nothing.
    pub fn required<E: Error>(self, key: &'static str) -> Result<T, E> {
        self.0.ok_or_else(|| E::missing_field(key))
    }

    /// What the object held, or the absent value.
    pub fn optional(self) -> T
    where
        T: Default,
    {
        self.0.unwrap_or_default()
    }
}

/// A [`Slot`] of any type.
pub trait Fill<'de, M: MapAccess<'de>> {
    /// Fills the slot with the map's next value.
    ///
    /// # Errors
    /// When it is filled already, or the value does not have its type.
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error>;

    /// Fills the slot with a value read ahead.
    ///
    /// # Errors
    /// When it is filled already, or the value does not have its type.
    fn fill_from(&mut self, value: &Value, key: &'static str) -> Result<(), M::Error>;
}

impl<'de, M: MapAccess<'de>, T: Decode> Fill<'de, M> for Slot<T> {
    fn fill(&mut self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        if self.0.is_some() {
            return Err(Error::duplicate_field(key));
        }
        self.0 = Some(map.next_value_seed(Seed::new()).map_err(|fault| trail::key(fault, key))?);
        Ok(())
    }

    fn fill_from(&mut self, value: &Value, key: &'static str) -> Result<(), M::Error> {
        if self.0.is_some() {
            return Err(Error::duplicate_field(key));
        }
        self.0 = Some(T::decode(value).map_err(|fault| trail::key(Error::custom(fault), key))?);
        Ok(())
    }
}

/// Keeps the entries that have no slot.
trait Rest<'de, M: MapAccess<'de>> {
    fn keep(&mut self, key: String, map: &mut M) -> Result<(), M::Error>;
    fn keep_from(&mut self, key: String, value: &Value) -> Result<(), M::Error>;
}

impl<'de, M: MapAccess<'de>, T: Decode> Rest<'de, M> for BTreeMap<String, T> {
    fn keep(&mut self, key: String, map: &mut M) -> Result<(), M::Error> {
        let value = map.next_value_seed(Seed::new()).map_err(|fault| trail::key(fault, &key))?;
        self.insert(key, value);
        Ok(())
    }

    fn keep_from(&mut self, key: String, value: &Value) -> Result<(), M::Error> {
        let value = T::decode(value).map_err(|fault| trail::key(Error::custom(fault), &key))?;
        self.insert(key, value);
        Ok(())
    }
}

/// Refuses the entries that have no slot, but for those to be ignored.
struct Refused<'a> {
    known: String,
    ignored: &'a [&'a str],
}

impl Refused<'_> {
    fn pass<E: Error>(&self, key: &str) -> Result<(), E> {
        if self.ignored.contains(&key) { Ok(()) } else { Err(self.fault(key)) }
    }

    #[cold]
    fn fault<E: Error>(&self, key: &str) -> E {
        trail::key(E::custom(format_args!("unknown key {key:?}: the keys are `{}`", self.known)), key)
    }
}

impl<'de, M: MapAccess<'de>> Rest<'de, M> for Refused<'_> {
    fn keep(&mut self, key: String, map: &mut M) -> Result<(), M::Error> {
        self.pass(&key)?;
        map.next_value::<IgnoredAny>().map(drop)
    }

    fn keep_from(&mut self, key: String, _: &Value) -> Result<(), M::Error> {
        self.pass(&key)
    }
}

/// An object that is being written. After the first fault the rest is skipped, and the fault is told at the end.
pub struct Fields<M: SerializeMap> {
    map: M,
    fault: Option<M::Error>,
}

impl<M: SerializeMap> Fields<M> {
    /// Writes an entry, `None` as `null`.
    pub fn required<T: Encode>(&mut self, key: &'static str, value: &T) {
        self.entry(key, value);
    }

    /// Writes an entry unless it is `None`.
    pub fn optional<T: Encode>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.entry(key, value);
        }
    }

    /// Writes an entry unless it is absent.
    pub fn field<T: Encode>(&mut self, key: &'static str, value: &Field<T>) {
        if !value.is_absent() {
            self.entry(key, value);
        }
    }

    /// Writes the entries that have no field.
    pub fn rest<T: Encode>(&mut self, rest: &BTreeMap<String, T>) {
        for (key, value) in rest {
            self.entry(key, value);
        }
    }

    fn entry<T: Encode>(&mut self, key: &str, value: &T) {
        if self.fault.is_none() {
            self.fault = self.map.serialize_entry(key, &Encoded(value)).err();
        }
    }
}

/// Reads a structure.
///
/// # Errors
/// When the input is no object of its shape.
pub fn decode_structure<'de, T: Structure, D: Deserializer<'de>>(name: &'static str, from: D) -> Result<T, D::Error> {
    struct Object<T>(&'static str, PhantomData<T>);

    impl<'de, T: Structure> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object ({})", self.0)
        }

        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            T::read(Entries::new(map))
        }
    }

    from.deserialize_map(Object(name, PhantomData))
}

/// Writes a structure.
///
/// # Errors
/// When the serializer fails.
pub fn encode_structure<T: Structure, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut fields = Fields { map: to.serialize_map(None)?, fault: None };
    value.write(&mut fields);
    match fields.fault {
        Some(fault) => Err(fault),
        None => fields.map.end(),
    }
}

/// Gives structures this crate's codec and `serde`'s traits.
#[allow(unused_macros, reason = "not every API has structures")]
macro_rules! structures {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::shapes::decode_structure(stringify!($name), from)
            }

            fn from_entries<'de, M: ::serde::de::MapAccess<'de>>(
                entries: $crate::runtime::Entries<'de, M>,
            ) -> Result<Self, M::Error> {
                $crate::runtime::Structure::read(entries)
            }
        }

        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::shapes::encode_structure(self, to)
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

/// Implements `serde`'s traits by this crate's own.
#[allow(unused_macros, reason = "not every API has types")]
macro_rules! serde_traits {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::Decode::decode(from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::Encode::encode(self, to)
            }
        }
    )*};
}

#[allow(unused_imports, reason = "not every API has structures")]
pub(crate) use {serde_traits, structures};
