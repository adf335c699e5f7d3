//! What was observed and no description tells of, counted.
//!
//! Takes findings one by one; gives changes, each once, with how often it was seen and one example. Promises that a value by a secret name, or one that looks like a
//! credential, is never shown.

use super::suggest::{Asked, Fix};
use crate::drift::change::{Ours, Party, Spot, Wire, Witness};
use crate::drift::{Change, Rule};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the place of a secret.
const MASK: &str = "***";

/// Words that are in the names of what may not be shown.
const SECRET_WORDS: [&str; 12] = [
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "authorization",
    "credential",
    "cookie",
    "session",
    "private",
];

/// Something observed.
pub struct Seen {
    pub rule: &'static Rule,
    /// A sentence without a full stop.
    pub message: String,
    pub operation: String,
    /// Where the description would have to say it.
    pub spot: Option<Spot>,
    /// Who relied on the description and was wrong to.
    pub breaks: Option<Party>,
    /// `response body`
    pub what: String,
    pub value: Value,
    /// The name by which the value goes.
    pub name: String,
    pub why: String,
    pub fix: Fix,
}

/// What makes two sights one: the rule, the place and the words.
type Same = (&'static str, Option<(u32, u32)>, String);

/// Everything seen, by what makes two sights one.
pub struct Log {
    secrets: BTreeSet<String>,
    order: Vec<Counted>,
    known: BTreeMap<Same, usize>,
}

struct Counted {
    seen: Seen,
    operations: Vec<String>,
    count: usize,
    values: Vec<Value>,
}

/// Values kept of one finding, from which a schema is inferred.
const MOST_VALUES: usize = 50;

impl Log {
    /// Where these names are secret.
    pub fn new(secrets: BTreeSet<String>) -> Self {
        let secrets = secrets.iter().map(|it| it.to_ascii_lowercase()).collect();
        Self { secrets, order: Vec::new(), known: BTreeMap::new() }
    }

    /// Counts one sight.
    pub fn add(&mut self, seen: Seen) {
        let span = seen.spot.map(|it| (it.span.start, it.span.end));
        let key = (seen.rule.id, span, seen.message.clone());
        let at = *self.known.entry(key).or_insert(self.order.len());
        match self.order.get_mut(at) {
            Some(counted) => {
                counted.count += 1;
                if !counted.operations.contains(&seen.operation) {
                    counted.operations.push(seen.operation);
                }
                if counted.values.len() < MOST_VALUES {
                    counted.values.push(seen.value);
                }
            }
            None => {
                let (operations, values) = (vec![seen.operation.clone()], vec![seen.value.clone()]);
                self.order.push(Counted { seen, operations, count: 1, values });
            }
        }
    }

    /// The changes that would make the description true, and how to make them.
    pub fn finish(self) -> (Vec<Change>, Vec<Asked>) {
        let (mut changes, mut fixes) = (Vec::new(), Vec::new());
        for Counted { seen, operations, count, values } in self.order {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            let wire = |party| if seen.breaks == Some(party) { Wire::Breaking } else { Wire::Compatible };
            let shown = shown(&seen.value, &seen.name, &self.secrets);
            let witness = seen.breaks.map(|party| Witness {
                party,
                what: seen.what.clone(),
                operation: seen.operation.clone(),
                value: shown.clone(),
                why: seen.why.clone(),
                judged: None,
            });
            let example = if witness.is_none() && !shown.is_null() {
                format!(", for example {}", short(&shown))
            } else {
                String::new()
            };
            changes.push(Change {
                rule: seen.rule,
                message: format!("{}: seen {times}{example}", seen.message),
                operations,
                old: seen.spot,
                new: None,
                client: wire(Party::Client),
                server: wire(Party::Server),
                our_client: if seen.breaks == Some(Party::Client) { Ours::Depends } else { Ours::Works },
                our_server: if seen.breaks == Some(Party::Server) { Ours::Depends } else { Ours::Works },
                rust: Vec::new(),
                subject: Some(seen.message.clone()),
                sunset: None,
                witnesses: witness.into_iter().collect(),
            });
            fixes.push(Asked { fix: seen.fix, spot: seen.spot, values });
        }
        (changes, fixes)
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn is_secret(name: &str, secrets: &BTreeSet<String>) -> bool {
    let name = name.to_ascii_lowercase();
    secrets.contains(&name) || SECRET_WORDS.iter().any(|it| name.contains(it))
}

/// A value in a sentence, by names alone: what a description calls secret is masked in examples too.
pub fn plain(value: &Value, name: &str) -> String {
    short(&shown(value, name, &BTreeSet::new()))
}

/// What a validator says, without the value that it says it of.
pub fn without_values(text: &str) -> String {
    match text.find(['"', '{']) {
        Some(_) => "the value is refused".to_owned(),
        None => text.to_owned(),
    }
}

/// A value as it may be shown.
fn shown(value: &Value, name: &str, secrets: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, it)| (key.clone(), shown(it, key, secrets))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|it| shown(it, name, secrets)).collect()),
        Value::Null | Value::Bool(_) => value.clone(),
        _ if is_secret(name, secrets) => json!(MASK),
        // A long text without blanks that mixes letters and digits is likely to be a key.
        Value::String(text) if looks_like_a_key(text) => json!(MASK),
        other => other.clone(),
    }
}

fn looks_like_a_key(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | '+' | '/');
    let has = |is: fn(&char) -> bool| text.chars().any(|c| is(&c));
    let is_uuid = text.len() == 36 && text.matches('-').count() == 4;
    text.len() >= 20
        && !is_uuid
        && text.chars().all(word)
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !crate::format::is_date(text.get(..10).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::shown;
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn secrets_are_masked() {
        let secrets: BTreeSet<String> = ["pin".to_owned()].into();
        let value = json!({"pin": "1234", "access_token": "a", "name": "Ada", "note": "sk_live_0123456789abcdefghij", "list": [{"Password": 1}], "at": "2024-01-31T10:00:00.000Z"});
        let masked = json!({"pin": "***", "access_token": "***", "name": "Ada", "note": "***", "list": [{"Password": "***"}], "at": "2024-01-31T10:00:00.000Z"});
        assert_eq!(shown(&value, "", &secrets), masked);
    }
}
