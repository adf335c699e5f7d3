//! Documents changed in their structure: what a broken or hostile writer could publish.
//!
//! Takes real documents as values; gives variants of them, the same for the same seed. A variant is text, as cutting and
//! repeating may leave no value.

use super::random::Random;
use serde_json::{Map, Value, json};

/// A document with a few changes. `others` give subtrees to it.
pub fn variant(document: &Value, others: &[Value], random: &mut Random) -> String {
    let mut changed = document.clone();
    for _ in 0..1 + random.below(5) {
        change(&mut changed, others, random);
    }
    let mut text = changed.to_string();
    match random.below(24) {
        // Texts are cut, doubled and spoiled at byte level too.
        0 => cut(&mut text, random),
        1 => {
            let (start, end) = (place(&text, random), place(&text, random));
            let part = text.get(start.min(end)..start.max(end)).unwrap_or_default().to_owned();
            text.insert_str(start, &part);
        }
        2 => {
            let marks =
                ["{", "}", "[", "]", "\"", ",", ":", "&a ", "*a ", "\0", "\u{feff}", "\\", "<<", "- ", "? ", "!!x "];
            let start = place(&text, random);
            text.insert_str(start, random.choose(&marks).copied().unwrap_or_default());
        }
        _ => {}
    }
    text
}

fn place(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn cut(text: &mut String, random: &mut Random) {
    let at = place(text, random);
    text.truncate(at);
}

fn change(document: &mut Value, others: &[Value], random: &mut Random) {
    let kind = random.below(14);
    let reference = any_pointer(document, random);
    let copied = random.choose(others).map(|other| any_node(other, random).clone());
    let own = any_node(document, random).clone();
    let node = any_node_mut(document, random);
    match kind {
        0 => *node = Value::Null,
        1 => remove(node, random),
        2 => double(node, random),
        3 => swap(node, random),
        4 => *node = other_kind(node, random),
        5 => *node = copied.unwrap_or(Value::Null),
        6 => *node = own,
        7 => spoil_text(node, random),
        8 => *node = json!({"$ref": format!("#{reference}")}),
        9 => *node = json!({"allOf": [{"$ref": format!("#{reference}")}, node.clone()]}),
        10 => *node = number(random),
        11 => deepen(node, random),
        12 => lengthen(node, random),
        _ => add_keyword(node, own, random),
    }
}

/// A node at random: down from the root, stopping somewhere. Nodes high up are not met more often than others.
fn steps(document: &Value, random: &mut Random) -> Vec<usize> {
    let mut path = Vec::new();
    let mut node = document;
    while path.len() < 3 || random.below(5) > 0 {
        let next = match node {
            Value::Array(items) if !items.is_empty() => random.below(items.len()),
            Value::Object(map) if !map.is_empty() => random.below(map.len()),
            _ => break,
        };
        path.push(next);
        node = match node {
            Value::Array(items) => items.get(next),
            Value::Object(map) => map.values().nth(next),
            _ => None,
        }
        .unwrap_or(&Value::Null);
    }
    path
}

fn any_node<'a>(document: &'a Value, random: &mut Random) -> &'a Value {
    steps(document, random).into_iter().fold(document, |node, step| {
        match node {
            Value::Array(items) => items.get(step),
            Value::Object(map) => map.values().nth(step),
            _ => None,
        }
        .unwrap_or(node)
    })
}

fn any_node_mut<'a>(document: &'a mut Value, random: &mut Random) -> &'a mut Value {
    let mut node = document;
    for step in steps(node, random) {
        node = match node {
            Value::Array(items) => &mut items[step],
            Value::Object(map) => match map.values_mut().nth(step) {
                Some(next) => next,
                None => unreachable!("a step leads to an entry"),
            },
            other => other,
        };
    }
    node
}

fn any_pointer(document: &Value, random: &mut Random) -> String {
    let mut pointer = String::new();
    let mut node = document;
    for step in steps(document, random) {
        let next = match node {
            Value::Array(items) => items.get(step).map(|item| (step.to_string(), item)),
            Value::Object(map) => {
                map.iter().nth(step).map(|(key, item)| (key.replace('~', "~0").replace('/', "~1"), item))
            }
            _ => None,
        };
        let Some((part, item)) = next else { break };
        pointer.push('/');
        pointer.push_str(&part);
        node = item;
    }
    pointer
}

fn remove(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(random.below(map.len())).cloned().unwrap_or_default();
            map.remove(&key);
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        other => *other = json!({}),
    }
}

