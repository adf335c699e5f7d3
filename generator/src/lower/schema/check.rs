//! What a type leaves unsaid of its schemas.
//!
//! Takes a node and what it became; gives the checks that say the rest. Promises that no check refuses a valid instance:
//! what cannot be said exactly, asks for keys that the type drops, or is too much to carry is left out, and told.

use std::collections::BTreeSet;

use super::Lowering;
use super::compile::{self, Compiler, Unevaluated};
use super::sight::Sight;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Schema, SchemaId, SchemaTable};
use crate::ir::{Check, Constraints};
use crate::lower::graph::{Flat, Key, NodeId, depends_on_instances, says_nothing, unexpressed};

/// Most checks that one keyword may come to.
const MOST: usize = 100;

/// Most checks that the alternatives of a type may come to which expresses them for the most part.
const MOST_BESIDE_SHAPE: usize = 24;

/// What a node became, as far as it matters which keywords that expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Any JSON value.
    Anything,
    /// `bool`
    Boolean,
    /// A string, a number, a date.
    Scalar,
    /// A list.
    List,
    /// A tuple.
    Tuple,
    /// A map.
    Map,
    /// A structure.
    Structure,
    /// An enum of types.
    Union,
    /// An enum of constants.
    Enumeration,
}

type Piece = (&'static str, usize, for<'d> fn(&mut Compiler<'d>, &Schema) -> Option<Vec<Check>>);

type Alternatives = for<'d> fn(&mut Compiler<'d>, &[SchemaId]) -> Option<Check>;

/// Keywords that no shape expresses.
const ALWAYS: [Piece; 6] = [
    ("not", MOST, |compiler, schema| compiler.not(schema)),
    ("if", MOST, |compiler, schema| compiler.conditional(schema)),
    ("propertyNames", MOST, |compiler, schema| compiler.property_names(schema)),
    ("dependentRequired", MOST, |_, schema| Some(compile::dependent_required(schema))),
    ("dependentSchemas", MOST, |compiler, schema| compiler.dependent_schemas(schema)),
    ("contains", MOST, |compiler, schema| compiler.contains(schema)),
];

impl<'d> Lowering<'d, '_> {
    /// What the form of a node's type leaves unsaid.
    pub(super) fn checks(&mut self, node: NodeId, flat: &Flat<'d>, form: Form, sight: &Sight) -> Vec<Check> {
        if let Some(whole) = self.unevaluated(node, flat, sight) {
            return whole;
        }
        let mut checks = Vec::new();
        for id in flat.schemas.clone() {
            let schema = self.graph.document.schemas.get(id);
            for piece in ALWAYS.iter().filter(|(keyword, _, _)| has(schema, keyword)) {
                checks.extend(self.piece(id, flat, sight, piece));
            }
            for piece in self.pieces(schema, flat, form) {
                checks.extend(self.piece(id, flat, sight, &piece));
            }
            if form != Form::Enumeration {
                checks.extend(self.alternatives(id, flat, form, sight));
            }
            checks.extend(repeated(schema, flat));
            if form == Form::Structure && sight.is_full() {
                let undeclared = schema.object.required.iter().filter(|one| flat.property(&one.name).is_none());
                let names: Vec<String> = undeclared.map(|one| one.name.to_string()).collect();
                checks.extend((!names.is_empty()).then_some(Check::Required(names)));
            }
        }
        if let Some(counts) = counts(flat, form) {
            if self.sees(flat, sight, std::slice::from_ref(&counts)) {
                checks.push(counts);
            } else {
                self.tell_uncounted(flat);
            }
        }
        let mut once: Vec<Check> = Vec::with_capacity(checks.len());
        for check in checks {
            if !once.contains(&check) {
                once.push(check);
            }
        }
        once
    }

    /// Keys are not counted where some are dropped, unless those that must be there are enough.
    fn tell_uncounted(&mut self, flat: &Flat<'d>) {
        let declared = flat.object.required.keys().filter(|key| flat.property(key).is_some()).count();
        let enough = flat.constraints.min_properties.is_none_or(|least| declared as u64 >= least);
        let Some(lead) = flat.lead.filter(|_| !enough) else { return };
        let message = "`minProperties` counts keys that the type does not keep, and is not checked";
        let help = "`additionalProperties` in an overlay, true or false, says what becomes of them";
        self.graph.tell(Diagnostic::new(&code::lower::KEYWORD_IGNORED, lead.origin.span, message).help(help));
    }

    /// Keywords that this form does not express.
    fn pieces(&self, schema: &Schema, flat: &Flat<'d>, form: Form) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let anything = form == Form::Anything;
        if anything {
            pieces
                .push(("type", MOST, |_, schema| Some(compile::never(schema).chain(compile::kinds(schema)).collect())));
            pieces.push(("properties", MOST, |compiler, schema| compiler.declared(schema)));
        }
        if anything || form == Form::Boolean {
            pieces.push(("enum", MOST, |_, schema| Some(compile::values(schema))));
        }
        if anything || form == Form::Map {
            pieces.push(("required", MOST, |_, schema| Some(compile::required(schema).into_iter().collect())));
        }
        let other = schema.object.additional_properties.map(|id| self.graph.document.schemas.get(id));
        let unsaid = other.is_some_and(only_checks);
        if anything || !schema.object.pattern_properties.is_empty() || unsaid {
            pieces.push(("patternProperties", MOST, |compiler, schema| compiler.patterns(schema)));
        }
        if anything || form == Form::List && !flat.prefix_items.is_empty() {
            pieces.push(("prefixItems", MOST, |compiler, schema| compiler.items(schema)));
        }
        pieces
    }

    fn piece(&mut self, id: SchemaId, flat: &Flat<'d>, sight: &Sight, piece: &Piece) -> Vec<Check> {
        let (keyword, most, make) = *piece;
        let schemas = &self.graph.document.schemas;
        let mut compiler = Compiler::new(schemas, most, Unevaluated::Ignored);
        let mut made = make(&mut compiler, schemas.get(id));
        if made.is_none() {
            compiler = Compiler::new(schemas, most, Unevaluated::Matters);
            made = make(&mut compiler, schemas.get(id));
        }
        match made.filter(|checks| self.sees(flat, sight, checks)) {
            Some(checks) => {
                self.said.checked.insert(id);
                self.said.checked.extend(compiler.used);
                checks
            }
            None => {
                self.said.left_out.insert((id, keyword));
                Vec::new()
            }
        }
    }

    /// `anyOf` and `oneOf`, where a shape is not all that they say.
    fn alternatives(&mut self, id: SchemaId, flat: &Flat<'d>, form: Form, sight: &Sight) -> Vec<Check> {
        let schema = self.graph.document.schemas.get(id);
        if schema.discriminator.is_some() {
            return Vec::new();
        }
        let most = if form == Form::Anything { MOST } else { MOST_BESIDE_SHAPE };
        let mut checks = Vec::new();
        let groups: [(&Vec<SchemaId>, Alternatives); 2] = [
            (&schema.any_of, |compiler, branches| compiler.any_of(branches).map(Check::AnyOf)),
            (&schema.one_of, |compiler, branches| compiler.one_of(branches).map(Check::OneOf)),
        ];
        for (branches, make) in groups.into_iter().filter(|(branches, _)| !branches.is_empty()) {
            let schemas = &self.graph.document.schemas;
            let mut compiler = Compiler::new(schemas, most, Unevaluated::Ignored);
            let mut made = make(&mut compiler, branches);
            if made.is_none() {
                compiler = Compiler::new(schemas, most, Unevaluated::Matters);
                made = make(&mut compiler, branches);
            }
            let Some(check) = made else { continue };
            if !tells_more(&check, form) || !self.sees(flat, sight, std::slice::from_ref(&check)) {
                continue;
            }
            self.said.checked.extend(compiler.used);
            self.checked_alternatives.insert(schema.origin.span);
            checks.push(check);
        }
        checks
    }

    /// All that a node says, where it asks for what nothing else speaks of and no shape answers.
    fn unevaluated(&mut self, node: NodeId, flat: &Flat<'d>, sight: &Sight) -> Option<Vec<Check>> {
        let Key::Schema(id) = self.graph.nodes.get(node).key else { return None };
        let schemas = &self.graph.document.schemas;
        let asks = flat.schemas.iter().any(|part| {
            let schema = schemas.get(*part);
            schema.array.unevaluated_items.is_some()
                || schema.object.unevaluated_properties.is_some()
                    && (is_open_ended(flat, schemas) || *part != id && has_cousins(*part, flat, schemas))
        });
        if !asks {
            return None;
        }
        let mut compiler = Compiler::new(schemas, MOST, Unevaluated::Matters);
        let checks = compiler.schema(id)?;
        if !self.sees(flat, sight, &checks) {
            return None;
        }
        self.said.checked.extend(compiler.used);
        Some(checks)
    }
}

