//! Types of other crates.
//!
//! Takes types that have `serde`'s traits; gives them this crate's own. Never reads them more tolerantly than they read themselves.

/// Gives foreign types that have `serde`'s traits this crate's own, and a `Validate` that finds nothing.
#[allow(unused_macros, reason = "not every API names types of other crates")]
macro_rules! by_serde {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::runtime::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(from)
            }
        }

        impl $crate::runtime::Encode for $type {
            fn encode<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, to)
            }
        }

        $crate::runtime::without_rules!($type);
    )*};
}

#[allow(unused_imports, reason = "not every API names types of other crates")]
pub(crate) use by_serde;
