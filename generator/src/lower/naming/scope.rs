//! Scopes: where names must differ.
//!
//! Takes all names wanted in a scope at once; gives each its own. Promises that the first among equals is the one that is
//! already written as the identifier, then the one that comes first in the source; the others get what tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::LONGEST;
use super::keyword;
use super::words::{self, Case};
use crate::ir::Name;
use crate::package::DEVICES;

/// A name that is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The document's text.
    pub text: String,
    /// What tells it from another of the same text: a tag, a kind, a parent. May be empty.
    pub qualifier: String,
    /// What names it when nothing of the text can: where it stands (`field3`).
    pub fallback: String,
}

/// The name that was given.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The identifier.
    pub name: Name,
    /// Whether it is the one wanted.
    pub outcome: Outcome,
}

/// The types that belong to one operation.
#[derive(Debug, Clone)]
pub struct Family {
    /// What begins the names of its types: `GetContact`
    pub base: Name,
    /// `GetContact`, or `GetContactOperation` where that is a group or a component.
    pub marker: Name,
    /// `GetContactError`
    pub error: Name,
    /// `GetContactOutput`
    pub output: Name,
    /// `GetContactRequest`
    pub request: Name,
    /// `GetContactResponse`
    pub response: Name,
}

impl Family {
    const SUFFIXES: [&str; 4] = ["Error", "Output", "Request", "Response"];
    const MARKERS: [&str; 2] = ["", "Operation"];
}

/// Whether a wanted name could be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As wanted.
    Granted,
    /// Another of the same scope has it, or the generated code needs it.
    Contested {
        /// The name wanted.
        wanted: String,
    },
}

/// What a scope's names are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    Types,
    Fields,
    Variants,
    Constants,
    Methods,
    Arguments,
    Modules,
    Statics,
}

/// A set of names that must differ from each other.
#[derive(Debug, Clone)]
pub struct Scope {
    rules: Rules,
    taken: BTreeMap<String, ()>,
}

impl Scope {
    /// Types of the API.
    pub fn types() -> Self {
        Self::with(Rules::Types, keyword::TYPES)
    }

    /// Groups: handles of the client and traits of the server.
    pub fn groups() -> Self {
        let mut scope = Self::with(Rules::Types, keyword::TYPES);
        keyword::GROUPS.iter().for_each(|name| scope.reserve(name));
        scope
    }

    /// Fields of one structure.
    pub fn fields() -> Self {
        Self::with(Rules::Fields, &[])
    }

    /// Variants of one union, or types of media.
    pub fn variants() -> Self {
        Self::with(Rules::Variants, &["Self", "Unknown"])
    }

    /// Constants of one enumeration.
    pub fn constants() -> Self {
        Self::with(Rules::Constants, &["Self", "Unknown"])
    }

    /// Methods of one group.
    pub fn methods() -> Self {
        Self::with(Rules::Methods, keyword::METHODS)
    }

    /// Arguments and setters of one operation, or of one security scheme.
    pub fn arguments() -> Self {
        Self::with(Rules::Arguments, keyword::ARGUMENTS)
    }

    /// Modules, which are also files and features.
    pub fn modules() -> Self {
        let mut scope = Self::with(Rules::Modules, keyword::MODULES);
        DEVICES.iter().for_each(|name| scope.reserve(name));
        scope
    }

    /// Setters of the client's builder.
    pub fn builder_setters() -> Self {
        Self::with(Rules::Arguments, keyword::BUILDERS)
    }

    /// Constants of one module.
    pub fn constants_of_modules() -> Self {
        Self::with(Rules::Statics, &[])
    }

    fn with(rules: Rules, reserved: &[&str]) -> Self {
        Self { rules, taken: reserved.iter().map(|name| ((*name).to_owned(), ())).collect() }
    }

    /// Keeps a name from being given.
    pub fn reserve(&mut self, bare: &str) {
        self.taken.insert(bare.to_owned(), ());
    }

    /// Lets a reserved name be given after all.
    pub fn free(&mut self, bare: &str) {
        self.taken.remove(bare);
    }

    /// Whether a name is given or reserved.
    pub fn holds(&self, bare: &str) -> bool {
        self.taken.contains_key(bare)
    }

    /// One name.
    pub fn one(&mut self, wanted: Wanted) -> Assigned {
        let fallback = Name::new(self.rules.empty());
        let mut given = self.assign(&[wanted]);
        given.pop().unwrap_or(Assigned { name: fallback, outcome: Outcome::Granted })
    }

    /// The first of some names of the product's own that is free, else the first with a number.
    pub fn own(&mut self, ladder: &[&str]) -> Name {
        let text = ladder.iter().find(|name| !self.holds(name)).or(ladder.first()).copied().unwrap_or_default();
        self.one(Wanted { text: text.to_owned(), ..Wanted::default() }).name
    }

