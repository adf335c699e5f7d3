//! The types of JSON Schema, and sets of them (Validation 2020-12 §6.1.1).

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct JsonTypes(u8);

/// One of the seven types of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum JsonType {
    /// `null`
    Null = 1,
    /// `boolean`
    Boolean = 2,
    /// `integer`
    Integer = 4,
    /// `number`
    Number = 8,
    /// `string`
    String = 16,
    /// `array`
    Array = 32,
    /// `object`
    Object = 64,
}

impl JsonType {
    /// All seven.
    pub const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// The type of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ty| ty.word() == word)
    }

    /// The specification's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl JsonTypes {
    /// The set of one type.
    pub fn only(ty: JsonType) -> Self {
        Self(ty as u8)
    }

    /// Adds a type.
    pub fn insert(&mut self, ty: JsonType) {
        self.0 |= ty as u8;
    }

    /// Takes a type out.
    pub fn remove(&mut self, ty: JsonType) {
        self.0 &= !(ty as u8);
    }

    /// Whether it holds a type.
    pub fn contains(self, ty: JsonType) -> bool {
        self.0 & ty as u8 != 0
    }

    /// Whether nothing is said.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The types held, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = JsonType> {
        JsonType::ALL.into_iter().filter(move |ty| self.contains(*ty))
    }
}
