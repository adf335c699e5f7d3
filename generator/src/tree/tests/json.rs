//! JSON: the grammar, its faults, and round trips.

use super::*;
use proptest::prelude::*;

#[test]
fn values_keep_order_and_the_text_of_numbers() {
    reads_as(r#" {"b": [1.0, 1e5, -0], "a": {"x": null, "": true}} "#, r#"{"b":[1.0,1e5,-0],"a":{"x":null,"":true}}"#);
}

#[test]
fn strings_are_unescaped() {
    reads_as(r#"["\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é😀"]"#, "[\"\\\"\\\\/\\u0008\\u000c\\n\\r\\tAé😀é😀\"]");
    told(r#"["\ud83d x"]"#, Some("[\"\u{fffd} x\"]"), &[r#"lone-surrogate at "\\ud83d""#]);
    told(r#"["\ud83d\u0041"]"#, Some("[\"\u{fffd}A\"]"), &[r#"lone-surrogate at "\\ud83d""#]);
    told(r#"["\ude00"]"#, Some("[\"\u{fffd}\"]"), &[r#"lone-surrogate at "\\ude00""#]);
}

#[test]
fn spans_are_bytes_of_the_whole_source() {
    let mut sources = Sources::default();
    let page = "# Seite mit Ümlaut\n```json\n{\"é\": [12]}\n```\n";
    let id = sources.add("page.md", page);
    let start = page.find('{').unwrap();
    let end = page.rfind('}').unwrap() + 1;
    let mut diagnostics = Diagnostics::default();
    let node = parse_range(&sources, crate::source::Span::new(id, start, end), &mut diagnostics).unwrap();
    let entry = node.as_map().unwrap().entry("é").unwrap();
    assert_eq!(sources.slice(node.span()), "{\"é\": [12]}");
    assert_eq!(sources.slice(entry.key_span), "\"é\"");
    assert_eq!(sources.slice(entry.value.as_list().unwrap()[0].span()), "12");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_document() {
    reads_as("\u{feff}{\"a\":1}", r#"{"a":1}"#);
    reads_as("\u{feff}a: 1", r#"{"a":1}"#);
}

#[test]
fn the_last_of_several_equal_keys_counts() {
    told(r#"{"a":1,"b":2,"a":3,"a":4}"#, Some(r#"{"b":2,"a":4}"#), &[r#"conflicting-key at "\"a\"""#]);
}

#[test]
fn values_of_one_key_are_joined_where_they_do_not_contradict_each_other() {
    let joined = &[r#"duplicate-key at "\"a\"""#];
    told(r#"{"a":{"b":1,"c":2},"a":{"d":3,"c":2}}"#, Some(r#"{"a":{"b":1,"c":2,"d":3}}"#), joined);
    told(r#"{"a":[1,{"b":2}],"x":0,"a":[1,{"b":2}]}"#, Some(r#"{"x":0,"a":[1,{"b":2}]}"#), joined);
    told(r#"{"a":{"title":"x","b":1},"a":{"title":"y"}}"#, Some(r#"{"a":{"title":"y","b":1}}"#), joined);
    told(r#"{"title":"x","title":"y"}"#, Some(r#"{"title":"y"}"#), &[r#"duplicate-key at "\"title\"""#]);
    let contradicting = &[r#"conflicting-key at "\"a\"""#];
    told(r#"{"a":{"b":1,"c":2},"a":{"b":2}}"#, Some(r#"{"a":{"b":2}}"#), contradicting);
    told(r#"{"a":{"title":{"x":1}},"a":{"title":{"x":2}}}"#, Some(r#"{"a":{"title":{"x":2}}}"#), contradicting);
    told(r#"{"a":[1],"a":[2]}"#, Some(r#"{"a":[2]}"#), contradicting);
    let many = format!("{{{}}}", vec![r#""a":{"b":1}"#; 40].join(","));
    told(&many, Some(r#"{"a":{"b":1}}"#), joined);
    let many: Vec<String> = (0..40).map(|key| format!(r#""a":{{"{key}":1}}"#)).collect();
    told(&format!("{{{}}}", many.join(",")), Some(r#"{"a":{"39":1}}"#), contradicting);
}

#[test]
fn a_comma_too_many_is_told_and_a_comment_is_refused() {
    told(r#"{"a":[1,2,],}"#, Some(r#"{"a":[1,2]}"#), &[r#"not-quite-json at "]""#]);
    told("{\"a\": 1, // remark\n\"b\": 2}", None, &[r#"json-syntax at "/""#]);
    told("{\"a\": 1, /* remark */ \"b\": 2}", None, &[r#"json-syntax at "/""#]);
    reads_as("{a: 1, b: [2,],}", r#"{"a":1,"b":[2]}"#);
    reads_as("{\"a\": b // c\n}", r#"{"a":"b // c"}"#);
}

#[test]
fn what_is_neither_json_nor_yaml_is_told_once_at_its_place() {
    told(r#"{"a": 1} }"#, Some(r#"{"a":1}"#), &[r#"text-after-document at "}""#]);
    told(r#"{"a": "x"#, None, &[r#"json-syntax at """#]);
    told("[1 2, \"x\": {]", None, &[r#"json-syntax at "2""#]);
    told("{\"a\": \u{1}}", None, &["json-syntax at \"\\u{1}\""]);
}

#[test]
fn depth_is_limited() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(read(&deep(128)).1, Vec::<String>::new());
    assert_eq!(read(&deep(129)).1, ["nesting-too-deep at \"[\""]);
    assert_eq!(read(&"[".repeat(1_000_000)).1, ["nesting-too-deep at \"[\""]);
}

/// Texts at the border of the grammar: this reader and `serde_json` agree on each.
#[test]
fn the_grammar_is_that_of_another_reader() {
    let texts = [
        "1",
        "-",
        "01",
        "1.",
        ".1",
        "1e",
        "1e+",
        "-0.0e-0",
        "+1",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "tru",
        "nul",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "\"\"",
        "[\"a\" \"b\"]",
        "[1:2]",
        "{\"a\":1 \"b\":2}",
        "\u{a0}1",
        "//x\n1",
        "'a'",
        "NaN",
        "[1]]",
        "\"a",
        "\"\\",
    ];
    for text in texts {
        let mut sources = Sources::default();
        let id = sources.add("input", text);
        let place = crate::tree::build::Place { source: id, base: 0 };
        let accepted = matches!(
            crate::tree::json::read(text, place, &mut Diagnostics::default()),
            crate::tree::json::Outcome::Whole(_)
        );
        assert_eq!(accepted, serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_json_reads_back(node in arbitrary::tree()) {
        let compact = write::json_compact(&node);
        let wrapped = format!("[{compact}]");
        prop_assert_eq!(read(&wrapped), (Some(wrapped.clone()), Vec::new()));
        let pretty = format!("[{}]", write::json(&node));
        prop_assert_eq!(read(&pretty).0, Some(wrapped));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), tail in "[\\[\\]{}:,\"\\\\u0-9a-f -]{0,40}") {
        read(&text);
        read(&format!("[{tail}"));
        read(&format!("{{{tail}"));
    }
}
