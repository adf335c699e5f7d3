//! The public surface of each vendor's crates, as a snapshot: what a change of it means for users shows in review.
//!
//! The full text under `generated/` is locked by `stale`; this is the part of it that users can name.

use specwright_tests::{files, folders, root};
use std::fmt::Write;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Fields, File, ImplItem, Item, Visibility};

#[test]
fn the_public_surface_of_each_vendor_is_as_recorded() {
    for vendor in folders(&root().join("generated")) {
        let name = vendor.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut text = String::new();
        for (path, bytes) in files(&vendor) {
            let shown = path.strip_prefix(&vendor).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if shown.ends_with(".rs") && shown.contains("/src/") && !shown.contains("/runtime/") {
                let mut file = syn::parse_file(&String::from_utf8_lossy(&bytes)).expect("generated code parses");
                Surface.visit_file_mut(&mut file);
                let items = prettyplease::unparse(&file);
                if !items.trim().is_empty() {
                    let _infallible = write!(text, "//// {shown}\n{items}\n");
                }
            }
        }
        insta::with_settings!({ snapshot_path => "../surfaces", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

/// Takes away what users cannot name: private items, bodies, documentation.
struct Surface;

impl VisitMut for Surface {
    fn visit_file_mut(&mut self, file: &mut File) {
        file.items.retain(is_public);
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        if item.trait_.is_none() {
            item.items.retain(|item| match item {
                ImplItem::Fn(item) => matches!(item.vis, Visibility::Public(_)),
                ImplItem::Const(item) => matches!(item.vis, Visibility::Public(_)),
                _ => true,
            });
        } else {
            item.items.clear();
        }
        visit_mut::visit_item_impl_mut(self, item);
    }

    fn visit_fields_mut(&mut self, fields: &mut Fields) {
        visit_mut::visit_fields_mut(self, fields);
        if let Fields::Named(named) = fields {
            let public = named.named.iter().filter(|field| !matches!(field.vis, Visibility::Restricted(_)));
            named.named = public.cloned().collect();
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.clear();
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    }
}

fn is_public(item: &Item) -> bool {
    let public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    match item {
        Item::Const(item) => public(&item.vis),
        Item::Enum(item) => public(&item.vis),
        Item::Fn(item) => public(&item.vis),
        Item::Mod(item) => public(&item.vis),
        Item::Static(item) => public(&item.vis),
        Item::Struct(item) => public(&item.vis),
        Item::Trait(item) => public(&item.vis),
        Item::Type(item) => public(&item.vis),
        Item::Use(item) => public(&item.vis),
        Item::Impl(item) => item.items.iter().any(|item| matches!(item, ImplItem::Fn(item) if public(&item.vis))),
        _ => false,
    }
}
