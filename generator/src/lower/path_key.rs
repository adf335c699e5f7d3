//! What a path key asks for beyond its path: a query that is always sent.
//!
//! Takes a key of the Paths Object; gives the path, the constant pairs of its query, and pairs whose value is a template
//! expression. A path key should hold neither query nor fragment, but vendors tell operations of one path apart by them.
//! A fragment is never sent. Never judges whether a parameter is declared: `parameters` does.

use crate::tree::pointer::percent_decode;

/// A path key, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathKey {
    /// What is before the query and the fragment.
    pub path: String,
    /// Pairs that stand in every request, escapes undone; the value of a name alone is empty.
    pub query: Vec<(String, String)>,
    /// Pairs such as `page={number}`: the name and the template expression.
    pub variables: Vec<(String, String)>,
    /// A pair that is partly a template, such as `q=is:{state}`: nothing can send it.
    pub mixed: Option<String>,
}

impl PathKey {
    /// The name in the query whose value is that template expression.
    pub fn names(&self, expression: &str) -> Option<&str> {
        self.variables.iter().find(|(_, variable)| variable == expression).map(|(name, _)| name.as_str())
    }

    /// Takes a path key apart.
    pub fn of(key: &str) -> Self {
        let (path, query) = cut(key);
        let mut taken = Self { path, ..Self::default() };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let variable = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match variable {
                Some(variable) if !variable.contains(['{', '}']) && !name.contains('{') => {
                    taken.variables.push((decoded(name), variable.to_owned()));
                }
                _ if pair.contains('{') => taken.mixed = Some(pair.to_owned()),
                _ => taken.query.push((decoded(name), decoded(value))),
            }
        }
        taken
    }
}

/// Path and query, without the fragment. A `?` in braces is part of a template expression of RFC 6570 (`{?page}`): the
/// expression names query parameters and is no part of the path.
fn cut(key: &str) -> (String, &str) {
    let mut path = String::with_capacity(key.len());
    let mut rest = key;
    loop {
        let Some(at) = rest.find(['?', '#', '{']) else {
            path.push_str(rest);
            return (path, "");
        };
        let (before, from) = rest.split_at(at);
        path.push_str(before);
        if let Some(query) = from.strip_prefix('?') {
            return (path, query.split('#').next().unwrap_or(query));
        }
        if from.starts_with('#') {
            return (path, "");
        }
        let end = from.find('}').map_or(from.len(), |end| end + 1);
        let (expression, after) = from.split_at(end);
        if !expression.starts_with("{?") && !expression.starts_with("{&") {
            path.push_str(expression);
        }
        rest = after;
    }
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode(&text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_keys_are_taken_apart() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        for (key, path, query, variables) in [
            ("/a/{b}", "/a/{b}", vec![], vec![]),
            ("/a#copy", "/a", vec![], vec![]),
            ("/a?x=1&y#z?w", "/a", pairs(&[("x", "1"), ("y", "")]), vec![]),
            ("/a?q%5B%5D=a+b", "/a", pairs(&[("q[]", "a b")]), vec![]),
            ("/a?page={number}&x=1", "/a", pairs(&[("x", "1")]), pairs(&[("page", "number")])),
            ("/a/{b}{?page,size}", "/a/{b}", vec![], vec![]),
            ("/a{", "/a{", vec![], vec![]),
        ] {
            let expected = PathKey { path: path.to_owned(), query, variables, mixed: None };
            assert_eq!(PathKey::of(key), expected, "{key}");
        }
        assert_eq!(PathKey::of("/a?q=is:{state}").mixed.as_deref(), Some("q=is:{state}"));
    }
}
