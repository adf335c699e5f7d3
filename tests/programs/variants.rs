//! Values of unions: each is read as the variant that the document says, written back whole, and what constructors make is read as what it is.

use variants_client::types::runtime::{Decode, Encode, json};
use variants_client::types::{
    Actor, Amount, Animal, ByRail, BySea, Cat, Charge, Check, Craft, Level, MappedCharge, Parcel, Post, Shape, Ship, Tree,
};
use variants_client::types::serde_json::Value;

/// Reads a value, says which variant it became, and checks that it is written as it was read.
fn read<T: Decode + Encode>(text: &str) -> T {
    let read: T = json::decode(text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let written: Value = json::decode(&json::encode(&read).unwrap()).unwrap();
    let given: Value = json::decode(text.as_bytes()).unwrap();
    assert_eq!(written, given, "what was read is written");
    read
}

/// The text that a value is written as.
fn text<T: Encode>(value: &T) -> String {
    String::from_utf8(json::encode(value).unwrap()).unwrap()
}

fn main() {
    // A component's own name comes before the constants that others list.
    assert!(matches!(read(r#"{"type":"rebates","quantity":3}"#), Charge::Rebates(rebates) if rebates.quantity == 3));
    assert!(matches!(read(r#"{"type":"tiers","steps":["a"]}"#), Charge::Tiers(_)));
    // `mapping` comes before everything.
    assert!(matches!(read(r#"{"type":"rebate","quantity":3}"#), MappedCharge::Rebate(_)));
    assert!(matches!(read(r#"{"type":"plan"}"#), MappedCharge::Plan(_)));
    // Two that inherit one list are two.
    assert!(matches!(read(r#"{"kind":"Dog","barks":true}"#), Animal::Dog(_)));
    assert!(matches!(read(r#"{"kind":"Cat","lives":7}"#), Animal::Cat(Cat { lives: Some(7), .. })));
    // A tag that no variant describes is written by the union.
    assert!(matches!(read(r#"{"craft":"ship","masts":2}"#), Craft::Ship(_)));
    assert!(matches!(read(r#"{"span":1.5,"more":1,"craft":"glider"}"#), Craft::Glider(glider) if glider.extra.len() == 1));
    assert!(matches!(read(r#"{"craft":"sled","dogs":6}"#), Craft::Sled(_)));
    let made = text(&Craft::Ship(Ship { masts: 3 }));
    assert!(matches!(read(&made), Craft::Ship(ship) if ship.masts == 3), "{made}");
    // Integers and booleans are tags.
    assert!(matches!(read(r#"{"low":"a","level":1}"#), Level::Low(_)));
    assert!(matches!(read(r#"{"level":2,"high":"a"}"#), Level::High(_)));
    assert!(matches!(json::decode(br#"{"level":2.0}"#), Ok(Level::High(_))));
    assert!(matches!(read(r#"{"ok":true,"score":1.5}"#), Check::Passed(_)));
    assert!(matches!(read(r#"{"ok":false,"reason":"x"}"#), Check::Refused(_)));
    // A discriminator in a nameless part of `allOf`.
    assert!(matches!(read(r#"{"id":"1","role":"HUMAN","phone":"2"}"#), Actor::Human(human) if human.phone.is_some()));
    assert!(matches!(read(r#"{"id":"1","role":"BOT","serial":"3"}"#), Actor::Bot(_)));
    // Optional constants decide where they are.
    assert!(matches!(read(r#"{"track":"9"}"#), Parcel::ByRail(_)));
    assert!(matches!(read(r#"{"harbour":"H","way":"sea"}"#), Parcel::BySea(_)));
    assert!(matches!(read(&text(&Parcel::ByRail(ByRail::new("9")))), Parcel::ByRail(_)));
    assert!(matches!(read(&text(&Parcel::BySea(BySea::new("H")))), Parcel::BySea(_)));
    // Where one value of the tag stands for both, keys decide.
    assert!(matches!(read(r#"{"sort":"rich","text":"a","target":"b"}"#), Post::Link(_)));
    assert!(matches!(read(r#"{"sort":"rich","text":"a"}"#), Post::Note(_)));
    // Whole numbers stay whole, fractions fractions.
    assert!(matches!(read("9007199254740993"), Amount::Integer(9_007_199_254_740_993)));
    assert!(matches!(read("7"), Amount::Integer(7)));
    assert!(matches!(read("7.5"), Amount::Number(number) if number == 7.5));
    assert_eq!(text(&json::decode::<Amount>(b"7.0").unwrap()), "7.0");
    assert_eq!(text(&json::decode::<Amount>(b"7").unwrap()), "7");
    assert!(matches!(read("\"7\""), Amount::String(_)));
    // The children of a child.
    assert!(matches!(read(r#"{"sort":"Plum","sweet":true,"stone":"s"}"#), Tree::Fruit(_)));
    assert!(matches!(read(r#"{"sort":"Fir","needles":9}"#), Tree::Fir(_)));
    // Of several that would do, the one that loses nothing.
    assert!(matches!(read(r#"{"colour":"red","radius":1.5}"#), Shape::Round(_)));
    assert!(matches!(read(r#"{"colour":"red","side":1.5}"#), Shape::Square(_)));
    assert!(matches!(json::decode(br#"{"side":1.5,"new":true}"#), Ok(Shape::Round(_) | Shape::Square(_))));
}
