//! Examples.
use crate::ir::Api;
use crate::lower::schema::Lowering;
/// Fills.
pub fn fill(_lowering: &mut Lowering<'_, '_>, _api: &mut Api, _positions: &[Vec<usize>]) {}
