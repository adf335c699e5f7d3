//! One description, generated in this program: what `corpus` starts for each.
//!
//! Takes a file, a name and a folder; writes the crates and prints lines of `key=value`.

use specwright::cli;
use specwright::diagnostic::Severity;
use specwright::emit::Crate;
use specwright::ir::{Additional, Api, Operation, Payload, Shape};
use specwright::pipeline;
use specwright::write::disk;
use std::path::Path;
use std::process::ExitCode;

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
            Ok(lines) => println!("generated=true\nlines={lines}"),
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

fn write(api: &Api, out: &Path) -> Result<usize, String> {
    let mut lines = 0;
    for (of, package) in pipeline::generate(api, &Crate::ALL)? {
        let own = package.files().filter(|(path, _)| path.ends_with(".rs") && !path.contains("/runtime/"));
        lines += own.map(|(_, text)| text.lines().count()).sum::<usize>();
        let staging = out.join(format!(".{}", of.folder()));
        disk::replace(&package, &out.join(of.folder()), &staging).map_err(|error| error.to_string())?;
    }
    Ok(lines)
}

/// Largest memory of this program, where Linux tells it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
