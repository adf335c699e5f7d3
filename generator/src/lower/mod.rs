//! A document to an api: everything is decided here.
//!
//! Takes a [`Document`]; gives an [`Api`]. Promises never to fail and never to stop at the first fault: an operation that
//! cannot be lowered is left out and told, a schema that cannot be expressed becomes `Any` and is told. Linear in the
//! document and deterministic. Never names a token stream and never asks the tree.

pub(crate) mod accept;
mod body_names;
mod clusters;
mod codec;
mod constants;
mod constructors;
mod conversions;
mod custom;
mod cycles;
mod defaults;
mod docs;
mod examples;
mod expression;
mod facts;
mod files;
pub(crate) mod fits;
mod graph;
mod grouping;
mod headers;
mod incoming;
mod links;
mod literal;
mod made_text;
mod media;
mod naming;
mod nulls;
mod operation;
mod operations;
mod order;
pub mod output;
mod pagination;
mod parameters;
mod path_key;
pub mod pattern;
pub(crate) mod place;
mod plan;
mod responses;
mod routes;
mod sample;
mod schema;
mod secret;
mod security;
mod sequence;
mod servers;
mod size;
mod split;
mod status_name;
mod styles;
#[cfg(test)]
mod tests;
mod types;
mod union_tags;
mod visit;
mod webhooks;
mod words;

use crate::config::Custom;
use crate::diagnostic::Diagnostics;
pub(crate) use responses::pattern as status_pattern;

use crate::document::Document;
use crate::ir::{Api, Docs, Secrets, Settings, XmlTable};

/// What is decided outside the document.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Base name of the crates, kebab-case.
    pub name: String,
    /// What is generated otherwise than by default.
    pub custom: Custom,
}

/// Decides everything.
pub fn lower(document: &Document, options: &Options, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = schema::Lowering::new(document, &options.custom, diagnostics);
    lowering.components();
    let mut asked = security::Asked::new(document);
    let lowered = operations::lower(&mut lowering, &mut asked);
    let (schemes, alternatives) = asked.finish(&options.name, &mut lowering);
    schema::tell_ignored(&mut lowering);
    let operations::Lowered { mut groups, mut incoming, mut client_parameters, prefixes, positions, .. } = lowered;
    split::by_direction(&mut lowering.types, &mut lowering.drafts, &mut groups, &mut incoming, &mut client_parameters);
    constants::settle(&mut lowering, &mut groups, &mut incoming, &mut client_parameters);
    types::name(&mut lowering, &prefixes);
    let untyped = types::untyped(&lowering, &prefixes);
    let types = std::mem::take(&mut lowering.types);
    let info = &document.info;
    let mut api = Api {
        name: options.name.clone(),
        title: info.title.clone(),
        version: info.version.clone(),
        docs: Docs {
            summary: docs::said(info.summary.as_deref()),
            description: docs::said(info.description.as_deref()),
            external: docs::external(document.external_docs.as_ref()),
            notes: docs::of_info(info),
            provenance: info.origin.provenance,
            ..Docs::default()
        },
        servers: lowered.servers,
        operation_servers: lowered.operation_servers,
        types,
        xml: XmlTable::default(),
        groups,
        incoming,
        webhooks: None,
        headers: Vec::new(),
        client_parameters,
        schemes,
        alternatives,
        untyped,
        secrets: Secrets::default(),
        date_time: options.custom.date_time,
        settings: Settings::default(),
        recursion_limit: None,
    };
    order::declare(&mut api, &mut lowering);
    secret::decide(&mut api, document);
    routes::decide(&mut api, &positions, &mut lowering);
    pagination::decide(&mut api, &positions, &mut lowering);
    webhooks::decide(&mut api, &mut lowering);
    styles::tell(&api, &mut lowering);
    cycles::break_up(&mut api.types);
    files::settle(&mut api);
    size::bound(&mut api);
    facts::fill(&mut api);
    constructors::decide(&mut api);
    conversions::decide(&mut api);
    defaults::decide(&mut api);
    clusters::fill(&mut api);
    lowering.fill_xml(&mut api);
    examples::fill(&mut lowering, &mut api, &positions);
    links::resolve(&mut api);
    headers::collect(&mut api);
    custom::apply(&mut api, &options.custom, &mut lowering);
    union_tags::decide(&mut api);
    api
}
