//! Whether text is for a terminal that shows colours.

/// Whether text carries the escape sequences of terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// None at all.
    Plain,
    /// ANSI colours.
    Ansi,
}
