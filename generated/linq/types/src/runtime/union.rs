//! Values of one of several types.
//!
//! Three ways to tell which: by a tag in the object, by what the value looks like, or by trying in order. Values are
//! read ahead only as far as that needs: with the tag in front, nothing is.

use super::buffer::Buffer;
use super::codec::{Decode, Encode};
use super::entries::Entries;
use super::looks::{Kind, Variant};
use super::reading::{self, Mode};
use super::{json, mask, trail};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

/// A union whose objects say in one property which variant they are.
pub trait Tagged: Sized {
    /// The property.
    const TAG: &'static str;

    /// Reads the variant of a tag, which is absent if the object has none or it is no scalar. What is no string is given as its JSON.
    ///
    /// # Errors
    /// When the object does not have the variant's shape.
    fn read<'de, M: MapAccess<'de>>(tag: Option<&str>, entries: Entries<'de, M>) -> Result<Self, M::Error>;
}

/// Reads a tagged union.
///
/// # Errors
/// When the input is no object, or not of the variant that its tag names.
pub fn decode_tagged<'de, T: Tagged, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Tagged> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            entries_tagged(Entries::new(map))
        }
    }

    from.deserialize_map(Object(PhantomData))
}

/// Reads a tagged union from an object's entries.
///
/// # Errors
/// When the object is not of the variant that its tag names.
pub fn entries_tagged<'de, T: Tagged, M: MapAccess<'de>>(mut entries: Entries<'de, M>) -> Result<T, M::Error> {
    let tag = entries.find(T::TAG)?;
    T::read(tag.as_deref(), entries)
}

/// Writes what a variant holds, with its tag if that is not among it.
///
/// # Errors
/// When it cannot be written.
pub fn encode_tagged<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    key: &str,
    tag: &str,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut value = json::to_value(value).map_err(serde::ser::Error::custom)?;
    if let Value::Object(entries) = &mut value
        && !entries.contains_key(key)
    {
        entries.insert(key.to_owned(), tag.into());
    }
    value.encode(to)
}

impl<'de, M: MapAccess<'de>> Entries<'de, M> {
    /// Reads the rest as another type.
    ///
    /// # Errors
    /// When the entries do not have its shape.
    pub fn read<T: Decode>(self) -> Result<T, M::Error> {
        T::from_entries(self)
    }

    /// Reads the rest as a value whose tag no variant has, which is a fault where reading is strict.
    ///
    /// # Errors
    /// When the entries are no JSON, or reading is strict.
    pub fn other<T: Tagged>(self, tag: Option<&str>) -> Result<Value, M::Error> {
        if reading::is_strict() {
            return Err(match tag {
                Some(_) => trail::key(
                    trail::rule(Error::custom("must be one of the values of the discriminator"), "discriminator"),
                    T::TAG,
                ),
                None => trail::rule(Error::missing_field(T::TAG), "required"),
            });
        }
        self.read()
    }

    /// The fault of an object whose tag no variant has.
    ///
    /// # Errors
    /// Always.
    #[cold]
    pub fn unknown_tag<T: Tagged>(self, tag: Option<&str>, known: &[&str]) -> Result<T, M::Error> {
        let known = known.join("`, `");
        Err(match tag {
            Some(_) => trail::key(
                trail::rule(Error::custom(format_args!("must be one of `{known}`")), "discriminator"),
                T::TAG,
            ),
            None => trail::rule(
                Error::custom(format_args!("`{}` must be a string: one of `{known}`", T::TAG)),
                "discriminator",
            ),
        })
    }
}

/// A union whose variants are told apart by what the value looks like.
pub trait Inferred: Sized {
    /// What each variant looks like; the first that fits is taken.
    const VARIANTS: &'static [Variant];

    /// Reads the variant of that position in `VARIANTS`; the position after the last stands for none of them.
    ///
    /// # Errors
    /// When the value does not have the variant's shape.
    fn read<'de, D: Deserializer<'de>>(variant: usize, from: D) -> Result<Self, D::Error>;
}

