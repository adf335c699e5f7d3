//! Where results and diagnostics go.
//!
//! Takes texts and diagnostics; writes results to the output stream, everything else to the error stream. Promises colour
//! and progress only on a terminal, and that a result which could not be written is told and changes the exit status. A reader
//! that has seen enough (`| head`) is no failure.

use super::args::{Colour, DiagnosticFormat};
use super::status::{UNUSABLE, WELL};
use crate::diagnostic::render::Colour as Escapes;
use crate::diagnostic::render::{self, Format};
use crate::diagnostic::{Diagnostics, Severity};
use crate::source::Sources;
use std::io::{self, IsTerminal, Write};

/// The two streams, and how to write to them.
pub struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    kind: StreamKind,
    format: Format,
    failed: bool,
}

/// What the error stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    /// Someone watches.
    Terminal,
    /// A file or another program.
    Pipe,
}

impl<'a> Terminal<'a> {
    /// Two streams; `kind` is that of the error stream.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, kind: StreamKind) -> Self {
        Self { out, err, kind, format: Format::Text(Escapes::Plain), failed: false }
    }

    pub(super) fn set_up(&mut self, format: DiagnosticFormat, colour: Colour) {
        let colour = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => self.kind == StreamKind::Terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        self.format = match format {
            DiagnosticFormat::Text => Format::Text(if colour { Escapes::Ansi } else { Escapes::Plain }),
            DiagnosticFormat::Json => Format::Json,
            DiagnosticFormat::Github => Format::Github,
        };
    }

    /// Prints a help text, a version or a complaint about the arguments.
    pub(super) fn usage(&mut self, error: &clap::Error) -> u8 {
        let text = error.render();
        if error.use_stderr() {
            let _closed = write!(self.err, "{text}");
            UNUSABLE
        } else {
            self.result(&text.to_string());
            WELL
        }
    }

    /// Prints a result as it is.
    pub(super) fn result(&mut self, text: &str) {
        match self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.failed = true;
                self.say(&format!("error: the result could not be written to standard output: {error}"));
            }
            _ => {}
        }
    }

    /// The exit status of a command that ends with `status`, worse where its result could not be written.
    pub(super) fn exit(&self, status: u8) -> u8 {
        if self.failed { UNUSABLE.max(status) } else { status }
    }

    /// Prints a line about what was done.
    pub(super) fn say(&mut self, line: &str) {
        let _closed = writeln!(self.err, "{line}");
    }

    /// Whether someone watches.
    pub(super) fn is_watched(&self) -> bool {
        self.kind == StreamKind::Terminal
    }

    /// Prints a line that the next one may replace, where someone watches.
    pub(super) fn progress(&mut self, line: &str) {
        if self.kind == StreamKind::Terminal {
            let _closed = write!(self.err, "\r\x1b[K{line}").and_then(|()| self.err.flush());
        }
    }

    /// Takes the last progress line away.
    pub(super) fn end_progress(&mut self) {
        self.progress("");
    }

    /// Prints what is at least a warning, and counts what is only a note. Programs get everything.
    pub(super) fn report(&mut self, sources: &Sources, diagnostics: &Diagnostics) {
        let least = match self.format {
            Format::Text(_) => Severity::Warning,
            Format::Json | Format::Github => Severity::Note,
        };
        self.report_from(least, sources, diagnostics);
        let notes = diagnostics.iter().filter(|diagnostic| diagnostic.severity() < least).count();
        if notes > 0 {
            self.say(&format!("{notes} {} not shown: `inspect` shows them", if notes == 1 { "note" } else { "notes" }));
        }
    }

    /// Prints what is at least of that severity.
    pub(super) fn report_from(&mut self, least: Severity, sources: &Sources, diagnostics: &Diagnostics) {
        let mut shown = Diagnostics::default();
        diagnostics.iter().filter(|diagnostic| diagnostic.severity() >= least).cloned().for_each(|d| shown.report(d));
        let text = render::render(sources, &shown, self.format);
        let _closed = self.err.write_all(text.as_bytes());
    }
}

/// What a stream of this program is.
pub fn kind_of(stream: &impl IsTerminal) -> StreamKind {
    if stream.is_terminal() { StreamKind::Terminal } else { StreamKind::Pipe }
}
