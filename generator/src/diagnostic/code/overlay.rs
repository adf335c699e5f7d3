//! Codes about overlays and JSONPath.

codes! {}
