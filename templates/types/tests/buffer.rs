//! What unions read ahead: exact numbers, repeated keys, nulls, late tags, unions within unions, any order, any depth.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../src/runtime/mod.rs"]
#[allow(dead_code)]
pub mod runtime;
#[allow(dead_code, reason = "the samples are those of other tests too")]
mod sample;

use proptest::prelude::*;
use runtime::json;
use sample::*;
use serde_json::{Value, json};
use std::collections::HashMap;

type ByNumber = HashMap<u32, Option<bool>>;
type Outcome = Result<u8, String>;

runtime::by_serde!(ByNumber, Outcome);

#[track_caller]
fn message<T: runtime::Decode + std::fmt::Debug>(text: &str) -> String {
    json::decode::<T>(text.as_bytes()).expect_err("should be a fault").message().to_owned()
}

/// What is wrong with a text for who reads strictly.
#[track_caller]
fn strictly<T: runtime::Decode>(text: &str) -> String {
    let unfit = json::decode_strictly::<T>(text.as_bytes()).err().expect("should be a fault");
    unfit.faults.iter().map(|fault| format!("{fault}; ")).collect()
}

#[track_caller]
fn read<T: runtime::Decode>(text: &str) -> T {
    json::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

const NUMBERS: &str = r#"[0,-1,9223372036854775807,9223372036854775808,18446744073709551615,18446744073709551616,
    -9223372036854775808,-9223372036854775809,0.1,1.0,-0.0,1e3,1e300,123456789012345678901234567890]"#;

