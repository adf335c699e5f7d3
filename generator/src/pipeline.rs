//! The whole way from sources to crates, in two functions.
//!
//! Takes sources in memory, and a [`Files`] for those they refer to; gives what was understood, then a package for each crate. Promises to report
//! everything to the sink and to go on after every fault that leaves something sound. Never touches the disk.

use crate::budget::Budget;
use crate::diagnostic::code::lower::OUTPUT_TOO_LARGE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::emit::{self, Crate, CrateFiles};
use crate::ir::Api;
use crate::package::Package;
use crate::source::{SourceId, Sources, Span};
use crate::tree::{self, Trees};
use crate::write::assemble;
use crate::{lower, overlay, page, read, upgrade};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What one API is described by.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// OpenAPI documents or pages, in order; what the first says holds where they differ.
    pub documents: Vec<SourceId>,
    /// Overlays, in the order they apply.
    pub overlays: Vec<SourceId>,
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
    /// The source of the file at `path`, as worked out from the file that refers to it. `None`, and told, where it cannot
    /// be had or may not be read.
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
    let pages = description.documents.iter().filter_map(|id| page::read(sources, *id, diagnostics)).collect();
    let mut tree = page::join::join(pages, diagnostics)?;
    for id in &description.overlays {
        let overlay = tree::parse(sources, *id, diagnostics)?;
        overlay::apply(&mut tree, &overlay, diagnostics);
    }
    let root = *description.documents.first()?;
    let mut trees = Trees::default();
    trees.add(root, sources.get(root)?.path(), tree);
    load_references(root, &mut trees, sources, files, diagnostics);
    upgrade::upgrade_files(root, &mut trees, diagnostics)?;
    read::read(root, &trees, diagnostics)
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
            let Some(id) = files.load(&path, span, sources, diagnostics) else { continue };
            if let Some(tree) = tree::parse(sources, id, diagnostics) {
                trees.add(id, &path, tree);
                waiting.push_back(id);
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
    let api = lower::lower(&document, options, diagnostics);
    let (bytes, most) = (lower::output::bytes(&api), diagnostics.budgets().of(Budget::OutputBytes));
    if bytes > most {
        let message = format!("the crates would have about {bytes} bytes, and {most} are made at most");
        let told =
            Diagnostic::new(&OUTPUT_TOO_LARGE, None, message).exhausted(Budget::OutputBytes, diagnostics.budgets());
        diagnostics.report(told);
        return None;
    }
    Some(Understood { document, api })
}

/// Emits and formats crates, file by file, in as many threads as there are processors.
///
/// # Errors
/// When what was emitted is no Rust: a fault of this generator, whatever the description says.
pub fn generate(api: &Api, crates: &[Crate]) -> Result<Vec<(Crate, Package)>, String> {
    let crates: Vec<_> = crates.iter().map(|of| (*of, emit::emit(*of, api))).collect();
    // The last crates are the largest: with short work at the end, all threads are busy until then.
    let parts: Vec<_> = crates.iter().rev().flat_map(|(of, files)| files.rust.iter().map(|part| (*of, part))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((of, part)) = parts.get(index) else { return made };
            made.extend(part.make().map(|file| (index, *of, assemble::text(file))));
        }
    };
    let threads = thread::available_parallelism().map_or(1, |count| count.get().min(parts.len()));
    let ended: Vec<thread::Result<Vec<_>>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    let mut made = Vec::new();
    for thread in ended {
        made.extend(thread.map_err(|_panic| String::from("the emitter stopped"))?);
    }
    made.sort_by_key(|(index, ..)| *index);
    let mut texts: BTreeMap<Crate, Vec<_>> = BTreeMap::new();
    for (_, of, text) in made {
        texts.entry(of).or_default().push(text?);
    }
    let package = |(of, files): (Crate, CrateFiles<'_>)| {
        let rust = texts.remove(&of).unwrap_or_default();
        Ok((of, assemble::package(of, rust.into_iter().chain(files.text))?))
    };
    crates.into_iter().map(package).collect()
}
