//! Who names the types within an object: itself, where others refer to it by a name.

/// What an object belongs to, and so what names the types within it: an object that many refer to is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The object it stands in.
    Around,
    /// A path item, all of whose operations have it.
    PathItem,
    /// Itself: it is known by this key of `components`, or by that of another file, or by the file's name.
    Component(Box<str>),
}

impl Owner {
    /// An object that is referred to by a name, where there is one.
    pub fn of(name: Option<&str>) -> Self {
        name.map_or(Self::Around, |name| Self::Component(name.into()))
    }
}
