//! `spec.lock`: what each document was when the crates were made from it.
//!
//! Takes its source, or the documents as they are now; gives a [`Lock`] and its text. Promises the same text for the same documents, in
//! the order of their paths. Never decides whether a change is accepted.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Vendor, fields};
use crate::diagnostic::{Diagnostic, Diagnostics, code::config as code};
use crate::node::Node;
use crate::source::{SourceId, Sources, Span};
use crate::tree;

/// Documents by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    documents: BTreeMap<String, Locked>,
}

/// What a document was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Where it came from.
    pub url: Option<String>,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// What its server called this state (`ETag`), to ask whether it changed.
    pub etag: Option<String>,
    /// When its server said that it was changed (`Last-Modified`).
    pub last_modified: Option<String>,
    /// Where `spec.lock` says so; `None` for a document as it is now.
    pub span: Option<Span>,
}

const HEAD: &str = "\
# What each document was when the crates were last made from it. Written by `generate --update-lock`.
";

impl Lock {
    /// The documents as they are now: those that `vendor.yaml` lists, each with its source.
    pub fn of(sources: &Sources, vendor: &Vendor, ids: impl IntoIterator<Item = SourceId>) -> Self {
        let documents = vendor.documents.iter().zip(ids).filter_map(|(input, id)| {
            let sha256 = sha256(sources.get(id)?.published().as_bytes());
            let locked = Locked { url: input.url.clone(), sha256, etag: None, last_modified: None, span: None };
            Some((input.path.clone(), locked))
        });
        Self { documents: documents.collect() }
    }

    /// Reads `spec.lock`. What cannot be read is told and left out.
    pub fn read(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Self {
        Self {
            documents: tree::parse(sources, id, diagnostics)
                .map_or_else(BTreeMap::new, |root| read(&root, diagnostics)),
        }
    }

    /// Documents by path.
    pub fn documents(&self) -> &BTreeMap<String, Locked> {
        &self.documents
    }

    /// Tells where the documents, as they are now, differ from what is recorded.
    pub fn compare(&self, now: &Lock, vendor: &Vendor, diagnostics: &mut Diagnostics) {
        let help = format!("when the change is wanted: `cargo xtask generate {} --update-lock`", vendor.name);
        for input in &vendor.documents {
            let Some(current) = now.documents.get(&input.path) else { continue };
            let diagnostic = match self.documents.get(&input.path) {
                None => {
                    let message = format!("`{}` is not recorded in spec.lock", input.path);
                    Diagnostic::new(&code::LOCK_INCOMPLETE, input.span, message)
                }
                Some(recorded) if recorded.sha256 == current.sha256 => continue,
                Some(recorded) => {
                    let message =
                        format!("`{}` has SHA-256 {}, and spec.lock records another", input.path, current.sha256);
                    let diagnostic = Diagnostic::new(&code::LOCK_MISMATCH, input.span, message);
                    match recorded.span {
                        Some(span) => diagnostic.relate(span, "recorded here"),
                        None => diagnostic,
                    }
                }
            };
            diagnostics.report(diagnostic.help(&help));
        }
        for (path, recorded) in self.documents.iter().filter(|(path, _)| !now.documents.contains_key(*path)) {
            let message = format!("spec.lock records `{path}`, which vendor.yaml does not list");
            diagnostics.report(Diagnostic::new(&code::LOCK_INCOMPLETE, recorded.span, message).help(&help));
        }
    }

    /// The same, with what servers said of these states: of a former lock what is recorded of the same bytes, from the same address.
    #[must_use]
    pub fn with_validators(mut self, former: &Lock) -> Self {
        for (path, locked) in &mut self.documents {
            let same = |it: &&Locked| it.sha256 == locked.sha256 && it.url == locked.url;
            if let Some(known) = former.documents.get(path).filter(same) {
                (locked.etag, locked.last_modified) = (known.etag.clone(), known.last_modified.clone());
            }
        }
        self
    }

    /// Records what a document's server said of the state that is recorded.
    pub fn set_validators(&mut self, path: &str, etag: Option<String>, last_modified: Option<String>) {
        if let Some(locked) = self.documents.get_mut(path) {
            (locked.etag, locked.last_modified) = (etag, last_modified);
        }
    }

    /// The text of `spec.lock`.
    pub fn write(&self) -> String {
        let document = |locked: &Locked| {
            let facts = [("url", &locked.url), ("etag", &locked.etag), ("last-modified", &locked.last_modified)];
            let facts = facts.into_iter().filter_map(|(key, value)| Some((key, value.clone()?)));
            BTreeMap::from_iter(facts.chain([("sha256", locked.sha256.clone())]))
        };
        let documents: BTreeMap<_, _> = self.documents.iter().map(|(path, locked)| (path, document(locked))).collect();
        // Maps of strings always have a YAML form.
        HEAD.to_owned() + &serde_yaml::to_string(&BTreeMap::from([("documents", documents)])).unwrap_or_default()
    }
}

fn read(root: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<String, Locked> {
    let documents = fields::map(root, "spec.lock", &["documents"], diagnostics)
        .and_then(|map| fields::required(map, root, "documents", diagnostics));
    let Some(documents) = documents else { return BTreeMap::new() };
    let Some(entries) = documents.value.as_map() else {
        fields::shape(&documents.value, "`documents` of spec.lock", "a map", diagnostics);
        return BTreeMap::new();
    };
    let locked = entries.iter().filter_map(|entry| Some((entry.key.to_string(), locked(&entry.value, diagnostics)?)));
    locked.collect()
}

fn locked(node: &Node, diagnostics: &mut Diagnostics) -> Option<Locked> {
    let map = fields::map(node, "a document of spec.lock", &["url", "sha256", "etag", "last-modified"], diagnostics)?;
    let mut text = |key: &str| {
        map.get(key).and_then(|node| fields::text(node, &format!("`{key}`"), diagnostics)).map(str::to_owned)
    };
    let (url, etag, last_modified) = (text("url"), text("etag"), text("last-modified"));
    let entry = fields::required(map, node, "sha256", diagnostics)?;
    let sha256 = fields::text(&entry.value, "`sha256`", diagnostics)?;
    if sha256.len() != 64 || !sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        let message = "a SHA-256 is written in 64 hexadecimal digits, in lower case";
        diagnostics.report(Diagnostic::new(&code::CONFIG_VALUE, entry.value.span(), message));
        return None;
    }
    Some(Locked { url, sha256: sha256.to_owned(), etag, last_modified, span: Some(entry.value.span()) })
}

/// SHA-256 of bytes, as the lock writes it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
