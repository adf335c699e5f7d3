//! JSON (RFC 8259) to a tree.
//!
//! Takes one JSON text; gives its [`Node`] with byte spans. Promises to accept exactly the grammar of RFC 8259, to read each byte
//! once, and to stop at the depth and node limits. Never accepts comments, trailing commas or a second value.

use super::build::{Bounds, Place};
use super::repeated;
use super::{Entry, Node, Number, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, code::tree as code};
use crate::source::Provenance;

/// What a text turned out to be.
pub(super) enum Outcome {
    /// One JSON value.
    Whole(Node),
    /// One JSON value, and more text after it, which was told.
    Followed(Node),
    /// No JSON, which was told.
    Broken(Slip),
    /// JSON up to where a budget ended, which was told.
    Bounded,
}

/// What kept a text from being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// A comma before the end of a map or a list, which flow YAML allows.
    TrailingComma,
    /// A comment of JavaScript, which YAML takes for text.
    Comment,
    /// Anything else.
    Other,
}

/// Reads one JSON text.
pub(super) fn read(text: &str, place: Place, diagnostics: &mut Diagnostics) -> Outcome {
    let bounds = Bounds::of(diagnostics.budgets());
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, depth: 0, nodes: 0, bounds, place, diagnostics };
    let node = match reader.value() {
        Ok(node) => node,
        Err(fault) => {
            let bounded = [&code::TOO_MANY_VALUES, &code::NESTING_TOO_DEEP].contains(&fault.code);
            let slip = reader.slip();
            reader.diagnostics.report(match slip {
                Slip::TrailingComma => fault.help("remove the comma before it: JSON has none after the last value"),
                Slip::Comment => fault.help("remove the comment: JSON has none; in YAML it begins with `#`"),
                Slip::Other => *fault,
            });
            return if bounded { Outcome::Bounded } else { Outcome::Broken(slip) };
        }
    };
    reader.skip_space();
    if reader.at == reader.bytes.len() {
        return Outcome::Whole(node);
    }
    let message = format!("{} stands after the end of the document", reader.found());
    let span = place.span(reader.at, reader.bytes.len());
    diagnostics.report(
        Diagnostic::new(&code::TEXT_AFTER_DOCUMENT, span, message).relate(node.span(), "the document is this value"),
    );
    Outcome::Followed(node)
}

type Read<T> = Result<T, Box<Diagnostic>>;

struct Reader<'t, 'd> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    nodes: usize,
    bounds: Bounds,
    place: Place,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> Reader<'t, '_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What stands where reading stopped.
    fn slip(&self) -> Slip {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let before = self.bytes.get(..self.at).unwrap_or_default().trim_ascii_end();
        match (before.last(), rest) {
            (Some(b','), [b'}' | b']', ..]) => Slip::TrailingComma,
            (_, [b'/', b'/' | b'*', ..]) => Slip::Comment,
            _ => Slip::Other,
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over `byte` if it is next.
    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn value(&mut self) -> Read<Node> {
        self.skip_space();
        self.nodes += 1;
        if self.nodes > self.bounds.nodes {
            return Err(self.bounds.too_many(self.place.span(self.at, self.at + 1), self.diagnostics.budgets()));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::String(self.string()?),
            Some(b'{') => self.nested(Self::map)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node::new(self.place.span(start, self.at), Provenance::Document, value))
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Value>) -> Read<Value> {
        if self.depth >= self.bounds.depth {
            return Err(self.bounds.too_deep(self.place.span(self.at, self.at + 1), self.diagnostics.budgets()));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn map(&mut self) -> Read<Value> {
        let mut entries = Vec::new();
        self.skip_space();
        if !self.take(b'}') {
            loop {
                self.skip_space();
                let start = self.at;
                if self.peek() != Some(b'"') {
                    return Err(self.unexpected("a key in double quotes"));
                }
                let key = self.string()?;
                let key_span = self.place.span(start, self.at);
                self.skip_space();
                if !self.take(b':') {
                    return Err(self.unexpected("`:` after the key"));
                }
                let value = self.value()?;
                entries.push(Entry { key, key_span, value });
                self.skip_space();
                if self.take(b'}') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.unexpected("`,` or `}` after the value"));
                }
            }
        }
        // Most maps and lists are small, and a vector that grows has room for more than one.
        entries.shrink_to_fit();
        Ok(Value::Map(repeated::map(entries, self.diagnostics)))
    }

    fn list(&mut self) -> Read<Value> {
        let mut items = Vec::new();
        self.skip_space();
        if !self.take(b']') {
            loop {
                items.push(self.value()?);
                self.skip_space();
                if self.take(b']') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.unexpected("`,` or `]` after the value"));
                }
            }
        }
        items.shrink_to_fit();
        Ok(Value::List(items))
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') && self.digits() == 0 {
            return Err(self.unexpected("a digit"));
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(self.unexpected("a digit after the decimal point"));
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            if self.digits() == 0 {
                return Err(self.unexpected("a digit of the exponent"));
            }
        }
        Ok(Value::Number(Number::new(self.text.get(start..self.at).unwrap_or_default())))
    }

    /// A string whose opening quote is next.
    fn string(&mut self) -> Read<Box<str>> {
        self.at += 1;
        let head = self.plain_run();
        if self.take(b'"') {
            return Ok(head.into());
        }
        let mut text = head.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    text.push(character);
                }
                Some(_) => return Err(self.unexpected("an escape (`\\n`, `\\u0007`) for this control character")),
                None => return Err(self.unexpected("`\"` to close the string")),
            }
            text.push_str(self.plain_run());
        }
    }

    /// Steps over the characters that stand for themselves. Their end is an ASCII byte or the end of the text, so it is
    /// a boundary of characters.
    fn plain_run(&mut self) -> &'t str {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len());
        self.at += length;
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// An escape whose backslash is next.
    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        self.at += 1;
        let character = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => return Err(self.unexpected("one of `\"\\/bfnrtu` after a backslash")),
        };
        self.at += 1;
        Ok(character)
    }

    /// A `\u` escape whose `u` is next; its backslash stands at `start`.
    fn unicode_escape(&mut self, start: usize) -> Read<char> {
        self.at += 1;
        let first = self.hex()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let after_first = self.at;
        if first < 0xdc00 && self.take(b'\\') && self.take(b'u') {
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let combined = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(combined).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        // What follows is no second half: it is read again, as itself.
        self.at = after_first;
        let message = format!("`\\u{first:04x}` is one half of a surrogate pair and the other is missing");
        let span = self.place.span(start, self.at);
        self.diagnostics.report(Diagnostic::new(&code::LONE_SURROGATE, span, message));
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Read<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                return Err(self.unexpected("four hexadecimal digits after `\\u`"));
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        Ok(value)
    }

    /// What stands at the current place, in words.
    fn found(&self) -> String {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(character) if character.is_control() => format!("the control character U+{:04X}", character as u32),
            Some(character) => format!("`{character}`"),
            None => "the end of the text".to_owned(),
        }
    }

    fn unexpected(&self, expected: &str) -> Box<Diagnostic> {
        self.fault_at(&code::JSON_SYNTAX, format!("expected {expected}, found {}", self.found()))
    }

    fn fault_at(&self, code: &'static crate::diagnostic::Code, message: String) -> Box<Diagnostic> {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Box::new(Diagnostic::new(code, self.place.span(self.at, self.at + length), message))
    }
}
