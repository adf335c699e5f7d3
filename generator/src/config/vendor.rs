//! `vendor.yaml`.
//!
//! Takes its source; gives a [`Vendor`]. Promises that paths stay in the vendor's folder and that the name can be
//! part of a crate's name. Never checks that a file exists.

use std::collections::BTreeMap;

use super::keys::{self, CRATES};
use super::selection::{Choice, Pattern, Selection};
use super::{Accept, Custom, fields};
use crate::diagnostic::{Diagnostic, Diagnostics, code::config as code};
use crate::node::{Map, Node};
use crate::source::{SourceId, Sources, Span};
use crate::tree;

/// What `vendor.yaml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// What the crates are named after.
    pub name: String,
    /// The vendor's name in prose.
    pub title: Option<String>,
    /// OpenAPI documents and documentation pages, in order.
    pub documents: Vec<Input>,
    /// Overlays, in the order they apply.
    pub overlays: Vec<Input>,
    /// What is fetched beside them.
    pub upstream: Upstream,
    /// Which operations are generated.
    pub selection: Selection,
    /// The crates to make, by the words of [`CRATES`]; all where there is none.
    pub crates: Vec<&'static str>,
    /// Unified diffs of documents, in the order they apply.
    pub patches: Vec<Input>,
    /// Faults of the documents that are accepted.
    pub accept: Vec<Accept>,
    /// What is generated otherwise than by default.
    pub custom: Custom,
}

/// A file that `vendor.yaml` lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Relative to the vendor's folder, with `/`.
    pub path: String,
    /// Where it came from.
    pub url: Option<String>,
    /// Where `vendor.yaml` lists it.
    pub span: Span,
}

/// What is fetched beside the documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upstream {
    /// Paths of the pages of an index; all where there is none.
    pub pages: Vec<Pattern>,
    /// Further files, each with its address.
    pub files: Vec<Input>,
}

/// The longest name: crates.io allows 64 characters, and a suffix follows.
const LONGEST_NAME: usize = 40;

impl Vendor {
    /// Reads `vendor.yaml`; `None`, and told, where it cannot be used.
    pub fn read(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Self> {
        let root = tree::parse(sources, id, diagnostics)?;
        let map = fields::map(&root, "vendor.yaml", &keys::names(keys::VENDOR), diagnostics)?;
        let name = fields::required(map, &root, "name", diagnostics).and_then(|entry| name(&entry.value, diagnostics));
        let _told_if_missing = fields::required(map, &root, "documents", diagnostics);
        let read = Self::settings(map, diagnostics);
        Some(Self { name: name?, ..read }).filter(|read| !read.documents.is_empty())
    }

    /// Reads a file with the same keys for a description whose documents and name are given elsewhere: its `documents` and `name` are not
    /// used.
    pub fn read_beside(sources: &Sources, id: SourceId, name: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let root = tree::parse(sources, id, diagnostics)?;
        let map = fields::map(&root, "the settings", &keys::names(keys::VENDOR), diagnostics)?;
        Some(Self { name: name.to_owned(), documents: Vec::new(), ..Self::settings(map, diagnostics) })
    }

    /// All that may be left out, and the documents, if there are any.
    fn settings(map: &Map, diagnostics: &mut Diagnostics) -> Self {
        let title = map.get("title").and_then(|node| fields::text(node, "`title`", diagnostics));
        let mut listed = BTreeMap::new();
        let documents = map.get("documents").map(|node| inputs(node, "`documents`", &mut listed, diagnostics));
        let overlays = map.get("overlays").map(|node| inputs(node, "`overlays`", &mut listed, diagnostics));
        let patches = map.get("patches").map(|node| inputs(node, "`patches`", &mut listed, diagnostics));
        let upstream = map.get("upstream").map(|node| upstream(node, &mut listed, diagnostics));
        let accept = map.get("accept").map(|node| accepts(node, diagnostics));
        let custom = Custom::read(map, diagnostics);
        let selection = Selection {
            only: map.get("only").and_then(|node| Choice::read(node, "`only`", diagnostics)),
            except: map.get("except").and_then(|node| Choice::read(node, "`except`", diagnostics)),
        };
        let crates = map.get("crates").map(|node| crates(node, diagnostics));
        if let Some(node) = map.get("documents").filter(|node| node.as_list().is_some_and(<[Node]>::is_empty)) {
            let message = "`documents` lists no document";
            diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message));
        }
        Self {
            name: String::new(),
            title: title.map(str::to_owned),
            documents: documents.unwrap_or_default(),
            overlays: overlays.unwrap_or_default(),
            upstream: upstream.unwrap_or_default(),
            selection,
            crates: crates.unwrap_or_default(),
            patches: patches.unwrap_or_default(),
            accept: accept.unwrap_or_default(),
            custom,
        }
    }
}

