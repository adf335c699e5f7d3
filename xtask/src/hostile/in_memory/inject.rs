//! Texts of a rich document, each replaced by texts that try to become code.
//!
//! Takes a seed and a time; gives how many documents were tried and what was broken. First every payload stands in all
//! documentation at once, then one payload in one place, in an order that the seed decides.

use super::checks::{Clean, Likeness};
use super::library::{self, Outcome};
use super::payloads::{self, Payload};
use super::positions::{self, Position};
use super::random::Random;
use super::{Finding, minimal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The document: everything OpenAPI 3.1 has.
pub const RICH: &str = include_str!("../rich.yaml");

/// A text that harms nothing: where it leaves all tokens as they are, nothing but text is made of the place.
const HARMLESS: &str = "Some plain words";

/// Time for making one finding small.
const MINIMISING: Duration = Duration::from_secs(10);

/// Keys whose text has a grammar of its own (a text outside it may be left out, with what hangs on it) or becomes a name.
const GRAMMARS: [&str; 37] = [
    "pattern",
    "format",
    "url",
    "$ref",
    "default",
    "const",
    "enum",
    "in",
    "type",
    "authorizationUrl",
    "tokenUrl",
    "openIdConnectUrl",
    "refreshUrl",
    "contentMediaType",
    "contentEncoding",
    "contentType",
    "style",
    "operationId",
    "examples",
    "example",
    "name",
    "tags",
    "propertyName",
    "scheme",
    "mapping",
    "x-enum-varnames",
    "required",
    "openapi",
    "x-specwright",
    "oauth",
    "open",
    "part_id",
    "leaves",
    "scopes",
    "jsonSchemaDialect",
    "prefix",
    "namespace",
];

/// The rich document, made ready.
pub struct Injection {
    document: Value,
    clean: Clean,
    /// Places, and how like the clean crates those with another text there must be.
    pub places: Vec<(Position, Likeness)>,
}

/// What an attack did.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many documents.
    pub documents: usize,
    /// Those of which nothing was made, and that was told.
    pub refused: usize,
    /// What was broken.
    pub findings: Vec<Finding>,
}

impl Injection {
    /// Reads the rich document and sorts its places.
    ///
    /// # Errors
    /// When the clean document is not generated.
    pub fn new() -> Result<Self, String> {
        let document = library::as_json(RICH).ok_or("the rich document does not parse")?;
        let Outcome::Made(files) = library::generate(&positions::text(&document)) else {
            return Err(String::from("nothing is generated from the rich document"));
        };
        let clean = Clean::new(files)?;
        let (mut candidates, mut lenient) = (Vec::new(), Vec::new());
        for position in positions::all(&document) {
            let grammar = position.path.iter().rev().take(2).any(|key| GRAMMARS.contains(&key.as_str()));
            if position.is_key || grammar { &mut lenient } else { &mut candidates }.push(position);
        }
        let mut exact = Vec::new();
        sort(&document, &clean, &candidates, &mut exact, &mut lenient);
        let exact = exact.into_iter().map(|position| (position, Likeness::Exact));
        let places = exact.chain(lenient.into_iter().map(|position| (position, Likeness::Reach))).collect();
        Ok(Self { document, clean, places })
    }

    /// Tries until the time is over, or all has been tried.
    pub fn run(&self, seed: u64, until: Instant) -> Tried {
        let mut tried = Tried::default();
        let payloads = payloads::all();
        for payload in &payloads {
            if Instant::now() >= until {
                return tried;
            }
            self.everywhere(payload, &mut tried);
        }
        let mut pairs: Vec<_> =
            self.places.iter().flat_map(|place| payloads.iter().map(move |payload| (place, payload))).collect();
        Random::new(seed).shuffle(&mut pairs);
        for ((position, likeness), payload) in pairs {
            if Instant::now() >= until {
                break;
            }
            self.one(position, payload, *likeness, &mut tried);
        }
        tried
    }