/// Reads an inferred union.
///
/// # Errors
/// When the value does not have the shape of the variant it looks like.
pub fn decode_inferred<'de, T: Inferred, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    struct Look<T>(PhantomData<T>);

    impl<T: Inferred> Look<T> {
        fn buffered<E: Error>(value: &Buffer<'_>) -> Result<T, E> {
            let fitting = Variant::find(T::VARIANTS, value);
            T::read(fitting.unwrap_or(T::VARIANTS.len()), value).map_err(E::custom)
        }

        /// The only variant that a list or object can be, if nothing inside need be looked at.
        fn only(kind: Kind) -> Option<usize> {
            if kind == Kind::Object && Buffer::may_be_number() {
                return None;
            }
            let first = T::VARIANTS.iter().position(|variant| variant.kind == kind)?;
            T::VARIANTS.get(first).filter(|variant| variant.keys.is_empty()).map(|_| first)
        }
    }

    impl<'de, T: Inferred> Visitor<'de> for Look<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value that fits one of the alternatives")
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
            Self::buffered(&Buffer::Boolean(value))
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
            Self::buffered(&Buffer::Signed(value))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
            Self::buffered(&Buffer::Unsigned(value))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
            Self::buffered(&Buffer::Float(value))
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
            Self::buffered(&Buffer::Text(Cow::Borrowed(value)))
        }

        fn visit_unit<E: Error>(self) -> Result<T, E> {
            Self::buffered(&Buffer::Null)
        }

        /// A file, which stands where a text may.
        fn visit_newtype_struct<F: Deserializer<'de>>(self, file: F) -> Result<T, F::Error> {
            let text = T::VARIANTS.iter().position(|variant| variant.kind == Kind::String);
            T::read(text.unwrap_or(T::VARIANTS.len()), file)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
            let items = SeqAccessDeserializer::new(items);
            match Self::only(Kind::Array) {
                Some(variant) => T::read(variant, items),
                None => Self::buffered(&Buffer::read(items)?),
            }
        }

        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            let map = MapAccessDeserializer::new(map);
            match Self::only(Kind::Object) {
                Some(variant) => T::read(variant, map),
                None => Self::buffered(&Buffer::read(map)?),
            }
        }
    }

    from.deserialize_any(Look(PhantomData))
}

/// Reads a value that looks like no variant, which is a fault where reading is strict.
///
/// # Errors
/// When the value is no JSON, or reading is strict.
pub fn other<'de, D: Deserializer<'de>>(from: D) -> Result<Value, D::Error> {
    if reading::is_strict() { no_variant() } else { Value::decode(from) }
}

/// The fault of a value that looks like no variant.
///
/// # Errors
/// Always.
#[cold]
pub fn no_variant<T, E: Error>() -> Result<T, E> {
    Err(trail::rule(E::custom("must fit one of the alternatives, and fits none"), "oneOf"))
}

/// A union whose variants nothing tells apart: they are tried in order.
pub trait Ordered: Sized + 'static {
    /// How each variant reads a value.
    const VARIANTS: &'static [Attempt<Self>];
}

/// How a variant reads a value.
pub type Attempt<T> = fn(&Buffer<'_>) -> Result<T, serde_json::Error>;

/// Unions within unions multiply the attempts; a value that more than this fail for is refused.
const MOST_FAILURES: u32 = 100_000;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
}

/// Counts the failed attempts of the outermost union and all within it.
struct Attempts;

impl Attempts {
    fn begin() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        if DEPTH.get() == 1 {
            FAILURES.set(0);
        }
        Self
    }

    fn may_fail_again(&self) -> bool {
        FAILURES.set(FAILURES.get() + 1);
        FAILURES.get() <= MOST_FAILURES
    }
}

