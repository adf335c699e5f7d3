//! A program that uses the crates, and what a change is to it.
//!
//! Holds data and no pass.

/// A program, as it lies on disk.
#[derive(Debug, Default)]
pub struct Program {
    /// Paths of its sources, and their texts.
    pub sources: Vec<(String, String)>,
    /// What its manifests say of dependencies.
    pub dependencies: Vec<Dependency>,
}

/// A dependency of a program.
#[derive(Debug)]
pub struct Dependency {
    /// What the program calls it: `close`.
    pub name: String,
    /// The package: `close-types`.
    pub package: String,
    /// Features that are turned on.
    pub features: Vec<String>,
    /// The manifest that says so.
    pub manifest: String,
}

/// What a change is to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// The program uses nothing of it.
    Untouched,
    /// It may be used, or is used and may not break.
    MayBreak,
    /// It is used, and breaks.
    Breaks,
}

impl Touch {
    /// The three, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaks, Self::MayBreak, Self::Untouched];

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Breaks => "breaks you",
            Self::MayBreak => "may break you",
            Self::Untouched => "does not touch you",
        }
    }

    /// For programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::MayBreak => "may-break",
            Self::Untouched => "untouched",
        }
    }
}

/// A verdict for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What it is.
    pub touch: Touch,
    /// Where the program uses what decided: `src/main.rs:12 uses close_types::Contact::name`.
    pub because: Option<String>,
}
