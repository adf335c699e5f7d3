//! Circles of modules: files that, by way of others, import from themselves.
//!
//! Takes the root file of a crate; gives a complaint for each group of files that need one another. Imports are what the compiler sees: `use`
//! declarations and paths that begin with `crate`, `super`, `self` or a module declared in the file, followed through re-exports to the file that
//! declares the item. A re-export alone is no import: it moves a name and needs nothing. Tests are left aside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, UseTree, Visibility};

/// Re-exports of re-exports that are followed.
const LONGEST_WAY: usize = 32;

/// A file of a crate.
#[derive(Default)]
struct Module {
    path: PathBuf,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// Items that the file declares.
    declared: BTreeSet<String>,
    /// Names that it imports, each with where they come from.
    imported: BTreeMap<String, Vec<String>>,
    /// Modules whose names it imports all.
    globs: Vec<Vec<String>>,
    /// Paths that its own code needs.
    needed: Vec<Vec<String>>,
}

/// A complaint for each circle in the crate whose root this file is; `shown` makes a path readable.
pub fn of_crate(root: &Path, shown: impl Fn(&Path) -> String) -> Vec<String> {
    let mut modules = Vec::new();
    read(root, None, &mut modules);
    let edges: Vec<BTreeMap<usize, BTreeSet<String>>> = (0..modules.len()).map(|at| edges_of(&modules, at)).collect();
    let mut complaints = Vec::new();
    for group in groups(&edges) {
        let mut lines = vec![format!("a circle of {} files: each needs the others", group.len())];
        for from in &group {
            for (to, names) in edges[*from].iter().filter(|(to, _)| group.contains(to)) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let (from, to) = (shown(&modules[*from].path), shown(&modules[*to].path));
                lines.push(format!("    {from} needs {to}: {}", names.join(", ")));
            }
        }
        complaints.push(lines.join("\n"));
    }
    complaints
}

/// Reads a file and the files of the modules that it declares.
fn read(path: &Path, parent: Option<usize>, modules: &mut Vec<Module>) -> usize {
    let at = modules.len();
    modules.push(Module { path: path.to_path_buf(), parent, ..Module::default() });
    let text = fs::read_to_string(path).unwrap_or_default();
    let Ok(file) = syn::parse_file(&text) else { return at };
    let items: Vec<Item> = file.items.into_iter().filter(|item| !is_test(attributes(item))).collect();
    for item in &items {
        if let Item::Mod(module) = item
            && module.content.is_none()
        {
            let name = module.ident.to_string();
            if let Some(file) = file_of(path, &name) {
                let child = read(&file, Some(at), modules);
                modules[at].children.insert(name, child);
            }
        }
    }
    for item in items {
        match item {
            Item::Use(item) => {
                let reexported = !matches!(item.vis, Visibility::Inherited);
                leaves(&item.tree, &mut Vec::new(), &mut |name, path| {
                    if !reexported {
                        modules[at].needed.push(path.clone());
                    }
                    match name {
                        Some(name) => drop(modules[at].imported.insert(name, path)),
                        None => modules[at].globs.push(path),
                    }
                });
            }
            Item::Mod(module) if module.content.is_none() => {}
            other => {
                modules[at].declared.extend(name_of(&other));
                let children = modules[at].children.keys().cloned().collect();
                paths(other.to_token_stream(), &children, &mut modules[at].needed);
            }
        }
    }
    at
}

/// Where the module `name`, declared in the file `path`, is.
fn file_of(path: &Path, name: &str) -> Option<PathBuf> {
    let folder = path.parent()?;
    let stem = path.file_stem()?.to_str()?;
    let own = if ["mod", "lib", "main"].contains(&stem) { folder.to_path_buf() } else { folder.join(stem) };
    [own.join(format!("{name}.rs")), own.join(name).join("mod.rs")].into_iter().find(|file| file.is_file())
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Each name that a `use` brings, with its path; no name where it brings all of a module.
fn leaves(tree: &UseTree, before: &mut Vec<String>, found: &mut impl FnMut(Option<String>, Vec<String>)) {
    let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => found(before.last().cloned(), before.clone()),
        UseTree::Name(name) => found(Some(name.ident.to_string()), with(name.ident.to_string())),
        UseTree::Rename(name) => found(Some(name.rename.to_string()), with(name.ident.to_string())),
        UseTree::Glob(_) => found(None, before.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, found)),
    }
}

