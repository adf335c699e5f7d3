//! Patches of texts: unified diffs that mend what an overlay cannot reach, because the text cannot be read.
//!
//! Takes the text of a unified diff; gives a [`Patch`] for each file in it, and what it makes of that file's text. Promises that a patch
//! which does not fit, to the letter and in one place only, changes nothing and is told. Never reads a file.

use diffy::Line;
use diffy::patch_set::{ParseOptions, PatchSet};

use crate::diagnostic::{Diagnostic, Diagnostics, code::config as code};
use crate::source::{LineOrigin, SourceId, Sources, Span};

/// What a unified diff says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// The file, as the diff names it after `+++`, without `b/`.
    pub path: String,
    /// The diff.
    pub source: SourceId,
    hunks: Vec<Hunk>,
}

/// Lines that belong together, and where they are to be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hunk {
    /// The line from which on the lines stand in the old text, from 0.
    old_start: usize,
    /// Where the hunk stands in the diff.
    span: Span,
    lines: Vec<HunkLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum HunkLine {
    Kept(String),
    Removed(String),
    /// With its line in the diff, from 1.
    Added(String, u32),
}

impl Patch {
    /// Reads a unified diff; `None`, and told, where it is none.
    pub fn read(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Vec<Self>> {
        let text = sources.get(id)?.text();
        let whole = Span::new(id, 0, text.len());
        let mut refuse = |message: String| {
            let help = "write it as `diff -u` or `git diff` does, with paths below the vendor's folder";
            diagnostics.report(Diagnostic::new(&code::PATCH_SYNTAX, whole, message).help(help));
            None
        };
        // Where hunks stand in the diff, in their order; the parser does not say.
        let mut places = hunk_lines(text).into_iter();
        let mut patches = Vec::new();
        for file in PatchSet::parse(text, ParseOptions::unidiff()) {
            let file = match file {
                Ok(file) => file,
                Err(error) => return refuse(format!("this is no unified diff: {error}")),
            };
            let Some(patch) = file.patch().as_text() else { return refuse("this diff is of a binary file".into()) };
            let (Some(old), Some(new)) = (patch.original(), patch.modified()) else {
                return refuse("this diff does not name its file".into());
            };
            if [old, new].contains(&"/dev/null") {
                return refuse("this diff makes or removes a whole file, which no patch of a description does".into());
            }
            let hunks = patch.hunks().iter().filter_map(|hunk| {
                let (span, first) = places.next()?;
                let mut line = first;
                let lines = hunk.lines().iter().map(|of| {
                    line += 1;
                    match of {
                        Line::Context(text) => HunkLine::Kept((*text).to_owned()),
                        Line::Delete(text) => HunkLine::Removed((*text).to_owned()),
                        Line::Insert(text) => HunkLine::Added((*text).to_owned(), line),
                    }
                });
                let old = hunk.old_range();
                // A hunk without old lines names the line before it.
                let old_start = if old.is_empty() { old.start() } else { old.start().saturating_sub(1) };
                Some(Hunk { old_start, span: Span::new(id, span.0, span.1), lines: lines.collect() })
            });
            let path = new.strip_prefix("b/").filter(|_| old.starts_with("a/")).unwrap_or(new);
            patches.push(Self { path: path.to_owned(), source: id, hunks: hunks.collect() });
        }
        if patches.iter().all(|patch| patch.hunks.is_empty()) {
            return refuse("this diff changes nothing".into());
        }
        Some(patches)
    }

    /// Puts what the patch makes of a text in its place. Whether it fits; told where it does not.
    pub fn apply(&self, sources: &mut Sources, file: SourceId, diagnostics: &mut Diagnostics) -> bool {
        let Some(source) = sources.get(file) else { return false };
        match self.patched(source.text(), source.line_origins()) {
            Ok((text, lines)) => {
                sources.patch(file, text, lines);
                true
            }
            Err((hunk, places)) => {
                let message = match places {
                    0 => format!("these lines are not those of `{}`", self.path),
                    _ => format!(
                        "the lines that are to change stand in {places} places of `{}`, none where they are said to be",
                        self.path
                    ),
                };
                let help = "the file has changed: make the patch anew, or remove it";
                diagnostics.report(Diagnostic::new(&code::PATCH_REFUSED, hunk.span, message).help(help));
                false
            }
        }
    }

    /// The new text with the origin of each line, or the first hunk that does not fit and in how many other places it would.
    fn patched(&self, text: &str, origins: Option<&[LineOrigin]>) -> Result<(String, Vec<LineOrigin>), (&Hunk, usize)> {
        let old: Vec<&str> = text.split_inclusive('\n').collect();
        let origin = |line: usize| match origins {
            Some(origins) => origins.get(line).copied(),
            None => Some(LineOrigin::Published(u32::try_from(line + 1).unwrap_or(u32::MAX))),
        };
        let (mut new, mut lines) = (String::with_capacity(text.len()), Vec::with_capacity(old.len() + 1));
        let mut at = 0;
        let mut shift = 0_isize;
        for hunk in &self.hunks {
            let start = hunk.place(&old, at, shift).map_err(|places| (hunk, places))?;
            shift = start.cast_signed() - hunk.old_start.cast_signed();
            for line in at..start {
                new.push_str(old.get(line).copied().unwrap_or_default());
                lines.extend(origin(line));
            }
            at = start;
            for line in &hunk.lines {
                match line {
                    HunkLine::Kept(text) => {
                        new.push_str(text);
                        lines.extend(origin(at));
                        at += 1;
                    }
                    HunkLine::Removed(_) => at += 1,
                    HunkLine::Added(text, line) => {
                        new.push_str(text);
                        lines.push(LineOrigin::Added { patch: self.source, line: *line });
                    }
                }
            }
        }
        for line in at..old.len() {
            new.push_str(old.get(line).copied().unwrap_or_default());
            lines.extend(origin(line));
        }
        // The empty line after the last line end has an origin too.
        lines.extend(lines.last().copied());
        Ok((new, lines))
    }
}

impl Hunk {
    /// The line, from `least` on, from which on the old lines stand: where it is said, shifted as the hunk before was, or else in the only
    /// place there is. In how many places they stand where that is not one.
    fn place(&self, old: &[&str], least: usize, shift: isize) -> Result<usize, usize> {
        let wanted: Vec<&str> = self.lines.iter().filter_map(HunkLine::old).collect();
        let fits = |start: usize| {
            start >= least && old.get(start..start + wanted.len()).is_some_and(|lines| lines == wanted.as_slice())
        };
        for said in [Some(self.old_start), self.old_start.checked_add_signed(shift)].into_iter().flatten() {
            if fits(said) {
                return Ok(said);
            }
        }
        if wanted.is_empty() {
            return Err(0);
        }
        let mut places = (least..old.len()).filter(|start| fits(*start));
        match (places.next(), places.count()) {
            (Some(only), 0) => Ok(only),
            (None, _) => Err(0),
            (Some(_), more) => Err(more + 1),
        }
    }
}

impl HunkLine {
    fn old(&self) -> Option<&str> {
        match self {
            Self::Kept(text) | Self::Removed(text) => Some(text),
            Self::Added(_, _) => None,
        }
    }
}

/// The bytes of each line that begins a hunk, with its number from 1.
fn hunk_lines(text: &str) -> Vec<((usize, usize), u32)> {
    let (mut found, mut start, mut left) = (Vec::new(), 0, (0, 0));
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if left == (0, 0) {
            if let Some(lengths) = lengths(line) {
                left = lengths;
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                found.push(((start, start + line.trim_end().len()), number));
            }
        } else {
            let (old, new) = left;
            left = match line.as_bytes().first() {
                Some(b'-') => (old.saturating_sub(1), new),
                Some(b'+') => (old, new.saturating_sub(1)),
                Some(b'\\') => left,
                _ => (old.saturating_sub(1), new.saturating_sub(1)),
            };
        }
        start += line.len();
    }
    found
}

/// How many old and new lines a hunk has whose head is `line`: `@@ -1,2 +1,3 @@`.
fn lengths(line: &str) -> Option<(usize, usize)> {
    let mut ranges = line.strip_prefix("@@ -")?.split(" @@").next()?.split(" +");
    let length = |range: &str| range.split_once(',').map_or(Some(1), |(_, length)| length.parse().ok());
    Some((length(ranges.next()?)?, length(ranges.next()?)?))
}
