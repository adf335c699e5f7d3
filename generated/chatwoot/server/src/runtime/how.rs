//! How a value made of text is read where its type leaves a choice.
//!
//! Holds the readings in the order in which they are tried. Never looks at a value.

/// What becomes of a text where the type takes any JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Untyped {
    /// A number or boolean if it is written as JSON would write it.
    Coerced,
    /// A number if it can be one.
    Number,
    /// A string.
    Text,
}

/// What becomes of one value where there may be several.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    /// It is the value: a list in JSON is the whole list, numbers as keys are keys.
    AsSent,
    /// It is an item of a list; numbers as keys are positions.
    Items,
}

/// What becomes of a part that is a file where the type may be a file or something else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    /// It is one, with its name and its type.
    Whole,
    /// It is a text if it can be one.
    Text,
}

/// How a value is read where its type leaves a choice.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) untyped: Untyped,
    pub(super) many: Many,
    pub(super) files: Files,
}

const fn how(untyped: Untyped, many: Many, files: Files) -> How {
    How { untyped, many, files }
}

/// The readings in the order in which they are tried.
pub(super) const READINGS: [How; 7] = [
    how(Untyped::Coerced, Many::AsSent, Files::Whole),
    how(Untyped::Text, Many::AsSent, Files::Whole),
    how(Untyped::Coerced, Many::Items, Files::Whole),
    how(Untyped::Text, Many::Items, Files::Whole),
    how(Untyped::Number, Many::AsSent, Files::Whole),
    how(Untyped::Coerced, Many::AsSent, Files::Text),
    how(Untyped::Text, Many::AsSent, Files::Text),
];