/// Whether what is evaluated depends on the instance.
pub(super) fn is_open_ended(flat: &Flat<'_>, schemas: &SchemaTable) -> bool {
    !flat.groups.is_empty() || !flat.object.patterns.is_empty() || depends_on_instances(flat, schemas)
}

/// Whether properties are declared beside a part of a schema: what is unevaluated there, the part does not know of.
fn has_cousins(part: SchemaId, flat: &Flat<'_>, schemas: &SchemaTable) -> bool {
    let mut within = BTreeSet::new();
    let mut open = vec![part];
    while let Some(id) = open.pop() {
        if within.insert(id) {
            let schema = schemas.get(id);
            open.extend(schema.reference.iter().chain(&schema.all_of));
        }
    }
    let beside = flat.schemas.iter().filter(|id| !within.contains(*id));
    beside.map(|id| schemas.get(*id)).any(|schema| !schema.object.properties.is_empty())
}

fn has(schema: &Schema, keyword: &str) -> bool {
    unexpressed(schema).contains(&keyword)
}

/// Whether a schema gives no type, but something to check.
fn only_checks(schema: &Schema) -> bool {
    !says_nothing(schema) && schema.types.is_empty() && !unexpressed(schema).is_empty()
}

/// Whether alternatives say more than the type itself.
fn tells_more(check: &Check, form: Form) -> bool {
    let only_types = |branches: &[Vec<Check>]| branches.iter().all(|one| is_type(one));
    match check {
        Check::AnyOf(branches) => {
            let anything = branches.iter().any(Vec::is_empty);
            !anything && (form == Form::Anything || !only_types(branches))
        }
        Check::OneOf(branches) => form == Form::Anything || !only_types(branches),
        _ => true,
    }
}

