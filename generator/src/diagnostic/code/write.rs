//! Codes about formatting and writing packages.

codes! {}
