//! Types: what each schema became.

use super::{Check, Constraints, Conversion, Docs, Json, Literal, Name, Union};
use crate::source::{Origin, Provenance};
use crate::sparse::Sparse;

/// Names one definition of a [`TypeTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every named type, in the order they are to be declared. Ids stay valid: nothing is removed.
#[derive(Debug, Clone, Default)]
pub struct TypeTable {
    definitions: Vec<Definition>,
}

impl TypeTable {
    /// Adds a definition.
    pub fn add(&mut self, definition: Definition) -> TypeId {
        self.definitions.push(definition);
        TypeId::at(self.definitions.len() - 1)
    }

    /// The definition of that id; ids come only from this table, so it is always there.
    #[allow(clippy::indexing_slicing, reason = "an id is only made by `add`, and nothing is removed")]
    pub fn get(&self, id: TypeId) -> &Definition {
        &self.definitions[id.index()]
    }

    /// The definition of that id, to fill.
    #[allow(clippy::indexing_slicing, reason = "an id is only made by `add`, and nothing is removed")]
    pub fn get_mut(&mut self, id: TypeId) -> &mut Definition {
        &mut self.definitions[id.index()]
    }

    /// All definitions with their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (TypeId, &Definition)> {
        self.definitions.iter().enumerate().map(|(index, definition)| (TypeId::at(index), definition))
    }

    /// All definitions in order, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Definition> {
        self.definitions.iter_mut()
    }

    /// Puts the definitions into this order and drops those that it does not name, which nothing may hold; gives the new id of
    /// each that stays, by the old one.
    pub fn arrange(&mut self, order: &[TypeId]) -> Vec<Option<TypeId>> {
        let mut renumbered: Vec<Option<TypeId>> = vec![None; self.definitions.len()];
        let mut kept = 0;
        for id in order {
            if let Some(slot @ None) = renumbered.get_mut(id.index()) {
                *slot = Some(TypeId::at(kept));
                kept += 1;
            }
        }
        // Each definition is put where it belongs by exchanges: a second table would be as large as the first.
        let mut last = kept;
        let mut target: Vec<usize> = Vec::with_capacity(renumbered.len());
        for id in &renumbered {
            target.push(id.map_or(last, TypeId::index));
            last += usize::from(id.is_none());
        }
        for at in 0..target.len() {
            while let Some(to) = target.get(at).copied().filter(|to| *to != at) {
                self.definitions.swap(at, to);
                target.swap(at, to);
            }
        }
        self.definitions.truncate(kept);
        renumbered
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }
}

/// What the parts of a multipart body of some type make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// An object: each part has the name of a property.
    Named,
    /// A list.
    Listed,
    /// The type does not say.
    Untyped,
}

impl TypeTable {
    /// What the parts of a multipart body of that type make up.
    pub fn parts(&self, ty: &Type) -> Parts {
        let mut ty = ty;
        for _ in 0..MOST_NEWTYPES {
            ty = match ty {
                Type::List(_) | Type::Tuple(_) => return Parts::Listed,
                Type::Map(_) => return Parts::Named,
                Type::Nullable(inner) => inner,
                Type::Defined(id) | Type::Boxed(id) => match &self.get(*id).shape {
                    Shape::Structure(_) | Shape::Union(_) => return Parts::Named,
                    Shape::Newtype(newtype) => &newtype.ty,
                    Shape::Enumeration(_) => return Parts::Untyped,
                },
                Type::Unit | Type::Scalar(_) | Type::External(_) | Type::Any => return Parts::Untyped,
            };
        }
        Parts::Untyped
    }
}

/// Newtypes of newtypes deeper than this are not followed.
const MOST_NEWTYPES: usize = 16;

