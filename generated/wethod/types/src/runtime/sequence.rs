//! Bodies that are one item after the other: event streams, JSON lines and JSON text sequences.
//!
//! Takes bytes in pieces of any size and gives items; takes items and gives bytes. Promises that it plays no part where the
//! pieces are cut, that no more than the items of a piece and one that is not complete are kept, and time linear in the bytes.
//! Never waits and never reads a body: clients and servers do.

mod data;
mod event;
mod lines;

pub use data::{FromEvent, ToEvent};
pub use event::{COMMENT, Event, Events};
pub use lines::{Framing, Lines};

use std::fmt;
use std::ops::Range;

/// Why an item cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than this many bytes; nothing can be read after it.
    TooLong(usize),
    /// It may be the beginning of a longer one (RFC 7464 §2.4); what follows it can be read.
    CutOff,
}

impl fmt::Display for Fault {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(limit) => write!(f, "an item is longer than {limit} bytes"),
            Self::CutOff => f.write_str("an item is cut off"),
        }
    }
}

impl std::error::Error for Fault {}

/// Bytes that have come and are not yet read.
#[derive(Debug, Default)]
struct Buffer {
    bytes: Vec<u8>,
    /// Where the first line begins.
    start: usize,
    /// Up to here no line ends.
    scanned: usize,
}

impl Buffer {
    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The first line without its end, and the byte that ends it.
    #[inline]
    fn line(&mut self, is_end: impl Fn(u8) -> bool) -> Option<(Range<usize>, u8)> {
        let unseen = self.bytes.get(self.scanned..).unwrap_or_default();
        let found = unseen.iter().copied().enumerate().find(|(_, byte)| is_end(*byte));
        let Some((length, end)) = found else {
            self.scanned = self.bytes.len();
            return None;
        };
        let line = self.start..self.scanned + length;
        self.start = line.end + 1;
        self.scanned = self.start;
        Some((line, end))
    }

    /// What follows the last line.
    #[inline]
    fn rest(&mut self) -> Range<usize> {
        let rest = self.start..self.bytes.len();
        (self.start, self.scanned) = (rest.end, rest.end);
        rest
    }

    #[inline]
    fn text(&self, line: Range<usize>) -> &[u8] {
        self.bytes.get(line).unwrap_or_default()
    }

    /// Bytes of a line that has not ended.
    #[inline]
    fn waiting(&self) -> usize {
        self.bytes.len() - self.start
    }
}
