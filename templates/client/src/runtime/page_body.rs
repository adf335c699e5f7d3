//! What a page holds.
//!
//! Takes the JSON of a page and where its items and what leads on stand; gives both, in one go. Promises that all else is passed over unread.

use super::paging::{Keys, Paging, Way};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use types::runtime::{Decode, DecodeError, json};

/// What leads to the next page.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub next: Option<String>,
    pub more: Option<bool>,
}

thread_local! {
    /// Where to look, while a page is read: reading takes no argument.
    static SOUGHT: Cell<Sought> = const { Cell::new(Sought { items: None, next: None, more: None }) };
}

/// Where to look in a value.
#[derive(Debug, Clone, Copy, Default)]
struct Sought {
    /// For the items.
    items: Option<Keys>,
    /// For what leads on.
    next: Option<Keys>,
    /// For whether there is more.
    more: Option<Keys>,
}

impl Sought {
    /// Where to look in what stands under a key.
    #[inline]
    fn under(self, key: &str) -> Self {
        let under = |keys: Option<Keys>| keys?.split_first().filter(|(first, _)| **first == key).map(|(_, rest)| rest);
        Self { items: under(self.items), next: under(self.next), more: under(self.more) }
    }

    #[inline]
    fn is_nothing(self) -> bool {
        self.items.is_none() && self.next.is_none() && self.more.is_none()
    }
}

/// The items of a page, and what leads on.
#[inline]
pub(super) fn read<T: Decode>(body: &[u8], paging: &Paging) -> Result<(Vec<T>, Facts), DecodeError> {
    let next = match paging.way {
        Way::Cursor(_, at) | Way::Url(at) => Some(at),
        Way::Page(..) | Way::Offset(_) | Way::Last(..) | Way::Link => None,
    };
    SOUGHT.set(Sought { items: Some(paging.items), next, more: paging.more });
    let Found { items, mut facts } = json::decode::<Found<T>>(body)?;
    if let Way::Last(_, at) = paging.way {
        SOUGHT.set(Sought { items: Some(paging.items), next: Some(at), more: None });
        facts.next = json::decode::<LastOf>(body)?.0;
    }
    Ok((items, facts))
}

struct Found<T> {
    items: Vec<T>,
    facts: Facts,
}

impl<T: Decode> Decode for Found<T> {
    #[inline]
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (mut items, mut facts) = (None, Facts::default());
        Look::<T> { sought: SOUGHT.get(), items: &mut items, facts: &mut facts }.deserialize(from)?;
        // A page may leave an empty list out, where it says that there is no more.
        let items = items.or_else(|| (facts.more == Some(false)).then(Vec::new));
        Ok(Self { items: items.ok_or_else(|| D::Error::custom("the page has no items where they should be"))?, facts })
    }
}

/// Looks into a value.
struct Look<'a, T> {
    sought: Sought,
    items: &'a mut Option<Vec<T>>,
    facts: &'a mut Facts,
}

impl<'de, T: Decode> DeserializeSeed<'de> for Look<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.sought.is_nothing() {
            return IgnoredAny::deserialize(from).map(drop);
        }
        if self.sought.items.is_some_and(<[_]>::is_empty) {
            *self.items = Option::<Vec<T>>::decode(from)?;
            return Ok(());
        }
        from.deserialize_any(self)
    }
}

impl<'de, T: Decode> Visitor<'de> for Look<'_, T> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of a list")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { sought, items, facts } = self;
        while let Some(key) = entries.next_key::<String>()? {
            entries.next_value_seed(Look { sought: sought.under(&key), items: &mut *items, facts: &mut *facts })?;
        }
        Ok(())
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.sought.next.is_some_and(<[_]>::is_empty) {
            self.facts.next = Some(text.to_owned());
        }
        Ok(())
    }

    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        if self.sought.more.is_some_and(<[_]>::is_empty) {
            self.facts.more = Some(value);
        }
        Ok(())
    }

    #[inline]
    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    #[inline]
    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// What stands in the last item.
struct LastOf(Option<String>);

impl Decode for LastOf {
    #[inline]
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Sought { items, next, .. } = SOUGHT.get();
        let mut last = None;
        Inside { items: items.unwrap_or(&[]), next: next.unwrap_or(&[]), last: &mut last }.deserialize(from)?;
        Ok(Self(last))
    }
}

/// Looks for the last item.
struct Inside<'a> {
    items: Keys,
    next: Keys,
    last: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Inside<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of a list")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            match self.items.split_first() {
                Some((first, rest)) if *first == key => {
                    entries.next_value_seed(Inside { items: rest, next: self.next, last: &mut *self.last })?;
                }
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if !self.items.is_empty() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        loop {
            let (mut none, mut facts) = (None::<Vec<Nothing>>, Facts::default());
            let sought = Sought { next: Some(self.next), ..Sought::default() };
            let look = Look { sought, items: &mut none, facts: &mut facts };
            if items.next_element_seed(look)?.is_none() {
                return Ok(());
            }
            *self.last = facts.next;
        }
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// An item that is looked into and not read.
struct Nothing(PhantomData<()>);

impl Decode for Nothing {
    #[inline]
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Self(PhantomData))
    }
}
