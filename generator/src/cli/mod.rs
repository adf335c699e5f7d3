//! The commands, as a library function.
