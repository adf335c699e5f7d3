//! What compiling generated crates costs.
//!
//! Each contender has a workspace and a target folder of its own: path crates of one name in one target folder would share
//! a fingerprint, so that one looks built when another was. Dependencies are built before the clock starts, by building the
//! crates while they are empty, except where a cold build is measured.

use super::Bench;
use super::measure::{Cost, Failure, cargo, median, once, with_findings};
use super::table::Table;
use super::workspace::{PROFILES, write};
use std::fs;
use std::path::{Path, PathBuf};

/// What is compiled: a title and the arguments of cargo.
struct Build {
    title: &'static str,
    arguments: &'static [&'static str],
}

const CHECK: Build = Build { title: "cargo check", arguments: &["check"] };
const DEBUG: Build = Build { title: "debug build", arguments: &["build"] };
const RELEASE: Build = Build { title: "release build", arguments: &["build", "--release"] };

/// What is measured: a description, and the builds of what it became. The largest takes minutes each.
const MEASURED: [(&str, &[Build]); 2] = [("github.json", &[CHECK, DEBUG, RELEASE]), ("openai.yaml", &[CHECK])];

/// Generated crates, ready to be compiled.
struct Contender {
    title: String,
    workspace: PathBuf,
    /// Packages whose compilation is measured; everything else is a dependency.
    measured: Vec<String>,
    /// The package that is asked for, and its features.
    package: String,
    features: Vec<String>,
}

impl Bench {
    pub(super) fn compiling(&self) -> Result<(), String> {
        for (name, builds) in MEASURED {
            let document = self.document(name)?;
            let contenders = self.contenders(&document)?;
            for build in builds {
                let mut table =
                    Table::new(&["", "wall", "processor", "peak", "wall of this / of it", "peak of this / of it"]);
                let mut results: Vec<(String, Result<Cost, Failure>)> = Vec::new();
                for contender in &contenders {
                    let alone = contender.title.contains("one tag") || contender.title.contains("server");
                    if !alone || build.title == CHECK.title {
                        results.push((contender.title.clone(), self.compile(contender, build)));
                    }
                }
                let ours = results.first().and_then(|(_, result)| result.clone().ok());
                for (title, result) in results {
                    table.row(match result {
                        Ok(cost) => vec![
                            title,
                            cost.wall_text(),
                            cost.cpu_text(),
                            cost.peak_text(),
                            ours.map_or_else(String::new, |ours| format!("{:.2}", ours.ratio(cost))),
                            ours.map_or_else(String::new, |ours| format!("{:.2}", ours.peak_ratio(cost))),
                        ],
                        Err(why) => vec![title, format!("fails: {why}")],
                    });
                }
                table.print(&format!("Compiling what {name} became: {}", build.title));
            }
        }
        Ok(())
    }

    /// Everything with all dependencies, for a small API.
    pub(super) fn cold(&self) -> Result<(), String> {
        let document = self.root.join("generated/libredesk/openapi.yaml");
        let mut table = Table::new(&["", "wall", "processor", "wall of this / of it"]);
        let mut ours: Option<Cost> = None;
        for contender in self.contenders(&document)?.iter().filter(|contender| !contender.title.contains("server")) {
            if contender.title.contains("one tag") {
                continue;
            }
            let mut costs = Vec::new();
            let mut failure = None;
            for _ in 0..self.rounds {
                fs::remove_dir_all(contender.workspace.join("target")).ok();
                match once(&mut contender.cargo(&["build"]), &self.out.join("log")) {
                    Ok(cost) => costs.push(cost),
                    Err(why) => failure = Some(why),
                }
            }
            let cost = median(costs);
            ours = ours.or(cost);
            table.row(match (cost, failure) {
                (Some(cost), None) => vec![
                    contender.title.clone(),
                    cost.wall_text(),
                    cost.cpu_text(),
                    ours.map_or_else(String::new, |ours| format!("{:.2}", ours.ratio(cost))),
                ],
                (_, why) => vec![contender.title.clone(), format!("fails: {}", why.unwrap_or_default())],
            });
        }
        table.print("Cold debug build of a small client with all its dependencies (Libredesk)");
        Ok(())
    }

    fn compile(&self, contender: &Contender, build: &Build) -> Result<Cost, Failure> {
        let log = self.out.join("log");
        contender.build_dependencies(build, &log)?;
        let mut costs = Vec::new();
        for _ in 0..self.rounds {
            let mut clean = vec!["clean"];
            if build.arguments.contains(&"--release") {
                clean.push("--release");
            }
            for package in &contender.measured {
                clean.extend(["--package", package]);
            }
            once(cargo(&contender.workspace, &clean).arg("--target-dir").arg(contender.target()), &log)?;
            costs.push(once(&mut contender.cargo(build.arguments), &log)?);
            contender.was_compiled(&log)?;
        }
        median(costs).ok_or_else(|| "no rounds".to_owned())
    }

