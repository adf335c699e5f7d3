//! What a whole page yields.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::diagnostic::Diagnostics;
use crate::node::{Node, Value};
use crate::page::part::Part;
use crate::source::{Provenance, Sources};

use super::{read, recognises};

const BOOK: &str = include_str!("tests.md");

fn is_recognised(text: &str) -> bool {
    recognises(&Part { source: Sources::default().add("page.md", text), text, start: 0 })
}

fn parse(text: &str) -> (Option<Node>, Vec<&'static str>) {
    let mut sources = Sources::default();
    let source = sources.add("page.md", text);
    let mut diagnostics = Diagnostics::default();
    let node = read(&sources, &Part { source, text, start: 0 }, &mut diagnostics).into_iter().next();
    (node, diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect())
}

fn at<'n>(node: &'n Node, path: &[&str]) -> &'n Node {
    path.iter().fold(node, |node, key| node.get(key).unwrap_or_else(|| panic!("no `{key}` in {path:?}")))
}

fn schema<'n>(node: &'n Node, status: &str) -> &'n Node {
    let response =
        ["paths", "/library/books/{id}", "get", "responses", status, "content", "application/json", "schema"];
    at(node, &response)
}

#[test]
fn bounds_go_to_the_only_keys_that_can_have_them() {
    let (node, _) = parse(BOOK);
    let node = node.unwrap();
    let properties = at(schema(&node, "200"), &["properties"]);
    for key in ["id", "writer_id"] {
        assert_eq!(at(properties, &[key, "minimum"]).as_number().unwrap().text(), "1");
        assert_eq!(at(properties, &[key, "minimum"]).origin.provenance, Provenance::Page);
    }
    assert_eq!(at(properties, &["id", "description"]).as_str(), Some("The unique identifier of the book"));
    assert_eq!(at(properties, &["added_at", "format"]).origin.provenance, Provenance::Inferred);
    assert_eq!(at(properties, &["writer_id", "description"]).origin.provenance, Provenance::Inferred);
}

#[test]
fn bounds_that_could_be_of_several_keys_are_told_and_left_out() {
    let (node, codes) = parse(BOOK);
    let node = node.unwrap();
    let properties = at(schema(&node, "200"), &["properties"]);
    assert_eq!(properties.as_map().unwrap().len(), 9);
    assert!(properties.as_map().unwrap().iter().all(|entry| entry.value.get("maxLength").is_none()));
    assert_eq!(codes, ["page-parameter-names-lost", "page-lines-ambiguous"]);
}

#[test]
fn digits_in_quotes_have_no_type() {
    let (node, _) = parse(BOOK);
    assert!(at(schema(&node.unwrap(), "200"), &["properties", "barcode"]).get("type").is_none());
}

#[test]
fn a_list_of_objects_keeps_its_name_and_takes_its_own_description_first() {
    let (node, _) = parse(BOOK);
    let node = node.unwrap();
    let mistakes = at(schema(&node, "400"), &["properties", "mistakes"]);
    assert_eq!(at(mistakes, &["description"]).as_str(), Some("All that is wrong"));
    let parameter = at(mistakes, &["items", "properties", "parameter", "description"]);
    assert_eq!(parameter.as_str(), Some("Name of the parameter"));
    assert!(schema(&node, "400").get("required").is_none());
}

