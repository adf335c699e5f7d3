//! Codes about documentation pages.

codes! {
    CONFLICTING_PAGES = "conflicting-pages", Fault, "",
        "Pages of one API are read together and must agree on what they share. Correct one of them by an overlay, or name the right one first.";
    DIFFERENT_VERSIONS = "different-versions", Error, "",
        "Descriptions that are read together must be of one OpenAPI version. Give them apart, or raise the older one.";
}
