//! The names that a Rust source uses.
//!
//! Takes the text of a file; gives the paths that it writes, what `use` makes of them, and the members that it asks for by name. Reads tokens, so that what stands in macros counts
//! as well; `use` itself is read by syn. Never knows what a name means.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::{ItemUse, UseTree};

/// The names of one file.
#[derive(Debug, Default)]
pub struct Names {
    /// Local names, with the paths that they stand for.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What `use` takes everything of.
    pub globs: Vec<Vec<String>>,
    /// Paths as they are written.
    pub paths: BTreeSet<Vec<String>>,
    /// What stands after a dot, and names of functions that are declared: how members of values and of traits are used.
    pub members: BTreeSet<String>,
    /// Structures that are made or taken apart.
    pub literals: Vec<Literal>,
}

/// `Contact { name, .. }`, as an expression or a pattern.
#[derive(Debug)]
pub struct Literal {
    /// `["types", "Contact"]`
    pub path: Vec<String>,
    /// `name`
    pub fields: BTreeSet<String>,
    /// There is no `..`.
    pub exhaustive: bool,
}

/// Reads a file; `None` where it is no Rust.
pub fn read(text: &str) -> Option<Names> {
    let tokens: TokenStream = text.parse().ok()?;
    let mut names = Names::default();
    walk(tokens, &mut names);
    Some(names)
}

fn walk(tokens: TokenStream, names: &mut Names) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        match tree {
            TokenTree::Group(group) => {
                walk(group.stream(), names);
                at += 1;
            }
            TokenTree::Ident(word) if word == "use" => at += imported(trees.get(at..).unwrap_or_default(), names),
            TokenTree::Ident(word) if word == "fn" => {
                names.members.extend(trees.get(at + 1).and_then(ident));
                at += 2;
            }
            TokenTree::Ident(_) if is_member(&trees, at) => {
                names.members.extend(ident(tree));
                at += 1;
            }
            TokenTree::Ident(_) => at += path(&trees, at, names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
        }
    }
}

/// The number of tokens of a `use`, at least that of the word.
fn imported(trees: &[TokenTree], names: &mut Names) -> usize {
    let ends = trees.iter().position(|it| is_punct(Some(it), ';'));
    let Some(end) = ends else { return 1 };
    let item: TokenStream = trees.iter().take(end + 1).cloned().collect();
    // `use<'a>` of a type is none.
    let Ok(item) = syn::parse2::<ItemUse>(item) else { return 1 };
    take(&item.tree, &mut Vec::new(), names);
    end + 1
}

fn take(tree: &UseTree, before: &mut Vec<String>, names: &mut Names) {
    let whole = |before: &[String], last: &str| -> Vec<String> {
        let own = (last != "self").then(|| plain(last));
        before.iter().cloned().chain(own).collect()
    };
    match tree {
        UseTree::Path(path) => {
            before.push(plain(&path.ident.to_string()));
            take(&path.tree, before, names);
            before.pop();
        }
        UseTree::Name(name) => {
            let path = whole(before, &name.ident.to_string());
            names.aliases.extend(path.last().cloned().map(|last| (last, path.clone())));
            names.paths.insert(path);
        }
        UseTree::Rename(rename) => {
            let path = whole(before, &rename.ident.to_string());
            names.aliases.insert(plain(&rename.rename.to_string()), path.clone());
            names.paths.insert(path);
        }
        UseTree::Glob(_) => names.globs.push(before.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|it| take(it, before, names)),
    }
}

/// Takes a path and the braces after it; gives the number of tokens of the path.
fn path(trees: &[TokenTree], start: usize, names: &mut Names) -> usize {
    let mut path: Vec<String> = trees.get(start).and_then(ident).into_iter().collect();
    let mut at = start + 1;
    while is_punct(trees.get(at), ':') && is_punct(trees.get(at + 1), ':') {
        let Some(segment) = trees.get(at + 2).and_then(ident) else { break };
        path.push(segment);
        at += 3;
    }
    if let Some(TokenTree::Group(group)) = trees.get(at)
        && group.delimiter() == Delimiter::Brace
        && !declares(trees, start)
    {
        names.literals.push(literal(path.clone(), group.stream()));
    }
    names.paths.insert(path);
    at - start
}

/// Whether the path that begins here is part of a declaration, whose braces hold no fields of a value.
fn declares(trees: &[TokenTree], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|it| trees.get(it));
    match before {
        Some(TokenTree::Ident(word)) => {
            ["for", "impl", "struct", "enum", "union", "trait", "mod", "dyn", "match", "in", "while", "if"]
                .iter()
                .any(|it| word == it)
        }
        Some(TokenTree::Punct(punct)) if punct.as_char() == '>' => {
            let earlier = start.checked_sub(2).and_then(|it| trees.get(it));
            is_punct(earlier, '-')
        }
        _ => false,
    }
}

fn literal(path: Vec<String>, tokens: TokenStream) -> Literal {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let exhaustive = !trees.windows(2).any(|it| it.iter().all(|it| is_punct(Some(it), '.')));
    let parts = trees.split(|it| is_punct(Some(it), ','));
    let fields = parts.filter_map(|part| {
        let mut words = part.iter().filter_map(ident).filter(|it| !["ref", "mut"].contains(&it.as_str()));
        words.next()
    });
    Literal { path, fields: fields.collect(), exhaustive }
}

/// Whether one dot stands before the token.
fn is_member(trees: &[TokenTree], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).and_then(|it| trees.get(it));
    is_punct(before(1), '.') && !is_punct(before(2), '.')
}

fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn ident(tree: &TokenTree) -> Option<String> {
    match tree {
        TokenTree::Ident(word) => Some(plain(&word.to_string())),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    }
}

fn plain(word: &str) -> String {
    word.strip_prefix("r#").unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_are_found_in_macros_and_patterns() {
        let names = read(
            "use a_types::{self as types, Contact as Person, kinds::*};\nfn f(it: Person) -> Person { println!(\"{}\", it.name); let Person { email, .. } = it; types::Kind::new() }",
        );
        let names = names.expect("Rust");
        assert_eq!(names.aliases.get("Person"), Some(&vec!["a_types".to_owned(), "Contact".to_owned()]));
        assert_eq!(names.aliases.get("types"), Some(&vec!["a_types".to_owned()]));
        assert_eq!(names.globs, [vec!["a_types".to_owned(), "kinds".to_owned()]]);
        assert!(names.members.contains("name") && names.members.contains("f"));
        assert!(names.paths.contains(["types", "Kind", "new"].map(str::to_owned).as_slice()));
        let literals: Vec<_> = names.literals.iter().map(|it| (it.exhaustive, it.fields.contains("email"))).collect();
        assert_eq!(literals, [(false, true)]);
    }
}
