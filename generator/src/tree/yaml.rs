//! YAML 1.2 to a tree.
//!
//! Takes one YAML text; gives the [`Node`] of its first document with byte spans, scalars by the core schema, aliases and merge
//! keys expanded. Promises that aliases never make more than a fixed multiple of the input, and that depth and size
//! stay below the limits. Never leaves out an entry without telling.

mod root;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, Tag};

use super::build::{Bounds, Place};
use super::repeated;
use super::scalar::{self, Scalar};
use super::{Entry, Node, Value};
use crate::budget::Budget;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code::tree as code};
use crate::source::{Provenance, Span};
pub use root::root_scalar;

/// What a node costs, beside its text, when an anchor or an alias copies it.
const NODE_WEIGHT: usize = 64;
/// Beside the bytes of the text itself, what is multiplied by how far aliases may expand.
const COPIES_FLOOR: usize = 1 << 20;

/// Reads the first document; `None`, and told, where the text is no YAML or breaks a limit.
pub(super) fn read(text: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let expansion = diagnostics.budgets().size(Budget::AliasExpansion);
    let mut builder = Builder {
        place,
        frames: Vec::new(),
        anchors: HashMap::new(),
        copies_left: COPIES_FLOOR.saturating_add(text.len()).saturating_mul(expansion),
        bounds: Bounds::of(diagnostics.budgets()),
        nodes: 0,
        root: None,
        diagnostics,
    };
    match builder.run(text, Parser::new_from_str_with_options(text, options)) {
        Ok(()) if builder.root.as_ref().is_none_or(is_empty) => {
            let message = "there is no value in this text";
            builder.diagnostics.report(Diagnostic::new(&code::EMPTY_DOCUMENT, place.span(0, text.len()), message));
            None
        }
        Ok(()) => builder.root,
        Err(fault) => {
            diagnostics.report(*fault);
            None
        }
    }
}

type Step<T = ()> = Result<T, Box<Diagnostic>>;

/// A finished node and what copying it costs.
#[derive(Clone)]
struct Built {
    node: Node,
    weight: usize,
    /// How deep collections are nested in it: 0 for a scalar.
    height: usize,
}

/// A collection that is being read.
struct Frame {
    start: usize,
    /// End of the last child; a block collection has no end of its own.
    end: usize,
    style: StructureStyle,
    anchor: usize,
    weight: usize,
    height: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Key>, merges: Vec<Merge> },
}

/// A key whose value is awaited.
enum Key {
    Text(Box<str>, Span),
    Merge(Span),
    Ignored,
}

/// What `<<` brings into a map, before the entry that stood at `before`.
struct Merge {
    before: usize,
    entries: Vec<Entry>,
}

struct Builder<'d> {
    place: Place,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Built>,
    copies_left: usize,
    bounds: Bounds,
    nodes: usize,
    root: Option<Node>,
    diagnostics: &'d mut Diagnostics,
}

