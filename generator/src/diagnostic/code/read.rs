//! Codes about upgrading and reading OpenAPI documents.

codes! {}
