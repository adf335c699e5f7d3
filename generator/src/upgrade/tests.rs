//! What raising makes of each older way to say something.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{Version, upgrade, upgrade_files};
use crate::diagnostic::Diagnostics;
use crate::node::Node;
use crate::source::Sources;
use crate::tree::{Trees, parse, write};

fn tree(text: &str) -> Node {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let id = sources.add("input.yaml", text);
    let tree = parse(&sources, id, &mut diagnostics).expect("the text is YAML");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    tree
}

/// The raised tree; raising it again must change nothing.
fn raised(text: &str) -> (Node, Vec<&'static str>) {
    let (mut tree, mut diagnostics) = (tree(text), Diagnostics::default());
    upgrade(&mut tree, &mut diagnostics).expect("a version known");
    let mut again = tree.clone();
    upgrade(&mut again, &mut Diagnostics::default());
    assert_eq!(write::json_compact(&again), write::json_compact(&tree), "raising twice differs");
    (tree, diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect())
}

fn at<'n>(tree: &'n Node, keys: &[&str]) -> &'n Node {
    keys.iter().fold(tree, |node, key| node.get(key).unwrap_or_else(|| panic!("no `{key}`")))
}

fn schema(version: &str, text: &str) -> (String, Vec<&'static str>) {
    let (tree, codes) = raised(&format!("openapi: {version}\ncomponents: {{schemas: {{S: {text}}}}}"));
    (write::json_compact(at(&tree, &["components", "schemas", "S"])), codes)
}

