//! What a comparison gives: changes with their verdicts.
//!
//! Holds data and no pass.

use super::rule::Rule;
use crate::source::Span;
use serde_json::Value;

/// What a change means for one party that was made for the old description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Wire {
    /// Nothing that it sends or receives is concerned.
    #[default]
    Same,
    /// Something changed, and what it does stays right.
    Compatible,
    /// It may be concerned, and neither can be proved.
    Unproven,
    /// A witness shows that it breaks.
    Breaking,
}

impl Wire {
    /// The word of reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Compatible => "compatible",
            Self::Unproven => "unproven",
            Self::Breaking => "breaking",
        }
    }
}

/// Who was made for the old description and meets the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// An existing client, with a new server.
    Client,
    /// An existing server, with new clients.
    Server,
}

impl Party {
    /// The word of reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// Where something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The object that says it.
    pub span: Span,
    /// The keyword in it, where there is one.
    pub keyword: Option<&'static str>,
}

impl Spot {
    /// An object.
    pub fn of(span: Span) -> Self {
        Self { span, keyword: None }
    }

    /// A keyword of an object.
    pub fn keyword(span: Span, keyword: &'static str) -> Self {
        Self { span, keyword: Some(keyword) }
    }
}

/// Something that was right and is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// Who is broken by it.
    pub party: Party,
    /// What it is: `request body`, `response body`, `request`.
    pub what: String,
    /// One operation that it is of: `POST /contacts`; empty where it is of none.
    pub operation: String,
    /// The value.
    pub value: Value,
    /// What refuses it, a sentence without a full stop.
    pub why: String,
    /// What it was judged by, where that was a schema: both sides' schemas are named by their places.
    pub judged: Option<Judged>,
}

/// The schemas that a witness was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Of the old description.
    pub old: Span,
    /// Of the new one.
    pub new: Span,
    /// The old one accepts it and the new one does not; else the other way round.
    pub old_accepts: bool,
}

/// What the generated client or server of the old description really does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ours {
    /// It goes on as before.
    Works,
    /// It goes on, and keeps the value without a name (`Unknown`, a map of other keys).
    Keeps,
    /// It goes on, and the value is lost to it.
    Ignores,
    /// It cannot be told beforehand.
    Depends,
    /// The call ends with an error.
    Fails,
}

impl Ours {
    /// A half sentence for reports.
    pub fn words(self) -> &'static str {
        match self {
            Self::Works => "works as before",
            Self::Keeps => "reads it and keeps what it does not know",
            Self::Ignores => "reads it and ignores what it does not know",
            Self::Depends => "depends on what is sent",
            Self::Fails => "fails",
        }
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Keeps => "keeps",
            Self::Ignores => "ignores",
            Self::Depends => "depends",
            Self::Fails => "fails",
        }
    }
}

/// How much a version must move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// Nothing that users can name.
    #[default]
    Patch,
    /// Something was added.
    Minor,
    /// What compiled before may not compile.
    Major,
}

impl Level {
    /// The word of reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// A change of something that users of a crate can name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustChange {
    /// The crate: `close_types`.
    pub krate: String,
    /// The Rust path.
    pub path: String,
    /// What it is.
    pub kind: &'static str,
    /// What followed the path; `None` where it is new.
    pub old: Option<String>,
    /// What follows it now; `None` where it is gone.
    pub new: Option<String>,
    /// What that asks of the version.
    pub level: Level,
    /// Where it is now, where it has another path.
    pub moved: Option<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which rule tells of it.
    pub rule: &'static Rule,
    /// A sentence without a full stop.
    pub message: String,
    /// Operations concerned, `GET /contacts`; empty where it is of none.
    pub operations: Vec<String>,
    /// Where the old description says it, or where it said nothing.
    pub old: Option<Spot>,
    /// Where the new one says it.
    pub new: Option<Spot>,
    /// For existing clients.
    pub client: Wire,
    /// For existing servers.
    pub server: Wire,
    /// What the generated client of the old description does.
    pub our_client: Ours,
    /// What the generated server of the old description does.
    pub our_server: Ours,
    /// What it does to the crates.
    pub rust: Vec<RustChange>,
    /// What tells it from others of its rule at the same place, where places do not.
    pub subject: Option<String>,
    /// The date on which what is gone was announced to end.
    pub sunset: Option<String>,
    /// One for each party that is broken.
    pub witnesses: Vec<Witness>,
}

impl Change {
    /// The verdict for those that are asked about.
    pub fn verdict(&self, parties: &[Party]) -> Wire {
        let of = |party: &Party| match party {
            Party::Client => self.client,
            Party::Server => self.server,
        };
        parties.iter().map(of).max().unwrap_or_default()
    }

    /// What it asks of the version of the crates.
    pub fn level(&self) -> Level {
        self.rust.iter().map(|it| it.level).max().unwrap_or_default()
    }
}
