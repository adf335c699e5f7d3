//! Security definitions as security schemes.
//!
//! Takes a Security Scheme Object of 2.0; changes it in place into one of 3.x. Never looks at requirements: they are the same.

use super::super::build;
use super::parts::rename;
use crate::node::{Map, Node, Value};

/// Flows of 2.0 with their names in 3.x.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

pub(super) fn scheme(node: &mut Node) {
    let Some(map) = node.as_map_mut() else { return };
    let Some(ty) = map.get("type") else { return };
    let origin = ty.origin;
    match ty.as_str() {
        Some("basic") => {
            build::set(map, "type", build::text(origin, "http"));
            build::set(map, "scheme", build::text(origin, "basic"));
        }
        Some("oauth2") => {
            let mut flow = Map::new();
            for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                rename(map, key, &mut flow, key);
            }
            let named = map.remove("flow");
            let word = named.as_ref().and_then(|flow| flow.value.as_str()).unwrap_or_default();
            let kind = FLOWS.iter().find(|(old, _)| *old == word).map_or(word, |(_, new)| *new);
            let span = named.as_ref().map_or(origin.span, |flow| flow.key_span);
            let mut flows = Map::new();
            flows.insert(kind, span, build::node(origin, Value::Map(flow)));
            build::set(map, "flows", build::node(origin, Value::Map(flows)));
        }
        _ => {}
    }
}
