//! What a node becomes, before any of its contents is lowered: the storey above the graph.
//!
//! Takes a node; gives a [`Plan`]. Promises to look at keywords and not to make definitions, so that plans of recursive
//! schemas end. Never names a type.

mod enumeration;
mod inheritance;
mod model;
mod object;
mod planner;
pub mod scalar;
mod tags;
mod tests_of;
mod union;

pub use model::{
    AdditionalPlan, EnumerationPlan, FieldPlan, Plan, Planned, PlannedValue, Required, StructurePlan, UnionPlan,
    names_keys,
};
pub use planner::Planner;

use crate::config::Replacement;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{JsonType, Unread};
use crate::format;
use crate::ir::{External, Json, Scalar};
use crate::lower::graph::{Flat, Key, NodeId, TOO_MUCH};
use crate::lower::literal;
use crate::lower::place::Step;
use crate::node::Value;

/// The longest list by position that becomes a tuple: the runtime reads and writes no longer ones.
const LONGEST_TUPLE: usize = 6;

impl<'d> Planner<'_, 'd, '_> {
    /// What a node becomes.
    pub fn plan(&mut self, node: NodeId) -> Planned {
        let flat = self.graph.flat(node);
        if flat.cut {
            return Planned::new(Plan::Anything(TOO_MUCH), false);
        }
        let planned = self.plan_flat(node, &flat);
        self.tell_shown(node, &flat, &planned.plan);
        planned
    }

    /// Tells what is called secret and is shown: only a text is hidden.
    fn tell_shown(&mut self, node: NodeId, flat: &Flat<'d>, plan: &Plan) {
        let given = flat.extension.and_then(|node| node.get("secret"));
        if let Some(given) = given.filter(|given| given.as_bool().is_none()) {
            let message = format!("`x-specwright: {{secret}}` takes true or false, not {}", given.kind());
            self.graph
                .tell(Diagnostic::new(&code::lower::EXTENSION_INVALID, given.span(), message).help("it was ignored"));
        }
        let what = match plan {
            Plan::Scalar(Scalar::Secret) | Plan::Same(_) => return,
            // A list of types hands the mark on to each of them, alternatives have marks of their own.
            Plan::Union(union) if union.variants.iter().any(|it| scalar::is_secret(&self.graph.flat(it.node))) => {
                return;
            }
            Plan::Union(_) => "one of several types, none of which is marked",
            Plan::Enumeration(_) => "one of the values that the document lists",
            Plan::External(_) => "a type of your own",
            Plan::Anything(_) | Plan::Null | Plan::Scalar(_) => "no text",
            Plan::List(_) | Plan::Tuple(_) | Plan::Map(_) | Plan::Structure(_) => "no text itself",
        };
        if !scalar::is_secret(flat) {
            return;
        }
        self.graph.tell(match given {
            Some(given) => Diagnostic::new(
                &code::lower::EXTENSION_INVALID,
                given.span(),
                format!("`x-specwright: {{secret: true}}` hides texts; this is {what}"),
            )
            .help("it was ignored, and the value is shown; mark the texts within, or give it a `type` that hides it"),
            None => Diagnostic::new(
                &code::lower::KEYWORD_IGNORED,
                self.graph.nodes.get(node).origin.span,
                format!("`format: password` hides texts; this is {what}"),
            )
            .help("it was ignored, and the value is shown"),
        });
    }

