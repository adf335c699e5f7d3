//! YAML: the core schema in a document, anchors, merge keys, tags, faults, and round trips.

use super::*;
use proptest::prelude::*;

#[test]
fn plain_scalars_follow_the_core_schema_and_quoted_ones_are_strings() {
    reads_as(
        "a: NO\nb: 'null'\nc: \"012\"\nd: 012\ne: 0x1F\nf: ~\ng:\nh: |\n  12\ni: 2024-06-15\nj: 1.0\n",
        r#"{"a":"NO","b":"null","c":"012","d":12,"e":31,"f":null,"g":null,"h":"12\n","i":"2024-06-15","j":1.0}"#,
    );
    told("a: .inf", Some(r#"{"a":".inf"}"#), &[r#"number-not-json at ".inf""#]);
}

#[test]
fn keys_are_their_text() {
    reads_as("200: a\ntrue: b\n012: c\n~: d\n'x': e\n", r#"{"200":"a","true":"b","012":"c","~":"d","x":"e"}"#);
    told("? [a, b]\n: 1\nc: 2\n", Some(r#"{"c":2}"#), &[r#"key-not-scalar at "[a, b]""#]);
    told("{{a: 1}: {b: 2}, c: 3}", Some(r#"{"c":3}"#), &[r#"key-not-scalar at "{a: 1}""#]);
    told("a: 1\n'a': 2\n", Some(r#"{"a":2}"#), &[r#"conflicting-key at "'a'""#]);
}

#[test]
fn line_ends_of_all_systems_are_read() {
    reads_as("a: 1\r\nb:\r\n  - x\r\n  - |\r\n    t\r\n", r#"{"a":1,"b":["x","t\n"]}"#);
}

#[test]
fn surrogate_pairs_of_json_are_read_in_yaml() {
    reads_as("a: \"\\ud83d\\ude00\"", "{\"a\":\"😀\"}");
}

#[test]
fn spans_end_with_the_last_child() {
    let mut sources = Sources::default();
    let page = "intro\n\n```yaml\na:\n  - b: ü\n    c: 1\n\n# end\nd: 2\n```\n";
    let id = sources.add("page.md", page);
    let start = page.find("a:").unwrap();
    let end = page.rfind("```").unwrap();
    let node = parse_range(&sources, crate::source::Span::new(id, start, end), &mut Diagnostics::default()).unwrap();
    let a = node.get("a").unwrap();
    assert_eq!(sources.slice(a.span()), "- b: ü\n    c: 1");
    assert_eq!(sources.slice(a.as_list().unwrap()[0].get("b").unwrap().span()), "ü");
    assert_eq!(sources.slice(node.as_map().unwrap().entry("d").unwrap().key_span), "d");
    assert_eq!(sources.slice(node.span()), &page[start..end - 1]);
}

#[test]
fn aliases_are_expanded_and_merge_keys_yield() {
    reads_as("a: &x {p: 1}\nb: *x\nc: [*x, *x]\n", r#"{"a":{"p":1},"b":{"p":1},"c":[{"p":1},{"p":1}]}"#);
    reads_as("a: &x {p: 1, q: 2}\nb: {z: 0, <<: *x, q: 3}\n", r#"{"a":{"p":1,"q":2},"b":{"z":0,"p":1,"q":3}}"#);
    reads_as("- &x {p: 1}\n- &y {p: 2, q: 2}\n- <<: [*x, *y]\n", r#"[{"p":1},{"p":2,"q":2},{"p":1,"q":2}]"#);
    for tag in ["!!merge", "!<tag:yaml.org,2002:merge>"] {
        reads_as(&format!("a: &x {{p: 1}}\nb: {{{tag} <<: *x}}\n"), r#"{"a":{"p":1},"b":{"p":1}}"#);
    }
    reads_as("!!str <<: 1\n", r#"{"<<":1}"#);
    reads_as("'<<': 1\n", r#"{"<<":1}"#);
    reads_as("&k key: 1\nother: *k\n", r#"{"key":1,"other":"key"}"#);
    told("<<: 3\na: 1\n", Some(r#"{"a":1}"#), &[r#"merge-value at "3""#]);
    told("a: &x [*x]\n", Some(r#"{"a":[null]}"#), &[r#"recursive-alias at "*x""#]);
    told("a: *nowhere\n", None, &[r#"yaml-syntax at "*""#]);
}

#[test]
fn tags_of_the_core_schema_are_honoured_and_others_told() {
    reads_as(
        "a: !!str 12\nb: !!int \"7\"\nc: ! 5\nd: !!float 1\ne: !!map {}\nf: !!null ''\n",
        r#"{"a":"12","b":7,"c":"5","d":1,"e":{},"f":null}"#,
    );
    told("a: !!int x\n", Some(r#"{"a":"x"}"#), &[r#"tag-mismatch at "x""#]);
    told("a: !!seq {}\n", Some(r#"{"a":{}}"#), &[r#"tag-mismatch at "{""#]);
    told("a: !mine 3\n", Some(r#"{"a":3}"#), &[r#"unknown-tag at "3""#]);
}

#[test]
fn one_document_is_read() {
    told("a: 1\n---\nb: 2\n", Some(r#"{"a":1}"#), &[r#"several-documents at "---""#]);
    told("a: 1\n---\n- 2\n", Some(r#"{"a":1}"#), &[r#"several-documents at "---""#]);
    told("a: 1\n---\n---\nb: 2\n", Some(r#"{"a":1}"#), &[r#"several-documents at "---""#]);
    for end in ["...\n", "---\n", "--- # nothing\n", "---\n# nothing\n", "...\n---\n...\n---\n"] {
        reads_as(&format!("%YAML 1.2\n---\na: 1\n{end}"), r#"{"a":1}"#);
    }
    told("# nothing\n", None, &["empty-document at \"# nothing\\n\""]);
    told("", None, &["empty-document at \"\""]);
}

#[test]
fn bombs_are_refused() {
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{},", level - 1).repeat(10);
        laughs.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    assert!(read(&laughs).1[0].starts_with("too-many-values"));

    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a,".repeat(100_000));
    assert!(read(&long).1[0].starts_with("too-many-values"));

    let nested = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    assert!(read(&nested).1[0].starts_with("nesting-too-deep"));

    let mut chain = "a0: &a0 [x]\n".to_owned();
    (1..200).for_each(|level| chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1)));
    assert!(read(&chain).1[0].starts_with("nesting-too-deep"));
}

#[test]
fn flow_yaml_that_looks_like_json_is_read() {
    reads_as("{a: 1, b: [x, y]} # comment\n", r#"{"a":1,"b":["x","y"]}"#);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_yaml_reads_back(node in arbitrary::tree()) {
        let yaml = write::yaml(&node);
        let (value, told) = read(&yaml);
        prop_assert_eq!(value, Some(write::json_compact(&node)), "{}", yaml);
        prop_assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn doubles_keep_their_value(number in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
        let json = serde_json::to_string(&number).unwrap();
        let mut sources = Sources::default();
        let id = sources.add("input", json.clone());
        let node = parse(&sources, id, &mut Diagnostics::default()).unwrap();
        let yaml = sources.add("output", write::yaml(&node));
        let again = parse(&sources, yaml, &mut Diagnostics::default()).unwrap();
        prop_assert_eq!(again.as_number().unwrap().as_f64(), Some(number));
    }

    #[test]
    fn no_text_panics(text in "[-a&*!|>%@`'\"?:{}\\[\\],# \\n\\t0-9~<é]{0,60}") {
        read(&text);
    }
}
