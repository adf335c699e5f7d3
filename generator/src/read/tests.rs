//! What is read from small documents.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::read;
use crate::diagnostic::Diagnostics;
use crate::document::{
    Document, JsonType, Operation, ParameterLocation, ParameterSerialization, Schema, Security, SecuritySchemeKind,
    StatusPattern, Style,
};
use crate::node::Value;
use crate::source::{Provenance, Sources};
use crate::tree::{Trees, parse};

/// Reads files, the first of which is the entry document; gives the codes told, too.
fn document_of(files: &[(&str, &str)]) -> (Document, Vec<&'static str>) {
    let (mut sources, mut diagnostics, mut trees) = (Sources::default(), Diagnostics::default(), Trees::default());
    let mut root = None;
    for (path, text) in files {
        let id = sources.add(*path, *text);
        trees.add(id, path, parse(&sources, id, &mut diagnostics).expect("the text is YAML"));
        root = root.or(Some(id));
    }
    let document = read(root.expect("a file"), &trees, &mut diagnostics).expect("a document");
    // Many of these documents are about something else than operations.
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.id).filter(|code| *code != "empty-api").collect();
    (document, codes)
}

fn document(text: &str) -> Document {
    let text = format!("openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\n{text}");
    let (document, codes) = document_of(&[("input.yaml", &text)]);
    assert!(codes.is_empty(), "{codes:?}");
    document
}

fn operation<'d>(document: &'d Document, path: &str) -> &'d Operation {
    &document.paths.iter().find(|item| item.path == path).unwrap_or_else(|| panic!("no {path}")).operations[0]
}

fn component<'d>(document: &'d Document, name: &str) -> &'d Schema {
    let mut schemas = document.schemas.iter().map(|(_, schema)| schema);
    schemas.find(|schema| schema.component.as_deref() == Some(name)).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn parameters_of_path_and_operation_are_merged() {
    let document = document(
        "paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: X-Trace, in: header, description: path, schema: {}}
      - {name: page, in: query, schema: {}}
    get:
      parameters:
        - {name: extra, in: query, style: deepObject, schema: {}}
        - {$ref: '#/components/parameters/Trace', description: here}
      responses: {}
components: {parameters: {Trace: {name: x-trace, in: header, description: there, schema: {}}}}
",
    );
    let parameters = &operation(&document, "/a/{id}").parameters;
    let names: Vec<_> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(names, ["id", "x-trace", "page", "extra"]);
    assert_eq!(parameters[1].description.as_deref(), Some("here"));
    let style = |index: usize| match &parameters[index].serialization {
        ParameterSerialization::Styled { style, explode, .. } => (*style, *explode),
        ParameterSerialization::Content(_) => panic!("a style"),
    };
    assert_eq!(style(0), (Style::Simple, false));
    assert_eq!(style(2), (Style::Form, true));
    assert_eq!(style(3), (Style::DeepObject, true));
}

#[test]
fn an_undeclared_path_parameter_is_a_required_string() {
    let text = "openapi: 3.1.1\ninfo: {title: T, version: '1'}\npaths: {'/a/{id}': {get: {responses: {}}}}";
    let (document, codes) = document_of(&[("input.yaml", text)]);
    assert_eq!(codes, ["undeclared-path-parameter"]);
    let [parameter] = operation(&document, "/a/{id}").parameters.as_slice() else { panic!("one parameter") };
    assert_eq!((parameter.location, parameter.required), (ParameterLocation::Path, true));
    let ParameterSerialization::Styled { schema, .. } = parameter.serialization else { panic!("a style") };
    assert!(document.schemas.get(schema).types.contains(JsonType::String));
}

