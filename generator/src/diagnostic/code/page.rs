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
        "A page that ends before a section that all pages of its kind have was cut on its way. Fetch it again, whole.";
    PAGE_CONTRADICTION = "page-contradiction", Warning, "",
        "What is read from a page must accept what the page shows: its examples, its defaults and the samples of its renderer. A claim that \
         refuses one of them is left out, whichever of both is wrong; say by an overlay what is right.";
    COLLAPSED_PAGE = "collapsed-page", Error, "",
        "The structure of a page is in its lines. Where an extractor joined them, nothing can be told apart with certainty; \
         fetch the page again with its line breaks.";
    PAGE_MISMATCH = "page-mismatch", Error, "",
        "A page names its operation outside of the document it holds. The two must agree; a page that does not is of another \
         operation than it says.";
    UNREAD_FORM = "unread-form", Error, "",
        "The form of this page is known, and it holds no OpenAPI document: it is not read, rather than read in part. Fetch the \
         page in the form that holds one, or give the document itself.";
    SCHEME_INFERRED = "security-scheme-inferred", Note, "",
        "Some exporters state authentication by a header parameter `Authorization`, which OpenAPI has ignored. Where no scheme is declared, one is \
         inferred from the parameter's description, so that clients can authenticate.";
    RECORDED = "recorded-not-described", Note, "",
        "Requests that were recorded show what occurred. A document made of them has no more: what is required, what else may come and what a value \
         means is not in it.";
    SERVER_INCOMPLETE = "server-incomplete", Note, "",
        "The page prints servers without their schemes. A server is known whole only where a code sample uses it.";
    SCHEME_UNDECIDED = "security-scheme-undecided", Warning, "",
        "The page prints the names of security schemes; what they are is known only where a code sample shows it without doubt.";
    NESTING_UNDECIDED = "nesting-undecided", Warning, "",
        "The page prints the fields of nested objects one after the other without depth. Where names and examples leave several \
         readings, the fields on which they differ are left out.";
    VALUE_UNREADABLE = "value-unreadable", Warning, "",
        "A part of the page fits no form that the renderer writes. The part is left out; describe it by an overlay.";
    KEYWORD_LEFT_OUT = "keyword-left-out", Note, "",
        "What the page prints can mean several things. It is left out; say what is meant by an overlay.";
    MEDIA_TYPES_LOST = "media-types-lost", Warning, "",
        "Of several media types the page names the first only. The others are left out; add them by an overlay.";
    PART_LEFT_OUT = "part-left-out", Warning, "",
        "A part of the page is recognised and not read.";
}
