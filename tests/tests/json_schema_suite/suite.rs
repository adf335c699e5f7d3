//! The suite as its files hold it.

use serde_json::Value;
use specwright_tests::files;
use std::path::Path;

/// A schema and instances.
pub struct Group {
    /// The file's name without its ending.
    pub file: String,
    pub description: String,
    pub schema: Value,
    pub tests: Vec<Test>,
}

/// An instance, and whether the schema allows it.
pub struct Test {
    pub description: String,
    pub data: Value,
    pub valid: bool,
}

/// Every group of the files of a folder.
pub fn read(folder: &Path) -> Vec<Group> {
    let mut groups = Vec::new();
    for (path, bytes) in files(folder) {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let read: Vec<Value> = serde_json::from_slice(&bytes).expect("the suite is JSON");
        groups.extend(read.iter().map(|group| Group {
            file: file.clone(),
            description: text(group),
            schema: group["schema"].clone(),
            tests: group["tests"].as_array().into_iter().flatten().map(test).collect(),
        }));
    }
    groups
}

fn test(test: &Value) -> Test {
    Test { description: text(test), data: test["data"].clone(), valid: test["valid"] == true }
}

fn text(of: &Value) -> String {
    of["description"].as_str().unwrap_or_default().to_owned()
}
