//! Tokens: the number of a user and a time, signed.

use crate::state::UserId;
use conduit_server::Credentials;
use conduit_server::runtime::{Attempt, Authenticator, Verdict, equal_in_constant_time};
use hmac::digest::InvalidLength;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::Arc;

/// What signs them.
pub struct Tokens(Hmac<Sha256>);

impl Tokens {
    const SECONDS: i64 = 3600;

    pub fn new(key: &str) -> Result<Self, InvalidLength> {
        Hmac::new_from_slice(key.as_bytes()).map(Self)
    }

    /// Also what is kept of a password. Where users are many, a slow hash such as Argon2 takes its place.
    pub fn sign(&self, text: &str) -> String {
        let signature = self.0.clone().chain_update(text).finalize().into_bytes();
        signature.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub fn issue(&self, UserId(user): UserId) -> String {
        let claims = format!("{user}.{}", chrono::Utc::now().timestamp() + Self::SECONDS);
        format!("{claims}.{}", self.sign(&claims))
    }

    fn check(&self, token: &str) -> Option<UserId> {
        let (claims, signature) = token.rsplit_once('.')?;
        let (user, ends) = claims.split_once('.')?;
        let is_right = equal_in_constant_time(&self.sign(claims), signature);
        let is_valid = is_right && ends.parse::<i64>().ok()? > chrono::Utc::now().timestamp();
        is_valid.then(|| user.parse().ok().map(UserId))?
    }
}

/// Who calls, by the token.
pub struct Bearer(pub Arc<Tokens>);

impl Authenticator<Credentials> for Bearer {
    type Identity = UserId;

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<UserId> {
        let Credentials::Token { key } = credentials;
        self.0.check(key.expose()).map_or(Verdict::Unauthorized, Verdict::Allow)
    }
}
