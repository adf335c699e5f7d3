//! Ways to have and to use the product: from a package, by `init`, from a build script, by the book.

mod book;
mod build_script;
mod config;
mod init;
mod manual;
mod package;
mod scaffold;
mod schema;
mod selection;
mod settings;