/// Paths in code that begin at a module. What `quote!` holds is code of another crate.
fn paths(tokens: TokenStream, children: &BTreeSet<String>, found: &mut Vec<Vec<String>>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    end(&mut path, children, found);
                }
                colons = 0;
                path.push(ident.to_string());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
            TokenTree::Punct(punct) if punct.as_char() == '!' => {
                let quoted = path.last().is_some_and(|name| name.starts_with("quote"));
                end(&mut path, children, found);
                if quoted && matches!(tokens.peek(), Some(TokenTree::Group(_))) {
                    tokens.next();
                }
            }
            TokenTree::Group(group) => {
                // `path::{…}` stands in `use` declarations alone.
                if group.delimiter() != Delimiter::None {
                    end(&mut path, children, found);
                }
                colons = 0;
                let is_visibility = group.stream().into_iter().next().is_some_and(|first| first.to_string() == "in");
                if !is_visibility {
                    paths(group.stream(), children, found);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                end(&mut path, children, found);
                colons = 0;
            }
        }
    }
    end(&mut path, children, found);
}

fn end(path: &mut Vec<String>, children: &BTreeSet<String>, found: &mut Vec<Vec<String>>) {
    let begins = |first: &String| ["crate", "super", "self"].contains(&first.as_str()) || children.contains(first);
    if path.len() > 1 && path.first().is_some_and(begins) {
        found.push(std::mem::take(path));
    }
    path.clear();
}

/// The files that a file needs, each with the names that it takes from there.
fn edges_of(modules: &[Module], at: usize) -> BTreeMap<usize, BTreeSet<String>> {
    let mut edges: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for path in &modules[at].needed {
        if let Some(to) = resolve(modules, at, path, 0).filter(|to| *to != at) {
            edges.entry(to).or_default().extend(path.last().cloned());
        }
    }
    edges
}

/// The file that declares what a path of the file `at` names; `None` where that is another crate.
fn resolve(modules: &[Module], at: usize, path: &[String], depth: usize) -> Option<usize> {
    if depth > LONGEST_WAY {
        return None;
    }
    let mut module = at;
    let mut path = path.iter().map(String::as_str).peekable();
    match path.peek().copied()? {
        "crate" => {
            path.next();
            while let Some(parent) = modules[module].parent {
                module = parent;
            }
        }
        "self" => drop(path.next()),
        "super" => {
            while path.next_if_eq(&"super").is_some() {
                module = modules[module].parent?;
            }
        }
        first => {
            let known = modules[at].children.contains_key(first) || modules[at].imported.contains_key(first);
            if !known {
                return None;
            }
        }
    }
    while let Some(name) = path.next() {
        let here = &modules[module];
        if let Some(child) = here.children.get(name) {
            module = *child;
        } else if here.declared.contains(name) {
            return Some(module);
        } else if let Some(imported) = here.imported.get(name) {
            let rest: Vec<String> = imported.iter().cloned().chain(path.map(str::to_owned)).collect();
            return resolve(modules, module, &rest, depth + 1);
        } else {
            let name = name.to_owned();
            let globbed = here.globs.iter().find_map(|glob| {
                let inside = resolve(modules, module, glob, depth + 1)?;
                let holds = modules[inside].declared.contains(&name) || modules[inside].imported.contains_key(&name);
                (inside != module && holds)
                    .then(|| resolve(modules, inside, &["self".to_owned(), name.clone()], depth + 1))?
            });
            return Some(globbed.unwrap_or(module));
        }
    }
    Some(module)
}

/// Groups of files that reach one another.
fn groups(edges: &[BTreeMap<usize, BTreeSet<String>>]) -> Vec<Vec<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..edges.len())
        .map(|from| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<usize> = edges[from].keys().copied().collect();
            while let Some(at) = open.pop() {
                if seen.insert(at) {
                    open.extend(edges[at].keys().copied());
                }
            }
            seen
        })
        .collect();
    let mut done = BTreeSet::new();
    let mut groups = Vec::new();
    for at in 0..edges.len() {
        if reached[at].contains(&at) && done.insert(at) {
            let group: Vec<usize> =
                (0..edges.len()).filter(|to| reached[at].contains(to) && reached[*to].contains(&at)).collect();
            done.extend(group.iter().copied());
            groups.push(group);
        }
    }
    groups
}
