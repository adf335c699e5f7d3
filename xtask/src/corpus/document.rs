//! One description, generated in this program: what `corpus` starts for each.
//!
//! Takes a file, a name and a folder; writes the crates and prints lines of `key=value`.

use super::size;
use specwright::budget::Budgets;
use specwright::cli;
use specwright::diagnostic::Severity;
use specwright::emit::Crate;
use specwright::ir::{Additional, Api, Operation, Payload, Shape};
use specwright::package::{NoMore, Sink};
use specwright::pipeline::{self, Stopped};
use specwright::write::{Consent, Output, Place, Purpose, change, plan};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs it; `arguments` are file, name and folder.
pub fn run(arguments: &[String]) -> ExitCode {
    let [file, name, out] = arguments else { return ExitCode::from(2) };
    let here = std::env::current_dir().unwrap_or_default();
    let read = cli::understand_files(&here, &[file.into()], &[], name);
    let faults = || read.diagnostics.iter().filter(|diagnostic| diagnostic.code.severity >= Severity::Fault);
    let mut codes = std::collections::BTreeMap::<_, usize>::new();
    read.diagnostics.iter().for_each(|diagnostic| *codes.entry(diagnostic.code.id).or_default() += 1);
    for (code, count) in &codes {
        println!("diagnostic:{code}={count}");
    }
    if let Some(fault) = faults().next() {
        println!("first_fault={}: {}", fault.code.id, fault.message.replace('\n', " "));
    }
    if let Some(understood) = &read.understood {
        let api = &understood.api;
        println!("version={}", understood.document.version);
        println!("operations={}", api.operations().count());
        println!("types={}", api.types.len());
        println!("places={}", places(api));
        println!("untyped={}", api.untyped.len());
        let mut reasons = std::collections::BTreeMap::<_, usize>::new();
        api.untyped.iter().for_each(|place| *reasons.entry(&place.reason).or_default() += 1);
        for (reason, count) in reasons {
            println!("reason:{reason}={count}");
        }
        let declared: usize = understood.document.paths.iter().map(|path| path.operations.len()).sum();
        println!("left_out={}", declared.saturating_sub(api.operations().count()));
        match write(api, Path::new(out)) {
            Ok(lines) => {
                println!("generated=true\nlines={lines}");
                if let Err(error) = size::write(api, Path::new(out)) {
                    println!("first_fault={error}");
                }
            }
            Err(error) => println!("first_fault={}", error.replace('\n', " ")),
        }
    }
    println!("peak_kib={}", peak_kib());
    ExitCode::SUCCESS
}

/// How many places of an api have a type.
fn places(api: &Api) -> usize {
    let of_shape = |shape: &Shape| match shape {
        Shape::Structure(structure) => {
            structure.fields.len() + usize::from(matches!(structure.additional, Additional::Kept { .. }))
        }
        Shape::Union(union) => union.variants.len(),
        Shape::Newtype(_) => 1,
        Shape::Enumeration(_) => 0,
    };
    let of_payload = |payload: &Payload| match payload {
        Payload::Empty => 0,
        Payload::One(_) => 1,
        Payload::Several { media, .. } => media.len(),
    };
    let of_operation = |operation: &Operation| {
        let responses = operation.responses.iter();
        operation.parameters.len()
            + operation.request.as_ref().map_or(0, |request| of_payload(&request.payload))
            + responses.map(|response| response.headers.len() + of_payload(&response.payload)).sum::<usize>()
    };
    api.types.iter().map(|(_, definition)| of_shape(&definition.shape)).sum::<usize>()
        + api.operations().map(|(_, operation)| of_operation(operation)).sum::<usize>()
}

/// Files on their way to the disk, and lines of those that are no runtime.
struct Counted {
    output: Output,
    lines: AtomicUsize,
}

impl Sink for Counted {
    fn file(&self, path: &str, text: &str) -> Result<(), NoMore> {
        if path.ends_with(".rs") && !path.contains("/runtime/") {
            self.lines.fetch_add(text.lines().count(), Ordering::Relaxed);
        }
        self.output.file(path, text)
    }
}

fn write(api: &Api, out: &Path) -> Result<usize, String> {
    let place = Place::of(out, None).map_err(|error| error.to_string())?;
    let output = Output::open(place, Purpose::Overwrite, &mut || {}).map_err(|trouble| format!("{trouble:?}"))?;
    let counted = Counted { output, lines: AtomicUsize::new(0) };
    pipeline::generate(api, &Crate::ALL, &Budgets::default(), &counted).map_err(|stopped| match stopped {
        Stopped::Emitter(message) => message,
        Stopped::Budget => String::from("the crates are larger than the budget"),
        Stopped::Sink => format!("{:?}", counted.output.failure()),
    })?;
    let Counted { output, lines } = counted;
    let plan = plan(&output, Consent { overwrite: true, adopt: true }).map_err(|error| error.to_string())?;
    if !plan.is_allowed() {
        return Err(format!("{}: {:?}", out.display(), plan.foreign));
    }
    change(&mut [(output, plan)], Vec::new()).map_err(|(_, error)| error.to_string())?;
    Ok(lines.into_inner())
}

/// Largest memory of this program, where Linux tells it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
