//! Reading and writing the sample types: round trips, faults with their path, nulls, unions, rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../src/runtime/mod.rs"]
#[allow(dead_code)]
pub mod runtime;
mod sample;

use proptest::prelude::*;
use runtime::{Decode, Encode, Field, OffsetTime, Secret, Validate, json};
use sample::*;
use serde_json::{Value, json};

#[track_caller]
fn read<T: Decode>(text: &str) -> T {
    json::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn fault<T: Decode + std::fmt::Debug>(text: &str) -> (String, String) {
    let error = json::decode::<T>(text.as_bytes()).expect_err("should be a fault");
    (error.path().to_owned(), error.message().to_owned())
}

/// The first fault for who reads strictly.
#[track_caller]
fn strictly<T: Decode>(text: &str) -> (String, String) {
    let unfit = json::decode_strictly::<T>(text.as_bytes()).err().expect("should be a fault");
    (unfit.faults[0].path().to_owned(), unfit.faults[0].message().to_owned())
}

fn write<T: Encode>(value: &T) -> String {
    String::from_utf8(json::encode(value).unwrap()).unwrap()
}

const CONTACT: &str = r#"{"created_by":null,"date_created":"2024-05-01 12:30:00.5","display_name":"Ada","id":"c1",
    "type":7.0,"emails":[{"email":"a@b","is_unsubscribed":false}],"custom.cf_1":{"a":[1]},
    "recent_calls":[{"duration":1e3,"status":"in-progress","priority":10},{"duration":2,"status":"lost","priority":11}],
    "api_key":"hush"}"#;

