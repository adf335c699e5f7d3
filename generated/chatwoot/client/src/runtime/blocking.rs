//! Calls that are waited for by the thread, for programs without an asynchronous runtime.
//!
//! All share one thread of a runtime of their own, so that connections are kept. Never waits within another runtime, which would stop that.

use super::call::Call;
use super::error::{CallError, ErrorKind, Failure};
use super::fault::TransportError;
use super::operation::Operation;
use super::response::Response;
use std::io;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

impl<O: Operation> Call<O> {
    /// Sends the call and waits for the response.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); and where this is done within an asynchronous runtime, whose other tasks would wait too.
    pub fn send_blocking(self) -> Result<Response<O::Output>, CallError<O::Error>> {
        let route = self.request.route;
        let failed = |error| Failure::from(ErrorKind::Transport(TransportError::connect(error))).at(route);
        if Handle::try_current().is_ok() {
            let reason = "a thread of an asynchronous runtime must not wait: await the call";
            return Err(failed(io::Error::other(reason)));
        }
        runtime().map_err(failed)?.block_on(self.send())
    }
}

/// The runtime of all clients of this crate.
fn runtime() -> io::Result<&'static Runtime> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(1).enable_all().build());
    made.as_ref().map_err(|error| io::Error::new(error.kind(), error.to_string()))
}
