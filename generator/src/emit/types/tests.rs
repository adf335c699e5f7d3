//! Takes apis made by hand; sees what is emitted for them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod sample;

use crate::emit::RustFile;
use crate::ir::{Api, Constraints, DateTimeLibrary, Presence, Scalar, Type, Usage};
use quote::quote;
use sample::{Builder, field, structure};

/// The files for one of everything, for the formatter's tests.
pub(crate) fn one_of_everything() -> Vec<RustFile> {
    super::emit(&sample::api()).make()
}

/// A file as text without layout.
fn text(api: &Api, path: &str) -> String {
    let files = super::emit(api).make();
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    flat(file)
}

fn flat(file: &RustFile) -> String {
    file.items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Without spaces, which depend on how tokens were made.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

#[track_caller]
fn holds(text: &str, tokens: proc_macro2::TokenStream) {
    let tokens = dense(&tokens.to_string());
    assert!(dense(text).contains(&tokens), "no `{tokens}` in\n{text}");
}

#[test]
fn few_types_stand_in_one_file() {
    let files = super::emit(&sample::api()).make();
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["src/lib.rs", "src/declarations.rs", "src/codec.rs"]);
}

#[test]
fn presence_decides_type_reading_and_writing() {
    let mut builder = Builder::default();
    let fields = vec![
        field("a", Type::Scalar(Scalar::I64), Presence::Required),
        field("b", Type::Scalar(Scalar::I64), Presence::Optional),
        field("c", Type::Scalar(Scalar::I64), Presence::Nullable),
        field("d", Type::Scalar(Scalar::I64), Presence::OptionalNullable),
    ];
    builder.add("Both", structure(fields.clone()), Usage { request: true, response: true });
    let declarations = text(&builder.api(), "src/declarations.rs");
    holds(&declarations, quote!(pub a: i64));
    holds(&declarations, quote!(pub b: Option<i64>));
    holds(&declarations, quote!(pub c: Option<i64>));
    holds(&declarations, quote!(pub d: Field<i64>));
    holds(&declarations, quote!(pub fn new(a: i64, c: Option<i64>) -> Self));
    let codec = text(&builder.api(), "src/codec.rs");
    holds(
        &codec,
        quote!(let (Some(a), Some(c)) = (a, c) else { return None; }; Some(Self { a, b: b.optional(), c, d: d.optional(), })),
    );
    holds(&codec, quote!(fields.optional("b", &self.b); fields.required("c", &self.c); fields.field("d", &self.d);));

    let mut builder = Builder::default();
    builder.add("Answer", structure(fields), Usage { request: false, response: true });
    let declarations = text(&builder.api(), "src/declarations.rs");
    holds(&declarations, quote!(pub d: Option<i64>));
    assert!(!declarations.contains("fn new"), "only requests are made by users");
}

#[test]
fn a_name_of_ours_gives_way_to_one_of_the_vendor() {
    let mut builder = Builder::default();
    let fields = vec![
        field("entries", Type::Map(Box::new(Type::Any)), Presence::Required),
        field("at", Type::Scalar(Scalar::DateTime), Presence::Required),
    ];
    builder.add("BTreeMap", structure(fields), Usage { request: false, response: true });
    builder.add("Value", structure(Vec::new()), Usage { request: false, response: true });
    let declarations = text(&builder.api(), "src/declarations.rs");
    holds(&declarations, quote!(pub entries: std::collections::BTreeMap<String, serde_json::Value>));
    holds(&declarations, quote!(pub at: DateTime<FixedOffset>));
    holds(
        &declarations,
        quote!(
            use chrono::{DateTime, FixedOffset};
        ),
    );
    holds(
        &text(&builder.api(), "src/codec.rs"),
        quote!(entries_.fill(&mut [("entries", &mut entries), ("at", &mut at)])?;),
    );
}