impl Builder<'_> {
    fn run<'t>(&mut self, text: &'t str, parser: Parser<'t, granit_parser::StrInput<'t>>) -> Step {
        let mut second = None;
        for step in parser {
            let (event, span) = step.map_err(|error| self.syntax(text, &error))?;
            let range = span.byte_range().unwrap_or_default();
            match event {
                // What is empty, before the first mark or behind the last, is no document to speak of.
                Event::DocumentStart(..) if self.root.as_ref().is_none_or(is_empty) => self.root = None,
                Event::DocumentStart(..) => second = Some(range),
                Event::Scalar(..) if second.is_some() && range.is_empty() => second = None,
                Event::DocumentEnd => {}
                _ if second.is_some() => {
                    let message = "a second document begins here";
                    let help = "the first document is read; give each document a file of its own";
                    let range = second.take().unwrap_or_default();
                    let span = self.place.span(range.start, range.end);
                    self.diagnostics.report(Diagnostic::new(&code::SEVERAL_DOCUMENTS, span, message).help(help));
                    return Ok(());
                }
                Event::Scalar(value, style, anchor, tag) => self.scalar(value, style, anchor, tag, range)?,
                Event::SequenceStart(style, anchor, tag) => {
                    self.open(range, style, anchor, tag, "seq", Content::List(Vec::new()))?;
                }
                Event::MappingStart(style, anchor, tag) => {
                    let content = Content::Map { entries: Vec::new(), key: None, merges: Vec::new() };
                    self.open(range, style, anchor, tag, "map", content)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(range.end)?,
                Event::Alias(id) => self.alias(id, range)?,
                // Stream and document bounds; comments and the like are not asked for.
                _ => {}
            }
        }
        Ok(())
    }

    fn syntax(&self, text: &str, error: &granit_parser::ScanError) -> Box<Diagnostic> {
        let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
        let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Box::new(Diagnostic::new(&code::YAML_SYNTAX, self.place.span(at, at + length), error.info()))
    }

    fn count(&mut self, span: Span) -> Step {
        self.nodes += 1;
        if self.nodes > self.bounds.nodes {
            return Err(self.bounds.too_many(span, self.diagnostics.budgets()));
        }
        Ok(())
    }

    fn too_deep(&self, span: Span) -> Box<Diagnostic> {
        self.bounds.too_deep(span, self.diagnostics.budgets())
    }

    fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.diagnostics.report(Diagnostic::new(code, span, message));
    }

    fn open(
        &mut self,
        range: std::ops::Range<usize>,
        style: StructureStyle,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        kind: &str,
        content: Content,
    ) -> Step {
        let span = self.place.span(range.start, range.end);
        self.count(span)?;
        if self.frames.len() >= self.bounds.depth {
            return Err(self.too_deep(span));
        }
        match tag.as_deref().map(|tag| (tag, tag.core_suffix())) {
            Some((tag, None)) if tag.original() != "!" => self.unknown_tag(tag, span),
            Some((tag, Some(core))) if core != kind => self.tag_mismatch(tag, span),
            Some(_) | None => {}
        }
        self.frames.push(Frame {
            start: range.start,
            end: range.end,
            style,
            anchor,
            weight: NODE_WEIGHT,
            height: 1,
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Step {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let end = match frame.style {
            StructureStyle::Block => frame.end,
            StructureStyle::Flow => end,
        };
        let value = match frame.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, merges, .. } => {
                let merged = if merges.is_empty() { entries } else { merge(entries, merges) };
                Value::Map(repeated::map(merged, self.diagnostics))
            }
        };
        let node = Node::new(self.place.span(frame.start, end), Provenance::Document, value);
        self.finish(Built { node, weight: frame.weight, height: frame.height }, frame.anchor, end)
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        range: std::ops::Range<usize>,
    ) -> Step {
        let span = self.place.span(range.start, range.end);
        self.count(span)?;
        let weight = NODE_WEIGHT + text.len();
        let plain = style == ScalarStyle::Plain;
        let awaits_key = matches!(self.frames.last(), Some(Frame { content: Content::Map { key: None, .. }, .. }));
        if awaits_key && anchor == 0 {
            let merges = plain && text == "<<" && tag.as_deref().is_none_or(is_merge_tag);
            self.set_key(if merges { Key::Merge(span) } else { Key::Text(text.into(), span) }, weight, range.end);
            return Ok(());
        }
        let value = match tag.as_deref() {
            Some(tag) => self.tagged(&text, plain, tag, span),
            None if plain => self.resolved(&text, span),
            None => Value::String(text.into()),
        };
        let node = Node::new(span, Provenance::Document, value);
        self.finish(Built { node, weight, height: 0 }, anchor, range.end)
    }

    fn resolved(&mut self, text: &str, span: Span) -> Value {
        match scalar::resolve(text) {
            Scalar::Json(value) => value,
            Scalar::NotJson => {
                self.report(&code::NUMBER_NOT_JSON, span, format!("`{text}` cannot be written in JSON"));
                Value::String(text.into())
            }
        }
    }

    fn tagged(&mut self, text: &str, plain: bool, tag: &Tag, span: Span) -> Value {
        let untagged = || Value::String(text.into());
        let fits = |value: &Value, core: &str| match value {
            Value::Null => core == "null",
            Value::Bool(_) => core == "bool",
            Value::Number(number) => core == "float" || (core == "int" && number.as_i128().is_some()),
            Value::String(_) | Value::List(_) | Value::Map(_) => false,
        };
        match tag.core_suffix() {
            Some("str") => untagged(),
            Some(core @ ("null" | "bool" | "int" | "float")) => {
                let value = self.resolved(text, span);
                if fits(&value, core) {
                    return value;
                }
                self.tag_mismatch(tag, span);
                untagged()
            }
            Some(_) => {
                self.tag_mismatch(tag, span);
                untagged()
            }
            None if tag.original() == "!" => untagged(),
            None => {
                self.unknown_tag(tag, span);
                if plain { self.resolved(text, span) } else { untagged() }
            }
        }
    }

    fn unknown_tag(&mut self, tag: &Tag, span: Span) {
        self.report(&code::UNKNOWN_TAG, span, format!("the tag `{}` is not one of YAML's core schema", tag.original()));
    }

    fn tag_mismatch(&mut self, tag: &Tag, span: Span) {
        self.report(&code::TAG_MISMATCH, span, format!("the value is not what its tag `{}` says", tag.original()));
    }

    fn alias(&mut self, id: usize, range: std::ops::Range<usize>) -> Step {
        let span = self.place.span(range.start, range.end);
        self.count(span)?;
        let built = if let Some(built) = self.anchors.get(&id) {
            let built = built.clone();
            self.charge(built.weight, span)?;
            built
        } else {
            let message = "this alias stands inside the node it names";
            self.report(&code::RECURSIVE_ALIAS, span, message);
            Built { node: Node::new(span, Provenance::Document, Value::Null), weight: NODE_WEIGHT, height: 0 }
        };
        if self.frames.len() + built.height > self.bounds.depth {
            return Err(self.too_deep(span));
        }
        self.finish(built, 0, range.end)
    }

    /// Pays for a copy of a node.
    fn charge(&mut self, weight: usize, span: Span) -> Step {
        match self.copies_left.checked_sub(weight) {
            Some(left) => {
                self.copies_left = left;
                Ok(())
            }
            None => {
                let budgets = self.diagnostics.budgets();
                let times = budgets.of(Budget::AliasExpansion);
                let message = format!(
                    "the anchors and aliases up to here stand for more than {times} MiB and {times} times the text"
                );
                let told = Diagnostic::new(&code::TOO_MANY_VALUES, span, message);
                Err(Box::new(told.exhausted(Budget::AliasExpansion, budgets)))
            }
        }
    }

    /// Puts a finished node where it belongs: into the collection being read, or at the root.
    fn finish(&mut self, built: Built, anchor: usize, end: usize) -> Step {
        if anchor != 0 {
            self.charge(built.weight, built.node.span())?;
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(built.node);
            return Ok(());
        };
        frame.end = end;
        frame.weight = frame.weight.saturating_add(built.weight);
        frame.height = frame.height.max(built.height + 1);
        match &mut frame.content {
            Content::List(items) => items.push(built.node),
            Content::Map { entries, key, merges } => match key.take() {
                None => {
                    let found = self.key_of(built.node);
                    self.set_key(found, 0, end);
                }
                Some(Key::Text(key, key_span)) => entries.push(Entry { key, key_span, value: built.node }),
                Some(Key::Ignored) => {}
                Some(Key::Merge(key_span)) => match merged_entries(built.node) {
                    Ok(merged) => merges.push(Merge { before: entries.len(), entries: merged }),
                    Err(node) => {
                        let message = format!("`<<` is given {}", node.kind());
                        let span = if node.span().start < key_span.start { key_span } else { node.span() };
                        self.report(&code::MERGE_VALUE, span, message);
                    }
                },
            },
        }
        Ok(())
    }

    fn set_key(&mut self, found: Key, weight: usize, end: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.end = end;
            frame.weight = frame.weight.saturating_add(weight);
            if let Content::Map { key, .. } = &mut frame.content {
                *key = Some(found);
            }
        }
    }

    /// The key that an anchored scalar, an alias or a collection in the place of a key stands for.
    fn key_of(&mut self, node: Node) -> Key {
        let span = node.span();
        let text: Box<str> = match node.value {
            Value::String(text) => text,
            Value::Number(number) => number.text().into(),
            Value::Bool(value) => value.to_string().into(),
            Value::Null => "null".into(),
            Value::List(_) | Value::Map(_) => {
                let message = format!("{} is used as a key", node.kind());
                let help = "the entry is ignored; `? ` and a flow collection before `:` make such keys, and so does an \
                            unquoted `{name}` at the beginning of a line";
                self.diagnostics.report(Diagnostic::new(&code::KEY_NOT_SCALAR, span, message).help(help));
                return Key::Ignored;
            }
        };
        Key::Text(text, span)
    }
}

