//! Codes about lowering a document to an api.

codes! {
    NAME_COLLISION = "name-collision", Note, "", "Two things in one scope want the same Rust name, or the generated code needs it. One keeps it, the other gets what tells it apart; `x-specwright: {name: …}` in an overlay chooses another.";
    ALL_OF_CONTRADICTION = "all-of-contradiction", Warning, "JSON Schema 2020-12 §10.2.1.1", "Schemas that hold together allow no common value. The first is kept; correct one of them in an overlay.";
    SCHEMA_CYCLE = "schema-cycle", Warning, "JSON Schema 2020-12 §9.4.1", "A schema names only itself in the end, through `$ref` and `allOf`, and so says nothing. It is taken as any JSON value.";
    SCHEMA_TOO_DEEP = "schema-too-deep", Warning, "", "Unnamed schemas nest deeper than any API needs. What lies deeper is taken as any JSON value; give a schema on the way a name.";
    TOO_MANY_COMBINATIONS = "too-many-combinations", Warning, "", "Schemas combine through `allOf` and `anyOf` in more ways than any API needs. What is beyond is taken as any JSON value; give the combinations that are meant names.";
    TOO_MUCH_INHERITED = "too-much-inherited", Fault, "", "A structure holds all properties of the schemas it extends, so that chains of `allOf` grow with the square of their length. What schemas take over from one another must stay in proportion to what is written; beyond the budget they are taken as any JSON value.";
    OUTPUT_TOO_LARGE = "output-too-large", Error, "", "The crates of a description may have only so many bytes: their size is estimated before they are made, and counted while they are made. Nothing is written. Generate fewer operations (`only`), or raise the budget.";
    IMPOSSIBLE_SCHEMA = "impossible-schema", Warning, "JSON Schema 2020-12 §4.3.2", "The schema `false` stands where a value must be given. It is taken as any JSON value; say in an overlay what is meant.";
    EMPTY_ENUM = "empty-enum", Warning, "JSON Schema 2020-12 Validation §6.1.2", "`enum` should have at least one value; an empty list allows none. The list is ignored.";
    DUPLICATE_VALUE = "duplicate-value", Note, "JSON Schema 2020-12 Validation §6.1.2", "The values of `enum` should be unique. The first is kept.";
    ENUM_TYPE = "enum-type", Note, "JSON Schema 2020-12 Validation §6.1", "A value of `enum` or `const` is not of the `type` beside it. A scalar is read as that type where it can be.";
    KEYWORD_IGNORED = "keyword-ignored", Note, "", "Some keywords of JSON Schema restrict values in ways that Rust types do not express. The type allows what they forbid.";
    PATTERN_UNCHECKED = "pattern-unchecked", Note, "ECMA-262 §22.2", "Patterns are checked without look-around and references back, in time linear in the text. Texts are not held against a pattern that needs more.";
    ALTERNATIVES_IGNORED = "alternatives-ignored", Note, "JSON Schema 2020-12 §10.2.1", "Alternatives of `oneOf` or `anyOf` that only demand keys, or say nothing, do not shape a type.";
    UNION_ORDERED = "union-ordered", Note, "JSON Schema 2020-12 §10.2.1.3", "Nothing tells the alternatives of a union apart, so that they are tried in order. A `discriminator`, or a `const` in each alternative, would decide.";
    UNIONS_COMBINED = "unions-combined", Warning, "JSON Schema 2020-12 §10.2.1", "Several unions hold at once. Objects become one structure in which their properties are optional; anything else becomes any JSON value.";
    DISCRIMINATOR_UNUSABLE = "discriminator-unusable", Warning, "OpenAPI 3.1.1 §4.8.25", "A discriminator needs alternatives that are objects, each with a name or a constant. The alternatives are told apart by what they hold.";
    DISCRIMINATOR_AMBIGUOUS = "discriminator-ambiguous", Warning, "OpenAPI 3.1.1 §4.8.25", "A value of the discriminator selects several alternatives, so that their required keys and constants decide between them; or no value selects an alternative, because every value that it admits is the name of another schema. Give each alternative a value of its own in `mapping`.";
    DISCRIMINATOR_UNUSED = "discriminator-unused", Note, "OpenAPI 3.1.1 §4.8.25", "A discriminator without alternatives, mapping or schemas that extend its own tells nothing apart. The schema becomes a plain structure.";
    REQUIRED_UNDEFINED = "required-undefined", Note, "JSON Schema 2020-12 Validation §6.5.3", "`required` names a key that no property describes. The type has no field for it; add the property in an overlay.";
    EXTENSION_INVALID = "extension-invalid", Warning, "", "A key of `x-specwright` holds what it cannot mean. The key is ignored.";
    OPERATION_OMITTED = "operation-omitted", Warning, "", "An operation that cannot be called or served as written is left out of the generated crates.";
    DEFAULT_MISMATCH = "default-mismatch", Note, "JSON Schema 2020-12 Validation §9.2", "A parameter's default should be of its type. One that is not is left out.";
    STYLE_UNDEFINED = "style-undefined", Warning, "OpenAPI 3.2.0 §4.12.3", "Styles other than `deepObject` write texts, lists of texts and objects of texts. How a list or an object inside of these is written is undefined; a call that gives one is refused by the client. Declare `content: {application/json: …}`.";
    OPERATION_UNREACHABLE = "operation-unreachable", Warning, "OpenAPI 3.2.0 §4.8.2", "Operations of one method and path are told apart by the query in the path's key, by required parameters and by the media type of the body. Where all of these agree, a server answers for the first; the others are there for clients.";
    PARAMETER_MEDIA_TYPE = "parameter-media-type", Note, "OpenAPI 3.2.0 §4.12.2", "A parameter with `content` is sent in its media type. JSON is written and read; anything else is a text that the caller writes.";
    MEDIA_TYPE_OMITTED = "media-type-omitted", Note, "", "A body is offered in several media types, and one of them was left out because generated crates do not speak it, or because it has no name.";
    CONTENT_WITHOUT_BODY = "content-without-body", Note, "RFC 9110 §15.3.5", "A response with status 1xx, 204, 205 or 304 has no content. What the document describes for it is left out.";
    ENCODING_IGNORED = "encoding-ignored", Warning, "OpenAPI 3.1.1 §4.8.15", "An Encoding Object says what cannot be: it names no property of the body, stands in a body without parts, or asks for a style or media type that its property cannot have. The property is encoded as by default.";
    XML_UNUSABLE = "xml-unusable", Warning, "OpenAPI 3.2.0 §4.26", "A body in XML needs a name for its root and for each element and attribute, and only scalars can be attributes or text. What an XML Object asks for beyond that is not done.";
    RECEIVER_PARAMETER = "receiver-parameter", Warning, "OpenAPI 3.1.1 §4.8.18", "A webhook has no path template, and a callback only what follows the receiver's URL: a path parameter that neither names is left out.";
    EXAMPLE_MISMATCH = "example-mismatch", Note, "OpenAPI 3.1.1 §4.8.14.1", "An example should match its schema. One that does not is left out, and where none is left one is made up.";
}
