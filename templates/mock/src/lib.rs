//! What stands around the fake of a generated server when it is run as a mock.
//!
//! Takes the fake's router, the facts about its API as JSON, and the arguments of the program; serves on loopback until it is stopped.
//! Promises one line of log for each request on the error stream, the address alone on the output stream, and no secret in either or in a
//! recording. Never changes an answer but where a request prefers it or the state of a collection says so.

mod facts;
mod layer;
mod log;
mod options;
mod percent;
mod prefer;
mod record;
mod secrets;
mod state;

pub use facts::Facts;
pub use layer::Mock;
pub use options::Options;

use axum::Router;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Serves the fake with the options of the program's command line. Comes back only when that cannot be.
pub fn run(router: Router, facts: &str) -> ExitCode {
    match serve(router, facts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn serve(router: Router, facts: &str) -> Result<(), String> {
    let facts = Facts::parse(facts)?;
    let options = Options::parse(std::env::args_os().skip(1))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime can be started: {error}"))?;
    runtime.block_on(async {
        let port = options.port;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(|error| {
            format!("port {port} cannot be listened on: {error}; `--port 0` takes any that is free")
        })?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let title = facts.title.clone();
        let mock = Mock::new(facts, &options, format!("http://{address}"))?;
        for line in mock.introduction() {
            eprintln!("{line}");
        }
        eprintln!("{title} is served");
        println!("http://{address}");
        axum::serve(listener, mock.around(router)).await.map_err(|error| error.to_string())
    })
}
