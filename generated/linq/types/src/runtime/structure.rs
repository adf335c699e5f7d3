//! Objects with known keys.
//!
//! A structure's `read` names a slot for each key, whose type says whether it is required; the loop over the object's
//! entries is here, once. Of a key that comes twice the last value counts, where that
//! is no fault; unknown keys are ignored, kept or refused. A fault stays with the
//! entries until all is unwound, so that generated code need not convert it at every step.

use super::buffer::Buffer;
use super::codec::{Decode, DecodeShape, Encode, EncodeShape, Encoded, To};
use super::constant::Constant;
use super::entries::Entries;
use super::field::Field;
use super::finder::{Filled, Finder};
use super::reading::{self, Faults, Mode};
use super::slot::Fill;
use super::trail;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// An object with known keys.
pub trait Structure: Sized {
    /// Reads the structure from an object's entries. `None` when an entry does not have its type or a required one is
    /// missing; the entries keep the fault.
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self>;

    /// Writes each of the structure's entries.
    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>);
}

/// The slots of a structure by their keys, in the order of the document.
type Slots<'a, 'de, M> = [(&'static str, &'a mut dyn Fill<'de, M>)];

impl<'de, M: MapAccess<'de>> Entries<'de, M> {
    /// Reads a structure to its place.
    ///
    /// # Errors
    /// When the entries do not have its shape.
    fn structure_to<T: Structure>(mut self, place: &mut Option<T>) -> Result<(), M::Error> {
        *place = T::read(&mut self);
        if place.is_some() { Ok(()) } else { Err(self.fault.unwrap_or_else(incomplete)) }
    }

    /// Fills each slot from the entry of its key; other entries are ignored. `None` when an entry does not have its
    /// slot's type or a required slot stays empty.
    pub fn fill(&mut self, slots: &mut Slots<'_, 'de, M>) -> Option<()> {
        self.fill_with(slots, Others::Ignored)
    }

    /// Fills each slot from the entry of its key. `None` in the same cases, and when another entry comes and reading is strict.
    pub fn fill_only(&mut self, slots: &mut Slots<'_, 'de, M>) -> Option<()> {
        self.fill_only_but(slots, &[])
    }

    /// The same, but ignores the entries of some keys: those that only answers carry, and that come back with what was
    /// answered.
    pub fn fill_only_but(&mut self, slots: &mut Slots<'_, 'de, M>, ignored: &[&str]) -> Option<()> {
        self.fill_with(slots, Others::Refused { ignored })
    }

    /// Fills each slot from the entry of its key, and gives all other entries. `None` as for [`fill`](Self::fill), and
    /// when another entry does not have the type of the rest.
    pub fn fill_and_keep<T: Decode>(&mut self, slots: &mut Slots<'_, 'de, M>) -> Option<BTreeMap<String, T>> {
        let mut rest = BTreeMap::new();
        self.fill_with(slots, Others::Kept(&mut rest))?;
        Some(rest)
    }

    /// Reads every entry into a map.
    pub(super) fn into_map<T: Decode>(mut self) -> Result<BTreeMap<String, T>, M::Error> {
        let mut map = BTreeMap::new();
        let before = trail::notes();
        self.each(&mut [], Others::Kept(&mut map), reading::makes_notes())?;
        all_told(before)?;
        Ok(map)
    }

    fn fill_with(&mut self, slots: &mut Slots<'_, 'de, M>, others: Others<'_, 'de, M>) -> Option<()> {
        let noting = reading::makes_notes();
        let before = if noting { trail::notes() } else { 0 };
        let filled = self.each(slots, others, noting).and_then(|filled| {
            let mut from = 0;
            loop {
                let is_missing = |index: usize| slots.get(index).is_some_and(|(_, slot)| slot.is_missing());
                let missing = filled.first_missing(from, slots.len(), is_missing);
                let Some((index, (name, _))) = missing.and_then(|index| Some((index, slots.get(index)?))) else {
                    break;
                };
                tolerate(trail::notes(), trail::rule(Error::missing_field(name), "required"))?;
                from = index + 1;
            }
            if noting { all_told(before) } else { Ok(()) }
        });
        filled.map_err(|fault| self.fault = Some(fault)).ok()
    }

    /// Gives which slots were filled. `noting` says whether notes may be made of what is below.
    fn each(
        &mut self,
        slots: &mut Slots<'_, 'de, M>,
        mut others: Others<'_, 'de, M>,
        noting: bool,
    ) -> Result<Filled, M::Error> {
        let mut finder = Finder::new();
        let mut filled = Filled::none();
        if !self.ahead.is_empty() {
            self.each_ahead(slots, &mut others, &mut finder, &mut filled)?;
        }
        let mut other = String::new();
        while let Some(index) = {
            let other = others.are_told().then_some(&mut other);
            self.map.next_key_seed(Search { slots, finder: &mut finder, other })?
        } {
            let before = if noting { trail::notes() } else { 0 };
            if let Some((name, slot)) = slots.get_mut(index) {
                match slot.fill(&mut self.map, name) {
                    Ok(()) if noting => trail::notes_below_key(before, name),
                    Ok(()) => {}
                    Err(fault) => pass_over(before, fault, slot.may_be_absent())?,
                }
                filled.add(index);
            } else if let Others::Kept(rest) = &mut others {
                rest.keep(std::mem::take(&mut other), &mut self.map).or_else(|fault| tolerate(before, fault))?;
            } else {
                others.pass(slots, &other).or_else(|fault| tolerate(before, fault))?;
                self.map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(filled)
    }

    /// The entries that were read ahead.
    #[inline(never)]
    fn each_ahead(
        &mut self,
        slots: &mut Slots<'_, 'de, M>,
        others: &mut Others<'_, 'de, M>,
        finder: &mut Finder,
        filled: &mut Filled,
    ) -> Result<(), M::Error> {
        for (key, value) in std::mem::take(&mut self.ahead) {
            let index = finder.position(slots, &key).unwrap_or(usize::MAX);
            let before = trail::notes();
            if let Some((name, slot)) = slots.get_mut(index) {
                match slot.fill_from(&value, name) {
                    Ok(()) => trail::notes_below_key(before, name),
                    Err(fault) => pass_over(before, fault, slot.may_be_absent())?,
                }
                filled.add(index);
            } else if let Others::Kept(rest) = others {
                rest.keep_from(key.into_owned(), &value).or_else(|fault| tolerate(before, fault))?;
            } else {
                others.pass(slots, &key).or_else(|fault| tolerate(before, fault))?;
            }
        }
        Ok(())
    }
}

/// Notes a fault where all are gathered; else it goes on its way.
#[cold]
pub(super) fn tolerate<E: Error>(before: usize, fault: E) -> Result<(), E> {
    match reading::faults() {
        Faults::First => Err(fault),
        Faults::Gathered => {
            trail::settle(before, &fault);
            Ok(())
        }
    }
}

/// The same for the value of a field, which may be passed over if it may be absent.
#[cold]
fn pass_over<E: Error>(before: usize, fault: E, may_be_absent: bool) -> Result<(), E> {
    if may_be_absent && reading::mode() == Mode::Lenient {
        // What was passed over within is gone with it.
        trail::forget(before);
        trail::settle(before, &fault);
        return Ok(());
    }
    tolerate(before, fault)
}

/// The fault that stands for those that were gathered since there were `before`.
pub(super) fn all_told<E: Error>(before: usize) -> Result<(), E> {
    if trail::notes() > before && reading::faults() == Faults::Gathered {
        return Err(E::custom("several faults"));
    }
    Ok(())
}

/// Looks a key up without copying it. Gives the index of its slot; no slot's index for another key, which is noted if it is
/// to be kept.
struct Search<'a, S> {
    slots: &'a [(&'static str, S)],
    finder: &'a mut Finder,
    other: Option<&'a mut String>,
}

