//! Tokens to formatted text and files to disk.
//!
//! Takes the files of crates; gives their text (`format`, `assemble`). Takes an output folder ([`Place`]) and the files it is to hold
//! ([`Output`]); gives what is to become of it ([`plan`]), and brings that about ([`change`]). Promises that files which are not
//! listed in the folder's record stay, and that all crates of a folder change together or not at all. Never decides what is in a file.

pub mod assemble;
mod change;
pub mod file;
mod folder;
pub mod format;
mod journal;
mod lock;
mod look;
mod output;
mod place;
mod plan;
mod record;
pub mod regular;
mod runtime;

pub use change::change;
pub use folder::NewFolder;
pub use look::Obstacle;
pub use output::{Output, Purpose, Trouble};
pub use place::Place;
pub use plan::{Consent, Plan, plan};
pub use record::{Digest, RECORD};
