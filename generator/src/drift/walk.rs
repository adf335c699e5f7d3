//! Two schemas walked in step: every place where one allows what the other does not.
//!
//! Takes pairs of schemas with the way their values go; gives [`Finding`]s. Each pair is looked at once, whoever refers to it, so that recursion ends and work
//! is linear. Promises that a finding is called breaking only with a [`Witness`] which the producer's schema accepts and the consumer's
//! refuses, judged from the root of the message. Never compares how schemas are written.

use super::change::{Judged, Ours, Party, Spot, Wire, Witness};
pub use super::finding::{Finding, Flow, Found, Root, Shift, Way};
use super::reading;
use super::sample::Sampler;
use super::validate::{Answer, Violation, validate};
use super::value::written_alike;
use super::view::{Conj, Kind, View};
use crate::document::SchemaId;
use crate::ir::Api;
use crate::source::Span;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// How a pair is reached from the one above.
#[derive(Debug, Clone)]
pub enum Step {
    /// The same value, with a choice made.
    Choice,
    /// A property.
    Property(String),
    /// A property that is not described.
    Other(String),
    /// An item at that position.
    Item(usize),
}

pub(super) struct Pair {
    pub old: Conj,
    pub new: Conj,
    pub kind: Option<Kind>,
    pub way: Way,
    pub parent: Option<(usize, Step)>,
    root: usize,
    below: Vec<usize>,
    findings: Vec<usize>,
}