/// Whether checks say no more than a type: a JSON type, or a list of one.
fn is_type(checks: &[Check]) -> bool {
    checks.iter().all(|check| match check {
        Check::Type(_) => true,
        Check::Items(0, items) => is_type(items),
        _ => false,
    })
}

/// Bounds of which the type's own rules know only the first, where several schemas hold.
fn repeated(schema: &Schema, flat: &Flat<'_>) -> Option<Check> {
    let pattern = schema
        .string
        .pattern
        .as_ref()
        .filter(|own| flat.constraints.pattern.as_ref() != Some(*own) && crate::lower::pattern::is_checkable(own));
    let step = schema.number.multiple_of.as_ref().map(|number| number.text().to_owned());
    let step = step.filter(|own| flat.constraints.multiple_of.as_ref() != Some(own));
    let rules = Constraints { pattern: pattern.cloned(), multiple_of: step, ..Constraints::default() };
    (!rules.is_empty()).then(|| Check::Rules(Box::new(rules)))
}

/// Bounds of a type that has no rules of its own.
fn counts(flat: &Flat<'_>, form: Form) -> Option<Check> {
    let all: &Constraints = &flat.constraints;
    let rules = match form {
        Form::Structure => Constraints {
            min_properties: all.min_properties,
            max_properties: all.max_properties,
            ..Constraints::default()
        },
        Form::Union => all.clone(),
        Form::Anything | Form::Boolean | Form::Scalar | Form::List | Form::Tuple | Form::Map | Form::Enumeration => {
            Constraints::default()
        }
    };
    (!rules.is_empty()).then(|| Check::Rules(Box::new(rules)))
}

#[cfg(test)]
mod tests {
    use crate::ir::Shape;
    use crate::lower::tests::{api, told};

    /// The checks of the only type, and the codes of what is reported.
    fn checks(schema: &str) -> (String, Vec<&'static str>) {
        let (api, diagnostics) = api(&[], &format!("A: {schema}"));
        let checks = api.types.iter().flat_map(|(_, definition)| match &definition.shape {
            Shape::Newtype(newtype) => newtype.constraints.checks.clone(),
            Shape::Structure(_) | Shape::Union(_) | Shape::Enumeration(_) => definition.checks.clone(),
        });
        let checks: Vec<String> = checks.map(|check| format!("{check:?}")).collect();
        (checks.join("; "), told(&diagnostics))
    }

    #[test]
    fn what_a_type_says_is_not_checked_again() {
        for schema in [
            "{type: string}",
            "{type: object, properties: {a: {type: string}}}",
            "{type: array, items: {type: integer}}",
        ] {
            assert_eq!(checks(schema), ("".to_owned(), Vec::new()), "{schema}");
        }
    }

    #[test]
    fn what_no_type_says_is_checked() {
        for (schema, expected) in [
            ("{type: string, not: {const: x}}", "Not([Enum([String(\"x\")])])"),
            (
                "{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}",
                "DependentRequired(\"a\", [\"b\"])",
            ),
            (
                "{type: array, items: {}, contains: {type: string}, maxContains: 2}",
                "Contains { least: 1, most: Some(2), checks: [Type([String])] }",
            ),
            (
                "{type: object, properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}",
                "OneOf([[Required([\"a\"])], [Required([\"b\"])]])",
            ),
        ] {
            assert_eq!(checks(schema), (expected.to_owned(), Vec::new()), "{schema}");
        }
    }
}
