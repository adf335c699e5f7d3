//! Operation Objects.
//!
//! Takes an operation with what its path item and the document say for it; gives it complete: parameters merged, every
//! path parameter there, security and servers inherited. Never drops an operation for a fault inside it.

use std::collections::{HashMap, HashSet};

use super::field::sunset;
use super::parameter::identity;
use super::place::Place;
use super::reader::Reader;
use super::template::Template;
use crate::diagnostic::{Diagnostic, code::read as code};
use crate::document::{Operation, Parameter, ParameterLocation, Security, Server};

/// What the document says for every operation that does not say it itself.
pub(super) struct Inherited {
    pub security: Security,
    pub servers: Vec<Server>,
}

/// What stands around an operation.
pub(super) struct Around<'a> {
    pub path: &'a str,
    pub template: Option<&'a Template>,
    pub parameters: &'a [Parameter],
    pub security: &'a Security,
    pub servers: &'a [Server],
}

impl<'t> Reader<'t, '_> {
    /// Operation Object (§4.10).
    pub(super) fn operation(&mut self, at: Place<'t>, method: String, around: &Around<'_>) -> Option<Operation> {
        let at = self.follow_misplaced(at, "an Operation Object")?;
        self.map(at, "an Operation Object")?;
        let operation_id = self.text(at, "operationId");
        if let Some(id) = &operation_id {
            self.operation_id(at, id);
        }
        let own = self.parameters(at, around.path, around.template);
        let parameters = self.merged(at, &method, own, around);
        let servers = self.servers(at);
        let responses = self.responses(at);
        if at.get("responses").is_none() && !self.version_at_least(3, 1) {
            let message = "an Operation Object has no `responses`";
            let help = "no answer is described; add `responses`";
            self.tell_with_help(&code::MISSING_RESPONSES, at.span(), message, help);
        }
        Some(Operation {
            operation_id,
            tags: self.texts(at, "tags"),
            summary: self.prose(at, "summary"),
            description: self.prose(at, "description"),
            deprecated: self.flag(at, "deprecated"),
            sunset: sunset(at),
            parameters,
            request_body: self.request_body(at),
            responses,
            callbacks: self.callbacks(at),
            security: self.security(at).unwrap_or_else(|| around.security.clone()),
            servers: if servers.is_empty() { around.servers.to_vec() } else { servers },
            external_docs: self.external_docs(at),
            extension: self.extension(at),
            origin: at.origin(),
            method,
        })
    }

    fn operation_id(&mut self, at: Place<'t>, id: &str) {
        let span = at.get("operationId").map_or(at.span(), Place::span);
        match self.operation_ids.get(id) {
            // One path item under two paths, or one callback of two operations, is the same operation.
            Some(first) if *first == span => {}
            Some(first) => {
                let diagnostic =
                    Diagnostic::new(&code::DUPLICATE_OPERATION_ID, span, format!("`{id}` names two operations"));
                self.diagnostics.report(diagnostic.relate(*first, "the first").help("give one of them another name"));
            }
            None => {
                self.operation_ids.insert(id.to_owned(), span);
            }
        }
    }

    /// The path's parameters, those that the operation declares anew replaced, then the operation's others. Each
    /// template expression of the path gets its parameter.
    fn merged(&mut self, at: Place<'t>, method: &str, own: Vec<Parameter>, around: &Around<'_>) -> Vec<Parameter> {
        let order: Vec<_> = own.iter().map(identity).collect();
        let mut own: HashMap<_, _> = order.iter().cloned().zip(own).collect();
        let inherited = around.parameters.iter();
        let mut merged: Vec<_> =
            inherited.map(|parameter| own.remove(&identity(parameter)).unwrap_or_else(|| parameter.clone())).collect();
        merged.extend(order.iter().filter_map(|identity| own.remove(identity)));
        self.check_query_string(at, &merged);

        // A query in the path's key may hold template expressions of query parameters.
        let queried = around.path.contains('?');
        let in_path = merged.iter().filter(|parameter| match parameter.location {
            ParameterLocation::Path => true,
            ParameterLocation::Query => queried,
            ParameterLocation::QueryString | ParameterLocation::Header | ParameterLocation::Cookie => false,
        });
        let declared: HashSet<_> = in_path.map(|parameter| parameter.name.clone()).collect();
        let names = around.template.map(|template| template.names.as_slice()).unwrap_or_default();
        let patterns = around.template.map(|template| template.patterns.as_slice()).unwrap_or_default();
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            if patterns.iter().any(|pattern| pattern.names.contains(name)) {
                merged.push(self.undeclared_path_parameter(name, at));
                continue;
            }
            let message = format!("`{method} {}` declares no parameter `{name}` in `path`", around.path);
            let help = format!("add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`");
            self.tell_with_help(&code::UNDECLARED_PATH_PARAMETER, at.span(), message, help);
            merged.push(self.undeclared_path_parameter(name, at));
        }
        merged
    }

    /// A parameter in `querystring` is the whole query.
    fn check_query_string(&mut self, at: Place<'t>, parameters: &[Parameter]) {
        let in_query = |location| parameters.iter().filter(move |parameter| parameter.location == location);
        let Some(whole) = in_query(ParameterLocation::QueryString).next() else { return };
        let others = in_query(ParameterLocation::Query).chain(in_query(ParameterLocation::QueryString).skip(1));
        let others: Vec<_> = others.map(|other| format!("`{}`", other.name)).collect();
        if !others.is_empty() {
            let message = format!("`{}` is the whole query, and {} is part of it", whole.name, others.join(", "));
            self.tell_with_help(&code::QUERY_STRING, at.span(), message, "put them all into one parameter");
        }
    }
}
