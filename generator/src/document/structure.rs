//! Which fields the objects of OpenAPI 3.2 have, and which object stands under each.
//!
//! Holds data and no pass: [`fields`] and [`patterned`] say what may stand in an object, [`kind_at`] what stands at a
//! JSON pointer. Every walk over a tree that must tell a schema from an example that looks like one goes by it.

/// An object of the specification. Each names the clause of OpenAPI 3.2.0 that defines it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// §4.1
    OpenApi,
    /// §4.2
    Info,
    /// §4.3
    Contact,
    /// §4.4
    License,
    /// §4.5
    Server,
    /// §4.6
    ServerVariable,
    /// §4.7
    Components,
    /// §4.8
    Paths,
    /// §4.9
    PathItem,
    /// §4.10
    Operation,
    /// §4.11
    ExternalDocumentation,
    /// §4.12
    Parameter,
    /// §4.13
    RequestBody,
    /// §4.14
    MediaType,
    /// §4.15
    Encoding,
    /// §4.16
    Responses,
    /// §4.17
    Response,
    /// §4.18
    Callback,
    /// §4.19
    Example,
    /// §4.20
    Link,
    /// §4.21
    Header,
    /// §4.22
    Tag,
    /// §4.24
    Schema,
    /// §4.25
    Discriminator,
    /// §4.26
    Xml,
    /// §4.27
    SecurityScheme,
    /// §4.28
    OAuthFlows,
    /// §4.29
    OAuthFlow,
    /// §4.30
    SecurityRequirement,
}

/// What stands under a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A value that holds no object of the specification.
    Value,
    /// One object.
    One(ObjectKind),
    /// A list of objects.
    List(ObjectKind),
    /// A map from free keys to objects.
    Map(ObjectKind),
}

use Holds::{List, Map, One, Value};
use ObjectKind as K;

