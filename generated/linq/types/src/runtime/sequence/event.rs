//! Event streams (WHATWG HTML §9.2, server-sent events).

use super::super::validate::{Report, Rule, Validate};
use super::{Buffer, Fault};
use std::ops::Range;
use std::time::Duration;

/// A comment, which no reader takes for an event.
pub const COMMENT: &str = ":\n\n";

/// An event with its data as a type. The data of an `Event<String>` is the text as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event<T> {
    /// What kind of event it is; `message` where nothing is said.
    pub event: Option<String>,
    /// What names it; a client that lost its connection sends the last one as `Last-Event-ID`.
    pub id: Option<String>,
    /// How long to wait before connecting again, in milliseconds.
    pub retry: Option<u64>,
    /// What it says.
    pub data: T,
}

impl<T> Event<T> {
    /// An event that is data and nothing else.
    #[inline]
    pub fn new(data: T) -> Self {
        Self { event: None, id: None, retry: None, data }
    }
}

impl<T> From<T> for Event<T> {
    #[inline]
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

impl<T: Validate> Validate for Event<T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        self.data.check(rules, report);
    }
}

impl Event<String> {
    /// Writes the event. A name or id that would break the line is left out; line ends of the data become line feeds.
    #[inline]
    pub fn write(&self, to: &mut Vec<u8>) {
        let broken = |text: &str| text.contains(['\r', '\n', '\0']);
        let mut line = |field: &str, value: &str| {
            to.extend_from_slice(field.as_bytes());
            to.extend_from_slice(b": ");
            to.extend_from_slice(value.as_bytes());
            to.push(b'\n');
        };
        for (field, value) in [("event", &self.event), ("id", &self.id)] {
            if let Some(value) = value.as_deref().filter(|value| !broken(value)) {
                line(field, value);
            }
        }
        if let Some(retry) = self.retry {
            line("retry", &retry.to_string());
        }
        for data in self.data.replace("\r\n", "\n").split(['\r', '\n']) {
            line("data", data);
        }
        to.push(b'\n');
    }
}

/// Finds the events of an event stream.
#[derive(Debug)]
pub struct Events {
    buffer: Buffer,
    limit: usize,
    /// A line feed that comes next belongs to the end of the line before.
    after_return: bool,
    begun: bool,
    event: Event<Option<String>>,
    last_id: String,
    retry: Option<Duration>,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Events {
    /// Events may be as long as `limit`, in bytes.
    #[inline]
    pub fn new(limit: usize) -> Self {
        Self {
            buffer: Buffer::default(),
            limit,
            after_return: false,
            begun: false,
            event: Event::default(),
            last_id: String::new(),
            retry: None,
        }
    }

    /// The next bytes. Call [`Events::item`] until it gives nothing before the next call of this.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.push(bytes);
    }

    /// The next event that is complete. One that the end of the body interrupts is none.
    #[inline]
    pub fn item(&mut self) -> Option<Result<Event<String>, Fault>> {
        while let Some((line, end)) = self.buffer.line(|byte| matches!(byte, b'\r' | b'\n')) {
            let half = std::mem::replace(&mut self.after_return, end == b'\r') && end == b'\n' && line.is_empty();
            if half {
                continue;
            }
            if self.size() + line.len() > self.limit {
                return Some(Err(Fault::TooLong(self.limit)));
            }
            if let Some(event) = self.line(line) {
                return Some(Ok(event));
            }
        }
        (self.size() + self.buffer.waiting() > self.limit).then_some(Err(Fault::TooLong(self.limit)))
    }

    /// The id of the last event that had one.
    #[inline]
    pub fn last_id(&self) -> &str {
        &self.last_id
    }

    /// How long to wait before connecting again, where the stream has said so.
    #[inline]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    #[inline]
    fn size(&self) -> usize {
        let Event { event, id, retry: _, data } = &self.event;
        [event, id, data].into_iter().flatten().map(String::len).sum()
    }

    /// Reads a line; gives the event that it ends.
    #[inline]
    fn line(&mut self, line: Range<usize>) -> Option<Event<String>> {
        let mut text = self.buffer.text(line);
        if !std::mem::replace(&mut self.begun, true) {
            text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        }
        if text.is_empty() {
            let Event { event, id, retry, data } = std::mem::take(&mut self.event);
            if let Some(id) = &id {
                self.last_id.clone_from(id);
            }
            let event = event.filter(|name| !name.is_empty());
            return data.map(|data| Event { event, id, retry, data });
        }
        let colon = text.iter().position(|byte| *byte == b':');
        let (field, value) = colon.and_then(|colon| text.split_at_checked(colon)).unwrap_or((text, b":"));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = String::from_utf8_lossy(value.strip_prefix(b" ").unwrap_or(value));
        match field {
            b"data" => match &mut self.event.data {
                Some(data) => data.extend(["\n", &*value]),
                none => *none = Some(value.into_owned()),
            },
            b"event" => self.event.event = Some(value.into_owned()),
            b"id" if !value.contains('\0') => self.event.id = Some(value.into_owned()),
            b"retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.event.retry = Some(milliseconds);
                    self.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            _ => {}
        }
        None
    }
}
