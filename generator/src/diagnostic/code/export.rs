//! Codes about exporting OpenAPI documents.

codes! {
    EXPORT_LOSS = "export-loss", Warning, "OpenAPI 3.0.4 §4.7",
        "The version of OpenAPI exported has no words for this, so the exported document says less than the description. Export a newer version to keep it.";
}
