//! `only` and `except` of `vendor.yaml`: the operations that they name, what those reach, and nothing else.

use specwright_tests::{Ran, run};
use std::fs;
use std::path::Path;

const DOCUMENT: &str = r#"openapi: 3.2.0
info: {title: Shop, version: '1'}
security: [{token: []}]
tags: [{name: Goods}, {name: Shoes, parent: Goods}, {name: Orders}]
paths:
  /shoes:
    get:
      operationId: listShoes
      tags: [Shoes]
      parameters: [{$ref: '#/components/parameters/Page'}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Ware'}}}}}
    post:
      operationId: addShoe
      tags: [Shoes]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Shoe'}}}}
      responses: {'204': {description: ok}}
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [Orders]
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
webhooks:
  shipped:
    post:
      operationId: shipped
      tags: [Orders]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}
      responses: {'204': {description: ok}}
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Ware:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind}
    Boot: {allOf: [{$ref: '#/components/schemas/Ware'}, {type: object, properties: {shaft: {$ref: '#/components/schemas/Shaft'}}}]}
    Shaft: {type: object, properties: {height: {type: integer}}}
    Shoe: {type: object, properties: {size: {type: integer}}}
    Order: {type: object, properties: {id: {type: string}, node: {$ref: '#/components/schemas/Node'}}}
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
    Parcel: {type: object, properties: {weight: {type: number}}}
    Nobody: {type: object, properties: {x: {type: string}}}
"#;

/// Generates with these lines in `vendor.yaml`; the names of components in the exported document.
fn generated(lines: &str) -> (Ran, Vec<String>, tempfile::TempDir) {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("specs/shop");
    fs::create_dir_all(&folder).expect("writable");
    fs::write(folder.join("openapi.yaml"), DOCUMENT).expect("writable");
    fs::write(folder.join("vendor.yaml"), format!("name: shop\ndocuments: [openapi.yaml]\n{lines}")).expect("writable");
    let ran = run(place.path(), ["generate", "--update-lock"]);
    let exported = fs::read_to_string(place.path().join("generated/shop/openapi.yaml")).unwrap_or_default();
    let exported: serde_json::Value = serde_yaml::from_str(&exported).unwrap_or_default();
    let keys = |map: &serde_json::Value| map.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let mut names: Vec<String> = keys(&exported["components"]["schemas"]);
    names.sort();
    (ran, names, place)
}

fn surface(place: &Path) -> String {
    let api = fs::read_to_string(place.join("generated/shop/README.md")).expect("a README");
    api.lines().filter(|line| line.contains("client.")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_tag_with_what_it_reaches() {
    let (ran, names, place) = generated("only: {tags: [Shoes]}\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    // `Boot` extends a schema with a discriminator, so that a response may hold it.
    assert_eq!(names, ["Boot", "Shaft", "Shoe", "Ware"]);
    let operations = surface(place.path());
    assert!(operations.contains("list_shoes") && operations.contains("add_shoe"), "{operations}");
    assert!(!operations.contains("order"), "{operations}");
    let client = fs::read_to_string(place.path().join("generated/shop/client/src/auth.rs")).expect("generated");
    assert!(!client.contains("X-Key"), "a security scheme that nothing asks for is kept");
}

#[test]
fn operations_by_the_types_that_they_reach() {
    let (ran, names, _place) = generated("only: {types: [Node]}\n");
    assert_eq!((ran.status, names), (0, vec!["Node".to_owned(), "Order".to_owned()]), "{}", ran.err);
    // Through a schema that extends one with a discriminator, which a response holds.
    let (ran, names, _place) = generated("only: {types: [Shaft]}\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(names, ["Boot", "Shaft", "Ware"]);
    let (ran, names, _place) = generated("except: {types: [Parcel, Order]}\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(names, ["Boot", "Shaft", "Shoe", "Ware"]);
    let (ran, ..) = generated("only: {types: [Nobody, Shoe, Shoo]}\n");
    let said = ["no operation reaches the schema `Nobody`", "`Shoo`", "did you mean `Shoe`?"];
    assert!(ran.status == 1 && said.iter().all(|said| ran.err.contains(said)), "{}", ran.err);
}

#[test]
fn except_has_the_last_word() {
    let (ran, names, _place) = generated("only: {paths: [/**]}\nexcept: {operations: [addShoe], tags: [Orders]}\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(names, ["Boot", "Shaft", "Ware"]);
}

#[test]
fn requests_the_vendor_sends_are_chosen_too() {
    let (ran, _, place) = generated("only: {operations: [shipped, listShoes]}\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let types = fs::read_to_string(place.path().join("generated/shop/types/src/declarations.rs")).unwrap_or_default();
    let folder = specwright_tests::files(&place.path().join("generated/shop/types/src"));
    let text: String = folder.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect::<String>() + &types;
    assert!(text.contains("struct Parcel"), "what the webhook reaches is missing");
    assert!(!text.contains("struct Order"), "what nothing reaches is there");
}

#[test]
fn only_some_crates() {
    let (ran, _, place) = generated("crates: [client]\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let made: Vec<_> = specwright_tests::folders(&place.path().join("generated/shop"));
    let made: Vec<_> = made.iter().filter_map(|path| path.file_name()).collect();
    assert_eq!(made, ["client", "types"]);
}

#[test]
fn a_word_that_chooses_nothing_is_a_fault() {
    let (ran, _, place) =
        generated("only: {tags: [Shoes, Order], paths: [/order/*]}\nexcept: {operations: [addShoes]}\n");
    assert_eq!(ran.status, 1, "{}", ran.err);
    for said in ["`Order`", "did you mean `Orders`?", "`/order/*`", "`addShoes`", "did you mean `addShoe`?"] {
        assert!(ran.err.contains(said), "`{said}` is not in:\n{}", ran.err);
    }
    assert!(!place.path().join("generated").exists());
}
