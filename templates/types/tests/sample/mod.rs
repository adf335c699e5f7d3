//! What is generated for a few schemas, in the shape in which it is generated.

mod codec;
mod declarations;

pub use declarations::*;
