//! Makes `OUT_DIR/library.rs` of the description.

fn main() -> Result<(), specwright::builder::Failure> {
    specwright::Builder::new("library")
        .document("openapi.yaml")
        // This crate talks to servers in the same process alone.
        .without_feature("hyper")
        .feature("fake")
        .generate()?;
    Ok(())
}
