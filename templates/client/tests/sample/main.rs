//! A client as the generator writes it (`client`, `auth`, `contacts`, with `model` in place of the `types` crate), and what
//! it does on the wire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod auth;
mod client;
mod contacts;
mod model;
#[path = "../../src/runtime/mod.rs"]
#[allow(dead_code, unused_imports, reason = "every API uses another part of it")]
mod runtime;

mod credentials;
mod floods;
mod lists;
mod loopback;
mod mismatches;
mod multipart;
mod origins;
mod proxies;
mod responses;
mod retries;
mod round_trips;
mod server;
mod streams;
mod styles;
mod tls;
mod urls;
mod wire;
mod xml;
