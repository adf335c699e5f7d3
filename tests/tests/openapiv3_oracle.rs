//! A second reader of OpenAPI 3.0, asked the same questions.
//!
//! For every document of version 3.0, among the cases and where the published documents are there, `openapiv3` and the
//! product must agree on operations, parameters, status codes and component schemas. Documents that `openapiv3` refuses
//! (it stops at the first fault) are counted and left out.

use openapiv3::{AdditionalProperties, OpenAPI, Parameter, PathItem, ReferenceOr, Schema, SchemaKind, Type};
use specwright::diagnostic::Diagnostics;
use specwright::document::{self, Document, JsonType, ParameterLocation, StatusPattern};
use specwright::source::Sources;
use specwright::tree::{self, Trees};
use specwright::{read, upgrade};
use specwright_tests::{files, root, shared};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn both_readers_agree_on_every_case() {
    let cases = files(&root().join("tests/cases"));
    let inputs: Vec<_> = cases
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.file_stem().is_some_and(|stem| stem == "input"))
        .collect();
    let agreed = inputs.iter().filter(|path| agree(path) == Outcome::Agreed).count();
    assert!(agreed >= 2, "only {agreed} cases are of version 3.0");
}

#[test]
fn both_readers_agree_on_published_documents() {
    let Some(shared) = shared() else { return };
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let entries = fs::read_dir(shared.join("documents")).expect("the collection can be listed");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    for path in paths {
        *count.entry(agree(&path).word()).or_default() += 1;
    }
    println!("{count:?}");
    assert!(count.get(Outcome::Agreed.word()).is_some_and(|agreed| *agreed > 40), "{count:?}");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Agreed,
    OtherVersion,
    SeveralFiles,
    Refused,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::SeveralFiles => "in several files",
            Self::OtherVersion => "of another version",
            Self::Refused => "refused by openapiv3",
        }
    }
}

fn agree(path: &Path) -> Outcome {
    let text = fs::read_to_string(path).expect("a document is text");
    let (mut sources, mut diagnostics, mut trees) = (Sources::default(), Diagnostics::default(), Trees::default());
    let id = sources.add(path.display().to_string(), text.as_str());
    let Some(tree) = tree::parse(&sources, id, &mut diagnostics) else { return Outcome::OtherVersion };
    let of_3_0 =
        tree.get("openapi").and_then(|version| version.as_str()).is_some_and(|version| version.starts_with("3.0"));
    if !of_3_0 {
        return Outcome::OtherVersion;
    }
    if !tree::references::to_files(&tree).is_empty() {
        return Outcome::SeveralFiles;
    }
    let json = tree::write::json_compact(&tree);
    let Ok(theirs) = serde_json::from_str::<OpenAPI>(&json) else { return Outcome::Refused };
    trees.add(id, &path.display().to_string(), tree);
    upgrade::upgrade_files(id, &mut trees, &mut diagnostics).expect("version 3.0 is known");
    let ours = read::read(id, &trees, &mut diagnostics).expect("the document is read");
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    assert_eq!(our_operations(&ours), their_operations(&theirs), "operations of {shown}");
    same_schemas(&ours, &theirs, &shown);
    Outcome::Agreed
}

/// (method, path) with what is compared of an operation.
type Operations = BTreeMap<(String, String), OperationFacts>;

#[derive(Debug, PartialEq, Eq)]
struct OperationFacts {
    id: Option<String>,
    parameters: BTreeSet<(String, String, bool)>,
    statuses: BTreeSet<String>,
}

fn our_operations(document: &Document) -> Operations {
    let mut operations = BTreeMap::new();
    for path in &document.paths {
        for operation in &path.operations {
            let parameters = operation.parameters.iter().map(our_parameter).collect();
            let statuses = operation.responses.iter().map(|response| status(response.status)).collect();
            let facts = OperationFacts { id: operation.operation_id.clone(), parameters, statuses };
            operations.insert((operation.method.to_lowercase(), path.path.clone()), facts);
        }
    }
    operations
}

fn our_parameter(parameter: &document::Parameter) -> (String, String, bool) {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::QueryString => "querystring",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    (parameter.name.clone(), location.to_owned(), parameter.required)
}

fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(code) => code.to_string(),
        StatusPattern::Class(digit) => format!("{digit}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

fn their_operations(openapi: &OpenAPI) -> Operations {
    let mut operations = BTreeMap::new();
    for (path, item) in &openapi.paths.paths {
        // The oracle follows no reference to a path item; the documents compared have none.
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            let default = operation.responses.default.iter().map(|_| "default".to_owned());
            let codes = operation.responses.responses.keys().map(ToString::to_string).filter(|code| is_status(code));
            let facts = OperationFacts {
                id: operation.operation_id.clone(),
                parameters: their_parameters(openapi, path, item, &operation.parameters),
                statuses: default.chain(codes).collect(),
            };
            operations.insert((method.to_owned(), path.clone()), facts);
        }
    }
    operations
}

/// The oracle keeps any number.
fn is_status(code: &str) -> bool {
    code.ends_with("XX") || code.parse().is_ok_and(|code: u16| (100..600).contains(&code))
}

/// The rules of the specification that the oracle leaves to who uses it: parameters of the path item are inherited, some
/// headers are ignored, path parameters are required and stand in the path, the first of two alike counts.
fn their_parameters(
    openapi: &OpenAPI,
    path: &str,
    item: &PathItem,
    own: &[ReferenceOr<Parameter>],
) -> BTreeSet<(String, String, bool)> {
    let mut merged: BTreeMap<(String, String), bool> = BTreeMap::new();
    for list in [own, item.parameters.as_slice()] {
        for parameter in list.iter().filter_map(|one| their_parameter(openapi, one)) {
            let (location, required) = match parameter {
                Parameter::Query { .. } => ("query", parameter.parameter_data_ref().required),
                Parameter::Header { .. } => ("header", parameter.parameter_data_ref().required),
                Parameter::Path { .. } => ("path", true),
                Parameter::Cookie { .. } => ("cookie", parameter.parameter_data_ref().required),
            };
            let name = &parameter.parameter_data_ref().name;
            let ignored = ["accept", "content-type", "authorization"].contains(&name.to_lowercase().as_str());
            let foreign = location == "path" && !path.contains(&format!("{{{name}}}"));
            let known = merged.keys().any(|(known, place)| {
                place == location && (known == name || location == "header" && known.eq_ignore_ascii_case(name))
            });
            if !(foreign || known || ignored && location == "header") {
                merged.insert((name.clone(), location.to_owned()), required);
            }
        }
    }
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        merged.entry((name.to_owned(), "path".to_owned())).or_insert(true);
    }
    merged.into_iter().map(|((name, location), required)| (name, location, required)).collect()
}

fn their_parameter<'o>(openapi: &'o OpenAPI, parameter: &'o ReferenceOr<Parameter>) -> Option<&'o Parameter> {
    match parameter {
        ReferenceOr::Item(parameter) => Some(parameter),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/parameters/")?;
            their_parameter(openapi, openapi.components.as_ref()?.parameters.get(name)?)
        }
    }
}

fn same_schemas(ours: &Document, theirs: &OpenAPI, shown: &str) {
    let Some(components) = &theirs.components else { return };
    let named: BTreeMap<_, _> =
        ours.schemas.iter().filter_map(|(_, schema)| Some((schema.component.as_deref()?, schema))).collect();
    for (name, schema) in &components.schemas {
        let own = named.get(name.as_str()).unwrap_or_else(|| panic!("{shown}: no schema `{name}`"));
        match schema {
            ReferenceOr::Reference { .. } => assert!(own.reference.is_some(), "{shown}: `{name}` is a reference"),
            ReferenceOr::Item(schema) => same_schema(ours, own, schema, &format!("{shown}: `{name}`")),
        }
    }
}

fn is_nullable_alone(member: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = member else { return false };
    let alone = openapiv3::SchemaData { nullable: true, ..Default::default() };
    schema.schema_data == alone && schema.schema_kind == SchemaKind::Any(openapiv3::AnySchema::default())
}

