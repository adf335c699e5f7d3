//! Source texts and places in them.
//!
//! Takes `(path, text)` pairs, and what patches make of a text; gives [`SourceId`]s, [`Span`]s and line/column [`Location`]s.
//! Promises that a span handed out for a source can always be located, and that a place in a patched text is that of the published line,
//! or of the patch's line that brought it. Never reads a file and never applies a patch.

use std::sync::Arc;

/// Names one text of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text the range lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end) }
    }
}

/// How a fact came to be known. Facts from an OpenAPI document are `Document`; the other levels tell
/// how far a fact read from a documentation page can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Provenance {
    /// Stated by an OpenAPI document (also by one embedded in a page).
    #[default]
    Document,
    /// Stated by the prose of a documentation page.
    Page,
    /// Seen in an example on a page: it occurs, but nothing says that it always does.
    Example,
    /// Follows from other facts; no text states it.
    Inferred,
    /// Added or corrected by an overlay under `specs/`.
    Overlay,
}

impl Provenance {
    /// The word used in reports and in generated documentation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Page => "page",
            Self::Example => "example",
            Self::Inferred => "inferred",
            Self::Overlay => "overlay",
        }
    }
}

/// Where something was said, and how it came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The bytes that say it.
    pub span: Span,
    /// How it came to be known.
    pub provenance: Provenance,
}

/// A human place: line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location<'a> {
    /// The path the source was added under.
    pub path: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text, with the path it is known by (always with `/`, relative where the user gave it so).
#[derive(Debug, Clone)]
pub struct Source {
    path: String,
    text: Arc<str>,
    line_starts: Vec<u32>,
    patched: Option<Box<Patched>>,
}

/// Where a line of a patched text comes from; lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineOrigin {
    /// It was published so.
    Published(u32),
    /// A patch brought it.
    Added {
        /// The patch.
        patch: SourceId,
        /// Its line there.
        line: u32,
    },
}

/// What patches made of a text.
#[derive(Debug, Clone)]
struct Patched {
    published: Arc<str>,
    lines: Vec<LineOrigin>,
}

impl Source {
    /// The path the text is known by.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The whole text as it was before any patch.
    pub fn published(&self) -> &Arc<str> {
        self.patched.as_ref().map_or(&self.text, |patched| &patched.published)
    }

    /// Where each line of the text comes from; `None` where no patch changed it.
    pub fn line_origins(&self) -> Option<&[LineOrigin]> {
        self.patched.as_ref().map(|patched| patched.lines.as_slice())
    }

    /// The line, from 0, that holds a byte.
    fn line_of(&self, byte: u32) -> Option<usize> {
        self.line_starts.partition_point(|start| *start <= byte).checked_sub(1)
    }

    /// Whether patches brought all lines of a range of bytes.
    pub fn is_added(&self, start: u32, end: u32) -> bool {
        let Some(patched) = &self.patched else { return false };
        let last = end.saturating_sub(1).max(start);
        let (Some(first), Some(last)) = (self.line_of(start), self.line_of(last)) else { return false };
        let mut lines = patched.lines.get(first..=last).unwrap_or_default().iter();
        lines.len() > 0 && lines.all(|line| matches!(line, LineOrigin::Added { .. }))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let starts = newlines.map(|(index, _)| u32::try_from(index + 1).unwrap_or(u32::MAX));
    std::iter::once(0).chain(starts).collect()
}

/// All texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text and names it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let text = text.into();
        self.list.push(Source { path: path.into(), line_starts: line_starts(&text), text, patched: None });
        SourceId(u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX))
    }

    /// Puts what a patch made of a text in its place, with the origin of each line. Spans of the text before are of no more use.
    pub fn patch(&mut self, id: SourceId, text: impl Into<Arc<str>>, lines: Vec<LineOrigin>) {
        let Some(source) = self.list.get_mut(id.0 as usize) else { return };
        let published = Arc::clone(source.published());
        source.text = text.into();
        source.line_starts = line_starts(&source.text);
        source.patched = Some(Box::new(Patched { published, lines }));
    }

    /// The source of that name; `None` for an id of another `Sources`.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// Every text, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }

    /// The source known by `path`.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        let index = self.list.iter().position(|source| source.path == path)?;
        Some(SourceId(u32::try_from(index).ok()?))
    }

    /// The text under a span; empty where the span does not lie in its source.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).and_then(|source| source.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// The place where a span begins.
    pub fn locate(&self, span: Span) -> Option<Location<'_>> {
        let source = self.get(span.source)?;
        let line = source.line_of(span.start)?;
        let line_start = *source.line_starts.get(line)? as usize;
        let before = source.text.get(line_start..(span.start as usize).min(source.text.len()))?;
        let column = before.chars().count() + 1;
        Some(match source.line_origins().and_then(|lines| lines.get(line)) {
            None => Location { path: &source.path, line: line + 1, column },
            Some(LineOrigin::Published(line)) => Location { path: &source.path, line: *line as usize, column },
            // The patch has a sign before each line.
            Some(LineOrigin::Added { patch, line }) => {
                Location { path: &self.get(*patch)?.path, line: *line as usize, column: column + 1 }
            }
        })
    }
}
