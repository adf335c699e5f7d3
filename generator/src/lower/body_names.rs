//! Names of enums of bodies in several media types: types of an operation that no schema gives.

use crate::ir::Name;
use crate::lower::naming::Scope;
use crate::lower::place::Step;
use crate::lower::status_name::status_name;

/// Names of enums of bodies in several media types: types of an operation that no schema gives.
#[derive(Debug)]
pub struct BodyNames {
    /// What begins the names, for every operation of the document by its position.
    pub prefixes: Vec<Name>,
    pub scope: Scope,
}

impl BodyNames {
    /// The name of the body at `step` of an operation. Where the type of a schema within has that name, a word tells the two apart.
    pub fn of(&mut self, operation: usize, step: &Step<'_>, is_taken: bool) -> Name {
        let prefix = self.prefixes.get(operation).map_or("", Name::bare);
        let place = match step {
            Step::Answer(_) => "Content".to_owned(),
            Step::Response(status) => status_name(*status),
            _ => "Body".to_owned(),
        };
        let word = if is_taken { "Media" } else { "" };
        self.scope.own(&[&format!("{prefix}{place}{word}")])
    }
}
