//! Reading and writing XML by tables: the examples of the specification, lenience, faults, hostile documents.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/runtime/mod.rs"]
#[allow(dead_code)]
pub mod runtime;

use proptest::prelude::*;
use runtime::xml::{Content, Field, Node};
use serde_json::{Value, json};

static ANIMAL: Node = Node::element(Content::Object(
    &[Field::optional("kind", Node::attribute(Content::Text)), Field::required("name", Node::text(Content::Text))],
    None,
))
.named("animal");

static PERSON: Node = Node::element(Content::Object(
    &[
        Field::required("id", Node::attribute(Content::Number)),
        Field::optional("name", Node::element(Content::Text).in_namespace("http://a.test/s").prefixed("sample")),
        Field::optional("born", Node::element(Content::Token)),
        Field::or_null("active", Node::element(Content::Boolean)),
        Field::or_empty("nicknames", Node::none(Content::List(&Node::element(Content::Text).named("nickname")))),
        Field::optional("counts", Node::element(Content::List(&Node::element(Content::Number)))),
        Field::optional("pets", Node::element(Content::List(&Node::element(Content::Of(&ANIMAL)).named("pet")))),
        Field::optional("parent", Node::element(Content::Of(&PERSON))),
        Field::optional("pick", Node::element(Content::Of(&PICK))),
        Field::optional("labels", Node::element(Content::Object(&[], Some(&Node::element(Content::Number))))),
        Field::optional("blob", Node::element(Content::Any)),
    ],
    Some(&Node::none(Content::List(&Node::element(Content::Boolean)))),
))
.named("person");

static PICK: Node = Node::element(Content::Union(&[
    Node::element(Content::Object(&[Field::required("radius", Node::element(Content::Number))], None)),
    Node::element(Content::Object(&[Field::required("side", Node::element(Content::Text))], None)),
    Node::element(Content::Number),
    Node::element(Content::Text),
]));

/// Recursive without an element between: only the bounds of reading end it.
static SPIRAL: Node = Node::element(Content::Object(
    &[
        Field::optional("a", Node::none(Content::Of(&SPIRAL))),
        Field::optional("b", Node::none(Content::Of(&SPIRAL))),
        Field::optional(
            "c",
            Node::element(Content::Union(&[Node::element(Content::Of(&SPIRAL)), Node::element(Content::Of(&LOOP))])),
        ),
    ],
    None,
));
static LOOP: Node = Node::element(Content::Union(&[Node::element(Content::Of(&LOOP))]));

