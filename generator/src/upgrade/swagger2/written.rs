//! The files of a 2.0 description as they were written, for what is looked up while they change.
//!
//! Takes the trees before anything is raised; gives the parameter that a reference names, wherever it stands, fit for the
//! place it is asked from. Promises that its references go on to mean what they meant. Never loads a file.

use std::collections::{HashMap, HashSet};

use crate::node::{Node, Value};
use crate::source::SourceId;
use crate::tree::pointer::percent_decode;
use crate::tree::{Pointer, Trees};

/// How many references may lead to one another.
const MAX_CHAIN: usize = 16;

/// What was written.
pub(in super::super) struct Written {
    root: SourceId,
    /// The entry document's parameters by key. Only looked up, never walked.
    parameters: HashMap<Box<str>, Node>,
    /// All other files; the entry document stands there without its contents.
    others: Trees,
    /// Files that are documents of 2.0 themselves.
    documents: HashSet<SourceId>,
}

impl Written {
    pub fn of(root: SourceId, trees: &Trees) -> Self {
        let tree = trees.get(root);
        let declared = tree.and_then(|tree| tree.get("parameters")).and_then(Node::as_map);
        let parameters = declared.into_iter().flat_map(|map| map.iter());
        let mut others = Trees::default();
        let mut documents = HashSet::from([root]);
        for (file, tree) in trees.iter() {
            let path = trees.path(file).unwrap_or_default();
            let contents = match file == root {
                true => Node { origin: tree.origin, value: Value::Null },
                false => tree.clone(),
            };
            others.add(file, path, contents);
            if tree.get("swagger").is_some() {
                documents.insert(file);
            }
        }
        Self {
            root,
            parameters: parameters.map(|entry| (entry.key.clone(), entry.value.clone())).collect(),
            others,
            documents,
        }
    }

    /// Whether what `path` names, as it stands in `file`, is raised as a whole document.
    pub fn is_document(&self, file: SourceId, path: &str) -> bool {
        self.file(file, path).is_some_and(|file| self.documents.contains(&file))
    }

    /// The parameter behind a Reference Object that stands in `file`; its own references are written as from there.
    pub fn parameter(&self, file: SourceId, reference: &Node) -> Option<Node> {
        let mut found = (file, reference);
        for _ in 0..MAX_CHAIN {
            let Some(next) = found.1.get("$ref") else {
                let mut parameter = found.1.clone();
                if found.0 != file {
                    self.rebase(&mut parameter, found.0, file);
                }
                return Some(parameter);
            };
            found = self.target(found.0, next.as_str()?)?;
        }
        None
    }

    fn target(&self, from: SourceId, reference: &str) -> Option<(SourceId, &Node)> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = self.file(from, path)?;
        let pointer = Pointer::from_fragment(fragment).ok()?;
        match (file == self.root, pointer.tokens()) {
            (true, [holder, name]) if holder == "parameters" => Some((file, self.parameters.get(name.as_str())?)),
            (true, _) => None,
            (false, _) => Some((file, pointer.resolve(self.others.get(file)?)?)),
        }
    }

    fn file(&self, from: SourceId, path: &str) -> Option<SourceId> {
        match path {
            "" => Some(from),
            path => self.others.find(from, &percent_decode(path).ok()?),
        }
    }

    /// Writes the references below a node, which stands in `from`, as `to` must have them.
    fn rebase(&self, node: &mut Node, from: SourceId, to: SourceId) {
        match &mut node.value {
            Value::Map(map) => {
                for entry in map.iter_mut() {
                    match &mut entry.value.value {
                        Value::String(text) if &*entry.key == "$ref" => {
                            if let Some(rebased) = self.rebased(text, from, to) {
                                *text = rebased.into();
                            }
                        }
                        _ => self.rebase(&mut entry.value, from, to),
                    }
                }
            }
            Value::List(list) => list.iter_mut().for_each(|item| self.rebase(item, from, to)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn rebased(&self, reference: &str, from: SourceId, to: SourceId) -> Option<String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = self.others.path(self.file(from, path)?)?;
        Some(format!("{}#{fragment}", relative(self.others.path(to)?, target)))
    }
}

/// The path `to` as a file at `from` refers to it.
fn relative(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folder.len() - shared);
    let path: Vec<&str> = up.chain(parts.into_iter().skip(shared)).collect();
    path.join("/").replace('%', "%25").replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_relative_to_a_file() {
        assert_eq!(relative("api/root.yaml", "api/shared/a.yaml"), "shared/a.yaml");
        assert_eq!(relative("api/paths/pets.yaml", "api/shared.yaml"), "../shared.yaml");
        assert_eq!(relative("root.yaml", "a b%.yaml"), "a b%25.yaml");
        assert_eq!(relative("/x/a/b.yaml", "/x/c/d.yaml"), "../c/d.yaml");
    }
}