    /// One payload in all places of text: where that is well, it is well in each of them.
    fn everywhere(&self, payload: &Payload, tried: &mut Tried) {
        let places = self.places.iter().filter(|(_, likeness)| *likeness == Likeness::Exact);
        let document = places
            .clone()
            .fold(self.document.clone(), |document, (position, _)| positions::with(&document, position, &payload.text));
        if self.broken(&document, Likeness::Exact, tried).is_none() {
            return;
        }
        for (position, likeness) in places {
            self.one(position, payload, *likeness, tried);
        }
    }

    fn one(&self, position: &Position, payload: &Payload, likeness: Likeness, tried: &mut Tried) {
        let document = positions::with(&self.document, position, &payload.text);
        let Some(broken) = self.broken(&document, likeness, tried) else { return };
        let text = positions::text(&document);
        let until = Instant::now() + MINIMISING;
        let document = minimal::minimise(&text, until, &mut |smaller| is_broken(smaller, payload, likeness));
        tried.findings.push(Finding { what: format!("{} at {position}", payload.name), broken, document });
    }

    fn broken(&self, document: &Value, likeness: Likeness, tried: &mut Tried) -> Option<String> {
        tried.documents += 1;
        match library::generate(&positions::text(document)) {
            Outcome::Broken(why) => Some(why),
            Outcome::Refused => {
                tried.refused += 1;
                None
            }
            Outcome::Made(files) => self.clean.broken(&files, likeness),
        }
    }

    /// Documents to compile: some of the pairs, as the seed has it, with their crates.
    pub fn sample(&self, seed: u64, count: usize) -> Vec<(String, String, BTreeMap<String, String>)> {
        let mut random = Random::new(seed);
        let payloads = payloads::all();
        let mut made = Vec::new();
        for _ in 0..count * 4 {
            // Half of them in many places at once: a crate takes long to compile.
            let payload = random.choose(&payloads).cloned();
            let Some(payload) = payload else { break };
            let mut document = self.document.clone();
            let all = made.len() % 2 == 0;
            let mut what = format!("{} in all documentation", payload.name);
            if all {
                for (position, _) in self.places.iter().filter(|(_, likeness)| *likeness == Likeness::Exact) {
                    document = positions::with(&document, position, &payload.text);
                }
            } else if let Some((position, _)) = random.choose(&self.places) {
                document = positions::with(&document, position, &payload.text);
                what = format!("{} at {position}", payload.name);
            }
            let text = positions::text(&document);
            if let Outcome::Made(files) = library::generate(&text) {
                made.push((what, text, files));
            }
            if made.len() == count {
                break;
            }
        }
        made
    }
}

/// Whether a text breaks something in a document, which is clean with a harmless text in its place.
fn is_broken(document: &str, payload: &Payload, likeness: Likeness) -> bool {
    let written = positions::text(&Value::from(payload.text.as_str()));
    let clean = document.replace(&written, &Value::from(HARMLESS).to_string());
    let (Outcome::Made(clean), true) = (library::generate(&clean), clean != document) else { return false };
    match library::generate(document) {
        Outcome::Broken(_) => true,
        Outcome::Refused => false,
        Outcome::Made(files) => Clean::new(clean).is_ok_and(|clean| clean.broken(&files, likeness).is_some()),
    }
}

/// Sorts places by whether a harmless text leaves the tokens as they are, halving what does not.
fn sort(document: &Value, clean: &Clean, places: &[Position], exact: &mut Vec<Position>, lenient: &mut Vec<Position>) {
    let changed = places.iter().fold(document.clone(), |document, place| positions::with(&document, place, HARMLESS));
    match library::generate(&positions::text(&changed)) {
        Outcome::Made(files) if clean.is_like(&files) => exact.extend_from_slice(places),
        _ if places.len() <= 1 => lenient.extend_from_slice(places),
        _ => {
            let (left, right) = places.split_at(places.len() / 2);
            sort(document, clean, left, exact, lenient);
            sort(document, clean, right, exact, lenient);
        }
    }
}
