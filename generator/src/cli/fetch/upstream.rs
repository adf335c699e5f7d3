//! What a vendor's folder says it came from, asked for.
//!
//! Takes `vendor.yaml`, `spec.lock` and the folder; gives each file that has an address, with its new text where it has one. Promises that a file which was changed by hand is asked
//! for whole, that pages of an index come from the index's own server, and that every path stays in the folder. Never writes.

use crate::config::{Input, Lock, Vendor, sha256};
use crate::fetch::{Address, Answer, Fetcher, Validators};
use crate::load::listed::index_links;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Pages of one index.
const MOST_PAGES: usize = 5_000;

/// A file that has an address.
pub(super) struct Fetched {
    /// Relative to the vendor's folder.
    pub path: String,
    /// What it is now; `None` where it is what the folder holds.
    pub text: Option<String>,
    /// Whether the folder holds none.
    pub is_new: bool,
    /// How to ask for it the next time.
    pub validators: Validators,
}

/// Asks for everything; the first that fails ends it, as a sentence.
pub(super) fn fetch(config: &Vendor, lock: &Lock, folder: &Path, fetcher: &Fetcher) -> Result<Vec<Fetched>, String> {
    let mut all: Vec<Fetched> = Vec::new();
    for input in config.documents.iter().chain(&config.upstream.files) {
        let Some(url) = &input.url else { continue };
        if input.path.contains(['*', '?']) {
            return Err(format!(
                "`{}` stands for many files and has one `url`: list an index (`llms.txt`) with its `url`, or each file with its own",
                input.path
            ));
        }
        let (fetched, text) = one(input, url, lock, folder, fetcher)?;
        all.push(fetched);
        if input.path.rsplit('/').next() == Some("llms.txt") {
            pages(config, input, url, &text, folder, fetcher, &mut all)?;
        }
    }
    Ok(all)
}

/// One file, and its text as it is now.
fn one(input: &Input, url: &str, lock: &Lock, folder: &Path, fetcher: &Fetcher) -> Result<(Fetched, String), String> {
    let own = fs::read(folder.join(&input.path)).ok();
    let known = lock.documents().get(&input.path).filter(|locked| {
        locked.url.as_deref() == Some(url) && own.as_ref().is_some_and(|bytes| sha256(bytes) == locked.sha256)
    });
    let known = known.map_or_else(Validators::default, |it| Validators {
        etag: it.etag.clone(),
        last_modified: it.last_modified.clone(),
    });
    let fetched = |text: Option<String>, validators| Fetched {
        path: input.path.clone(),
        text,
        is_new: own.is_none(),
        validators,
    };
    match fetcher.get(url, &known).map_err(|fault| format!("`{url}`: {fault}"))? {
        Answer::Unchanged => {
            let text = own.clone().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
            Ok((fetched(None, known), text))
        }
        Answer::Body { bytes, validators, .. } => {
            let text = whole(bytes, url)?;
            let same = own.as_ref().is_some_and(|own| *own == text.as_bytes());
            Ok((fetched((!same).then(|| text.clone()), validators), text))
        }
    }
}

fn whole(bytes: Vec<u8>, url: &str) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| format!("`{url}`: it is not UTF-8"))?;
    if text.trim().is_empty() { Err(format!("`{url}`: it is empty")) } else { Ok(text) }
}

/// The pages that an index names, beside it, in folders as in their addresses.
fn pages(
    config: &Vendor,
    index: &Input,
    url: &str,
    text: &str,
    folder: &Path,
    fetcher: &Fetcher,
    all: &mut Vec<Fetched>,
) -> Result<(), String> {
    let from = Address::parse(url).map_err(|why| format!("`{url}`: {why}"))?;
    let beside = index.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut seen: BTreeSet<String> = all.iter().map(|it| it.path.clone()).collect();
    let wanted = |path: &str| {
        config.upstream.pages.is_empty() || config.upstream.pages.iter().any(|pattern| pattern.matches_path(path))
    };
    let mut count = 0;
    for link in index_links(text) {
        let Ok(address) = Address::parse(&from.join(link)) else { continue };
        let Some(name) = file_name(address.path()) else { continue };
        if !address.same_origin(&from) || !wanted(address.path()) || !seen.insert(address.path().to_owned()) {
            continue;
        }
        count += 1;
        if count > MOST_PAGES {
            return Err(format!(
                "`{url}`: it names more than {MOST_PAGES} pages: choose among them by `upstream: {{pages: […]}}`"
            ));
        }
        let answer = fetcher.get(address.text(), &Validators::default());
        let answer = answer.map_err(|fault| format!("`{}`, which `{url}` names: {fault}", address.text()))?;
        let Answer::Body { bytes, is_html, .. } = answer else { continue };
        let ending = if name.rsplit('/').next().is_some_and(|it| it.contains('.')) {
            ""
        } else if is_html {
            ".html"
        } else {
            ".md"
        };
        let path = format!("{beside}{name}{ending}");
        if !seen.insert(path.clone()) {
            continue;
        }
        let text = whole(bytes, address.text())?;
        let own = fs::read(folder.join(&path)).ok();
        let same = own.as_ref().is_some_and(|own| *own == text.as_bytes());
        let validators = Validators::default();
        all.push(Fetched { path, text: (!same).then_some(text), is_new: own.is_none(), validators });
    }
    if count == 0 {
        return Err(format!("`{url}`: it names no page of its own server that `upstream` wants"));
    }
    Ok(())
}

/// The path of a page within a folder; `None` where it would be a name that no folder should hold.
fn file_name(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let plain = |it: &&str| {
        it.len() <= 200
            && !it.starts_with('.')
            && it.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~%+@,=".contains(c))
    };
    (!parts.is_empty() && parts.len() <= 20 && parts.iter().all(plain)).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn pages_stay_in_the_folder() {
        assert_eq!(file_name("/docs/api/a.md").as_deref(), Some("docs/api/a.md"));
        for bad in ["/", "", "/../a", "/a/../../b", "/.git/config", "/a\\b", "/a:b", "/a b"] {
            assert_eq!(file_name(bad), None, "{bad}");
        }
    }
}