/// Compares what a schema says itself; what it refers to is compared under its own name.
fn same_schema(document: &Document, own: &document::Schema, theirs: &Schema, shown: &str) {
    // Raised, a nullable schema without a type is one of two alternatives: itself and null. So is one with a member of `allOf` that
    // says `nullable` alone.
    let members = match &theirs.schema_kind {
        SchemaKind::AllOf { all_of } if all_of.len() > 1 => {
            all_of.iter().filter(|member| is_nullable_alone(member)).count()
        }
        _ => 0,
    };
    let nullable = theirs.schema_data.nullable || members > 0;
    let inner = match own.any_of.as_slice() {
        [schema, _null] if nullable && own.types.is_empty() => Some(document.schemas.get(*schema)),
        _ => None,
    };
    assert_eq!(own.title.as_deref(), theirs.schema_data.title.as_deref(), "title of {shown}");
    assert_eq!(own.description.as_deref(), theirs.schema_data.description.as_deref(), "description of {shown}");
    assert_eq!(own.read_only, theirs.schema_data.read_only, "readOnly of {shown}");
    let own = inner.unwrap_or(own);
    let types: Vec<_> = own.types.iter().filter(|ty| *ty != JsonType::Null).map(JsonType::word).collect();
    let only = |word: &str| assert_eq!(types, [word], "type of {shown}");
    match &theirs.schema_kind {
        SchemaKind::Type(Type::String(_)) => only("string"),
        SchemaKind::Type(Type::Number(_)) => only("number"),
        SchemaKind::Type(Type::Integer(_)) => only("integer"),
        SchemaKind::Type(Type::Boolean(_)) => only("boolean"),
        SchemaKind::Type(Type::Array(array)) => {
            only("array");
            assert_eq!(own.array.items.is_some(), array.items.is_some(), "items of {shown}");
        }
        SchemaKind::Type(Type::Object(object)) => {
            only("object");
            same_properties(document, own, &object.properties, &object.required, shown);
            let additional = own.object.additional_properties.map(|id| document.schemas.get(id).boolean);
            let expected = object.additional_properties.as_ref().map(|additional| match additional {
                AdditionalProperties::Any(value) => Some(*value),
                AdditionalProperties::Schema(_) => None,
            });
            assert_eq!(additional, expected, "additionalProperties of {shown}");
        }
        SchemaKind::OneOf { one_of } => assert_eq!(own.one_of.len(), one_of.len(), "oneOf of {shown}"),
        SchemaKind::AllOf { all_of } => assert_eq!(own.all_of.len(), all_of.len() - members, "allOf of {shown}"),
        SchemaKind::AnyOf { any_of } => assert_eq!(own.any_of.len(), any_of.len(), "anyOf of {shown}"),
        SchemaKind::Not { .. } => assert!(own.not.is_some(), "not of {shown}"),
        SchemaKind::Any(any) => {
            // Names of formats in place of a type are read as they are meant, which is told.
            let meant = |word| match word {
                "int" | "long" => "integer",
                "double" | "float" => "number",
                word => word,
            };
            let known = any.typ.as_deref().into_iter().map(meant).filter(|word| JsonType::from_word(word).is_some());
            assert_eq!(types, known.collect::<Vec<_>>(), "type of {shown}");
            same_properties(document, own, &any.properties, &any.required, shown);
            let ours = [own.one_of.len(), own.all_of.len(), own.any_of.len()];
            assert_eq!(ours, [any.one_of.len(), any.all_of.len(), any.any_of.len()], "combinations of {shown}");
        }
    }
}

fn same_properties<'s>(
    document: &Document,
    own: &document::Schema,
    theirs: impl IntoIterator<Item = (&'s String, &'s ReferenceOr<Box<Schema>>)>,
    required: &[String],
    shown: &str,
) {
    let mut names = Vec::new();
    for (property, (name, schema)) in own.object.properties.iter().zip(theirs) {
        names.push((&*property.name, name.as_str()));
        if let ReferenceOr::Item(schema) = schema {
            same_schema(document, document.schemas.get(property.schema), schema, &format!("{shown}.{name}"));
        }
    }
    assert_eq!(names.len(), own.object.properties.len(), "number of properties of {shown}");
    assert!(names.iter().all(|(own, theirs)| own == theirs), "properties of {shown}: {names:?}");
    let own: Vec<_> = own.object.required.iter().map(|required| &*required.name).collect();
    assert_eq!(own, required, "required of {shown}");
}
