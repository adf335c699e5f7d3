//! Each vendor's client on the wire: what it sends, to the byte, and what it makes of any answer.

mod canned;
mod hostile;
mod pairs;
mod wire;