fn double(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(map) if !map.is_empty() => {
            let at = random.below(map.len());
            let Some((key, value)) = map.iter().nth(at).map(|(key, value)| (key.clone(), value.clone())) else {
                return;
            };
            let suffix = random.choose(&["2", "_", "-", " ", "A", "é", "\u{0}"]).copied().unwrap_or_default();
            map.insert(format!("{key}{suffix}"), value);
        }
        Value::Array(items) if !items.is_empty() => {
            let item = items[random.below(items.len())].clone();
            items.push(item);
        }
        _ => {}
    }
}

fn swap(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(map) if map.len() > 1 => {
            let (one, other) = (random.below(map.len()), random.below(map.len()));
            let mut values: Vec<_> = map.values_mut().map(std::mem::take).collect();
            values.swap(one, other);
            map.values_mut().zip(values).for_each(|(place, value)| *place = value);
        }
        Value::Array(items) if items.len() > 1 => {
            let (one, other) = (random.below(items.len()), random.below(items.len()));
            items.swap(one, other);
        }
        _ => {}
    }
}

fn other_kind(node: &Value, random: &mut Random) -> Value {
    match random.below(8) {
        0 => json!([node]),
        1 => json!({"type": node}),
        2 => json!(node.to_string()),
        3 => json!(true),
        4 => json!(""),
        5 => json!([]),
        6 => json!({}),
        _ => number(random),
    }
}

fn number(random: &mut Random) -> Value {
    let text = random
        .choose(&[
            "0",
            "-1",
            "1",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "9007199254740993",
            "1e308",
            "5e-324",
            "0.1",
            "-0.0",
            "4294967296",
            "1e19",
            "2147483648",
            "99999999999999999999999999",
        ])
        .copied()
        .unwrap_or("0");
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn spoil_text(node: &mut Value, random: &mut Random) {
    if let Value::String(text) = node {
        match random.below(5) {
            0 => cut(text, random),
            1 => text.clear(),
            2 => *text = text.repeat(2 + random.below(200)),
            3 => {
                let at = place(text, random);
                let mark = ["\0", "/", "{", "}", "#", "%", "~", "\\", "\n", "(", "$", "\u{202e}", "🦀", "*", "["];
                text.insert_str(at, random.choose(&mark).copied().unwrap_or_default());
            }
            _ => *text = text.to_uppercase(),
        }
    }
}

fn deepen(node: &mut Value, random: &mut Random) {
    let depth = [5, 60, 400][random.below(3)];
    let kind = random.below(5);
    let mut inner = std::mem::take(node);
    for _ in 0..depth {
        inner = match kind {
            0 => json!([inner]),
            1 => json!({"type": "array", "items": inner}),
            2 => json!({"type": "object", "properties": {"a": inner}}),
            3 => json!({"allOf": [inner, {"type": "object"}]}),
            _ => json!({"oneOf": [inner, {"type": "null"}]}),
        };
    }
    *node = inner;
}

fn lengthen(node: &mut Value, random: &mut Random) {
    let count = 1 + random.below(300);
    match node {
        Value::Array(items) => {
            if let Some(last) = items.last().cloned() {
                items.extend(std::iter::repeat_n(last, count));
            }
        }
        Value::Object(map) => {
            if let Some(value) = map.values().next_back().cloned() {
                map.extend((0..count).map(|number| (format!("many{number}"), value.clone())));
            }
        }
        other => *other = json!(vec![other.clone(); count]),
    }
}

/// A keyword with a value that fits it or does not.
fn add_keyword(node: &mut Value, own: Value, random: &mut Random) {
    const KEYWORDS: [&str; 40] = [
        "$ref",
        "$id",
        "$anchor",
        "$dynamicRef",
        "type",
        "enum",
        "const",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "items",
        "prefixItems",
        "properties",
        "patternProperties",
        "additionalProperties",
        "required",
        "discriminator",
        "nullable",
        "format",
        "pattern",
        "minimum",
        "maxLength",
        "maxItems",
        "multipleOf",
        "default",
        "xml",
        "readOnly",
        "parameters",
        "responses",
        "requestBody",
        "content",
        "servers",
        "security",
        "callbacks",
        "style",
        "explode",
        "x-specwright",
        "deprecated",
    ];
    let key = random.choose(&KEYWORDS).copied().unwrap_or("type").to_owned();
    let value = match random.below(6) {
        0 => own,
        1 => json!([own]),
        2 => number(random),
        3 => json!("object"),
        4 => json!({"a": own}),
        _ => json!(["string", "null", 1]),
    };
    match node {
        Value::Object(map) => {
            map.insert(key, value);
        }
        other => *other = Value::Object(Map::from_iter([(key, value)])),
    }
}
