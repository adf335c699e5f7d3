//! Values made up for a type.
//!
//! Takes a type and what the vendor shows of its parts; gives JSON text that reading the type accepts and that keeps to its
//! bounds. Promises to end on recursive types and to stay small: deep down only what is required.

use crate::ir::{
    Additional, Constraints, Enumeration, Field, Json, Literal, Presence, Scalar, Shape, Structure, Tagging, Type,
    TypeId, TypeTable, Union,
};
use crate::lower::fits::fits;
use crate::lower::literal::{json, text_of, write_string};
use crate::lower::made_text::Texts;
use crate::lower::schema::Draft;

/// Deeper than this, what is optional is left out.
const FULL_DEPTH: usize = 3;
/// Deeper than this nothing is made up.
const DEEPEST: usize = 30;
/// After that many values, what is optional is left out.
const ENOUGH: usize = 300;
/// After that many nothing more is made up.
const MOST: usize = 3_000;

/// Makes values up.
pub struct Sampler<'a, 'd> {
    types: &'a TypeTable,
    drafts: &'a [Draft<'d>],
    way: Vec<TypeId>,
    made: usize,
    texts: &'a mut Texts,
}

/// A property that must hold a value, so that a union finds the variant again.
type Tag<'t> = Option<(&'t str, &'t str)>;

