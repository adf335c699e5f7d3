//! How much memory a large document takes, in either language and for each command.
//!
//! Takes a description as JSON; gives the peak of each command as a multiple of the document's size. Fails where one is more than
//! [`MOST`].

use super::Bench;
use super::linear::node;
use super::measure::with_findings;
use super::table::Table;
use specwright::tree::write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// How many times its size a document may take.
const MOST: f64 = 20.0;

const COMMANDS: [&str; 3] = ["export", "inspect", "generate"];

impl Bench {
    /// Measures the commands on one document.
    pub(super) fn memory(&self, json: &str) -> Result<(), String> {
        let yaml = write::yaml(&node(json)?);
        let mut table = Table::new(&["document", "size", "command", "processor", "peak", "peak/size"]);
        let mut over = Vec::new();
        for (language, text) in [("JSON", json), ("YAML", &yaml)] {
            let document = self.out.join(format!("large.{}", language.to_lowercase()));
            fs::write(&document, text).map_err(|error| format!("{}: {error}", document.display()))?;
            for name in COMMANDS {
                let out = self.out.join("large");
                let cost = with_findings(&mut self.command(name, &document, &out), &self.out.join("log"))?;
                let share = cost.peak as f64 / text.len() as f64;
                table.row(vec![
                    language.to_owned(),
                    format!("{:.1} MB", text.len() as f64 / 1e6),
                    name.to_owned(),
                    cost.cpu_text(),
                    cost.peak_text(),
                    format!("{share:.1}"),
                ]);
                if share > MOST {
                    over.push(format!("`{name}` takes {share:.1} times the size of a document in {language}"));
                }
            }
        }
        fs::remove_dir_all(self.out.join("large")).ok();
        table.print("Memory of large documents");
        match over.as_slice() {
            [] => Ok(()),
            _ => Err(format!("too much memory: {}, and {MOST} is the most", over.join(", "))),
        }
    }

    fn command(&self, name: &str, document: &Path, out: &Path) -> Command {
        if name == "generate" {
            return self.generate(0, document, out);
        }
        let mut command = Command::new(&self.program);
        command.arg(name).arg(document).current_dir(&self.root);
        command
    }
}
