//! Event streams and JSON lines, cut anywhere.

#![allow(clippy::unwrap_used, missing_docs)]

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use template_types::runtime::sequence::{Event, Events, Fault, Framing, FromEvent, Lines, ToEvent};

type Found<T> = Vec<Result<T, Fault>>;

fn events<'a>(chunks: impl IntoIterator<Item = &'a [u8]>, limit: usize) -> Found<Event<String>> {
    let mut events = Events::new(limit);
    let mut all = Vec::new();
    for chunk in chunks {
        events.push(chunk);
        while let Some(item) = events.item() {
            let over = item.is_err();
            all.push(item);
            if over {
                return all;
            }
        }
    }
    all
}

fn lines<'a>(chunks: impl IntoIterator<Item = &'a [u8]>, limit: usize) -> Found<String> {
    let text = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    let mut lines = Lines::new(limit);
    let mut all = Vec::new();
    for chunk in chunks {
        lines.push(chunk);
        while let Some(item) = lines.item() {
            let over = matches!(item, Err(Fault::TooLong(_)));
            all.push(item.map(text));
            if over {
                return all;
            }
        }
    }
    all.extend(lines.last().map(|item| item.map(text)));
    all
}

fn said(text: &str) -> Vec<(String, String, String)> {
    let all = events([text.as_bytes()], 1000).into_iter().map(|event| {
        let Event { event, id, retry: _, data } = event.unwrap();
        (event.unwrap_or_default(), id.unwrap_or_default(), data)
    });
    all.collect()
}

