//! Crates as modules, for build scripts.
//!
//! Takes the paths of a description and what is wanted of it; writes modules below `OUT_DIR` and tells cargo when to run the script again.
//! Promises that files which do not change keep their times, so that nothing is compiled again in vain, and that nothing is written where
//! the description has faults. Never touches a file outside the output folder.

mod embed;
mod requirements;

use crate::budget::{Budget, Budgets};
use crate::diagnostic::render::{Colour, Format, render, render_one};
use crate::diagnostic::{Diagnostics, Severity};
use crate::emit::Crate;
use crate::ir::{Api, DateTimeLibrary};
use crate::load::reading::{self, Read, Reading};
use crate::load::vendor::{self, Loaded};
use crate::lower::Options;
use crate::package::{NoMore, Sink};
use crate::pipeline::{self, Stopped, understand};
use crate::source::Sources;
use crate::write::{Consent, Output, Place, Purpose, Trouble, change, file, plan};
use requirements::Requirements;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Makes modules of a description, from a build script.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), specwright::builder::Failure> {
///     specwright::Builder::new("acme").document("specs/acme/openapi.yaml").generate()?;
///     Ok(())
/// }
/// ```
///
/// ```ignore
/// // src/lib.rs or src/main.rs, at the root of the crate
/// mod acme {
///     include!(concat!(env!("OUT_DIR"), "/acme.rs"));
/// }
/// ```
///
/// The module holds `types`, `client` and `server`, each with what the crate of that name has: `acme::client::Client`. The crate has to be of
/// edition 2024, and needs the dependencies that `OUT_DIR/acme.rs` lists at its top ([`Generated::dependencies`]). In `[build-dependencies]`,
/// `specwright = { version = "0.1", default-features = false }` leaves out what only the command line needs.
///
/// Paths are relative to the folder of the package, as cargo's are.
#[derive(Debug, Clone)]
#[must_use = "nothing is made before `generate`"]
pub struct Builder {
    name: String,
    module: String,
    source: Source,
    crates: Vec<Crate>,
    features: Features,
    date_time: Option<DateTimeLibrary>,
    allow_faults: bool,
    budgets: Budgets,
    directory: Option<PathBuf>,
    out: Option<PathBuf>,
}

/// What describes the API.
#[derive(Debug, Clone, Default)]
struct Source {
    documents: Vec<PathBuf>,
    overlays: Vec<PathBuf>,
    vendor: Option<PathBuf>,
}

/// Which features the modules have.
#[derive(Debug, Clone)]
struct Features {
    default: bool,
    named: Vec<String>,
    without: Vec<String>,
}

impl Builder {
    /// Modules in a module of that name: lower-case letters, digits and `-`, beginning with a letter.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            module: format!("crate::{}", name.replace('-', "_")),
            name,
            source: Source::default(),
            crates: Crate::ALL.to_vec(),
            features: Features { default: true, named: Vec::new(), without: Vec::new() },
            date_time: None,
            allow_faults: false,
            budgets: Budgets::default(),
            directory: None,
            out: None,
        }
    }

    /// Adds an OpenAPI document or a documentation page. What the first says holds where several differ.
    pub fn document(mut self, path: impl Into<PathBuf>) -> Self {
        self.source.documents.push(path.into());
        self
    }

    /// Adds an overlay; they apply in order.
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.source.overlays.push(path.into());
        self
    }

    /// Takes documents, overlays and settings from the `vendor.yaml` of a folder, and checks its `spec.lock` where it has one.
    pub fn vendor(mut self, folder: impl Into<PathBuf>) -> Self {
        self.source.vendor = Some(folder.into());
        self
    }

    /// Makes only these modules; the types always come with them.
    pub fn only(mut self, crates: impl IntoIterator<Item = Crate>) -> Self {
        let wanted: BTreeSet<Crate> = crates.into_iter().chain([Crate::Types]).collect();
        self.crates = wanted.into_iter().collect();
        self
    }

    /// Path of the module that includes the generated file, where it is not at the root: `crate::vendors::acme`.
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = path.into();
        self
    }

    /// Turns on a feature that is off by default: `fake`, say.
    pub fn feature(mut self, name: impl Into<String>) -> Self {
        self.features.named.push(name.into());
        self
    }

    /// Turns off the features that are on by default (transports and, of large APIs, a feature for each tag); [`Self::feature`] turns single ones on.
    pub fn no_default_features(mut self) -> Self {
        self.features.default = false;
        self
    }

    /// Turns off a feature that is on by default, and those that need it: without `hyper` there is no `rustls-tls`.
    pub fn without_feature(mut self, name: impl Into<String>) -> Self {
        self.features.without.push(name.into());
        self
    }

    /// Which library dates and times come from; chrono where nothing is said.
    pub fn date_time(mut self, library: DateTimeLibrary) -> Self {
        self.date_time = Some(library);
        self
    }

    /// Makes the modules although the description has faults: what is faulty is left out.
    pub fn allow_faults(mut self) -> Self {
        self.allow_faults = true;
        self
    }

    /// How much the description may ask for.
    ///
    /// # Errors
    /// When the number is above the bound of the budget.
    pub fn budget(mut self, budget: Budget, number: u64) -> Result<Self, String> {
        self.budgets.set(budget, number)?;
        Ok(self)
    }

    /// The folder that paths are relative to, in place of `CARGO_MANIFEST_DIR`.
    pub fn directory(mut self, folder: impl Into<PathBuf>) -> Self {
        self.directory = Some(folder.into());
        self
    }

    /// The folder to write to, in place of `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Makes the modules, and tells cargo on standard output when to run the script again and which features they have.
    ///
    /// # Errors
    /// When a file cannot be read or written, or the description has faults: the error shows each with its line.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let (lines, made) = self.run();
        for line in lines {
            println!("{line}");
        }
        made
    }

    /// The same, with the lines for cargo handed out.
    pub fn run(&self) -> (Vec<String>, Result<Generated, Failure>) {
        let mut read = BTreeSet::new();
        let made = self.make(&mut read);
        let again = read.into_iter().map(|path| format!("cargo::rerun-if-changed={path}"));
        let conditions = made.iter().flat_map(|generated| generated.conditions.clone());
        (again.chain(conditions).collect(), made)
    }

    fn make(&self, read: &mut BTreeSet<String>) -> Result<Generated, Failure> {
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let directory = self.directory.clone().or_else(|| variable("CARGO_MANIFEST_DIR")).unwrap_or_default();
        let missing = || Failure("`OUT_DIR` is not set: call this in a build script, or say `out_dir`".to_owned());
        let out = self.out.clone().or_else(|| variable("OUT_DIR")).ok_or_else(missing)?;
        if !crate::config::is_usable_name(&self.name) {
            return Err(Failure(format!(
                "`{}` cannot be the name of a module: {}",
                self.name,
                crate::config::NAME_RULE
            )));
        }
        if !is_path(&self.module) {
            return Err(Failure(format!("`{}` is no path of a module: it begins with `crate::`", self.module)));
        }

        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::within(self.budgets.clone()));
        // A file that is named and missing has the script run again when it appears.
        let named = self.source.documents.iter().chain(&self.source.overlays);
        read.extend(named.map(|path| path.display().to_string()));
        let api = self.understand(&directory, &mut sources, &mut diagnostics, read);
        read.extend(sources.iter().map(|source| source.path().to_owned()));
        let least = if self.allow_faults { Severity::Error } else { Severity::Fault };
        let api = api.filter(|_| diagnostics.worst().is_none_or(|worst| worst < least));
        let told = |least: Severity| {
            let mut shown = Diagnostics::default();
            let worth = diagnostics.iter().filter(|diagnostic| diagnostic.code.severity >= least);
            worth.cloned().for_each(|diagnostic| shown.report(diagnostic));
            shown
        };
        let Some(api) = api else {
            return Err(Failure(render(&sources, &told(Severity::Fault), Format::Text(Colour::Plain))));
        };
        let mut generated = self.write(&api, &out)?;
        let warnings = told(Severity::Warning);
        let each = warnings.iter().map(|warning| render_one(&sources, warning, Format::Text(Colour::Plain)));
        generated.warnings = each.collect();
        Ok(generated)
    }

    fn understand(
        &self,
        directory: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
        read: &mut BTreeSet<String>,
    ) -> Option<Api> {
        let mut options = Options { name: self.name.clone(), ..Options::default() };
        let Read { description, mut files, accepts } = match &self.source.vendor {
            Some(folder) => {
                read.extend(["vendor.yaml", "spec.lock"].map(|name| folder.join(name).display().to_string()));
                let lock = vendor::UseOfLock::WhereThereIsOne;
                let loaded = vendor::load_folder(directory, folder, lock, &[], sources, diagnostics)?;
                let Loaded { config, description, files, accepts, .. } = loaded;
                options.custom = config.custom;
                Read { description, files, accepts }
            }
            None => {
                let Source { documents, overlays, .. } = &self.source;
                reading::read(directory, documents, overlays, &Reading::default(), sources, diagnostics)?
            }
        };
        if let Some(library) = self.date_time {
            options.custom.date_time = library;
        }
        let understood = understand(sources, &mut files, &description, &options, diagnostics);
        files.tell_unused(diagnostics);
        accepts.apply(sources, diagnostics);
        Some(understood?.api)
    }

    fn write(&self, api: &Api, out: &Path) -> Result<Generated, Failure> {
        let trouble = |trouble: Trouble| {
            Failure(match trouble {
                Trouble::Io(error) => format!("`{}` cannot be written: {error}", out.display()),
                other => format!("`{}` cannot be written: {other:?}", out.display()),
            })
        };
        let folder = out.join(&self.name);
        let place = Place::of(&folder, None).map_err(|error| trouble(Trouble::Io(error)))?;
        let output = Output::open(place, Purpose::Overwrite, &mut || {}).map_err(trouble)?;
        let sink = Modules { output: &output, builder: self, manifests: Mutex::default() };
        pipeline::generate(api, &self.crates, &self.budgets, &sink).map_err(|stopped| match stopped {
            Stopped::Emitter(message) => Failure(format!("{message}; this is a fault of specwright: please report it")),
            Stopped::Budget => {
                let told = pipeline::stopped_by_budget(&self.budgets);
                Failure(render_one(&Sources::default(), &told, Format::Text(Colour::Plain)))
            }
            Stopped::Sink => trouble(Trouble::Io(output.failure().unwrap_or_else(|| io::Error::other("it is full")))),
        })?;
        let mut requirements = Requirements::default();
        for manifest in sink.manifests.into_inner().unwrap_or_else(PoisonError::into_inner) {
            requirements.add(&manifest);
        }
        let on = requirements.features(self.features.default, &self.features.named, &self.features.without);
        let on = on.map_err(|unknown| Failure(format!("there is no feature `{unknown}`; {}", requirements.known())))?;
        let dependencies = requirements.dependencies(&on);
        let entry = file::Staged::new(
            &out.join(format!("{}.rs", self.name)),
            &self.entry(&dependencies, api.recursion_limit.map(|limit| limit.to_string())),
        );
        let entry = entry.map_err(|error| trouble(Trouble::Io(error)))?;
        let consent = Consent { overwrite: true, adopt: true };
        let planned = plan(&output, consent).map_err(|error| trouble(Trouble::Io(error)))?;
        if let Some(obstacle) = planned.foreign.first() {
            return Err(Failure(format!("`{}` is {}", folder.join(&obstacle.path).display(), obstacle.what)));
        }
        change(&mut [(output, planned)], vec![entry]).map_err(|(_, error)| trouble(Trouble::Io(error)))?;
        let condition = self.condition();
        let values: Vec<_> = requirements.asked().map(|name| format!("{name:?}")).collect();
        let check = format!("cargo::rustc-check-cfg=cfg({condition}, values({}))", values.join(", "));
        let set = on.iter().map(|name| format!("cargo::rustc-cfg={condition}={name:?}"));
        let conditions = std::iter::once(check).chain(set).collect();
        Ok(Generated { file: out.join(format!("{}.rs", self.name)), dependencies, warnings: Vec::new(), conditions })
    }

    /// What conditions of the modules ask in place of `feature`, which belongs to whom the script belongs.
    fn condition(&self) -> String {
        format!("specwright_{}", self.name.replace('-', "_"))
    }

    /// The file that is included.
    fn entry(&self, dependencies: &[String], recursion_limit: Option<String>) -> String {
        let mut text =
            String::from("// Made by Specwright. The crate that includes this file needs, in its Cargo.toml:\n//\n");
        text.push_str("// edition = \"2024\"\n//\n// [dependencies]\n");
        for line in dependencies {
            text.push_str(&format!("// {line}\n"));
        }
        if let Some(limit) = recursion_limit {
            text.push_str(&format!("//\n// and at its root: #![recursion_limit = \"{limit}\"]\n"));
        }
        let Self { name, .. } = self;
        for of in &self.crates {
            let (folder, about) = match of {
                Crate::Types => ("types", "The data."),
                Crate::Client => ("client", "A client."),
                Crate::Server => ("server", "Traits to implement, and a router."),
            };
            text.push_str(&format!(
                "\n/// {about}\n#[allow(warnings, clippy::all, clippy::pedantic, clippy::restriction)]\n\
                 #[path = \"{name}/{folder}/src/lib.rs\"]\npub mod {folder};\n"
            ));
        }
        text
    }
}

