//! Codes about vendor.yaml and spec.lock.

codes! {
    CONFIG_SHAPE = "config-shape", Error, "",
        "The value of a key in vendor.yaml or spec.lock is of the wrong type. The message states the type that the key takes; the book lists all keys.";
    CONFIG_UNKNOWN_KEY = "config-unknown-key", Fault, "",
        "vendor.yaml and spec.lock have a fixed set of keys, so that a misspelt one is not silently without effect. Correct or remove it.";
    CONFIG_MISSING_KEY = "config-missing-key", Error, "",
        "vendor.yaml names the crates and lists at least one document. Add the key.";
    CONFIG_VALUE = "config-value", Error, "",
        "The value is not one of those that its key takes. The message states them.";
    CONFIG_PATH = "config-path", Error, "",
        "A vendor's files lie in its own folder, each listed once: a path is relative, is written with `/`, and does not go upwards.";
    LOCK_MISMATCH = "lock-mismatch", Fault, "",
        "spec.lock records the SHA-256 of each document the crates were made from, so that none changes unseen. Look at what \
         changed in the document, then record it with `--update-lock`.";
    LOCK_INCOMPLETE = "lock-incomplete", Fault, "",
        "spec.lock records every document that vendor.yaml lists, and no other. Record them with `--update-lock`.";
    SELECTION_NO_MATCH = "selection-no-match", Fault, "",
        "Each tag, `operationId`, path and schema under `only` and `except` of vendor.yaml chooses at least one operation, so that a mistyped one or one \
         that the vendor renamed is not silently without effect. Tags, ids and the keys of schemas are compared as the document writes them; in a path `*` stands for \
         one segment and `**` for any number of them. Correct the word, or take it out.";
    SETTING_NO_MATCH = "setting-no-match", Fault, "",
        "Each key of `formats`, `replace`, `derives` and `attributes` under `types` of vendor.yaml names a format, a component or a Rust type that the \
         description has, so that a mistyped one, or one that the vendor renamed, is not silently without effect. Correct the key, or remove it.";
    DERIVE_IMPOSSIBLE = "derive-impossible", Fault, "",
        "`Copy`, `Default`, `Eq` and `Hash` are derived only where every part of a type implements the trait. A list is not `Copy`, and a number that may \
         have decimals is neither `Eq` nor `Hash`. Take the trait out of the list of that type, or ask for it under `*`, which leaves such types out.";
    PATCH_SYNTAX = "patch-syntax", Error, "",
        "A patch is a unified diff, as `diff -u` and `git diff` write it: the path of the file after `---` and `+++`, then hunks. A file that is not a unified diff is not applied, and nothing is generated.";
    PATCH_REFUSED = "patch-refused", Error, "",
        "A patch is applied only where every line that it removes or keeps is in the file, byte for byte: at the line that the hunk names, or at the only other place where these lines occur. Otherwise the file is not the one that the patch was made for. Make the patch again from the current file.";
    PATCH_UNUSED = "patch-unused", Fault, "",
        "A patch names a file that is not read: neither a document nor a file that one refers to. Correct the path after `+++`, which is relative to \
         the folder of the description, or remove the patch.";
    ACCEPT_UNUSED = "accept-unused", Warning, "",
        "An accepted fault does not occur any more: it was corrected, or it moved and is reported under another name. Remove or correct the entry, so that it does not hide a later fault.";
}