/// One named type.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Rust type name.
    pub name: Name,
    /// The key of the component that it is; none of what stands inline.
    pub component: Option<Box<str>>,
    /// What the vendor says.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// What instances of a structure, a union or an enumeration must satisfy beyond their shape.
    pub checks: Vec<Check>,
    /// What becomes of these and of the constraints within.
    pub bounds: Bounds,
    /// Traits that can be derived.
    pub derives: Derives,
    /// From where it is reached.
    pub usage: Usage,
    /// Which groups reach it.
    pub reach: Reach,
    /// The module of those that it belongs with, where many are shared.
    pub cluster: Option<Name>,
    /// Instances the vendor shows.
    pub examples: Vec<Json>,
    /// Where it stands.
    pub origin: Origin,
}

impl Definition {
    /// Whether values of the type may be keys of maps: `Eq` and `Hash` are derived where they are.
    pub fn is_key(&self) -> bool {
        match &self.shape {
            Shape::Structure(_) | Shape::Union(_) => false,
            Shape::Enumeration(_) => true,
            Shape::Newtype(newtype) => is_scalar(&newtype.ty),
        }
    }
}

fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => !matches!(scalar, Scalar::Secret),
        Type::Unit => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_scalar(inner),
        Type::Tuple(items) => items.iter().all(is_scalar),
        Type::Defined(_) | Type::Boxed(_) | Type::External(_) | Type::Any => false,
    }
}

/// What becomes of what a schema demands beyond the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bounds {
    /// `Validate` checks it, as a request carries the type.
    Checked,
    /// The documentation says it.
    #[default]
    Documented,
}

/// Where a type occurs. Computed once, by a fixpoint over operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// A request carries it.
    pub request: bool,
    /// A response carries it.
    pub response: bool,
}

/// Which groups need a type to be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Several, or none.
    #[default]
    Shared,
    /// One group only: its index in [`super::Api::groups`].
    Group(usize),
}

/// Traits that every part of a type allows, beyond `Debug`, `Clone` and `PartialEq`, which all have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Derives {
    /// `Copy`
    pub copy: bool,
    /// `Eq` and `Hash`
    pub eq_hash: bool,
    /// `Default`: every field has one.
    pub default: bool,
}

/// What a definition is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A struct with named fields: a JSON object.
    Structure(Structure),
    /// An enum of types.
    Union(Union),
    /// An enum of constants.
    Enumeration(Enumeration),
    /// A tuple struct around another type.
    Newtype(Newtype),
}

/// A type in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `()`: JSON null only.
    Unit,
    /// A type of the language, or of a well-known crate.
    Scalar(Scalar),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `(A, B)`
    Tuple(Vec<Type>),
    /// `Option<T>` inside another type: items or values that may be null.
    Nullable(Box<Type>),
    /// A definition.
    Defined(TypeId),
    /// A definition behind a `Box`, because it would contain itself.
    Boxed(TypeId),
    /// A type of the user's own.
    External(Box<External>),
    /// `serde_json::Value`
    Any,
}

/// A type of the user's own, which implements serde's traits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct External {
    /// A Rust path.
    pub path: String,
    /// A value in JSON that the type takes, where the description says which it takes.
    pub sample: Option<Json>,
}

/// Types that need no definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `bool`
    Boolean,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `Box<str>`, in a structure that would be too large with strings.
    BoxedString,
    /// A string that is never shown.
    Secret,
    /// Date and time with an offset, of [`super::Api::date_time`].
    DateTime,
    /// A date, of [`super::Api::date_time`].
    Date,
    /// A time of day, of [`super::Api::date_time`].
    Time,
    /// `uuid::Uuid`
    Uuid,
    /// Bytes sent as base64.
    Base64,
    /// Bytes sent as they are (a body or a part).
    Bytes,
}

/// A JSON object with known keys.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Keys that can hold one value only: no fields, but written and checked.
    pub constants: Vec<ConstantEntry>,
    /// Fields in the order of the source.
    pub fields: Vec<Field>,
    /// What becomes of other keys.
    pub additional: Additional,
    /// Keys that only the other direction carries: ignored even where other keys are refused.
    pub one_way: Vec<String>,
    /// How users make one.
    pub construction: Construction,
}

