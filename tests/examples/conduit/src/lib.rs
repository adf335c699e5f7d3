//! Conduit, a place to write articles, as a service that keeps everything in memory.

mod articles;
mod failure;
mod state;
mod tokens;
mod users;

use hmac::digest::InvalidLength;
use state::{Data, UserId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokens::Tokens;

/// The service.
pub struct Conduit {
    data: Mutex<Data>,
    tokens: Arc<Tokens>,
}

impl conduit_server::Service for Conduit {
    type Error = failure::Failure;
    type Identity = UserId;
}

impl Conduit {
    fn data(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All operations, whose tokens are signed with this key.
pub fn router(key: &str) -> Result<axum::Router, InvalidLength> {
    let tokens = Arc::new(Tokens::new(key)?);
    let conduit = Conduit { data: Mutex::default(), tokens: tokens.clone() };
    Ok(conduit_server::routes(conduit, tokens::Bearer(tokens)).on_problem(failure::show).into_router())
}
