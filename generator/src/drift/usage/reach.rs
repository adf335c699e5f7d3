//! What a program uses of the surface of an API's crates.
//!
//! Takes the items of the crates and the program; follows names to items, and from each item that is used to the types in its signature, whose members may be used in turn. Never
//! follows a name into other crates.

use super::program::{Program, Touch, Use};
use super::source::{self, Literal, Names};
use crate::drift::RustChange;
use crate::surface::{Item, Kind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is used.
pub struct Reached<'s> {
    program: &'s Program,
    files: Vec<(&'s str, Names)>,
    items: HashMap<&'s str, Vec<&'s Item>>,
    /// Types by their last segment.
    types: HashMap<&'s str, Vec<&'s str>>,
    /// Members by the path that they stand below.
    members: HashMap<&'s str, Vec<&'s Item>>,
    /// Names after dots and of declared functions, with the file.
    asked: BTreeMap<String, &'s str>,
    /// Items that the program names, with the file.
    named: BTreeMap<String, &'s str>,
    /// Types that it names, or that something it uses has in its signature.
    known: BTreeSet<String>,
    /// Structures that it makes or takes apart: the path, the file, and which of the file's.
    literals: Vec<(String, &'s str, usize)>,
    crates: BTreeSet<String>,
}

impl<'s> Reached<'s> {
    /// Of a program.
    pub fn of(program: &'s Program, items: &'s [Item]) -> Self {
        let files: Vec<(&str, Names)> =
            program.sources.iter().filter_map(|(path, text)| Some((path.as_str(), source::read(text)?))).collect();
        let mut all: HashMap<&str, Vec<&Item>> = HashMap::new();
        let mut members: HashMap<&str, Vec<&Item>> = HashMap::new();
        let mut types: HashMap<&str, Vec<&str>> = HashMap::new();
        for item in items {
            if is_type(item.kind) {
                types.entry(item.path.rsplit("::").next().unwrap_or_default()).or_default().push(&item.path);
            }
            all.entry(&item.path).or_default().push(item);
            if let Some((parent, _)) = item.path.rsplit_once("::") {
                members.entry(parent).or_default().push(item);
            }
        }
        let mut reached = Self {
            program,
            files,
            items: all,
            types,
            members,
            asked: BTreeMap::new(),
            named: BTreeMap::new(),
            known: BTreeSet::new(),
            literals: Vec::new(),
            crates: BTreeSet::new(),
        };
        reached.name();
        reached.follow();
        reached
    }

    /// Whether the program names a crate whose name ends so.
    pub fn uses_crate(&self, end: &str) -> bool {
        self.crates.iter().any(|it| it.ends_with(end))
    }

    /// Follows the names of each file.
    fn name(&mut self) {
        let files = std::mem::take(&mut self.files);
        let shared: BTreeMap<&String, &Vec<String>> = files.iter().flat_map(|(_, names)| &names.aliases).collect();
        let roots = self.roots();
        for (file, names) in &files {
            let resolver = Resolver { names, shared: &shared, roots: &roots };
            for path in &names.paths {
                for full in resolver.full(path) {
                    self.crates.extend(full.first().cloned());
                    for item in self.along(&full) {
                        self.named.entry(item).or_insert(file);
                    }
                }
            }
            for (at, literal) in names.literals.iter().enumerate() {
                for full in resolver.full(&literal.path) {
                    let last = self.along(&full).pop();
                    self.literals.extend(last.map(|it| (it, *file, at)));
                }
            }
            for name in &names.members {
                self.asked.entry(name.clone()).or_insert(file);
            }
        }
        self.files = files;
    }

    /// What the program calls the crates.
    fn roots(&self) -> BTreeMap<String, String> {
        let mut roots = BTreeMap::new();
        for path in self.items.keys() {
            if let Some(name) = path.split("::").next() {
                roots.insert(name.to_owned(), name.to_owned());
            }
        }
        for dependency in &self.program.dependencies {
            let (name, package) = (dependency.name.replace('-', "_"), dependency.package.replace('-', "_"));
            if roots.contains_key(&package) {
                roots.insert(name, package);
            }
        }
        roots
    }

    /// The items that stand along a path, the last one last. What a crate exports again is found by its own name.
    fn along(&self, full: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        let Some(krate) = full.first() else { return found };
        let mut at = krate.clone();
        for segment in full.iter().skip(1) {
            let below = format!("{at}::{segment}");
            at = match self.items.contains_key(below.as_str()) {
                true => below,
                false => self.exported(krate, segment).unwrap_or(below),
            };
            if self.items.contains_key(at.as_str()) {
                found.push(at.clone());
            }
        }
        found
    }

    fn exported(&self, krate: &str, name: &str) -> Option<String> {
        let base = krate.rsplit_once('_')?.0;
        if let "types" = name {
            return Some(format!("{base}_types"));
        }
        let own = |it: &&&str| it.strip_prefix(krate).is_some_and(|it| it.starts_with("::"));
        self.types.get(name)?.iter().find(own).map(|it| (*it).to_owned())
    }

    /// Goes from what is used to what its signatures name, until nothing is new.
    fn follow(&mut self) {
        let is_known = |path: &str| self.items.get(path).is_some_and(|it| it.iter().any(|it| is_type(it.kind)));
        let mut open: Vec<String> = self.named.keys().filter(|it| is_known(it)).cloned().collect();
        // A signature of an item that is named by itself.
        let named: Vec<String> = self.named.keys().flat_map(|it| self.mentioned(it)).collect();
        open.extend(named);
        while let Some(path) = open.pop() {
            if !self.known.insert(path.clone()) {
                continue;
            }
            for item in self.members_of(&path) {
                let name = item.path.rsplit("::").next().unwrap_or_default();
                let always = matches!(item.kind, Kind::AssociatedType);
                if always
                    || self.asked.contains_key(name)
                    || self.named.contains_key(&item.path)
                    || item.kind == Kind::Variant
                {
                    open.extend(self.mentioned(&item.path));
                }
            }
        }
    }

    fn members_of(&self, path: &str) -> Vec<&'s Item> {
        let mut members: Vec<&Item> = self.members.get(path).cloned().unwrap_or_default();
        // Setters of a call stand below the marker of its operation.
        if let Some((module, marker)) = path.rsplit_once("::") {
            let call = format!("{module}::Call<{marker}>");
            members.extend(self.members.get(call.as_str()).into_iter().flatten());
        }
        members
    }

    /// The types that the signatures of a path name: of the same module or one around it, of the types crate, and handles and markers of the client.
    fn mentioned(&self, path: &str) -> Vec<String> {
        let krate = path.split("::").next().unwrap_or_default();
        let base = krate.rsplit_once('_').map_or(krate, |it| it.0);
        let (types, client) = (format!("{base}_types"), format!("{base}_client"));
        let is_near = |of: &str| {
            let parent = of.rsplit_once("::").map_or("", |it| it.0);
            parent == types
                || path.strip_prefix(parent).is_some_and(|it| it.starts_with("::"))
                || krate == client && of.strip_prefix(&client).is_some_and(|it| it.starts_with("::api::"))
        };
        let signatures = self.items.get(path).into_iter().flatten().map(|it| it.signature.as_str());
        let words = signatures.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && c != '_'));
        let named = words.filter_map(|it| self.types.get(it)).flatten();
        named.filter(|it| is_near(it)).map(|it| (*it).to_owned()).collect()
    }

    /// Whether and where an item is used.
    pub fn uses(&self, path: &str) -> Use {
        if let Some(file) = self.named.get(path) {
            return self.used(Touch::Breaks, file, path);
        }
        let Some((parent, name)) = path.rsplit_once("::") else { return nothing() };
        let parent = self.owner(parent);
        if let Some((_, file, ..)) = self.literals_of(&parent).find(|(literal, ..)| literal.fields.contains(name)) {
            return self.used(Touch::Breaks, file, path);
        }
        let Some(file) = self.asked.get(name) else { return nothing() };
        if self.crates.is_empty() {
            return nothing();
        }
        let others = self.known.iter().filter(|it| **it != parent).any(|other| {
            self.members_of(other).iter().any(|it| it.path.rsplit("::").next() == Some(name) && is_asked(it.kind))
        });
        let certain = self.known.contains(&parent) && !others;
        self.used(if certain { Touch::Breaks } else { Touch::MayBreak }, file, path)
    }

    /// What the change of an item is to the program.
    pub fn broken_by(&self, change: &RustChange) -> Use {
        if let Some((_, feature)) = change.path.split_once('/') {
            return self.turned_on(&change.krate, feature);
        }
        let (parent, name) = change.path.rsplit_once("::").unwrap_or_default();
        let parent = self.owner(parent);
        let is_new = change.old.is_none();
        match change.kind {
            "field" if is_new => {
                let made = self.literals_of(&parent).find(|(literal, _)| literal.exhaustive);
                made.map_or_else(nothing, |(_, file)| self.used(Touch::Breaks, file, &parent))
            }
            "variant" if is_new => {
                let below = format!("{parent}::");
                let matched = self.named.iter().find(|(it, _)| it.starts_with(&below));
                matched.map_or_else(nothing, |(it, file)| self.used(Touch::MayBreak, file, it))
            }
            "impl" => {
                let by_name = self.named.get(&format!("{parent}::{}", name.to_lowercase()));
                match by_name {
                    Some(file) => self.used(Touch::Breaks, file, &parent),
                    None if self.known.contains(&parent) => self.perhaps(&parent),
                    None => nothing(),
                }
            }
            "type" => {
                let used = self.mentioned(&change.path);
                let certain = used.iter().find_map(|it| self.named.get(it).map(|file| (it, *file)));
                let marker = self.known.contains(&parent);
                match certain {
                    Some((path, file)) if marker => self.used(Touch::Breaks, file, path),
                    _ if marker => self.perhaps(&parent),
                    _ => nothing(),
                }
            }
            "struct" | "enum" | "trait" | "mod" | "const" => match self.named.get(&change.path) {
                Some(file) => self.used(Touch::Breaks, file, &change.path),
                None if self.known.contains(&change.path) => self.perhaps(&change.path),
                None => nothing(),
            },
            _ => self.uses(&change.path),
        }
    }

    /// Whether a manifest turns a feature on.
    fn turned_on(&self, krate: &str, feature: &str) -> Use {
        let on = self
            .program
            .dependencies
            .iter()
            .find(|it| it.package.replace('-', "_") == krate && it.features.iter().any(|it| it == feature));
        on.map_or_else(nothing, |it| Use {
            touch: Touch::Breaks,
            because: Some(format!("{} turns on the feature `{feature}` of {}", it.manifest, it.package)),
        })
    }

    /// The type that members of a path belong to: that of an operation's marker for its calls.
    fn owner(&self, parent: &str) -> String {
        match parent.rsplit_once("::Call<") {
            Some((module, marker)) => format!("{module}::{}", marker.trim_end_matches('>')),
            None => parent.to_owned(),
        }
    }

    fn literals_of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (&'a Literal, &'s str)> + 'a {
        let own = self.literals.iter().filter(move |it| it.0 == path);
        own.filter_map(|(_, file, at)| {
            let (_, names) = self.files.iter().find(|(it, _)| it == file)?;
            Some((names.literals.get(*at)?, *file))
        })
    }

    fn perhaps(&self, path: &str) -> Use {
        match self.named.get(path) {
            Some(file) => self.used(Touch::MayBreak, file, path),
            None => Use { touch: Touch::MayBreak, because: None },
        }
    }

    fn used(&self, touch: Touch, file: &str, path: &str) -> Use {
        let word = path.rsplit("::").next().unwrap_or_default();
        let text = self.program.sources.iter().find(|it| it.0 == file).map_or("", |it| it.1.as_str());
        let has = |line: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|it| it == word);
        let line = text.lines().position(has).map_or_else(String::new, |at| format!(":{}", at + 1));
        Use { touch, because: Some(format!("{file}{line} uses {path}")) }
    }
}

