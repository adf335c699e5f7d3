//! Names of a description that generated code has already, each wherever a description gives names: crates with them compile.
//!
//! The words are what the runtimes declare (items, methods, arguments, variables, parameters of types), Rust's keywords and names that
//! file systems keep. `cargo test` takes some of them; `cargo test -p specwright-tests --test names -- --ignored` takes all, a document
//! for each 150.

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use specwright_tests::{complaints, files, root, run};
use std::collections::BTreeSet;
use std::fs;

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "raw", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self",
    "_", "aux", "con", "nul", "prn", "com1", "lpt1",
];

/// Names of one document.
const TOGETHER: usize = 150;

#[test]
fn names_that_generated_code_has_compile() {
    let declared: Vec<String> = declared().into_iter().collect();
    assert!(declared.len() > 1_000, "{}", declared.len());
    let some = declared.iter().step_by(declared.len() / 40).map(String::as_str);
    let words: Vec<&str> = KEYWORDS.iter().copied().step_by(3).chain(some).collect();
    compile("some", &[&words]);
}

#[test]
#[ignore = "compiles a dozen large APIs: half an hour"]
fn all_names_that_generated_code_has_compile() {
    let declared = declared();
    let words: Vec<&str> = KEYWORDS.iter().copied().chain(declared.iter().map(String::as_str)).collect();
    compile("all", &words.chunks(TOGETHER).collect::<Vec<_>>());
}

fn compile(name: &str, documents: &[&[&str]]) {
    let folder = root().join("target/names").join(name);
    fs::remove_dir_all(&folder).ok();
    let mut members = Vec::new();
    for (index, words) in documents.iter().enumerate() {
        let (name, out) = (format!("names{index}"), folder.join(format!("names{index}")));
        fs::create_dir_all(&out).expect("writable");
        let input = out.join("openapi.json");
        fs::write(&input, description(words).to_string()).expect("writable");
        let ran = run(
            &folder,
            ["generate", "--spec", &format!("{name}/openapi.json"), "--name", &name, "--out", &name].map(str::to_owned),
        );
        assert_eq!(ran.status, 0, "{}", ran.err);
        members.push(format!("\"{name}/*\""));
    }
    let exclude =
        (0..documents.len()).map(|index| format!("\"names{index}/openapi.json\"")).collect::<Vec<_>>().join(", ");
    let manifest =
        format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\nexclude = [{exclude}]\n", members.join(", "));
    fs::write(folder.join("Cargo.toml"), manifest).expect("writable");
    let complaints = complaints(&folder, &["--workspace", "--all-features"]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What the runtimes declare.
fn declared() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for of in ["types", "client", "server"] {
        for (path, bytes) in files(&root().join("templates").join(of).join("src/runtime")) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            collect(tokens, &mut names);
        }
    }
    names
}

/// Identifiers after a word that declares one, before a `:`, and in what may be parameters of types.
fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut before = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let declares = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod", "let", "mut", "<"];
                let typed = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
                if !KEYWORDS.contains(&word.as_str()) && (typed || declares.contains(&before.as_str())) {
                    names.insert(word.trim_start_matches("r#").to_owned());
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        before = token.to_string();
    }
}

