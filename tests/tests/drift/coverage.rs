//! Nothing of a description is forgotten: each field of the types that hold one has a rule, or a reason why it has none; so has each rule of oasdiff.
//!
//! The fields are read from the sources of `document` and `ir` by Rust's parser; what is said of them stands in `tests/drift/fields.csv`, and what is said of oasdiff's rules (of August 2026)
//! in `tests/drift/oasdiff.csv`.

use libtest_mimic::Failed;
use specwright::drift::{Party, Wire, rule};
use specwright_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
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
                let unknown = rules(why).into_iter().filter(|it| rule::find(it).is_none());
                complaints.extend(unknown.map(|it| format!("{field}: there is no rule `{it}`")));
            }
        }
    }
    complaints.extend(said.keys().filter(|it| !fields.contains(**it)).map(|it| format!("there is no field {it}")));
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
}

/// The rules of a row; none where it has a reason instead.
fn rules(why: &str) -> Vec<&str> {
    if why.strip_prefix("none: ").is_some_and(|it| it.len() > 10) { Vec::new() } else { why.split(' ').collect() }
}

/// What oasdiff calls an error is breaking or unproven by one of the rules here, as cases show, or there is a reason why it is not.
pub fn every_rule_of_oasdiff_has_a_rule_or_a_reason(cases: &[PathBuf]) -> Result<(), Failed> {
    let table = fs::read_to_string(root().join("tests/drift/oasdiff.csv"))?;
    let mut harmful: BTreeSet<&str> = BTreeSet::new();
    for folder in cases {
        let pair = crate::of(folder)?;
        for report in [pair.compare(), pair.reversed().compare()] {
            let told = report.changes.iter().filter(|it| it.verdict(&[Party::Client, Party::Server]) >= Wire::Unproven);
            harmful.extend(told.map(|it| it.rule.id));
        }
    }
    let (mut ids, mut errors, mut complaints) = (BTreeSet::new(), 0, Vec::new());
    for line in table.lines().skip(1) {
        let [id, level, why] = line.splitn(3, ',').collect::<Vec<_>>()[..] else {
            return Err(format!("`{line}` has no three columns").into());
        };
        let rules = rules(why);
        if !ids.insert(id) {
            complaints.push(format!("{id} stands there twice"));
        }
        let unknown = rules.iter().filter(|it| rule::find(it).is_none());
        complaints.extend(unknown.map(|it| format!("{id}: there is no rule `{it}`")));
        errors += usize::from(level == "error");
        if level == "error" && !rules.is_empty() && !rules.iter().any(|it| harmful.contains(it)) {
            complaints.push(format!("{id} is an error there, and {rules:?} harm nobody in any case"));
        }
    }
    // So many it has.
    if (ids.len(), errors) != (509, 213) {
        complaints.push(format!("{} rules, of which {errors} are errors", ids.len()));
    }
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
                "check.rs",
                "settings.rs",
                "xml.rs",
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
