//! Values that users of a type can build: what constructors take, and what setters may add.
//!
//! Takes the api; gives JSON as the types' own codec has it, with no regard for rules that only `Validate` knows. Values that the
//! document does not name are not made: what becomes of them is the enumeration's matter. The same in every run.

use crate::instance::Fullness;
use crate::random::Random;
use serde_json::{Map, Value, json};
use specwright::ir::{
    Additional, Api, EnumerationValue, Field, Given, Literal, Openness, Presence, Scalar, Shape, Structure, Tagging,
    Type, TypeId,
};

/// Deeper than this only what must be there is made, and deeper than four times this nothing.
const DEEP: usize = 3;

/// Makes values.
pub struct Builder<'a> {
    pub api: &'a Api,
    pub random: Random,
}

impl Builder<'_> {
    /// A value of the type; `None` where none ends, or the type is the user's own.
    pub fn of(&mut self, ty: &Type, fullness: Fullness, depth: usize) -> Option<Value> {
        if depth > DEEP * 4 {
            return None;
        }
        let bare = fullness == Fullness::Least || depth > DEEP;
        let several = if bare { 0 } else { 1 + self.random.below(2) };
        Some(match ty {
            Type::Unit => Value::Null,
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) => (0..several).filter_map(|_| self.of(item, fullness, depth + 1)).collect(),
            Type::Map(value) => Value::Object(self.entries(value, several, fullness, depth)),
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.of(item, fullness, depth + 1));
                items.collect::<Option<Vec<_>>>()?.into()
            }
            Type::Nullable(inner) if self.random.chance(80) => self.of(inner, fullness, depth + 1)?,
            Type::Nullable(_) => Value::Null,
            Type::Defined(id) | Type::Boxed(id) => self.defined(*id, fullness, depth)?,
            Type::External(_) => return None,
            Type::Any => self.random.pick(&[json!("any"), json!(7), json!({"another": [true]})]).cloned()?,
        })
    }

    fn entries(&mut self, ty: &Type, count: usize, fullness: Fullness, depth: usize) -> Map<String, Value> {
        let keys = ["another key", "Ünlisted"].into_iter().take(count);
        keys.filter_map(|key| Some((key.to_owned(), self.of(ty, fullness, depth + 1)?))).collect()
    }

    fn scalar(&mut self, scalar: Scalar) -> Value {
        let samples = match scalar {
            Scalar::Boolean => vec![json!(true), json!(false)],
            Scalar::I32 => vec![json!(0), json!(i32::MIN), json!(i32::MAX)],
            Scalar::I64 => vec![json!(7), json!(i64::MIN), json!(9_007_199_254_740_993_i64)],
            Scalar::U32 => vec![json!(0), json!(u32::MAX)],
            Scalar::U64 => vec![json!(0), json!(u64::MAX)],
            Scalar::F32 | Scalar::F64 => vec![json!(0.5), json!(-12.25)],
            Scalar::String | Scalar::BoxedString | Scalar::Secret => {
                vec![json!(""), json!("a"), json!("naïve \"☃\""), json!("2024")]
            }
            Scalar::DateTime => vec![json!("2024-02-29T23:59:59Z"), json!("1999-12-31T00:00:00.250Z")],
            Scalar::Date => vec![json!("2024-02-29"), json!("9999-12-31")],
            Scalar::Time => vec![json!("12:30:00"), json!("00:00:00.500+05:30")],
            Scalar::Uuid => vec![json!("6fa459ea-ee8a-3ca4-894e-db77e160355e")],
            Scalar::Base64 => vec![json!(""), json!("SGVsbG8sIFdvcmxkIQ==")],
            Scalar::Bytes => vec![json!("bytes")],
        };
        self.random.pick(&samples).cloned().unwrap_or_default()
    }

    fn defined(&mut self, id: TypeId, fullness: Fullness, depth: usize) -> Option<Value> {
        match &self.api.types.get(id).shape {
            Shape::Structure(structure) => self.structure(structure, fullness, depth).map(Value::Object),
            Shape::Newtype(newtype) => self.of(&newtype.ty, fullness, depth + 1),
            Shape::Enumeration(enumeration) => {
                let named: Vec<&EnumerationValue> = enumeration.values.iter().collect();
                self.random.pick(&named).and_then(|value| self::literal(&value.value))
            }
            Shape::Union(union) => {
                let first = self.random.below(union.variants.len());
                // A variant that does not end may stand beside one that does.
                let order = (0..union.variants.len()).map(|step| (first + step) % union.variants.len());
                order.take(4).find_map(|index| {
                    self.variant(&union.tagging, index, &union.variants.get(index)?.ty, fullness, depth + 1)
                })
            }
        }
    }

    /// A value for a union's variant: where a tag decides and the variant leaves it open, it is one of its own.
    pub fn variant(
        &mut self,
        tagging: &Tagging,
        index: usize,
        ty: &Type,
        fullness: Fullness,
        depth: usize,
    ) -> Option<Value> {
        let Tagging::Discriminator { property, mapping, .. } = tagging else {
            return self.of(ty, fullness, depth);
        };
        let own: Vec<&str> = mapping.iter().filter(|(_, to)| *to == index).map(|(tag, _)| &**tag).collect();
        let is_own = |value: &Value| {
            let tag = value.get(property).map(|tag| tag.as_str().map_or_else(|| tag.to_string(), str::to_owned));
            tag.is_some_and(|tag| own.contains(&&*tag))
        };
        let mut value = self.of(ty, fullness, depth)?;
        if is_own(&value) {
            return Some(value);
        }
        if self.is_union(ty) {
            // Which of its alternatives is meant, whoever builds one says; a tag put into another would make it none.
            return (0..8).filter_map(|_| self.of(ty, Fullness::Most, depth)).find(is_own);
        }
        // A value that the alternative does not admit selects nothing that is valid (`mapping-mismatch`).
        let own: Vec<&str> = own.into_iter().filter(|tag| self.admits(ty, property, tag)).collect();
        if let Some(object) = value.as_object_mut() {
            object.insert(property.clone(), (*self.random.pick(&own)?).into());
        }
        Some(value)
    }

    /// Whether a structure's property can hold a tag: its enumeration, if it has one, lists it or is open.
    fn admits(&self, ty: &Type, property: &str, tag: &str) -> bool {
        let shape = |ty: &Type| match ty {
            Type::Defined(id) | Type::Boxed(id) => Some(&self.api.types.get(*id).shape),
            _ => None,
        };
        let Some(Shape::Structure(structure)) = shape(ty) else { return true };
        let Some(field) = structure.fields.iter().find(|field| field.wire_name == property) else { return true };
        let Some(Shape::Enumeration(enumeration)) = shape(&field.ty) else { return true };
        enumeration.openness != Openness::Closed || enumeration.values.iter().any(|value| is_text(&value.value, tag))
    }

    fn is_union(&self, ty: &Type) -> bool {
        match ty {
            Type::Defined(id) | Type::Boxed(id) => matches!(self.api.types.get(*id).shape, Shape::Union(_)),
            _ => false,
        }
    }

    fn structure(&mut self, structure: &Structure, fullness: Fullness, depth: usize) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        for constant in &structure.constants {
            object.insert(constant.wire_name.clone(), literal(&constant.value)?);
        }
        for field in &structure.fields {
            let wanted = match fullness {
                Fullness::Least => false,
                _ if depth > DEEP => false,
                Fullness::Some => self.random.chance(50),
                Fullness::Most => true,
            };
            match self.field(field, wanted, fullness, depth) {
                Some(value) => drop(object.insert(field.wire_name.clone(), value)),
                None if field.presence.is_required() => return None,
                None => {}
            }
        }
        if let Additional::Kept { ty, .. } = &structure.additional
            && fullness == Fullness::Most
            && depth <= DEEP
        {
            object.extend(self.entries(ty, 1, fullness, depth));
        }
        Some(object)
    }

    fn field(&mut self, field: &Field, wanted: bool, fullness: Fullness, depth: usize) -> Option<Value> {
        if let Given::Constant(value) = &field.given {
            return literal(value);
        }
        match field.presence {
            Presence::Required => self.of(&field.ty, fullness, depth + 1),
            Presence::Nullable if self.random.chance(70) => self.of(&field.ty, fullness, depth + 1),
            Presence::Nullable => Some(Value::Null),
            Presence::Optional | Presence::OptionalNullable if wanted => {
                // Null for an optional value says that it is absent.
                self.of(&field.ty, fullness, depth + 1).filter(|value| !value.is_null())
            }
            Presence::Optional | Presence::OptionalNullable => None,
        }
    }
}

/// Whether a constant is a string of that text.
fn is_text(literal: &Literal, text: &str) -> bool {
    matches!(literal, Literal::String(own) if &**own == text)
}

/// A constant as JSON.
fn literal(literal: &Literal) -> Option<Value> {
    Some(match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => (*value).into(),
        Literal::Integer(whole) => {
            i64::try_from(*whole).map(Value::from).or_else(|_| u64::try_from(*whole).map(Value::from)).ok()?
        }
        Literal::Number(text) => serde_json::from_str(text).ok()?,
        Literal::String(text) => (**text).into(),
        Literal::Json(json) => serde_json::from_str(&json.0).ok()?,
    })
}