/// What a base name of crates is made of, as a sentence after a colon.
pub const NAME_RULE: &str = "it is made of lower-case letters and digits, in parts joined by `-`, begins with a letter and has at most 40 of them";

/// Whether crates can be named after a text.
pub fn is_usable_name(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text.split('-').all(is_part)
        && text.len() <= LONGEST_NAME
}

fn name(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = fields::text(node, "`name`", diagnostics)?;
    if !is_usable_name(text) {
        let message = format!("`{text}` is no name for crates: {NAME_RULE}");
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message));
        return None;
    }
    Some(text.to_owned())
}

fn inputs(node: &Node, what: &str, listed: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) -> Vec<Input> {
    let items = fields::list(node, what, diagnostics);
    items.iter().filter_map(|item| input(item, what, listed, diagnostics)).collect()
}

fn upstream(node: &Node, listed: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) -> Upstream {
    let Some(map) = fields::map(node, "`upstream`", &keys::names(keys::UPSTREAM), diagnostics) else {
        return Upstream::default();
    };
    let page = |item: &Node, diagnostics: &mut Diagnostics| {
        let text = fields::text(item, "an item of `pages`", diagnostics)?.to_owned();
        Some(Pattern { text, span: Some(item.span()) })
    };
    let pages = map.get("pages").map(|node| fields::list(node, "`pages`", diagnostics)).unwrap_or(&[]);
    let pages = pages.iter().filter_map(|item| page(item, diagnostics)).collect();
    let files = map.get("files").map(|node| inputs(node, "`files`", listed, diagnostics)).unwrap_or_default();
    for file in files.iter().filter(|file| file.url.is_none()) {
        let message = format!("`{}` of `upstream` has no `url`, so that it cannot be fetched", file.path);
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, file.span, message));
    }
    Upstream { pages, files }
}

fn input(node: &Node, what: &str, listed: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) -> Option<Input> {
    let (path_node, url) = if node.as_str().is_some() {
        (node, None)
    } else {
        let what = format!("an item of {what}");
        let map = fields::map(node, &what, &["path", "url"], diagnostics)?;
        let url = map.get("url").and_then(|url| fields::text(url, "`url`", diagnostics));
        (&fields::required(map, node, "path", diagnostics)?.value, url)
    };
    let path = fields::text(path_node, "a path", diagnostics)?;
    let span = path_node.span();
    if let Some(file) = url_file(path) {
        let message = format!("`{path}` is a URL, and documents are files of this folder");
        let help = format!("write `{{path: {file}, url: {path}}}`, and let `specwright fetch --accept` bring it here");
        diagnostics.report(Diagnostic::new(&code::CONFIG_PATH, span, message).help(help));
        return None;
    }
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if !path.split('/').all(plain) {
        let message = format!("`{path}` is not a path within the vendor's folder");
        diagnostics.report(Diagnostic::new(&code::CONFIG_PATH, span, message));
        return None;
    }
    if let Some(first) = listed.insert(path.to_owned(), span) {
        let message = format!("`{path}` is listed twice");
        diagnostics.report(Diagnostic::new(&code::CONFIG_PATH, span, message).relate(first, "listed here before"));
        return None;
    }
    Some(Input { path: path.to_owned(), url: url.map(str::to_owned), span })
}

/// The file name at the end of a URL, or one to take for it; `None` for what is no URL.
pub fn url_file(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("https://").or_else(|| path.strip_prefix("http://"))?;
    let name = rest.split(['?', '#']).next()?.rsplit_once('/').map_or("", |(_, name)| name);
    Some(if name.is_empty() { "openapi.yaml" } else { name })
}

fn accepts(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Accept> {
    fields::list(node, "`accept`", diagnostics).iter().filter_map(|item| accept(item, diagnostics)).collect()
}

fn accept(node: &Node, diagnostics: &mut Diagnostics) -> Option<Accept> {
    if node.as_str().is_some() {
        let message = "a fault is accepted with a reason: `{fault: CODE@PLACE, reason: …}`";
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, node.span(), message));
        return None;
    }
    let map = fields::map(node, "an item of `accept`", &["fault", "reason"], diagnostics)?;
    let fault = fields::required(map, node, "fault", diagnostics);
    let reason = fields::required(map, node, "reason", diagnostics);
    let fault = &fault?.value;
    let reason = fields::text(&reason?.value, "`reason`", diagnostics)?.to_owned();
    match Accept::parse(fields::text(fault, "`fault`", diagnostics)?) {
        Ok(accept) => Some(Accept { reason, span: Some(fault.span()), ..accept }),
        Err(message) => {
            diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, fault.span(), message));
            None
        }
    }
}

fn crates(node: &Node, diagnostics: &mut Diagnostics) -> Vec<&'static str> {
    let items = fields::list(node, "`crates`", diagnostics);
    items.iter().filter_map(|item| fields::word(item, "a crate", &CRATES, diagnostics)).collect()
}
