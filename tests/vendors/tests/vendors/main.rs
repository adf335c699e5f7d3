//! Each vendor's generated crates at work: what its client sends, what it makes of any response, and client against server.

mod canned;
mod examples;
mod hostile;
mod outcome;
mod pairs;
mod place;
mod redirects;
mod secrets;
mod servers;
mod transports;
mod wire;