/// The fixed fields of an object, in the order of the specification.
pub fn fields(kind: ObjectKind) -> &'static [(&'static str, Holds)] {
    match kind {
        K::OpenApi => &[
            ("openapi", Value),
            ("$self", Value),
            ("info", One(K::Info)),
            ("jsonSchemaDialect", Value),
            ("servers", List(K::Server)),
            ("paths", One(K::Paths)),
            ("webhooks", Map(K::PathItem)),
            ("components", One(K::Components)),
            ("security", List(K::SecurityRequirement)),
            ("tags", List(K::Tag)),
            ("externalDocs", One(K::ExternalDocumentation)),
        ],
        K::Info => &[
            ("title", Value),
            ("summary", Value),
            ("description", Value),
            ("termsOfService", Value),
            ("contact", One(K::Contact)),
            ("license", One(K::License)),
            ("version", Value),
        ],
        K::Contact => &[("name", Value), ("url", Value), ("email", Value)],
        K::License => &[("name", Value), ("identifier", Value), ("url", Value)],
        K::Server => &[("url", Value), ("description", Value), ("name", Value), ("variables", Map(K::ServerVariable))],
        K::ServerVariable => &[("enum", Value), ("default", Value), ("description", Value)],
        K::Components => &[
            ("schemas", Map(K::Schema)),
            ("responses", Map(K::Response)),
            ("parameters", Map(K::Parameter)),
            ("examples", Map(K::Example)),
            ("requestBodies", Map(K::RequestBody)),
            ("headers", Map(K::Header)),
            ("securitySchemes", Map(K::SecurityScheme)),
            ("links", Map(K::Link)),
            ("callbacks", Map(K::Callback)),
            ("pathItems", Map(K::PathItem)),
            ("mediaTypes", Map(K::MediaType)),
        ],
        K::Paths | K::Responses | K::Callback | K::SecurityRequirement => &[],
        K::PathItem => &[
            ("$ref", Value),
            ("summary", Value),
            ("description", Value),
            ("get", One(K::Operation)),
            ("put", One(K::Operation)),
            ("post", One(K::Operation)),
            ("delete", One(K::Operation)),
            ("options", One(K::Operation)),
            ("head", One(K::Operation)),
            ("patch", One(K::Operation)),
            ("trace", One(K::Operation)),
            ("query", One(K::Operation)),
            ("additionalOperations", Map(K::Operation)),
            ("servers", List(K::Server)),
            ("parameters", List(K::Parameter)),
        ],
        K::Operation => &[
            ("tags", Value),
            ("summary", Value),
            ("description", Value),
            ("externalDocs", One(K::ExternalDocumentation)),
            ("operationId", Value),
            ("parameters", List(K::Parameter)),
            ("requestBody", One(K::RequestBody)),
            ("responses", One(K::Responses)),
            ("callbacks", Map(K::Callback)),
            ("deprecated", Value),
            ("security", List(K::SecurityRequirement)),
            ("servers", List(K::Server)),
        ],
        K::ExternalDocumentation => &[("description", Value), ("url", Value)],
        K::Parameter => &[
            ("name", Value),
            ("in", Value),
            ("description", Value),
            ("required", Value),
            ("deprecated", Value),
            ("allowEmptyValue", Value),
            ("example", Value),
            ("examples", Map(K::Example)),
            ("style", Value),
            ("explode", Value),
            ("allowReserved", Value),
            ("schema", One(K::Schema)),
            ("content", Map(K::MediaType)),
        ],
        K::RequestBody => &[("description", Value), ("content", Map(K::MediaType)), ("required", Value)],
        K::MediaType => &[
            ("schema", One(K::Schema)),
            ("itemSchema", One(K::Schema)),
            ("example", Value),
            ("examples", Map(K::Example)),
            ("encoding", Map(K::Encoding)),
            ("prefixEncoding", List(K::Encoding)),
            ("itemEncoding", One(K::Encoding)),
        ],
        K::Encoding => &[
            ("contentType", Value),
            ("headers", Map(K::Header)),
            ("encoding", Map(K::Encoding)),
            ("prefixEncoding", List(K::Encoding)),
            ("itemEncoding", One(K::Encoding)),
            ("style", Value),
            ("explode", Value),
            ("allowReserved", Value),
        ],
        K::Response => &[
            ("summary", Value),
            ("description", Value),
            ("headers", Map(K::Header)),
            ("content", Map(K::MediaType)),
            ("links", Map(K::Link)),
        ],
        K::Example => &[
            ("summary", Value),
            ("description", Value),
            ("dataValue", Value),
            ("serializedValue", Value),
            ("value", Value),
            ("externalValue", Value),
        ],
        K::Link => &[
            ("operationRef", Value),
            ("operationId", Value),
            ("parameters", Value),
            ("requestBody", Value),
            ("description", Value),
            ("server", One(K::Server)),
        ],
        K::Header => &[
            ("description", Value),
            ("required", Value),
            ("deprecated", Value),
            ("example", Value),
            ("examples", Map(K::Example)),
            ("style", Value),
            ("explode", Value),
            ("schema", One(K::Schema)),
            ("content", Map(K::MediaType)),
        ],
        K::Tag => &[
            ("name", Value),
            ("summary", Value),
            ("description", Value),
            ("externalDocs", One(K::ExternalDocumentation)),
            ("parent", Value),
            ("kind", Value),
        ],
        K::Schema => SCHEMA,
        K::Discriminator => &[("propertyName", Value), ("mapping", Value), ("defaultMapping", Value)],
        K::Xml => &[
            ("nodeType", Value),
            ("name", Value),
            ("namespace", Value),
            ("prefix", Value),
            ("attribute", Value),
            ("wrapped", Value),
        ],
        K::SecurityScheme => &[
            ("type", Value),
            ("description", Value),
            ("name", Value),
            ("in", Value),
            ("scheme", Value),
            ("bearerFormat", Value),
            ("flows", One(K::OAuthFlows)),
            ("openIdConnectUrl", Value),
            ("oauth2MetadataUrl", Value),
            ("deprecated", Value),
        ],
        K::OAuthFlows => &[
            ("implicit", One(K::OAuthFlow)),
            ("password", One(K::OAuthFlow)),
            ("clientCredentials", One(K::OAuthFlow)),
            ("authorizationCode", One(K::OAuthFlow)),
            ("deviceAuthorization", One(K::OAuthFlow)),
        ],
        K::OAuthFlow => &[
            ("authorizationUrl", Value),
            ("deviceAuthorizationUrl", Value),
            ("tokenUrl", Value),
            ("refreshUrl", Value),
            ("scopes", Value),
        ],
    }
}

