//! Of which fields a page tells in which object they stand.
//!
//! Takes a document and the page that was rendered from it. A renderer prints fields one after the other and marks no end of an object: a field that
//! follows an object stands in it, or in any object around it that has no field of that name yet and that could hold what follows as well. The page
//! tells which where only one is left, or where some JSON on it (an example, the body of a code sample) has the field in its place. This is made from
//! the document alone and knows nothing of how the reader decides.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::{METHODS, resolve};
use crate::schema::{self, Part};

/// The places of fields whose object the page does not tell.
pub fn untold(document: &Value, text: &str) -> BTreeSet<String> {
    let samples = samples(text);
    let mut found = BTreeSet::new();
    for item in document["paths"].as_object().into_iter().flatten().map(|(_, item)| item) {
        for operation in METHODS.into_iter().filter_map(|method| item.get(method)) {
            let body = ("/body".to_owned(), resolve(document, &operation["requestBody"]));
            let responses = operation["responses"].as_object().into_iter().flatten();
            let responses =
                responses.map(|(status, response)| (format!("/responses/{status}"), resolve(document, response)));
            for (at, owner) in std::iter::once(body).chain(responses) {
                for (media, content) in owner["content"].as_object().into_iter().flatten() {
                    let at = format!("{at}/{media}");
                    let whole = schema::parts(document, &content["schema"], &at);
                    let mut reading = Reading { root: at, whole: &whole, samples: &samples, untold: &mut found };
                    reading.part(&whole, &mut Vec::new());
                }
            }
        }
    }
    found
}

/// The JSON values of a page: what stands between a bracket at the beginning of a line, or in quotes, and its end.
fn samples(text: &str) -> Vec<Value> {
    let starts = text.match_indices(['{', '[']).map(|(at, _)| at);
    let starts = starts.filter(|at| text[..*at].ends_with(['\n', '\'']));
    let value = |at: usize| serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>().next()?.ok();
    starts.filter_map(value).filter(|value| value.is_object() || value.is_array()).collect()
}

struct Reading<'s> {
    root: String,
    whole: &'s Part,
    samples: &'s [Value],
    untold: &'s mut BTreeSet<String>,
}

/// An object around a field, with its members and how many of them have been printed.
type Open<'p> = (&'p Part, usize);

impl Reading<'_> {
    /// Goes through a part in the order of print; `open` is what was open when it begins, the outermost first, and is then what its last field left open.
    fn part<'p>(&mut self, part: &'p Part, open: &mut Vec<Open<'p>>) {
        let own = open.len();
        open.push((part, 0));
        for (index, member) in part.parts.iter().enumerate() {
            // The next branch of a union ends the one before.
            if member.name.is_none() {
                open.truncate(own + 1);
            }
            // What is not told leaves the objects open that it may stand in.
            if let Some(name) = &member.name
                && self.others(open, own, name)
                && !self.shown(&member.at)
            {
                self.untold.insert(member.at.clone());
            } else {
                open.truncate(own + 1);
            }
            open[own].1 = index + 1;
            self.part(member, open);
        }
    }

    /// Whether another open object than that at `own` could have the field.
    fn others(&self, open: &[Open<'_>], own: usize, name: &str) -> bool {
        let free = |(part, printed): &Open<'_>| {
            let printed = part.parts.iter().take(*printed);
            part.object && !printed.clone().any(|member| member.name.as_deref() == Some(name) || member.name.is_none())
        };
        let inner = open.iter().skip(own + 1).any(free);
        // To end the own object here takes its further fields along.
        let bound = (0..own).rev().find(|index| self.has_branches_to_come(&open[*index])).map_or(0, |index| index + 1);
        let rest = open[own].0.parts.iter().skip(open[own].1).filter_map(|member| member.name.as_deref());
        let outer = open.get(bound..own).unwrap_or(&[]);
        let takes = |name: &str| {
            outer
                .iter()
                .any(|(part, _)| part.object && !part.parts.iter().any(|member| member.name.as_deref() == Some(name)))
        };
        inner || (outer.iter().any(free) && rest.into_iter().all(takes))
    }

    fn has_branches_to_come(&self, (part, printed): &Open<'_>) -> bool {
        part.parts.iter().skip(*printed + 1).any(|member| is_branch(&member.at))
    }

    /// Whether some JSON of the page has the place.
    fn shown(&self, at: &str) -> bool {
        let path: Vec<&str> = at[self.root.len()..].split('/').filter(|step| !step.is_empty()).collect();
        self.samples.iter().any(|sample| has(sample, self.whole, &path))
    }
}

fn is_branch(at: &str) -> bool {
    let step = at.rsplit('/').next().unwrap_or(at);
    let index = step.strip_prefix("oneOf").or_else(|| step.strip_prefix("anyOf"));
    index.is_some_and(|index| !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a value has a path, of which a union's branches take only the values that their enumerations allow.
fn has(value: &Value, part: &Part, path: &[&str]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    let at = format!("{}/{step}", part.at);
    let Some(part) = part.parts.iter().find(|part| part.at == at) else { return false };
    let fits = |member: &Part| {
        let own = member.name.as_ref().and_then(|name| value.get(name));
        own.is_none_or(|own| member.values.is_empty() || member.values.contains(own))
    };
    match (value, *step) {
        (_, branch) if is_branch(branch) => part.parts.iter().all(fits) && has(value, part, rest),
        (Value::Array(items), "[]") => items.iter().any(|item| has(item, part, rest)),
        (Value::Object(map), "*") => map.values().any(|value| has(value, part, rest)),
        (Value::Object(map), name) => map.get(name).is_some_and(|value| has(value, part, rest)),
        _ => false,
    }
}
