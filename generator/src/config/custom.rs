//! `types`, `dependencies`, `default-features`, `package` and `header` of `vendor.yaml`: what the user wants otherwise than it comes.
//!
//! Takes the root map; gives a [`Custom`]. Promises that every path and attribute is made of whole Rust tokens, and that the crate of a path is the
//! standard library's or among `dependencies`. Never looks into a document, so that it does not know which formats and types there are.

use super::fields;
use super::keys::{self, DATE_TIMES};
use crate::diagnostic::{Diagnostic, Diagnostics, closest, code::config as code};
use crate::ir::{DateTimeLibrary, Dependency, PackageFields};
use crate::node::{Map, Node};
use crate::source::Span;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;

/// What is generated otherwise than by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Custom {
    /// Which crate dates and times come from.
    pub date_time: DateTimeLibrary,
    /// The Rust type of texts by their `format`.
    pub formats: BTreeMap<String, Setting<Replacement>>,
    /// Rust types by the components that they replace.
    pub replace: BTreeMap<String, Setting<String>>,
    /// How types of components are named.
    pub names: TypeNames,
    /// Derive macros by the Rust type that has them; [`EVERY`] for all.
    pub derives: BTreeMap<String, Setting<Vec<String>>>,
    /// Attributes by the Rust type that has them; [`EVERY`] for all.
    pub attributes: BTreeMap<String, Setting<Vec<String>>>,
    /// Crates of the user's own types.
    pub dependencies: BTreeMap<String, Dependency>,
    /// Fields of manifests.
    pub package: PackageFields,
    /// The features that are on by default, each with its place.
    pub default_features: Option<Vec<(String, Span)>>,
    /// Lines at the top of each Rust file.
    pub header: Vec<String>,
}

/// How types of components are named after the keys of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeNames {
    /// Beginnings that names are without.
    pub strip_prefix: Vec<String>,
    /// Ends that names are without.
    pub strip_suffix: Vec<String>,
    /// What names begin with.
    pub prefix: String,
    /// What names end with.
    pub suffix: String,
}

impl TypeNames {
    /// What a type is to be called that the component of that key becomes.
    pub fn of(&self, key: &str) -> String {
        let rest = |rest: &&str| !rest.is_empty();
        let stripped = self.strip_prefix.iter().find_map(|prefix| key.strip_prefix(&**prefix).filter(rest));
        let key = stripped.unwrap_or(key);
        let stripped = self.strip_suffix.iter().find_map(|suffix| key.strip_suffix(&**suffix).filter(rest));
        // Each is a word of its own, however the key is spelt.
        let parts = [&self.prefix, stripped.unwrap_or(key), &self.suffix];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
    }
}

/// The key that stands for every type.
pub const EVERY: &str = "*";

/// A value with the place of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where its key stands.
    pub span: Span,
}

/// What texts of a format become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replacement {
    /// `String`
    Text,
    /// The type at that path.
    Path(String),
}

/// Traits that every type implements without being asked.
const IMPLEMENTED: [&str; 5] = ["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"];

/// Types that the runtime reads and writes by code of its own, beside which there is no room for what serde would make of them.
const OF_RUNTIME: [&str; 11] = [
    "chrono::NaiveDate",
    "chrono::NaiveTime",
    "jiff::Timestamp",
    "jiff::civil::Date",
    "jiff::civil::Time",
    "serde_json::Value",
    "std::string::String",
    "time::Date",
    "time::OffsetDateTime",
    "time::Time",
    "uuid::Uuid",
];

/// Names that the generated crates have for themselves.
const OWN_NAMES: [&str; 9] =
    ["types", "runtime", "json", "xml", "codec", "declarations", "serde", "serde_json", "regex"];

impl Custom {
    pub(super) fn read(map: &Map, diagnostics: &mut Diagnostics) -> Self {
        let dependencies = map.get("dependencies").map(|node| dependencies(node, diagnostics)).unwrap_or_default();
        let mut custom = Self { dependencies, ..Self::default() };
        if let Some(node) = map.get("types") {
            custom.types(node, diagnostics);
        }
        if let Some(node) = map.get("package") {
            custom.package = package(node, diagnostics).unwrap_or_default();
        }
        custom.default_features = map.get("default-features").map(|node| {
            let name = |item: &Node, diagnostics: &mut Diagnostics| {
                let text = fields::text(item, "an item of `default-features`", diagnostics)?;
                Some((text.to_owned(), item.span()))
            };
            let items = fields::list(node, "`default-features`", diagnostics);
            items.iter().filter_map(|item| name(item, diagnostics)).collect()
        });
        if let Some(text) = map.get("header").and_then(|node| fields::text(node, "`header`", diagnostics)) {
            custom.header =
                text.lines().map(|line| line.replace(char::is_control, " ").trim_end().to_owned()).collect();
        }
        custom
    }