#[test]
fn security_of_the_operation_wins() {
    let document = document(
        "security: [{key: []}]
paths:
  /inherited: {get: {responses: {}}}
  /open: {get: {security: [], responses: {}}}
  /either: {get: {security: [{}, {key: [], login: [read]}], responses: {}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: Bearer}
",
    );
    let security = |path: &str| match &operation(&document, path).security {
        Security::AnyOf(alternatives) => {
            Some(alternatives.iter().map(|all| all.iter().map(|one| one.scheme).collect()).collect())
        }
        Security::None => Some(Vec::<Vec<usize>>::new()),
        Security::Undeclared => None,
    };
    assert_eq!(security("/inherited"), Some(vec![vec![0]]));
    assert_eq!(security("/open"), Some(Vec::new()));
    assert_eq!(security("/either"), Some(vec![Vec::new(), vec![0, 1]]));
    assert_eq!(document.security_schemes[1].kind, SecuritySchemeKind::Bearer { format: None });
}

#[test]
fn an_empty_root_security_says_nothing() {
    let document = document("security: []\npaths: {/a: {get: {responses: {}}}}");
    assert_eq!(operation(&document, "/a").security, Security::Undeclared);
}

#[test]
fn the_nearest_servers_count() {
    let document = document(
        "servers: [{url: /root}]
paths:
  /a: {get: {responses: {}}}
  /b: {servers: [{url: /path}], get: {responses: {}}}
  /c: {servers: [{url: /path}], get: {servers: [{url: /own}], responses: {}}}
",
    );
    let url = |path: &str| operation(&document, path).servers[0].url.clone();
    assert_eq!([url("/a"), url("/b"), url("/c")], ["/root", "/path", "/own"]);
}

#[test]
fn components_come_first_and_one_place_has_one_id() {
    let document = document(
        "paths:
  /a:
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}}}}
        4XX: {description: d, content: {application/json: {schema: {$ref: '#/paths/~1a/get/responses/200/content/application~1json/schema'}}}}
components: {schemas: {B: {type: string}, A: {$ref: '#/components/schemas/B', description: beside}}}
",
    );
    let names: Vec<_> = document.schemas.iter().map(|(_, schema)| schema.component.clone()).collect();
    assert_eq!(names[..3], [Some("B".into()), Some("A".into()), None]);
    let alias = component(&document, "A");
    assert_eq!(alias.reference.map(|id| id.index()), Some(0));
    assert_eq!(alias.description.as_deref(), Some("beside"));
    let [exact, class] = operation(&document, "/a").responses.as_slice() else { panic!("two responses") };
    assert_eq!((exact.status, class.status), (StatusPattern::Exact(200), StatusPattern::Class(4)));
    let reference = document.schemas.get(class.content[0].schema.unwrap());
    assert_eq!(reference.reference, exact.content[0].schema);
}

#[test]
fn schemas_are_found_by_definition_anchor_and_id() {
    let document = document(
        "components:
  schemas:
    A:
      $id: https://pets.example/a
      $defs: {Inner: {type: integer}, Named: {$anchor: named, type: boolean}}
      properties:
        inner: {$ref: '#/$defs/Inner'}
        component: {$ref: '#/components/schemas/B'}
    B: {properties: {a: {$ref: 'https://pets.example/a'}, named: {$ref: '#named'}}}
",
    );
    let target = |owner: &str, index: usize| {
        let property = document.schemas.get(component(&document, owner).object.properties[index].schema);
        document.schemas.get(property.reference.expect("a reference"))
    };
    assert_eq!(target("A", 0).component.as_deref(), Some("Inner"));
    assert!(target("A", 0).types.contains(JsonType::Integer));
    assert_eq!(target("A", 1).component.as_deref(), Some("B"));
    assert_eq!(target("B", 0).component.as_deref(), Some("A"));
    assert!(target("B", 1).types.contains(JsonType::Boolean));
}

