//! The whole way from sources to crates, in two functions.
//!
//! Takes sources that are already in memory; gives what was understood, then a package for each crate. Promises to report
//! everything to the sink and to go on after every fault that leaves something sound. Never touches the disk.

use crate::diagnostic::code::files::UNPRINTABLE_CODE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::emit::{self, CrateFiles};
use crate::ir::Api;
use crate::node::Node;
use crate::package::Package;
use crate::source::{SourceId, Sources};
use crate::write::assemble;
use crate::{lower, overlay, page, read, tree, upgrade};

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
    /// The corrected tree, raised to the newest OpenAPI shape.
    pub tree: Node,
    /// The same, read.
    pub document: Document,
    /// The same, decided.
    pub api: Api,
}

/// Reads, corrects and raises a description. `None` when nothing can be made of it; the sink says why.
pub fn read(sources: &Sources, description: &Description, diagnostics: &mut Diagnostics) -> Option<(Node, Document)> {
    let pages = description.documents.iter().filter_map(|id| page::read(sources, *id, diagnostics)).collect();
    let mut tree = page::join::join(pages, diagnostics)?;
    for id in &description.overlays {
        let overlay = tree::parse(sources, *id, diagnostics)?;
        overlay::apply(&mut tree, &overlay, diagnostics);
    }
    upgrade::upgrade(&mut tree, diagnostics)?;
    let document = read::read(&tree, diagnostics)?;
    Some((tree, document))
}

/// Reads a description and decides everything about it.
pub fn understand(
    sources: &Sources,
    description: &Description,
    options: &lower::Options,
    diagnostics: &mut Diagnostics,
) -> Option<Understood> {
    let (tree, document) = read(sources, description, diagnostics)?;
    let api = lower::lower(&document, options, diagnostics);
    Some(Understood { tree, document, api })
}

/// One of the crates an api is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crate {
    /// The types.
    Types,
    /// The client.
    Client,
    /// The server stub.
    Server,
}

impl Crate {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Types, Self::Client, Self::Server];

    /// Name of its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    fn emit(self, api: &Api) -> CrateFiles {
        match self {
            Self::Types => emit::types::emit(api),
            Self::Client => emit::client::emit(api),
            Self::Server => emit::server::emit(api),
        }
    }
}

/// Emits and formats crates, each in a thread of its own. What cannot be printed is a fault of ours and is told.
pub fn generate(api: &Api, crates: &[Crate], diagnostics: &mut Diagnostics) -> Vec<(Crate, Package)> {
    let made = std::thread::scope(|scope| {
        let make = |of: &Crate| {
            let of = *of;
            // Tokens cannot leave their thread, so each thread emits what it formats.
            scope.spawn(move || assemble::assemble(of, of.emit(api)))
        };
        let threads: Vec<_> = crates.iter().map(make).collect();
        threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let mut packages = Vec::new();
    for (of, package) in crates.iter().zip(made) {
        match package {
            Ok(Ok(package)) => packages.push((*of, package)),
            Ok(Err(message)) => diagnostics.report(Diagnostic::new(&UNPRINTABLE_CODE, None, message)),
            Err(_panic) => diagnostics.report(Diagnostic::new(&UNPRINTABLE_CODE, None, "the emitter stopped")),
        }
    }
    packages
}