    fn types(&mut self, node: &Node, diagnostics: &mut Diagnostics) {
        let Some(map) = fields::map(node, "`types`", &keys::names(keys::TYPES), diagnostics) else { return };
        let library = map.get("date-time").and_then(|node| fields::word(node, "`date-time`", &DATE_TIMES, diagnostics));
        self.date_time = match library {
            Some("jiff") => DateTimeLibrary::Jiff,
            Some("time") => DateTimeLibrary::Time,
            Some("string") => DateTimeLibrary::Text,
            _ => DateTimeLibrary::Chrono,
        };
        self.formats = entries(map, "formats", diagnostics, |key, value, diagnostics| {
            // The bytes of a body or a part are streamed, which no text is.
            if key == "binary" {
                let message = "`format: binary` stands for bytes that are sent as they are, and has no other type";
                diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, value.span(), message));
                return None;
            }
            if value.as_str() == Some("String") {
                return Some(Replacement::Text);
            }
            self.path(value, "a type of `formats`", diagnostics).map(Replacement::Path)
        });
        self.replace = entries(map, "replace", diagnostics, |_, value, diagnostics| {
            self.path(value, "a type of `replace`", diagnostics)
        });
        if let Some(node) = map.get("names") {
            self.names = names(node, diagnostics).unwrap_or_default();
        }
        self.derives = entries(map, "derives", diagnostics, |_, value, diagnostics| {
            let items = fields::list(value, "the derive macros of a type", diagnostics);
            Some(items.iter().filter_map(|item| self.derive(item, diagnostics)).collect())
        });
        self.attributes = entries(map, "attributes", diagnostics, |_, value, diagnostics| {
            let items = fields::list(value, "the attributes of a type", diagnostics);
            Some(items.iter().filter_map(|item| attribute(item, diagnostics)).collect())
        });
    }

    /// A Rust path of at least two segments, whose crate is known.
    fn path(&self, node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let path = fields::text(node, what, diagnostics)?;
        if !is_path(path) || !path.contains("::") {
            let message = format!("`{path}` is not a Rust path such as `my_crate::Money`");
            let help = "generic arguments and macros are not accepted; name a type alias instead";
            diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message).help(help));
            return None;
        }
        if OF_RUNTIME.contains(&path.trim_start_matches("::")) {
            let message = format!("the types crate has `{path}` by itself, for a format that `types` need not name");
            let help = "`date-time` chooses the library of dates and times; `uuid` is the type of `format: uuid`, and `String` of any other text";
            diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message).help(help));
            return None;
        }
        self.known_crate(path, node, diagnostics).then(|| path.to_owned())
    }

    fn known_crate(&self, path: &str, node: &Node, diagnostics: &mut Diagnostics) -> bool {
        let name = path.split("::").next().unwrap_or_default();
        if ["std", "core"].contains(&name) || self.dependencies.contains_key(name) {
            return true;
        }
        let message = format!("the crate `{name}` is not among `dependencies`");
        let known = self.dependencies.keys().map(String::as_str);
        let help = match closest(name, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("add it: `dependencies: {{{name}: '1'}}`"),
        };
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message).help(help));
        false
    }

    fn derive(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
        let path = fields::text(node, "a derive macro", diagnostics)?;
        let fault = |message: String| Diagnostic::new(&code::CONFIG_VALUE, node.span(), message);
        if !is_path(path) {
            let message = format!("`{path}` is not the path of a derive macro, such as `Eq` or `schemars::JsonSchema`");
            diagnostics.report(fault(message));
            return None;
        }
        if IMPLEMENTED.iter().any(|name| path.rsplit("::").next() == Some(name)) {
            let message = format!("every generated type implements `{path}` already");
            diagnostics.report(fault(message).help("take it out of the list"));
            return None;
        }
        (!path.contains("::") || self.known_crate(path, node, diagnostics)).then(|| path.to_owned())
    }
}

/// The entries of an open map, read one by one.
fn entries<T>(
    map: &Map,
    key: &str,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&str, &Node, &mut Diagnostics) -> Option<T>,
) -> BTreeMap<String, Setting<T>> {
    let Some(node) = map.get(key) else { return BTreeMap::new() };
    let Some(map) = node.as_map() else {
        fields::shape(node, &format!("`{key}`"), "a map", diagnostics);
        return BTreeMap::new();
    };
    let entry = |entry: &crate::node::Entry| {
        let value = read(&entry.key, &entry.value, diagnostics)?;
        Some((entry.key.to_string(), Setting { value, span: entry.key_span }))
    };
    map.iter().filter_map(entry).collect()
}

/// Whether a text is identifiers joined by `::`.
fn is_path(path: &str) -> bool {
    path.split("::").all(|segment| {
        let mut letters = segment.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
            && segment != "_"
    })
}