/// The names of a file, made whole.
struct Resolver<'r> {
    names: &'r Names,
    shared: &'r BTreeMap<&'r String, &'r Vec<String>>,
    roots: &'r BTreeMap<String, String>,
}

impl Resolver<'_> {
    /// The paths from a crate's root that a written path may stand for.
    fn full(&self, path: &[String]) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        self.expand(path, 0, &mut found);
        if let [first, ..] = path
            && !self.names.aliases.contains_key(first)
        {
            for glob in &self.names.globs {
                let whole: Vec<String> = glob.iter().chain(path).cloned().collect();
                self.expand(&whole, 0, &mut found);
            }
        }
        found
    }

    fn expand(&self, path: &[String], depth: usize, found: &mut Vec<Vec<String>>) {
        // Names that stand for one another in a circle.
        if depth > 8 {
            return;
        }
        let Some((first, rest)) = path.split_first() else { return };
        let with = |root: &[String], rest: &[String]| root.iter().chain(rest).cloned().collect::<Vec<_>>();
        if ["crate", "self", "super"].contains(&first.as_str()) {
            // Modules of the program lead to what one of them imports.
            for at in 0..rest.len() {
                if let Some(alias) = rest.get(at).and_then(|it| self.shared.get(it)) {
                    let whole = with(alias, rest.get(at + 1..).unwrap_or_default());
                    return self.expand(&whole, depth + 1, found);
                }
            }
            return;
        }
        match self.names.aliases.get(first) {
            Some(alias) if alias.as_slice() != [first.clone()] => self.expand(&with(alias, rest), depth + 1, found),
            _ => {
                if let Some(root) = self.roots.get(first) {
                    found.push(with(std::slice::from_ref(root), rest));
                }
            }
        }
    }
}

fn nothing() -> Use {
    Use { touch: Touch::Untouched, because: None }
}

/// Whether it has members.
fn is_type(kind: Kind) -> bool {
    matches!(kind, Kind::Structure | Kind::Enum | Kind::Trait)
}

/// Whether members of that kind are asked for after a dot.
fn is_asked(kind: Kind) -> bool {
    matches!(kind, Kind::Field | Kind::Function)
}