    /// The types of an operation, all of which begin alike: with the first text of the ladder for which all are free, else with the
    /// first of them and a number. No marker is called like one of `components`.
    pub fn family(&mut self, ladder: &[String], components: &BTreeSet<String>) -> (Family, Outcome) {
        // Room for what follows.
        let ladder: Vec<String> = ladder.iter().map(|text| text.chars().take(LONGEST - 10).collect()).collect();
        let marker_of = |base: &str| {
            let mut markers = Family::MARKERS.iter().map(|suffix| format!("{base}{suffix}"));
            markers.find(|marker| !components.contains(marker) && !self.holds(marker))
        };
        let find = |base: &String| {
            let free =
                !base.is_empty() && Family::SUFFIXES.iter().all(|suffix| !self.holds(&format!("{base}{suffix}")));
            let marker = marker_of(base).filter(|_| free)?;
            Some((base.clone(), marker))
        };
        let wanted = ladder.first().cloned().unwrap_or_default();
        let numbered = || (2_usize..).find_map(|count| find(&format!("{wanted}{count}")));
        let (base, marker) = ladder.iter().find_map(find).or_else(numbered).unwrap_or_default();
        self.reserve(&marker);
        Family::SUFFIXES.iter().for_each(|suffix| self.reserve(&format!("{base}{suffix}")));
        let outcome = if base == wanted { Outcome::Granted } else { Outcome::Contested { wanted } };
        let [error, output, request, response] = Family::SUFFIXES.map(|suffix| Name::new(format!("{base}{suffix}")));
        (Family { base: Name::new(base), marker: Name::new(marker), error, output, request, response }, outcome)
    }

    /// A name for each, in the same order.
    pub fn assign(&mut self, wanted: &[Wanted]) -> Vec<Assigned> {
        let bases: Vec<String> = wanted.iter().map(|one| self.base(one)).collect();
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        let exact = |index: usize| match (wanted.get(index), bases.get(index)) {
            (Some(one), Some(base)) => one.text == *base,
            (None, _) | (_, None) => false,
        };
        // Stable: among equals the source's order decides.
        order.sort_by_key(|index| !exact(*index));
        let mut names: Vec<Option<Assigned>> = vec![None; wanted.len()];
        let mut losers = Vec::new();
        for index in order {
            let (Some(base), Some(slot)) = (bases.get(index), names.get_mut(index)) else { continue };
            if self.taken.contains_key(base) {
                losers.push(index);
            } else {
                self.taken.insert(base.clone(), ());
                *slot = Some(granted(base));
            }
        }
        losers.sort_unstable();
        let mut counters: BTreeMap<&str, usize> = BTreeMap::new();
        for index in losers {
            let (Some(base), Some(one), Some(slot)) = (bases.get(index), wanted.get(index), names.get_mut(index))
            else {
                continue;
            };
            let free = self.alternative(one, base, counters.entry(base).or_insert(1));
            self.taken.insert(free.clone(), ());
            *slot = Some(Assigned {
                name: Name::new(keyword::escape(free)),
                outcome: Outcome::Contested { wanted: base.clone() },
            });
        }
        names.into_iter().map(|name| name.unwrap_or_else(|| granted(self.rules.empty()))).collect()
    }

    fn base(&self, wanted: &Wanted) -> String {
        let text = match self.rules {
            Rules::Constants | Rules::Fields | Rules::Arguments => words::constant(&wanted.text, self.rules.case()),
            // Modules are files, which must have names that every system takes.
            Rules::Modules => words::identifier(&words::ascii(&wanted.text), self.rules.case()),
            Rules::Types | Rules::Variants | Rules::Methods | Rules::Statics => {
                words::identifier(&wanted.text, self.rules.case())
            }
        };
        self.rules.valid(text, wanted)
    }

    fn spelled(&self, wanted: &Wanted) -> String {
        let text = match self.rules {
            Rules::Modules => words::spelled(&words::ascii(&wanted.text), self.rules.case()),
            Rules::Types
            | Rules::Fields
            | Rules::Variants
            | Rules::Constants
            | Rules::Methods
            | Rules::Arguments
            | Rules::Statics => words::spelled(&wanted.text, self.rules.case()),
        };
        self.rules.valid(text, wanted)
    }

    fn alternative(&self, wanted: &Wanted, base: &str, counter: &mut usize) -> String {
        let case = self.rules.case();
        let spelled = self.spelled(wanted);
        if !self.taken.contains_key(&spelled) && spelled != base {
            return spelled;
        }
        if !wanted.qualifier.is_empty() {
            let qualified = self.rules.qualified(base, &wanted.qualifier);
            if !self.taken.contains_key(&qualified) {
                return qualified;
            }
        }
        loop {
            *counter += 1;
            let numbered = match case {
                Case::Camel => format!("{base}{counter}"),
                Case::Snake | Case::Shouty | Case::Kebab => format!("{base}_{counter}"),
            };
            if !self.taken.contains_key(&numbered) {
                return numbered;
            }
        }
    }
}

