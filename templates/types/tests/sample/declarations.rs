//! The types.

use crate::runtime::{Field, Secret, Unlisted};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value;
use std::collections::BTreeMap;

/// A person at a company (required, nullable, optional, both, and what nobody listed).
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub date_created: DateTime<FixedOffset>,
    /// The name to show.
    pub display_name: String,
    /// E-mail addresses.
    pub emails: Option<Vec<ContactEmail>>,
    /// The identifier.
    pub id: String,
    /// What it is called.
    pub r#type: Option<i64>,
    /// Calls, newest first.
    pub recent_calls: Option<Vec<ContactRecentCall>>,
    /// Born on.
    pub birthday: Field<NaiveDate>,
    /// The key of the contact's own API.
    pub api_key: Option<Secret>,
    /// Every other key.
    pub additional_properties: BTreeMap<String, Value>,
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ContactEmail {
    /// The address.
    pub email: String,
    /// Whether mail is unwanted.
    pub is_unsubscribed: bool,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactRecentCall {
    /// In seconds.
    pub duration: i64,
    /// How it went.
    pub status: CallStatus,
    /// How much it mattered.
    pub priority: Option<Priority>,
}

/// Current status of the call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallStatus {
    /// `created`
    Created,
    /// `in-progress`
    InProgress,
    /// `no-answer`
    NoAnswer,
    /// A value that was not listed.
    Unknown(Unlisted<String>),
}

/// Which way to sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortOrder {
    /// `asc`
    Asc,
    /// `desc`
    Desc,
}

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Priority {
    /// `1`
    Low,
    /// `10`
    High,
    /// A value that was not listed.
    Unknown(Unlisted<i64>),
}

/// Constants of several types.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Level {
    /// `"auto"`
    Auto,
    /// `1`
    One,
    /// `0.5`
    Half,
    /// `null`
    Null,
    /// A value that was not listed.
    Unknown(Unlisted<Value>),
}

/// An animal, by `petType`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    /// A cat.
    Cat(Cat),
    /// A dog.
    Dog(Box<Dog>),
    /// An animal with another tag, or none.
    Unknown(Value),
}

/// A cat.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cat {
    /// The tag.
    pub pet_type: String,
    /// Lives left.
    pub lives: i32,
}

/// A dog.
#[derive(Debug, Clone, PartialEq)]
pub struct Dog {
    /// The tag.
    pub pet_type: String,
    /// Its friends.
    pub friends: Option<Vec<Pet>>,
}

/// A shape that only requests carry, by `kind`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// Starts.
    Start(Start),
}

/// Starts something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Start {
    /// The tag.
    pub kind: String,
}

/// Something to look for, told apart by what it looks like.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// By number.
    Number(i64),
    /// By name.
    Name(String),
    /// By several.
    List(Vec<Target>),
    /// By address.
    Email(ContactEmail),
    /// By tag.
    Cat(Cat),
    /// Anything else.
    Unknown(Value),
}

/// A number or a text, whichever is read first.
#[derive(Debug, Clone, PartialEq)]
pub enum Either {
    /// A day.
    Day(NaiveDate),
    /// An address.
    Email(ContactEmail),
    /// Several of them.
    Several(Vec<Either>),
    /// Text.
    Text(String),
}

/// A tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Tree {
    /// What it says.
    pub label: String,
    /// What is below.
    pub children: Option<Vec<Tree>>,
    /// What is beside.
    pub next: Option<Box<Tree>>,
}

/// An amount with bounds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount(pub i64);

/// What is ordered, with rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// How many.
    pub amount: Amount,
    /// A code.
    pub code: Option<String>,
    /// Words.
    pub tags: Option<Vec<String>>,
    /// The tree.
    pub price: Field<f64>,
    /// Parts.
    pub parts: Option<Vec<Order>>,
}
