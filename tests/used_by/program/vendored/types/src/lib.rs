//! A crate that Specwright made: its record says so, and it is no part of the program.

/// A loan.
pub struct Loan { pub due: Option<String> }
