//! Server Objects with their variables.
//!
//! Takes any object that may declare `servers`; gives them in the order of the source. Never works out a relative URL.

use super::place::Place;
use super::reader::Reader;
use super::template::Template;
use crate::diagnostic::code::read as code;
use crate::document::{Server, ServerVariable};

impl<'t> Reader<'t, '_> {
    /// `servers` of the document, of a path item or of an operation.
    pub(super) fn servers(&mut self, at: Place<'t>) -> Vec<Server> {
        let list = self.list(at, "servers").unwrap_or_default();
        list.iter().filter_map(|item| self.server(at.with(item))).collect()
    }

    /// Server Object (§4.5).
    fn server(&mut self, at: Place<'t>) -> Option<Server> {
        self.map(at, "a Server Object")?;
        let url = self.required_text(at, "url", "a Server Object")?;
        let mut variables = self.map_under(at, "variables").map_or_else(Vec::new, |map| {
            map.entries().filter_map(|(entry, variable)| self.server_variable(variable, &entry.key)).collect()
        });
        let template = Template::parse(&url).unwrap_or_default();
        for name in template.names {
            if variables.iter().any(|variable: &ServerVariable| variable.name == name) {
                continue;
            }
            let message = format!("the variable `{name}` of `{url}` is not declared with a default");
            let help = format!(
                "it is left to users of the crates; add `variables: {{{name}: {{default: …}}}}` to give it one"
            );
            self.tell_with_help(&code::SERVER_VARIABLE, at.span(), message, help);
            variables.push(unknown(name));
        }
        let (description, name) = (self.prose(at, "description"), self.text(at, "name"));
        Some(Server { url, description, name, variables, origin: at.origin() })
    }

    /// Server Variable Object (§4.6).
    fn server_variable(&mut self, at: Place<'t>, name: &str) -> Option<ServerVariable> {
        self.map(at, "a Server Variable Object")?;
        let values = self.texts(at, "enum");
        let default = match self.text(at, "default") {
            Some(default) => default,
            None => {
                let message = format!("the variable `{name}` has no default");
                let (default, help) = match values.first() {
                    Some(first) => (first.clone(), format!("`{first}`, its first value, is taken; add `default`")),
                    None => {
                        (unknown(name.to_owned()).default, "it is left to users of the crates; add `default`".into())
                    }
                };
                self.tell_with_help(&code::SERVER_VARIABLE, at.span(), message, help);
                default
            }
        };
        if !values.is_empty() && !values.contains(&default) {
            // Before 3.1 the default only SHOULD be one of them (OpenAPI 3.0.3 §4.7.6).
            let code = match self.version_at_least(3, 1) {
                true => &code::SERVER_VARIABLE_DEFAULT,
                false => &code::SERVER_VARIABLE,
            };
            let message = format!("`{default}` is not one of the values of the variable `{name}`");
            let help = format!("any text is taken; its values are: {}", values.join(", "));
            let span = at.get("default").map_or(at.span(), Place::span);
            self.tell_with_help(code, span, message, help);
        }
        Some(ServerVariable { name: name.to_owned(), default, values, description: self.prose(at, "description") })
    }
}

/// A variable of which nothing is known: the URL keeps its braces until someone gives it a value.
fn unknown(name: String) -> ServerVariable {
    ServerVariable { default: format!("{{{name}}}"), name, values: Vec::new(), description: None }
}