fn granted(base: &str) -> Assigned {
    Assigned { name: Name::new(keyword::escape(base.to_owned())), outcome: Outcome::Granted }
}

impl Rules {
    fn case(self) -> Case {
        match self {
            Self::Types | Self::Variants | Self::Constants => Case::Camel,
            Self::Fields | Self::Methods | Self::Arguments | Self::Modules => Case::Snake,
            Self::Statics => Case::Shouty,
        }
    }

    /// What stands before a digit, and alone where there is nothing else.
    fn empty(self) -> &'static str {
        match self {
            Self::Types => "Type",
            Self::Variants => "Variant",
            Self::Constants => "Value",
            Self::Fields => "field",
            Self::Methods => "call",
            Self::Arguments => "value",
            Self::Modules => "group",
            Self::Statics => "VALUE",
        }
    }

    fn valid(self, text: String, wanted: &Wanted) -> String {
        let text = if text.is_empty() { words::identifier(&wanted.fallback, self.case()) } else { text };
        let text = if text.is_empty() { self.empty().to_owned() } else { text };
        let text = if words::begins_well(&text) {
            text
        } else {
            match self.case() {
                Case::Camel => format!("{}{text}", self.empty()),
                Case::Snake | Case::Shouty | Case::Kebab => format!("{}_{text}", self.empty()),
            }
        };
        words::cut(text)
    }

    fn qualified(self, base: &str, qualifier: &str) -> String {
        let qualifier = words::identifier(qualifier, self.case());
        words::cut(match self.case() {
            Case::Camel => format!("{base}{qualifier}"),
            Case::Snake | Case::Shouty | Case::Kebab => format!("{base}_{qualifier}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(mut scope: Scope, texts: &[&str]) -> Vec<String> {
        let wanted: Vec<Wanted> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| Wanted {
                text: (*text).to_owned(),
                qualifier: String::new(),
                fallback: format!("at {}", index + 1),
            })
            .collect();
        scope.assign(&wanted).into_iter().map(|given| given.name.as_str().to_owned()).collect()
    }

    #[test]
    fn obstacle_course_of_fields() {
        let texts =
            ["type", "self", "Self", "crate", "_", "2fa", "🎉", "", "userId", "user_id", "user-id", "gen", "größe"];
        let expected = [
            "r#type",
            "self_",
            "self_2",
            "crate_",
            "underscore",
            "field_2fa",
            "at_7",
            "at_8",
            "user_id_2",
            "user_id",
            "user_id_3",
            "r#gen",
            "größe",
        ];
        assert_eq!(names(Scope::fields(), &texts), expected);
    }

    #[test]
    fn obstacle_course_of_types() {
        let texts = ["Option", "Self", "self", "user_name", "UserName", "3d", "Vec", "Client", "a.b", "a_b"];
        let expected = ["Option2", "Self2", "Self3", "UserName2", "UserName", "Type3d", "Vec2", "Client", "AB", "AB2"];
        assert_eq!(names(Scope::types(), &texts), expected);
    }

    #[test]
    fn constants_differ_by_their_signs() {
        let texts = ["name", "-name", "a-b", "a+b", "", "1", "-1", "unknown", "Name", "*"];
        let expected = ["Name2", "MinusName", "AB", "APlusB", "At5", "Value1", "Minus1", "Unknown2", "Name", "Star"];
        assert_eq!(names(Scope::constants(), &texts), expected);
    }

    #[test]
    fn modules_are_ascii() {
        let texts = ["Größe", "Ærø", "用户", "Ñandú/É", "auth", "🎉"];
        let expected = ["grosse", "aero", "u7528_u6237", "nandu_e", "auth_2", "at_6"];
        assert_eq!(names(Scope::modules(), &texts), expected);
    }

    #[test]
    fn setters_of_the_builder_leave_its_methods_alone() {
        let texts = ["timeout", "Auth", "tenant", "auth"];
        assert_eq!(names(Scope::builder_setters(), &texts), ["timeout_2", "auth_2", "tenant", "auth_3"]);
    }

    #[test]
    fn another_name_elsewhere_changes_nothing() {
        let alone = names(Scope::types(), &["Cat", "cat"]);
        let among = names(Scope::types(), &["Dog", "Cat", "Bird", "cat"]);
        assert_eq!(alone, ["Cat", "Cat2"]);
        assert_eq!(among, ["Dog", "Cat", "Bird", "Cat2"]);
    }
}
