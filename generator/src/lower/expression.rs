//! Keys of Callback Objects: URL templates with runtime expressions (OpenAPI 3.2.0 §4.18, §4.20.4).
//!
//! Takes a key; gives what of it stands for the receiver's URL, and the path and query that follow. Promises that the path is
//! a template whose names differ. Never evaluates anything.

use std::collections::BTreeSet;

use crate::lower::parameters::{Segment, split};

/// A callback's key, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallbackUrl {
    /// What the receiver's URL is made of: `{$request.body#/callbackUrl}`.
    pub base: String,
    /// What follows it, a path template or nothing: `/events/{id}`.
    pub path: String,
    /// Names of the query parameters that follow.
    pub query: Vec<String>,
}

impl CallbackUrl {
    /// Takes a key apart. The base ends with the authority, or with the expression that stands for a whole URL.
    pub fn of(key: &str) -> Self {
        let mut url = Self::default();
        if key.starts_with('$') {
            url.base = key.to_owned();
            return url;
        }
        let mut rest = String::new();
        let mut names = Vec::new();
        for segment in split(key) {
            match segment {
                Segment::Literal(text) if rest.is_empty() => {
                    let authority = text.find("://").map_or(0, |at| at + "://".len());
                    let end = text.get(authority..).and_then(|text| text.find(['/', '?'])).map(|at| authority + at);
                    let (base, after) = text.split_at(end.unwrap_or(text.len()));
                    url.base.push_str(base);
                    rest.push_str(after);
                }
                Segment::Literal(text) => rest.push_str(&text),
                Segment::Variable(name) if rest.is_empty() => url.base.push_str(&format!("{{{name}}}")),
                Segment::Variable(name) => {
                    names.push(last_name(&name));
                    rest.push(VARIABLE);
                }
            }
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut taken = BTreeSet::new();
        let mut names = names.into_iter();
        for c in path.chars() {
            match c {
                VARIABLE => url.path.push_str(&format!("{{{}}}", free(names.next().unwrap_or_default(), &mut taken))),
                c => url.path.push(c),
            }
        }
        let keys = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
        let keys: Vec<&str> = keys.filter(|key| !key.is_empty() && !key.contains(VARIABLE)).collect();
        for key in keys {
            if !url.query.iter().any(|known| known == key) {
                url.query.push(key.to_owned());
            }
        }
        url
    }
}

/// Stands for a variable while the text is taken apart: a character that no URL holds.
const VARIABLE: char = '\0';

/// The name in an expression: `userId` of `$request.body#/user/userId`.
fn last_name(expression: &str) -> String {
    let name = expression.rsplit(['/', '.', '#', '$']).find(|name| !name.is_empty()).unwrap_or("value");
    name.to_owned()
}

fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut wanted = name.clone();
    let mut count = 1_usize;
    while !taken.insert(wanted.clone()) {
        count += 1;
        wanted = format!("{name}{count}");
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_parts() {
        for (key, base, path, query) in [
            ("{$request.body#/callbackUrl}", "{$request.body#/callbackUrl}", "", &[][..]),
            ("$request.query.url", "$request.query.url", "", &[]),
            ("{$request.query.url}/data/{id}", "{$request.query.url}", "/data/{id}", &[]),
            ("{$url}/{$request.body#/a/id}/{$request.path.id}", "{$url}", "/{id}/{id2}", &[]),
            (
                "http://notify.example.com?id={$request.body#/id}&kind=push",
                "http://notify.example.com",
                "",
                &["id", "kind"],
            ),
            ("https://{$request.body#/host}/hooks?x={$url}#top", "https://{$request.body#/host}", "/hooks", &["x"]),
            (
                "{$request.body#/scheme}://{$request.body#/host}",
                "{$request.body#/scheme}://{$request.body#/host}",
                "",
                &[],
            ),
            ("/hooks", "", "/hooks", &[]),
            ("", "", "", &[]),
        ] {
            let query = query.iter().map(|name| (*name).to_owned()).collect();
            let expected = CallbackUrl { base: base.to_owned(), path: path.to_owned(), query };
            assert_eq!(CallbackUrl::of(key), expected, "{key}");
        }
    }
}