/// What was made.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The file to include: `OUT_DIR/<name>.rs`.
    pub file: PathBuf,
    /// The lines that the `[dependencies]` of the crate need.
    pub dependencies: Vec<String>,
    /// What came out less than went in, each as the command line shows it.
    pub warnings: Vec<String>,
    conditions: Vec<String>,
}

/// Why nothing was made: every fault of the description with its line, or what the disk says.
#[derive(Clone)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As `Display`: a build script that returns it shows it so.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

impl Error for Failure {}

/// Turns files of crates into those of modules on their way to the disk.
struct Modules<'a> {
    output: &'a Output,
    builder: &'a Builder,
    manifests: Mutex<Vec<String>>,
}

impl Sink for Modules<'_> {
    fn file(&self, path: &str, text: &str) -> Result<(), NoMore> {
        let Some((folder, inside)) = path.split_once('/') else { return Ok(()) };
        if inside == "Cargo.toml" {
            self.manifests.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
            return Ok(());
        }
        if !inside.starts_with("src/") {
            // What a module has no use for: a formatter's settings, a README that speaks of crates.
            return if inside == "NOTICE" { self.output.file(path, text) } else { Ok(()) };
        }
        let module = &self.builder.module;
        let place = embed::Place {
            module: format!("{module}::{folder}"),
            types: (folder != "types").then(|| format!("{module}::types")),
            condition: self.builder.condition(),
        };
        self.output.file(path, &embed::embed(text, &place))
    }
}

/// Whether a text is `crate::a::b`, so that it can stand in paths.
fn is_path(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.strip_prefix("crate::").is_some_and(|rest| rest.split("::").all(is_word))
}
