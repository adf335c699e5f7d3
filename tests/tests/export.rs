//! What is written for small documents.

use specwright::diagnostic::Diagnostics;
use specwright::document::Document;
use specwright::export::{ExportVersion, export};
use specwright::source::Sources;
use specwright::tree::{Trees, parse};
use specwright::{read, upgrade};

fn document(text: &str) -> Document {
    let (mut sources, mut diagnostics, mut trees) = (Sources::default(), Diagnostics::default(), Trees::default());
    let id = sources.add("input.yaml", text);
    trees.add(id, "input.yaml", parse(&sources, id, &mut diagnostics).unwrap());
    upgrade::upgrade_files(id, &mut trees, &mut diagnostics).unwrap();
    let document = read::read(id, &trees, &mut diagnostics).unwrap();
    // Schemas alone are an API without operations, which is told.
    assert!(diagnostics.iter().all(|it| it.code.id == "empty-api"), "{diagnostics:?}");
    document
}

/// The component `S` as it is written, and how many things were lost.
fn schema(text: &str, version: ExportVersion) -> (serde_json::Value, usize) {
    let text = format!(
        "openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{S: {text}, Other: {{}}}}}}"
    );
    let mut diagnostics = Diagnostics::default();
    let written = export(&document(&text), version, &mut diagnostics);
    let mut written: serde_json::Value = serde_yaml::from_str(&written).unwrap();
    (written["components"]["schemas"]["S"].take(), diagnostics.len())
}

#[test]
fn schemas_in_3_0() {
    let cases = [
        ("{type: [string, 'null'], minLength: 1}", "{type: string, minLength: 1, nullable: true}", 0),
        ("{type: 'null'}", "{nullable: true, enum: [null]}", 0),
        ("{type: [string, integer], minimum: 1}", "{anyOf: [{type: integer, minimum: 1}, {type: string}]}", 0),
        ("{const: a}", "{enum: [a]}", 0),
        ("{type: string, const: a}", "{type: string, enum: [a]}", 0),
        ("{type: integer, exclusiveMinimum: 1}", "{type: integer, minimum: 1, exclusiveMinimum: true}", 0),
        ("{type: number, minimum: 2, exclusiveMinimum: 1}", "{type: number, minimum: 2.0}", 0),
        ("{type: integer, maximum: 9223372036854775808}", "{type: integer, maximum: 9223372036854775808}", 0),
        (
            "{anyOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}]}",
            "{nullable: true, allOf: [{$ref: '#/components/schemas/Other'}]}",
            0,
        ),
        (
            "{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}",
            "{nullable: true, oneOf: [{type: string}, {type: integer}]}",
            0,
        ),
        ("{$ref: '#/components/schemas/Other'}", "{$ref: '#/components/schemas/Other'}", 0),
        (
            "{$ref: '#/components/schemas/Other', title: T}",
            "{title: T, allOf: [{$ref: '#/components/schemas/Other'}]}",
            0,
        ),
        ("{type: string, contentEncoding: base64}", "{type: string, format: byte}", 0),
        ("{type: array}", "{type: array, items: {}}", 0),
        ("{type: object, additionalProperties: false}", "{type: object, additionalProperties: false}", 0),
        ("{examples: [1]}", "{example: 1}", 0),
        ("false", "{not: {}}", 0),
        ("{type: object, patternProperties: {^x: {}}, propertyNames: {}}", "{type: object}", 2),
    ];
    for (given, expected, losses) in cases {
        let expected: serde_json::Value = serde_yaml::from_str(expected).unwrap();
        assert_eq!(schema(given, ExportVersion::V3_0), (expected, losses), "{given}");
    }
}

#[test]
fn schemas_in_3_1_are_as_they_were() {
    let cases = [
        "{type: [string, 'null'], minLength: 1, const: a, examples: [a]}",
        "{anyOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}]}",
        "{$ref: '#/components/schemas/Other', title: T}",
        "{type: object, required: [a], properties: {a: true}, patternProperties: {^x: {}}, dependentRequired: {a: [b]}}",
        "{type: array, prefixItems: [{type: string}], items: false, contains: {}, minContains: 1}",
        "{exclusiveMinimum: 1, multipleOf: 0.5, if: {}, then: {}, else: {}}",
        "{type: integer, enum: [1], x-enum-varnames: [One], x-specwright: {name: N}}",
    ];
    for given in cases {
        let expected: serde_json::Value = serde_yaml::from_str(given).unwrap();
        assert_eq!(schema(given, ExportVersion::V3_1), (expected, 0), "{given}");
    }
}

#[test]
fn everything_but_schemas() {
    let text = "openapi: 3.1.1
info: {title: T, version: '1', contact: {name: C}, license: {name: L}}
servers: [{url: 'https://{r}.example', variables: {r: {default: eu, enum: [eu, us]}}}]
paths:
  /a/{id}:
    get:
      tags: [t]
      operationId: get
      parameters:
      - {in: path, name: id, required: true, schema: {type: string}}
      - {in: query, name: q, schema: {type: array, items: {type: string}}, explode: false}
      responses:
        default: {description: d}
        '200':
          description: ok
          headers: {X-N: {style: simple, schema: {type: integer}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/S'}, example: {a: 1}}}
    post:
      parameters:
      - {in: path, name: id, required: true, schema: {type: string}}
      requestBody:
        required: true
        content: {multipart/form-data: {schema: {type: object}, encoding: {f: {contentType: image/png}}}}
      responses: {4XX: {description: d}}
components:
  schemas: {S: {type: object}}
  securitySchemes: {k: {type: apiKey, in: header, name: K}}
security: [{k: []}]
tags: [{name: t}]
";
    let expected: serde_json::Value = serde_yaml::from_str(text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let written = export(&document(text), ExportVersion::V3_1, &mut diagnostics);
    let written: serde_json::Value = serde_yaml::from_str(&written).unwrap();
    assert_eq!(written, expected);
    assert!(diagnostics.is_empty());
}

#[test]
fn what_has_no_name_and_is_shared_gets_one() {
    let text = "openapi: 3.1.1
info: {title: T, version: '1'}
paths:
  /a: {get: {responses: {'200': {description: d, content: {a/b: {schema: {type: object, properties: {next: {$ref: '#/paths/~1a/get/responses/200/content/a~1b/schema'}}}}}}}}}
";
    let written = export(&document(text), ExportVersion::V3_0, &mut Diagnostics::default());
    let written: serde_json::Value = serde_yaml::from_str(&written).unwrap();
    let next = &written["components"]["schemas"]["Shared"]["properties"]["next"];
    assert_eq!(next["$ref"], "#/components/schemas/Shared");
}