    fn plan_flat(&mut self, node: NodeId, flat: &Flat<'d>) -> Planned {
        if let Some(path) = self.external(flat).or_else(|| self.replaced(node)) {
            let sample = shown(flat);
            return Planned::new(Plan::External(External { path, sample }), flat.nullable());
        }
        if let Some(origin) = flat.never {
            self.graph.tell(
                Diagnostic::new(&code::lower::IMPOSSIBLE_SCHEMA, origin.span, "no value is valid against this schema")
                    .help("it was taken as any JSON value; say in an overlay what is meant"),
            );
            return Planned::new(Plan::Anything("no value is valid here"), false);
        }
        if flat.only_null() {
            return Planned::new(Plan::Null, false);
        }
        if flat.values.is_some()
            && let Some(planned) = self.plan_values(flat)
        {
            return planned;
        }
        if flat.discriminator.is_some()
            && let Some(planned) = self.plan_inheritance(node, flat)
        {
            return planned;
        }
        if !flat.groups.is_empty()
            && let Some(planned) = self.plan_alternatives(node, flat)
        {
            return planned;
        }
        let plan = self.plan_kinds(node, flat);
        Planned::new(plan, flat.nullable())
    }

    /// What a node's own keywords make of it, alternatives left aside.
    pub fn plan_kinds(&mut self, node: NodeId, flat: &Flat<'d>) -> Plan {
        let Some(kinds) = flat.kinds() else {
            return Plan::Anything(self.why_nothing(flat));
        };
        let kinds: Vec<JsonType> = kinds.iter().collect();
        match kinds.as_slice() {
            [] => Plan::Null,
            [kind] => self.plan_kind(node, flat, *kind),
            // Everything but null, in any spelling.
            all if all.iter().filter(|kind| **kind != JsonType::Integer).count() > 4 => {
                Plan::Anything("the value may have any type")
            }
            several => self.plan_mixed(node, several),
        }
    }

    /// Why nothing is known of a value: the description says nothing of it, or what it says could not be read.
    pub fn why_nothing(&self, flat: &Flat<'d>) -> &'static str {
        let unread = flat.schemas.iter().find_map(|id| self.graph.document.schemas.get(*id).unread);
        match unread {
            None => "nothing is said of the value",
            Some(Unread::Reference) => "a `$ref` leads nowhere",
            Some(Unread::Type) => "its `type` is no type of JSON Schema",
            Some(Unread::Keyword) => "a keyword of its schema cannot be read",
            Some(Unread::Shape) => "what stands in the place of its schema is none",
            Some(Unread::Beyond) => "there are more schemas than the budget allows",
        }
    }

    fn plan_kind(&mut self, node: NodeId, flat: &Flat<'d>, kind: JsonType) -> Plan {
        match kind {
            JsonType::Null => Plan::Null,
            JsonType::Boolean => Plan::Scalar(Scalar::Boolean),
            JsonType::Integer => Plan::Scalar(scalar::integer(flat)),
            JsonType::Number => Plan::Scalar(scalar::number(flat)),
            JsonType::String => self.plan_text(flat),
            JsonType::Array => self.plan_list(node, flat),
            JsonType::Object => self.plan_object(node, flat),
        }
    }

    fn plan_list(&mut self, node: NodeId, flat: &Flat<'d>) -> Plan {
        let origin = self.graph.nodes.get(node).origin;
        let items = (!flat.items.is_empty()).then(|| self.graph.all_of(&flat.items, node, Step::Items, origin));
        if flat.prefix_items.is_empty() {
            return Plan::List(items);
        }
        let length = u64::try_from(flat.prefix_items.len()).unwrap_or(u64::MAX);
        let closed = flat.prefix_closed || flat.constraints.max_items == Some(length);
        let full = flat.constraints.min_items.is_some_and(|least| least >= length);
        let mut prefix: Vec<NodeId> = flat.prefix_items.iter().map(|id| self.graph.node(*id)).collect();
        if closed && full && (2..=LONGEST_TUPLE).contains(&prefix.len()) {
            return Plan::Tuple(prefix);
        }
        match (items, closed) {
            (Some(items), _) => prefix.push(items),
            (None, true) => {}
            (None, false) => return Plan::List(None),
        }
        Plan::List(Some(self.graph.any_of(prefix, node, Step::Items, origin)))
    }

    /// A union by JSON type, as of `type: [string, integer]`.
    fn plan_mixed(&mut self, node: NodeId, kinds: &[JsonType]) -> Plan {
        let origin = self.graph.nodes.get(node).origin;
        let mut variants = Vec::new();
        for kind in kinds {
            let step = Step::Variant(model::word(*kind).to_owned());
            variants.push(self.graph.combined(Key::Kind(node, *kind), node, step, origin));
        }
        Plan::Union(UnionPlan::by_kind(variants, kinds, origin))
    }

    /// A string: what settings say of its format, and the type that its format has by default.
    fn plan_text(&self, flat: &Flat<'d>) -> Plan {
        let setting = flat.format.and_then(|format| Some((format, &self.custom.formats.get(format)?.value)));
        match setting.filter(|_| !scalar::is_secret(flat)) {
            None => Plan::Scalar(scalar::string(flat)),
            Some((_, Replacement::Text)) => Plan::Scalar(Scalar::String),
            Some((format, Replacement::Path(path))) => {
                let made_up = || format::example(format).map(|text| Json(format!("\"{text}\"").into()));
                let sample = shown(flat).or_else(made_up);
                Plan::External(External { path: path.clone(), sample })
            }
        }
    }

    /// The type that settings put in the place of a component.
    fn replaced(&self, node: NodeId) -> Option<String> {
        let Key::Schema(id) = self.graph.nodes.get(node).key else { return None };
        let component = self.graph.document.schemas.get(id).component.as_deref()?;
        self.custom.replace.get(component).map(|setting| setting.value.clone())
    }

    /// `x-specwright: {type}`: a Rust path and nothing else.
    fn external(&mut self, flat: &Flat<'d>) -> Option<String> {
        let given = flat.extension?.get("type")?;
        let path = given.as_str().unwrap_or_default();
        let segments: Vec<&str> = path.split("::").collect();
        let sound = segments.len() > 1
            && segments.iter().all(|segment| {
                let mut characters = segment.chars();
                characters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
                    && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
                    && *segment != "_"
            });
        if sound {
            return Some(path.to_owned());
        }
        self.graph.tell(
            Diagnostic::new(
                &code::lower::EXTENSION_INVALID,
                given.span(),
                format!("`x-specwright: {{type}}` takes a Rust path such as `my_crate::Money`, not {}", given.kind()),
            )
            .help("generic arguments and macros are not taken; name a type alias instead"),
        );
        None
    }
}

/// A value that the document shows of a schema.
fn shown(flat: &Flat<'_>) -> Option<Json> {
    flat.examples.iter().copied().chain(flat.default).find(|node| node.value != Value::Null).map(literal::json)
}

#[cfg(test)]
mod tests {
    use crate::lower::tests::becomes;

