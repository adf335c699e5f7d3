//! What Rust's own parser finds in crates that users of them can name.
//!
//! Takes folders of crates; gives a line for each item, as `inspect --surface` prints it. The runtime is left out.

use specwright::ir::OWN_FEATURES;
use specwright_tests::files;
use std::path::Path;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Signature, TraitItem, Visibility};

/// Every item of the three crates.
pub fn items(name: &str, folder: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, bytes) in files(folder) {
        let shown = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Some((of, file)) = shown.split_once("/src/") else { continue };
        if !file.ends_with(".rs") || file.starts_with("runtime/") {
            continue;
        }
        let parsed = syn::parse_file(&String::from_utf8_lossy(&bytes)).expect("generated code parses");
        if file == "codec.rs" || file.starts_with("codec/") {
            conversions(&[format!("{name}_{of}")], &parsed.items, &mut lines);
            continue;
        }
        let module = module(of, file.trim_end_matches(".rs"));
        // The answers of a fake are private modules.
        if module.len() > 1 && module[0] == "fake" {
            continue;
        }
        let mut base = vec![format!("{name}_{of}")];
        base.extend(module);
        walk(&base, &parsed.items, &mut lines);
    }
    for of in ["types", "client", "server"] {
        let Ok(text) = std::fs::read_to_string(folder.join(of).join("Cargo.toml")) else { continue };
        let manifest: toml::Table = text.parse().expect("a manifest is TOML");
        let features = manifest.get("features").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
        let of_groups = features.filter(|it| !OWN_FEATURES.contains(&it.as_str()));
        lines.extend(of_groups.map(|it| format!("feature {name}_{of}/{it}")));
    }
    lines
}

/// What users know of the implementations in a file: `From`.
fn conversions(base: &[String], items: &[Item], lines: &mut Vec<String>) {
    for item in items {
        if let Item::Impl(item) = item
            && let Some((path, _)) = &item.trait_
            && path.segments.last().is_some_and(|last| last.ident == "From")
        {
            implementation(base, item, lines);
        }
    }
}

/// The module that the items of a file are named in.
fn module(of: &str, file: &str) -> Vec<String> {
    let file = file.strip_suffix("/mod").unwrap_or(file);
    match (of, file) {
        (_, "lib") | ("types", "declarations" | "xml") | ("client", "client" | "auth") => Vec::new(),
        ("types", file) if file.starts_with("declarations/") => Vec::new(),
        (_, file) => file.split('/').map(str::to_owned).collect(),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn walk(base: &[String], items: &[Item], lines: &mut Vec<String>) {
    let path = |name: &str| format!("{}::{name}", base.join("::"));
    for item in items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let own = path(&item.ident.to_string());
                let tuple = match &item.fields {
                    Fields::Unnamed(fields) if fields.unnamed.iter().all(|field| is_public(&field.vis)) => {
                        let types = fields.unnamed.iter().map(|field| text(&field.ty)).collect::<Vec<_>>();
                        format!("({})", types.join(", "))
                    }
                    _ => String::new(),
                };
                lines.push(format!("struct {own}{tuple}"));
                derived(&own, &item.attrs, lines);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    if let Some(name) = &field.ident {
                        lines.push(format!("field {own}::{name}: {}", text(&field.ty)));
                    }
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let own = path(&item.ident.to_string());
                lines.push(format!("enum {own}"));
                derived(&own, &item.attrs, lines);
                for variant in &item.variants {
                    let fields = variant.fields.iter().map(|field| match &field.ident {
                        Some(name) => format!("{name}: {}", text(&field.ty)),
                        None => text(&field.ty),
                    });
                    let fields = fields.collect::<Vec<_>>().join(", ");
                    let fields = match &variant.fields {
                        Fields::Unit => String::new(),
                        Fields::Named(_) => format!(" {{ {fields} }}"),
                        Fields::Unnamed(_) => format!("({fields})"),
                    };
                    lines.push(format!("variant {own}::{}{fields}", variant.ident));
                }
            }
            Item::Trait(item) if is_public(&item.vis) => {
                let own = path(&item.ident.to_string());
                lines.push(format!("trait {own}"));
                for item in &item.items {
                    match item {
                        TraitItem::Fn(item) => lines.push(function(&own, &item.sig)),
                        TraitItem::Type(item) => {
                            lines.push(format!("type {own}::{}: {}", item.ident, text(&item.bounds)));
                        }
                        _ => {}
                    }
                }
            }
            Item::Fn(item) if is_public(&item.vis) => lines.push(function(&base.join("::"), &item.sig)),
            Item::Const(item) if is_public(&item.vis) => {
                lines.push(format!("const {}: {}", path(&item.ident.to_string()), text(&item.ty)));
            }
            Item::Mod(item) if is_public(&item.vis) && item.ident != "runtime" && item.ident != "xml" => {
                lines.push(format!("mod {}", path(&item.ident.to_string())));
                if let Some((_, items)) = &item.content {
                    let mut below = base.to_vec();
                    below.push(item.ident.to_string());
                    walk(&below, items, lines);
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let of = text(&item.self_ty);
                let of = of.strip_suffix("<'_>").unwrap_or(&of);
                // Handles of groups stand beside the groups' modules.
                let holder = match base.last() {
                    Some(_) if text_of_self_is_super(item) => base[..base.len() - 1].join("::"),
                    _ => base.join("::"),
                };
                for item in &item.items {
                    if let ImplItem::Fn(item) = item
                        && is_public(&item.vis)
                    {
                        lines.push(function(&format!("{holder}::{of}"), &item.sig));
                    }
                }
            }
            Item::Impl(item) => implementation(base, item, lines),
            _ => {}
        }
    }
}

