//! Schemas that refer to themselves without ever saying anything.
//!
//! Takes the table of schemas, read; cuts each circle of `$ref` and `allOf`, which no instance can end. Circles
//! through `anyOf` and `oneOf` have an end, and those through properties or items are recursion: both stay.

use crate::diagnostic::{Diagnostic, Diagnostics, code::read as code};
use crate::document::{SchemaId, SchemaTable};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Cuts, and tells, every circle, in the order of the table.
pub(super) fn cut(schemas: &mut SchemaTable, diagnostics: &mut Diagnostics) {
    let mut states = vec![State::New; schemas.len()];
    let ids: Vec<SchemaId> = schemas.iter().map(|(id, _)| id).collect();
    for id in ids {
        walk(id, schemas, &mut states, diagnostics);
    }
}

/// Goes down from one schema without recursion: the path is as long as the document makes it.
fn walk(start: SchemaId, schemas: &mut SchemaTable, states: &mut [State], diagnostics: &mut Diagnostics) {
    if state(states, start) != State::New {
        return;
    }
    set(states, start, State::Open);
    let mut path = vec![(start, edges(schemas, start).into_iter())];
    while let Some((from, rest)) = path.last_mut() {
        let from = *from;
        let Some(next) = rest.next() else {
            set(states, from, State::Done);
            path.pop();
            continue;
        };
        match state(states, next) {
            State::Done => {}
            State::New => {
                set(states, next, State::Open);
                path.push((next, edges(schemas, next).into_iter()));
            }
            State::Open => {
                let length = path.iter().rev().position(|(id, _)| *id == next).map_or(1, |steps| steps + 1);
                report(schemas, from, next, length, diagnostics);
                remove(schemas, from, next);
            }
        }
    }
}

fn edges(schemas: &SchemaTable, id: SchemaId) -> Vec<SchemaId> {
    let schema = schemas.get(id);
    schema.reference.into_iter().chain(schema.all_of.iter().copied()).collect()
}

fn remove(schemas: &mut SchemaTable, from: SchemaId, to: SchemaId) {
    let Some(schema) = schemas.get_mut(from) else { return };
    schema.reference = schema.reference.filter(|id| *id != to);
    schema.all_of.fill().retain(|id| *id != to);
}

fn report(schemas: &SchemaTable, from: SchemaId, to: SchemaId, length: usize, diagnostics: &mut Diagnostics) {
    let named =
        |id: SchemaId| schemas.get(id).component.as_ref().map_or("this schema".to_owned(), |name| format!("`{name}`"));
    let message = match length {
        1 => format!("{} refers to itself", named(from)),
        _ => format!("{} leads back to itself over {length} schemas", named(to)),
    };
    let diagnostic = Diagnostic::new(&code::REFERENCE_CYCLE, schemas.get(from).origin.span, message);
    let diagnostic = diagnostic.help("let one of the schemas say what it is, or refer through a property");
    diagnostics.report(match from == to {
        true => diagnostic,
        false => diagnostic.relate(schemas.get(to).origin.span, "where it leads back to"),
    });
}

fn state(states: &[State], id: SchemaId) -> State {
    states.get(id.index()).copied().unwrap_or(State::Done)
}

fn set(states: &mut [State], id: SchemaId, state: State) {
    if let Some(slot) = states.get_mut(id.index()) {
        *slot = state;
    }
}
