//! All path templates in one tree, a node for each segment.
//!
//! Takes templates with values for each method; gives, for a path, the most specific template that has a value to choose, or the
//! methods that the path has. A segment of text comes before one with parameters, and more text before less. Each node is visited once at most.

use std::collections::BTreeMap;

use super::template::{Pattern, Segment, Template};

/// Values by path template and method.
#[derive(Debug)]
pub(super) struct Tree<T> {
    literals: BTreeMap<String, Tree<T>>,
    /// The most specific first.
    patterns: Vec<(Pattern, Tree<T>)>,
    leaves: BTreeMap<&'static str, Vec<T>>,
}

/// A template that a path matches.
struct Match<'tree, 'path, T> {
    node: &'tree Tree<T>,
    values: Vec<&'path str>,
    /// For each segment, whether it is text.
    literal: Vec<bool>,
}

impl<T> Match<'_, '_, T> {
    /// Whether this template has text wherever the other has, and in some segment more.
    fn is_before(&self, other: &Self) -> bool {
        let mut pairs = self.literal.iter().zip(&other.literal);
        self.literal != other.literal && pairs.all(|(own, others)| *own || !*others)
    }
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self { literals: BTreeMap::new(), patterns: Vec::new(), leaves: BTreeMap::new() }
    }
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'tree, 'path, T> {
    /// A value, and the parameters of its template as they stand in the path.
    Value(&'tree T, Vec<&'path str>),
    /// The path has other methods.
    OtherMethods(Vec<&'static str>),
    /// No template matches.
    Nothing,
}

impl<T> Tree<T> {
    /// Adds a value after those of the same template and method.
    pub(super) fn insert(&mut self, template: &Template, method: &'static str, value: T) {
        let node = template.segments.iter().fold(self, |node, segment| match segment {
            Segment::Literal(text) => node.literals.entry(text.clone()).or_default(),
            Segment::Pattern(pattern) => node.pattern(pattern),
        });
        node.leaves.entry(method).or_default().push(value);
    }

    fn pattern(&mut self, pattern: &Pattern) -> &mut Self {
        let key = |pattern: &Pattern| (std::cmp::Reverse(pattern.specificity()), pattern.clone());
        let place = self.patterns.binary_search_by_key(&key(pattern), |(other, _)| key(other));
        let place = place.unwrap_or_else(|free| {
            self.patterns.insert(free, (pattern.clone(), Self::default()));
            free
        });
        #[allow(clippy::indexing_slicing, reason = "the search found it there, or it was inserted there")]
        &mut self.patterns[place].1
    }

    /// What `path` leads to, where `choose` takes one of the values of a template and method, if any. `HEAD` is answered by
    /// `GET` where it has no value of its own. A template that lacks the method hides those with parameters in place of its text:
    /// concrete paths come before templated ones (OpenAPI 3.2.0 §4.8.1).
    pub(super) fn find<'tree, 'path>(
        &'tree self,
        path: &'path str,
        method: &str,
        choose: impl Fn(&'tree [T]) -> Option<&'tree T>,
    ) -> Found<'tree, 'path, T> {
        let Some(path) = path.strip_prefix('/') else { return Found::Nothing };
        let segments: Vec<&str> = path.split('/').collect();
        let mut matches = Vec::new();
        self.collect(&segments, (&mut Vec::new(), &mut Vec::new()), &mut matches);
        // `HEAD` is answered by `GET`.
        let methods: &[&str] = if method == "HEAD" { &["HEAD", "GET"] } else { &[method] };
        let mut passed: Vec<&Match<'tree, 'path, T>> = Vec::new();
        let mut is_of_another_kind = matches.is_empty();
        for found in &matches {
            if passed.iter().any(|earlier| earlier.is_before(found)) {
                continue;
            }
            let value = methods.iter().find_map(|method| choose(found.node.leaves.get(*method)?));
            if let Some(value) = value {
                return Found::Value(value, found.values.clone());
            }
            // The method may be there for requests of another kind; then a less specific template may be meant.
            if methods.iter().any(|method| found.node.leaves.contains_key(method)) {
                is_of_another_kind = true;
            } else {
                passed.push(found);
            }
        }
        if is_of_another_kind {
            return Found::Nothing;
        }
        let mut methods: Vec<&str> = passed.iter().flat_map(|found| found.node.leaves.keys().copied()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        methods.sort_unstable();
        methods.dedup();
        Found::OtherMethods(methods)
    }

    fn collect<'tree, 'path>(
        &'tree self,
        segments: &[&'path str],
        (values, literal): (&mut Vec<&'path str>, &mut Vec<bool>),
        matches: &mut Vec<Match<'tree, 'path, T>>,
    ) {
        let Some((first, rest)) = segments.split_first() else {
            if !self.leaves.is_empty() {
                matches.push(Match { node: self, values: values.clone(), literal: literal.clone() });
            }
            return;
        };
        if let Some(node) = super::percent::decode(first).and_then(|text| self.literals.get(text.as_ref())) {
            literal.push(true);
            node.collect(rest, (values, literal), matches);
            literal.pop();
        }
        for (pattern, node) in &self.patterns {
            if let Some(mut found) = pattern.values(first) {
                let known = values.len();
                values.append(&mut found);
                literal.push(false);
                node.collect(rest, (values, literal), matches);
                literal.pop();
                values.truncate(known);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(routes: &[(&'static str, &'static str)]) -> Tree<String> {
        let mut tree = Tree::default();
        for (method, path) in routes {
            tree.insert(&Template::new(path), method, format!("{method} {path}"));
        }
        tree
    }

    #[test]
    fn the_most_specific_template_with_the_method_is_found() {
        let tree = tree(&[
            ("GET", "/users/{id}"),
            ("PUT", "/users/{id}"),
            ("GET", "/users/me"),
            ("POST", "/users/{id}:approve"),
            ("GET", "/users/{name}/posts"),
            ("GET", "/users/{id}/"),
            ("GET", "/files/{name}.{extension}"),
            ("GET", "/files/{name}"),
            ("GET", "/files/static/{name}"),
            ("GET", "/files/{folder}/index"),
            ("GET", "/"),
        ]);
        for (method, path, expected) in [
            ("GET", "/users/42", "GET /users/{id} [42]"),
            ("HEAD", "/users/42", "GET /users/{id} [42]"),
            ("GET", "/users/me", "GET /users/me []"),
            ("PUT", "/users/me", "only GET, HEAD, OPTIONS"),
            ("DELETE", "/files/static/index", "only GET, HEAD, OPTIONS"),
            ("POST", "/users/7:approve", "POST /users/{id}:approve [7]"),
            ("GET", "/users/7:approve", "GET /users/{id} [7:approve]"),
            ("DELETE", "/users/7:approve", "only GET, HEAD, OPTIONS, POST, PUT"),
            ("GET", "/users/x/posts", "GET /users/{name}/posts [x]"),
            ("GET", "/users/x/", "GET /users/{id}/ [x]"),
            ("PUT", "/users/x/", "only GET, HEAD, OPTIONS"),
            ("GET", "/users/a%2Fb", "GET /users/{id} [a%2Fb]"),
            ("GET", "/files/a.b", "GET /files/{name}.{extension} [a, b]"),
            ("GET", "/files/ab", "GET /files/{name} [ab]"),
            ("GET", "/files/static/index", "GET /files/static/{name} [index]"),
            ("GET", "/files/other/index", "GET /files/{folder}/index [other]"),
            ("GET", "/", "GET / []"),
            ("GET", "/users", "nothing"),
            ("GET", "/users/", "nothing"),
            ("GET", "//", "nothing"),
            ("OPTIONS", "*", "nothing"),
        ] {
            let found = match tree.find(path, method, <[_]>::first) {
                Found::Value(value, values) => format!("{value} [{}]", values.join(", ")),
                Found::OtherMethods(methods) => format!("only {}", methods.join(", ")),
                Found::Nothing => "nothing".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }
}
