//! Codes about documentation pages.

codes! {}