impl Drop for Attempts {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

/// Reads an ordered union.
///
/// # Errors
/// When the value has the shape of no variant; says why for each.
pub fn decode_ordered<'de, T: Ordered, D: Deserializer<'de>>(
    keep: Option<fn(Value) -> T>,
    from: D,
) -> Result<T, D::Error> {
    let value = Buffer::read(from)?;
    match attempt_all(&value) {
        Ok(read) => Ok(read),
        Err(Some(faults)) => match keep.filter(|_| !reading::is_strict()) {
            Some(keep) => Ok(keep(value.into_value())),
            None => Err(no_attempt(&faults)),
        },
        Err(None) => Err(Error::custom("too many alternatives within alternatives to try")),
    }
}

/// The first variant that reads the value, or the faults of all; no faults when there were too many. A variant that holds all of the value as
/// the document has it comes before one that would lose a key, and that before one that reads it with tolerance.
fn attempt_all<T: Ordered>(value: &Buffer<'_>) -> Result<T, Option<Vec<serde_json::Error>>> {
    let attempts = Attempts::begin();
    let (mark, before) = (trail::mark(), trail::notes());
    let asked = reading::mode();
    let mut faults = Vec::new();
    let modes = [Mode::Exact, Mode::Strict, Mode::Tolerant, Mode::Lenient];
    for mode in modes.into_iter().filter(|mode| *mode >= asked) {
        faults.clear();
        for attempt in T::VARIANTS {
            match reading::within(mode, || attempt(value)) {
                Ok(read) => return Ok(read),
                Err(fault) => faults.push(fault),
            }
            trail::rewind(mark);
            trail::forget(before);
            if !attempts.may_fail_again() {
                return Err(None);
            }
        }
    }
    Err(Some(faults))
}

#[cold]
fn no_attempt<E: Error>(faults: &[serde_json::Error]) -> E {
    let told: Vec<String> = faults
        .iter()
        .enumerate()
        .map(|(index, fault)| format!("alternative {}: {}", index + 1, mask::quoted(fault.to_string())))
        .collect();
    trail::rule(
        E::custom(format_args!("must fit one of the alternatives, and fits none ({})", told.join("; "))),
        "oneOf",
    )
}

/// Gives tagged unions this crate's codec and `serde`'s traits; each variant holds what it encodes. One that does not write its tag itself
/// has it after a colon.
#[allow(unused_macros, reason = "not every API has tagged unions")]
macro_rules! tagged_unions {
    (@write $value:ident $to:ident) => { $crate::runtime::Encode::encode($value, $to) };
    (@write $value:ident $to:ident $tag:literal) => {
        $crate::runtime::shapes::encode_tagged($value, <Self as $crate::runtime::Tagged>::TAG, $tag, $to)
    };
    ($($name:ident { $($variant:ident $(: $tag:literal)?),* $(,)? })*) => {$(
        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::shapes::decode_tagged(from)
            }

            fn from_entries<'de, M: ::serde::de::MapAccess<'de>>(
                entries: $crate::runtime::Entries<'de, M>,
            ) -> Result<Self, M::Error> {
                $crate::runtime::shapes::entries_tagged(entries)
            }
        }

        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::tagged_unions!(@write value to $($tag)?),)*
                }
            }
        }

        $crate::runtime::serde_traits!($name);
    )*};
}

/// Gives inferred unions this crate's codec and `serde`'s traits; each variant holds what it encodes.
#[allow(unused_macros, reason = "not every API has inferred unions")]
macro_rules! inferred_unions {
    ($($name:ident { $($variant:ident),* $(,)? })*) => {$(
        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::shapes::decode_inferred(from)
            }
        }

        $crate::runtime::encode_variants!($name { $($variant),* });
    )*};
}

/// Gives ordered unions this crate's codec and `serde`'s traits; each variant holds what it encodes. A variant after
/// `else` keeps a value that fits no other.
#[allow(unused_macros, reason = "not every API has ordered unions")]
macro_rules! ordered_unions {
    ($($name:ident { $($variant:ident),* $(; else $other:ident)? })*) => {$(
        impl $crate::runtime::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let keep: Option<fn(::serde_json::Value) -> Self> = None;
                $(let keep: Option<fn(::serde_json::Value) -> Self> = keep.or(Some(Self::$other));)?
                $crate::runtime::shapes::decode_ordered(keep, from)
            }
        }

        impl $crate::runtime::Ordered for $name {
            const VARIANTS: &'static [$crate::runtime::shapes::Attempt<Self>] = &[
                $(|value| $crate::runtime::decode(value).map(Self::$variant),)*
            ];
        }

        $crate::runtime::encode_variants!($name { $($variant,)* $($other)? });
    )*};
}

/// Writes what a variant holds.
#[allow(unused_macros, reason = "not every API has unions")]
macro_rules! encode_variants {
    ($name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::runtime::Encode for $name {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Encode::encode(value, to),)*
                }
            }
        }

        $crate::runtime::serde_traits!($name);
    };
}

/// Gives unions a `Validate` that checks what the variant holds.
#[allow(unused_macros, reason = "not every API has unions with rules")]
macro_rules! validate_variants {
    ($($name:ident { $($variant:ident),* $(,)? })*) => {$(
        impl $crate::runtime::Validate for $name {
            #[inline]
            fn check(&self, rules: &[$crate::runtime::Rule], report: &mut $crate::runtime::Report) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Validate::check(value, rules, report),)*
                }
            }
        }
    )*};
}

#[allow(unused_imports, reason = "not every API has each kind")]
pub(crate) use {encode_variants, inferred_unions, ordered_unions, tagged_unions, validate_variants};
