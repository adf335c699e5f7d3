//! The house rules hold: the same check as `cargo xtask tidy`.

// `xtask` is a workspace of its own, so that it builds where `generated/` is missing; its rules are shared as a file.
#[path = "../../xtask/src/tidy.rs"]
mod rules;

#[test]
fn the_house_rules_hold() {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let complaints = rules::check(root);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