#[track_caller]
fn read(node: &Node, text: &str) -> Value {
    node.decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn write(node: &Node, value: &Value) -> String {
    let text = String::from_utf8(node.encode(value).unwrap()).unwrap();
    text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap().to_owned()
}

#[track_caller]
fn both(node: &Node, value: &Value, text: &str) {
    assert_eq!(write(node, value), text);
    assert_eq!(read(node, text), *value);
}

#[test]
fn a_person_survives_a_round_trip() {
    both(
        &PERSON,
        &json!({
            "id": 123, "name": "A & <b>\r\n", "born": "2020-01-01", "active": null, "nicknames": ["x", " y ", ""],
            "counts": [1, -2.5, 18_446_744_073_709_551_615_u64], "pets": [{"kind": "cat \"\n", "name": "Tom"}],
            "parent": {"id": 1, "active": true, "nicknames": []}, "pick": {"side": "2"}, "labels": {"one": 1, "two": null},
        }),
        "<person id=\"123\"><sample:name xmlns:sample=\"http://a.test/s\">A &amp; &lt;b&gt;&#13;\n</sample:name>\
         <born>2020-01-01</born><active xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>\
         <nickname>x</nickname><nickname> y </nickname><nickname/><counts><counts>1</counts><counts>-2.5</counts>\
         <counts>18446744073709551615</counts></counts><pets><pet kind=\"cat &quot;&#10;\">Tom</pet></pets>\
         <parent id=\"1\"><active>true</active></parent><pick><side>2</side></pick><labels><one>1</one>\
         <two xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></labels></person>",
    );
}

#[test]
fn arrays_stand_as_the_specification_shows() {
    static ITEMS: Node = Node::element(Content::Text).named("animal");
    for (array, text) in [
        (
            Node::none(Content::List(&const { Node::element(Content::Text) })),
            "<animals>dog</animals><animals>cat</animals>",
        ),
        (Node::none(Content::List(&ITEMS)), "<animal>dog</animal><animal>cat</animal>"),
        (
            Node::element(Content::List(&const { Node::element(Content::Text) })),
            "<animals><animals>dog</animals><animals>cat</animals></animals>",
        ),
        (Node::element(Content::List(&ITEMS)), "<animals><animal>dog</animal><animal>cat</animal></animals>"),
        (
            Node::element(Content::List(&ITEMS)).named("aliens"),
            "<aliens><animal>dog</animal><animal>cat</animal></aliens>",
        ),
        (
            Node::element(Content::List(&const { Node::element(Content::Text) })).named("aliens"),
            "<aliens><aliens>dog</aliens><aliens>cat</aliens></aliens>",
        ),
        (Node::attribute(Content::List(&ITEMS)), ""),
    ] {
        let fields: &'static [Field] = Vec::leak(vec![Field::optional("animals", array)]);
        let node = Node::element(Content::Object(fields, None)).named("document");
        let attribute = if text.is_empty() { " animals=\"dog cat\"" } else { "" };
        let text =
            if text.is_empty() { format!("<document{attribute}/>") } else { format!("<document>{text}</document>") };
        both(&node, &json!({"animals": ["dog", "cat"]}), &text);
    }
}

#[test]
fn attributes_text_and_sections_stand_as_the_specification_shows() {
    static ANIMALS: Node = Node::element(Content::List(&ANIMAL)).named("animals");
    both(
        &ANIMALS,
        &json!([{"kind": "Cat", "name": "Fluffy"}, {"kind": "Dog", "name": ""}]),
        "<animals><animal kind=\"Cat\">Fluffy</animal><animal kind=\"Dog\"/></animals>",
    );
    let fields = &const { [Field::optional("content", Node::cdata(Content::Text))] };
    let documentation = Node::element(Content::Object(fields, None)).named("Documentation");
    let value = json!({"content": "<html>]]></html>"});
    let text = "<Documentation><![CDATA[<html>]]]]><![CDATA[></html>]]></Documentation>";
    both(&documentation, &value, text);
    assert_eq!(
        read(&documentation, "<Documentation>\n  <![CDATA[<html>]]>\n</Documentation>"),
        json!({"content": "<html>"})
    );
    static REPORT: Node = Node::element(Content::Tuple(&[
        Node::text(Content::Text),
        Node::element(Content::Number).named("data"),
        Node::text(Content::Text),
    ]))
    .named("Report");
    both(&REPORT, &json!(["Before.", 42, "After."]), "<Report>Before.<data>42</data>After.</Report>");
}

#[test]
fn nothing_is_null_only_where_it_can_be() {
    static PRODUCT: Node = Node::element(Content::Object(
        &[
            Field::or_null("count", Node::attribute(Content::Number)),
            Field::required("description", Node::element(Content::Text)),
            Field::or_null("related", Node::element(Content::Object(&[], None))),
        ],
        None,
    ))
    .named("product");
    let nil = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";
    let text = format!("<product><description>Thing</description><related {nil}/></product>");
    both(&PRODUCT, &json!({"count": null, "description": "Thing", "related": null}), &text);
    let text = "<product count=\"42\"><description>Thing</description><related></related></product>";
    assert_eq!(read(&PRODUCT, text), json!({"count": 42, "description": "Thing", "related": {}}));
    assert_eq!(
        read(&PERSON, "<person id=''><born/><name/></person>"),
        json!({"id": null, "born": null, "name": "", "active": null, "nicknames": []})
    );
}

#[test]
fn documents_are_read_as_servers_write_them() {
    let text = "\u{FEFF}<?xml version='1.0' encoding='utf-8'?>\n<!-- hello -->\n<person xmlns='urn:any' xmlns:s='http://a.test/s'
        xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b' id=' 7 '>
      <s:name>&#x41;d<!-- -->a&amp;<![CDATA[<]]></s:name> <x:nickname xmlns:x='urn:x'>of another</x:nickname>
      <nickname>one</nickname><counts><number>1</number></counts><active> 1 </active>
      <others>true</others><others>0</others><blob a='1'><b>2</b><b/>text</blob></person>\n";
    assert_eq!(
        read(&PERSON, text),
        json!({
            "id": 7, "name": "Ada&<", "nicknames": ["one"], "counts": [1], "active": true,
            "others": [true, false], "nickname": ["of another"], "blob": {"@a": "1", "b": ["2", ""], "#text": "text"},
        })
    );
}

#[test]
fn alternatives_are_told_apart() {
    for (text, expected) in [
        ("<pick><radius>1</radius></pick>", json!({"radius": 1})),
        ("<pick><side>1</side></pick>", json!({"side": "1"})),
        ("<pick>1</pick>", json!(1)),
        ("<pick>one</pick>", json!("one")),
    ] {
        assert_eq!(read(&PICK, text), expected);
        assert_eq!(write(&PICK.named("pick"), &expected), text);
    }
}

#[test]
fn what_is_not_of_the_type_is_a_fault_with_its_path() {
    let error = PERSON.decode::<std::collections::BTreeMap<String, i64>>(b"<person id='x'/>").unwrap_err();
    // Which comes first depends on whether maps of serde_json keep their order.
    assert!(["$.active", "$.id"].contains(&error.path()), "{error}");
    static NUMBERS: Node = Node::element(Content::List(&Node::element(Content::Number).named("n")));
    let error = NUMBERS.decode::<Vec<i64>>(b"<a><n>1</n><n>two</n></a>").unwrap_err();
    assert_eq!((error.path(), error.message()), ("$[1]", "invalid type: string …, expected an integer"));
    for (text, message) in [
        ("<html/>", "the root is `html`, not `person`"),
        ("<person", "syntax error"),
        ("<person></other>", "ill-formed document"),
        ("<person>", "the document ends too early"),
        ("", "the document ends too early"),
        ("<person/><person/>", "the document has two roots"),
        ("x<person/>", "text stands outside of the root"),
        ("<person>&lol;</person>", "an entity is not read"),
        ("<!DOCTYPE a [<!ENTITY lol 'lol'>]><person>&lol;</person>", "a document type is not read"),
        ("<person a='&lol;'/>", ""),
    ] {
        let error = PERSON.decode::<Value>(text.as_bytes()).unwrap_err();
        assert!(error.message().starts_with(message), "{text}: {}", error.message());
        assert_eq!(error.path(), "$");
    }
    assert!(PERSON.decode::<Value>(b"<person>\xff</person>").is_err());
}

#[test]
fn what_xml_cannot_hold_is_a_fault() {
    for value in
        [json!({"id": 1, "born": "\u{0}"}), json!({"id": 1, "a b": [true]}), json!({"id": 1, "blob": {"@1": 2}})]
    {
        assert!(PERSON.encode(&value).is_err(), "{value}");
    }
}

#[test]
fn hostile_documents_end_soon() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(PICK.decode::<Value>(deep.as_bytes()).unwrap_err().message(), "the document is nested too deeply");
    let many = format!("<a>{}</a>", "<b/>".repeat(1 << 20));
    assert_eq!(PICK.decode::<Value>(many.as_bytes()).unwrap_err().message(), "the document has too many parts");
    let attributes: String = (0..100_000).map(|index| format!(" a{index}=''")).collect();
    assert!(PERSON.decode::<Value>(format!("<person id='1'{attributes}/>").as_bytes()).is_ok());
    let nested = format!("{}{}", "<c>".repeat(100), "</c>".repeat(100));
    drop(SPIRAL.decode::<Value>(nested.as_bytes()));
    drop(LOOP.decode::<Value>(b"<a/>"));
    drop(LOOP.encode(&json!({"a": 1})));
}

proptest! {
    #[test]
    fn no_bytes_panic(text in "(<[a-z]{0,3}( [a-z:]{1,5}='[^<]{0,3}')?/?>|</[a-z]>|[&;#x<>a-z0-9 ]|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?){0,40}") {
        let _ = PERSON.named("").decode::<Value>(text.as_bytes());
        let _ = PICK.decode::<Value>(text.as_bytes());
    }

    #[test]
    fn texts_survive(text in "[^\\p{C}]{0,20}", key in "[a-z_][a-z0-9.-]{0,5}") {
        let value = json!({"id": 1, "name": text, "active": null, "nicknames": [text], "labels": {key: 2}});
        let written = PERSON.encode(&value).unwrap();
        prop_assert_eq!(PERSON.decode::<Value>(&written).unwrap(), value);
    }
}
