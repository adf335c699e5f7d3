//! References to what moved, types that 3.x has no longer, discriminators.
//!
//! Takes a tree whose objects stand where 3.x has them; rewrites what stands in them. Never follows a reference.

use super::super::build;
use super::super::item_list::item_list;
use super::context::Raising;
use crate::document::structure::{Holds, ObjectKind, holds};
use crate::node::{Node, Value};

impl Raising<'_, '_> {
    pub(super) fn rewrite(&mut self, node: &mut Node, kind: ObjectKind) {
        let Some(map) = node.as_map_mut() else { return };
        if let Some(Node { origin, value: Value::String(reference) }) = map.get_mut("$ref")
            && let Some(moved) = self.context.moved(self.file, reference)
        {
            self.context.rewritten.borrow_mut().push(origin.span);
            *reference = moved.into();
        }
        if kind == ObjectKind::Schema {
            item_list(map);
            if let Some(ty) = map.get("type").filter(|ty| ty.as_str() == Some("file")) {
                let origin = ty.origin;
                build::set(map, "type", build::text(origin, "string"));
                build::set(map, "format", build::text(origin, "binary"));
            }
            // 2.0 names the property; a property may be called so, but then `discriminator` stands among the properties.
            if let Some(property) = map.get_mut("discriminator").filter(|property| property.as_str().is_some()) {
                let name = std::mem::replace(property, build::node(property.origin, Value::Null));
                *property = build::map(name.origin, [build::entry("propertyName", name)]);
            }
        }
        for entry in map.iter_mut() {
            match holds(kind, &entry.key) {
                Holds::Value => {}
                Holds::One(child) => self.rewrite(&mut entry.value, child),
                Holds::List(child) => {
                    if let Value::List(list) = &mut entry.value.value {
                        list.iter_mut().for_each(|item| self.rewrite(item, child));
                    }
                }
                Holds::Map(child) => {
                    if let Value::Map(map) = &mut entry.value.value {
                        map.iter_mut().for_each(|entry| self.rewrite(&mut entry.value, child));
                    }
                }
            }
        }
    }
}
