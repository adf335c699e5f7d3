//! Tests of the readers and writers as a user of `tree` sees them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod json;
mod pointer;
mod yaml;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

/// The value of a text as compact JSON, and each diagnostic as `code at "text under its span"`.
fn read(text: &str) -> (Option<String>, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("input", text);
    let mut diagnostics = Diagnostics::default();
    let node = parse(&sources, id, &mut diagnostics);
    let told = diagnostics.iter().map(|told| {
        let under: String = sources.slice(told.span.unwrap()).chars().take(40).collect();
        format!("{} at {under:?}", told.code.id)
    });
    (node.map(|node| write::json_compact(&node)), told.collect())
}

/// The text reads as `json`, and nothing is told.
#[track_caller]
fn reads_as(text: &str, json: &str) {
    assert_eq!(read(text), (Some(json.to_owned()), Vec::new()), "{text}");
}

/// The text reads as `json`, and exactly this is told.
#[track_caller]
fn told(text: &str, json: Option<&str>, expected: &[&str]) {
    let (value, said) = read(text);
    assert_eq!(
        (value.as_deref(), said.iter().map(String::as_str).collect::<Vec<_>>()),
        (json, expected.to_vec()),
        "{text}"
    );
}

mod arbitrary {
    use super::*;
    use crate::source::{Provenance, SourceId, Span};
    use proptest::prelude::*;

    fn span() -> Span {
        let mut sources = Sources::default();
        let id: SourceId = sources.add("made", "");
        Span::new(id, 0, 0)
    }

    fn node(value: Value) -> Node {
        Node::new(span(), Provenance::Document, value)
    }

    pub fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ -~\\n\\t]{0,20}",
            prop::sample::select(vec![
                "",
                "~",
                "null",
                "NO",
                "yes",
                "012",
                "0x1F",
                ".inf",
                "1e3",
                "<<",
                "- a",
                "a: b",
                "a #b",
                "'",
                "\"",
                "&a",
                "*a",
                "!t",
                "%T",
                "@",
                "`",
                "?",
                ":",
                "-",
                "---",
                "...",
                " x",
                "x ",
                "\n",
                "x\n",
                "\nx",
                "\u{feff}",
                "\u{85}",
                "\u{2028}",
                "\u{0}",
                "\r\n",
                "\t",
                "{",
                "[",
                "|",
                ">",
                "2024-06-15",
                "1_000",
                "=",
                "12:30",
            ])
            .prop_map(str::to_owned),
        ]
    }

    /// Numbers whose value YAML keeps too.
    fn number() -> impl Strategy<Value = String> {
        prop_oneof![any::<i64>().prop_map(|n| n.to_string()), any::<u64>().prop_map(|n| n.to_string())]
    }

    pub fn tree() -> impl Strategy<Value = Node> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            number().prop_map(|text| Value::Number(Number::new(text))),
            text().prop_map(|text| Value::String(text.into())),
        ];
        leaf.prop_map(node).prop_recursive(6, 60, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::List),
                prop::collection::vec((text(), inner), 0..8).prop_map(|entries| {
                    let mut map = Map::new();
                    entries.into_iter().for_each(|(key, value)| map.insert(&key, span(), value));
                    Value::Map(map)
                }),
            ]
            .prop_map(node)
        })
    }
}
