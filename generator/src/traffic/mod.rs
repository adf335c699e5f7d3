//! Traffic that somebody recorded, as far as both readers of it understand it alike: those who make a description of it (`page/recorded`), and those who hold it against one (`observed`).

pub mod har;
pub mod path;
