//! JSON lines, and JSON text sequences (RFC 7464), which a record separator tells apart from them.

use super::super::codec::Encode;
use super::super::json::EncodeError;
use super::{Buffer, Fault};

const RECORD_SEPARATOR: u8 = 0x1e;
const LINE_FEED: u8 = b'\n';

/// Finds the items of JSON lines and of JSON text sequences. Lines without anything in them are none.
#[derive(Debug)]
pub struct Lines {
    buffer: Buffer,
    limit: usize,
    /// What stands between items, once the first byte has told.
    separator: Option<u8>,
}

impl Lines {
    /// Items may be as long as `limit`, in bytes.
    #[inline]
    pub fn new(limit: usize) -> Self {
        Self { buffer: Buffer::default(), limit, separator: None }
    }

    /// The next bytes. Call [`Lines::item`] until it gives nothing before the next call of this.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        self.separator = self.separator.or_else(|| {
            // No JSON text begins with this byte, and no line holds it.
            let first = *bytes.first()?;
            Some(if first == RECORD_SEPARATOR { RECORD_SEPARATOR } else { LINE_FEED })
        });
        self.buffer.push(bytes);
    }

    /// The next item that is complete: a JSON text, not read yet.
    #[inline]
    pub fn item(&mut self) -> Option<Result<&[u8], Fault>> {
        let separator = self.separator?;
        let item = loop {
            let Some((item, _)) = self.buffer.line(|byte| byte == separator) else {
                return (self.buffer.waiting() > self.limit).then_some(Err(Fault::TooLong(self.limit)));
            };
            if !self.buffer.text(item.clone()).trim_ascii().is_empty() {
                break item;
            }
        };
        Some(self.judge(self.buffer.text(item)))
    }

    /// The item that only the end of the body completes.
    #[inline]
    pub fn last(&mut self) -> Option<Result<&[u8], Fault>> {
        let rest = self.buffer.rest();
        let text = self.buffer.text(rest);
        (!text.trim_ascii().is_empty()).then(|| self.judge(text))
    }

    #[inline]
    fn judge<'a>(&self, text: &'a [u8]) -> Result<&'a [u8], Fault> {
        let ends_itself = matches!(text.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
        let ended = text.last().is_some_and(u8::is_ascii_whitespace);
        if text.len() > self.limit {
            Err(Fault::TooLong(self.limit))
        } else if self.separator == Some(RECORD_SEPARATOR) && !ends_itself && !ended {
            Err(Fault::CutOff)
        } else {
            Ok(text)
        }
    }
}

/// How JSON texts are put one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Each on a line.
    Lines,
    /// Each after a record separator (RFC 7464).
    Separated,
}

impl Framing {
    /// What a media type asks for.
    #[inline]
    pub fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence.ends_with("/json-seq") || essence.ends_with("+json-seq") { Self::Separated } else { Self::Lines }
    }

    /// Writes an item.
    ///
    /// # Errors
    /// When it holds a number that is not finite; then nothing is written.
    pub fn write<T: Encode + ?Sized>(self, item: &T, to: &mut Vec<u8>) -> Result<(), EncodeError> {
        let before = to.len();
        match self {
            Self::Lines => {}
            Self::Separated => to.push(RECORD_SEPARATOR),
        }
        item.encode(&mut serde_json::Serializer::new(&mut *to)).map_err(|fault| {
            to.truncate(before);
            EncodeError::new(fault)
        })?;
        to.push(LINE_FEED);
        Ok(())
    }
}