impl<'a, 'd> Sampler<'a, 'd> {
    /// For the types of an api, whose drafts stand in the same order; `texts` remembers what was made for patterns.
    pub fn new(types: &'a TypeTable, drafts: &'a [Draft<'d>], texts: &'a mut Texts) -> Self {
        Self { types, drafts, way: Vec::new(), made: 0, texts }
    }

    /// A value of the type.
    pub fn value(&mut self, ty: &Type) -> Option<String> {
        self.made = 0;
        self.way.clear();
        self.of(ty, &Constraints::default(), None)
    }

    fn of(&mut self, ty: &Type, constraints: &Constraints, tag: Tag<'_>) -> Option<String> {
        self.made += 1;
        if self.made > MOST {
            return None;
        }
        match ty {
            Type::Unit => Some("null".to_owned()),
            Type::Any => Some("{}".to_owned()),
            Type::External(external) => external.sample.as_ref().map(|sample| sample.0.to_string()),
            Type::Scalar(scalar) => scalar_sample(*scalar, constraints, self.texts),
            Type::Nullable(inner) => Some(self.of(inner, constraints, tag).unwrap_or_else(|| "null".to_owned())),
            Type::List(inner) => self.list(inner, constraints),
            Type::Map(inner) => self.map(inner, constraints),
            Type::Tuple(items) => {
                let items: Option<Vec<String>> =
                    items.iter().map(|item| self.of(item, &Constraints::default(), None)).collect();
                Some(format!("[{}]", items?.join(",")))
            }
            Type::Defined(id) | Type::Boxed(id) => self.definition(*id, tag),
        }
    }

    fn definition(&mut self, id: TypeId, tag: Tag<'_>) -> Option<String> {
        if self.way.contains(&id) || self.way.len() >= DEEPEST {
            return None;
        }
        let types = self.types;
        let drafts = self.drafts;
        if let (None, Some(draft)) = (tag, drafts.get(id.index())) {
            let ty = Type::Defined(id);
            if let Some(shown) = draft.shown.iter().find(|shown| fits(shown, &ty, types)) {
                return Some(json(shown).0.into());
            }
        }
        self.way.push(id);
        let made = match &types.get(id).shape {
            Shape::Structure(structure) => self.structure(id, structure, tag),
            Shape::Union(union) => self.union(union),
            Shape::Enumeration(enumeration) => constant(enumeration, tag),
            Shape::Newtype(newtype) => self.of(&newtype.ty, &newtype.constraints, tag),
        };
        self.way.pop();
        made
    }

    fn structure(&mut self, id: TypeId, structure: &Structure, tag: Tag<'_>) -> Option<String> {
        let mut out = String::from("{");
        let mut tagged = tag.is_none();
        for constant in &structure.constants {
            tagged |= tag.is_some_and(|(property, _)| *property == constant.wire_name);
            entry(&mut out, &constant.wire_name, &text_of(&constant.value));
        }
        for field in &structure.fields {
            let own_tag = tag.filter(|(property, _)| *property == field.wire_name);
            tagged |= own_tag.is_some();
            let required = field.presence.is_required() || own_tag.is_some();
            if !required && (self.way.len() > FULL_DEPTH || self.made > ENOUGH) {
                continue;
            }
            let value = match own_tag {
                Some((_, value)) => Some(self.tag(&field.ty, value)),
                None => self.field(id, field),
            };
            match (value, field.presence) {
                (Some(value), _) => entry(&mut out, &field.wire_name, &value),
                (None, Presence::Nullable) => entry(&mut out, &field.wire_name, "null"),
                (None, Presence::Optional | Presence::OptionalNullable) => {}
                (None, Presence::Required) => return None,
            }
        }
        if let (false, Some((property, value))) = (tagged, tag) {
            entry(&mut out, property, &quoted(value));
        }
        match &structure.additional {
            Additional::Ignored | Additional::Refused | Additional::Kept { .. } => {}
        }
        out.push('}');
        Some(out)
    }

    fn field(&mut self, id: TypeId, field: &Field) -> Option<String> {
        let shown = self.drafts.get(id.index()).and_then(|draft| draft.shown_fields.get(&field.wire_name)).copied();
        if let Some(shown) = shown.filter(|shown| fits(shown, &field.ty, self.types)) {
            return Some(json(shown).0.into());
        }
        let format = self.drafts.get(id.index()).and_then(|draft| draft.formats.get(&field.wire_name)).copied();
        if let (Some(format), Type::Scalar(Scalar::String | Scalar::BoxedString)) = (format, &field.ty) {
            return self.texts.of(Some(format), &field.constraints).map(|text| quoted(&text));
        }
        self.of(&field.ty, &field.constraints, None)
    }

    /// A tag as a value of its field.
    fn tag(&self, ty: &Type, tag: &str) -> String {
        let listed = match ty {
            Type::Defined(id) => match &self.types.get(*id).shape {
                Shape::Enumeration(enumeration) => constant(enumeration, Some(("", tag))),
                Shape::Structure(_) | Shape::Union(_) | Shape::Newtype(_) => None,
            },
            Type::Scalar(Scalar::Boolean | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64) => {
                Some(tag.to_owned())
            }
            _ => None,
        };
        listed.unwrap_or_else(|| quoted(tag))
    }

    fn union(&mut self, union: &Union) -> Option<String> {
        match &union.tagging {
            Tagging::Discriminator { property, mapping, .. } => mapping.iter().find_map(|(tag, index)| {
                let ty = union.variants.get(*index)?.ty.clone();
                self.of(&ty, &Constraints::default(), Some((property, tag)))
            }),
            Tagging::Inferred { .. } | Tagging::Ordered => {
                union.variants.iter().find_map(|variant| self.of(&variant.ty, &Constraints::default(), None))
            }
        }
    }

    fn list(&mut self, inner: &Type, constraints: &Constraints) -> Option<String> {
        let least = constraints.min_items.unwrap_or(0);
        let most = constraints.max_items.unwrap_or(u64::MAX);
        let below = constraints.items.as_deref().cloned().unwrap_or_default();
        let item = if most == 0 { None } else { self.of(inner, &below, None) };
        match item {
            None => (least == 0).then(|| "[]".to_owned()),
            Some(item) => {
                // Items made up are alike; where they must differ there can be but one.
                let count = if constraints.unique_items { 1 } else { least.clamp(1, 10) };
                let items: Vec<String> = std::iter::repeat_n(item, usize::try_from(count).unwrap_or(1)).collect();
                Some(format!("[{}]", items.join(",")))
            }
        }
    }

    fn map(&mut self, inner: &Type, constraints: &Constraints) -> Option<String> {
        let least = constraints.min_properties.unwrap_or(0).min(10);
        let most = constraints.max_properties.unwrap_or(u64::MAX);
        let below = constraints.items.as_deref().cloned().unwrap_or_default();
        let value = if most == 0 { None } else { self.of(inner, &below, None) };
        match value {
            None => (least == 0).then(|| "{}".to_owned()),
            Some(value) => {
                let mut out = String::from("{");
                for index in 0..least.max(1) {
                    let key = if index == 0 { "key".to_owned() } else { format!("key{}", index + 1) };
                    entry(&mut out, &key, &value);
                }
                out.push('}');
                Some(out)
            }
        }
    }
}

fn entry(out: &mut String, key: &str, value: &str) {
    if !out.ends_with('{') || out.len() > 1 {
        out.push(',');
    }
    write_string(key, out);
    out.push(':');
    out.push_str(value);
}

fn constant(enumeration: &Enumeration, tag: Tag<'_>) -> Option<String> {
    let wanted = |literal: &Literal| match (tag, literal) {
        (Some((_, tag)), Literal::String(text)) => **text == *tag,
        (Some((_, tag)), literal) => text_of(literal) == tag,
        (None, _) => true,
    };
    let value = enumeration.values.iter().map(|value| &value.value).find(|value| wanted(value))?;
    Some(match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) => text.to_string(),
        Literal::String(text) => {
            let mut out = String::new();
            write_string(text, &mut out);
            out
        }
        Literal::Json(Json(text)) => text.to_string(),
    })
}

