//! What rules mean for each kind of value. A rule for another kind of value says nothing, as in JSON Schema.

use super::super::codec::Encode;
use super::super::equality::canonical;
use super::super::{Field, File, Secret, json};
use super::bounds;
use super::report::{Report, Validate};
use super::rule::{Bound, Rule};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

impl Report {
    /// Checks those of the rules that are about what no type expresses.
    #[cfg_attr(not(feature = "check"), allow(unused_variables, reason = "there is nothing to check"))]
    fn holds<T: Encode + ?Sized>(&mut self, value: &T, rules: &[Rule]) {
        #[cfg(feature = "check")]
        for rule in rules {
            if let Rule::Holds(checks) = rule {
                self.satisfies(value, checks);
            }
        }
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Validate for $type {
            #[inline]
            fn check(&self, rules: &[Rule], report: &mut Report) {
                bounds::number(Bound::Integer((*self).into()), rules, report);
                report.holds(self, rules);
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Validate for f64 {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::number(Bound::Number(*self), rules, report);
        report.holds(self, rules);
    }
}

impl Validate for f32 {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::number(Bound::Number((*self).into()), rules, report);
        report.holds(self, rules);
    }
}

impl Validate for bool {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        report.holds(self, rules);
    }
}

impl Validate for () {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        report.holds(self, rules);
    }
}

impl Validate for str {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::text(self, rules, report);
        report.holds(self, rules);
    }
}

impl Validate for String {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        self.as_str().check(rules, report);
    }
}

impl Validate for Secret {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        self.expose().check(rules, report);
    }
}

impl Validate for File {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::bytes(self.content.len(), rules, report);
    }
}

impl<T: Validate + ?Sized> Validate for &T {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        (**self).check(rules, report);
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        (**self).check(rules, report);
    }
}

impl<T: Validate> Validate for Option<T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        if let Some(value) = self {
            value.check(rules, report);
        }
    }
}

impl<T: Validate> Validate for Field<T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        if let Self::Value(value) = self {
            value.check(rules, report);
        }
    }
}

impl<T: Validate + Encode> Validate for Vec<T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::list(self.len(), || is_unique(self), rules, report);
        report.holds(self, rules);
        let each = bounds::each(rules);
        for (index, item) in self.iter().enumerate() {
            report.item(index, item, each);
        }
    }
}

/// Items are the same when their JSON is.
fn is_unique<T: Encode>(items: &[T]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().all(|item| json::to_value(item).map_or(true, |value| seen.insert(canonical(&value))))
}

impl<T: Validate + Encode> Validate for BTreeMap<String, T> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        bounds::object(self.len(), rules, report);
        report.holds(self, rules);
        let each = bounds::each(rules);
        for (key, value) in self {
            report.field(key, value, each);
        }
    }
}

impl Validate for Map<String, Value> {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        report.holds(self, rules);
        object(self, rules, report);
    }
}

#[inline]
fn object(entries: &Map<String, Value>, rules: &[Rule], report: &mut Report) {
    bounds::object(entries.len(), rules, report);
    let each = bounds::each(rules);
    if !each.is_empty() {
        for (key, value) in entries {
            report.field(key, value, each);
        }
    }
}

impl Validate for Value {
    #[inline]
    fn check(&self, rules: &[Rule], report: &mut Report) {
        report.holds(self, rules);
        match self {
            Self::Null | Self::Bool(_) => {}
            Self::Number(number) => {
                let integer = number.as_i128().map(Bound::Integer);
                if let Some(bound) = integer.or_else(|| number.as_f64().map(Bound::Number)) {
                    bounds::number(bound, rules, report);
                }
            }
            Self::String(text) => bounds::text(text, rules, report),
            Self::Array(items) => {
                bounds::list(items.len(), || is_unique(items), rules, report);
                let each = bounds::each(rules);
                if !each.is_empty() {
                    for (index, item) in items.iter().enumerate() {
                        report.item(index, item, each);
                    }
                }
            }
            Self::Object(entries) => object(entries, rules, report),
        }
    }
}

macro_rules! tuples {
    ($($($type:ident $index:tt)+;)*) => {$(
        impl<$($type: Validate + Encode),+> Validate for ($($type,)+) {
            #[inline]
            fn check(&self, rules: &[Rule], report: &mut Report) {
                report.holds(self, rules);
                $(report.item($index, &self.$index, &[]);)+
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
}
