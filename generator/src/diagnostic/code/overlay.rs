//! Codes about overlays and JSONPath.

codes! {
    OVERLAY_SHAPE = "overlay-shape", Error, "Overlay 1.1.0 §Overlay Object",
        "An overlay is an object with `overlay`, `info` and a list of `actions`, which has at least one. A value is missing or of \
         another kind.";
    OVERLAY_VERSION = "overlay-version", Fault, "Overlay 1.1.0 §Versions",
        "Overlays of versions 1.0 and 1.1 are known. The feature was added later than the version that `overlay` says, or the version is \
         not known; the overlay is applied by the rules of 1.1.";
    OVERLAY_UNKNOWN_KEY = "overlay-unknown-key", Fault, "Overlay 1.1.0 §Action Object",
        "Objects of an overlay have fixed keys, beside extensions that begin with `x-`. Correct or remove the key.";
    OVERLAY_ACTION = "overlay-action", Fault, "Overlay 1.1.0 §Action Object",
        "An action has a `target` and does one thing with it: `update`, `copy` or `remove: true`. The action is not applied.";
    OVERLAY_QUERY = "overlay-query", Fault, "RFC 9535 §2",
        "`target` and `copy` are JSONPath queries: `$.paths['/contacts/{id}'].get`. The action is not applied.";
    OVERLAY_QUERY_COST = "overlay-query-cost", Fault, "",
        "A query with several `..`, or with filters that look at the whole document, walks it many times over. One that may take more \
         steps than its budget is not evaluated, and the action is not applied.";
    OVERLAY_NO_MATCH = "overlay-no-match", Fault, "",
        "An action that selects nothing corrects nothing: the document has changed, or the query is wrong. Correct or remove the \
         action. (The specification lets it pass, but then a correction could be lost unseen.)";
    OVERLAY_NO_CHANGE = "overlay-no-change", Warning, "",
        "The document already says what the action would make it say, so the correction is no longer needed. Remove the action.";
    OVERLAY_INCOMPATIBLE = "overlay-incompatible", Fault, "Overlay 1.1.0 §Action Object",
        "Objects are merged with objects, arrays are extended, and a string, number, boolean or null replaces another. Nodes selected \
         together are of one of these kinds. What does not fit is left as it was.";
    OVERLAY_NO_REASON = "overlay-no-reason", Fault, "",
        "Each action of a vendor's overlay says in its `description` why the document is wrong and where that is known from.";
}
