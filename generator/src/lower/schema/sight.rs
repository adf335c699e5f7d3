//! What a check can see of an instance: a type that drops unknown keys hides them.
//!
//! Takes checks and the node whose values they look at; answers whether the values show all that the checks ask for, so that
//! no valid instance is refused for what its type does not keep.

use std::collections::BTreeSet;

use super::Lowering;
use crate::ir::{Check, Literal};
use crate::lower::graph::{Flat, FlatAdditional};
use crate::lower::plan::names_keys;

/// What is left of an object's keys.
#[derive(Debug, Clone)]
pub(super) enum Sight {
    /// All keys.
    All,
    /// These only.
    Keys(BTreeSet<String>),
}

/// How a check that sees too few keys errs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    /// Its part holds where the whole does: a key that is not seen breaks nothing.
    Plain,
    /// It might not.
    Strict,
}

impl Sight {
    fn shows(&self, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::Keys(keys) => keys.contains(key),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        matches!(self, Self::All)
    }
}

impl<'d> Lowering<'d, '_> {
    /// What the values of a node show of their keys.
    pub(super) fn sight(&mut self, flat: &Flat<'d>) -> Sight {
        let sided = self.sided(flat);
        let alternatives = !flat.groups.is_empty() || flat.discriminator.is_some();
        // A map keeps every key; a structure keeps them or refuses them if the schema speaks of them.
        let speaks = !names_keys(flat) || flat.additional != FlatAdditional::Unsaid || !flat.object.patterns.is_empty();
        if speaks && !alternatives && sided.is_empty() {
            return Sight::All;
        }
        let mut keys: BTreeSet<String> =
            flat.object.properties.iter().map(|property| property.name.to_owned()).collect();
        for group in &flat.groups {
            let mut shared: Option<BTreeSet<String>> = None;
            for branch in &group.branches {
                let branch = self.resolved_flat(*branch);
                let own = branch.object.properties.iter().map(|property| property.name.to_owned());
                shared = Some(match shared {
                    None => own.collect(),
                    Some(others) => own.filter(|name| others.contains(name)).collect(),
                });
            }
            keys.extend(shared.unwrap_or_default());
        }
        keys.retain(|key| !sided.contains(key.as_str()));
        Sight::Keys(keys)
    }

    /// Keys that only one direction carries: they are not there in the other.
    pub(super) fn sided(&mut self, flat: &Flat<'d>) -> BTreeSet<&'d str> {
        let mut sided = BTreeSet::new();
        let mut properties = flat.object.properties.clone();
        for branch in flat.groups.iter().flat_map(|group| &group.branches) {
            properties.extend(self.resolved_flat(*branch).object.properties.iter().cloned());
        }
        for property in properties {
            for part in &property.parts {
                let part = self.graph.node(*part);
                let part = self.resolved_flat(part);
                if part.read_only || part.write_only {
                    sided.insert(property.name);
                }
            }
        }
        sided
    }

    /// Whether values of a node, of whose keys that much is seen, show all that checks ask for.
    pub(super) fn sees(&mut self, flat: &Flat<'d>, sight: &Sight, checks: &[Check]) -> bool {
        self.sees_all(flat, sight, checks, Polarity::Plain)
    }

    fn sees_all(&mut self, flat: &Flat<'d>, sight: &Sight, checks: &[Check], polarity: Polarity) -> bool {
        checks.iter().all(|check| self.sees_one(flat, sight, check, polarity))
    }

    fn sees_one(&mut self, flat: &Flat<'d>, sight: &Sight, check: &Check, polarity: Polarity) -> bool {
        let plain = polarity == Polarity::Plain;
        match check {
            Check::Never | Check::Type(_) => true,
            Check::Enum(values) => sight.is_full() || !values.iter().any(|value| matches!(value, Literal::Json(_))),
            Check::Rules(rules) => {
                let fewer = rules.min_properties.is_some() || rules.max_properties.is_some() && !plain;
                sight.is_full() || !fewer
            }
            Check::Required(names) => names.iter().all(|name| sight.shows(name)),
            Check::Property(name, checks) => {
                (plain || sight.shows(name)) && self.sees_property(flat, sight, name, checks, polarity)
            }
            Check::DependentRequired(key, names) => {
                (plain || sight.shows(key)) && names.iter().all(|name| sight.shows(name))
            }
            Check::DependentSchemas(key, checks) => {
                (plain || sight.shows(key)) && self.sees_all(flat, sight, checks, polarity)
            }
            Check::PropertyNames(_) => sight.is_full() || plain,
            Check::PatternProperty(_, checks) | Check::AdditionalProperties { checks, .. } => {
                (sight.is_full() || plain) && !asks_for_keys(checks)
            }
            Check::UnevaluatedProperties(checks) => sight.is_full() && !asks_for_keys(checks),
            Check::PrefixItem(_, checks) | Check::Items(_, checks) | Check::Contains { checks, .. } => {
                self.sees_items(flat, checks)
            }
            Check::UnevaluatedItems(checks) => self.sees_items(flat, checks),
            Check::AllOf(checks) => self.sees_all(flat, sight, checks, polarity),
            Check::AnyOf(branches) => branches.iter().all(|checks| self.sees_all(flat, sight, checks, polarity)),
            Check::OneOf(branches) => {
                branches.iter().all(|checks| self.sees_all(flat, sight, checks, Polarity::Strict))
            }
            Check::Not(checks) => self.sees_all(flat, sight, checks, Polarity::Strict),
            Check::If(condition, then, otherwise) => {
                self.sees_all(flat, sight, condition, Polarity::Strict)
                    && self.sees_all(flat, sight, then, polarity)
                    && self.sees_all(flat, sight, otherwise, polarity)
            }
        }
    }

    fn sees_property(
        &mut self,
        flat: &Flat<'d>,
        sight: &Sight,
        name: &str,
        checks: &[Check],
        polarity: Polarity,
    ) -> bool {
        if !asks_for_keys(checks) {
            return true;
        }
        let Some(property) = flat.property(name) else {
            // A key that is kept without a type of its own shows everything, if no type of others takes it.
            return sight.is_full()
                && !matches!(flat.additional, FlatAdditional::Typed(_))
                && flat.object.patterns.is_empty();
        };
        let [part] = property.parts.as_slice() else { return false };
        let node = self.graph.node(*part);
        let inner = self.resolved_flat(node);
        let sight = self.sight(&inner);
        self.sees_all(&inner, &sight, checks, polarity)
    }

    fn sees_items(&mut self, flat: &Flat<'d>, checks: &[Check]) -> bool {
        if !asks_for_keys(checks) || (flat.items.is_empty() && flat.prefix_items.is_empty()) {
            return true;
        }
        let ([item], []) = (flat.items.as_slice(), flat.prefix_items.as_slice()) else { return false };
        let node = self.graph.node(*item);
        let inner = self.resolved_flat(node);
        let sight = self.sight(&inner);
        self.sees_all(&inner, &sight, checks, Polarity::Strict)
    }
}

/// Whether checks look at the keys of objects, here or below.
fn asks_for_keys(checks: &[Check]) -> bool {
    let mut asks = false;
    for check in checks {
        check.each(&mut |check| {
            asks |= match check {
                Check::Rules(rules) => rules.min_properties.is_some() || rules.max_properties.is_some(),
                Check::Enum(values) => values.iter().any(|value| matches!(value, Literal::Json(_))),
                Check::Required(_)
                | Check::Property(..)
                | Check::PatternProperty(..)
                | Check::AdditionalProperties { .. }
                | Check::PropertyNames(_)
                | Check::DependentRequired(..)
                | Check::DependentSchemas(..)
                | Check::UnevaluatedProperties(_) => true,
                _ => false,
            };
        });
    }
    asks
}
