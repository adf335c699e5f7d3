//! Faults that are accepted by name: `CODE@PLACE`.
//!
//! Takes names and what was told; marks the faults of those names as accepted and tells the names that none has. Promises that the same
//! fault of the same text always has the same name. Never accepts an error, and never a fault of the vendor's own configuration or overlays.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, closest, code};
use crate::node::Node;
use crate::source::{SourceId, Sources, Span};
use crate::tree::{self, Pointer};

/// A fault that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// `CODE@PLACE`, with the pointer as it is written back.
    pub name: String,
    /// Why; empty where none is given.
    pub reason: String,
    /// Where it is said, but for the command line.
    pub span: Option<Span>,
}

/// What names of faults are relative to.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// The document whose places are named without its path.
    pub first: SourceId,
    /// The folder that other paths are relative to, with `/` and without one at its end; empty for the current one.
    pub folder: &'a str,
}

impl Accept {
    /// Reads a name: a code, `@`, and a JSON Pointer (with `FILE#` before it where it is not the first document), or `FILE:LINE` of a page.
    ///
    /// # Errors
    /// What is wrong with it and what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = "a fault is named by its code and its place, as `generate` prints it: `duplicate-key@/paths/~1a`";
        let (id, place) = text.split_once('@').ok_or_else(|| format!("`{text}` names no fault: {form}"))?;
        let Some(code) = code::all().find(|code| code.id == id) else {
            let meant = closest(id, code::all().map(|code| code.id));
            let meant = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            return Err(format!("there is no code `{id}`{meant}"));
        };
        if !is_acceptable(code) {
            return Err(format!("`{id}` is not a fault of a description, and only those are accepted"));
        }
        let (file, pointer) = match place.split_once('#') {
            Some((file, pointer)) => (format!("{file}#"), pointer),
            None => (String::new(), place),
        };
        let place = match Pointer::parse(pointer) {
            Ok(pointer) => format!("{file}{pointer}"),
            Err(_) if file.is_empty() && place.contains(':') => place.to_owned(),
            Err(error) => return Err(format!("`{place}` is no place: {error}")),
        };
        Ok(Self { name: format!("{id}@{place}"), reason: String::new(), span: None })
    }
}

/// Whether faults of a code can be accepted: those of descriptions, which are not ours to mend.
fn is_acceptable(code: &'static Code) -> bool {
    let ours = [code::config::ALL, code::overlay::ALL];
    code.severity == Severity::Fault && !ours.into_iter().flatten().any(|own| std::ptr::eq(*own, code))
}

/// Marks the faults told since the message `from` that are accepted. The names that no fault has are told.
pub fn apply(accepts: &[Accept], around: &Around<'_>, from: usize, sources: &Sources, diagnostics: &mut Diagnostics) {
    if accepts.is_empty() {
        return;
    }
    let mut names = Names::of(sources, around);
    let mut used = vec![false; accepts.len()];
    for told in diagnostics.since_mut(from).filter(|told| is_acceptable(told.code)) {
        let name = names.name(told);
        for (accept, used) in accepts.iter().zip(&mut used).filter(|(accept, _)| accept.name == name) {
            told.accepted = Some(accept.reason.clone());
            *used = true;
        }
    }
    for accept in accepts.iter().zip(used).filter(|(_, used)| !used).map(|(accept, _)| accept) {
        let message = format!("no fault is named `{}`", accept.name);
        let help = "the fault is mended or has moved: remove the entry, or correct it";
        diagnostics.report(Diagnostic::new(&code::config::ACCEPT_UNUSED, accept.span, message).help(help));
    }
}

/// The names of all faults told since the message `from` that could be accepted and are not, each once.
pub fn names(around: &Around<'_>, from: usize, sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let mut names = Names::of(sources, around);
    let mut seen = BTreeSet::new();
    let told = diagnostics.iter().skip(from);
    let told = told.filter(|told| is_acceptable(told.code) && told.accepted.is_none());
    told.map(|told| names.name(told)).filter(|name| seen.insert(name.clone())).collect()
}

struct Names<'a> {
    sources: &'a Sources,
    around: &'a Around<'a>,
    trees: HashMap<SourceId, Option<Node>>,
}

impl<'a> Names<'a> {
    fn of(sources: &'a Sources, around: &'a Around<'a>) -> Self {
        Self { sources, around, trees: HashMap::new() }
    }

    fn name(&mut self, told: &Diagnostic) -> String {
        let place = told.span.and_then(|span| self.place(span)).unwrap_or_default();
        format!("{}@{place}", told.code.id)
    }

    fn place(&mut self, span: Span) -> Option<String> {
        let sources = self.sources;
        let path = sources.get(span.source)?.path();
        let below = path.strip_prefix(self.around.folder).and_then(|rest| rest.strip_prefix('/'));
        let file = match (span.source == self.around.first, below) {
            (true, _) => "",
            (false, Some(below)) if !self.around.folder.is_empty() => below,
            (false, _) => path,
        };
        let tree = self.trees.entry(span.source).or_insert_with(|| {
            let read = tree::parse(sources, span.source, &mut Diagnostics::default());
            read.filter(|tree| tree.as_map().is_some())
        });
        Some(match (tree, file) {
            (Some(tree), "") => tree::pointer_at(tree, span).to_string(),
            (Some(tree), file) => format!("{file}#{}", tree::pointer_at(tree, span)),
            // A page has lines and no pointers.
            (None, file) => format!("{file}:{}", sources.locate(span)?.line),
        })
    }
}
