//! Trees of older OpenAPI versions raised to the newest shape.
//!
//! Takes a tree of any version from 2.0; changes it in place so that the same is said in the words of 3.2, and gives the
//! version it declares. The tree goes on to declare that version: it is what its author wrote. Promises to touch only
//! places where the specification puts an object, never an example that looks like one, and that raising twice is
//! raising once. Never judges a document beyond what raising it needs.

mod build;
mod item_list;
mod loose;
pub mod meant;
mod nullable;
mod raising;
mod schema;
mod swagger2;
#[cfg(test)]
mod tests;
mod version;

pub use version::Version;

use raising::{Raising, Repeated};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::structure::{Holds, ObjectKind, holds};
use crate::node::{Node, Value};
use crate::source::{SourceId, Span};
use crate::tree::Trees;

/// Raises one tree. `None`, and told, where it is no OpenAPI document of a version known.
pub fn upgrade(tree: &mut Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let root = tree.span().source;
    let nothing = Node { origin: tree.origin, value: Value::Null };
    let mut trees = Trees::default();
    trees.add(root, "", std::mem::replace(tree, nothing));
    let version = upgrade_files(root, &mut trees, diagnostics);
    if let Some(raised) = trees.take(root) {
        *tree = raised;
    }
    version
}

/// Raises the entry document `root` and, in the other files, what it refers to.
pub fn upgrade_files(root: SourceId, trees: &mut Trees, diagnostics: &mut Diagnostics) -> Option<Version> {
    let tree = trees.get_mut(root)?;
    let version = version::declared(tree, diagnostics)?;
    let swagger2 = match version {
        Version::V2_0 => swagger2::raise(root, trees, diagnostics),
        Version::V3_0 | Version::V3_1 | Version::V3_2 => None,
    };
    let tree = trees.get_mut(root)?;
    let mut raising = Raising::new(version, root, swagger2, diagnostics);
    raising.object(tree, ObjectKind::OpenApi);
    raising.raise_loose(trees);
    raising.report_repeated();
    trees.mark_moved(raising.swagger2.iter().flat_map(swagger2::Context::take_rewritten));
    Some(version)
}

impl Raising<'_> {
    /// Raises an object and all that stands in it.
    fn object(&mut self, node: &mut Node, kind: ObjectKind) {
        if let Some(map) = node.as_map_mut() {
            self.meant(map, kind);
            if kind == ObjectKind::Schema && self.version < Version::V3_1 {
                self.nullable_member(map);
            }
            map.iter_mut().for_each(|entry| self.held(&mut entry.value, holds(kind, &entry.key)));
        }
        if kind == ObjectKind::Schema {
            self.schema(node);
        }
    }

    /// Raises what a field holds.
    fn held(&mut self, node: &mut Node, holds: Holds) {
        if holds != Holds::Value {
            self.note_reference(node, holds);
        }
        match (holds, &mut node.value) {
            (Holds::One(kind), _) => self.object(node, kind),
            (Holds::List(kind), Value::List(list)) => {
                list.iter_mut().for_each(|item| self.held(item, Holds::One(kind)))
            }
            (Holds::Map(kind), Value::Map(map)) => {
                map.iter_mut().for_each(|entry| self.held(&mut entry.value, Holds::One(kind)));
            }
            (Holds::Value | Holds::List(_) | Holds::Map(_), _) => {}
        }
    }

    fn repeat(&mut self, code: &'static Code, keyword: &'static str, span: Span) {
        match self.repeated.iter_mut().find(|known| std::ptr::eq(known.code, code) && known.keyword == keyword) {
            Some(known) => known.places += 1,
            None => self.repeated.push(Repeated { code, keyword, first: span, places: 1 }),
        }
    }

    fn report_repeated(&mut self) {
        for Repeated { code, keyword, first, places } in std::mem::take(&mut self.repeated) {
            let more = match places {
                1 => String::new(),
                _ => format!(" ({places} places, this is the first)"),
            };
            let (message, help) = self.words_of(keyword);
            self.diagnostics.report(Diagnostic::new(code, first, format!("{message}{more}")).help(help));
        }
    }

    fn words_of(&self, keyword: &str) -> (String, String) {
        match keyword {
            "enum" => (
                "`nullable` stands beside an `enum` that does not list null".to_owned(),
                "add null to the list".to_owned(),
            ),
            "allOf" => (
                "a member of `allOf` says `nullable` and nothing else; null was allowed for the whole".to_owned(),
                "write `nullable: true` beside `allOf`".to_owned(),
            ),
            "items" => (
                format!("`items` is one schema in OpenAPI {}; a list of them is read as `prefixItems`", self.version),
                "write `prefixItems`, or the one schema of all items".to_owned(),
            ),
            _ => (
                format!("`{keyword}` in this meaning is not part of OpenAPI {}", self.version),
                format!("write {}", replacement(keyword)),
            ),
        }
    }
}

/// How the newest version says what an older keyword says.
fn replacement(keyword: &str) -> &'static str {
    match keyword {
        "exclusiveMinimum" | "exclusiveMaximum" => "the bound itself as a number",
        "discriminator" => "`propertyName: <property>` below `discriminator`",
        _ => "`type: [<type>, \"null\"]`",
    }
}