#[test]
fn a_structure_survives_a_round_trip() {
    let contact: Contact = read(CONTACT);
    assert_eq!(contact.created_by, None);
    assert_eq!(contact.r#type, Some(7));
    assert_eq!(contact.birthday, Field::Absent);
    assert_eq!(contact.additional_properties["custom.cf_1"], json!({"a": [1]}));
    let calls = contact.recent_calls.as_ref().unwrap();
    assert_eq!(calls[0].duration, 1000);
    assert_eq!(calls[1].status, CallStatus::of("lost"));
    assert_eq!(calls[1].priority, Some(Priority::of(11)));
    let text = write(&contact);
    assert_eq!(
        text,
        r#"{"created_by":null,"date_created":"2024-05-01T12:30:00.500Z","display_name":"Ada","emails":[{"email":"a@b","is_unsubscribed":false}],"id":"c1","type":7,"recent_calls":[{"duration":1000,"status":"in-progress","priority":10},{"duration":2,"status":"lost","priority":11}],"api_key":"hush","custom.cf_1":{"a":[1]}}"#
    );
    assert_eq!(read::<Contact>(&text), contact);
    assert_eq!(json::from_value::<Contact>(&json::to_value(&contact).unwrap()).unwrap(), contact);
    assert_eq!(serde_json::from_str::<Contact>(&text).unwrap(), contact);
    assert_eq!(serde_json::to_string(&contact).unwrap(), text);
}

#[test]
fn secrets_are_not_shown() {
    let contact: Contact = read(CONTACT);
    assert!(!format!("{contact:?}").contains("hush"));
    assert_eq!(contact.api_key.as_ref().map(Secret::expose), Some("hush"));
}

#[test]
fn null_is_absent_for_optional_fields_alone() {
    let email = r#"{"email":null,"is_unsubscribed":false}"#;
    assert_eq!(fault::<ContactEmail>(email).0, "$.email");
    assert_eq!(read::<Tree>(r#"{"label":"a","children":null,"next":null}"#).children, None);
    let without = CONTACT.replace("\"created_by\":null,", "");
    let (path, message) = fault::<Contact>(&without);
    assert_eq!(path, "$");
    assert!(message.contains("missing field `created_by`"), "{message}");
}

#[test]
fn null_is_a_value_where_any_value_may_stand() {
    assert_eq!(read::<Option<Value>>("null"), Some(Value::Null));
    assert_eq!(read::<Option<String>>("null"), None);
    assert_eq!(write(&read::<Option<Value>>("null")), "null");
}

#[test]
fn refused_keys_may_be_ignored_by_name() {
    struct Only(Option<bool>);

    impl runtime::Structure for Only {
        fn read<'de, M: runtime::MapAccess<'de>>(entries: &mut runtime::Entries<'de, M>) -> Option<Self> {
            let mut own = runtime::slot();
            entries.fill_only_but(&mut [("own", &mut own)], &["id"])?;
            Some(Self(own.optional()))
        }

        fn write<M: runtime::SerializeMap>(&self, _: &mut runtime::Fields<M>) {}
    }

    impl runtime::Shaped for Only {
        type Shape = runtime::shapes::Object;
    }

    let read = |text: &str| runtime::json::decode::<Only>(text.as_bytes()).map(|only| only.0);
    assert_eq!(read(r#"{"id":[1,{}],"own":true}"#).unwrap(), Some(true));
    assert_eq!(read(r#"{"other":1}"#).unwrap(), None);
    assert!(json::decode_strictly::<Only>(br#"{"id":1,"own":true}"#).is_ok());
    assert!(json::decode_strictly::<Only>(br#"{"other":1}"#).is_err());
    assert!(read("[]").unwrap_err().message().contains("expected an object"));
}

#[test]
fn absent_null_and_value_are_three_things() {
    let base = r#"{"amount":1"#;
    for (rest, price) in
        [("}", Field::Absent), (",\"price\":null}", Field::Null), (",\"price\":2.5}", Field::Value(2.5))]
    {
        let text = format!("{base}{rest}");
        let order: Order = read(&text);
        assert_eq!(order.price, price);
        assert_eq!(write(&order), text);
    }
}

#[test]
fn faults_name_their_path() {
    let call = r#"{"duration":"long","status":"created"}"#;
    let text = CONTACT.replace(r#"{"duration":2,"status":"lost","priority":11}"#, call);
    let (path, message) = fault::<Contact>(&text);
    assert_eq!(path, "$.recent_calls[1].duration");
    assert!(message.contains("expected an integer"), "{message}");
    // Nothing is left for the next one.
    assert_eq!(fault::<Vec<i64>>("[1,true]").0, "$[1]");
    let maps = fault::<std::collections::BTreeMap<String, Vec<i8>>>(r#"{"a b":[1,300]}"#);
    assert_eq!(maps.0, r#"$["a b"][1]"#);
    assert!(maps.1.contains("the number is beyond the range of 8 bits"), "{}", maps.1);
    assert_eq!(fault::<Vec<i64>>("[-9223372036854775808, -9223372036854775809]").0, "$[1]");
    assert_eq!(fault::<(i64, bool)>("[1]").0, "$");
    assert_eq!(fault::<(i64, bool)>("[1, 2]").0, "$[1]");
    assert_eq!(json::from_value::<Vec<Tree>>(&json!([{"label": 1}])).unwrap_err().path(), "$[0].label");
}

#[test]
fn duplicate_and_refused_keys_are_faults_where_reading_is_strict() {
    let (_, message) = strictly::<ContactEmail>(r#"{"email":"a","email":"b","is_unsubscribed":true}"#);
    assert!(message.contains("duplicate field `email`"), "{message}");
    let (path, message) = strictly::<Start>(r#"{"kind":"start","speed":1}"#);
    assert_eq!(path, "$.speed");
    assert!(message.contains("the keys are `kind`"), "{message}");
    assert_eq!(read::<ContactEmail>(r#"{"x":[{}],"email":"a","is_unsubscribed":true}"#).email, "a");
}

#[test]
fn faults_name_the_keyword_that_they_break() {
    let unfit = json::decode_strictly::<Contact>(CONTACT.replace(r#""id":"c1""#, r#""id":7"#).as_bytes()).unwrap_err();
    let id = unfit.faults.iter().find(|fault| fault.path() == "$.id");
    assert_eq!(id.and_then(runtime::DecodeError::rule), Some("type"));
    let rule = |text: &str| json::decode_strictly::<SortOrder>(text.as_bytes()).unwrap_err().faults[0].rule();
    assert_eq!((rule("\"up\""), rule("1"), rule("\"asc")), (Some("enum"), Some("type"), None));
    let date = json::decode::<chrono::NaiveDate>(b"\"soon\"").unwrap_err();
    assert_eq!(date.rule(), Some("format"));
    let email = json::decode::<ContactEmail>(br#"{"email":"a"}"#).unwrap_err();
    assert_eq!((email.rule(), email.path()), (Some("required"), "$"));
    assert_eq!(json::decode::<i64>(b"true").unwrap_err().rule(), Some("type"), "nothing is left of those before");
}

#[test]
fn all_faults_are_found_at_once_and_the_rest_is_read() {
    let text = CONTACT
        .replace(r#""id":"c1""#, r#""id":7"#)
        .replace(r#""status":"lost""#, r#""status":"lost","status":"lost""#);
    let unfit = json::decode_strictly::<Contact>(text.as_bytes()).unwrap_err();
    let paths: Vec<&str> = unfit.faults.iter().map(runtime::DecodeError::path).collect();
    assert!(
        paths.contains(&"$.id") && paths.contains(&"$.recent_calls[1].status") && paths.contains(&"$.date_created"),
        "{paths:?}"
    );
    assert!(unfit.rest.is_none(), "the id is required");
    let (order, passed) =
        json::leniently(|| json::decode::<Order>(br#"{"amount":1,"price":"","code":[],"parts":{"a":"x"}}"#));
    let order = order.unwrap();
    assert_eq!(order.price, Field::Absent);
    assert!(passed.iter().any(|fault| fault.path() == "$.price"), "{passed:?}");
    assert!(json::decode::<Order>(br#"{"amount":1,"price":""}"#).is_err(), "nobody is lenient any more");
    assert!(json::leniently(|| json::decode::<Order>(br#"{"price":1}"#)).0.is_err(), "the amount is required");
    assert_eq!(json::decode::<i64>("\u{feff}1".as_bytes()), Ok(1));
}

#[test]
fn texts_end_where_the_value_ends() {
    assert!(json::decode::<i64>(b"1 2").is_err());
    assert!(json::decode::<i64>(b"1\xff").is_err());
    assert!(json::decode::<Value>("[".repeat(100_000).as_bytes()).is_err());
    let deep = format!("{}1{}", r#"{"label":"a","children":["#.repeat(200), "]}".repeat(200));
    assert!(json::decode::<Tree>(deep.as_bytes()).unwrap_err().message().contains("recursion limit"));
}

#[test]
fn whole_numbers_are_integers_however_written() {
    assert_eq!(read::<i64>("1.0"), 1);
    assert_eq!(read::<u64>("18446744073709551615"), u64::MAX);
    assert_eq!(read::<f64>("3"), 3.0);
    for text in ["1.5", "1e40", "\"1\"", "-1e19", "9223372036854775808"] {
        json::decode::<i64>(text.as_bytes()).unwrap_err();
    }
    json::decode::<u32>(b"-1").unwrap_err();
    json::encode(&f64::NAN).unwrap_err();
    json::to_value(&vec![f64::INFINITY]).unwrap_err();
}

#[test]
fn enumerations_keep_or_refuse_what_is_not_listed() {
    assert_eq!("no-answer".parse::<CallStatus>().unwrap(), CallStatus::NoAnswer);
    assert_eq!(CallStatus::of("x").to_string(), "x");
    let (_, message) = fault::<SortOrder>("\"up\"");
    assert!(message.contains("must be one of `asc`, `desc`"), "{message}");
    assert_eq!("up".parse::<SortOrder>().unwrap_err().to_string(), "must be one of `asc`, `desc`");
    assert_eq!(read::<Priority>("10.0"), Priority::High);
    assert_eq!("1".parse::<Priority>().unwrap(), Priority::Low);
    assert!("one".parse::<Priority>().is_err());
    for (text, level) in [
        ("\"auto\"", Level::Auto),
        ("1", Level::One),
        ("0.5", Level::Half),
        ("null", Level::Null),
        ("[1]", Level::of(json!([1]))),
    ] {
        assert_eq!(read::<Level>(text), level);
        assert_eq!(write(&level), text);
    }
}

#[test]
fn a_tag_is_found_wherever_it_stands() {
    for text in [
        r#"{"petType":"cat","lives":9}"#,
        r#"{"lives":9,"petType":"cat"}"#,
        r#"{"lives":9,"other":{"petType":"dog"},"petType":"cat"}"#,
    ] {
        assert_eq!(read::<Pet>(text), Pet::Cat(Cat { pet_type: "cat".into(), lives: 9 }));
    }
    let nested = r#"{"friends":[{"lives":1,"petType":"kitty"},{"fins":2,"petType":"fish"}],"petType":"dog"}"#;
    let Pet::Dog(dog) = read::<Pet>(nested) else { panic!("a dog") };
    assert_eq!(dog.friends.as_ref().unwrap()[1], Pet::Unknown(json!({"petType": "fish", "fins": 2})));
    let text = write(&Pet::Dog(dog));
    assert_eq!(text, r#"{"petType":"dog","friends":[{"petType":"kitty","lives":1},{"fins":2,"petType":"fish"}]}"#);
}

#[test]
fn faults_in_unions_name_their_path() {
    assert_eq!(fault::<Vec<Pet>>(r#"[{"petType":"cat","lives":"nine"}]"#).0, "$[0].lives");
    assert_eq!(fault::<Vec<Pet>>(r#"[{"lives":"nine","petType":"cat"}]"#).0, "$[0].lives");
    let friend = r#"{"friends":[{"petType":"cat","lives":[]}],"petType":"dog"}"#;
    assert_eq!(fault::<Pet>(friend).0, "$.friends[0].lives");
    let (_, message) = strictly::<Pet>(r#"{"petType":"cat","lives":9,"petType":"cat"}"#);
    assert!(message.contains("duplicate"), "{message}");
    let (path, message) = fault::<Command>(r#"{"kind":"stop"}"#);
    assert_eq!(path, "$.kind");
    assert!(message.contains("one of `start`"), "{message}");
    assert_eq!(fault::<Command>("{}").0, "$");
    assert_eq!(fault::<Target>(r#"[1,{"email":"a","is_unsubscribed":0}]"#).0, "$[1].is_unsubscribed");
}

#[test]
fn a_union_is_inferred_from_what_it_looks_like() {
    assert_eq!(read::<Target>("4.0"), Target::Number(4));
    assert_eq!(read::<Target>("\"x\""), Target::Name("x".into()));
    assert_eq!(read::<Target>("true"), Target::Unknown(json!(true)));
    let list = r#"["x",{"email":"a","is_unsubscribed":true},{"lives":1,"petType":"kitty"},{"petType":"dog"}]"#;
    let Target::List(list) = read::<Target>(list) else { panic!("a list") };
    assert!(matches!(
        list.as_slice(),
        [Target::Name(_), Target::Email(_), Target::Cat(_), Target::Unknown(Value::Object(_))]
    ));
}

#[test]
fn an_ordered_union_leaves_no_trace_of_failed_attempts() {
    assert_eq!(read::<Either>("\"soon\""), Either::Text("soon".into()));
    assert!(matches!(read::<Either>("\"2024-02-29\""), Either::Day(_)));
    let (path, message) = fault::<Vec<Either>>(r#"["a",["b",{"email":"a"}]]"#);
    assert_eq!(path, "$[1]");
    assert!(message.contains("alternative 3: must fit one of the alternatives, and fits none"), "{message}");
}

#[test]
fn nested_ordered_unions_do_not_multiply_without_end() {
    let text = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    json::decode::<Either>(text.as_bytes()).unwrap_err();
}

#[test]
fn rules_are_told_with_pointers() {
    let order: Order = read(
        r#"{"amount":100,"code":"ABCD","tags":["aa","b","aa"],"price":0.125,
            "parts":[{"amount":1,"price":19.99},{"amount":0,"tags":[],"code":null}]}"#,
    );
    let found: Vec<_> = order.validate().unwrap_err().into_iter().map(|v| (v.pointer, v.rule)).collect();
    let expected = [
        ("/amount", "exclusiveMaximum"),
        ("/code", "maxLength"),
        ("/code", "pattern"),
        ("/tags", "uniqueItems"),
        ("/tags/1", "minLength"),
        ("/price", "multipleOf"),
        ("/parts/1/amount", "minimum"),
        ("/parts/1/tags", "minItems"),
    ];
    assert_eq!(found, expected.map(|(pointer, rule)| (pointer.to_owned(), rule)));
    read::<Order>(r#"{"amount":99,"code":"abc","tags":["aa"],"price":0.07}"#).validate().unwrap();
}

#[test]
fn pointers_are_escaped() {
    let map = std::collections::BTreeMap::from([("a/b~c".to_owned(), Amount(0))]);
    let violations = map.validate().unwrap_err();
    assert_eq!(violations[0].to_string(), "/a~1b~0c must be at least 1, and is 0");
}

#[test]
fn dates_of_each_crate_read_and_write_alike() {
    let moment = "\"2024-05-01T12:30:00.250+02:00\"";
    assert_eq!(write(&read::<chrono::DateTime<chrono::FixedOffset>>(moment)), moment);
    assert_eq!(write(&read::<time::OffsetDateTime>(moment)), moment);
    assert_eq!(write(&read::<jiff::Timestamp>(moment)), "\"2024-05-01T10:30:00.250Z\"");
    for text in ["\"2024-02-30\"", "\"2024-13-01\"", "5"] {
        json::decode::<chrono::NaiveDate>(text.as_bytes()).unwrap_err();
        json::decode::<time::Date>(text.as_bytes()).unwrap_err();
        json::decode::<jiff::civil::Date>(text.as_bytes()).unwrap_err();
    }
    for (text, strict) in [("\"08:15\"", "\"08:15:00\""), ("\"08:15:00-03:30\"", "\"08:15:00-03:30\"")] {
        assert_eq!(write(&read::<OffsetTime<chrono::NaiveTime>>(text)), strict);
        assert_eq!(write(&read::<OffsetTime<time::Time>>(text)), strict);
        assert_eq!(write(&read::<OffsetTime<jiff::civil::Time>>(text)), strict);
    }
    for leap in ["\"2016-12-31T18:59:60.500-05:00\"", "\"2016-12-31T23:59:60Z\""] {
        assert_eq!(write(&read::<chrono::DateTime<chrono::FixedOffset>>(leap)), leap);
        read::<time::OffsetDateTime>(leap);
        read::<jiff::Timestamp>(leap);
    }
    let unfit = "\"08:15\"".as_bytes();
    json::decode_strictly::<OffsetTime<chrono::NaiveTime>>(unfit).unwrap_err();
}

#[test]
fn uuids_and_base64_are_read_in_every_spelling() {
    let uuid = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";
    assert_eq!(write(&read::<uuid::Uuid>("\"67E5504410B1426F9247BB680E5FE0C8\"")), uuid);
    assert_eq!(read::<runtime::Base64>("\"-_8\"").0, [0xfb, 0xff]);
    assert_eq!(write(&read::<runtime::Base64>("\"+/8=\"")), "\"+/8=\"");
    json::decode::<runtime::Base64>("\"é\"".as_bytes()).unwrap_err();
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from),
        prop::sample::select(vec!["cat", "dog", "created", "2024-05-01"]).prop_map(Value::from),
    ];
    let keys =
        prop::sample::select(vec!["petType", "lives", "friends", "email", "is_unsubscribed", "label", "children"]);
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(keys.clone().prop_map(str::to_owned), inner, 0..5)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

/// What is read writes itself as something that reads the same, by text and by value.
fn stable<T: Decode + Encode + PartialEq + std::fmt::Debug>(value: &Value) -> Result<(), TestCaseError> {
    let from_text = json::decode::<T>(value.to_string().as_bytes());
    let from_value = json::from_value::<T>(value);
    match (from_text, from_value) {
        (Ok(one), Ok(other)) => {
            prop_assert_eq!(&one, &other);
            let text = json::encode(&one).unwrap();
            prop_assert_eq!(&json::decode::<T>(&text).unwrap(), &one);
        }
        (Err(one), Err(other)) => prop_assert_eq!(one.path(), other.path()),
        (one, other) => prop_assert!(false, "{one:?} from text, {other:?} from the value"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn texts_and_values_read_the_same(value in any_json()) {
        stable::<Pet>(&value)?;
        stable::<Target>(&value)?;
        stable::<Either>(&value)?;
        stable::<Tree>(&value)?;
        stable::<Vec<ContactEmail>>(&value)?;
        stable::<Option<Level>>(&value)?;
        prop_assert_eq!(&json::from_value::<Value>(&value).unwrap(), &value);
    }

    #[test]
    fn no_bytes_cause_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = json::decode::<Contact>(&bytes);
        let _ = json::decode::<Target>(&bytes);
    }

    #[test]
    fn no_text_causes_a_panic_as_a_date(text in "[0-9TtZ:+. ,-]{0,30}|\\PC{0,12}") {
        let value = Value::from(text);
        let _ = json::from_value::<chrono::DateTime<chrono::FixedOffset>>(&value);
        let _ = json::from_value::<jiff::Timestamp>(&value);
        let _ = json::from_value::<time::OffsetDateTime>(&value);
        let _ = json::from_value::<uuid::Uuid>(&value);
        let _ = json::from_value::<runtime::Base64>(&value);
    }
}

#[test]
fn a_listed_value_is_never_unlisted() {
    for (text, listed) in CallStatus::VALUES {
        assert_eq!(CallStatus::of(text), *listed);
        assert_eq!(text.parse(), Ok(listed.clone()));
    }
    for (number, listed) in Priority::VALUES {
        assert_eq!(Priority::of(*number), *listed);
    }
    let CallStatus::Unknown(kept) = CallStatus::of("lost") else { panic!("it is not listed") };
    assert_eq!(
        (kept.get().as_str(), kept.to_string(), format!("{kept:?}")),
        ("lost", "lost".into(), "\"lost\"".into())
    );
}
