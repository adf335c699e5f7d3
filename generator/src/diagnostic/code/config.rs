//! Codes about vendor.yaml and spec.lock.

codes! {
    CONFIG_SHAPE = "config-shape", Error, "",
        "A value in vendor.yaml or spec.lock is of another kind than its key takes: see ARCHITECTURE.md for both files.";
    CONFIG_UNKNOWN_KEY = "config-unknown-key", Fault, "",
        "vendor.yaml and spec.lock have a fixed set of keys, so that a mistyped one is not silently without effect. Correct or remove it.";
    CONFIG_MISSING_KEY = "config-missing-key", Error, "",
        "vendor.yaml names the crates and lists at least one document. Add the key.";
    CONFIG_VALUE = "config-value", Error, "",
        "The value is not one of those that its key takes. The message lists them.";
    CONFIG_PATH = "config-path", Error, "",
        "A vendor's files lie in its own folder, each listed once: a path is relative, is written with `/`, and does not go upwards.";
    LOCK_MISMATCH = "lock-mismatch", Fault, "",
        "spec.lock records the SHA-256 of each document the crates were made from, so that none changes unseen. Look at what \
         changed in the document, then record it with `--update-lock`.";
    LOCK_INCOMPLETE = "lock-incomplete", Fault, "",
        "spec.lock records every document that vendor.yaml lists, and no other. Record them with `--update-lock`.";
    SELECTION_NO_MATCH = "selection-no-match", Fault, "",
        "Each tag, `operationId` and path under `only` and `except` of vendor.yaml chooses at least one operation, so that a mistyped one or one \
         that the vendor renamed is not silently without effect. Tags and ids are compared as the document writes them; in a path `*` stands for \
         one segment and `**` for any number of them. Correct the word, or take it out.";
}