#[test]
fn every_node_points_into_the_page() {
    fn check(node: &Node, length: u32) {
        assert!(node.span().start <= node.span().end && node.span().end <= length);
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| check(item, length)),
            Value::Map(map) => map.iter().for_each(|entry| check(&entry.value, length)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    check(&parse(BOOK).0.unwrap(), u32::try_from(BOOK.len()).unwrap());
}

#[test]
fn a_page_that_keeps_names_is_read_by_them() {
    let page = "Pets\nGET /pets/:id\nResponses\n- 200\nA pet\n- application/json\n- Schema\n- Example (from schema)\nSchema\n\
                id int64required\nowner\nobject\nname stringnullable\nPossible values: [a, b]\nThe name\ntag string\n\
                {\n  \"id\": 0,\n  \"owner\": {\n    \"name\": \"a\"\n  },\n  \"tag\": \"string\"\n}\nLoading...\nPets\n";
    let (node, codes) = parse(page);
    let node = node.unwrap();
    assert_eq!(codes, [""; 0]);
    let path = ["paths", "/pets/{id}", "get", "responses", "200", "content", "application/json", "schema"];
    let schema = at(&node, &path);
    assert_eq!(at(schema, &["properties", "id", "format"]).as_str(), Some("int64"));
    assert_eq!(at(schema, &["properties", "owner", "properties", "name", "description"]).as_str(), Some("The name"));
    assert_eq!(at(schema, &["properties", "tag", "type"]).as_str(), Some("string"));
    assert_eq!(at(schema, &["required"]).as_list().unwrap().len(), 1);
}

#[test]
fn a_key_that_the_example_lacks_makes_counting_worthless() {
    // `two types` stands before `c`, where the example has no key: some keys are missing, so others may be, too.
    let page = "T t\nGET/x\nResponses\n- 200\nOK\n- application/json\n- Schema\n- Example (from schema)\nSchema\ntwo types\nc\nobject\n\
                Possible values: > 0\n{\n  \"c\": {\n    \"s\": \"string\"\n  },\n  \"d\": 1\n}\n";
    let (node, codes) = parse(page);
    let node = node.unwrap();
    let schema = at(&node, &["paths", "/x", "get", "responses", "200", "content", "application/json", "schema"]);
    assert!(at(schema, &["properties", "d"]).get("exclusiveMinimum").is_none());
    assert_eq!(codes, ["page-lines-ambiguous", "page-lines-ambiguous"]);
}

#[test]
fn panels_are_shared_out_only_where_there_is_one_way() {
    let panel = "- application/json\n- Schema\nSchema\nany\n";
    let page = |codes: &str, panels: &str| format!("T t\nGET/x\nResponses\n{codes}{panels}");
    let status = |node: &Node, code: &str| at(node, &["paths", "/x", "get", "responses", code]).clone();
    let (node, codes) = parse(&page("- 200\n- 401\n", &format!("OK\n{panel}Unauthorized\n")));
    let node = node.unwrap();
    assert_eq!(codes, [""; 0]);
    assert!(status(&node, "200").get("content").is_some() && status(&node, "401").get("content").is_none());
    // A description of two lines, or two descriptions?
    let (node, codes) =
        parse(&page("- 200\n- 401\n- 403\n", &format!("OK\n{panel}Unauthorized\nThe token is old.\nSo.\n")));
    assert_eq!(codes, ["page-status-ambiguous"]);
    assert!(status(&node.unwrap(), "200").get("content").is_none());
    // Only a response that may have no content can be the one that has none.
    let (node, codes) =
        parse(&page("- 200\n- 304\n- 404\n", &format!("OK\nIt is\n{panel}Not changed\nNot found\nsince\n{panel}")));
    assert_eq!(codes, [""; 0]);
    assert!(status(&node.unwrap(), "404").get("content").is_some());
}

/// A page with one response of one media type.
fn page_of(schema: &str) -> String {
    format!(
        "Get a book\nGET/library/books/{{id}}\nResponses\n- 200\nThe book.\n- application/json\n- Schema\n\
         - Example (from schema)\nSchema\n{schema}"
    )
}

fn keys(schema: &Node) -> Vec<&str> {
    at(schema, &["properties"]).as_map().unwrap().iter().map(|entry| &*entry.key).collect()
}

#[test]
fn an_example_begins_at_its_brace_whatever_stands_before_it() {
    for before in ["", "\n", "fiction", "fiction."] {
        let (node, _) = parse(&page_of(&format!(
            "Number of pages\nchapters\nobject[]\nWhat it is of{before}{{\n\"pages\": 3,\n\"chapters\": [\n{{\n\
             \"title\": \"fiction\",\n\"long\": true\n}}\n]\n}}\n"
        )));
        let node = node.unwrap();
        let schema = schema(&node, "200");
        assert_eq!(keys(schema), ["pages", "chapters"], "{before}");
        assert_eq!(keys(at(schema, &["properties", "chapters", "items"])), ["title", "long"], "{before}");
    }
}

#[test]
fn an_example_that_is_torn_or_not_the_only_one_says_nothing() {
    let torn = "Its title\n\"title\": \"a\",\n\"parts\": [\n{\n\"name\": \"b\"\n}\n]\n}\n";
    let two = "Such as\n{\n\"title\": \"a\"\n}\nso.\n{\n\"name\": \"b\"\n}\n";
    for text in [torn, two] {
        let (node, _) = parse(&page_of(text));
        let node = node.unwrap();
        let content = at(&node, &["paths", "/library/books/{id}", "get", "responses", "200", "content"]);
        let media = at(content, &["application/json"]);
        assert!(media.get("example").is_none(), "{text}");
        assert!(media.get("schema").is_none_or(|schema| schema.get("properties").is_none()), "{text}");
    }
}

#[test]
fn marks_of_lists_are_no_names() {
    let example = "{\n\"chapters\": [\n{\n\"notes\": [\n{\n\"text\": \"string\"\n}\n]\n}\n]\n}\n";
    for mark in ["- ", ""] {
        let (node, _) = parse(&page_of(&format!(
            "{mark}Array [\n{mark}Array [\n{mark}]\n{mark}]\nchapters\nobject[]\nrequired\nnotes\nobject[]\n{example}"
        )));
        let node = node.unwrap();
        assert_eq!(keys(schema(&node, "200")), ["chapters"]);
        assert!(schema(&node, "200").get("items").is_none());
    }
}

#[test]
fn values_among_the_lines_are_neither_names_nor_texts() {
    let (node, _) = parse(&page_of(
        "The title\nDunesWhat it is\nnovelchapters\nobject[]\nrequired\nIts chapters\nThe heading\nArrival{\n\
         \"title\": \"Dunes\",\n\"kind\": \"novel\",\n\"chapters\": [\n{\n\"heading\": \"Arrival\"\n}\n]\n}\n",
    ));
    let node = node.unwrap();
    let schema = schema(&node, "200");
    assert_eq!(keys(schema), ["title", "kind", "chapters"]);
    assert_eq!(keys(at(schema, &["properties", "chapters", "items"])), ["heading"]);
    for key in ["title", "kind"] {
        assert!(at(schema, &["properties", key]).get("description").is_none(), "{key}");
    }
}

#[test]
fn all_items_of_an_example_count() {
    let (node, _) = parse(&page_of(
        "Some text\n[\n{\n\"id\": 1,\n\"owner\": {\n\"name\": \"a\"\n},\n\"tags\": [\n\"x\",\n2\n]\n},\n{\n\"id\": \"b\",\n\
         \"owner\": {\n\"name\": null,\n\"age\": 3\n},\n\"more\": true\n}\n]\n",
    ));
    let node = node.unwrap();
    let item = at(schema(&node, "200"), &["items"]);
    assert_eq!(keys(item), ["id", "owner", "tags", "more"]);
    assert!(at(item, &["properties", "id"]).get("type").is_none());
    assert!(at(item, &["properties", "tags", "items"]).get("type").is_none());
    assert_eq!(at(item, &["properties", "more", "type"]).as_str(), Some("boolean"));
}

#[test]
fn an_example_in_markup_ends_with_its_element() {
    let error = "- application/json\n- Schema\n- Example (from schema)\nSchema\n{\n\"message\": \"string\"\n}\n";
    let page = |example: &str| {
        format!(
            "Get a card\nGET/card\nResponses\n- 200\n- 404\nThe card\n- text/html\n- Schema\n- Example\nSchema\nstring\n\
             {example}No card\n{error}"
        )
    };
    let described = |example: &str| {
        let node = parse(&page(example)).0.unwrap();
        let response = at(&node, &["paths", "/card", "get", "responses", "404"]);
        response.get("description").and_then(Node::as_str).map(str::to_owned)
    };
    for whole in ["<p>a</p>\n", "<!DOCTYPE html>\n<html><body>\n<p>a\n</p></body>\n</html>\n", "<br/>\n", "\"a\"\n"] {
        assert_eq!(described(whole).as_deref(), Some("No card"), "{whole}");
    }
    for open in ["<p>a\n", "a card, as text\n", "{\n\"a\": 1\n"] {
        assert_eq!(described(open), None, "{open}");
    }
}

#[test]
fn a_name_beside_an_object_tells_nothing_of_other_names() {
    let example =
        "{\n\"rows\": [\n{\n\"id\": 0,\n\"meta\": {},\n\"weight\": 5\n}\n],\n\"page\": {\n\"size\": 0\n}\n}\n";
    let heads = "- Array [\n- ]\npage object\nrows object[]\nmeta object\n";
    let (node, codes) = parse(&page_of(&format!("{heads}Possible values: <= 9\nHow heavy it is.\n{example}")));
    let node = node.unwrap();
    let schema = schema(&node, "200");
    assert_eq!(keys(schema), ["rows", "page"]);
    let row = at(schema, &["properties", "rows", "items"]);
    assert_eq!(keys(row), ["id", "meta", "weight"]);
    assert!(at(row, &["properties", "weight"]).get("maximum").is_none());
    assert!(codes.contains(&"page-lines-ambiguous"));
}

#[test]
fn parts_of_an_object_whose_head_is_one_line_lie_in_it() {
    let (node, _) = parse(&page_of(
        "title stringrequired\npage object\nsize integerrequired\nnumber integer\n{\n\"title\": \"string\",\n\"page\": {\n\
         \"size\": 0,\n\"number\": 0\n}\n}\n",
    ));
    let node = node.unwrap();
    let schema = schema(&node, "200");
    assert_eq!(keys(schema), ["title", "page"]);
    assert_eq!(keys(at(schema, &["properties", "page"])), ["size", "number"]);
}

#[test]
fn what_is_no_such_page_is_not_recognised() {
    assert!(is_recognised(BOOK));
    for text in ["", "# Get a contact\nGET /x\nResponses\n", "GET the things\nResponses", "openapi: 3.1.0\npaths: {}\n"]
    {
        assert!(!is_recognised(text), "{text}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::{BOOK, parse};

    proptest! {
        /// Whatever lines a page has, in whatever order, reading ends and does not panic.
        #[test]
        fn any_order_of_lines_is_survived(picks in proptest::collection::vec(0_usize..75, 0..90), cut in 0_usize..40) {
            let lines: Vec<&str> = BOOK.lines().collect();
            let picked = picks.iter().filter_map(|pick| lines.get(*pick).copied());
            let head = lines.iter().take(cut).copied();
            let text: Vec<&str> = head.chain(picked).collect();
            parse(&text.join("\n"));
        }

        /// A page that ends too early says less, never something else.
        #[test]
        fn a_page_cut_short_is_survived(length in 0..BOOK.len()) {
            let end = (length..).find(|end| BOOK.is_char_boundary(*end)).unwrap_or(0);
            parse(&BOOK[..end]);
        }
    }
}

#[test]
fn values_of_a_map_that_are_lists_have_the_type_that_is_printed() {
    let text = "List faults\nGET/faults\nResponses\n- 400\nBad Request\n- application/json\n- Schema\n- Example (from schema)\nSchema\nArray [\n]\nproperty name*\nstring[]\nstring\n{}\nLoading...";
    let (node, _) = parse(text);
    let node = node.unwrap();
    let content = at(&node, &["paths", "/faults", "get", "responses", "400", "content", "application/json", "schema"]);
    let values = at(content, &["additionalProperties"]);
    assert_eq!(at(values, &["type"]).as_str(), Some("array"));
    assert_eq!(at(values, &["items", "type"]).as_str(), Some("string"));
    assert!(values.get("description").is_none());
}

#[test]
fn a_word_of_a_list_in_a_description_is_no_property() {
    let text = "Get a coupon\nGET/coupon\nResponses\n- 200\nA coupon.\n- application/json\n- Schema\n- Example (from schema)\nSchema\n- It is valid for the time determined by the\nunit\nandcount\nattributes.\nIts unit\n{\n\"unit\": \"day\",\n\"count\": 1\n}";
    let (node, _) = parse(text);
    let node = node.unwrap();
    let schema = at(&node, &["paths", "/coupon", "get", "responses", "200", "content", "application/json", "schema"]);
    assert_eq!(at(schema, &["properties", "unit", "type"]).as_str(), Some("string"));
}
