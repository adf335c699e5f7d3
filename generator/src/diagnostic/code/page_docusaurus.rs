//! Codes about pages whose schemas were flattened to lines of text.

codes! {
    PAGE_NOT_FLATTENED = "page-not-flattened", Error, "",
        "A page of this form has a line with method and path, such as `GET/items/{id}`, and below it `Request` or `Responses` on lines of their own. Give the page as text with its line breaks.";
    PAGE_WITHOUT_SCHEMA = "page-without-schema", Error, "",
        "The page names an operation, but no response and no body: its content was not part of the text. Save the page again with its content shown.";
    PAGE_RESPONSES_LOST = "page-responses-lost", Fault, "",
        "A response is known by its status code. Where the page lists none, what it says of the answers belongs to no response and is left out. Save the page again with its list of codes, or add the responses by an overlay.";
    PAGE_STATUS_AMBIGUOUS = "page-status-ambiguous", Warning, "",
        "The panels of the responses follow one another without marks. Where their lines can be shared out over the status codes in two ways, only the codes are read. Add the rest by an overlay.";
    PAGE_SCHEMA_LOST = "page-schema-lost", Note, "",
        "The text holds nothing by which the properties of this schema could be named. It is read as one that allows everything. Add an overlay.";
    PAGE_LINES_AMBIGUOUS = "page-lines-ambiguous", Note, "",
        "The names of properties without parts are lost in this text; a line is given to a key of the example only where every reading agrees. The others are left out. Add an overlay for those that matter.";
    PAGE_NESTING_AMBIGUOUS = "page-nesting-ambiguous", Note, "",
        "Where an object ends is not printed; a property is given to an object only where the example or the names leave one way. The others are left out. Add an overlay for those that matter.";
    PAGE_PARAMETER_NAMES_LOST = "page-parameter-names-lost", Warning, "",
        "The names of these parameters are not part of the text, so the parameters are left out. Add them by an overlay.";
    PAGE_UNION = "page-union", Note, "",
        "The branches of a union are printed one after the other without ends. The union is read as a schema that allows everything. Add an overlay.";
}