impl<'de, S> DeserializeSeed<'de> for Search<'_, S> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<S> Visitor<'_> for Search<'_, S> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let found = self.finder.position(self.slots, key);
        if let (None, Some(other)) = (found, self.other) {
            key.clone_into(other);
        }
        Ok(found.unwrap_or(usize::MAX))
    }
}

/// Keeps the entries that have no slot.
trait Rest<'de, M: MapAccess<'de>> {
    fn keep(&mut self, key: String, map: &mut M) -> Result<(), M::Error>;
    fn keep_from(&mut self, key: String, value: &Buffer<'_>) -> Result<(), M::Error>;
}

impl<'de, M: MapAccess<'de>, T: Decode> Rest<'de, M> for BTreeMap<String, T> {
    fn keep(&mut self, key: String, map: &mut M) -> Result<(), M::Error> {
        let mut value = None;
        let before = trail::notes();
        map.next_value_seed(To(&mut value)).map_err(|fault| trail::key(fault, &key))?;
        trail::notes_below_key(before, &key);
        match value {
            Some(_) if reading::is_strict() && self.contains_key(&key) => Err(given_twice(&key)),
            Some(value) => {
                self.insert(key, value);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn keep_from(&mut self, key: String, value: &Buffer<'_>) -> Result<(), M::Error> {
        let before = trail::notes();
        let value = T::decode(value).map_err(|fault| trail::key(Error::custom(fault), &key))?;
        trail::notes_below_key(before, &key);
        if reading::is_strict() && self.contains_key(&key) {
            return Err(given_twice(&key));
        }
        self.insert(key, value);
        Ok(())
    }
}

#[cold]
fn given_twice<E: Error>(key: &str) -> E {
    trail::key(trail::rule(E::custom("the key is given twice"), "duplicate-key"), key)
}

/// What becomes of the entries that have no slot.
enum Others<'a, 'de, M: MapAccess<'de>> {
    Ignored,
    /// They are faults where reading is strict, but for those of some keys.
    Refused {
        ignored: &'a [&'a str],
    },
    Kept(&'a mut dyn Rest<'de, M>),
}

impl<'de, M: MapAccess<'de>> Others<'_, 'de, M> {
    /// Whether their keys matter.
    fn are_told(&self) -> bool {
        match self {
            Self::Kept(_) => true,
            Self::Refused { .. } => reading::is_strict(),
            Self::Ignored => reading::mode() == Mode::Exact,
        }
    }

