//! Authentication that a document states by a header alone.
//!
//! Takes the tree of an embedded document; gives it with a security scheme where an operation has a header parameter `Authorization`, which OpenAPI has
//! ignored (3.1.1 §4.8.12.2), and the document declares no scheme. Promises that what is added is inferred and told. Never adds a scheme beside
//! declared ones.

use crate::diagnostic::code::page as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Map, Node, Value};
use crate::page::nodes;
use crate::source::{Provenance, Span};

/// What a header `Authorization` carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carries {
    Bearer,
    Basic,
    /// A text of its own.
    Key,
}

impl Carries {
    /// By the words of the parameter's description.
    fn of(description: &str) -> Self {
        let text = description.to_ascii_lowercase();
        // What a value looks like tells more than what it is called.
        let form = |scheme: &str| ["`", "<", "\"", "'"].iter().any(|mark| text.contains(&format!("{mark}{scheme} ")));
        match (form("bearer"), form("basic")) {
            (true, false) => Self::Bearer,
            (false, true) => Self::Basic,
            _ => match (text.contains("bearer"), text.contains("basic auth") || text.contains("basic http")) {
                (true, false) => Self::Bearer,
                (false, true) => Self::Basic,
                _ => Self::Key,
            },
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Bearer => "bearerAuth",
            Self::Basic => "basicAuth",
            Self::Key => "authorization",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Bearer => "a bearer token",
            Self::Basic => "the credentials of HTTP Basic",
            Self::Key => "a key, as it is given",
        }
    }

    fn scheme(self, span: Span) -> Node {
        let text = |key: &str, value: &str| nodes::string(key, span, Provenance::Inferred, value);
        let entries = match self {
            Self::Bearer => vec![text("type", "http"), text("scheme", "bearer")],
            Self::Basic => vec![text("type", "http"), text("scheme", "basic")],
            Self::Key => vec![text("type", "apiKey"), text("in", "header"), text("name", "Authorization")],
        };
        nodes::map(span, Provenance::Inferred, entries)
    }
}

/// Adds the schemes that headers state.
pub fn infer(tree: &mut Node, diagnostics: &mut Diagnostics) {
    let declared = tree.get("components").and_then(|node| node.get("securitySchemes")).and_then(Node::as_map);
    if declared.is_some_and(|schemes| !schemes.is_empty()) || tree.get("security").is_some() {
        return;
    }
    let mut schemes: Vec<(Carries, Node)> = Vec::new();
    let paths = tree.as_map_mut().and_then(|root| root.get_mut("paths")).and_then(Node::as_map_mut);
    for item in paths.into_iter().flat_map(Map::iter_mut).filter_map(|entry| entry.value.as_map_mut()) {
        for operation in item.iter_mut().filter_map(|entry| entry.value.as_map_mut()) {
            let Some((carries, required, span)) = stated(operation) else { continue };
            if operation.get("security").is_some() {
                continue;
            }
            let message = format!(
                "the header `Authorization` is no parameter, and no security scheme is declared: clients send {} there",
                carries.words()
            );
            diagnostics.report(
                Diagnostic::new(&code::SCHEME_INFERRED, span, message)
                    .help("declare the scheme under `components.securitySchemes` by an overlay if it is another"),
            );
            let none = nodes::list(span, Provenance::Inferred, Vec::new());
            let one = nodes::map(span, Provenance::Inferred, [nodes::entry(carries.name(), none)]);
            let anonymous = (!required).then(|| nodes::map(span, Provenance::Inferred, []));
            let list = [one].into_iter().chain(anonymous).collect();
            operation.insert("security", span, nodes::list(span, Provenance::Inferred, list));
            if !schemes.iter().any(|(known, _)| *known == carries) {
                schemes.push((carries, carries.scheme(span)));
            }
        }
    }
    let Some(span) = schemes.first().map(|(_, scheme)| scheme.span()) else { return };
    let entries = schemes.into_iter().map(|(carries, scheme)| nodes::entry(carries.name(), scheme));
    let schemes = nodes::map(span, Provenance::Inferred, entries);
    let Some(root) = tree.as_map_mut() else { return };
    match root.get_mut("components").map(|node| &mut node.value) {
        Some(Value::Map(components)) => components.insert("securitySchemes", span, schemes),
        Some(_) => {}
        None => {
            let entries = [nodes::entry("securitySchemes", schemes)];
            root.insert("components", span, nodes::map(span, Provenance::Inferred, entries));
        }
    }
}

/// What the operation's header `Authorization` carries, whether it must be sent, and where that stands.
fn stated(operation: &Map) -> Option<(Carries, bool, Span)> {
    let parameters = operation.get("parameters")?.as_list()?;
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).unwrap_or("").to_owned();
    let header = parameters
        .iter()
        .find(|node| text(node, "in") == "header" && text(node, "name").eq_ignore_ascii_case("authorization"))?;
    let required = header.get("required").and_then(Node::as_bool) == Some(true);
    Some((Carries::of(&text(header, "description")), required, header.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_say_what_the_header_carries() {
        for (text, carries) in [
            ("Bearer authentication of the form `Bearer <token>`, where token is your auth token.", Carries::Bearer),
            ("Basic authentication of the form `Basic <username:password>`.", Carries::Basic),
            ("Basic HTTP authentication", Carries::Basic),
            ("Format: `Authorization: token key:secret`", Carries::Key),
            ("", Carries::Key),
        ] {
            assert_eq!(Carries::of(text), carries, "{text}");
        }
    }
}