/// Whether a document holds not even a word for null.
fn is_empty(root: &Node) -> bool {
    root.value == Value::Null && root.origin.span.start == root.origin.span.end
}

/// Whether a tag is the one that a plain `<<` has anyway (YAML 1.1 type repository, `tag:yaml.org,2002:merge`).
fn is_merge_tag(tag: &Tag) -> bool {
    [tag.handle(), tag.suffix()].concat() == "tag:yaml.org,2002:merge"
}

/// The entries that `<<` brings: those of a map, or of a list of maps, of which an earlier one wins.
fn merged_entries(node: Node) -> Result<Vec<Entry>, Node> {
    match node.value {
        Value::Map(map) => Ok(map.into_entries().collect()),
        Value::List(items) if items.iter().all(|item| item.as_map().is_some()) => {
            let maps = items.into_iter().filter_map(|item| match item.value {
                Value::Map(map) => Some(map.into_entries().collect::<Vec<_>>()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => None,
            });
            Ok(maps.flatten().collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => Err(node),
    }
}

/// The entries with what `<<` brought, which yields to the map's own keys and to what came before.
fn merge(entries: Vec<Entry>, merges: Vec<Merge>) -> Vec<Entry> {
    let mut taken: HashSet<Box<str>> = entries.iter().map(|entry| entry.key.clone()).collect();
    let mut own = entries.into_iter().enumerate().peekable();
    let mut all = Vec::new();
    for merge in merges {
        while let Some((_, entry)) = own.next_if(|(index, _)| *index < merge.before) {
            all.push(entry);
        }
        all.extend(merge.entries.into_iter().filter(|entry| taken.insert(entry.key.clone())));
    }
    all.extend(own.map(|(_, entry)| entry));
    all
}
