//! Errors and futures of any type.

use std::pin::Pin;

/// Any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A future of any type that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
