//! Schemas to checks, word for word.
//!
//! Takes a schema; gives checks that hold for exactly its instances, or nothing where they would not: a reference in circles
//! or to nowhere, a pattern that cannot be checked, too much to carry. `format` is a note, as in JSON Schema 2020-12.

use crate::document::{JsonType, Schema, SchemaId, SchemaTable};
use crate::ir::{Check, Constraints, Literal};
use crate::lower::graph::narrow;
use crate::lower::{literal, pattern};

/// Deepest nesting of schemas in checks.
const DEEPEST: usize = 32;

/// Makes checks of schemas.
pub(super) struct Compiler<'d> {
    schemas: &'d SchemaTable,
    /// Checks that may still be made.
    left: usize,
    open: Vec<SchemaId>,
    /// Whether some schema asks what others have seen.
    unevaluated: Unevaluated,
    reading: Reading,
    /// The schemas that went in.
    pub used: Vec<SchemaId>,
}

/// How checks that take in more than their schema err.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// They accept too much.
    Plain,
    /// They may refuse what is valid: under `not`, `if` and `oneOf`.
    Strict,
}

/// Whether keys and items that nothing spoke of matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unevaluated {
    /// They do: what allows anything is kept, because it speaks of keys.
    Matters,
    /// They do not.
    Ignored,
}

impl<'d> Compiler<'d> {
    /// For at most that many checks.
    pub fn new(schemas: &'d SchemaTable, most: usize, unevaluated: Unevaluated) -> Self {
        Self { schemas, left: most, open: Vec::new(), unevaluated, reading: Reading::Plain, used: Vec::new() }
    }

    /// All that a schema says and no more.
    fn strictly(&mut self, id: SchemaId) -> Option<Vec<Check>> {
        let before = std::mem::replace(&mut self.reading, Reading::Strict);
        let checks = self.schema(id);
        self.reading = before;
        checks
    }

    /// All that a schema says.
    pub fn schema(&mut self, id: SchemaId) -> Option<Vec<Check>> {
        if self.open.contains(&id) || self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(id);
        self.used.push(id);
        let checks = self.keywords(id);
        self.open.pop();
        checks
    }

    fn keywords(&mut self, id: SchemaId) -> Option<Vec<Check>> {
        let schema = self.schemas.get(id);
        if schema.reference_unsure || schema.extension.as_ref().is_some_and(|own| own.get("type").is_some()) {
            return None;
        }
        let asks = schema.object.unevaluated_properties.is_some() || schema.array.unevaluated_items.is_some();
        if asks && self.unevaluated == Unevaluated::Ignored {
            return None;
        }
        // A format is a note by the letter, and by it alone documents tell texts apart.
        let texts = schema.types.is_empty() || schema.types.contains(JsonType::String);
        let format = schema.format.is_some() && texts || schema.string.content_encoding.is_some();
        if format && self.reading == Reading::Strict {
            return None;
        }
        let mut checks = Vec::new();
        checks.extend(never(schema));
        checks.extend(kinds(schema));
        checks.extend(values(schema));
        checks.extend(bounds(schema)?);
        for part in schema.reference.iter().chain(&schema.all_of) {
            let part = self.schema(*part)?;
            let looks = part.iter().any(|c| matches!(c, Check::UnevaluatedProperties(_) | Check::UnevaluatedItems(_)));
            if looks {
                checks.push(Check::AllOf(part));
            } else {
                checks.extend(part);
            }
        }
        checks.extend(required(schema));
        checks.extend(self.property_names(schema)?);
        checks.extend(dependent_required(schema));
        checks.extend(self.dependent_schemas(schema)?);
        checks.extend(self.declared(schema)?);
        checks.extend(self.patterns(schema)?);
        checks.extend(self.items(schema)?);
        checks.extend(self.contains(schema)?);
        if !schema.any_of.is_empty() {
            checks.push(Check::AnyOf(self.any_of(&schema.any_of)?));
        }
        if !schema.one_of.is_empty() {
            checks.push(Check::OneOf(self.one_of(&schema.one_of)?));
        }
        checks.extend(self.not(schema)?);
        checks.extend(self.conditional(schema)?);
        if let Some(id) = schema.object.unevaluated_properties {
            checks.push(Check::UnevaluatedProperties(self.schema(id)?));
        }
        if let Some(id) = schema.array.unevaluated_items {
            checks.push(Check::UnevaluatedItems(self.schema(id)?));
        }
        self.left = self.left.checked_sub(checks.len() + 1)?;
        Some(checks)
    }

    /// The alternatives of an `anyOf`.
    pub fn any_of(&mut self, branches: &[SchemaId]) -> Option<Vec<Vec<Check>>> {
        branches.iter().map(|branch| self.schema(*branch)).collect()
    }

    /// The alternatives of a `oneOf`.
    pub fn one_of(&mut self, branches: &[SchemaId]) -> Option<Vec<Vec<Check>>> {
        branches.iter().map(|branch| self.strictly(*branch)).collect()
    }

    /// `not`
    pub fn not(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        schema.not.into_iter().map(|not| Some(Check::Not(self.strictly(not)?))).collect()
    }