#[test]
fn schemas_of_3_0() {
    let cases = [
        ("{type: string, nullable: true}", r#"{"type":["string","null"]}"#),
        ("{type: string, nullable: false}", r#"{"type":"string"}"#),
        ("{nullable: true, enum: [a, null]}", r#"{"enum":["a",null]}"#),
        ("{nullable: true}", "{}"),
        ("{$ref: '#/x', nullable: true}", r##"{"anyOf":[{"$ref":"#/x"},{"type":"null"}]}"##),
        (
            "{title: T, allOf: [{$ref: '#/x'}], nullable: true, properties: {}}",
            r##"{"title":"T","anyOf":[{"allOf":[{"$ref":"#/x"}],"properties":{}},{"type":"null"}]}"##,
        ),
        ("{type: integer, minimum: 1, exclusiveMinimum: true}", r#"{"type":"integer","exclusiveMinimum":1}"#),
        ("{type: integer, maximum: 1, exclusiveMaximum: false}", r#"{"type":"integer","maximum":1}"#),
        ("{example: 1}", r#"{"examples":[1]}"#),
        ("{type: string, format: byte}", r#"{"type":"string","format":"byte","contentEncoding":"base64"}"#),
        (
            "{properties: {nullable: {type: boolean}, example: {example: {nullable: true}}}}",
            r#"{"properties":{"nullable":{"type":"boolean"},"example":{"examples":[{"nullable":true}]}}}"#,
        ),
    ];
    for (given, expected) in cases {
        assert_eq!(schema("3.0.3", given), (expected.to_owned(), Vec::new()), "{given}");
    }
}

#[test]
fn what_3_0_ignores_beside_a_reference_is_told() {
    let (raised, codes) = schema("3.0.3", "{$ref: '#/x', description: d, type: string}");
    assert_eq!(raised, r##"{"$ref":"#/x","description":"d"}"##);
    assert_eq!(codes, ["reference-sibling"]);
}

#[test]
fn newer_versions_stay_but_for_older_keywords() {
    let text = "{type: [string, 'null'], example: 1, exclusiveMinimum: 2, format: byte}";
    let expected = r#"{"type":["string","null"],"example":1,"exclusiveMinimum":2,"format":"byte"}"#;
    assert_eq!(schema("3.1.0", text), (expected.to_owned(), Vec::new()));
    let (raised, codes) = schema("3.2.0", "{type: string, nullable: true}");
    assert_eq!((raised.as_str(), codes), (r#"{"type":["string","null"]}"#, vec!["keyword-of-older-version"]));
}

#[test]
fn a_schema_that_only_a_reference_leads_to_is_raised() {
    let (tree, _) = raised(
        "{openapi: 3.0.3, components: {schemas: {A: {$ref: '#/x-more/B'}}}, x-more: {B: {type: string, nullable: true}}}",
    );
    assert_eq!(write::json_compact(at(&tree, &["x-more", "B", "type"])), r#"["string","null"]"#);
}

#[test]
fn what_other_files_hold_is_raised_by_the_way_it_is_referred_to() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut trees = Trees::default();
    let texts = [
        ("api/openapi.yaml", "{openapi: 3.0.3, paths: {/a: {$ref: 'paths.yaml#/a'}}}"),
        ("api/paths.yaml", "{a: {get: {responses: {'200': {content: {x: {schema: {$ref: ../s.yaml}}}}}}}}"),
        ("s.yaml", "{type: string, nullable: true}"),
    ];
    let ids = texts.map(|(path, text)| {
        let id = sources.add(path, text);
        trees.add(id, path, parse(&sources, id, &mut diagnostics).unwrap());
        id
    });
    assert_eq!(upgrade_files(ids[0], &mut trees, &mut diagnostics), Some(Version::V3_0));
    assert_eq!(write::json_compact(trees.get(ids[2]).unwrap()), r#"{"type":["string","null"]}"#);
}

#[test]
fn swagger_2_0_servers_and_components() {
    let (tree, codes) = raised(
        "swagger: '2.0'
host: pets.example
basePath: /v1/
schemes: [https, http]
definitions: {Pet: {type: object, discriminator: kind, properties: {owner: {$ref: '#/definitions/Owner'}}}}
responses: {Gone: {description: Gone}}
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  basic: {type: basic}
  login: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a', tokenUrl: 'https://t', scopes: {read: Reads}}
",
    );
    assert!(codes.is_empty(), "{codes:?}");
    let servers = r#"[{"url":"https://pets.example/v1"},{"url":"http://pets.example/v1"}]"#;
    assert_eq!(write::json_compact(at(&tree, &["servers"])), servers);
    let pet = r##"{"type":"object","discriminator":{"propertyName":"kind"},"properties":{"owner":{"$ref":"#/components/schemas/Owner"}}}"##;
    assert_eq!(write::json_compact(at(&tree, &["components", "schemas", "Pet"])), pet);
    let schemes = r#"{"key":{"type":"apiKey","in":"header","name":"X-Key"},"basic":{"type":"http","scheme":"basic"},"login":{"type":"oauth2","flows":{"authorizationCode":{"authorizationUrl":"https://a","tokenUrl":"https://t","scopes":{"read":"Reads"}}}}}"#;
    assert_eq!(write::json_compact(at(&tree, &["components", "securitySchemes"])), schemes);
    assert_eq!(tree.get("swagger").and_then(Node::as_str), Some("2.0"));
}

fn operation(text: &str) -> Node {
    let (tree, codes) = raised(&format!(
        "swagger: '2.0'
consumes: [application/json]
produces: [application/json, text/csv]
parameters:
  Body: {{in: body, name: pet, required: true, schema: {{$ref: '#/definitions/Pet'}}}}
  Page: {{in: query, name: page, type: integer, x-nullable: true}}
paths: {{/pets: {{post: {text}}}}}
"
    ));
    assert!(codes.is_empty(), "{codes:?}");
    at(&tree, &["paths", "/pets", "post"]).clone()
}

#[test]
fn swagger_2_0_parameters() {
    let operation = operation(
        "{parameters: [{$ref: '#/parameters/Page'}, {in: query, name: a, type: array, items: {type: string}},
         {in: query, name: b, type: array, collectionFormat: multi, items: {type: string}},
         {in: query, name: c, type: array, collectionFormat: pipes, items: {type: string}},
         {in: header, name: d, type: array, collectionFormat: csv, items: {type: string}}]}",
    );
    let expected = r##"[{"$ref":"#/components/parameters/Page"},"##.to_owned()
        + r#"{"in":"query","name":"a","schema":{"type":"array","items":{"type":"string"}},"explode":false},"#
        + r#"{"in":"query","name":"b","schema":{"type":"array","items":{"type":"string"}},"explode":true},"#
        + r#"{"in":"query","name":"c","schema":{"type":"array","items":{"type":"string"}},"style":"pipeDelimited","explode":false},"#
        + r#"{"in":"header","name":"d","schema":{"type":"array","items":{"type":"string"}}}]"#;
    assert_eq!(write::json_compact(at(&operation, &["parameters"])), expected);
}

#[test]
fn swagger_2_0_bodies() {
    let by_reference = operation("{parameters: [{$ref: '#/parameters/Body'}]}");
    let expected =
        r##"{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}}"##;
    assert_eq!(write::json_compact(at(&by_reference, &["requestBody"])), expected);

    let form = operation(
        "{parameters: [{in: formData, name: a, type: string, required: true, description: A},
         {in: formData, name: b, type: array, items: {type: string}}]}",
    );
    let expected = r#"{"required":true,"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{"a":{"type":"string","description":"A"},"b":{"type":"array","items":{"type":"string"}}},"required":["a"]},"encoding":{"b":{"style":"form","explode":false}}}}}"#;
    assert_eq!(write::json_compact(at(&form, &["requestBody"])), expected);

    let file = operation("{parameters: [{in: formData, name: f, type: file}]}");
    let expected = r#"{"content":{"multipart/form-data":{"schema":{"type":"object","properties":{"f":{"type":"string","format":"binary","contentMediaType":"application/octet-stream"}}}}}}"#;
    assert_eq!(write::json_compact(at(&file, &["requestBody"])), expected);
}

#[test]
fn swagger_2_0_lists_of_items_say_what_stands_at_each_place() {
    let schema = "{type: array, items: [{type: string}, {type: array, items: [{type: integer}]}]}";
    let operation = operation(&format!("{{responses: {{'200': {{description: Found, schema: {schema}}}}}}}"));
    let expected =
        r#"{"type":"array","prefixItems":[{"type":"string"},{"type":"array","prefixItems":[{"type":"integer"}]}]}"#;
    let found = at(&operation, &["responses", "200", "content", "application/json", "schema"]);
    assert_eq!(write::json_compact(found), expected);
}

#[test]
fn swagger_2_0_responses() {
    let operation = operation(
        "{responses: {'200': {description: Found, schema: {type: string}, examples: {text/csv: 'a,b'},
         headers: {X-Total: {type: integer, description: All}}}, '204': {description: Done}}}",
    );
    let expected = r#"{"200":{"description":"Found","headers":{"X-Total":{"description":"All","schema":{"type":"integer"}}},"content":{"application/json":{"schema":{"type":"string"}},"text/csv":{"schema":{"type":"string"},"example":"a,b"}}},"204":{"description":"Done"}}"#;
    assert_eq!(write::json_compact(at(&operation, &["responses"])), expected);
}

#[test]
fn every_version_is_known_by_its_field() {
    let version = |text: &str| upgrade(&mut tree(text), &mut Diagnostics::default());
    assert_eq!(version("{swagger: 2.0}"), Some(Version::V2_0));
    assert_eq!(version("{openapi: 3.0.0}"), Some(Version::V3_0));
    assert_eq!(version("{openapi: 3.1.1}"), Some(Version::V3_1));
    assert_eq!(version("{openapi: 3.2.0}"), Some(Version::V3_2));
    assert_eq!(version("{openapi: 4.0.0}"), None);
    assert_eq!(version("{info: {}}"), None);
    assert_eq!(version("text"), None);
}
