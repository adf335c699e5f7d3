//! What words tell about whose prose a text is.
//!
//! Takes texts and the keys they may be about; gives whether a text speaks of its key. Promises that words alone never give
//! a text to a key that its place does not allow. Never understands a sentence: it compares words.

use crate::source::Provenance;

use super::candidate::{Candidate, Edge, Facts};
use super::element::{Detail, DetailKind};

/// What the words of a key's prose say about its being that key's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// They are those of this key, and of no other.
    For,
    /// They are those of another key.
    Against,
    /// They are of no key, or of several.
    Silent,
}

/// For each candidate whether its prose can be believed to be its own: the nearest words that say something, before and
/// behind it, say that they are in their place, and some do.
pub(super) fn trusted(details: &[Detail], candidates: &[Candidate<'_>], facts: &[Facts]) -> Vec<bool> {
    let words: Vec<Word> = facts
        .iter()
        .enumerate()
        .map(|(own, facts)| {
            let Some((start, end, _)) = facts.description else { return Word::Silent };
            let texts = details.get(start..end).unwrap_or(&[]).iter().filter_map(Detail::text);
            let said: Vec<String> = texts.flat_map(words).collect();
            let hits: Vec<usize> = (0..candidates.len()).filter(|at| names_key(candidates, *at, &said)).collect();
            match hits.as_slice() {
                [only] if *only == own => Word::For,
                [] => Word::Silent,
                hits if hits.contains(&own) => Word::Silent,
                _ => Word::Against,
            }
        })
        .collect();
    if !words.contains(&Word::For) {
        return vec![false; words.len()];
    }
    let nearest = |words: &mut dyn Iterator<Item = &Word>| {
        let mut last = Word::For;
        let mut found = Vec::new();
        for word in words {
            if *word != Word::Silent {
                last = *word;
            }
            found.push(last == Word::For);
        }
        found
    };
    let before = nearest(&mut words.iter());
    let mut behind = nearest(&mut words.iter().rev());
    behind.reverse();
    before.into_iter().zip(behind).map(|(before, behind)| before && behind).collect()
}

/// A line of prose that begins with all the words of one of its keys belongs to that one: `client_id` and `ID of the
/// client`. One word is too little: prose often speaks of its neighbours.
pub(super) fn by_words(details: &[Detail], candidates: &[Candidate<'_>], edges: &[Vec<Edge>], facts: &mut [Facts]) {
    for (line, detail) in details.iter().enumerate() {
        let DetailKind::Text(text) = &detail.kind else { continue };
        let said = words(text.split(['.', ',', ';', ':', '(']).next().unwrap_or(text));
        let whole = |edge: &Edge| edge.is_some_and(|(start, end)| (start..end).contains(&line));
        let alone = |edge: &Edge| {
            edge.is_some_and(|(start, end)| {
                let texts = details.get(start..end).unwrap_or(&[]);
                texts.iter().filter(|detail| matches!(detail.kind, DetailKind::Text(_))).count() == 1
            })
        };
        let possible = || edges.iter().enumerate().filter(|(_, edges)| edges.iter().any(whole));
        if possible().any(|(_, edges)| edges.iter().any(|edge| whole(edge) && !alone(edge))) {
            continue;
        }
        let hits: Vec<usize> =
            possible().map(|(at, _)| at).filter(|at| begins_with_key(candidates, *at, &said)).collect();
        if let [only] = hits.as_slice()
            && candidates.get(*only).is_some_and(|candidate| key_words(candidate.key).len() > 1)
            && let Some(facts) = facts.get_mut(*only)
            && facts.description.is_none()
        {
            facts.description = Some((line, line + 1, Provenance::Inferred));
        }
    }
}

/// Whether a text says all the words of a key.
fn names_key(candidates: &[Candidate<'_>], at: usize, said: &[String]) -> bool {
    let key = candidates.get(at).map_or("", |candidate| candidate.key);
    let parts = key_words(key);
    !parts.is_empty() && parts.iter().all(|part| said.contains(part))
}

/// Whether a text begins with the words of a key, in their order or turned around an `of`.
fn begins_with_key(candidates: &[Candidate<'_>], at: usize, said: &[String]) -> bool {
    let key = key_words(candidates.get(at).map_or("", |candidate| candidate.key));
    let is_article = |word: &&String| matches!(word.as_str(), "the" | "a" | "an");
    let said: Vec<&String> = said.iter().filter(|word| !is_article(word)).collect();
    let Some((last, rest)) = key.split_last() else { return false };
    let turned: Vec<&str> = [last.as_str(), "of"].into_iter().chain(rest.iter().map(String::as_str)).collect();
    let straight: Vec<&str> = key.iter().map(String::as_str).collect();
    let begins = |key: &[&str]| said.len() >= key.len() && said.iter().zip(key).all(|(said, key)| said == key);
    begins(&straight) || begins(&turned)
}

fn key_words(key: &str) -> Vec<String> {
    words(key).into_iter().filter(|part| !is_filler(part)).collect()
}

/// The words of a text or of a name in any case, in lower case and without a plural's `s`.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last_low = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && last_low) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        last_low = c.is_lowercase();
    }
    let stem = |word: String| word.strip_suffix('s').filter(|stem| stem.len() > 2).map(str::to_owned).unwrap_or(word);
    words.into_iter().filter(|word| !word.is_empty()).map(stem).collect()
}

fn is_filler(word: &str) -> bool {
    matches!(word, "at" | "is" | "of" | "the" | "to" | "by" | "on" | "in" | "has" | "a")
}