/// How users make a structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Construction {
    /// With Rust's own syntax: it is only read, or a function would save nothing.
    Literal,
    /// By `new`, which takes the fields at these positions; the rest is absent or given by the document.
    New(Vec<usize>),
}

impl Structure {
    /// The keys that are described, constants first.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let constants = self.constants.iter().map(|constant| constant.wire_name.as_str());
        constants.chain(self.fields.iter().map(|field| field.wire_name.as_str()))
    }
}

/// A key that every instance has, with the same value.
#[derive(Debug, Clone)]
pub struct ConstantEntry {
    /// Rust name of the slot while it is read.
    pub name: Name,
    /// JSON key.
    pub wire_name: String,
    /// The value.
    pub value: Literal,
    /// Where it stands.
    pub origin: Origin,
}

/// Keys that no field names.
#[derive(Debug, Clone)]
pub enum Additional {
    /// Ignored on reading.
    Ignored,
    /// Refused where reading is strict: `additionalProperties: false`.
    Refused,
    /// Kept in a map beside the fields.
    Kept {
        /// The map's field.
        name: Name,
        /// The map's values.
        ty: Type,
    },
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Rust name.
    pub name: Name,
    /// JSON key.
    pub wire_name: String,
    /// What the vendor says.
    pub docs: Docs,
    /// Its type, without what `presence` adds.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// What that adds to its type.
    pub wrapping: Wrapping,
    /// Whether a constructor asks for it, where it must be there.
    pub given: Given,
    /// What instances must satisfy.
    pub constraints: Sparse<Constraints>,
    /// `default`
    pub default: Option<Json>,
    /// How the type, not only the field, came to be known.
    pub type_provenance: Provenance,
    /// Where it stands.
    pub origin: Origin,
}

/// Where the value of a required field comes from when a structure is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Whoever makes it.
    ByCaller,
    /// The document: so far there is one value, but an answer may bring others.
    Constant(Literal),
}

/// Absent and null, kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// There, and not null.
    Required,
    /// May be left out; null is read as absence.
    Optional,
    /// There, and may be null.
    Nullable,
    /// May be left out, and may be null.
    OptionalNullable,
}

/// What stands around the type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wrapping {
    /// `T`
    Plain,
    /// `Option<T>`
    Option,
    /// `Field<T>`: absent, null or a value.
    ThreeState,
}

impl Presence {
    /// Whether every instance has the key.
    pub fn is_required(self) -> bool {
        match self {
            Self::Required | Self::Nullable => true,
            Self::Optional | Self::OptionalNullable => false,
        }
    }
}

/// Whether values that the document does not name are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// Kept in a variant `Unknown`, because the document admits any other value. Strict reading keeps them too.
    Extensible,
    /// Kept in a variant `Unknown`, because a response can carry the type and later versions may add values. Strict reading refuses them.
    Open,
    /// Refused.
    Closed,
}

impl Openness {
    /// Whether the type has a variant for values that the document does not name.
    pub fn keeps_others(self) -> bool {
        match self {
            Self::Extensible | Self::Open => true,
            Self::Closed => false,
        }
    }
}

/// An enum of constants.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// What the constants are.
    pub kind: EnumerationKind,
    /// The constants in the order of the source.
    pub values: Vec<EnumerationValue>,
    /// What becomes of other values.
    pub openness: Openness,
}

/// What an enumeration's constants are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumerationKind {
    /// Strings.
    String,
    /// Whole numbers that fit `i64`.
    Integer,
    /// Anything.
    Mixed,
}

/// One constant.
#[derive(Debug, Clone)]
pub struct EnumerationValue {
    /// Rust name.
    pub name: Name,
    /// The constant.
    pub value: Literal,
    /// What the vendor says.
    pub docs: Sparse<Docs>,
}

/// A tuple struct around another type.
#[derive(Debug, Clone)]
pub struct Newtype {
    /// What it holds.
    pub ty: Type,
    /// What instances must satisfy.
    pub constraints: Sparse<Constraints>,
    /// Whether `From` makes it of what it holds.
    pub conversion: Conversion,
}
