//! Patterns: whether what one matches the other matches too, and texts that show it.
//!
//! Takes patterns of ECMA-262; gives texts that some match and others do not. Decided by automata within a budget; promises that a text it
//! gives was found by walking them, and that "there is none" is said only where the walk was complete. Never runs without bound.

use crate::lower::pattern::translated;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start::Config as Start;
use regex_automata::{Anchored, util::syntax};
use std::collections::{HashMap, HashSet, VecDeque};

/// Bytes of one automaton.
const SIZE: usize = 1 << 20;
/// Pairs of states that are walked.
const MOST_PAIRS: usize = 50_000;

/// What a search for a text came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This one.
    Text(String),
    /// There is none.
    None,
    /// The budget ended, or a pattern is none that can be decided.
    Unknown,
}

/// A text that all of `these` match and not all of `those`, with `least` characters at least; where `those` is empty, one that all of
/// `these` match.
pub fn between(these: &[&str], those: &[&str], least: u64, most: Option<u64>) -> Found {
    let compile = |patterns: &[&str]| patterns.iter().map(|it| automaton(it)).collect::<Option<Vec<_>>>();
    let (Some(these), Some(others)) = (compile(these), compile(those)) else { return Found::Unknown };
    walk(&these, &others, !those.is_empty(), least.min(4_096), most)
}

type Dfa = dense::DFA<Vec<u32>>;

fn automaton(pattern: &str) -> Option<Dfa> {
    let pattern = translated(pattern)?;
    let config = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        .determinize_size_limit(Some(SIZE))
        .dfa_size_limit(Some(SIZE));
    dense::Builder::new().configure(config).syntax(syntax::Config::new()).build(&pattern).ok()
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct At {
    these: Vec<StateID>,
    those: Vec<StateID>,
    length: u64,
}

fn walk(these: &[Dfa], those: &[Dfa], must_fail: bool, least: u64, most: Option<u64>) -> Found {
    let start = |dfa: &Dfa| dfa.start_state(&Start::new().anchored(Anchored::No)).ok();
    let begin = |all: &[Dfa]| all.iter().map(start).collect::<Option<Vec<_>>>();
    let (Some(first), Some(second)) = (begin(these), begin(those)) else { return Found::Unknown };
    let root = At { these: first, those: second, length: 0 };
    let mut came: HashMap<At, Option<(At, u8)>> = HashMap::from([(root.clone(), None)]);
    let mut waiting = VecDeque::from([root]);
    let matches = |all: &[Dfa], states: &[StateID], whole: bool| {
        let mut each = all
            .iter()
            .zip(states)
            .map(|(dfa, state)| dfa.is_match_state(*state) || dfa.is_match_state(dfa.next_eoi_state(*state)));
        if whole { each.all(|it| it) } else { !each.all(|it| it) }
    };
    let letters = alphabet(&these.iter().chain(those).collect::<Vec<_>>());
    let mut complete = true;
    while let Some(at) = waiting.pop_front() {
        let sound = at.length >= least && most.is_none_or(|most| at.length <= most);
        if sound && matches(these, &at.these, true) && (!must_fail || matches(those, &at.those, false)) {
            match text(&came, &at) {
                Some(text) => return Found::Text(text),
                // What is no text is no example, and what follows from here is still to be seen.
                None => complete = false,
            }
        }
        if came.len() > MOST_PAIRS {
            complete = false;
            break;
        }
        for byte in letters.iter().copied() {
            // A match that was seen stays one, whatever follows.
            let step = |all: &[Dfa], states: &[StateID]| -> Vec<StateID> {
                all.iter()
                    .zip(states)
                    .map(|(dfa, state)| if dfa.is_match_state(*state) { *state } else { dfa.next_state(*state, byte) })
                    .collect()
            };
            let next = At {
                these: step(these, &at.these),
                those: step(those, &at.those),
                // Beyond what is asked for, lengths need not be told apart.
                length: if most.is_some() { at.length + 1 } else { (at.length + 1).min(least) },
            };
            let dead = these.iter().zip(&next.these).any(|(dfa, state)| dfa.is_dead_state(*state));
            if dead || most.is_some_and(|most| next.length > most) || came.contains_key(&next) {
                continue;
            }
            came.insert(next.clone(), Some((at.clone(), byte)));
            waiting.push_back(next);
        }
    }
    if complete && most.is_none() { Found::None } else { Found::Unknown }
}

/// One byte of each kind that some automaton tells apart, plain letters first.
fn alphabet(all: &[&Dfa]) -> Vec<u8> {
    let plain = (b'a'..=b'z')
        .chain(b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain((b' '..=b'~').filter(|byte| !byte.is_ascii_alphanumeric()));
    let rest = (0..b' ').chain(0x7f..=0xff);
    let mut seen = HashSet::new();
    plain
        .chain(rest)
        .filter(|byte| seen.insert(all.iter().map(|dfa| dfa.byte_classes().get(*byte)).collect::<Vec<_>>()))
        .collect()
}

fn text(came: &HashMap<At, Option<(At, u8)>>, at: &At) -> Option<String> {
    let mut bytes = Vec::new();
    let mut at = at;
    while let Some(Some((before, byte))) = came.get(at) {
        bytes.push(*byte);
        at = before;
    }
    bytes.reverse();
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Found, between};

    #[test]
    fn texts_are_found_and_inclusion_is_told() {
        assert_eq!(between(&["^[a-c]+$"], &[], 3, None), Found::Text("aaa".into()));
        assert_eq!(between(&["^a+$"], &["^[a-z]+$"], 0, None), Found::None);
        let Found::Text(text) = between(&["^[a-z]+$"], &["^a+$"], 0, None) else {
            panic!("a counter-example is there")
        };
        assert!(text.contains(|c| c != 'a'));
        assert_eq!(between(&["^(?!a)b$"], &[], 0, None), Found::Unknown);
    }
}
