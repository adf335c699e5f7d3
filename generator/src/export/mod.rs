//! A document as OpenAPI text, written through `openapiv3`.
