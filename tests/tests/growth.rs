//! Whether cost grows with the document: chains, wide objects and many operations at a size and at twice that.
//!
//! Makes descriptions; sees that twice as much gives at most a little more than twice the output, that the time does not grow with the square,
//! and that what grows with the square by design is told and not made. Times are compared with a wide margin, as machines are shared.

use serde_json::{Map, Value, json};
use specwright_tests::{Ran, files, run};
use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How much more twice as much may cost, where 2 is linear and 4 the square.
const TIME: f64 = 3.3;
const OUTPUT: f64 = 2.3;
/// What is too short to be compared.
const SHORT: Duration = Duration::from_millis(400);

#[test]
fn chains_of_unions_are_linear() {
    let _alone = alone();
    linear(1_000, |n| chain(n, |next, _| json!({"oneOf": [next, {"type": "string"}]})));
    linear(1_000, |n| chain(n, |next, _| json!({"anyOf": [next, {"type": "string"}]})));
}

#[test]
fn chains_of_references_and_properties_are_linear() {
    let _alone = alone();
    linear(400, |n| chain(n, |next, _| next));
    linear(300, |n| chain(n, |next, _| json!({"type": "object", "properties": {"next": next}})));
}

#[test]
fn what_is_wide_is_linear() {
    let _alone = alone();
    let object = |n: usize| (0..n).map(|i| (format!("p{i}"), json!({"type": "string"}))).collect::<Map<_, _>>();
    linear(400, |n| described(json!({"S0": {"type": "object", "properties": object(n)}})));
    linear(400, |n| {
        described(json!({"S0": {"type": "string", "enum": (0..n).map(|i| format!("v{i}")).collect::<Vec<_>>()}}))
    });
    linear(150, |n| {
        let mut schemas: Map<_, _> =
            (0..n).map(|i| (format!("V{i}"), json!({"type": "object", "properties": object(i % 9)}))).collect();
        let all: Vec<_> = (0..n).map(|i| reference(&format!("V{i}"))).collect();
        schemas.insert("S0".to_owned(), json!({"oneOf": all}));
        described(Value::Object(schemas))
    });
    linear(60, |n| {
        let mut document = described(json!({"S0": {"type": "string"}}));
        for i in 0..n {
            document["paths"][format!("/a{i}")] = document["paths"]["/a"].clone();
            document["paths"][format!("/a{i}")]["get"]["operationId"] = format!("get{i}").into();
        }
        document
    });
}

