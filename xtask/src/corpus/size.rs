//! How large the types of a description are, as the compiler lays them out.
//!
//! Takes an api and the folder of its crates; writes a package beside them that cannot be compiled: the compiler's complaint holds the
//! number. So sizes are known from `cargo check` alone, and nothing is built and run.

use specwright::ir::{Api, Definition, Shape};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// No generated type is larger, but a structure whose fields alone are more.
const LIMIT: usize = 4096;

/// What a field may take beyond that: a pointer and a length.
const FIELD: usize = 16;

/// The number of a complaint: whether the type is too large, its size, and its position.
const TOO_LARGE: usize = 1_000_000_000_000_000;
const RADIX: usize = 1_000_000;

/// The largest type of a package; one that is too large before all others.
pub struct Largest {
    pub name: String,
    pub bytes: usize,
    pub is_too_large: bool,
}

fn limit(definition: &Definition) -> usize {
    match &definition.shape {
        Shape::Structure(structure) => LIMIT.max(FIELD * structure.fields.len()),
        Shape::Union(_) | Shape::Enumeration(_) | Shape::Newtype(_) => LIMIT,
    }
}

/// Writes the package.
pub fn write(api: &Api, out: &Path) -> io::Result<()> {
    let mut sizes = String::new();
    for (_, definition) in api.types.iter() {
        let (name, limit) = (definition.name.as_str(), limit(definition));
        let _infallible = writeln!(sizes, "    (\"{name}\", size_of::<types::{name}>(), {limit}),");
    }
    let count = api.types.len();
    let source = format!(
        "const SIZES: [(&str, usize, usize); {count}] = [\n{sizes}];\n\n\
         const fn largest() -> usize {{\n    let (mut largest, mut index) = (0, 0);\n    while index < {count} {{\n        \
         let over = if SIZES[index].1 > SIZES[index].2 {{ {TOO_LARGE} }} else {{ 0 }};\n        \
         let it = over + SIZES[index].1 * {RADIX} + index;\n        if it > largest {{\n            largest = it;\n        }}\n        \
         index += 1;\n    }}\n    largest\n}}\n\npub const SAID: [(); usize::MAX] = [(); largest()];\n"
    );
    let package = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = format!(
        "[package]\nname = \"{package}-size\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         types = {{ package = \"{package}-types\", path = \"../types\" }}\n"
    );
    fs::create_dir_all(out.join("size/src"))?;
    fs::write(out.join("size/Cargo.toml"), manifest)?;
    fs::write(out.join("size/src/lib.rs"), source)
}

/// The largest type of a package whose types were compiled in that workspace.
pub fn largest(workspace: &Path, package: &str) -> Option<Largest> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["check", "--offline", "--message-format", "short", "--color", "never", "--package"]);
    command.arg(format!("{package}-size")).env("CARGO_TARGET_DIR", workspace.join("target")).current_dir(workspace);
    let said = String::from_utf8_lossy(&command.output().ok()?.stderr).into_owned();
    let number = said.split("one with a size of ").nth(1)?;
    let number: usize = number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let source = fs::read_to_string(workspace.join(package).join("size/src/lib.rs")).ok()?;
    let line = source.lines().nth(number % RADIX + 1)?;
    let name = line.split('"').nth(1)?.to_owned();
    Some(Largest { name, bytes: number % TOO_LARGE / RADIX, is_too_large: number >= TOO_LARGE })
}
