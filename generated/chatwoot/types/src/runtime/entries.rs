//! The entries of an object while they are read.
//!
//! Takes an object of which some entries may have been read already, to find out what it is; gives its entries, one value of all of them,
//! or the one that says which type it has. Promises that their order stays. Never knows what they mean.

use super::buffer::Buffer;
use super::trail;
use serde::de::MapAccess;
use std::borrow::Cow;

/// The entries of an object that is being read: those read ahead, then those still to come.
pub struct Entries<'de, M: MapAccess<'de>> {
    pub(super) ahead: Vec<(Cow<'de, str>, Buffer<'de>)>,
    pub(super) map: M,
    /// The first fault, which is told when all is unwound.
    pub(super) fault: Option<M::Error>,
}

impl<'de, M: MapAccess<'de>> Entries<'de, M> {
    /// The entries still to come.
    pub(super) fn new(map: M) -> Self {
        Self { ahead: Vec::new(), map, fault: None }
    }

    /// The same entries without those of a key, as far as they were read ahead.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.ahead.retain(|(known, _)| known != key);
        self
    }

    /// Reads ahead as far as the entry of that key, and gives its value if it is a scalar.
    pub(super) fn find(&mut self, wanted: &str) -> Result<Option<Cow<'de, str>>, M::Error> {
        if let Some((_, value)) = self.ahead.iter().find(|(key, _)| key == wanted) {
            return Ok(value.as_tag());
        }
        while let Some(key) = Buffer::read_key(&mut self.map)? {
            let value = Buffer::read_value(&mut self.map).map_err(|fault| trail::key(fault, &key))?;
            let found = (key == wanted).then(|| value.as_tag());
            self.ahead.push((key, value));
            if let Some(text) = found {
                return Ok(text);
            }
        }
        Ok(None)
    }

    /// Reads everything into one value.
    pub(super) fn into_buffer(mut self) -> Result<Buffer<'de>, M::Error> {
        while let Some(key) = Buffer::read_key(&mut self.map)? {
            let value = Buffer::read_value(&mut self.map).map_err(|fault| trail::key(fault, &key))?;
            self.ahead.push((key, value));
        }
        Ok(Buffer::Object(self.ahead))
    }
}
