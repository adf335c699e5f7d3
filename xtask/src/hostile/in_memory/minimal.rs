//! The smallest document that still shows what a large one showed.
//!
//! Takes a document and a question; gives a document for which the answer is still yes. Bounded in time; drops subtrees,
//! largest first, then entries one by one, then shortens texts.

use super::library;
use serde_json::Value;
use std::time::Instant;

/// Minimises a text. Where it is no document, lines and then characters are dropped.
pub fn minimise(text: &str, until: Instant, still: &mut dyn FnMut(&str) -> bool) -> String {
    let mut best = text.to_owned();
    if let Some(mut value) = library::as_json(text)
        && still(&value.to_string())
    {
        while Instant::now() < until && pass(&mut value, until, still) {}
        return value.to_string();
    }
    let mut length = best.len() / 2;
    while length > 0 && Instant::now() < until {
        let mut start = 0;
        while start < best.len() && Instant::now() < until {
            let end = (start + length).min(best.len());
            let shorter = match (best.get(..start), best.get(end..)) {
                (Some(left), Some(right)) => format!("{left}{right}"),
                _ => best.clone(),
            };
            if shorter.len() < best.len() && still(&shorter) {
                best = shorter;
            } else {
                start = end;
            }
        }
        length /= 2;
    }
    best
}

/// Tries to drop each entry once, from the root down; whether one could be.
fn pass(root: &mut Value, until: Instant, still: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut changed = false;
    let mut waiting = vec![Vec::new()];
    while let Some(path) = waiting.pop() {
        let mut index = size(root, &path);
        while index > 0 && Instant::now() < until {
            index -= 1;
            let mut smaller = root.clone();
            remove(&mut smaller, &path, index);
            if still(&smaller.to_string()) {
                *root = smaller;
                changed = true;
            }
        }
        waiting.extend((0..size(root, &path)).map(|index| [path.as_slice(), &[index]].concat()));
    }
    changed
}

fn at<'a>(root: &'a mut Value, path: &[usize]) -> Option<&'a mut Value> {
    path.iter().try_fold(root, |node, step| match node {
        Value::Array(items) => items.get_mut(*step),
        Value::Object(map) => map.values_mut().nth(*step),
        _ => None,
    })
}

fn size(root: &mut Value, path: &[usize]) -> usize {
    match at(root, path) {
        Some(Value::Array(items)) => items.len(),
        Some(Value::Object(map)) => map.len(),
        _ => 0,
    }
}

fn remove(root: &mut Value, path: &[usize], index: usize) {
    match at(root, path) {
        Some(Value::Array(items)) => {
            items.remove(index);
        }
        Some(Value::Object(map)) => {
            let key = map.keys().nth(index).cloned().unwrap_or_default();
            map.shift_remove(&key);
        }
        _ => {}
    }
}
