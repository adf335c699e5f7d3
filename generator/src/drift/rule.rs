//! The table of rules: every kind of change there is.
//!
//! Takes nothing; gives each [`Rule`]. Promises that ids are unique and never reused, and that each rule has a mirror (what it becomes when both descriptions
//! change places) or is its own.

/// A kind of change.
#[derive(PartialEq, Eq)]
pub struct Rule {
    /// Stable name, kebab-case.
    pub id: &'static str,
    /// The rule for the same change the other way round; its own id where it is its own mirror.
    pub mirror: &'static str,
    /// What changed, and what follows for whom.
    pub explanation: &'static str,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

macro_rules! rules {
    ($($name:ident $id:literal $mirror:literal $explanation:literal;)*) => {
        $(
            #[doc = $explanation]
            pub static $name: Rule = Rule { id: $id, mirror: $mirror, explanation: $explanation };
        )*
        /// Every rule, by area.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    OPERATION_ADDED "operation-added" "operation-removed" "An operation is new. Existing clients do not call it; existing servers do not know it.";
    OPERATION_REMOVED "operation-removed" "operation-added" "An operation is gone. Existing clients call what is no longer documented.";
    OPERATION_DEPRECATED "operation-deprecated" "operation-undeprecated" "The vendor advises against an operation from now on. It still works.";
    OPERATION_UNDEPRECATED "operation-undeprecated" "operation-deprecated" "The vendor no longer advises against an operation.";
    SUNSET_CHANGED "sunset-changed" "sunset-changed" "The date on which an operation, a parameter or a value ends was announced, withdrawn or changed (`x-sunset`). Whoever relies on the date that was announced has less time where it is earlier.";
    OPERATION_ID_CHANGED "operation-id-changed" "operation-id-changed" "An operation has another `operationId`. Nothing is sent differently, but what is generated is named after it.";
    TAGS_CHANGED "tags-changed" "tags-changed" "An operation has other tags. Nothing is sent differently, but it may belong to another group of the crates.";
    WEBHOOK_ADDED "webhook-added" "webhook-removed" "The API sends a request that it did not send before, if asked to. Existing receivers do not know it.";
    WEBHOOK_REMOVED "webhook-removed" "webhook-added" "The API no longer documents a request that it sends. Existing receivers may wait in vain.";
    CALLBACK_ADDED "callback-added" "callback-removed" "An operation makes the API send a request that it did not send before.";
    CALLBACK_REMOVED "callback-removed" "callback-added" "An operation no longer documents a request that the API sends.";
    SERVER_ADDED "server-added" "server-removed" "The API is documented at another address as well.";
    SERVER_REMOVED "server-removed" "server-added" "An address of the API is no longer documented. Whether it still answers cannot be seen.";
    SERVER_VARIABLE_CHANGED "server-variable-changed" "server-variable-changed" "A variable of a server's URL has another default or other values.";
    SECURITY_ALTERNATIVE_ADDED "security-alternative-added" "security-alternative-removed" "Other credentials are accepted as well.";
    SECURITY_ALTERNATIVE_REMOVED "security-alternative-removed" "security-alternative-added" "Credentials that were enough are not any more: another scheme or scope is asked for beside them, or they are not accepted.";
    SECURITY_SCHEME_CHANGED "security-scheme-changed" "security-scheme-changed" "Where a flow of OAuth 2 or OpenID Connect asks for tokens has changed.";
    PARAMETER_ADDED "parameter-added" "parameter-removed" "A parameter is new and may be left out.";
    PARAMETER_REMOVED "parameter-removed" "parameter-added" "A parameter is gone. Whether a server refuses or ignores it is not documented.";
    REQUIRED_PARAMETER_ADDED "required-parameter-added" "required-parameter-removed" "A parameter is new and must be sent. Existing clients do not send it.";
    REQUIRED_PARAMETER_REMOVED "required-parameter-removed" "required-parameter-added" "A parameter that had to be sent is gone.";
    PARAMETER_REQUIRED "parameter-required" "parameter-optional" "A parameter that could be left out must be sent.";
    PARAMETER_OPTIONAL "parameter-optional" "parameter-required" "A parameter that had to be sent may be left out.";
    PARAMETER_STYLE_CHANGED "parameter-style-changed" "parameter-style-changed" "A parameter is written in another way: `style`, `explode`, or by media type.";
    PARAMETER_RESERVED_CHANGED "parameter-reserved-changed" "parameter-reserved-changed" "`allowReserved` of a parameter changed: which characters are sent as they are.";
    PARAMETER_EMPTY_CHANGED "parameter-empty-changed" "parameter-empty-changed" "`allowEmptyValue` of a parameter changed.";
    PARAMETER_DEPRECATED "parameter-deprecated" "parameter-undeprecated" "The vendor advises against a parameter from now on.";
    PARAMETER_UNDEPRECATED "parameter-undeprecated" "parameter-deprecated" "The vendor no longer advises against a parameter.";
    BODY_ADDED "body-added" "body-removed" "A request takes a body, which may be left out.";
    BODY_REMOVED "body-removed" "body-added" "A request no longer takes a body.";
    REQUIRED_BODY_ADDED "required-body-added" "required-body-removed" "A request must have a body. Existing clients send none.";
    REQUIRED_BODY_REMOVED "required-body-removed" "required-body-added" "A request that had to have a body takes none.";
    BODY_REQUIRED "body-required" "body-optional" "A body that could be left out must be sent.";
    BODY_OPTIONAL "body-optional" "body-required" "A body that had to be sent may be left out.";
    MEDIA_TYPE_ADDED "media-type-added" "media-type-removed" "A body may be in another media type as well.";
    MEDIA_TYPE_REMOVED "media-type-removed" "media-type-added" "A body is no longer documented in a media type.";
    ENCODING_CHANGED "encoding-changed" "encoding-changed" "A property of a form or a part of a multipart body is written in another way.";
    STATUS_ADDED "status-added" "status-removed" "A status is documented that was not. A description need not name every status, so that a client must expect others.";
    STATUS_REMOVED "status-removed" "status-added" "A status is no longer documented. A success that clients wait for is gone.";
    HEADER_ADDED "header-added" "header-removed" "A header is new and may be absent.";
    HEADER_REMOVED "header-removed" "header-added" "A header that could be absent is gone.";
    REQUIRED_HEADER_ADDED "required-header-added" "required-header-removed" "A header is new and always sent.";
    REQUIRED_HEADER_REMOVED "required-header-removed" "required-header-added" "A header that was always sent is gone.";
    HEADER_REQUIRED "header-required" "header-optional" "A header that could be absent is always sent.";
    HEADER_OPTIONAL "header-optional" "header-required" "A header that was always sent may be absent.";
    LINK_ADDED "link-added" "link-removed" "A response names an operation to go on with.";
    LINK_REMOVED "link-removed" "link-added" "A response no longer names an operation to go on with.";
    LINK_CHANGED "link-changed" "link-changed" "A link leads to another operation, or gives it other parameters.";
    TYPE_CHANGED "type-changed" "type-changed" "Values are of another JSON type.";
    TYPE_WIDENED "type-widened" "type-narrowed" "Values may be of further JSON types.";
    TYPE_NARROWED "type-narrowed" "type-widened" "Values are of fewer JSON types.";
    NULL_ALLOWED "null-allowed" "null-refused" "A value may be null.";
    NULL_REFUSED "null-refused" "null-allowed" "A value may no longer be null.";
    FORMAT_CHANGED "format-changed" "format-changed" "Values have another `format`.";
    ENUM_VALUE_ADDED "enum-value-added" "enum-value-removed" "A value was added to those that are listed.";
    ENUM_VALUE_REMOVED "enum-value-removed" "enum-value-added" "A value is no longer among those that are listed.";
    VALUES_LISTED "values-listed" "values-unlisted" "Values are limited to a list (`enum`, `const`).";
    VALUES_UNLISTED "values-unlisted" "values-listed" "Values are no longer limited to a list (`enum`, `const`).";
    CONSTANT_CHANGED "constant-changed" "constant-changed" "The one value that is allowed is another.";
    MINIMUM_CHANGED "minimum-changed" "minimum-changed" "The least number changed (`minimum`, `exclusiveMinimum`).";
    MAXIMUM_CHANGED "maximum-changed" "maximum-changed" "The greatest number changed (`maximum`, `exclusiveMaximum`).";
    MULTIPLE_OF_CHANGED "multiple-of-changed" "multiple-of-changed" "What numbers are multiples of changed (`multipleOf`).";
    MIN_LENGTH_CHANGED "min-length-changed" "min-length-changed" "The least length of a text changed.";
    MAX_LENGTH_CHANGED "max-length-changed" "max-length-changed" "The greatest length of a text changed.";
    PATTERN_CHANGED "pattern-changed" "pattern-changed" "What a text must match changed.";
    CONTENT_ENCODING_CHANGED "content-encoding-changed" "content-encoding-changed" "How bytes are written in a text changed (`contentEncoding`, `contentMediaType`).";
    MIN_ITEMS_CHANGED "min-items-changed" "min-items-changed" "The least number of items changed.";
    MAX_ITEMS_CHANGED "max-items-changed" "max-items-changed" "The greatest number of items changed.";
    UNIQUE_ITEMS_CHANGED "unique-items-changed" "unique-items-changed" "Whether an item may come twice changed.";
    MIN_PROPERTIES_CHANGED "min-properties-changed" "min-properties-changed" "The least number of properties changed.";
    MAX_PROPERTIES_CHANGED "max-properties-changed" "max-properties-changed" "The greatest number of properties changed.";
    PROPERTY_ADDED "property-added" "property-removed" "A property is new and may be absent.";
    PROPERTY_REMOVED "property-removed" "property-added" "A property that could be absent is gone.";
    REQUIRED_PROPERTY_ADDED "required-property-added" "required-property-removed" "A property is new and always there.";
    REQUIRED_PROPERTY_REMOVED "required-property-removed" "required-property-added" "A property that was always there is gone.";
    PROPERTY_REQUIRED "property-required" "property-optional" "A property that could be absent must be there.";
    PROPERTY_OPTIONAL "property-optional" "property-required" "A property that had to be there may be absent.";
    ADDITIONAL_PROPERTIES_REFUSED "additional-properties-refused" "additional-properties-allowed" "Properties that are not described are no longer allowed.";
    ADDITIONAL_PROPERTIES_ALLOWED "additional-properties-allowed" "additional-properties-refused" "Properties that are not described are allowed.";
    ADDITIONAL_PROPERTIES_CHANGED "additional-properties-changed" "additional-properties-changed" "What properties that are not described may hold changed.";
    READ_ONLY_CHANGED "read-only-changed" "read-only-changed" "Whether only responses carry a property changed (`readOnly`).";
    WRITE_ONLY_CHANGED "write-only-changed" "write-only-changed" "Whether only requests carry a property changed (`writeOnly`).";
    DEFAULT_CHANGED "default-changed" "default-changed" "What is meant by leaving a value out changed (`default`).";
    PROPERTY_DEPRECATED "property-deprecated" "property-undeprecated" "The vendor advises against a property from now on.";
    PROPERTY_UNDEPRECATED "property-undeprecated" "property-deprecated" "The vendor no longer advises against a property.";
    VARIANT_ADDED "variant-added" "variant-removed" "A union has a further alternative.";
    VARIANT_REMOVED "variant-removed" "variant-added" "An alternative of a union is gone.";
    DISCRIMINATOR_CHANGED "discriminator-changed" "discriminator-changed" "What tells the alternatives of a union apart changed: the property, or the values that stand for them.";
    CONDITION_CHANGED "condition-changed" "condition-changed" "A keyword that is judged as a whole says something else: `not`, `if`, `contains`, `dependentRequired`, `patternProperties` and their like.";
    INAPPLICABLE_KEYWORD_CHANGED "inapplicable-keyword-changed" "inapplicable-keyword-changed" "A keyword says something else of values that the schema's own type leaves out, such as `maximum` beside `type: string`. By the letter nothing follows; its author may have meant another type.";
    SCHEMA_CHANGED "schema-changed" "schema-changed" "A schema says something else, and it has too many alternatives to say what.";
    XML_CHANGED "xml-changed" "xml-changed" "How a value stands in XML changed (`xml`): its name, its namespace, or whether it is an element, an attribute or text.";
    RUST_CHANGED "rust-changed" "rust-changed" "Something that users of the crates can name changed, and nothing on the wire did.";
}

/// The rule of that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::{ALL, find};

    #[test]
    fn each_rule_has_a_mirror_that_has_it() {
        for rule in ALL {
            let mirror = find(rule.mirror).unwrap_or_else(|| panic!("{} has no mirror", rule.id));
            assert_eq!(mirror.mirror, rule.id);
            assert_eq!(ALL.iter().filter(|it| it.id == rule.id).count(), 1, "{}", rule.id);
        }
    }
}
