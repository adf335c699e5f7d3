//! What documents cost that are large in one way only.
//!
//! Makes them; gives time, the peak and what was written for each, or why nothing was. Whether cost is linear is seen at smaller sizes by
//! `tests/tests/growth.rs`; this shows that the large ones end.

use super::Bench;
use super::generating::lines;
use super::measure::with_findings;
use super::table::Table;
use serde_json::{Map, Value, json};
use std::fs;

/// Makes a document.
type Make = fn() -> Value;

impl Bench {
    pub(super) fn growth(&self) -> Result<(), String> {
        // The smallest first: a process begins with the peak of the one that starts it.
        let documents: [(&str, Make); 6] = [
            ("a chain of 10,000 allOf", || {
                chain(10_000, |next, i| json!({"allOf": [next], "properties": {(format!("p{i}")): {"type": "string"}}}))
            }),
            ("a chain of 10,000 oneOf", || chain(10_000, |next, _| json!({"oneOf": [next, {"type": "string"}]}))),
            ("2,000 children of 200 properties", || children(2_000, 200)),
            ("20,000 names of 1,000 properties", || names(20_000, 1_000)),
            ("100,000 properties", || described([("S0".to_owned(), object("p", 100_000))])),
            ("100,000 operations", || operations(100_000)),
        ];
        let mut table = Table::new(&["document", "size", "processor", "peak", "lines"]);
        for (title, document) in documents {
            let path = self.out.join("growth.json");
            let text = document().to_string();
            fs::write(&path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
            let out = self.out.join("growth");
            fs::remove_dir_all(&out).ok();
            let cost = with_findings(&mut self.generate(0, &path, &out), &self.out.join("log"))
                .map_err(|why| format!("{title}: {why}"))?;
            table.row(vec![
                title.to_owned(),
                format!("{:.2} MB", text.len() as f64 / 1e6),
                cost.cpu_text(),
                cost.peak_text(),
                lines(&out).to_string(),
            ]);
            fs::remove_dir_all(&out).ok();
        }
        table.print("Documents that are large in one way");
        Ok(())
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(prefix: &str, properties: usize) -> Value {
    let properties: Map<_, _> = (0..properties).map(|i| (format!("{prefix}{i}"), json!({"type": "string"}))).collect();
    json!({"type": "object", "properties": properties})
}

fn described(schemas: impl IntoIterator<Item = (String, Value)>) -> Value {
    let answer = json!({"description": "ok", "content": {"application/json": {"schema": reference("S0")}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": answer}}}},
        "components": {"schemas": Value::Object(schemas.into_iter().collect())},
    })
}

fn operations(count: usize) -> Value {
    let mut document = described([("S0".to_owned(), json!({"type": "string"}))]);
    let item =
        |i: usize| json!({"get": {"operationId": format!("get{i}"), "responses": {"200": {"description": "ok"}}}});
    document["paths"] = Value::Object((0..count).map(|i| (format!("/a{i}"), item(i))).collect());
    document
}

fn children(count: usize, properties: usize) -> Value {
    let child = |i: usize| (format!("Child{i}"), json!({"allOf": [reference("S0"), object(&format!("own{i}"), 1)]}));
    described((0..count).map(child).chain([("S0".to_owned(), object("p", properties))]))
}

fn names(count: usize, properties: usize) -> Value {
    let holder = |i: usize| (format!("Holder{i}"), json!({"type": "object", "properties": {"held": reference("S0")}}));
    described((0..count).map(holder).chain([("S0".to_owned(), object("p", properties))]))
}

fn chain(length: usize, link: fn(Value, usize) -> Value) -> Value {
    let links = (0..length).map(|i| (format!("S{i}"), link(reference(&format!("S{}", i + 1)), i)));
    described(links.chain([(format!("S{length}"), object("end", 1))]))
}
