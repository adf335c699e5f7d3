//! What a surface lists: items, and the paths that they stand below.

use std::fmt;

/// Something that users of the crates can name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The Rust path: `close_types::Contact::name`; of a Cargo feature `close_client/contacts`.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// What follows the path: `: Option<String>`, `(&self, id: &str) -> Call<GetContact>`; empty where nothing does. Types of other
    /// crates have their last segments only.
    pub signature: String,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A type that implementations of a trait name.
    AssociatedType,
    /// A constant.
    Constant,
    /// An enum.
    Enum,
    /// A Cargo feature.
    Feature,
    /// A field of a structure.
    Field,
    /// A function, a method or a setter.
    Function,
    /// A trait that a type implements and others of its kind do not: `close_types::Contact::Default`.
    Implementation,
    /// A module.
    Module,
    /// A structure.
    Structure,
    /// A trait.
    Trait,
    /// A variant of an enum.
    Variant,
}

impl Kind {
    /// The word that begins its line.
    pub fn word(self) -> &'static str {
        match self {
            Self::AssociatedType => "type",
            Self::Constant => "const",
            Self::Enum => "enum",
            Self::Feature => "feature",
            Self::Field => "field",
            Self::Function => "fn",
            Self::Implementation => "impl",
            Self::Module => "mod",
            Self::Structure => "struct",
            Self::Trait => "trait",
            Self::Variant => "variant",
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.kind.word(), self.path, self.signature)
    }
}

/// A path that items stand below.
#[derive(Debug, Clone)]
pub(super) struct Scope(String);

impl Scope {
    pub fn root(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub fn within(&self, name: &str) -> Self {
        Self(format!("{}::{name}", self.0))
    }

    pub fn item(&self, kind: Kind, name: &str, signature: impl Into<String>) -> Item {
        Item { path: self.within(name).0, kind, signature: signature.into() }
    }
}
