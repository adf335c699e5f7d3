//! Codes about YAML, JSON and JSON Pointer.

codes! {}
