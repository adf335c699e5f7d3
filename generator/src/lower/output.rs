//! How much an api is as crates, before any of it is emitted.
//!
//! Takes an [`Api`]; gives an estimate of the bytes that its three crates have. Promises to be of the right order for documents of any
//! kind, and linear. Never makes text.

use crate::ir::{Api, Docs, Shape};

/// Bytes that a definition, a field or variant, and an operation with what belongs to it come to, in all crates together.
const DEFINITION: u64 = 600;
const PART: u64 = 240;
const OPERATION: u64 = 3_600;
const PARAMETER: u64 = 400;
const RESPONSE: u64 = 500;

/// The estimate.
pub fn bytes(api: &Api) -> u64 {
    let mut sum = Sum(0);
    for (_, definition) in api.types.iter() {
        sum.add(1, DEFINITION);
        sum.docs(&definition.docs);
        match &definition.shape {
            Shape::Structure(structure) => {
                sum.add(structure.fields.len(), PART);
                structure.fields.iter().for_each(|field| sum.docs(&field.docs));
            }
            Shape::Union(union) => sum.add(union.variants.len(), PART),
            Shape::Enumeration(enumeration) => sum.add(enumeration.values.len(), PART),
            Shape::Newtype(_) => {}
        }
    }
    for operation in api.groups.iter().chain(&api.incoming).flat_map(|group| &group.operations) {
        sum.add(1, OPERATION);
        sum.add(operation.parameters.len(), PARAMETER);
        sum.add(operation.responses.len(), RESPONSE);
        sum.docs(&operation.docs);
    }
    sum.0
}

struct Sum(u64);

impl Sum {
    fn add(&mut self, count: usize, bytes: u64) {
        self.0 = self.0.saturating_add((count as u64).saturating_mul(bytes));
    }

    fn docs(&mut self, docs: &Docs) {
        let texts = docs.summary.iter().chain(&docs.description).map(String::len).sum();
        self.add(texts, 2);
    }
}
