//! The `specwright` command.

/// Generating is making and dropping many small things, of which this allocator makes far less work than most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    specwright::cli::run_on_own_streams().into()
}
