//! Codes about lowering a document to an api.

codes! {}
