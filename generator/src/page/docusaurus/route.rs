//! The line that names method and path.
//!
//! Takes lines; gives the method and the path template in OpenAPI's form. Promises that a path whose parameters are
//! marked by colons is brought into braces, and that a custom verb behind a colon stays one. Never guesses a server.

use crate::source::Span;

use super::line::Line;

const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"];

/// How far from the top the method is looked for.
const NEAR_TOP: usize = 40;

/// Method and path of a page.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The Path Item Object's field: `get`.
    pub method: String,
    /// The path template.
    pub path: String,
    /// What stands before the path, where the page prints it.
    pub origin: Option<String>,
    /// The bytes that name both.
    pub span: Span,
    /// The index of the line.
    pub line: usize,
    /// The index of the first line behind it.
    pub next: usize,
}

impl Route {
    /// The names in the path's braces, in order.
    pub fn parameters(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in self.path.split('{').skip(1) {
            if let Some((name, _)) = part.split_once('}')
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }
}

/// The first line near the top that names a method and a path, on one line or on two.
pub(super) fn find(lines: &[Line<'_>]) -> Option<Route> {
    lines.iter().enumerate().take(NEAR_TOP).find_map(|(index, line)| {
        let (method, rest) = METHODS.iter().find_map(|method| Some((*method, line.text.strip_prefix(method)?)))?;
        let (rest, span, next) = if rest.is_empty() {
            let second = lines.get(index + 1)?;
            (&*second.text, Span { end: second.span.end, ..line.span }, index + 2)
        } else {
            (rest, line.span, index + 1)
        };
        let (origin, path) = split_origin(rest.trim())?;
        let path = braced(path);
        Some(Route { method: method.to_ascii_lowercase(), path, origin, span, line: index, next })
    })
}

/// Splits a full URL before its path; refuses what is no path.
fn split_origin(text: &str) -> Option<(Option<String>, &str)> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    if let Some(quoted) = text.strip_prefix('<') {
        // A placeholder of the theme for a server it does not know.
        let (_, path) = quoted.split_once('>')?;
        return path.starts_with('/').then_some((None, path));
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        let host = text.find("://")? + 3;
        let path = host + text.get(host..)?.find('/')?;
        return Some((Some(text.get(..path)?.to_owned()), text.get(path..)?));
    }
    text.starts_with('/').then_some((None, text))
}

/// Newer themes print `{id}` as `:id`. A colon behind a word is a custom verb, as in `/budgets/:id:approve`.
fn braced(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at);
        let after = after.get(1..).unwrap_or("");
        out.push_str(before);
        let name: usize =
            after.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).map(char::len_utf8).sum();
        let starts_parameter = out.ends_with(['/', '.', '(', '=', ',', ':']) && !in_braces(&out);
        match after.split_at_checked(name) {
            Some((name, tail)) if starts_parameter && !name.is_empty() => {
                out.push('{');
                out.push_str(name);
                out.push('}');
                rest = tail;
            }
            _ => {
                out.push(':');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn in_braces(text: &str) -> bool {
    text.rfind('{') > text.rfind('}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::docusaurus::lines::lines;
    use crate::page::part::Part;
    use crate::source::Sources;

    fn route(text: &str) -> Option<(String, String)> {
        let source = Sources::default().add("page.md", text);
        find(&lines(&Part { source, text, start: 0 })).map(|route| (route.method, route.path))
    }

    #[test]
    fn both_ways_to_mark_parameters_are_read() {
        let get = |path: &str| Some(("get".to_owned(), path.to_owned()));
        assert_eq!(route("T\nGET/api/x/{id}"), get("/api/x/{id}"));
        assert_eq!(route("T\nGET /api/x/:id"), get("/api/x/{id}"));
        assert_eq!(route("T\nGET\n/api/x/:id:approve"), get("/api/x/{id}:approve"));
        assert_eq!(route("T\nGET /api/x:batch"), get("/api/x:batch"));
        assert_eq!(route("T\nGET https://api.example.com/v1/{id}"), get("/v1/{id}"));
    }

    #[test]
    fn prose_is_no_route() {
        assert_eq!(route("Title\nGET the list of /things\nGETTING/started now"), None);
    }
}