    /// Whether an entry may be passed over.
    fn pass(&self, slots: &Slots<'_, 'de, M>, key: &str) -> Result<(), M::Error> {
        match self {
            Self::Refused { ignored } if reading::is_strict() && !ignored.contains(&key) => {
                Err(unknown_key(slots, key))
            }
            // An attempt that would lose it.
            Self::Ignored if reading::mode() == Mode::Exact => Err(unknown_key(slots, key)),
            Self::Refused { .. } | Self::Ignored | Self::Kept(_) => Ok(()),
        }
    }
}

#[cold]
fn unknown_key<E: Error, S>(slots: &[(&'static str, S)], key: &str) -> E {
    let known: Vec<&str> = slots.iter().map(|(name, _)| *name).collect();
    let fault = E::custom(format_args!("unknown key {key:?}: the keys are `{}`", known.join("`, `")));
    trail::key(trail::rule(fault, "additionalProperties"), key)
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

    /// Writes an entry that has one value only.
    pub fn only(&mut self, key: &'static str, constant: Constant) {
        self.entry(key, &constant);
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

/// The shape of structures.
#[derive(Debug)]
pub struct Object;

impl<T: Structure> DecodeShape<T> for Object {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let mut structure = None;
        Self::decode_to(&mut structure, from)?;
        structure.ok_or_else(incomplete)
    }

    fn decode_to<'de, D: Deserializer<'de>>(place: &mut Option<T>, from: D) -> Result<(), D::Error> {
        struct Place<'a, T>(&'a mut Option<T>);

        impl<'de, T: Structure> Visitor<'de> for Place<'_, T> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<(), M::Error> {
                Entries::new(map).structure_to(self.0)
            }
        }

        from.deserialize_map(Place(place))
    }

    fn from_entries<'de, M: MapAccess<'de>>(entries: Entries<'de, M>) -> Result<T, M::Error> {
        let mut structure = None;
        entries.structure_to(&mut structure)?;
        structure.ok_or_else(incomplete)
    }
}

impl<T: Structure> EncodeShape<T> for Object {
    fn encode<S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields { map: to.serialize_map(None)?, fault: None };
        value.write(&mut fields);
        match fields.fault {
            Some(fault) => Err(fault),
            None => fields.map.end(),
        }
    }
}

/// What is wrong when nothing else was found to be.
#[cold]
fn incomplete<E: Error>() -> E {
    E::custom("the object is incomplete")
}

/// Gives structures this crate's codec and `serde`'s traits.
#[allow(unused_macros, reason = "not every API has structures")]
macro_rules! structures {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::runtime::Shaped for $name {
            type Shape = $crate::runtime::shapes::Object;
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

#[allow(unused_imports, reason = "not every API has structures")]
pub(crate) use structures;
