//! What a value of a page is made of: items, each with the head that says what it is.

use super::*;

/// One item of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is to its value.
    pub role: Role,
    /// What it says.
    pub head: Head,
    /// Prose below its type: the description of a parameter.
    pub below: Option<Range<usize>>,
    /// Where its first element stands.
    pub range: Range<usize>,
}

/// What an item is to its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The value itself.
    Root,
    /// A property of some object that is open here.
    Property(Key),
    /// The additional properties of some object that is open here.
    Additional,
    /// The next branch of a union; `union` is the item that opened it.
    Branch {
        /// Index of the item.
        union: usize,
        /// Which label.
        label: usize,
    },
    /// A union that some open object has beside its properties.
    Part,
    /// An example of some object that is open here, which ends with it.
    Example(Range<usize>),
}

/// What is printed of one schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Its title.
    pub title: Option<(String, Range<usize>)>,
    /// Its description.
    pub text: Option<Range<usize>>,
    /// The media type a parameter is written in.
    pub media: Option<(String, Range<usize>)>,
    /// Where more is said about it.
    pub docs: Option<(String, Range<usize>)>,
    /// What kind of schema it is.
    pub shape: Shape,
    /// Where the type stands.
    pub type_range: Option<Range<usize>>,
    /// Its tags.
    pub tags: Vec<(Tag, Range<usize>)>,
    /// The only value.
    pub constant: Option<(String, Range<usize>)>,
    /// The allowed values, separated by spaces.
    pub values: Option<(String, Range<usize>)>,
    /// An authored example.
    pub example: Option<Range<usize>>,
}

/// What kind of schema is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Shape {
    /// Nothing is said.
    #[default]
    Untyped,
    /// `any`
    Any,
    /// Types without parts.
    Scalar(TypeLine),
    /// A list; the items are printed where they are objects or unions of objects.
    Array(TypeLine, Option<Box<Head>>),
    /// An object, whose keys follow.
    Object,
    /// A union, whose branches follow.
    Union(Union),
    /// One of the enclosing types.
    Recursive(TypeLine),
    /// A type that values are not of. The keys of an object follow.
    Negated(TypeLine),
}

/// What follows a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Nothing.
    Nothing,
    /// Keys.
    Object,
    /// Keys of a type that values are not of.
    Negated,
    /// Branches.
    Union,
}

impl Head {
    /// The innermost head: that of the items, for lists.
    pub fn innermost(&self) -> &Head {
        match &self.shape {
            Shape::Array(_, Some(item)) => item.innermost(),
            Shape::Untyped
            | Shape::Any
            | Shape::Scalar(_)
            | Shape::Array(_, None)
            | Shape::Object
            | Shape::Union(_)
            | Shape::Recursive(_)
            | Shape::Negated(_) => self,
        }
    }

    /// What follows it.
    pub fn opens(&self) -> Opens {
        match &self.innermost().shape {
            Shape::Object => Opens::Object,
            Shape::Union(_) => Opens::Union,
            Shape::Negated(line) if line.names() == [Name::Object] => Opens::Negated,
            Shape::Untyped
            | Shape::Any
            | Shape::Scalar(_)
            | Shape::Array(..)
            | Shape::Recursive(_)
            | Shape::Negated(_) => Opens::Nothing,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Head {
    pub(super) fn before_type(&self) -> bool {
        self.type_range.is_none() && self.tags.is_empty() && self.constant.is_none() && self.values.is_none()
    }

    /// The label that a tab of this head has.
    pub(super) fn label(&self) -> String {
        if let Some((title, _)) = &self.title {
            return title.clone();
        }
        match &self.shape {
            Shape::Scalar(line) | Shape::Array(line, _) => line.printed(),
            Shape::Recursive(line) => format!("recursive {}", line.printed()),
            Shape::Object | Shape::Negated(_) => "object".to_owned(),
            Shape::Untyped | Shape::Any | Shape::Union(_) => UNKNOWN.to_owned(),
        }
    }
}