#[test]
fn references_cross_files_and_are_read_where_they_stand() {
    let (document, codes) = document_of(&[
        (
            "api/openapi.yaml",
            "{openapi: 3.1.1, info: {title: T, version: '1'}, paths: {/a: {$ref: 'paths/a.yaml'}},
             components: {schemas: {Pet: {type: string}}}}",
        ),
        (
            "api/paths/a.yaml",
            "get: {parameters: [{$ref: '../more.yaml#/parameters/Page'}], responses: {'200': {$ref: '../more.yaml#/responses/Pets'}}}",
        ),
        (
            "api/more.yaml",
            "parameters: {Page: {name: page, in: query, schema: {$ref: '#/schemas/Number'}}}
schemas: {Number: {type: integer}}
responses: {Pets: {description: d, content: {application/json: {schema: {$ref: 'openapi.yaml#/components/schemas/Pet'}}}}}",
        ),
    ]);
    assert!(codes.is_empty(), "{codes:?}");
    let operation = operation(&document, "/a");
    let ParameterSerialization::Styled { schema, .. } = operation.parameters[0].serialization else {
        panic!("a style")
    };
    let number = document.schemas.get(schema).reference.unwrap();
    assert_eq!(document.schemas.get(number).component.as_deref(), Some("Number"));
    let pet = document.schemas.get(operation.responses[0].content[0].schema.unwrap()).reference.unwrap();
    assert_eq!(pet.index(), 0);
}

#[test]
fn operations_beside_a_path_item_reference_are_added() {
    let document = document(
        "paths: {/a: {$ref: '#/components/pathItems/A', post: {operationId: own, responses: {}}}}
components: {pathItems: {A: {get: {responses: {}}, post: {operationId: other, responses: {}}}}}",
    );
    let operations = &document.paths[0].operations;
    let found: Vec<_> = operations.iter().map(|one| (one.method.as_str(), one.operation_id.as_deref())).collect();
    assert_eq!(found, [("POST", Some("own")), ("GET", None)]);
}

#[test]
fn additional_operations_callbacks_and_webhooks() {
    let document = document(
        "security: [{key: []}]
paths:
  /a:
    query: {responses: {}, callbacks: {done: {'{$request.query.url}': {post: {responses: {}}}}}}
    additionalOperations: {COPY: {responses: {}}}
webhooks: {adopted: {post: {responses: {}}}}
components: {securitySchemes: {key: {type: mutualTLS}}}",
    );
    let methods: Vec<_> = document.paths[0].operations.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["QUERY", "COPY"]);
    let (name, items) = &document.paths[0].operations[0].callbacks[0];
    assert_eq!((name.as_str(), items[0].path.as_str()), ("done", "{$request.query.url}"));
    assert_eq!(document.webhooks[0].path, "adopted");
    assert_eq!(document.webhooks[0].operations[0].security, Security::Undeclared);
}

#[test]
fn discriminators_map_names_and_references() {
    let document = document(
        "components:
  schemas:
    Cat: {type: object}
    Dog: {type: object}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}, defaultMapping: Cat}
",
    );
    let discriminator = component(&document, "Pet").discriminator.as_deref().expect("a discriminator");
    let mapping: Vec<_> = discriminator.mapping.iter().map(|(tag, id)| (tag.as_str(), id.index())).collect();
    assert_eq!(mapping, [("cat", 0), ("dog", 1)]);
    assert_eq!(discriminator.default_mapping.map(|id| id.index()), Some(0));
}

#[test]
fn keywords_of_a_schema() {
    let document = document(
        "components:
  schemas:
    S:
      type: [object, 'null']
      required: [a]
      properties: {a: {type: integer, maximum: 18446744073709551616}, x-b: true}
      patternProperties: {^p: false}
      dependentRequired: {a: [x-b]}
      enum: [1, 2]
      x-enum-varnames: [One, Two]
      examples: [{a: 1}]
      if: {}
      then: {}
      x-specwright: {name: Named}
",
    );
    let schema = component(&document, "S");
    assert_eq!(schema.types.iter().collect::<Vec<_>>(), [JsonType::Null, JsonType::Object]);
    let names: Vec<_> = schema.object.properties.iter().map(|property| &*property.name).collect();
    assert_eq!(names, ["a", "x-b"]);
    let maximum = &document.schemas.get(schema.object.properties[0].schema).number.maximum;
    assert_eq!(maximum.as_ref().map(|bound| bound.text()), Some("18446744073709551616"));
    assert_eq!(document.schemas.get(schema.object.properties[1].schema).boolean, Some(true));
    assert_eq!(schema.object.dependent_required, [("a".to_owned(), vec!["x-b".to_owned()])]);
    assert_eq!(*schema.enumeration_names, ["One", "Two"]);
    assert_eq!(schema.examples.len(), 1);
    assert!(schema.conditional.as_ref().is_some_and(|it| it.then.is_some() && it.otherwise.is_none()));
    assert!(schema.extension.is_some());
}