/// Each word as a tag, an operation id, a segment of a path, a parameter in each place, a header, a part, a schema, a property, a value, a
/// title, a value of a discriminator, a server's variable, a security scheme, a webhook and a callback.
fn description(words: &[&str]) -> Value {
    let map = |entry: &dyn Fn(usize, &str) -> Value| -> Map<String, Value> {
        words.iter().enumerate().map(|(index, word)| ((*word).to_owned(), entry(index, word))).collect()
    };
    let text = json!({"type": "string"});
    let json = |schema: Value| json!({"application/json": {"schema": schema}});
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        let properties = json!({*word: text, "inner": {"type": "object", "properties": {*word: {"type": "integer"}}}});
        let parameters = [
            json!({"name": word, "in": "path", "required": true, "schema": text}),
            json!({"name": word, "in": "query", "schema": {"type": "array", "items": {"type": "string", "enum": ["a", word]}}}),
            json!({"name": word, "in": "header", "schema": {"type": "integer"}}),
            json!({"name": word, "in": "cookie", "schema": text}),
        ];
        let found = json!({"description": "Found.", "headers": {*word: {"schema": text}},
            "content": json(json!({"$ref": format!("#/components/schemas/{word}")}))});
        let refused =
            json!({"description": "Refused.", "content": json(json!({"type": "object", "properties": {*word: text}}))});
        paths.insert(
            format!("/p{index}/{{{word}}}"),
            json!({"get": {"tags": [word], "operationId": word, "parameters": parameters, "responses": {"200": found, "400": refused}}}),
        );
        let body = json(json!({"type": "object", "required": [word], "properties": properties}));
        let done = json!({"204": {"description": "Done."}});
        paths.insert(
            format!("/{word}/x"),
            json!({"post": {"requestBody": {"required": true, "content": body}, "responses": done}}),
        );
    }
    let queries: Vec<_> = words.iter().map(|word| json!({"name": word, "in": "query", "schema": text})).collect();
    let parts = map(&|_, _| json!({"type": "string", "format": "binary"}));
    let receives = json!({"post": {"responses": {"204": {"description": "Done."}}}});
    paths.insert(
        "/everything".to_owned(),
        json!({"post": {
            "parameters": queries,
            "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": parts}}}},
            "callbacks": map(&|_, _| json!({"{$request.query.url}": receives})),
            "responses": {
                "200": {"description": "Found.", "headers": map(&|_, _| json!({"schema": text})), "content": json(json!({"$ref": "#/components/schemas/All0"}))},
                "default": {"description": "Refused.", "content": json(json!({"$ref": "#/components/schemas/Tagged0"}))},
            },
        }}),
    );
    let variants = words.iter().enumerate();
    let mut schemas = map(&|_, word| {
        let titled = json!({"title": word, "type": "object", "required": ["a"], "properties": {"a": text}});
        let other = json!({"title": "Second", "type": "object", "required": ["b"], "properties": {"b": text}});
        json!({"type": "object", "required": ["id"], "properties": {
            "id": text, *word: {"type": "object", "properties": {*word: {"type": "string", "enum": [word, "other"]}}},
            "either": {"oneOf": [titled, other]},
        }})
    });
    schemas.insert("All0".to_owned(), json!({"type": "object", "properties": map(&|_, _| text.clone())}));
    schemas.insert("Values0".to_owned(), json!({"type": "string", "enum": words}));
    schemas.extend(variants.map(|(index, word)| {
        (
            format!("Variant{index}"),
            json!({"type": "object", "required": ["tag"], "properties": {"tag": text, *word: {"type": "integer"}}}),
        )
    }));
    let variant = |index: usize| format!("#/components/schemas/Variant{index}");
    let alternatives: Vec<_> = (0..words.len()).map(|index| json!({"$ref": variant(index)})).collect();
    let mapping = map(&|index, _| variant(index).into());
    schemas.insert(
        "Tagged0".to_owned(),
        json!({"oneOf": alternatives, "discriminator": {"propertyName": "tag", "mapping": mapping}}),
    );
    let few = |every: usize| words.iter().step_by(every).copied();
    let schemes: Map<String, Value> = few(8)
        .map(|word| (word.to_owned(), json!({"type": "apiKey", "in": "header", "name": format!("X-{word}")})))
        .collect();
    let url: String = few(4).map(|word| format!("/{{{word}}}")).collect();
    let variables: Map<String, Value> =
        few(4).map(|word| (word.to_owned(), json!({"default": "a", "enum": ["a", word]}))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [
            {"url": format!("https://a.example{url}"), "description": words.first(), "variables": variables},
            {"url": "https://b.example", "description": words.last()},
        ],
        "security": [few(8).map(|word| (word.to_owned(), json!([]))).collect::<Map<_, _>>()],
        "paths": paths,
        "webhooks": map(&|_, _| receives.clone()),
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}
