//! One document before the judge.

use crate::compare::Compare;
use crate::instance::{Fullness, Maker};
use crate::judge::Judge;
use crate::random::Random;
use crate::subject::{Null, Pair, Rules, Subject};
use crate::workspace::{Outcome, Program};
use crate::{law, mutant, shown};
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// Instances made of each schema.
const MADE: usize = 12;

/// Most faults told of one schema.
const TOLD: usize = 3;

/// What came out.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Valid instances that the document shows.
    pub shown: usize,
    /// Those shown that its own schemas refuse.
    pub shown_invalid: usize,
    /// Valid instances made up.
    pub made: usize,
    /// Those made up that the schemas refuse: the maker's failures.
    pub made_invalid: usize,
    /// Values that users can build.
    pub built: usize,
    /// Spoiled instances that the schemas refuse.
    pub mutants: usize,
    /// Those that the types refuse too.
    pub mutants_refused: usize,
    /// Schemas that are no JSON Schema, and were not tried.
    pub unsound: Vec<String>,
    /// Valid instances that did not survive.
    pub faults: Vec<String>,
}

impl Verdict {
    /// Adds another document's.
    pub fn add(&mut self, other: Self) {
        self.shown += other.shown;
        self.shown_invalid += other.shown_invalid;
        self.made += other.made;
        self.made_invalid += other.made_invalid;
        self.built += other.built;
        self.mutants += other.mutants;
        self.mutants_refused += other.mutants_refused;
        self.unsound.extend(other.unsound);
        self.faults.extend(other.faults);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shown, shown_invalid, made, made_invalid, built, mutants, mutants_refused, unsound, faults } = self;
        let (unsound, faults) = (unsound.len(), faults.len());
        write!(
            f,
            "{shown} shown ({shown_invalid} more are invalid), {made} made ({made_invalid} more were invalid), "
        )?;
        write!(f, "{built} built, {mutants_refused} of {mutants} spoiled refused, {unsound} unsound, {faults} faults")
    }
}

/// Where an instance came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Shown,
    Made,
    Spoiled,
}

struct Instance<'a> {
    pair: &'a Pair,
    source: Source,
    value: Value,
}

/// Tries every schema of a document.
pub fn hold(subject: &Subject, program: &Program) -> Verdict {
    let mut verdict = Verdict::default();
    let Some(judge) = Judge::of(&subject.schemas) else {
        verdict.faults.push(format!("{}: the schemas cannot be judged", subject.name));
        return verdict;
    };
    let mut instances = Vec::new();
    let mut tried = BTreeSet::new();
    for pair in &subject.pairs {
        collect(pair, &judge, &mut tried, &mut instances, &mut verdict);
    }
    let built = subject.laws.iter().zip(subject.entries.len()..);
    let built = built.flat_map(|(law, entry)| law.values.iter().map(move |value| (entry, value.to_string())));
    let made = instances.iter().map(|instance| (instance.pair.entry, instance.value.to_string()));
    let mut outcomes = program.run(made.chain(built));
    let of_laws = outcomes.split_off(instances.len());
    verdict.built += of_laws.len();
    assert_eq!(
        of_laws.len(),
        subject.laws.iter().map(|law| law.values.len()).sum::<usize>(),
        "{} answers",
        subject.name
    );
    verdict.faults.extend(law::broken(&subject.name, &subject.laws, &mut of_laws.into_iter()));
    verdict.faults.extend(subject.merged.iter().cloned());
    let mut told = std::collections::BTreeMap::<&str, usize>::new();
    for (instance, outcome) in instances.iter().zip(outcomes) {
        let checked = subject.entries.get(instance.pair.entry).is_some_and(|(_, rules)| *rules == Rules::Checked);
        if instance.source == Source::Spoiled {
            // Nothing but the shape is asked of what only responses carry.
            verdict.mutants += 1;
            verdict.mutants_refused += usize::from(!matches!(outcome, Outcome::Read(_)));
            if std::env::var("MUTANTS").is_ok() && matches!(outcome, Outcome::Read(_)) {
                println!("  spoiled and read: {} {}", instance.pair.what, instance.value);
            }
            continue;
        }
        let Err(fault) = survives(instance, &outcome, &judge, checked) else { continue };
        let count = told.entry(&instance.pair.what).or_default();
        *count += 1;
        if *count <= TOLD {
            let shown: String = instance.value.to_string().chars().take(400).collect();
            verdict.faults.push(format!("{} {}: {fault}: {shown}", subject.name, instance.pair.what));
        }
    }
    verdict
}

fn collect<'a>(
    pair: &'a Pair,
    judge: &Judge<'_>,
    tried: &mut BTreeSet<(&'a str, usize)>,
    instances: &mut Vec<Instance<'a>>,
    verdict: &mut Verdict,
) {
    let is_valid = |value: &Value| match pair.null {
        Null::Around if value.is_null() => None,
        Null::Around | Null::Within => judge.allows(&pair.schema, value),
    };
    for value in &pair.shown {
        match is_valid(value) {
            Some(true) => {
                verdict.shown += 1;
                instances.push(Instance { pair, source: Source::Shown, value: value.clone() });
            }
            Some(false) => verdict.shown_invalid += 1,
            None => {}
        }
    }
    if !tried.insert((&pair.schema, pair.entry)) {
        return;
    }
    let mut maker = Maker { judge, random: Random::of(&pair.schema) };
    for value in shown::within(&pair.schema, judge, &mut maker) {
        match is_valid(&value) {
            Some(true) => {
                verdict.shown += 1;
                instances.push(Instance { pair, source: Source::Shown, value });
            }
            Some(false) => verdict.shown_invalid += 1,
            None => {}
        }
    }
    let Some(schema) = judge.schema(&pair.schema) else { return };
    if judge.allows(&pair.schema, &Value::Null).is_none() {
        verdict.unsound.push(pair.what.clone());
        return;
    }
    let mut seen = BTreeSet::new();
    for index in 0..MADE {
        let fullness = [Fullness::Least, Fullness::Most, Fullness::Some, Fullness::Some][index % 4];
        let Some(value) = maker.make(&[schema], fullness, 0) else { continue };
        match is_valid(&value) {
            Some(true) if seen.insert(value.to_string()) => {
                for _ in 0..2 {
                    let spoiled = mutant::spoil(&value, &mut maker.random);
                    if is_valid(&spoiled) == Some(false) {
                        instances.push(Instance { pair, source: Source::Spoiled, value: spoiled });
                    }
                }
                verdict.made += 1;
                instances.push(Instance { pair, source: Source::Made, value });
            }
            Some(true) | None => {}
            Some(false) => verdict.made_invalid += 1,
        }
    }
}

/// Whether a valid instance was read, found right and written as it was.
fn survives(instance: &Instance<'_>, outcome: &Outcome, judge: &Judge<'_>, checked: bool) -> Result<(), String> {
    let written = match outcome {
        Outcome::Refused(why) => return Err(format!("not read ({why})")),
        Outcome::Broken(why) => return Err(format!("called invalid ({why})")),
        Outcome::Read(written) => written,
    };
    let written: Value = serde_json::from_str(written).map_err(|error| format!("no JSON was written: {error}"))?;
    let compare = Compare { judge, keeps_null: checked, excused: Cell::new(false) };
    compare.same(&instance.pair.schema, &instance.value, &written)
}
