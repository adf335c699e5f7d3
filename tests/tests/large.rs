//! Descriptions too large to keep: they are made here.

use specwright_tests::run;
use std::fmt::Write;
use std::fs;

/// How many constants.
const CONSTANTS: usize = 10_000;

#[test]
fn an_enumeration_of_ten_thousand_constants_is_generated() {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      operationId: send\n      requestBody: \
         {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Airport'}}}}\n      responses: \
         {'204': {description: ok}}\ncomponents:\n  schemas:\n    Airport:\n      type: string\n      enum:\n",
    );
    for number in 0..CONSTANTS {
        let _infallible = writeln!(text, "        - code-{number}");
    }
    let place = tempfile::tempdir().expect("a temporary folder");
    fs::write(place.path().join("input.yaml"), text).expect("writable");
    let ran =
        run(place.path(), ["generate", "--spec", "input.yaml", "--name", "large", "--out", "out", "--only", "types"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let read =
        |path: &str| fs::read_to_string(place.path().join("out/types/src").join(path)).expect("a generated file");
    let declarations = syn::parse_file(&read("declarations.rs")).expect("it is Rust");
    let variants = declarations.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) => Some(item.variants.len()),
        _ => None,
    });
    assert_eq!(variants, Some(CONSTANTS));
    assert_eq!(read("codec.rs").matches("Self::Code").count(), CONSTANTS);
}
