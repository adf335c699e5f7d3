//! Reports of what changed.
//!
//! Takes what is [`Told`]; gives it in a [`Format`]. Promises that every format tells the same. Never judges.

mod changelog;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
pub(crate) mod parts;
mod sarif;
mod text;
mod told;

pub use told::{Entry, Severity, Told};

/// A way to write a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For a comment.
    Markdown,
    /// Workflow commands of GitHub.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// A page that needs nothing else.
    Html,
    /// An entry of a changelog for each crate.
    Changelog,
}

impl Told<'_> {
    /// An entry of a changelog for a version, without those of each crate.
    pub fn changelog(&self, version: &str) -> String {
        changelog::of_version(self, version)
    }

    /// The report in a format.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Json => json::write(self),
            Format::Markdown => markdown::write(self),
            Format::Github => github::write(self),
            Format::Sarif => sarif::write(self),
            Format::Junit => junit::write(self),
            Format::Html => html::write(self),
            Format::Changelog => changelog::write(self),
        }
    }
}
