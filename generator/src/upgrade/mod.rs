//! Trees of older OpenAPI versions raised to the newest shape.
