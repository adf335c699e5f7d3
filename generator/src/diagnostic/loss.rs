//! What can be lost where a code is told: the table that decides how bad each code is.
//!
//! Holds data and no pass. Promises that every code stands in one row, and that its severity is that of the row: a slip which costs nothing but
//! documentation never keeps crates from being written, and what can make calls go wrong always does.

use super::{Code, Severity};

/// What a reader of a message can lose.
#[derive(Debug)]
pub struct Loss {
    /// How bad that is.
    pub severity: Severity,
    /// What it is, in short.
    pub what: &'static str,
    /// Why it has that severity.
    pub why: &'static str,
    /// The codes by which it is told.
    pub codes: &'static [&'static str],
}

/// The table, from the least to the most.
pub const TABLE: &[Loss] = &[
    Loss {
        severity: Severity::Note,
        what: "nothing",
        why: "what the description says is there, or was never said; a choice was made for you that you may want to make yourself",
        codes: &[
            "security-scheme-inferred",
            "recorded-not-described",
            "name-collision",
            "duplicate-value",
            "enum-type",
            "keyword-ignored",
            "pattern-unchecked",
            "alternatives-ignored",
            "union-ordered",
            "discriminator-unused",
            "required-undefined",
            "default-mismatch",
            "parameter-media-type",
            "media-type-omitted",
            "content-without-body",
            "example-mismatch",
            "server-incomplete",
            "keyword-left-out",
            "page-schema-lost",
            "page-lines-ambiguous",
            "page-nesting-ambiguous",
            "page-union",
            "nullable-enum-without-null",
            "nullable-in-all-of",
            "ignored-header-parameter",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "documentation",
        why: "a text, an example or a name is missing or is not as it was meant; no request and no answer depends on it",
        codes: &[
            "documentation-left-out",
            "unresolved-example",
            "missing-documentation-field",
            "duplicate-tag",
            "duplicate-operation-id",
            "enumeration-names",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "nothing, but the text breaks a rule",
        why: "it is read in the one way that it can be meant, or so that nothing of it is lost; other tools may read it otherwise or refuse it",
        codes: &[
            "not-quite-json",
            "duplicate-key",
            "unknown-tag",
            "newer-openapi-version",
            "keyword-of-older-version",
            "read-as-meant",
            "scalar-read-as-text",
            "missing-responses",
            "null-read-as-absent",
            "misplaced-reference",
            "query-in-path",
            "identical-paths",
            "optional-path-parameter",
            "duplicate-parameter",
            "unknown-dialect",
            "empty-api",
            "path-parameter-not-in-path",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "precision",
        why: "a type or a check says less than the description: what is valid is sent and read all the same, and some of what is not is not refused",
        codes: &[
            "all-of-contradiction",
            "schema-cycle",
            "schema-too-deep",
            "too-many-combinations",
            "impossible-schema",
            "empty-enum",
            "unions-combined",
            "discriminator-unusable",
            "discriminator-ambiguous",
            "mapping-mismatch",
            "dangling-mapping",
            "constraint-left-out",
            "reference-sibling",
            "undeclared-path-parameter",
            "path-pattern",
            "server-variable",
            "collection-format",
            "unknown-field",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "what crates cannot say",
        why: "the description is sound, and generated crates or an exported document have no words for this part of it, which is left out",
        codes: &[
            "extension-invalid",
            "operation-omitted",
            "style-undefined",
            "operation-unreachable",
            "encoding-ignored",
            "xml-unusable",
            "receiver-parameter",
            "export-loss",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "what a page does not state",
        why: "the page or the document leaves a fact open; it is left out rather than guessed, and an overlay can add it",
        codes: &[
            "security-scheme-undecided",
            "pages-passed-over",
            "page-contradiction",
            "nesting-undecided",
            "value-unreadable",
            "media-types-lost",
            "part-left-out",
            "page-status-ambiguous",
            "page-parameter-names-lost",
            "security-undeclared",
        ],
    },
    Loss {
        severity: Severity::Warning,
        what: "nothing, as long as it stays so",
        why: "a correction or a permission of yours has become needless; left where it is, it could hide something later",
        codes: &["accept-unused", "overlay-no-change"],
    },
    Loss {
        severity: Severity::Fault,
        what: "a part of the API",
        why: "an operation, a parameter, an answer, a credential or a type is missing, or may be other than what the API does, so that calls can go wrong in use",
        codes: &[
            "text-after-document",
            "several-documents",
            "conflicting-key",
            "recursive-alias",
            "merge-value",
            "key-not-scalar",
            "tag-mismatch",
            "number-not-json",
            "lone-surrogate",
            "conflicting-pages",
            "several-bodies",
            "page-cut",
            "page-responses-lost",
            "wrong-type",
            "missing-field",
            "invalid-value",
            "unresolved-reference",
            "reference-cycle",
            "expansion-limit",
            "too-many-schemas",
            "too-much-inherited",
            "invalid-path",
            "no-operations",
            "conflicting-parameter",
            "style-not-allowed",
            "schema-or-content",
            "invalid-status-code",
            "undeclared-security-scheme",
            "server-variable-default",
            "query-string",
            "file-outside",
        ],
    },
    Loss {
        severity: Severity::Fault,
        what: "what you asked for",
        why: "a word of your own configuration, overlays or patches has no effect, so that a correction could be lost unseen",
        codes: &[
            "config-unknown-key",
            "lock-mismatch",
            "lock-incomplete",
            "patch-unused",
            "overlay-version",
            "overlay-unknown-key",
            "overlay-action",
            "overlay-query",
            "overlay-query-cost",
            "overlay-no-match",
            "selection-no-match",
            "setting-no-match",
            "derive-impossible",
            "overlay-incompatible",
            "overlay-no-reason",
            "extension-unknown-word",
        ],
    },
    Loss {
        severity: Severity::Error,
        what: "everything",
        why: "nothing can be made of the input, or nothing can be written",
        codes: &[
            "config-shape",
            "config-missing-key",
            "config-value",
            "config-path",
            "patch-syntax",
            "patch-refused",
            "unreadable-file",
            "file-too-large",
            "not-utf8",
            "unknown-vendor",
            "no-specs-folder",
            "foreign-folder",
            "edited-file",
            "record-unusable",
            "unwritable-folder",
            "unusable-name",
            "output-too-large",
            "overlay-shape",
            "unknown-page",
            "collapsed-page",
            "page-mismatch",
            "unread-form",
            "page-not-flattened",
            "page-without-schema",
            "not-openapi",
            "unknown-openapi-version",
            "empty-document",
            "json-syntax",
            "yaml-syntax",
            "nesting-too-deep",
            "too-many-values",
        ],
    },
];

/// The row of a code.
pub fn of(code: &Code) -> Option<&'static Loss> {
    TABLE.iter().find(|loss| loss.codes.contains(&code.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;

    #[test]
    fn every_code_has_the_severity_of_what_can_be_lost() {
        for code in code::all() {
            let rows: Vec<_> = TABLE.iter().filter(|loss| loss.codes.contains(&code.id)).collect();
            let severities: Vec<_> = rows.iter().map(|loss| loss.severity).collect();
            assert_eq!(severities, [code.severity], "`{}`: say in one row of this table what can be lost", code.id);
        }
        for id in TABLE.iter().flat_map(|loss| loss.codes) {
            assert!(code::all().any(|code| code.id == *id), "`{id}` is no code");
        }
    }

    #[test]
    fn rows_grow_worse() {
        assert!(TABLE.is_sorted_by_key(|loss| loss.severity));
    }
}