    fn contenders(&self, document: &Path) -> Result<Vec<Contender>, String> {
        let stem = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = self.out.join(format!("compile-{stem}-ours"));
        fs::remove_dir_all(folder.join("bench")).ok();
        with_findings(&mut self.generate(0, document, &folder.join("bench")), &self.out.join("log"))?;
        write(
            &folder.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = [\"bench/*\"]\n{PROFILES}"),
        )?;
        fs::copy(self.root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
        let ours = |title: &str, measured: &[&str], package: &str, features: Vec<String>| Contender {
            title: title.to_owned(),
            workspace: folder.clone(),
            measured: measured.iter().map(|package| (*package).to_owned()).collect(),
            package: package.to_owned(),
            features,
        };
        let mut contenders =
            vec![ours("this: types, client", &["bench-types", "bench-client"], "bench-client", Vec::new())];
        if let Some(tag) = first_tag(&folder.join("bench/client/Cargo.toml")) {
            let features = ["--no-default-features", "--features"].map(str::to_owned);
            let features = features.into_iter().chain([format!("rustls-tls,{tag}")]).collect();
            contenders.push(ours("this: one tag alone", &["bench-types", "bench-client"], "bench-client", features));
        }
        let all = ["bench-types", "bench-client", "bench-server"];
        let workspace = vec!["--package".to_owned(), "bench-server".to_owned()];
        contenders.push(ours("this: types, client, server", &all, "bench-client", workspace));
        for (index, rival) in self.rivals.iter().enumerate() {
            let folder = self.out.join(format!("compile-{stem}-{index}"));
            let keep = folder.join("target");
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if entry != keep {
                    fs::remove_dir_all(&entry).or_else(|_| fs::remove_file(&entry)).ok();
                }
            }
            fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
            let made = once(&mut rival.generate(document, &folder), &self.out.join("log"));
            let package = made.and_then(|_| rival.finish(&folder));
            contenders.push(match package {
                Ok(package) => Contender {
                    title: format!("{}: client", rival.title),
                    workspace: folder,
                    measured: vec![package.clone()],
                    package,
                    features: Vec::new(),
                },
                // Compiling it will fail in the same words.
                Err(why) => Contender {
                    title: format!("{}: client, not generated ({why})", rival.title),
                    workspace: folder,
                    measured: Vec::new(),
                    package: String::new(),
                    features: Vec::new(),
                },
            });
        }
        Ok(contenders)
    }
}

impl Contender {
    fn cargo(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = cargo(&self.workspace, arguments);
        command.arg("--package").arg(&self.package).args(&self.features);
        command.arg("--target-dir").arg(self.target());
        command
    }

    /// Builds the crates while their roots are empty, and so what they depend on.
    fn build_dependencies(&self, build: &Build, log: &Path) -> Result<(), Failure> {
        let mut roots = Vec::new();
        for root in self.roots() {
            let text = fs::read_to_string(&root).map_err(|error| error.to_string())?;
            write(&root, "")?;
            roots.push((root, text));
        }
        let built = once(&mut self.cargo(build.arguments), log);
        for (root, text) in roots {
            write(&root, &text)?;
        }
        built.map(drop)
    }

    /// The root modules of the workspace's crates: those that stand at most two folders deep.
    fn roots(&self) -> Vec<PathBuf> {
        let folders = |of: &Path| -> Vec<PathBuf> {
            let entries = fs::read_dir(of).into_iter().flatten().flatten().map(|entry| entry.path());
            entries.filter(|path| path.is_dir() && !path.ends_with("target")).collect()
        };
        let mut found = vec![self.workspace.clone()];
        for folder in folders(&self.workspace) {
            found.extend(folders(&folder));
            found.push(folder);
        }
        found.into_iter().map(|folder| folder.join("src/lib.rs")).filter(|path| path.is_file()).collect()
    }

    fn target(&self) -> PathBuf {
        self.workspace.join("target")
    }

    /// Whether what is measured was compiled and not found fresh, by what cargo said.
    fn was_compiled(&self, log: &Path) -> Result<(), Failure> {
        let said = fs::read_to_string(log).map_err(|error| error.to_string())?;
        let is_named = |package: &&String| {
            said.lines().any(|line| {
                let mut words = line.split_whitespace();
                matches!(words.next(), Some("Checking" | "Compiling")) && words.next() == Some(package.as_str())
            })
        };
        match self.measured.iter().find(|package| !is_named(package)) {
            Some(package) => Err(format!("`{package}` was not compiled again")),
            None => Ok(()),
        }
    }
}

/// A feature of the client that stands for a tag: the first one that turns types on.
fn first_tag(manifest: &Path) -> Option<String> {
    let text = fs::read_to_string(manifest).ok()?;
    let line = text.lines().find(|line| line.contains("= [\"types/"))?;
    Some(line.split_once(' ')?.0.trim_matches('"').to_owned())
}
