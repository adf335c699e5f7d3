//! The whole way from sources to crates, in two functions.
//!
//! Takes sources in memory, and a [`Files`] for those they refer to; gives what was understood, then the files of each crate, one by one. Promises to report
//! everything to the sink and to go on after every fault that leaves something sound. Never touches the disk.

use crate::budget::{Budget, Budgets};
use crate::config::Selection;
use crate::diagnostic::code::lower::OUTPUT_TOO_LARGE;
use crate::diagnostic::code::page::{PAGES_PASSED_OVER, UNKNOWN_PAGE, UNREAD_FORM};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::emit::{self, Crate, CrateFiles, Part};
use crate::ir::Api;
use crate::node::Node;
use crate::package::{NoMore, Package, Sink, check_path};
use crate::source::{SourceId, Sources, Span};
use crate::tree::{self, Trees, Unread};
use crate::write::assemble;
use crate::{answers, lower, overlay, page, read, select, upgrade};
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What one API is described by.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// OpenAPI documents or pages, in order; what the first says holds where they differ.
    pub documents: Vec<SourceId>,
    /// Overlays, in the order they apply.
    pub overlays: Vec<SourceId>,
    /// The operations that are wanted.
    pub selection: Selection,
    /// What the API is called where its documents do not agree on a name.
    pub title: Option<String>,
    /// Documents that were not named one by one: pages among them that describe no operation are passed over.
    pub of_many: BTreeSet<SourceId>,
}

/// What a description became.
#[derive(Debug)]
pub struct Understood {
    /// Corrected, raised to the newest OpenAPI shape, read.
    pub document: Document,
    /// The same, with everything decided.
    pub api: Api,
}

/// Where other files of a description come from.
pub trait Files {
    /// Whether the file at `path` may be read, if there is one. The reader tells each reference to one that may not.
    fn may_read(&self, _path: &str) -> bool {
        true
    }

    /// The source of the file at `path`, as worked out from the file that refers to it. `None` where there is no such file, which the
    /// reader tells at each reference; `None`, and told, where there is one that cannot or may not be read.
    fn load(
        &mut self,
        path: &str,
        referred: Span,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId>;
}

/// Reads, corrects and raises a description. `None` when nothing can be made of it; the sink says why.
pub fn read(
    sources: &mut Sources,
    files: &mut dyn Files,
    description: &Description,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let (root, trees) = raise(sources, files, description, diagnostics)?;
    read::read(root, &trees, diagnostics)
}

/// The trees of a description, corrected and in the words of the newest version, with that of its first document.
pub fn raise(
    sources: &mut Sources,
    files: &mut dyn Files,
    description: &Description,
    diagnostics: &mut Diagnostics,
) -> Option<(SourceId, Trees)> {
    let pages = pages(sources, description, diagnostics);
    let mut tree = page::join::join(pages, description.title.as_deref(), diagnostics)?;
    for id in &description.overlays {
        let overlay = tree::parse(sources, *id, diagnostics)?;
        overlay::apply(&mut tree, &overlay, diagnostics);
    }
    let root = *description.documents.first()?;
    let mut trees = Trees::default();
    trees.add(root, sources.get(root)?.path(), tree);
    load_references(root, &mut trees, sources, files, diagnostics);
    upgrade::upgrade_files(root, &mut trees, diagnostics)?;
    select::select(root, &mut trees, &description.selection, diagnostics);
    Some((root, trees))
}

/// The documents that a description holds.
fn pages(sources: &Sources, description: &Description, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let (mut found, mut passed) = (Vec::new(), Vec::new());
    for id in &description.documents {
        let mut told = diagnostics.aside();
        let mut own = page::documents(sources, *id, &mut told);
        let is_prose =
            own.is_empty() && told.iter().all(|one| [UNKNOWN_PAGE.id, UNREAD_FORM.id].contains(&one.code.id));
        if is_prose && description.of_many.contains(id) {
            passed.push(*id);
        } else {
            diagnostics.append(told);
        }
        found.append(&mut own);
    }
    if let Some(first) = passed.first().and_then(|id| sources.get(*id)) {
        let message = format!(
            "{} of the files that are listed together describe no operation, as `{}`",
            passed.len(),
            first.path()
        );
        let told = Diagnostic::new(if found.is_empty() { &UNKNOWN_PAGE } else { &PAGES_PASSED_OVER }, None, message);
        diagnostics.report(told.help("list the pages of operations alone, or leave it so"));
    }
    found
}

/// Adds every file that is referred to, directly or by way of others, once.
fn load_references(
    root: SourceId,
    trees: &mut Trees,
    sources: &mut Sources,
    files: &mut dyn Files,
    diagnostics: &mut Diagnostics,
) {
    let mut asked = BTreeSet::new();
    let mut waiting = VecDeque::from([root]);
    while let Some(from) = waiting.pop_front() {
        let references = trees.get(from).map(tree::references::to_files).unwrap_or_default();
        for (reference, span) in references {
            let path = trees.path_of(from, &reference);
            if trees.find(from, &reference).is_some() || !asked.insert(path.clone()) {
                continue;
            }
            if !files.may_read(&path) {
                trees.leave_unread(path, Unread::Outside);
                continue;
            }
            let told = diagnostics.len();
            let loaded = files.load(&path, span, sources, diagnostics);
            match loaded.and_then(|id| Some((id, tree::parse(sources, id, diagnostics)?))) {
                Some((id, tree)) => {
                    trees.add(id, &path, tree);
                    waiting.push_back(id);
                }
                None if diagnostics.len() > told => trees.leave_unread(path, Unread::Told),
                None => {}
            }
        }
    }
}

/// Reads a description and decides everything about it.
pub fn understand(
    sources: &mut Sources,
    files: &mut dyn Files,
    description: &Description,
    options: &lower::Options,
    diagnostics: &mut Diagnostics,
) -> Option<Understood> {
    let document = read(sources, files, description, diagnostics)?;
    let mut api = lower::lower(&document, options, diagnostics);
    answers::settle(&document, &mut api, diagnostics);
    let (bytes, most) = (lower::output::bytes(&api), diagnostics.budgets().of(Budget::OutputBytes));
    // An estimate: what is near the budget is counted while it is made.
    if bytes / 2 > most {
        let message = format!("the crates would have about {bytes} bytes, and {most} are made at most");
        diagnostics.report(too_large(message, diagnostics.budgets()));
        return None;
    }
    Some(Understood { document, api })
}

fn too_large(message: String, budgets: &Budgets) -> Diagnostic {
    Diagnostic::new(&OUTPUT_TOO_LARGE, None, message).exhausted(Budget::OutputBytes, budgets)
}

/// Says that making crates was stopped by [`Stopped::Budget`].
#[must_use]
pub fn stopped_by_budget(budgets: &Budgets) -> Diagnostic {
    let most = budgets.of(Budget::OutputBytes);
    too_large(format!("the crates have more than {most} bytes, the most that are made"), budgets)
}

/// Why generating stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// What was emitted is no Rust, or its path is not plain: a fault of this generator, whatever the description says.
    Emitter(String),
    /// The sink wants no more files.
    Sink,
    /// The files have more bytes than the budget `output-bytes`.
    Budget,
}

