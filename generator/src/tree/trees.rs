//! The trees of one description, which may be spread over several files.
//!
//! Takes parsed files with the paths they are known by; gives the tree that a relative reference names, and keeps what readers must
//! know of references: files that were not read, and words that were changed. Promises that paths are compared after `.` and `..` are
//! worked out. Never loads a file: who calls adds them up front.

use std::collections::{BTreeMap, HashSet};

use crate::node::Node;
use crate::source::{SourceId, Span};

/// Every file of a description, parsed.
#[derive(Debug, Clone, Default)]
pub struct Trees {
    files: BTreeMap<SourceId, File>,
    by_path: BTreeMap<String, SourceId>,
    unread: BTreeMap<String, Unread>,
    moved: HashSet<Span>,
}

/// Why a file that is referred to is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It may not be: it lies outside the root of the description.
    Outside,
    /// For a reason that was told.
    Told,
}

#[derive(Debug, Clone)]
struct File {
    path: String,
    tree: Node,
}

impl Trees {
    /// Adds a file under the path it is known by.
    pub fn add(&mut self, id: SourceId, path: &str, tree: Node) {
        let path = normalize(path);
        self.by_path.insert(path.clone(), id);
        self.files.insert(id, File { path, tree });
    }

    /// The tree of a file.
    pub fn get(&self, id: SourceId) -> Option<&Node> {
        self.files.get(&id).map(|file| &file.tree)
    }

    /// The tree of a file, to change.
    pub fn get_mut(&mut self, id: SourceId) -> Option<&mut Node> {
        self.files.get_mut(&id).map(|file| &mut file.tree)
    }

    /// Takes the tree of a file out.
    pub fn take(&mut self, id: SourceId) -> Option<Node> {
        let file = self.files.remove(&id)?;
        self.by_path.remove(&file.path);
        Some(file.tree)
    }

    /// The files, in the order in which their sources were read.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> {
        self.files.keys().copied()
    }

    /// The path a file is known by.
    pub fn path(&self, id: SourceId) -> Option<&str> {
        self.files.get(&id).map(|file| file.path.as_str())
    }

    /// The file that `reference`, a relative path as it stands in the file `from`, names.
    pub fn find(&self, from: SourceId, reference: &str) -> Option<SourceId> {
        self.by_path.get(&self.path_of(from, reference)).copied()
    }

    /// The path that `reference`, as it stands in the file `from`, comes to.
    pub fn path_of(&self, from: SourceId, reference: &str) -> String {
        let base = self.path(from).unwrap_or_default();
        match base.rsplit_once('/') {
            Some((folder, _)) if !reference.starts_with('/') => normalize(&format!("{folder}/{reference}")),
            _ => normalize(reference),
        }
    }

    /// Remembers that the file at a path, as [`Trees::path_of`] gives it, is not read.
    pub fn leave_unread(&mut self, path: String, why: Unread) {
        self.unread.insert(path, why);
    }

    /// Why the file at that path is not read, where it was left so.
    pub fn unread(&self, path: &str) -> Option<Unread> {
        self.unread.get(path).copied()
    }

    /// Remembers the places of references that were written in the words of 2.0 and are kept in those of 3.x.
    pub fn mark_moved(&mut self, references: impl IntoIterator<Item = Span>) {
        self.moved.extend(references);
    }

    /// Whether the reference at that place was written in the words of 2.0.
    pub fn is_moved(&self, reference: Span) -> bool {
        self.moved.contains(&reference)
    }

    /// All files, in the order their sources were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Node)> {
        self.files.iter().map(|(id, file)| (*id, &file.tree))
    }
}

/// Works out `.`, `..` and doubled slashes; a `..` above the top stays.
fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn paths_are_worked_out() {
        assert_eq!(normalize("a/./b/../c.yaml"), "a/c.yaml");
        assert_eq!(normalize("../x//y"), "../x/y");
        assert_eq!(normalize("/a/../../b"), "/../b");
    }
}
