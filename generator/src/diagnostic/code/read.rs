//! Codes about upgrading and reading OpenAPI documents.

codes! {
    NOT_OPENAPI = "not-openapi", Error, "OpenAPI 3.2.0 §4.1",
        "An OpenAPI document is a map whose field `openapi` (or `swagger`, in version 2.0) names the version it is written in. Add that field, or give a file that has it.";
    UNKNOWN_OPENAPI_VERSION = "unknown-openapi-version", Error, "OpenAPI 3.2.0 §4.1",
        "Versions 2.0, 3.0, 3.1 and 3.2 of OpenAPI are read. Convert a document of another version first.";
    NEWER_OPENAPI_VERSION = "newer-openapi-version", Warning, "OpenAPI 3.2.0 §4.1",
        "A minor version after 3.2 is read as 3.2: what it added is not understood.";
    NULLABLE_ENUM_WITHOUT_NULL = "nullable-enum-without-null", Note, "OpenAPI 3.0.4 §4.7.24",
        "Taken literally, an `enum` without null forbids the null that `nullable` beside it allows. It is read as allowed, since `nullable` would say nothing otherwise. Add null to the list.";
    NULLABLE_IN_ALL_OF = "nullable-in-all-of", Note, "OpenAPI 3.0.4 §4.7.24",
        "Taken literally, `nullable` without a `type` says nothing, and the other members of the `allOf` forbid null. It is read as meant: the whole may be null. Write `nullable: true` beside `allOf`.";
    KEYWORD_OF_OLDER_VERSION = "keyword-of-older-version", Warning, "OpenAPI 3.1.1 §4.8.24",
        "A keyword that only an older version defines is read in that version's meaning. Write it in the words of the version the document declares.";
    REFERENCE_SIBLING = "reference-sibling", Warning, "OpenAPI 3.0.4 §4.7.23",
        "In OpenAPI 3.0 and 2.0 what stands beside `$ref` in a schema is ignored. Put both into an `allOf`, or declare version 3.1.";
    WRONG_TYPE = "wrong-type", Fault, "",
        "A field holds a value of a type that the specification does not allow there. The field is skipped, the rest is read.";
    DOCUMENTATION_LEFT_OUT = "documentation-left-out", Warning, "",
        "A field that only documents (a description, an example, a contact) holds a value of another kind than the specification gives it. It is left out of the documentation; nothing else depends on it.";
    READ_AS_MEANT = "read-as-meant", Warning, "",
        "A value is of another type than the specification gives its field, and can mean one thing only: a number or a boolean in quotes, an empty list for an empty map, one value for a list of one, a method in capitals, a path without its slash, an example that is not wrapped as it should be. It is read so.";
    CONSTRAINT_LEFT_OUT = "constraint-left-out", Warning, "JSON Schema 2020-12 Validation §6",
        "A keyword of a schema that only restricts or annotates values (`required`, `maxLength`, `format`, …) holds a value of a type that it cannot have. It is left out: the type is as it would be without it, and every valid value fits.";
    UNRESOLVED_EXAMPLE = "unresolved-example", Warning, "OpenAPI 3.2.0 §4.3.3",
        "A `$ref` to an Example Object or a Link Object names a place that does not exist. It is left out of the documentation; nothing else depends on it.";
    DANGLING_MAPPING = "dangling-mapping", Warning, "OpenAPI 3.1.1 §4.8.25",
        "An entry of a discriminator's `mapping` names a schema that does not exist. The entry is left out: its value is read as one that the document does not list. Correct it by an overlay.";
    SCALAR_READ_AS_TEXT = "scalar-read-as-text", Warning, "",
        "A number or a boolean stands where the specification wants a string; its text is taken. Put it in quotes.";
    NULL_READ_AS_ABSENT = "null-read-as-absent", Warning, "",
        "Null stands where the specification wants another value; the field is read as absent. Give it a value or take it out.";
    UNKNOWN_FIELD = "unknown-field", Warning, "OpenAPI 3.2.0 §4.23",
        "An object has a field that the specification does not define; it is ignored. Correct its spelling, or let it begin with `x-` if it is an extension.";
    EXTENSION_UNKNOWN_WORD = "extension-unknown-word", Fault, "",
        "`x-specwright` has a fixed set of keys on each kind of object, so that a misspelt one is not silently without effect. Correct or remove it.";
    MISSING_FIELD = "missing-field", Fault, "",
        "A field that the specification requires is not there, and what needs it is left out.";
    MISSING_RESPONSES = "missing-responses", Warning, "OpenAPI 3.0.4 §4.7.10",
        "An operation has no `responses`, which OpenAPI requires before version 3.1. It is read as one whose answers are not described: what a server sends is had as bytes.";
    MISSING_DOCUMENTATION_FIELD = "missing-documentation-field", Warning, "",
        "A field that the specification requires, but that only documents, is not there; it is read as empty.";
    INVALID_VALUE = "invalid-value", Fault, "",
        "A field holds a word that is not one of those the specification lists for it. The field is skipped, the rest is read.";
    UNRESOLVED_REFERENCE = "unresolved-reference", Fault, "OpenAPI 3.2.0 §4.3.3",
        "A `$ref` names a place that does not exist. A schema is then read as one that allows everything; any other object is left out.";
    MISPLACED_REFERENCE = "misplaced-reference", Warning, "OpenAPI 3.2.0 §4.23",
        "A `$ref` stands where the specification allows none. It is followed all the same. Put the object itself there to be understood by other tools.";
    REFERENCE_CYCLE = "reference-cycle", Fault, "JSON Schema 2020-12 §9.4.1",
        "References lead to one another in a cycle that never reaches an object. The reference that closes the cycle is ignored.";
    EXPANSION_LIMIT = "expansion-limit", Fault, "",
        "Following all references would give more objects, deeper ones or longer chains than the budget allows. What lies beyond the limit is left out.";
    TOO_MANY_SCHEMAS = "too-many-schemas", Fault, "",
        "The description has more schemas than the budget `definitions` allows. The type of those beyond it is `serde_json::Value`. Raise the budget if they are meant.";
    INVALID_PATH = "invalid-path", Fault, "OpenAPI 3.2.0 §4.8.2",
        "A path begins with `/`, and its template expressions are names in braces that occur once. A path whose braces do not match is left out.";
    QUERY_IN_PATH = "query-in-path", Warning, "OpenAPI 3.2.0 §4.8",
        "A path must hold no query and no fragment. A query is sent with each request and tells operations of one path apart; a fragment is never sent. Declare query parameters instead.";
    IDENTICAL_PATHS = "identical-paths", Warning, "OpenAPI 3.2.0 §4.8.1",
        "Two paths that differ only in the names of their template expressions are the same path. They are one route: the operations of both are kept, each with its own names. Where both have an operation of one method, a server answers for the first, which is told on its own. Put their operations into one path item.";
    NO_OPERATIONS = "no-operations", Fault, "OpenAPI 3.2.0 §4.1",
        "A description without `paths` has no operations, and its client no methods: most often the key is misspelt, or the wrong file was given. Where only types are wanted, say so by `paths: {}`, or accept the fault.";
    EMPTY_API = "empty-api", Warning, "OpenAPI 3.2.0 §4.8",
        "The description says that it has no operations: `paths` is empty, or there are only components, which OpenAPI 3.1 allows. The client and the server have no methods; the types are there.";
    UNDECLARED_PATH_PARAMETER = "undeclared-path-parameter", Warning, "OpenAPI 3.2.0 §4.8.2",
        "Each template expression of a path must be declared as a parameter in `path`. It is added as a string, which every value of a path is; only its type and its documentation are missing.";
    PATH_PATTERN = "path-pattern", Warning, "OpenAPI 3.2.0 §4.8.2",
        "A template expression of a path stands for one segment. `{name=accounts/*/domains/*}` stands for several, some of them fixed: the path is read as `accounts/{accounts}/domains/{domains}`, so that requests are sent and routed as they are meant. The parameters are strings; what is declared for the whole is left out.";
    PATH_PARAMETER_NOT_IN_PATH = "path-parameter-not-in-path", Warning, "OpenAPI 3.2.0 §4.12.2",
        "A parameter in `path` must be a template expression of the path. This one has no place in a request and is left out.";
    OPTIONAL_PATH_PARAMETER = "optional-path-parameter", Warning, "OpenAPI 3.2.0 §4.12.2",
        "A parameter in `path` must say `required: true`: a path without it is another path. It is read as required.";
    DUPLICATE_PARAMETER = "duplicate-parameter", Warning, "OpenAPI 3.2.0 §4.12.1",
        "A list of parameters must not hold two of the same name and location. Both say the same, and one is kept.";
    CONFLICTING_PARAMETER = "conflicting-parameter", Fault, "OpenAPI 3.2.0 §4.12.1",
        "A list of parameters must not contain two with the same name and location. These differ, so one of them does not describe the API. The first is kept. Remove the wrong one in an overlay.";
    IGNORED_HEADER_PARAMETER = "ignored-header-parameter", Note, "OpenAPI 3.2.0 §4.12.2",
        "Header parameters named Accept, Content-Type or Authorization are ignored: media types and security schemes say the same.";
    STYLE_NOT_ALLOWED = "style-not-allowed", Fault, "OpenAPI 3.2.0 §4.12.3",
        "Each location of a parameter allows its own styles: path matrix, label and simple; query form, spaceDelimited, pipeDelimited and deepObject; header simple; cookie form and cookie. The default style is used.";
    SCHEMA_OR_CONTENT = "schema-or-content", Fault, "OpenAPI 3.2.0 §4.12.2",
        "A parameter or header has either `schema` or `content` with one media type, never both and never neither. The first that is there is used; with neither, any string is allowed.";
    INVALID_STATUS_CODE = "invalid-status-code", Fault, "OpenAPI 3.2.0 §4.16",
        "The keys of responses are a status code from 100 to 599, a class from `1XX` to `5XX`, or `default`. Another response is left out.";
    DUPLICATE_OPERATION_ID = "duplicate-operation-id", Warning, "OpenAPI 3.2.0 §4.10",
        "An `operationId` must occur once in a description. Both operations are kept; their names are told apart.";
    DUPLICATE_TAG = "duplicate-tag", Warning, "OpenAPI 3.2.0 §4.1",
        "Each tag must be declared once. The first declaration is kept.";
    UNDECLARED_SECURITY_SCHEME = "undeclared-security-scheme", Fault, "OpenAPI 3.2.0 §4.30",
        "Each name of a security requirement must be declared under the components' `securitySchemes`. An alternative that needs an undeclared one is dropped.";
    SERVER_VARIABLE = "server-variable", Warning, "OpenAPI 3.2.0 §4.6",
        "Each variable in the `url` of a server must be declared with a default. Without a default, the first value of `enum` is used; without both, the URL contains the braces until the caller gives a value. In OpenAPI 3.0 and 2.0, a default that is not in `enum` is reported by this code too.";
    SERVER_VARIABLE_DEFAULT = "server-variable-default", Fault, "OpenAPI 3.1.1 §4.8.6",
        "From OpenAPI 3.1 on, the default of a server variable must be in its `enum`. As it is not known which of the two is wrong, the variable accepts any string. A client that uses the default may call a server that does not exist.";
    UNKNOWN_DIALECT = "unknown-dialect", Warning, "OpenAPI 3.2.0 §4.24.5",
        "Schemas are read as JSON Schema 2020-12 with the keywords of OpenAPI, whatever `jsonSchemaDialect` names.";
    QUERY_STRING = "query-string", Fault, "OpenAPI 3.2.0 §4.12.2",
        "A parameter in `querystring` is the whole query: an operation has one at most, and none in `query` beside it; it has `content` and no style. All are kept: their pairs are sent side by side.";
    SEVERAL_BODIES = "several-bodies", Fault, "Swagger 2.0, Parameter Object", "An operation of Swagger 2.0 has at most one parameter in `body`, and none beside parameters in `formData`. One body is kept, and the others are left out.";
    COLLECTION_FORMAT = "collection-format", Warning, "Swagger 2.0, Parameter Object",
        "Swagger 2.0 serializes lists in ways that OpenAPI 3 has no style for: separated by tabs, by spaces or bars outside the query, and lists in lists. The parameter, or its item, becomes a string that the caller serializes.";
    ENUMERATION_NAMES = "enumeration-names", Warning, "",
        "An extension that names or describes the values of an `enum` must have one entry for each value. It is ignored.";
    SECURITY_UNDECLARED = "security-undeclared", Warning, "OpenAPI 3.1.1 §4.8.1",
        "Some exporters drop `security` and keep the schemes. Whether they are needed is then not known, and nothing is \
         required; declare it by an overlay.";
}
