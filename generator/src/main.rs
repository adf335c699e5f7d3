//! The `specwright` command.

fn main() -> std::process::ExitCode {
    specwright::cli::run_on_own_streams().into()
}