#[test]
fn rules_reach_whoever_holds_a_type_with_rules() {
    let mut builder = Builder::default();
    let both = Usage { request: true, response: true };
    let mut code = field("code", Type::Scalar(Scalar::String), Presence::Optional);
    code.constraints =
        Constraints { max_length: Some(3), pattern: Some("^a$".into()), ..Constraints::default() }.into();
    let inner = builder.add("Inner", structure(vec![code.clone()]), both);
    let list = Type::List(Box::new(Type::Defined(inner)));
    builder.add("Outer", structure(vec![field("inner", list, Presence::Optional)]), both);
    builder.add("Plain", structure(vec![field("a", Type::Any, Presence::Optional)]), both);
    builder.add("Answer", structure(vec![code]), Usage { request: false, response: true });
    let codec = text(&builder.api(), "src/codec.rs");
    holds(
        &codec,
        quote!(report.field("code", &self.code, &[runtime::Rule::MaxLength(3), runtime::Rule::Pattern("^a$")]);),
    );
    holds(&codec, quote!(report.field("inner", &self.inner, &[]);));
    holds(&codec, quote!(runtime::without_rules!(Plain);));
    assert!(!codec.contains(&quote!(runtime::Validate for Answer).to_string()));
    let api = builder.api();
    let files = super::emit(&api);
    assert_eq!(files.parts, ["pattern"]);
    let manifest = &files.text[0].1;
    assert!(!manifest.contains("[features]") && manifest.contains("\nregex = "), "{manifest}");
}

#[test]
fn numbers_of_rules_keep_their_value() {
    let constraints = |minimum: &str| Constraints {
        minimum: Some(crate::ir::Bound { value: minimum.into(), exclusive: true }),
        ..Constraints::default()
    };
    let rule = |minimum: &str| {
        super::rules(&constraints(minimum), &quote!(runtime)).iter().map(ToString::to_string).collect::<String>()
    };
    let exact = quote!(runtime::Rule::ExclusiveMinimum(runtime::Bound::Integer(-9223372036854776000)));
    assert_eq!(rule("-9223372036854776000"), exact.to_string());
    assert_eq!(rule("0.5"), quote!(runtime::Rule::ExclusiveMinimum(runtime::Bound::Number(0.5))).to_string());
    assert_eq!(rule("1e999"), "");
}

#[test]
fn dates_come_from_the_crate_asked_for() {
    for (library, line, ty) in [
        (DateTimeLibrary::Chrono, Some("chrono = "), quote!(pub at: DateTime<FixedOffset>)),
        (DateTimeLibrary::Jiff, Some("jiff = "), quote!(pub at: Timestamp)),
        (DateTimeLibrary::Time, Some("time = "), quote!(pub at: OffsetDateTime)),
        (DateTimeLibrary::Text, None, quote!(pub at: String)),
    ] {
        let mut builder = Builder::default();
        let at = field("at", Type::Scalar(Scalar::DateTime), Presence::Required);
        builder.add("Event", structure(vec![at]), Usage { request: false, response: true });
        let mut api = builder.api();
        api.date_time = library;
        holds(&text(&api, "src/declarations.rs"), ty);
        let manifest = &super::emit(&api).text[0].1;
        for name in ["chrono = ", "jiff = ", "time = "] {
            let listed = manifest.lines().any(|l| l.starts_with(name) && l.contains("version"));
            assert_eq!(listed, line == Some(name), "{manifest}");
        }
    }
}

#[test]
fn many_types_are_parted_by_tag() {
    let mut builder = Builder::default();
    for index in 0..80 {
        let id = builder.add(&format!("T{index}"), structure(Vec::new()), Usage { request: false, response: true });
        builder.reach(id, index % 3);
    }
    let files = super::emit(&builder.api_with_groups(&["contacts", "letters"])).make();
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "src/lib.rs",
        "src/declarations.rs",
        "src/codec.rs",
        "src/declarations/shared.rs",
        "src/codec/shared.rs",
        "src/declarations/contacts.rs",
        "src/codec/contacts.rs",
        "src/declarations/letters.rs",
        "src/codec/letters.rs",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn every_feature_of_the_runtime_is_kept_from_groups() {
    assert!(super::uses::FEATURES.iter().all(|feature| crate::ir::OWN_FEATURES.contains(feature)));
}

#[test]
fn outside_the_crate_everything_is_reached_through_it() {
    let mut builder = Builder::default();
    let id = builder.add("Contact", structure(Vec::new()), Usage { request: true, response: true });
    let api = builder.api();
    let paths = super::TypePaths::outside(&api);
    let map = Type::Map(Box::new(Type::Boxed(id)));
    holds(&paths.ty(&map).to_string(), quote!(std::collections::BTreeMap<String, Box<types::Contact>>));
    holds(&paths.ty(&Type::Scalar(Scalar::Uuid)).to_string(), quote!(types::uuid::Uuid));
    let field = paths.field(&Type::Any, crate::ir::Wrapping::ThreeState);
    holds(&field.to_string(), quote!(types::runtime::Field<types::serde_json::Value>));
}
