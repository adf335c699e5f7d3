//! Codes about documentation pages.

codes! {
    CONFLICTING_PAGES = "conflicting-pages", Fault, "",
        "Pages of one API are read together and must agree on what they share. Correct one of them by an overlay, or name the right one first.";
    UNKNOWN_PAGE = "unknown-page", Error, "",
        "A page is read by what it holds: an OpenAPI document in a fenced block, or the sections that a known renderer writes. \
         This one holds neither.";
    PAGES_PASSED_OVER = "pages-passed-over", Warning, "",
        "Files that are listed by a pattern or an index may be guides, which describe no operation. They are passed over.";
    PAGE_CUT = "page-cut", Fault, "",
        "The page ends before a section that every page of its kind has: it was truncated. Fetch it again in full.";
    PAGE_CONTRADICTION = "page-contradiction", Warning, "",
        "What is read from a page must accept the values that the page shows: its examples, its defaults and its code samples. A statement that rejects one of them is ignored, as the page does not show which of the two is wrong. State in an overlay what is right.";
    COLLAPSED_PAGE = "collapsed-page", Error, "",
        "The line breaks of a page carry its structure. This text has lost them, so that nothing can be read with certainty. Fetch the page again with its line breaks.";
    PAGE_MISMATCH = "page-mismatch", Error, "",
        "The page names its operation outside the document that it contains, and the two disagree. Fetch the page again, or give the document itself.";
    UNREAD_FORM = "unread-form", Error, "",
        "The page has a known form that contains no OpenAPI document. Such pages are not read, because they would be read in part. Fetch the page in the form that contains a document, or give the document itself.";
    SCHEME_INFERRED = "security-scheme-inferred", Note, "",
        "Some exporters state authentication by a header parameter `Authorization`, which OpenAPI has ignored. Where no scheme is declared, one is \
         inferred from the parameter's description, so that clients can authenticate.";
    RECORDED = "recorded-not-described", Note, "",
        "Recorded requests show what occurred. A document made from them does not state which values are required, which others may occur, and what a value means.";
    SERVER_INCOMPLETE = "server-incomplete", Note, "",
        "The page prints the URLs of servers without a scheme. The scheme is known only for a server that a code sample uses.";
    SCHEME_UNDECIDED = "security-scheme-undecided", Warning, "",
        "The page prints the names of security schemes without their types. A type is known only where a code sample shows it.";
    NESTING_UNDECIDED = "nesting-undecided", Warning, "",
        "The page prints the fields of nested objects one after the other without depth. Where names and examples leave several \
         readings, the fields on which they differ are left out.";
    VALUE_UNREADABLE = "value-unreadable", Warning, "",
        "A part of the page does not have a form that the renderer of the page writes. The part is left out. Describe it in an overlay.";
    KEYWORD_LEFT_OUT = "keyword-left-out", Note, "",
        "What the page prints for a keyword can mean several things. The keyword is left out. State in an overlay what is meant.";
    MEDIA_TYPES_LOST = "media-types-lost", Warning, "",
        "A body has several media types, and the page names only the first. The others are left out. Add them in an overlay.";
    PART_LEFT_OUT = "part-left-out", Warning, "",
        "A part of the page has a known form that is not read. It is left out. Describe it in an overlay.";
}
