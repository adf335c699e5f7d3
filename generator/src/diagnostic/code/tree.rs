//! Codes about YAML, JSON and JSON Pointer.

codes! {
    EMPTY_DOCUMENT = "empty-document", Error, "",
        "A document holds one value. This text holds none: it is empty, or there are only comments in it.";
    JSON_SYNTAX = "json-syntax", Error, "RFC 8259 §2",
        "The text is neither JSON nor YAML. The place is the first one at which it stops being JSON.";
    NOT_QUITE_JSON = "not-quite-json", Warning, "RFC 8259 §4",
        "The text would be JSON, but for a comma after the last value of a map or a list. It is read as YAML, whose flow style allows that; other tools will refuse it.";
    TEXT_AFTER_DOCUMENT = "text-after-document", Fault, "RFC 8259 §2",
        "A JSON text is one value. What follows it is ignored; remove it, or give the documents one file each.";
    YAML_SYNTAX = "yaml-syntax", Error, "YAML 1.2.2 §5-9",
        "The text is not YAML. The place is the first one that fits no production of the grammar.";
    SEVERAL_DOCUMENTS = "several-documents", Fault, "YAML 1.2.2 §9.2",
        "One document is expected in a file. The first one is read and the others are ignored; give each a file.";
    DUPLICATE_KEY = "duplicate-key", Warning, "YAML 1.2.2 §3.2.1.1",
        "A key stands once in a map. Here it is given several times, with values that agree: maps that do not contradict each other are read as \
         one, and of different texts of documentation the last counts. Nothing of the API is lost. An overlay that sets or removes the key settles it.";
    CONFLICTING_KEY = "conflicting-key", Fault, "YAML 1.2.2 §3.2.1.1",
        "A key stands once in a map. Here it is given several times, with values that contradict each other, so that one of them is not what the \
         API does. The last value counts, as most JSON readers have it. Set or remove the key by an overlay, or remove one of them by a patch.";
    NESTING_TOO_DEEP = "nesting-too-deep", Error, "",
        "Lists and maps may be nested only so deep (the budget `depth`), which no API description needs and which keeps readers safe.";
    TOO_MANY_VALUES = "too-many-values", Error, "YAML 1.2.2 §7.1",
        "A document may hold only so many values (the budget `nodes`), and its aliases may not stand for far more text than it has (the budget `alias-expansion`), as a \
         decompression bomb's do. Write what is repeated once under `components` and use `$ref`.";
    RECURSIVE_ALIAS = "recursive-alias", Fault, "YAML 1.2.2 §7.1",
        "An alias may not stand inside the node it names, since JSON has no such values; null is read in its place. \
         Use `$ref` for recursion.";
    MERGE_VALUE = "merge-value", Fault, "YAML merge key language-independent type",
        "The merge key `<<` takes a map or a list of maps. Anything else is ignored.";
    KEY_NOT_SCALAR = "key-not-scalar", Fault, "OpenAPI 3.1.1 §4.2",
        "Keys of a map are strings, since a document can be written as JSON. An entry with another key is ignored.";
    UNKNOWN_TAG = "unknown-tag", Warning, "YAML 1.2.2 §10.3",
        "Only the tags of YAML's core schema have a meaning in JSON. Another tag is ignored and the value read as if untagged.";
    TAG_MISMATCH = "tag-mismatch", Fault, "YAML 1.2.2 §10.3",
        "The value is not of the kind that its tag says. The tag is ignored; correct the tag or the value.";
    NUMBER_NOT_JSON = "number-not-json", Fault, "OpenAPI 3.1.1 §4.2",
        "A document can be written as JSON, which has no infinity, no NaN and no notation for them. The text is kept as a string.";
    LONE_SURROGATE = "lone-surrogate", Fault, "RFC 8259 §8.2",
        "A `\\u` escape of a surrogate must be followed by that of its other half. A lone one is no character and is read \
         as U+FFFD.";
}