    /// `if`, `then` and `else`
    pub fn conditional(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let Some(conditional) = &schema.conditional else { return Some(Vec::new()) };
        let condition = self.strictly(conditional.condition)?;
        let mut branch = |id: Option<SchemaId>| id.map_or(Some(Vec::new()), |id| self.schema(id));
        let (then, otherwise) = (branch(conditional.then)?, branch(conditional.otherwise)?);
        Some(vec![Check::If(condition, then, otherwise)])
    }

    /// `propertyNames`
    pub fn property_names(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        schema.object.property_names.into_iter().map(|id| Some(Check::PropertyNames(self.schema(id)?))).collect()
    }

    /// `dependentSchemas`
    pub fn dependent_schemas(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let all = schema.object.dependent_schemas.iter();
        all.map(|(key, id)| Some(Check::DependentSchemas(key.clone(), self.schema(*id)?))).collect()
    }

    /// `properties`
    pub fn declared(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let mut checks = Vec::new();
        for property in &schema.object.properties {
            let inner = self.schema(property.schema)?;
            if !inner.is_empty() || self.unevaluated == Unevaluated::Matters {
                checks.push(Check::Property(property.name.to_string(), inner));
            }
        }
        Some(checks)
    }

    /// `patternProperties` and `additionalProperties`.
    pub fn patterns(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let object = &schema.object;
        let mut checks = Vec::new();
        for (pattern, id) in &object.pattern_properties {
            if !pattern::is_checkable(pattern) {
                return None;
            }
            checks.push(Check::PatternProperty(pattern.clone(), self.schema(*id)?));
        }
        if let Some(id) = object.additional_properties {
            let inner = self.schema(id)?;
            if !inner.is_empty() || self.unevaluated == Unevaluated::Matters {
                let names = object.properties.iter().map(|property| property.name.to_string()).collect();
                let patterns = object.pattern_properties.iter().map(|(pattern, _)| pattern.clone()).collect();
                checks.push(Check::AdditionalProperties { names, patterns, checks: inner });
            }
        }
        Some(checks)
    }

    /// `prefixItems` and `items`.
    pub fn items(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let mut checks = Vec::new();
        for (index, id) in schema.array.prefix_items.iter().enumerate() {
            let inner = self.schema(*id)?;
            if !inner.is_empty() || self.unevaluated == Unevaluated::Matters {
                checks.push(Check::PrefixItem(index, inner));
            }
        }
        if let Some(id) = schema.array.items {
            let inner = self.schema(id)?;
            if !inner.is_empty() || self.unevaluated == Unevaluated::Matters {
                checks.push(Check::Items(schema.array.prefix_items.len(), inner));
            }
        }
        Some(checks)
    }

    /// `contains`
    pub fn contains(&mut self, schema: &Schema) -> Option<Vec<Check>> {
        let array = &schema.array;
        let Some(id) = array.contains else { return Some(Vec::new()) };
        let checks = if array.max_contains.is_some() { self.strictly(id)? } else { self.schema(id)? };
        Some(vec![Check::Contains { least: array.min_contains.unwrap_or(1), most: array.max_contains, checks }])
    }
}

/// `type`
pub(super) fn kinds(schema: &Schema) -> Option<Check> {
    let kinds: Vec<JsonType> = schema.types.iter().collect();
    (!kinds.is_empty()).then_some(Check::Type(kinds))
}

/// `enum` and `const`
pub(super) fn values(schema: &Schema) -> Vec<Check> {
    let listed = schema.enumeration.iter().map(|values| values.iter().map(literal::literal).collect::<Vec<Literal>>());
    let constant = schema.constant.iter().map(|value| vec![literal::literal(value)]);
    listed.chain(constant).map(Check::Enum).collect()
}

/// `dependentRequired`
pub(super) fn dependent_required(schema: &Schema) -> Vec<Check> {
    let all = schema.object.dependent_required.iter().filter(|(_, names)| !names.is_empty());
    all.map(|(key, names)| Check::DependentRequired(key.clone(), names.clone())).collect()
}

/// The schema `false`.
pub(super) fn never(schema: &Schema) -> impl Iterator<Item = Check> {
    (schema.boolean == Some(false)).then_some(Check::Never).into_iter()
}

/// Bounds; nothing where the pattern cannot be checked.
pub(super) fn bounds(schema: &Schema) -> Option<Vec<Check>> {
    let mut constraints = Constraints::default();
    narrow(&mut constraints, schema);
    if constraints.pattern.as_deref().is_some_and(|pattern| !pattern::is_checkable(pattern)) {
        return None;
    }
    // `minimum` beside `exclusiveMinimum` is one bound; a minimum of zero length is none.
    Some(if constraints.is_empty() { Vec::new() } else { vec![Check::Rules(Box::new(constraints))] })
}

/// `required`
pub(super) fn required(schema: &Schema) -> Option<Check> {
    let names: Vec<String> = schema.object.required.iter().map(|required| required.name.to_string()).collect();
    (!names.is_empty()).then_some(Check::Required(names))
}