#[test]
fn numbers_stay_as_they_are() {
    let text = format!(r#"{{"numbers":{NUMBERS},"petType":"fish"}}"#);
    let Pet::Unknown(kept) = read(&text) else { panic!("unknown") };
    let whole: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(kept, whole);
    assert_eq!(kept.to_string(), whole.to_string());
    let Target::Unknown(kept) = read(&text) else { panic!("unknown") };
    assert_eq!(kept.to_string(), whole.to_string());
    assert_eq!(json::from_value::<Value>(&whole).unwrap().to_string(), whole.to_string());
    assert_eq!(read::<Pet>(r#"{"lives":9e0,"petType":"cat"}"#), Pet::Cat(Cat { pet_type: "cat".into(), lives: 9 }));
    assert_eq!(read::<Target>("[9223372036854775807]"), Target::List(vec![Target::Number(i64::MAX)]));
    for text in ["[9223372036854775808]", "1e300"] {
        assert!(json::decode::<Target>(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(read::<Level>("1.0"), Level::One);
    assert_eq!(read::<Level>("5e-1"), Level::Half);
}

#[test]
fn of_repeated_keys_the_last_counts_where_they_are_not_refused() {
    for text in [
        r#"{"petType":"cat","lives":9,"lives":8}"#,
        r#"{"lives":9,"lives":8,"petType":"cat"}"#,
        r#"{"lives":9,"petType":"cat","lives":8}"#,
    ] {
        assert!(strictly::<Pet>(text).contains("duplicate field `lives`"), "{text}");
        assert!(strictly::<Target>(text).contains("duplicate field `lives`"), "{text}");
        assert_eq!(read::<Pet>(text), Pet::Cat(Cat { pet_type: "cat".into(), lives: 8 }), "{text}");
    }
    let email = r#"{"email":"a","is_unsubscribed":true,"email":"b"}"#;
    assert!(strictly::<Either>(email).contains("duplicate field `email`"));
    assert_eq!(read::<Pet>(r#"{"x":1,"x":2,"petType":"fish"}"#), Pet::Unknown(json!({"x": 2, "petType": "fish"})));
}

#[test]
fn null_is_what_it_is_at_once() {
    let Pet::Dog(dog) = read(r#"{"friends":null,"petType":"dog"}"#) else { panic!("a dog") };
    assert_eq!(dog.friends, None);
    assert_eq!(read::<Target>("null"), Target::Unknown(Value::Null));
    assert_eq!(read::<Option<Target>>("null"), None);
    assert_eq!(read::<Level>("null"), Level::Null);
    assert!(message::<Pet>(r#"{"lives":null,"petType":"cat"}"#).contains("null"));
    assert_eq!(read::<Pet>(r#"{"petType":null}"#), Pet::Unknown(json!({"petType": null})));
}

#[test]
fn texts_need_not_be_borrowed() {
    let cat = Pet::Cat(Cat { pet_type: "cat".into(), lives: 9 });
    let escaped = r#"{"liv\u0065s":9,"petT\u0079pe":"c\u0061t"}"#;
    assert_eq!(read::<Pet>(escaped), cat);
    assert_eq!(serde_json::from_reader::<_, Pet>(escaped.as_bytes()).unwrap(), cat);
    assert_eq!(serde_json::from_value::<Pet>(json!({"lives": 9, "petType": "cat"})).unwrap(), cat);
    assert_eq!(read::<Either>(r#"["\u0061"]"#), Either::Several(vec![Either::Text("a".into())]));
}

#[test]
fn types_of_other_crates_are_read_too() {
    let by_number: ByNumber = json::from_value(&json!({"1": null, "2": true})).unwrap();
    assert_eq!(by_number, HashMap::from([(1, None), (2, Some(true))]));
    assert_eq!(json::from_value::<Outcome>(&json!({"Ok": 1})).unwrap(), Ok(1));
    assert_eq!(json::from_value::<Outcome>(&json!({"Err": "no"})).unwrap(), Err("no".to_owned()));
    for refused in [json!({}), json!({"Ok": 1, "Err": "no"}), json!("Ok"), json!([1])] {
        assert!(json::from_value::<Outcome>(&refused).is_err(), "{refused}");
    }
}

#[test]
fn nothing_is_as_deep_as_the_stack() {
    let mut deep = json!(1);
    for _ in 0..2000 {
        deep = Value::Array(vec![deep]);
    }
    assert!(json::from_value::<Either>(&deep).unwrap_err().message().contains("recursion limit"));
    assert!(json::from_value::<Value>(&deep).unwrap_err().message().contains("recursion limit"));
    let text = format!(r#"{{"x":{}1{},"petType":"cat"}}"#, "[".repeat(1000), "]".repeat(1000));
    assert!(message::<Pet>(&text).contains("recursion limit"));
}

#[test]
fn keys_in_the_opposite_order_are_found() {
    let contact = |reversed: bool| {
        let mut entries = vec![
            r#""created_by":null"#,
            r#""date_created":"2024-05-01T12:30:00Z""#,
            r#""display_name":"Ada""#,
            r#""emails":[]"#,
            r#""id":"c1""#,
            r#""type":7"#,
            r#""recent_calls":[]"#,
            r#""birthday":null"#,
            r#""api_key":"hush""#,
        ];
        for unknown in [r#""":1"#, r#""i":2"#, r#""typo":3"#, r#""recent_balls":4"#, r#""date_cremated":5"#] {
            entries.push(unknown);
        }
        if reversed {
            entries.reverse();
        }
        format!("{{{},\"date_created\":1}}", entries.join(","))
    };
    for reversed in [false, true] {
        let text = contact(reversed);
        assert!(strictly::<Contact>(&text).contains("duplicate field `date_created`"));
        let contact: Contact = read(&text.replace(r#","date_created":1"#, ""));
        assert_eq!(contact.r#type, Some(7));
        assert_eq!(contact.additional_properties.len(), 5);
        assert_eq!(contact.additional_properties["typo"], 3);
    }
}

fn pet() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let cat = any::<i32>().prop_map(|lives| vec![("petType", json!("cat")), ("lives", json!(lives))]);
    cat.prop_recursive(4, 16, 3, |inner| {
        let friend =
            inner.prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
        prop::collection::vec(friend, 0..3).prop_map(|friends: Vec<Value>| {
            vec![("petType", json!("dog")), ("friends", json!(friends)), ("else", json!({"petType": "cat"}))]
        })
    })
}

/// An object with these entries in this order.
fn text(entries: &[(&'static str, Value)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key:?}:{value}")).collect();
    format!("{{{}}}", entries.join(","))
}

proptest! {
    #[test]
    fn the_order_of_keys_says_nothing(
        (given, shuffled) in pet().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle()))
    ) {
        let first: Pet = read(&text(&given));
        prop_assert!(!matches!(first, Pet::Unknown(_)));
        prop_assert_eq!(&read::<Pet>(&text(&shuffled)), &first);
        let list: Vec<Target> = read(&format!("[{0},[{0}]]", text(&shuffled)));
        prop_assert_eq!(list, read::<Vec<Target>>(&format!("[{0},[{0}]]", text(&given))));
    }
}
