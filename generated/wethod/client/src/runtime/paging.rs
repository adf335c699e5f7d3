//! How one page of a list leads to the next, as data.

/// Keys that lead from the root of a body to a value.
pub type Keys = &'static [&'static str];

/// How one page leads to the next.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    pub(super) way: Way,
    /// Where the items are.
    pub(super) items: Keys,
    /// Where the body says whether there are more pages.
    pub(super) more: Option<Keys>,
}

/// What leads to the next page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// The number of the page, in this parameter of the query.
    Page(&'static str, u64),
    /// The number of items before, in this parameter of the query.
    Offset(&'static str),
    /// The value there in the body, in this parameter of the query.
    Cursor(&'static str, Keys),
    /// The value there in the last item, in this parameter of the query.
    Last(&'static str, Keys),
    /// The URL in the header `Link` whose relation is `next`.
    Link,
    /// The URL there in the body.
    Url(Keys),
}

impl Paging {
    const fn new(way: Way, items: Keys) -> Self {
        Self { way, items, more: None }
    }

    /// By the number of the page.
    pub const fn page(parameter: &'static str, first: u64, items: Keys) -> Self {
        Self::new(Way::Page(parameter, first), items)
    }

    /// By the number of items before.
    pub const fn offset(parameter: &'static str, items: Keys) -> Self {
        Self::new(Way::Offset(parameter), items)
    }

    /// By what the body says.
    pub const fn cursor(parameter: &'static str, at: Keys, items: Keys) -> Self {
        Self::new(Way::Cursor(parameter, at), items)
    }

    /// By what the last item says.
    pub const fn last(parameter: &'static str, at: Keys, items: Keys) -> Self {
        Self::new(Way::Last(parameter, at), items)
    }

    /// By the header `Link` (RFC 8288).
    pub const fn link(items: Keys) -> Self {
        Self::new(Way::Link, items)
    }

    /// By a URL in the body.
    pub const fn url(at: Keys, items: Keys) -> Self {
        Self::new(Way::Url(at), items)
    }

    /// Where the body says whether there is more.
    pub const fn more(self, more: Keys) -> Self {
        Self { more: Some(more), ..self }
    }
}