/// Bytes of a thread's stack: files are parsed and printed by recursion, as deep as the budget `schema-depth` lets types nest.
const STACK: usize = 64 << 20;

/// One file that is still to be made.
enum Work<'a> {
    Rust(&'a Part<'a>),
    Text(&'a str, &'a str),
    Fixed(&'static str, Cow<'static, str>),
}

/// Emits and formats crates, file by file, in as many threads as there are processors. Each file goes to the sink as soon as it is
/// made, below its crate's folder, and is dropped.
///
/// # Errors
/// When this generator is at fault, the sink refuses a file, or the budget `output-bytes` is used up; what the sink was given until then is
/// of no use.
pub fn generate(api: &Api, crates: &[Crate], budgets: &Budgets, sink: &dyn Sink) -> Result<(), Stopped> {
    let crates: Vec<(Crate, CrateFiles<'_>)> = crates.iter().map(|of| (*of, emit::emit(*of, api))).collect();
    // The last crates are the largest: with short work at the end, all threads are busy until then.
    let rust = crates.iter().rev().flat_map(|(of, files)| files.rust.iter().map(|part| (*of, Work::Rust(part))));
    let fixed = crates
        .iter()
        .flat_map(|(of, files)| assemble::fixed(*of, &files.parts).map(|(path, text)| (*of, Work::Fixed(path, text))));
    let text =
        crates.iter().flat_map(|(of, files)| files.text.iter().map(|(path, text)| (*of, Work::Text(path, text))));
    let header = assemble::header(&api.settings);
    let works: Vec<_> = rust.chain(text).chain(fixed).collect();
    let next = AtomicUsize::new(0);
    let (given, most) = (AtomicU64::new(0), budgets.of(Budget::OutputBytes));
    let give = |of: Crate, path: &str, text: &str| {
        let bytes = text.len() as u64;
        if given.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) > most {
            return Err(Stopped::Budget);
        }
        let path = format!("{}/{path}", of.folder());
        check_path(&path).map_err(|error| Stopped::Emitter(error.to_string()))?;
        sink.file(&path, text).map_err(|NoMore| Stopped::Sink)
    };
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let given = match works.get(index) {
                None => return Ok(()),
                Some((of, Work::Text(path, text))) => give(*of, path, text),
                Some((of, Work::Fixed(path, text))) => give(*of, path, text),
                Some((of, Work::Rust(part))) => match assemble::text(part) {
                    None => Ok(()),
                    Some(Ok((path, text))) => give(*of, &path, &[&*header, &text].concat()),
                    Some(Err(message)) => Err(Stopped::Emitter(message)),
                },
            };
            if let Err(stopped) = given {
                // The other threads find nothing left to do.
                next.store(works.len(), Ordering::Relaxed);
                return Err((index, stopped));
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, |count| count.get().min(works.len()));
    let ended: Vec<thread::Result<_>> = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (0..threads).filter_map(start).collect();
        match threads.as_slice() {
            // The system gives no thread: then this one does it.
            [] => vec![Ok(work())],
            _ => threads.into_iter().map(|thread| thread.join()).collect(),
        }
    });
    let mut first = None;
    for thread in ended {
        let stopped = match thread {
            Ok(Ok(())) => continue,
            Ok(Err(stopped)) => stopped,
            Err(_panic) => (0, Stopped::Emitter("the emitter stopped".into())),
        };
        if first.as_ref().is_none_or(|(index, _)| stopped.0 < *index) {
            first = Some(stopped);
        }
    }
    first.map_or(Ok(()), |(_, stopped)| Err(stopped))
}

/// Crates in memory, each below its folder: for those who look at files rather than write them.
///
/// # Errors
/// When this generator is at fault, or the crates have more bytes than the table of budgets allows.
pub fn package(api: &Api, crates: &[Crate]) -> Result<Package, Stopped> {
    let package = Mutex::new(Package::default());
    generate(api, crates, &Budgets::default(), &package)?;
    Ok(package.into_inner().unwrap_or_else(PoisonError::into_inner))
}