#[test]
fn chains_of_all_of_end_with_a_budget() {
    let _alone = alone();
    let document = |n: usize| {
        let own = |next, i| json!({"allOf": [next], "properties": {(format!("p{i}")): {"type": "string"}}});
        chain(n, own)
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let generate = |n: usize| {
        fs::write(folder.path().join("in.json"), document(n).to_string()).expect("the description is written");
        run(folder.path(), ["generate", "--spec", "in.json", "--name", "x", "--out", "made"])
    };
    assert_eq!(generate(30).status, 0, "a short chain is no fault");
    fs::remove_dir_all(folder.path().join("made")).expect("it was made");
    let long = generate(1_000);
    assert_eq!(long.status, 1);
    assert!(long.err.contains("[too-much-inherited]"), "{}", long.err);
    assert!(long.err.contains("--budget inherited=NUMBER"), "{}", long.err);
    assert!(!folder.path().join("made").exists(), "nothing is written");
}

#[test]
fn what_is_inherited_is_counted_before_it_is_gathered() {
    let _alone = alone();
    let told = |n: usize| {
        let document =
            chain(n, |next, i| json!({"allOf": [next], "properties": {(format!("p{i}")): {"type": "string"}}}));
        let begun = Instant::now();
        let ran = inspected(&document, &[]);
        assert_eq!(ran.status, 1);
        assert!(ran.err.contains("[too-much-inherited]"), "{}", ran.err);
        begun.elapsed()
    };
    let (short, long) = (told(2_000), told(4_000));
    assert!(long <= short.max(SHORT).mul_f64(TIME), "twice as long takes {long:?} where {short:?} were taken");
}

#[test]
fn many_children_of_a_large_parent_are_no_fault() {
    let _alone = alone();
    let parent = json!({"type": "object", "properties": strings(400)});
    let mut schemas = Map::from_iter([("S0".to_owned(), parent)]);
    let child =
        |i: usize| json!({"allOf": [reference("S0"), {"type": "object", "properties": {(format!("own{i}")): {}}}]});
    schemas.extend((0..400).map(|i| (format!("Child{i}"), child(i))));
    let ran = inspected(&described(Value::Object(schemas)), &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn what_is_named_many_times_is_gathered_once() {
    let _alone = alone();
    let document = |n: usize| {
        let mut schemas = Map::from_iter([("S0".to_owned(), json!({"type": "object", "properties": strings(n)}))]);
        let holder = json!({"type": "object", "properties": {"held": reference("S0")}});
        schemas.extend((0..n).map(|i| (format!("Holder{i}"), holder.clone())));
        described(Value::Object(schemas))
    };
    let took = |n: usize| {
        let document = document(n);
        let begun = Instant::now();
        let ran = inspected(&document, &["inherited=0"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        begun.elapsed()
    };
    let (short, long) = (took(1_000), took(2_000));
    assert!(long <= short.max(SHORT).mul_f64(TIME), "twice as much takes {long:?} where {short:?} were taken");
}

#[test]
fn what_is_deep_ends_at_the_largest_budgets() {
    let _alone = alone();
    let nested =
        |depth: usize, level: fn(Value) -> Value| (0..depth).fold(json!({"type": "string"}), |inner, _| level(inner));
    let list = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    let callbacks = |depth: usize| {
        let callback = |i: usize| {
            let inner = if i + 1 < depth {
                json!({"next": {"$ref": format!("#/components/callbacks/C{}", i + 1)}})
            } else {
                json!({})
            };
            let operation = json!({"operationId": format!("called{i}"), "callbacks": inner, "responses": {"200": {"description": "ok"}}});
            (format!("C{i}"), json!({"https://example.com/{$request.body#/url}": {"post": operation}}))
        };
        let mut document = described(json!({"S0": {"type": "string"}}));
        document["components"]["callbacks"] = Value::Object((0..depth).map(callback).collect());
        document["paths"]["/a"]["get"]["callbacks"] = json!({"next": {"$ref": "#/components/callbacks/C0"}});
        document
    };
    let documents = [
        described(json!({"S0": nested(240, |inner| json!({"type": "object", "properties": {"a": inner}}))})),
        described(json!({"S0": nested(480, |inner| json!({"type": "object", "additionalProperties": inner}))})),
        described(json!({"S0": nested(480, |inner| json!({"type": "array", "items": inner}))})),
        described(
            json!({"S0": nested(240, |inner| json!({"type": "array", "prefixItems": [inner, {}], "items": false, "minItems": 2}))}),
        ),
        described(json!({"S0": nested(240, |inner| json!({"anyOf": [inner, {"type": "integer"}]}))})),
        described(json!({"S0": nested(240, |inner| json!({"allOf": [inner]}))})),
        described(json!({"S0": nested(480, |inner| json!({"not": inner}))})),
        described(json!({"S0": {"default": list(480), "example": list(480), "const": list(480), "enum": [list(480)]}})),
        callbacks(190),
    ];
    for (index, document) in documents.iter().enumerate() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("in.json"), document.to_string()).expect("the description is written");
        let deepest = ["--budget", "depth=512", "--budget", "reference-depth=200", "--budget", "schema-depth=400"];
        let generate = ["generate", "--allow-faults", "--spec", "in.json", "--name", "x", "--out", "made"];
        // A program's first thread has as much.
        let thread = thread::Builder::new().stack_size(8 << 20);
        let path = folder.path().to_owned();
        let ran = thread.spawn(move || run(&path, generate.into_iter().chain(deepest))).expect("a thread starts");
        let ran = ran.join().expect("it ends");
        assert!(matches!(ran.status, 0 | 1), "{index}: {} {}", ran.status, ran.err);
    }
}

#[test]
fn a_query_that_walks_the_document_many_times_is_not_run() {
    let _alone = alone();
    let document = described(json!({"S0": {"type": "object", "properties": strings(10_000)}}));
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("in.json"), document.to_string()).expect("the description is written");
    let query = "$..[?count($..*)==count($..*..*)]";
    let overlay = json!({
        "overlay": "1.1.0",
        "info": {"title": "T", "version": "1"},
        "actions": [{"target": query, "description": "it is wrong", "update": {}}],
    });
    fs::write(folder.path().join("overlay.json"), overlay.to_string()).expect("the overlay is written");
    let begun = Instant::now();
    let ran = run(folder.path(), ["inspect", "in.json", "--overlay", "overlay.json"]);
    assert!(ran.err.contains("[overlay-query-cost]"), "{}", ran.err);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// What `inspect` says of a document, with budgets.
fn inspected(document: &Value, budgets: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("in.json"), document.to_string()).expect("the description is written");
    let budgets = budgets.iter().flat_map(|budget| ["--budget", budget]);
    run(folder.path(), ["inspect", "in.json"].into_iter().chain(budgets))
}

fn strings(n: usize) -> Map<String, Value> {
    (0..n).map(|i| (format!("p{i}"), json!({"type": "string"}))).collect()
}

/// Components that lead to one another.
fn chain(n: usize, link: impl Fn(Value, usize) -> Value) -> Value {
    let mut schemas: Map<_, _> =
        (0..n).map(|i| (format!("S{i}"), link(reference(&format!("S{}", i + 1)), i))).collect();
    schemas.insert(format!("S{n}"), json!({"type": "object", "properties": {"end": {"type": "string"}}}));
    described(Value::Object(schemas))
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn described(schemas: Value) -> Value {
    let answer = json!({"description": "ok", "content": {"application/json": {"schema": reference("S0")}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    })
}

/// Keeps other tests of this file from running meanwhile: what is timed should have the machine to itself.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sees that twice as much costs about twice.
fn linear(n: usize, document: impl Fn(usize) -> Value) {
    let (base, _) = cost(&document(1));
    let ((small, short), (large, long)) = (cost(&document(n)), cost(&document(2 * n)));
    let (small, large) = ((small - base.min(small)) as f64, (large - base.min(large)) as f64);
    assert!(large <= OUTPUT * small.max(4096.0), "twice as much gives {large} bytes where {small} were given");
    let bound = short.max(SHORT).mul_f64(TIME);
    assert!(long <= bound, "twice as much takes {long:?} where {short:?} were taken");
}

/// Bytes written, and the shortest of two times.
fn cost(document: &Value) -> (usize, Duration) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("in.json"), document.to_string()).expect("the description is written");
    let mut best = Duration::MAX;
    for _ in 0..2 {
        let begun = Instant::now();
        let ran = run(folder.path(), ["generate", "--spec", "in.json", "--name", "x", "--out", "made"]);
        best = best.min(begun.elapsed());
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
    (files(&folder.path().join("made")).iter().map(|(_, bytes)| bytes.len()).sum(), best)
}
