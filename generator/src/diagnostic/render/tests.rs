//! Each format on the same diagnostics.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::diagnostic::code::tree::{CONFLICTING_KEY, EMPTY_DOCUMENT, UNKNOWN_TAG};
use crate::source::{SourceId, Span};

fn sources(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add("specs/a,b/page.md", text.to_owned());
    (sources, id)
}

fn duplicate(id: SourceId) -> Diagnostic {
    Diagnostic::new(&CONFLICTING_KEY, Span::new(id, 14, 16), "the key `ä` is given twice")
        .relate(Span::new(id, 3, 5), "given here before")
        .help("the last value counts")
}

#[test]
fn text_marks_the_bytes() {
    let (sources, id) = sources("x:\nä: 1\r\nb: 2\nä: 3\n");
    let diagnostic = Diagnostic { span: Some(Span::new(id, 15, 17)), ..duplicate(id) };
    let expected = "\
fault[conflicting-key]: the key `ä` is given twice
 --> specs/a,b/page.md:4:1
  |
4 | ä: 3
  | ^
  |
 ::: specs/a,b/page.md:2:1
  |
2 | ä: 1
  | - given here before
  |
  = note: YAML 1.2.2 §3.2.1.1
  = help: the last value counts

";
    assert_eq!(render_one(&sources, &diagnostic, Format::Text(Colour::Plain)), expected);
    assert!(render_one(&sources, &diagnostic, Format::Text(Colour::Ansi)).contains("\u{1b}["));
}

#[test]
fn spans_of_one_line_share_it_and_long_spans_end_with_it() {
    let (sources, id) = sources("a: {b: 1,\n  c: 2}\n");
    let diagnostic = Diagnostic::new(&UNKNOWN_TAG, Span::new(id, 3, 18), "no").relate(Span::new(id, 0, 1), "key");
    let expected = "\
warning[unknown-tag]: no
 --> specs/a,b/page.md:1:4
  |
1 | a: {b: 1,
  | -  ^^^^^^
  | |
  | key
  |
  = note: YAML 1.2.2 §10.3

";
    assert_eq!(render_one(&sources, &diagnostic, Format::Text(Colour::Plain)), expected);
}

#[test]
fn a_line_of_megabytes_is_a_window() {
    let long = format!("[{}\"here\"{}]", "\"ü\",".repeat(400_000), ",1".repeat(400_000));
    let start = long.find("\"here").unwrap();
    let (sources, id) = sources(&long);
    let diagnostic = Diagnostic::new(&EMPTY_DOCUMENT, Span::new(id, start, start + 6), "look");
    let text = render_one(&sources, &diagnostic, Format::Text(Colour::Plain));
    assert!(text.len() < 1000, "{}", text.len());
    assert!(text.contains("page.md:1:1600002\n"), "{text}");
    let lines: Vec<_> = text.lines().collect();
    let source = lines.iter().position(|line| line.contains("\"here\"")).unwrap();
    let column = |line: &str, mark: &str| line.split(mark).next().unwrap().chars().count();
    assert_eq!(column(lines[source + 1], "^^^^^^"), column(lines[source], "\"here\""), "{text}");
    let styled = render_one(&sources, &diagnostic, Format::Text(Colour::Ansi));
    assert!(!text.contains(":::") && !styled.contains(":::"), "{text}{styled}");
}

#[test]
fn places_at_the_end_and_missing_places_are_told() {
    let (sources, id) = sources("a: [");
    let at_end = Diagnostic::new(&EMPTY_DOCUMENT, Span::new(id, 4, 4), "end");
    assert!(render_one(&sources, &at_end, Format::Text(Colour::Plain)).contains("page.md:1:5\n"));
    let nowhere = Diagnostic::new(&EMPTY_DOCUMENT, None, "nothing");
    assert_eq!(render_one(&sources, &nowhere, Format::Text(Colour::Plain)), "error[empty-document]: nothing\n\n");
    assert_eq!(render_one(&sources, &nowhere, Format::Github), "::error title=empty-document::nothing\n");
}

#[test]
fn github_annotations_cannot_be_left() {
    let (sources, id) = sources("x:\nä: 1\nb: 2\nä: 3\n");
    let diagnostic = Diagnostic { message: "50% \n::error::spoof\r".into(), ..duplicate(id) };
    let expected = "::error file=specs/a%2Cb/page.md,line=4,col=1,title=conflicting-key::50%25 %0A::error::spoof\\u{d}\
                    %0Aspecs/a,b/page.md:2:1: given here before%0Ahelp: the last value counts\n";
    assert_eq!(render_one(&sources, &diagnostic, Format::Github), expected);
}

#[test]
fn json_is_exact_and_one_line() {
    let (sources, id) = sources("x:\nä: 1\nb: 2\nä: 3\n");
    let hostile = "a\nb \u{1b}[2J \u{202e} \u{e0041} \"";
    let diagnostic = Diagnostic { message: hostile.into(), ..duplicate(id) };
    let line = render_one(&sources, &diagnostic, Format::Json);
    assert!(line.ends_with('\n') && !line.trim_end().contains(visible::is_hidden), "{line}");
    let read: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(read["message"], hostile);
    assert_eq!(read["severity"], "fault");
    assert_eq!(read["place"]["line"], 4);
    assert_eq!(read["place"]["start"], 14);
    assert_eq!(read["related"][0]["what"], "given here before");
}

#[test]
fn nothing_of_a_document_acts_on_a_terminal() {
    let hostile = "k\u{1b}[31m\u{202e}\u{7}\u{9b}: \u{200b}x";
    let (sources, id) = sources(hostile);
    let diagnostic =
        Diagnostic::new(&UNKNOWN_TAG, Span::new(id, 0, 1), hostile).relate(Span::new(id, 0, 1), hostile).help(hostile);
    let text = render_one(&sources, &diagnostic, Format::Text(Colour::Plain));
    let acting = text.chars().filter(|c| *c != '\n' && visible::is_hidden(*c)).collect::<Vec<_>>();
    assert!(acting.is_empty(), "{acting:?} in {text}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_span_panics(text in ".{0,8}[\n\r\tü😀a]{0,200}", start in 0usize..300, length in 0usize..300) {
        let (sources, id) = sources(&text);
        let end = start + length;
        let diagnostic = Diagnostic::new(&UNKNOWN_TAG, Span::new(id, start, end), "x")
            .relate(Span::new(id, end, end), "y")
            .relate(Span::new(id, 5, 900), "z");
        for format in [Format::Text(Colour::Plain), Format::Json, Format::Github] {
            render_one(&sources, &diagnostic, format);
        }
    }
}