/// The traits of a type's derives that not every type has.
fn derived(own: &str, attributes: &[syn::Attribute], lines: &mut Vec<String>) {
    if own.split("::").next().is_some_and(|of| !of.ends_with("_types")) {
        return;
    }
    let mut name = |meta: syn::meta::ParseNestedMeta<'_>| {
        let of = meta.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
        if ["Copy", "Default", "Eq", "Hash"].contains(&of.as_str()) {
            lines.push(format!("impl {own}::{of}"));
        }
        Ok(())
    };
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        attribute.parse_nested_meta(&mut name).expect("a list of traits");
    }
}

/// What the implementation of a trait adds: the types of an operation, and `Default` where it is written out.
fn implementation(base: &[String], item: &syn::ItemImpl, lines: &mut Vec<String>) {
    let own = format!("{}::{}", base.join("::"), text(&item.self_ty));
    let Some(last) = item.trait_.as_ref().and_then(|(path, _)| path.segments.last()) else { return };
    match last.ident.to_string().as_str() {
        "Operation" | "Paged" => {
            for item in &item.items {
                if let ImplItem::Type(item) = item {
                    lines.push(format!("type {own}::{}: {}", item.ident, text(&item.ty)));
                }
            }
        }
        "Default" if base[0].ends_with("_types") => lines.push(format!("impl {own}::Default")),
        "From" if base[0].ends_with("_types") => lines.push(format!("impl {own}::{}", text(last))),
        _ => {}
    }
}

fn text_of_self_is_super(item: &syn::ItemImpl) -> bool {
    matches!(&*item.self_ty, syn::Type::Path(path) if path.path.segments.first().is_some_and(|first| first.ident == "super"))
}

fn function(holder: &str, signature: &Signature) -> String {
    let generics = if signature.generics.params.is_empty() { String::new() } else { text(&signature.generics) };
    // Whether a function changes what it was given is its own affair.
    let input = |argument: &FnArg| {
        let text = text(argument);
        text.strip_prefix("mutself").map_or(text.clone(), |rest| format!("self{rest}"))
    };
    let inputs = signature.inputs.iter().map(input).collect::<Vec<_>>().join(", ");
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    };
    format!("fn {holder}::{}{generics}({inputs}){output}", signature.ident)
}

/// Tokens as text, each path cut to its last segment, but for the associated types of `Self` and of a type parameter.
fn text(tokens: &impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if word == "::" {
            let before = words.pop().unwrap_or_default();
            // What stands before the segment stays: a bracket is no word of its own.
            let rest = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '#').to_owned();
            let is_holder = ["Self", "S"].contains(&&before[rest.len()..]);
            words.push(if is_holder { format!("{before}::") } else { rest });
        } else {
            words.push(word.to_owned());
        }
    }
    words.concat()
}

/// A line without blanks and commas at the end of a list, which the two sides set differently.
pub fn plain(line: &str) -> String {
    let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest: String = rest.replace(",>", ">").split_whitespace().collect();
    format!("{kind} {rest}")
}
