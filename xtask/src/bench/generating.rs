//! What generating costs.
//!
//! This generator makes types, client and server, the others a client. All take turns, so that a busy moment hits everyone.

use super::Bench;
use super::measure::{Cost, Failure, median, once, with_findings};
use super::table::Table;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The descriptions that are measured.
pub const DOCUMENTS: [&str; 2] = ["github.json", "openai.yaml"];

impl Bench {
    pub(super) fn generating(&self) -> Result<(), String> {
        for name in DOCUMENTS {
            let document = self.document(name)?;
            let mut titles = vec!["this: types, client, server".to_owned()];
            titles.extend(self.rivals.iter().map(|rival| format!("{}: client", rival.title)));
            let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); titles.len()];
            let mut failures: Vec<Option<Failure>> = vec![None; titles.len()];
            // One round more, whose figures do not count: it fills the caches of the system.
            for round in 0..=self.rounds {
                for (contender, (costs, failure)) in costs.iter_mut().zip(&mut failures).enumerate() {
                    let out = self.out.join(format!("generate-{contender}"));
                    fs::remove_dir_all(&out).ok();
                    let run = if contender == 0 { with_findings } else { once };
                    match run(&mut self.generate(contender, &document, &out), &self.out.join("log")) {
                        Ok(cost) if round > 0 => costs.push(cost),
                        Ok(_) => {}
                        Err(why) => *failure = Some(why),
                    }
                }
            }
            let mut table = Table::new(&["", "wall", "processor", "peak", "lines", "wall of this / of it"]);
            let ours = costs.first().cloned().and_then(median);
            for (contender, title) in titles.into_iter().enumerate() {
                let lines = lines(&self.out.join(format!("generate-{contender}")));
                let cost = costs.get(contender).cloned().and_then(median);
                table.row(match (cost, failures.get(contender).cloned().flatten()) {
                    (Some(cost), None) => vec![
                        title,
                        cost.wall_text(),
                        cost.cpu_text(),
                        cost.peak_text(),
                        lines.to_string(),
                        ours.map_or_else(String::new, |ours| format!("{:.2}", ours.ratio(cost))),
                    ],
                    (_, why) => vec![title, format!("fails: {}", why.unwrap_or_default())],
                });
            }
            table.print(&format!("Generating from {name}"));
        }
        Ok(())
    }

    /// The command of a contender: 0 is this generator.
    pub(super) fn generate(&self, contender: usize, document: &Path, out: &Path) -> Command {
        if let Some(rival) = contender.checked_sub(1).and_then(|index| self.rivals.get(index)) {
            return rival.generate(document, out);
        }
        let mut command = Command::new(&self.program);
        command.args(["generate", "--allow-faults", "--name", "bench", "--spec"]).arg(document).arg("--out").arg(out);
        command.current_dir(&self.root);
        command
    }
}

/// Lines of Rust below a folder, shipped runtimes included.
pub fn lines(folder: &Path) -> usize {
    let mut lines = 0;
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            lines += self::lines(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            lines += fs::read_to_string(&path).map_or(0, |text| text.lines().count());
        }
    }
    lines
}
