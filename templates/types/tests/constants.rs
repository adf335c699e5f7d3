//! Keys that hold one value only: written always, checked where they are read, and required.

#![allow(clippy::unwrap_used, missing_docs)]

use template_types::runtime::{
    Constant, Entries, Fields, MapAccess, SerializeMap, Shaped, Structure, json, only, shapes,
};

#[derive(Debug, PartialEq)]
struct Wire {
    amount: i64,
}

impl Structure for Wire {
    fn read<'de, M: MapAccess<'de>>(entries: &mut Entries<'de, M>) -> Option<Self> {
        let mut kind = only(Constant::Text("wire"));
        let mut version = only(Constant::Integer(2));
        let mut fast = only(Constant::Boolean(true));
        let mut rate = only(Constant::Number(0.5));
        let mut amount: Option<i64> = None;
        entries.fill(&mut [
            ("kind", &mut kind),
            ("version", &mut version),
            ("fast", &mut fast),
            ("rate", &mut rate),
            ("amount", &mut amount),
        ])?;
        let amount = amount?;
        Some(Self { amount })
    }

    fn write<M: SerializeMap>(&self, fields: &mut Fields<M>) {
        fields.only("kind", Constant::Text("wire"));
        fields.only("version", Constant::Integer(2));
        fields.only("fast", Constant::Boolean(true));
        fields.only("rate", Constant::Number(0.5));
        fields.required("amount", &self.amount);
    }
}

impl Shaped for Wire {
    type Shape = shapes::Object;
}

const TEXT: &str = r#"{"kind":"wire","version":2,"fast":true,"rate":0.5,"amount":7}"#;

#[test]
fn constants_are_written_and_read() {
    assert_eq!(json::encode(&Wire { amount: 7 }).unwrap(), TEXT.as_bytes());
    assert_eq!(json::decode(TEXT.as_bytes()), Ok(Wire { amount: 7 }));
    let shuffled = r#"{"rate":5e-1,"amount":7,"fast":true,"other":[],"version":2.0,"kind":"wire"}"#;
    assert_eq!(json::decode(shuffled.as_bytes()), Ok(Wire { amount: 7 }));
}

#[test]
fn another_value_is_a_fault_at_its_place() {
    for (right, wrong, path, said) in [
        (r#""wire""#, r#""card""#, "$.kind", "must be \"wire\""),
        (r#""wire""#, "1", "$.kind", "a string"),
        (":2,", ":3,", "$.version", "must be 2"),
        ("true", "false", "$.fast", "must be true"),
        ("0.5", "0.25", "$.rate", "must be 0.5"),
    ] {
        let fault = json::decode::<Wire>(TEXT.replace(right, wrong).as_bytes()).unwrap_err();
        assert_eq!(fault.path(), path, "{fault}");
        assert!(fault.message().contains(said), "{fault}");
    }
}

#[test]
fn a_constant_must_be_there_once() {
    let fault = json::decode::<Wire>(TEXT.replace(r#""version":2,"#, "").as_bytes()).unwrap_err();
    assert!(fault.message().contains("missing field `version`"), "{fault}");
    let unfit = json::decode_strictly::<Wire>(TEXT.replace(":2,", r#":2,"version":2,"#).as_bytes()).err().unwrap();
    let fault = &unfit.faults[0];
    assert!(fault.message().contains("duplicate field `version`"), "{fault}");
}
