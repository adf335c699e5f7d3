//! What a walk over two schemas tells, and which way values go.
//!
//! Holds data and no pass.

use super::change::{Ours, Party, Spot, Wire, Witness};
use super::reading::Carrier;
use super::rule::Rule;
use super::view::Message;
use crate::document::SchemaId;
use serde_json::Value;

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// Clients do.
    ToServer,
    /// Servers do.
    ToClient,
}

/// Which values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// What leaves one-way properties out.
    pub message: Message,
    /// Who sends.
    pub flow: Flow,
    /// Whether values are written as text, in which `1` and `"1"` are the same: in parameters, headers and forms.
    pub text: bool,
    /// Whether they stand in XML.
    pub xml: bool,
}

impl Way {
    /// Who breaks where the new schema allows less than the old one.
    pub fn narrowing_breaks(self) -> Party {
        match self.flow {
            Flow::ToServer => Party::Client,
            Flow::ToClient => Party::Server,
        }
    }

    /// Who breaks where the new schema allows more than the old one.
    pub fn widening_breaks(self) -> Party {
        match self.flow {
            Flow::ToServer => Party::Server,
            Flow::ToClient => Party::Client,
        }
    }
}

/// One direction of a difference: whether one side allows what the other does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Shift {
    /// It does not.
    No,
    /// It may; these values may show it.
    Try(Vec<Value>),
    /// It may, and no value is at hand.
    Unknown,
}

/// What a rule found at a pair.
pub struct Found {
    /// The rule.
    pub rule: &'static Rule,
    /// A half sentence: what changed, after the name of the place.
    pub message: String,
    /// Where.
    pub old: Option<Spot>,
    /// Where.
    pub new: Option<Spot>,
    /// The old schema allows what the new one does not.
    pub narrow: Shift,
    /// The new schema allows what the old one does not.
    pub wide: Shift,
    /// Who is concerned in a way that no value shows.
    pub soft: Option<Party>,
    /// What the generated client of the old description makes of it where it receives it.
    pub ours: Ours,
    /// The date on which what is gone was announced to end.
    pub sunset: Option<String>,
}

/// The same, judged.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The sentence.
    pub message: String,
    /// Where.
    pub old: Option<Spot>,
    /// Where.
    pub new: Option<Spot>,
    /// For clients and servers.
    pub client: Wire,
    /// For servers.
    pub server: Wire,
    /// What the generated client of the old description does.
    pub our_client: Ours,
    /// What its generated server does.
    pub our_server: Ours,
    /// The date on which what is gone was announced to end.
    pub sunset: Option<String>,
    /// At most one for each party.
    pub witnesses: Vec<Witness>,
    /// Roots whose messages hold the place; filled at the end.
    pub roots: Vec<usize>,
}

/// A message, or part of one that has a schema.
#[derive(Debug, Clone)]
pub struct Root {
    /// `request body`, `response body`, `query parameter`.
    pub what: String,
    /// `POST /contacts`
    pub operation: String,
    /// Its schemas in the old description.
    pub old: Vec<SchemaId>,
    /// In the new one.
    pub new: Vec<SchemaId>,
    /// Which way it goes.
    pub way: Way,
    /// Both descriptions ask for it.
    pub required: bool,
    /// Which body of the old description it is, where it is one.
    pub carrier: Option<Carrier>,
}
