//! Nothing of a description is forgotten: each field of the types that hold one has a rule, or a reason why it has none.
//!
//! The fields are read from the sources of `document` and `ir` by Rust's parser; what is said of them stands in `tests/drift/fields.csv`.

use libtest_mimic::Failed;
use specwright::drift::rule;
use specwright_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use syn::{Fields, Item};

pub fn every_field_has_a_rule_or_a_reason() -> Result<(), Failed> {
    let table = fs::read_to_string(root().join("tests/drift/fields.csv"))?;
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    for line in table.lines().skip(1).filter(|it| !it.is_empty()) {
        let (field, why) = line.split_once(',').ok_or_else(|| format!("`{line}` is no `field,rules or reason`"))?;
        if said.insert(field, why).is_some() {
            return Err(format!("{field} stands there twice").into());
        }
    }
    let mut complaints = Vec::new();
    let fields = fields();
    for field in &fields {
        match said.get(field.as_str()) {
            None => complaints.push(format!("{field} has neither a rule nor a reason")),
            Some(why) => {
                let rules: Vec<&str> = why.split(' ').collect();
                let waived = why.strip_prefix("none: ").is_some_and(|it| it.len() > 10);
                if !waived {
                    complaints.extend(
                        rules
                            .iter()
                            .filter(|it| rule::find(it).is_none())
                            .map(|it| format!("{field}: there is no rule `{it}`")),
                    );
                }
            }
        }
    }
    complaints.extend(said.keys().filter(|it| !fields.contains(**it)).map(|it| format!("there is no field {it}")));
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
}

/// `Module.Type.field` of every public structure and variant with data.
fn fields() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (module, files) in [
        ("document", &["mod.rs", "schema.rs"][..]),
        (
            "ir",
            &[
                "mod.rs",
                "operation.rs",
                "types.rs",
                "union.rs",
                "constraints.rs",
                "media.rs",
                "note.rs",
                "pagination.rs",
                "webhooks.rs",
                "encoding.rs",
                "security.rs",
            ][..],
        ),
    ] {
        for file in files {
            let path = root().join("generator/src").join(module).join(file);
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for item in syn::parse_file(&text).expect("Rust").items {
                match item {
                    Item::Struct(item) => add(&mut all, &format!("{module}.{}", item.ident), &item.fields),
                    Item::Enum(item) => {
                        for variant in &item.variants {
                            add(&mut all, &format!("{module}.{}.{}", item.ident, variant.ident), &variant.fields);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    all
}

fn add(all: &mut BTreeSet<String>, base: &str, fields: &Fields) {
    if let Fields::Named(fields) = fields {
        all.extend(fields.named.iter().filter_map(|it| Some(format!("{base}.{}", it.ident.as_ref()?))));
    }
}