#[test]
fn provenance_of_keywords_is_kept_where_it_differs() {
    let (mut sources, mut diagnostics, mut trees) = (Sources::default(), Diagnostics::default(), Trees::default());
    let text =
        "{openapi: 3.1.1, info: {title: T, version: '1'}, components: {schemas: {S: {type: string, description: d}}}}";
    let id = sources.add("page.md", text);
    let mut tree = parse(&sources, id, &mut diagnostics).unwrap();
    let mut node = &mut tree;
    for key in ["components", "schemas", "S", "type"] {
        let Value::Map(map) = &mut node.value else { panic!("a map") };
        node = map.get_mut(key).unwrap();
    }
    node.origin.provenance = Provenance::Example;
    trees.add(id, "page.md", tree);
    let document = read(id, &trees, &mut diagnostics).unwrap();
    let schema = component(&document, "S");
    assert_eq!(schema.provenance_of("type"), Provenance::Example);
    assert_eq!(schema.provenance_of("description"), Provenance::Document);
}

#[test]
fn a_long_chain_of_schemas_costs_no_stack() {
    let links = (0..20_000)
        .map(|index| format!("    S{index}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}]}}\n", index + 1));
    let text = format!("components:\n  schemas:\n{}    S20000: {{type: string}}\n", links.collect::<String>());
    let document = document(&text);
    assert_eq!(document.schemas.len(), 40_001);
}

/// A document that uses most of what is read.
const RICH: &str = include_str!("../../../tests/cases/read/openapi_3_0/input.yaml");
/// The same of 2.0.
const RICH_2_0: &str = include_str!("../../../tests/cases/read/swagger_2_0/input.yaml");

/// Puts another value into the place that `place` counts to, in the order of the source.
fn disturb(node: &mut crate::node::Node, place: &mut usize, value: &Value) -> bool {
    if *place == 0 {
        node.value = value.clone();
        return true;
    }
    *place -= 1;
    match &mut node.value {
        Value::Map(map) => map.iter_mut().any(|entry| disturb(&mut entry.value, place, value)),
        Value::List(list) => list.iter_mut().any(|item| disturb(item, place, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn one_wrong_value_anywhere_is_told_and_the_rest_is_read() {
    let values =
        [Value::Null, Value::Bool(true), Value::String("#/components/schemas/Pet".into()), Value::List(Vec::new())];
    for text in [RICH, RICH_2_0] {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let id = sources.add("input.yaml", text);
        let tree = parse(&sources, id, &mut diagnostics).unwrap();
        for value in &values {
            for place in 1.. {
                let mut disturbed = tree.clone();
                if !disturb(&mut disturbed, &mut { place }, value) {
                    break;
                }
                let (mut diagnostics, mut trees) = (Diagnostics::default(), Trees::default());
                trees.add(id, "input.yaml", disturbed);
                if crate::upgrade::upgrade_files(id, &mut trees, &mut diagnostics).is_none() {
                    assert!(!diagnostics.is_empty(), "refused without a word");
                    continue;
                }
                let document = read(id, &trees, &mut diagnostics).expect("a document");
                if place % 7 == 0 {
                    crate::export::export(&document, crate::export::ExportVersion::V3_0, &mut diagnostics);
                }
            }
        }
    }
}
