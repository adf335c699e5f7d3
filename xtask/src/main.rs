//! Commands for this repository: `cargo xtask help` lists them.
fn main() {}