fn scalar_sample(scalar: Scalar, constraints: &Constraints, texts: &mut Texts) -> Option<String> {
    Some(match scalar {
        Scalar::Boolean => "true".to_owned(),
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => whole(constraints).to_string(),
        Scalar::F32 | Scalar::F64 => fraction(constraints),
        Scalar::String | Scalar::BoxedString | Scalar::Secret => quoted(&texts.of(None, constraints)?),
        Scalar::DateTime => "\"2024-01-15T09:30:00Z\"".to_owned(),
        Scalar::Date => "\"2024-01-15\"".to_owned(),
        Scalar::Time => "\"09:30:00\"".to_owned(),
        Scalar::Uuid => "\"3fa85f64-5717-4562-b3fc-2c963f66afa6\"".to_owned(),
        Scalar::Base64 => "\"c3RyaW5n\"".to_owned(),
        Scalar::Bytes => "\"string\"".to_owned(),
    })
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(text, &mut out);
    out
}

fn number(bound: Option<&crate::ir::Bound>) -> Option<(f64, bool)> {
    bound.and_then(|bound| Some((bound.value.parse::<f64>().ok()?, bound.exclusive)))
}

/// A whole number within the bounds, one where that will do.
#[allow(clippy::cast_possible_truncation, reason = "bounds beyond `i64` saturate")]
fn whole(constraints: &Constraints) -> i64 {
    let least = number(constraints.minimum.as_ref())
        .map(|(value, exclusive)| if exclusive { (value + 1.0).floor() as i64 } else { value.ceil() as i64 });
    let most = number(constraints.maximum.as_ref())
        .map(|(value, exclusive)| if exclusive { (value - 1.0).ceil() as i64 } else { value.floor() as i64 });
    let mut value = 1;
    value = least.map_or(value, |least| value.max(least));
    value = most.map_or(value, |most| value.min(most));
    let step = constraints.multiple_of.as_ref().and_then(|step| step.parse::<f64>().ok()).map(|step| step as i64);
    match step.filter(|step| *step > 0) {
        Some(step) => value.checked_add(step - 1).map_or(value, |up| up.div_euclid(step) * step),
        None => value,
    }
}

fn fraction(constraints: &Constraints) -> String {
    let least = number(constraints.minimum.as_ref());
    let most = number(constraints.maximum.as_ref());
    if constraints.multiple_of.is_some() {
        return whole(constraints).to_string();
    }
    let value = match (least, most) {
        (None, None) => 1.5,
        (Some((least, _)), None) => least.max(0.0) + 1.5,
        (None, Some((most, _))) => most.min(3.0) - 1.5,
        (Some((least, _)), Some((most, _))) => least.midpoint(most),
    };
    value.to_string()
}