/// What makes two findings one: the rule, the places and the words.
type Same = (&'static str, Option<Spot>, Option<Spot>, String);

/// The walk over all pairs of two descriptions.
pub struct Walk<'w, 'd> {
    /// The old schemas.
    pub old: &'w View<'d>,
    /// The new ones.
    pub new: &'w View<'d>,
    /// What the generated crates of the old description are made of.
    api: &'w Api,
    pub(super) pairs: Vec<Pair>,
    /// Listed values that only the old, and only the new description allows, while keywords beside lists are compared.
    pub(super) listed_only: Option<(Vec<Value>, Vec<Value>)>,
    known: HashMap<(Conj, Conj, Option<Kind>, Way), usize>,
    waiting: VecDeque<usize>,
    findings: Vec<Finding>,
    merged: HashMap<Same, usize>,
    roots: Vec<Root>,
    root_pairs: Vec<usize>,
}

/// Values that are tried for one difference.
const MOST_TRIES: usize = 64;
/// Witnesses that are read beside the first.
const MOST_READ: usize = 7;

impl<'w, 'd> Walk<'w, 'd> {
    /// Over the schemas of two documents, of which the old one became `api`.
    pub fn new(old: &'w View<'d>, new: &'w View<'d>, api: &'w Api) -> Self {
        Self {
            old,
            new,
            api,
            pairs: Vec::new(),
            listed_only: None,
            known: HashMap::new(),
            waiting: VecDeque::new(),
            findings: Vec::new(),
            merged: HashMap::new(),
            roots: Vec::new(),
            root_pairs: Vec::new(),
        }
    }

    /// Compares two schemas and everything below them.
    pub fn compare(&mut self, root: Root) {
        let (old, new) = (self.old.conj(&root.old), self.new.conj(&root.new));
        let way = root.way;
        let at = self.roots.len();
        self.roots.push(root);
        let pair = self.reach(old, new, None, way, None, at);
        self.root_pairs.push(pair);
        while let Some(pair) = self.waiting.pop_front() {
            self.pair(pair);
        }
    }

    fn reach(
        &mut self,
        old: Conj,
        new: Conj,
        kind: Option<Kind>,
        way: Way,
        parent: Option<(usize, Step)>,
        root: usize,
    ) -> usize {
        let key = (old.clone(), new.clone(), kind, way);
        let at = match self.known.get(&key) {
            Some(at) => *at,
            None => {
                let at = self.pairs.len();
                self.pairs.push(Pair {
                    old,
                    new,
                    kind,
                    way,
                    parent: parent.clone(),
                    root,
                    below: Vec::new(),
                    findings: Vec::new(),
                });
                self.known.insert(key, at);
                self.waiting.push_back(at);
                at
            }
        };
        if let Some(above) = parent.and_then(|(above, _)| self.pairs.get_mut(above)) {
            above.below.push(at);
        }
        at
    }

    /// Goes on to a pair below.
    pub(super) fn below(&mut self, above: usize, step: Step, old: Conj, new: Conj, kind: Option<Kind>) {
        let Some(pair) = self.pairs.get(above) else { return };
        let (way, root) = (pair.way, pair.root);
        self.reach(old, new, kind, way, Some((above, step)), root);
    }

    /// Judges what was found at a pair and keeps it, once for each place.
    pub(super) fn tell(&mut self, at: usize, found: Found) {
        let Some(pair) = self.pairs.get(at) else { return };
        let way = pair.way;
        let mut verdicts = [Wire::Same; 2];
        let mut witnesses = Vec::new();
        let mut read = None;
        for (shift, party, old_produces) in
            [(&found.narrow, way.narrowing_breaks(), true), (&found.wide, way.widening_breaks(), false)]
        {
            let (wire, witness, ours) = self.judge(at, shift, party, old_produces);
            read = read.max(ours);
            let slot = if party == Party::Client { 0 } else { 1 };
            if let Some(verdict) = verdicts.get_mut(slot) {
                *verdict = (*verdict).max(wire);
            }
            witnesses.extend(witness);
        }
        if let Some(party) = found.soft
            && let Some(verdict) = verdicts.get_mut(if party == Party::Client { 0 } else { 1 })
        {
            *verdict = (*verdict).max(Wire::Unproven);
        }
        let [client, server] = verdicts.map(|it| it.max(Wire::Compatible));
        let place = self.place(at);
        let key = (found.rule.id, found.old, found.new, found.message.clone());
        let index = match self.merged.get(&key) {
            Some(index) => *index,
            None => {
                let index = self.findings.len();
                let message = format!("{place} {}", found.message);
                self.findings.push(Finding {
                    rule: found.rule,
                    message,
                    old: found.old,
                    new: found.new,
                    client,
                    server,
                    our_client: Ours::Works,
                    our_server: Ours::Works,
                    sunset: found.sunset,
                    witnesses: Vec::new(),
                    roots: Vec::new(),
                });
                self.merged.insert(key, index);
                index
            }
        };
        if let Some(finding) = self.findings.get_mut(index) {
            finding.client = finding.client.max(client);
            finding.server = finding.server.max(server);
            if client > Wire::Compatible {
                let ours = match way.flow {
                    Flow::ToClient => read.unwrap_or(found.ours),
                    // What it sends it has chosen itself.
                    Flow::ToServer => found.ours.max(Ours::Depends),
                };
                finding.our_client = finding.our_client.max(ours);
            }
            if server > Wire::Compatible {
                let ours = match way.flow {
                    // A server reads strictly.
                    Flow::ToServer if server == Wire::Breaking => read.unwrap_or(Ours::Fails),
                    Flow::ToServer | Flow::ToClient => Ours::Depends,
                };
                finding.our_server = finding.our_server.max(ours);
            }
            for witness in witnesses {
                if finding.witnesses.iter().all(|it| it.party != witness.party) {
                    finding.witnesses.push(witness);
                }
            }
        }
        if let Some(pair) = self.pairs.get_mut(at)
            && !pair.findings.contains(&index)
        {
            pair.findings.push(index);
        }
    }

    /// The verdict with its witness, and what the generated crates of the old description make of that where they read it.
    fn judge(
        &self,
        at: usize,
        shift: &Shift,
        party: Party,
        old_produces: bool,
    ) -> (Wire, Option<Witness>, Option<Ours>) {
        let values = match shift {
            Shift::No => return (Wire::Same, None, None),
            Shift::Unknown => return (Wire::Unproven, None, None),
            Shift::Try(values) => values,
        };
        let mut proofs = values.iter().take(MOST_TRIES).filter_map(|value| self.proof(at, value, old_produces));
        let Some((mut value, mut violation)) = proofs.next() else { return (Wire::Unproven, None, None) };
        let read = |value: &Value, violation: &Violation| {
            let root = self.roots.get(self.pairs.get(at)?.root).filter(|_| !old_produces)?;
            let allows = |it: &Value| validate(self.old, &root.old, it, root.way.message) == Answer::Valid;
            reading::outcome(self.api, root.carrier.as_ref()?, party, (value, violation), allows)
        };
        let mut ours = read(&value, &violation);
        // The witness that tells most is one that the generated crates do not survive.
        for (other, why) in proofs.take(if ours.is_some() { MOST_READ } else { 0 }) {
            if ours == Some(Ours::Fails) {
                break;
            }
            let its = read(&other, &why);
            if its > ours {
                (value, violation, ours) = (other, why, its);
            }
        }
        (Wire::Breaking, self.witness(at, party, value, &violation, old_produces), ours)
    }

    /// A whole message that holds the value, where its producer's schema accepts it and its consumer's does not.
    fn proof(&self, at: usize, value: &Value, old_produces: bool) -> Option<(Value, Violation)> {
        let pair = self.pairs.get(at)?;
        let root = self.roots.get(pair.root)?;
        let message = pair.way.message;
        // Cheap, and most values that show nothing end here.
        let (own, other) = if old_produces { (&pair.old, &pair.new) } else { (&pair.new, &pair.old) };
        let (producer, consumer) = if old_produces { (self.old, self.new) } else { (self.new, self.old) };
        if !matches!(validate(producer, own, value, message), Answer::Valid) {
            return None;
        }
        let Answer::Invalid(violation) = accepted(consumer, other, value, pair.way) else { return None };
        let (whole, pointer) = self.embed(at, value.clone(), old_produces)?;
        let (own, other) = if old_produces { (&root.old, &root.new) } else { (&root.new, &root.old) };
        match (validate(producer, own, &whole, message), accepted(consumer, other, &whole, pair.way)) {
            // What is said is why this place refuses it: what stands around it may be refused as well.
            (Answer::Valid, Answer::Invalid(_)) => {
                Some((whole, Violation { pointer: format!("{pointer}{}", violation.pointer), ..violation }))
            }
            _ => None,
        }
    }

    /// The value within a message of the producing side, and the JSON Pointer to it.
    fn embed(&self, at: usize, value: Value, old_produces: bool) -> Option<(Value, String)> {
        let mut value = value;
        let mut pointer = String::new();
        let mut at = at;
        for _ in 0..self.pairs.len() {
            let pair = self.pairs.get(at)?;
            let Some((above, step)) = &pair.parent else { break };
            let (above, step) = (*above, step);
            let around = self.pairs.get(above)?;
            let (view, conj) = if old_produces { (self.old, &around.old) } else { (self.new, &around.new) };
            let sampler = Sampler::new(view, pair.way.message);
            // What the consumer asks for beside it is there, so that nothing but the value is refused.
            let also = if old_produces {
                self.new.required(&around.new, pair.way.message)
            } else {
                self.old.required(&around.old, pair.way.message)
            };
            match step {
                Step::Choice => {}
                Step::Property(name) | Step::Other(name) => pointer.insert_str(0, &format!("/{}", escaped(name))),
                Step::Item(position) => pointer.insert_str(0, &format!("/{position}")),
            }
            value = match step {
                Step::Choice => value,
                Step::Property(name) | Step::Other(name) => sampler
                    .object_with(conj, name, value.clone(), &also)
                    .or_else(|| sampler.object_with(conj, name, value, &[]))?,
                Step::Item(position) => sampler.array_with(conj, *position, value)?,
            };
            at = above;
        }
        Some((value, pointer))
    }

    fn witness(
        &self,
        at: usize,
        party: Party,
        value: Value,
        violation: &Violation,
        old_produces: bool,
    ) -> Option<Witness> {
        let root = self.roots.get(self.pairs.get(at)?.root)?;
        let span = |view: &View<'_>, ids: &[SchemaId]| ids.first().map(|id| view.schema(*id).origin.span);
        let (fine, refusing) = if old_produces { ("old", "new") } else { ("new", "old") };
        let place = if violation.pointer.is_empty() { String::new() } else { format!(" at {}", violation.pointer) };
        Some(Witness {
            party,
            what: root.what.clone(),
            operation: root.operation.clone(),
            value,
            why: format!(
                "the {fine} description allows it; by `{}` of the {refusing} one{place}, {}",
                violation.keyword, violation.text
            ),
            judged: span(self.old, &root.old).zip(span(self.new, &root.new)).map(|(old, new)| Judged {
                old,
                new,
                old_accepts: old_produces,
            }),
        })
    }

    /// The name of a place: `Contact.addresses[].zip` below the nearest component, or below the message.
    fn place(&self, at: usize) -> String {
        let mut steps: Vec<String> = Vec::new();
        let mut next = Some(at);
        let mut base = String::new();
        while let Some(pair) = next.and_then(|at| self.pairs.get(at)) {
            let component = self.component(self.new, &pair.new).or_else(|| self.component(self.old, &pair.old));
            if let Some(component) = component {
                base = component.to_owned();
                break;
            }
            next = match &pair.parent {
                None => {
                    base = self
                        .roots
                        .get(pair.root)
                        .map_or_else(String::new, |root| format!("the {} of {}", root.what, root.operation));
                    None
                }
                Some((above, step)) => {
                    match step {
                        Step::Choice => {}
                        Step::Property(name) => steps.push(format!(".{name}")),
                        Step::Other(_) => steps.push(".*".to_owned()),
                        Step::Item(_) => steps.push("[]".to_owned()),
                    }
                    Some(*above)
                }
            };
        }
        steps.reverse();
        let steps = steps.concat();
        if base.starts_with("the ") && !steps.is_empty() {
            return format!("`{}` in {base}", steps.trim_start_matches('.'));
        }
        if base.starts_with("the ") { base } else { format!("`{base}{steps}`") }
    }

    /// Whether the value is a property that the old description lets be absent.
    pub(super) fn may_be_absent(&self, at: usize) -> bool {
        let mut next = self.pairs.get(at);
        while let Some(pair) = next {
            let Some((above, step)) = &pair.parent else { return false };
            let around = self.pairs.get(*above);
            match step {
                Step::Choice => next = around,
                Step::Property(name) => {
                    return around
                        .is_some_and(|it| !self.old.required(&it.old, pair.way.message).contains(&name.as_str()));
                }
                Step::Other(_) | Step::Item(_) => return false,
            }
        }
        false
    }

    /// Whether both descriptions ask for the value, so that what is meant by its absence concerns nobody.
    pub(super) fn must_be_there(&self, at: usize) -> bool {
        let mut next = self.pairs.get(at);
        while let Some(pair) = next {
            let Some((above, step)) = &pair.parent else {
                return self.roots.get(pair.root).is_some_and(|it| it.required);
            };
            let around = self.pairs.get(*above);
            match step {
                Step::Choice => next = around,
                Step::Property(name) => {
                    let asked =
                        |view: &View<'_>, conj: &Conj| view.required(conj, pair.way.message).contains(&name.as_str());
                    return around.is_some_and(|it| asked(self.old, &it.old) && asked(self.new, &it.new));
                }
                Step::Other(_) | Step::Item(_) => return false,
            }
        }
        false
    }

    /// The component that a conj is, where it is one.
    fn component(&self, view: &View<'d>, conj: &Conj) -> Option<&'d str> {
        match &**conj {
            [one] => view.schema(*one).component.as_deref(),
            _ => None,
        }
    }

    /// All findings, each with the roots that hold its place.
    pub fn finish(mut self) -> (Vec<Finding>, Vec<Root>) {
        // Pairs from which something was found, so that the others need not be walked again for each root.
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); self.pairs.len()];
        for (at, pair) in self.pairs.iter().enumerate() {
            for below in &pair.below {
                if let Some(list) = above.get_mut(*below) {
                    list.push(at);
                }
            }
        }
        let mut telling = vec![false; self.pairs.len()];
        let mut waiting: Vec<usize> =
            (0..self.pairs.len()).filter(|at| self.pairs.get(*at).is_some_and(|it| !it.findings.is_empty())).collect();
        while let Some(at) = waiting.pop() {
            let Some(slot @ false) = telling.get_mut(at) else { continue };
            *slot = true;
            waiting.extend(above.get(at).into_iter().flatten().copied());
        }
        let mut visited = vec![usize::MAX; self.pairs.len()];
        for (root, first) in self.root_pairs.iter().enumerate() {
            let mut waiting = vec![*first];
            while let Some(at) = waiting.pop() {
                if telling.get(at) != Some(&true) || visited.get(at) == Some(&root) {
                    continue;
                }
                if let Some(slot) = visited.get_mut(at) {
                    *slot = root;
                }
                let Some(pair) = self.pairs.get(at) else { continue };
                for finding in &pair.findings {
                    if let Some(finding) = self.findings.get_mut(*finding)
                        && finding.roots.last() != Some(&root)
                    {
                        finding.roots.push(root);
                    }
                }
                waiting.extend(pair.below.iter().copied());
            }
        }
        (self.findings, self.roots)
    }

    /// Where the schemas of a pair stand: the first that says something of its own.
    pub(super) fn spans(&self, at: usize) -> (Option<Span>, Option<Span>) {
        let of = |view: &View<'_>, conj: &Conj| conj.first().map(|id| view.schema(*id).origin.span);
        self.pairs.get(at).map_or((None, None), |pair| (of(self.old, &pair.old), of(self.new, &pair.new)))
    }
}

/// A token of a JSON Pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether who reads takes a value: as it is, or, where values are written as text, as another value that is written likewise.
fn accepted(view: &View<'_>, ids: &[SchemaId], value: &Value, way: Way) -> Answer {
    let answer = validate(view, ids, value, way.message);
    if !way.text || answer == Answer::Valid {
        return answer;
    }
    let takes = |other: &Value| validate(view, ids, other, way.message) == Answer::Valid;
    if written_alike(value).iter().any(takes) { Answer::Valid } else { answer }
}
