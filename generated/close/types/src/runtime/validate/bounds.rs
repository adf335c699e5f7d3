//! How numbers, lengths and counts are compared with what rules allow.

use super::report::Report;
use super::rule::{Bound, Rule};

impl Bound {
    #[inline]
    fn as_f64(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Number(number) => number,
        }
    }

    #[inline]
    fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => Some(left.cmp(&right)),
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }

    /// Exact in decimal, as the document and JSON write numbers.
    #[inline]
    fn is_multiple_of(self, step: Self) -> bool {
        let (Some(number), Some(step)) = (Decimal::of(self), Decimal::of(step)) else { return true };
        number.is_multiple_of(step)
    }
}

/// A number as `digits × 10^exponent`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    #[inline]
    fn of(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Integer(number) => Some(Self { digits: number.unsigned_abs(), exponent: 0 }),
            // The shortest digits that mean this number: `1.5e-7`.
            Bound::Number(number) => {
                let text = format!("{:e}", number.abs());
                let (digits, exponent) = text.split_once('e')?;
                let fraction = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
                let exponent: i32 = exponent.parse().ok()?;
                let digits = digits.replace('.', "").parse().ok()?;
                Some(Self { digits, exponent: exponent - i32::try_from(fraction).ok()? })
            }
        }
    }

    #[inline]
    fn is_multiple_of(self, step: Self) -> bool {
        if step.digits == 0 || self.digits == 0 {
            return true;
        }
        let shift = self.exponent - step.exponent;
        let power =
            |modulus: u128| (0..shift.unsigned_abs()).try_fold(1_u128, |all, _| Some(all.checked_mul(10)? % modulus));
        if shift >= 0 {
            let rest = power(step.digits).and_then(|power| (self.digits % step.digits).checked_mul(power));
            return rest.is_none_or(|rest| rest % step.digits == 0);
        }
        // A step that is larger than what it should divide divides nothing.
        let scaled = 10_u128.checked_pow(shift.unsigned_abs()).and_then(|power| step.digits.checked_mul(power));
        scaled.is_some_and(|step| self.digits.is_multiple_of(step))
    }
}

#[inline]
pub(super) fn number(value: Bound, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        let (name, ok, demand, bound) = match *rule {
            Rule::Minimum(bound) => ("minimum", value.compare(bound).is_some_and(|o| o.is_ge()), "at least", bound),
            Rule::Maximum(bound) => ("maximum", value.compare(bound).is_some_and(|o| o.is_le()), "at most", bound),
            Rule::ExclusiveMinimum(bound) => {
                ("exclusiveMinimum", value.compare(bound).is_some_and(|o| o.is_gt()), "more than", bound)
            }
            Rule::ExclusiveMaximum(bound) => {
                ("exclusiveMaximum", value.compare(bound).is_some_and(|o| o.is_lt()), "less than", bound)
            }
            Rule::MultipleOf(bound) => ("multipleOf", value.is_multiple_of(bound), "a multiple of", bound),
            _ => continue,
        };
        if !ok {
            report.add(name, format!("must be {demand} {bound}, and is {value}"));
        }
    }
}

#[inline]
pub(super) fn text(value: &str, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        match *rule {
            Rule::MinLength(bound) => count("minLength", value.chars().count(), bound.., "characters", report),
            Rule::MaxLength(bound) => count("maxLength", value.chars().count(), ..=bound, "characters", report),
            #[cfg(feature = "pattern")]
            Rule::Pattern(pattern) if !super::super::pattern::is_match(pattern, value) => {
                report.add("pattern", format!("must match the pattern `{pattern}`"));
            }
            _ => {}
        }
    }
}

/// Bytes as they are: their number counts.
#[inline]
pub(super) fn bytes(length: usize, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        match *rule {
            Rule::MinLength(bound) => count("minLength", length, bound.., "bytes", report),
            Rule::MaxLength(bound) => count("maxLength", length, ..=bound, "bytes", report),
            _ => {}
        }
    }
}

#[inline]
pub(super) fn list(length: usize, is_unique: impl Fn() -> bool, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        match *rule {
            Rule::MinItems(bound) => count("minItems", length, bound.., "items", report),
            Rule::MaxItems(bound) => count("maxItems", length, ..=bound, "items", report),
            Rule::UniqueItems if !is_unique() => {
                report.add("uniqueItems", "must not hold the same item twice".to_owned());
            }
            _ => {}
        }
    }
}

#[inline]
pub(super) fn object(length: usize, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        match *rule {
            Rule::MinProperties(bound) => count("minProperties", length, bound.., "properties", report),
            Rule::MaxProperties(bound) => count("maxProperties", length, ..=bound, "properties", report),
            _ => {}
        }
    }
}

/// The rules for what a list or map holds.
#[inline]
pub(super) fn each(rules: &[Rule]) -> &'static [Rule] {
    let found = rules.iter().find_map(|rule| if let Rule::Each(each) = rule { Some(*each) } else { None });
    found.unwrap_or(&[])
}

#[inline]
fn count(
    rule: &'static str,
    length: usize,
    allowed: impl std::ops::RangeBounds<usize>,
    what: &str,
    report: &mut Report,
) {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    if !allowed.contains(&length) {
        let demand = match (allowed.start_bound(), allowed.end_bound()) {
            (Included(least), _) => format!("at least {least}"),
            (_, Included(most)) => format!("at most {most}"),
            (Unbounded | Excluded(_), Unbounded | Excluded(_)) => "another number of".to_owned(),
        };
        report.add(rule, format!("must have {demand} {what}, and has {length}"));
    }
}