#[test]
fn the_grammar_of_event_streams_is_kept() {
    let data = |text: &str| (String::new(), String::new(), text.to_owned());
    for (text, expected) in [
        ("data: a\n\n", vec![data("a")]),
        ("data:a\r\rdata:  b\r\n\r\n", vec![data("a"), data(" b")]),
        ("\u{feff}data: YHOO\ndata: +2\ndata: 10\n\n", vec![data("YHOO\n+2\n10")]),
        ("data: \u{feff}\n\n", vec![data("\u{feff}")]),
        (": stream\n\ndata\n\ndata\ndata\n\ndata:", vec![data(""), data("\n")]),
        ("event: add\nid: 1\ndata: x\n\ndata: y\n\n", vec![("add".into(), "1".into(), "x".into()), data("y")]),
        ("event: ping\n\ndata: x\n\n", vec![data("x")]),
        ("other: x\nDATA: x\ndata : x\nid: a\0b\ndata: ok\n\n", vec![data("ok")]),
        ("data: unfinished", vec![]),
        ("data: unfinished\n", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(said(text), expected, "{text:?}");
    }
    assert_eq!(events([&b"data: \xff\xe2\x82\n\n"[..]], 99), [Ok(Event::new("\u{fffd}\u{fffd}".to_owned()))]);
}

#[test]
fn a_stream_remembers_where_it_was() {
    let mut events = Events::new(100);
    events.push(b"id: 7\ndata: x\n\ndata: y\nretry: 1500\nretry: 1e3\nretry: 99999999999999999999\n\nid: 8\n");
    assert_eq!(events.item().unwrap().unwrap().id.as_deref(), Some("7"));
    let second = events.item().unwrap().unwrap();
    assert_eq!((second.id, second.retry, events.last_id()), (None, Some(1500), "7"));
    assert_eq!((events.item(), events.retry()), (None, Some(Duration::from_millis(1500))));
    events.push(b"\n");
    assert_eq!((events.item(), events.last_id()), (None, "8"));
}

#[test]
fn an_item_has_a_greatest_length() {
    assert!(events([&b"data: 1234\n\ndata: 12345\n\n"[..]], 10).last().unwrap().is_err());
    assert_eq!(events([&b"data: 1234\ndata: 1234\n\n"[..]], 13), [Err(Fault::TooLong(13))]);
    assert_eq!(events([&b":".repeat(12)[..]], 11), [Err(Fault::TooLong(11))]);
    assert_eq!(events([&b":ok\n".repeat(50)[..]], 11), []);
    assert_eq!(lines([&b"1234\n12345\n1"[..]], 4), [Ok("1234".to_owned()), Err(Fault::TooLong(4))]);
    assert_eq!(lines([&b"12345"[..]], 4), [Err(Fault::TooLong(4))]);
}

#[test]
fn lines_and_sequences_are_told_apart_by_their_first_byte() {
    let texts = |text: &str| lines([text.as_bytes()], 100).into_iter().collect::<Vec<_>>();
    assert_eq!(texts("1\r\n\n \n{\"a\":2}"), [Ok("1\r".to_owned()), Ok("{\"a\":2}".to_owned())]);
    assert_eq!(texts("\u{1e}{\n}\n\u{1e}\u{1e}[]"), [Ok("{\n}\n".to_owned()), Ok("[]".to_owned())]);
    assert_eq!(texts("\u{1e}1\n\u{1e}12\u{1e}3"), [Ok("1\n".to_owned()), Err(Fault::CutOff), Err(Fault::CutOff)]);
    for (media_type, framing) in [
        ("application/jsonl", Framing::Lines),
        ("application/JSON-seq; x=y", Framing::Separated),
        ("application/geo+json-seq", Framing::Separated),
    ] {
        assert_eq!(Framing::of(media_type), framing, "{media_type}");
    }
    let mut text = Vec::new();
    Framing::Separated.write(&1, &mut text).unwrap();
    assert!(Framing::Lines.write(&vec![1.0, f64::NAN], &mut text).is_err());
    Framing::Lines.write("a\nb", &mut text).unwrap();
    assert_eq!(text, b"\x1e1\n\"a\\nb\"\n");
}

#[test]
fn data_is_text_where_text_is_asked_for() {
    let event = |data: &str| Event::new(data.to_owned());
    for (data, text, value) in [
        ("hello", "hello", json!("hello")),
        ("\"hello\"", "\"hello\"", json!("hello")),
        ("123", "123", json!(123)),
        ("[DONE]", "[DONE]", json!("[DONE]")),
        ("{\"a\":[1]}", "{\"a\":[1]}", json!({"a": [1]})),
    ] {
        assert_eq!(Event::<String>::from_event(&event(data)).unwrap().data, text);
        assert_eq!(Event::<Value>::from_event(&event(data)).unwrap().data, value);
    }
    assert_eq!(Event::<i64>::from_event(&event("7")).unwrap().data, 7);
    assert_eq!(Event::<Option<i64>>::from_event(&event("null")).unwrap().data, None);
    assert_eq!(Event::<Option<String>>::from_event(&event("x")).unwrap().data.as_deref(), Some("x"));
    type Counts = BTreeMap<String, i64>;
    assert_eq!(Event::<Counts>::from_event(&event("{\"a\":1}")).unwrap().data["a"], 1);
    assert_eq!(Event::<Counts>::from_event(&event("{\"a\":true}")).unwrap_err().path(), "$.a");
    let fault = Event::<Counts>::from_event(&event("[DONE]")).unwrap_err();
    assert!(fault.to_string().contains("string …"), "{fault}");
    assert!(Event::<Counts>::from_event(&event("{\"a\":1} x")).is_err());
}

#[test]
fn a_whole_event_is_an_object() {
    let event = Event { event: Some("add".to_owned()), id: None, retry: Some(5), data: "{\"n\":1}".to_owned() };
    let value = json!({"event": "add", "retry": 5, "data": {"n": 1}});
    assert_eq!(Value::from_event(&event).unwrap(), value);
    assert_eq!(value.to_event().unwrap(), event);
    let texts = Event { event: Some("add".to_owned()), ..Event::new("12".to_owned()) };
    let expected = BTreeMap::from([("event".to_owned(), "add".to_owned()), ("data".to_owned(), "12".to_owned())]);
    assert_eq!(BTreeMap::<String, String>::from_event(&texts).unwrap(), expected);
    assert_eq!(json!({"event": null, "data": "a"}).to_event().unwrap(), Event::new("a".to_owned()));
}

#[test]
fn a_name_that_would_break_the_line_is_left_out() {
    let mut text = Vec::new();
    let event =
        Event { event: Some("a\ndata: b".to_owned()), id: Some("1".to_owned()), ..Event::new("x\ry".to_owned()) };
    event.write(&mut text);
    assert_eq!(String::from_utf8(text).unwrap(), "id: 1\ndata: x\ndata: y\n\n");
}

/// Texts in which everything that means something is frequent.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn cut<'a>(text: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([0, text.len()]).collect();
    places.sort_unstable();
    places.iter().zip(places.iter().skip(1)).filter_map(|(from, to)| text.get(*from..*to)).collect()
}

proptest! {
    #[test]
    fn events_are_the_same_however_they_are_cut(
        text in text(&["data: ", "data", "event:", "id: 1", "retry: 2", "\n", "\r", "\r\n", "\n\n", "\u{feff}", "€", ":", "x"]),
        cuts in prop::collection::vec(any::<usize>(), 0..40),
        limit in 5_usize..60,
    ) {
        let whole = events([&text[..]], limit);
        prop_assert_eq!(&events(cut(&text, &cuts), limit), &whole);
        prop_assert_eq!(events(text.chunks(1), limit), whole);
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut(
        text in text(&["{}", "\n", "\r\n", "\u{1e}", " ", "12", "\"€\""]),
        cuts in prop::collection::vec(any::<usize>(), 0..40),
        limit in 2_usize..60,
    ) {
        let whole = lines([&text[..]], limit);
        prop_assert_eq!(&lines(cut(&text, &cuts), limit), &whole);
        prop_assert_eq!(lines(text.chunks(1), limit), whole);
    }

    #[test]
    fn what_is_written_is_read_again(name in "[a-z]{0,3}", id in "[0-9]{0,2}", retry in any::<Option<u64>>(), data in "[a\n €{}]*") {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let event = Event { event: some(name), id: some(id), retry, data };
        let mut text = Vec::new();
        event.write(&mut text);
        prop_assert_eq!(events([&text[..]], 10_000), [Ok(event)]);
    }
}