/// What stands in `#[…]`: a path, and a group or a value after it.
fn attribute(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = fields::text(node, "an attribute", diagnostics)?;
    let tokens: Vec<TokenTree> = text.parse::<TokenStream>().map(|it| it.into_iter().collect()).unwrap_or_default();
    let is_part = |token: &&TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let count = tokens.iter().take_while(is_part).count();
    // Two identifiers with nothing between them have to stay two.
    let words: Vec<String> = tokens.iter().take(count).map(ToString::to_string).collect();
    let joined = words.join(" ").replace(": :", "::").replace(" :: ", "::");
    let sound = is_path(&joined)
        && match tokens.get(count..) {
            Some([] | [TokenTree::Group(_)]) => true,
            Some([TokenTree::Punct(punct), TokenTree::Literal(_)]) => punct.as_char() == '=',
            _ => false,
        };
    if !sound {
        let message = format!("`{text}` is not what stands in an attribute, such as `cfg_attr(test, my_macro)`");
        let help = "write it without `#[` and `]`";
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message).help(help));
    }
    sound.then(|| text.to_owned())
}

fn names(node: &Node, diagnostics: &mut Diagnostics) -> Option<TypeNames> {
    let map = fields::map(node, "`names`", &keys::names(keys::NAMES), diagnostics)?;
    let mut text = |key: &str| {
        let text = map.get(key).and_then(|node| fields::text(node, &format!("`{key}`"), diagnostics));
        text.unwrap_or_default().to_owned()
    };
    let (prefix, suffix) = (text("prefix"), text("suffix"));
    let (strip_prefix, strip_suffix) =
        (texts(map, "strip-prefix", diagnostics), texts(map, "strip-suffix", diagnostics));
    Some(TypeNames { strip_prefix, strip_suffix, prefix, suffix })
}

fn dependencies(node: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<String, Dependency> {
    let Some(map) = node.as_map() else {
        fields::shape(node, "`dependencies`", "a map", diagnostics);
        return BTreeMap::new();
    };
    let entry = |entry: &crate::node::Entry| {
        let name = entry.key.replace('-', "_");
        if !is_path(&name) || OWN_NAMES.contains(&&*name) {
            let message = format!("`{}` cannot be the name of a dependency of the types crate", entry.key);
            let help = "another name for the same crate is `NAME: {package: CRATE, version: …}`";
            diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, entry.key_span, message).help(help));
            return None;
        }
        let mut dependency = dependency(&entry.value, diagnostics)?;
        if name != *entry.key && dependency.package.is_none() {
            dependency.package = Some(entry.key.to_string());
        }
        Some((name, dependency))
    };
    map.iter().filter_map(entry).collect()
}

fn dependency(node: &Node, diagnostics: &mut Diagnostics) -> Option<Dependency> {
    if let Some(version) = node.as_str() {
        let version = Some(version.to_owned());
        return Some(Dependency { version, default_features: true, ..Dependency::default() });
    }
    let what = "a dependency";
    let map = fields::map(node, what, &keys::names(keys::DEPENDENCY), diagnostics)?;
    let mut text = |key: &str| {
        let node = map.get(key)?;
        fields::text(node, &format!("`{key}` of a dependency"), diagnostics).map(str::to_owned)
    };
    let (version, path, package) = (text("version"), text("path"), text("package"));
    if version.is_none() && path.is_none() {
        let message = "a dependency has a `version` or a `path`";
        diagnostics.report(Diagnostic::new(&code::CONFIG_MISSING_KEY, node.span(), message));
        return None;
    }
    let features = texts(map, "features", diagnostics);
    let default_features = boolean(map, "default-features", true, diagnostics);
    Some(Dependency { version, path, package, features, default_features })
}

fn package(node: &Node, diagnostics: &mut Diagnostics) -> Option<PackageFields> {
    let map = fields::map(node, "`package`", &keys::names(keys::PACKAGE), diagnostics)?;
    let mut text = |key: &str| {
        let node = map.get(key)?;
        fields::text(node, &format!("`{key}` of `package`"), diagnostics).map(str::to_owned)
    };
    let (version, license) = (text("version"), text("license"));
    let (repository, homepage) = (text("repository"), text("homepage"));
    if let (Some(version), Some(node)) = (&version, map.get("version"))
        && !is_version(version)
    {
        let message = format!("`{version}` is not a version of three numbers, such as `1.0.0`");
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message));
        return None;
    }
    let authors = texts(map, "authors", diagnostics);
    let publish = boolean(map, "publish", false, diagnostics);
    Some(PackageFields { version, license, authors, repository, homepage, publish })
}

/// Whether Cargo takes a text as the version of a package (SemVer 2.0).
fn is_version(text: &str) -> bool {
    let (core, rest) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
    let number = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let identifier = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    core.split('.').count() == 3
        && core.split('.').all(number)
        && (rest.is_empty() || rest.strip_prefix(['-', '+']).is_some_and(|it| it.split(['.', '+']).all(identifier)))
}

fn texts(map: &Map, key: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let items = map.get(key).map(|node| fields::list(node, &format!("`{key}`"), diagnostics)).unwrap_or(&[]);
    let what = format!("an item of `{key}`");
    items.iter().filter_map(|item| fields::text(item, &what, diagnostics)).map(str::to_owned).collect()
}

fn boolean(map: &Map, key: &str, default: bool, diagnostics: &mut Diagnostics) -> bool {
    let Some(node) = map.get(key) else { return default };
    node.as_bool().unwrap_or_else(|| {
        fields::shape(node, &format!("`{key}`"), "`true` or `false`", diagnostics);
        default
    })
}
