//! The program of a mock: what is built around the fake of a generated server.
//!
//! Takes an [`Api`]; gives the files of a package that stands beside the crates `types` and `server`. The layer itself is a real crate,
//! `templates/mock`, shipped as it stands. Promises that the files depend on the api alone. Never touches the disk.

mod facts;

pub use facts::secrets;

use crate::ir::Api;

/// Embeds the files of the template.
macro_rules! shipped {
    ($($path:literal)*) => {
        &[$((concat!("src/", $path), include_str!(concat!("../../templates/mock/src/", $path)))),*]
    };
}

static SHIPPED: &[(&str, &str)] = shipped! {
    "facts.rs" "layer.rs" "lib.rs" "log.rs" "options.rs" "percent.rs" "prefer.rs" "record.rs" "secrets.rs" "state.rs"
};

/// What serves the fake.
const MAIN: &str = "//! A mock.\n\nfn main() -> std::process::ExitCode {\n    mock::run(server::fake::router(), include_str!(\"../facts.json\"))\n}\n";

/// The package beside the crates of an api: path and text of each file.
pub fn files(api: &Api) -> Vec<(String, String)> {
    let mut files: Vec<_> = SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.push(("src/main.rs".to_owned(), MAIN.to_owned()));
    files.push(("facts.json".to_owned(), facts::text(api)));
    files
}

/// The package's manifest. The package needs a name of its own where several are built into one target folder.
pub fn manifest(api: &Api, name: &str) -> String {
    let crates = &api.name;
    format!(
        r#"[package]
name = "{name}"
version = "{version}"
edition = "2024"
publish = false

[lib]
name = "mock"

[workspace]

# It is built once, and nobody steps through it.
[profile.dev]
debug = false
incremental = false

[dependencies]
axum = {{ version = "0.8", default-features = false, features = ["http1", "tokio"] }}
base64 = {{ version = "0.22", default-features = false, features = ["alloc"] }}
futures-core = {{ version = "0.3", default-features = false }}
serde_json = "1"
server = {{ package = "{crates}-server", path = "server", features = ["fake"] }}
tokio = {{ version = "1", features = ["net", "rt", "time"] }}
types = {{ package = "{crates}-types", path = "types" }}
"#,
        version = env!("CARGO_PKG_VERSION"),
    )
}
