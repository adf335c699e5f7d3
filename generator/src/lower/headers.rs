//! Response headers that are read together.
//!
//! Takes the finished api; gives each distinct set of response headers once, named: after its operation where only one documents
//! it, else after the headers. APIs that send the same headers with every answer so get one type, not thousands.

use std::collections::BTreeMap;

use crate::ir::{Api, HeaderSet, Operation, Reach, ResponseHeader, StatusPattern};
use crate::lower::naming::{Case, Scope, Wanted, identifier};

/// Collects the sets and says of each response which is its.
pub fn collect(api: &mut Api) {
    let mut sets: Vec<(Unnamed, Vec<Named>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let count = api.groups.len();
    let groups = api.groups.iter_mut().chain(&mut api.incoming).enumerate();
    // Types of what the API sends are everyone's.
    let reach = |index: usize| if index < count { Reach::Group(index) } else { Reach::Shared };
    let operations = groups.flat_map(|(index, group)| group.operations.iter_mut().map(move |it| (reach(index), it)));
    for (reach, operation) in operations {
        let named = Named::of(operation);
        let id = &operation.id;
        for response in operation.responses.iter_mut().filter(|response| !response.headers.is_empty()) {
            let index = *known.entry(key(&response.headers)).or_insert_with(|| {
                let headers = response.headers.clone();
                sets.push((Unnamed { headers, responses: Vec::new(), reach }, Vec::new()));
                sets.len() - 1
            });
            response.header_set = Some(index);
            if let Some((set, names)) = sets.get_mut(index) {
                set.responses.push((id.clone(), response.status));
                set.reach = if set.reach == reach { reach } else { Reach::Shared };
                let status = response.name.bare().to_owned();
                if !names.iter().any(|name| name.operation == named.operation) {
                    names.push(Named { status, ..named.clone() });
                }
            }
        }
    }
    let wanted: Vec<Wanted> = sets
        .iter()
        .map(|(set, names)| Wanted {
            text: match names.as_slice() {
                [one] if one.only => format!("{}Headers", one.operation),
                [one] => format!("{}{}Headers", one.operation, one.status),
                _ => format!("{}Headers", common(&set.headers)),
            },
            qualifier: names.first().map(|name| name.operation.clone()).unwrap_or_default(),
            fallback: "Headers".to_owned(),
        })
        .collect();
    let names = Scope::types().assign(&wanted);
    let named = sets.into_iter().zip(names).map(|((set, _), given)| {
        let Unnamed { headers, responses, reach } = set;
        HeaderSet { name: given.name, headers, responses, reach }
    });
    api.headers = named.collect();
}

/// A set before it has its name.
struct Unnamed {
    headers: Vec<ResponseHeader>,
    responses: Vec<(String, StatusPattern)>,
    reach: Reach,
}

/// What can name a set.
#[derive(Debug, Clone)]
struct Named {
    operation: String,
    status: String,
    /// Whether the operation documents no other set.
    only: bool,
}

impl Named {
    fn of(operation: &Operation) -> Self {
        let mut keys = operation.responses.iter().filter(|it| !it.headers.is_empty()).map(|it| key(&it.headers));
        let first = keys.next();
        let only = keys.all(|key| Some(&key) == first.as_ref());
        Self { operation: operation.items.marker.bare().to_owned(), status: String::new(), only }
    }
}

/// What makes two sets the same: how they are read, not what is said of them.
fn key(headers: &[ResponseHeader]) -> String {
    let read = |header: &ResponseHeader| {
        let ResponseHeader { wire_name, ty, presence, format, name: _, docs: _ } = header;
        format!("{wire_name:?} {ty:?} {presence:?} {format:?}")
    };
    headers.iter().map(read).collect::<Vec<_>>().join("\n")
}

/// The words that all names begin with, else the names.
fn common(headers: &[ResponseHeader]) -> String {
    let words = |header: &ResponseHeader| -> Vec<String> {
        let name = identifier(&header.wire_name, Case::Snake);
        name.split('_').filter(|word| *word != "x").map(str::to_owned).collect()
    };
    let mut all = headers.iter().map(words);
    let mut shared = all.next().unwrap_or_default();
    for other in all {
        let same = shared.iter().zip(&other).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
    }
    let names = || headers.iter().map(words).map(|words| words.join("_")).collect::<Vec<_>>().join("_");
    identifier(&if shared.is_empty() { names() } else { shared.join("_") }, Case::Camel)
}
