//! Lists that come in pages.

use super::Type;

/// How the pages of an operation hang together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// What leads to the next page.
    pub way: Continuation,
    /// Where the items are in the body: keys from its root inwards.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Type,
    /// Where the body says whether there is more.
    pub more: Option<Vec<String>>,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Continuation {
    /// The number of the page.
    Page {
        /// Name of the query parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// The number of items before.
    Offset {
        /// Name of the query parameter.
        parameter: String,
    },
    /// A text that the body of the page before holds.
    Cursor {
        /// Name of the query parameter.
        parameter: String,
        /// Where it is in the body.
        next: Vec<String>,
    },
    /// A text that the last item of the page before holds.
    Last {
        /// Name of the query parameter.
        parameter: String,
        /// Where it is in the item.
        at: Vec<String>,
    },
    /// The URL in the header `Link` whose relation is `next`.
    Link,
    /// A URL that the body of the page before holds.
    Url {
        /// Where it is in the body.
        next: Vec<String>,
    },
}