/// The keywords of a schema that hold objects; every other one holds a value.
const SCHEMA: &[(&str, Holds)] = &[
    ("properties", Map(K::Schema)),
    ("items", One(K::Schema)),
    ("allOf", List(K::Schema)),
    ("anyOf", List(K::Schema)),
    ("oneOf", List(K::Schema)),
    ("additionalProperties", One(K::Schema)),
    ("not", One(K::Schema)),
    ("patternProperties", Map(K::Schema)),
    ("propertyNames", One(K::Schema)),
    ("prefixItems", List(K::Schema)),
    ("contains", One(K::Schema)),
    ("unevaluatedProperties", One(K::Schema)),
    ("unevaluatedItems", One(K::Schema)),
    ("if", One(K::Schema)),
    ("then", One(K::Schema)),
    ("else", One(K::Schema)),
    ("dependentSchemas", Map(K::Schema)),
    ("contentSchema", One(K::Schema)),
    ("$defs", Map(K::Schema)),
    ("definitions", Map(K::Schema)),
    ("discriminator", One(K::Discriminator)),
    ("xml", One(K::Xml)),
    ("externalDocs", One(K::ExternalDocumentation)),
];

/// The words that `x-specwright` knows on an object. Every object may say how it came to be known, as `export` writes it.
pub fn extension_words(kind: ObjectKind) -> &'static [&'static str] {
    match kind {
        K::OpenApi => &["webhooks", "provenance"],
        K::Tag => &["name", "provenance"],
        K::Operation => &["name", "pagination", "end", "provenance"],
        K::Parameter | K::Header => &["name", "scope", "allowEmpty", "secret", "provenance"],
        K::Schema => &["name", "type", "secret", "keywords", "notes", "provenance"],
        K::SecurityScheme => &["name", "prefix", "parts", "username", "password", "token", "credentials", "provenance"],
        _ => &["provenance"],
    }
}

/// Where definitions of a 2.0 document stand, and where 3.x has them.
pub const MOVED: [(&str, &str); 3] = [
    ("/definitions", "/components/schemas"),
    ("/parameters", "/components/parameters"),
    ("/responses", "/components/responses"),
];

/// What stands under the free keys of an object that has them instead of fixed fields.
pub fn patterned(kind: ObjectKind) -> Option<Holds> {
    match kind {
        K::Paths | K::Callback => Some(One(K::PathItem)),
        K::Responses => Some(One(K::Response)),
        K::SecurityRequirement => Some(Value),
        K::OpenApi
        | K::Info
        | K::Contact
        | K::License
        | K::Server
        | K::ServerVariable
        | K::Components
        | K::PathItem
        | K::Operation
        | K::ExternalDocumentation
        | K::Parameter
        | K::RequestBody
        | K::MediaType
        | K::Encoding
        | K::Response
        | K::Example
        | K::Link
        | K::Header
        | K::Tag
        | K::Schema
        | K::Discriminator
        | K::Xml
        | K::SecurityScheme
        | K::OAuthFlows
        | K::OAuthFlow => None,
    }
}

/// What stands under a key of an object. Extensions hold values.
pub fn holds(kind: ObjectKind, key: &str) -> Holds {
    let fixed = fields(kind).iter().find(|(name, _)| *name == key).map(|(_, holds)| *holds);
    match fixed.or_else(|| patterned(kind)) {
        Some(holds) if !key.starts_with("x-") => holds,
        _ => Value,
    }
}

/// The object that stands at a pointer below an object of kind `root`; `None` where the structure does not lead there.
pub fn kind_at<'a>(root: ObjectKind, tokens: impl IntoIterator<Item = &'a str>) -> Option<ObjectKind> {
    let mut at = One(root);
    for token in tokens {
        at = match at {
            One(kind) => holds(kind, token),
            List(kind) | Map(kind) => One(kind),
            Value => return None,
        };
    }
    match at {
        One(kind) => Some(kind),
        List(_) | Map(_) | Value => None,
    }
}

/// Whether a Reference Object may stand where an object of this kind is expected.
pub fn may_be_reference(kind: ObjectKind) -> bool {
    matches!(
        kind,
        K::Parameter
            | K::RequestBody
            | K::MediaType
            | K::Response
            | K::Callback
            | K::Example
            | K::Link
            | K::Header
            | K::SecurityScheme
            | K::PathItem
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_found_where_the_specification_puts_them() {
        let at = |pointer: &str| kind_at(K::OpenApi, pointer.split('/'));
        assert_eq!(at("components/schemas/Pet"), Some(K::Schema));
        assert_eq!(at("components/schemas/Pet/properties/example"), Some(K::Schema));
        assert_eq!(at("components/schemas/Pet/example"), None);
        assert_eq!(at("paths/pets/get/responses/200/content/json/schema/items"), Some(K::Schema));
        assert_eq!(at("paths/pets/parameters/0/schema"), Some(K::Schema));
        assert_eq!(at("paths/x-internal/get"), None);
        assert_eq!(at("components/schemas"), None);
    }
}