    #[test]
    fn each_kind_of_schema_has_its_shape() {
        becomes(
            "Text: {type: string}\nList: {type: array, items: {type: integer}}\nMap: {additionalProperties: {type: boolean}}\n\
             Pair: {type: array, prefixItems: [{type: string}, {type: number}], items: false}\n\
             Color: {enum: [red, green]}\nObject: {type: object, properties: {a: {type: string}}}\n\
             Either: {type: [string, integer]}\nAny: {}",
            &[
                "newtype Text: String",
                "newtype List: [I64]",
                "newtype Map: {Boolean}",
                "newtype Pair: [PairItem] max items 2 # At most 2 items.",
                "union PairItem, told apart, open",
                "  String: String",
                "  Number: F64",
                "enum Color, open: Red, Green",
                "struct Object",
                "  a: String?",
                "union Either, told apart, open",
                "  Integer: I64",
                "  String: String",
            ],
        );
    }

    #[test]
    fn what_only_renames_is_no_type_of_its_own_in_a_field() {
        becomes(
            "A: {type: object, properties: {b: {allOf: [{$ref: '#/components/schemas/B'}]}, c: {const: 1}}}\n\
             B: {type: object, properties: {d: {type: string}}}",
            &["struct A", "  b: B?", "  c: C1?", "enum C1, open: Value1", "struct B", "  d: String?"],
        );
    }
}
