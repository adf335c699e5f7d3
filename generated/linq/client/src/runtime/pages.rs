//! Lists that come in pages.
//!
//! Takes calls of operations that say how their pages hang together ([`Paged`]); gives pages and their items as streams. Promises that each
//! page is asked for when it is wanted, that a page on another origin is not asked for, and that whoever stops can go on later from where a
//! page began. Nothing here is compiled for programs that never ask for it.

use super::boxed::BoxFuture;
use super::call::Call;
use super::error::{CallError, ErrorKind, Failure};
use super::exchange::exchange;
use super::fault::RequestError;
use super::operation::Operation;
use super::page_body::{self, Facts};
use super::paging::{Paging, Way};
use super::response::RawResponse;
use super::response::Unread;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use types::runtime::Decode;

/// An operation whose responses are pages of a list.
pub trait Paged: Operation {
    /// An item of the list.
    type Item: Decode + Send + 'static;
    /// How one page leads to the next.
    const PAGING: Paging;
}

impl<O: Paged> Call<O> {
    /// The pages of the list from the one that this call asks for, each when it is wanted.
    #[inline]
    pub fn pages(self) -> Pages<O> {
        Pages { call: self, at: None, ended: false, pending: Mutex::new(None) }
    }

    /// The items of all pages, from the page that this call asks for.
    #[inline]
    pub fn items(self) -> PagedItems<O> {
        self.pages().items()
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// Its items.
    pub items: Vec<T>,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The response: [`RawResponse::decode`] reads the body as any type, such as that of the operation.
    pub response: RawResponse,
}

type Turned<O> = Result<(Page<<O as Paged>::Item>, Option<String>), CallError<<O as Operation>::Error>>;

/// The pages of a list, a [`Stream`]. It ends after an error or the last page.
pub struct Pages<O: Paged> {
    call: Call<O>,
    /// What leads to the page that is next; `None` for the one that the call asks for.
    at: Option<String>,
    ended: bool,
    /// Futures are not `Sync`; locked by none, since only `&mut self` reaches it.
    pending: Mutex<Option<BoxFuture<'static, Turned<O>>>>,
}

impl<O: Paged> Pages<O> {
    /// Begins with the page that a [`continuation`](Self::continuation) leads to.
    #[must_use]
    #[inline]
    pub fn from(self, continuation: impl Into<String>) -> Self {
        Self { at: Some(continuation.into()), ..self }
    }

    /// What leads to the page that is next, or that failed, for [`from`](Self::from): a number, a cursor or a URL. `None` before the first page,
    /// and after the last.
    #[inline]
    pub fn continuation(&self) -> Option<&str> {
        self.at.as_deref()
    }

    /// The items of these pages.
    #[inline]
    pub fn items(self) -> PagedItems<O> {
        PagedItems { at: self.at.clone(), pages: self, left: VecDeque::new() }
    }

    /// The next page. Dropping the future before it completes loses nothing.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<Page<O::Item>, CallError<O::Error>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    #[inline]
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let slot = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
        let pending = slot.get_or_insert_with(|| {
            let (call, at) = (self.call.clone(), self.at.clone());
            Box::pin(turn(call, at))
        });
        let turned = ready!(pending.as_mut().poll(cx));
        *slot = None;
        Poll::Ready(Some(match turned {
            Ok((page, next)) => {
                // What leads to itself leads nowhere.
                self.ended = next.is_none() || next == self.at;
                self.at = next.filter(|_| !self.ended);
                Ok(page)
            }
            Err(error) => {
                self.ended = true;
                Err(error)
            }
        }))
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Page<O::Item>, CallError<O::Error>>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> fmt::Debug for Pages<O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).field("ended", &self.ended).finish_non_exhaustive()
    }
}

/// The items of a list that comes in pages, a [`Stream`]. It ends after an error or the last item.
pub struct PagedItems<O: Paged> {
    pages: Pages<O>,
    /// What led to the page whose items are given.
    at: Option<String>,
    left: VecDeque<O::Item>,
}

impl<O: Paged> PagedItems<O> {
    /// What leads to the page of the item that is next, for [`Pages::from`], which begins with the first item of that page. `None` on the first
    /// page, and after the last.
    #[inline]
    pub fn continuation(&self) -> Option<&str> {
        if self.left.is_empty() { self.pages.continuation() } else { self.at.as_deref() }
    }

    /// The next item. Dropping the future before it completes loses nothing.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<O::Item, CallError<O::Error>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// All remaining items, however many there are.
    ///
    /// # Errors
    /// When a page cannot be fetched or read.
    #[inline]
    pub async fn all(mut self) -> Result<Vec<O::Item>, CallError<O::Error>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    #[inline]
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(item) = self.left.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let at = self.pages.at.clone();
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => (self.left, self.at) = (page.items.into(), at),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for PagedItems<O> {
    type Item = Result<O::Item, CallError<O::Error>>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<O: Paged> Unpin for PagedItems<O> {}

impl<O: Paged> fmt::Debug for PagedItems<O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedItems").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// The page that `at` leads to, and what leads to the one after.
#[inline]
async fn turn<O: Paged>(mut call: Call<O>, at: Option<String>) -> Turned<O> {
    let route = call.request.route;
    let told = |reason: RequestError| Failure::from(ErrorKind::Request(reason)).at(route);
    let paging = O::PAGING;
    match (paging.way, &at) {
        (_, None) => {}
        (Way::Link | Way::Url(_), Some(url)) => call.request.go_to(url).map_err(told)?,
        (Way::Page(name, _) | Way::Offset(name) | Way::Cursor(name, _) | Way::Last(name, _), Some(text)) => {
            call.request.set_query(name, text);
        }
    }
    // Where the caller has chosen the first page, counting begins there.
    let number = |name| call.request.query_value(name).and_then(|text| text.parse::<u64>().ok());
    let number = match paging.way {
        Way::Page(name, begin) => number(name).unwrap_or(begin),
        Way::Offset(name) => number(name).unwrap_or(0),
        Way::Cursor(..) | Way::Last(..) | Way::Link | Way::Url(_) => 0,
    };
    let resolver = call.request.clone();
    let (response, body) = exchange(call.request).await.map_err(|failure| failure.at(route))?;
    let mut response = body.complete(response).await.map_err(|failure| failure.at(route))?;
    if !response.status.is_success() {
        return Err(match response.read(O::read) {
            (Ok(Err(error)), passed_over) => CallError::documented(route, response, error, passed_over),
            (Ok(Ok(_)), _) => Failure::unread(response, Unread::Undocumented).at(route),
            (Err(why), _) => Failure::unread(response, why).at(route),
        });
    }
    let (read, _) = response.read(|response| page_body::read::<O::Item>(&response.body, &paging));
    let (items, facts) = match read {
        Ok(read) => read,
        Err(fault) => return Err(Failure::unread(response, Unread::Json(fault)).at(route)),
    };
    let next = following(&paging, number, items.len(), facts, &response.headers);
    let next = match (paging.way, next) {
        (Way::Link | Way::Url(_), Some(url)) => match resolver.beside(&url) {
            Ok(url) => Some(url),
            Err(fault) => return Err(told(fault)),
        },
        (_, next) => next,
    };
    let (status, headers) = (response.status, std::mem::take(&mut response.headers));
    response.headers.clone_from(&headers);
    Ok((Page { items, status, headers, response }, next))
}

/// What leads to the page after this one.
#[inline]
fn following(paging: &Paging, number: u64, count: usize, facts: Facts, headers: &HeaderMap) -> Option<String> {
    if facts.more == Some(false) {
        return None;
    }
    match paging.way {
        Way::Page(..) if count > 0 => Some(number.checked_add(1)?.to_string()),
        Way::Offset(_) if count > 0 => Some(number.checked_add(u64::try_from(count).ok()?)?.to_string()),
        Way::Page(..) | Way::Offset(_) => None,
        // Where nothing says that there is more, an empty page is the last.
        Way::Last(..) => facts.next.filter(|text| !text.is_empty()),
        Way::Cursor(..) | Way::Url(_) => facts.next.filter(|text| !text.is_empty()),
        Way::Link => headers.get_all(header::LINK).iter().find_map(|value| next_link(value.to_str().ok()?)),
    }
}

/// The target of the link whose relation is `next` (RFC 8288 §3).
#[inline]
fn next_link(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let (url, after) = after.split_once('>')?;
        let parameters = after.split('<').next().unwrap_or("");
        let is_next = |parameter: &str| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel") && value.split(' ').any(|it| it.eq_ignore_ascii_case("next"))
        };
        if parameters.split(';').any(is_next) {
            return Some(url.to_owned());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found_among_others() {
        for (text, expected) in [
            (
                r#"<https://a.example/?page=2>; rel="next", <https://a.example/?page=9>; rel="last""#,
                Some("https://a.example/?page=2"),
            ),
            (r#"</p?a=1,2>; rel="prev", </p?a=3;b=4>; title="x"; rel=next"#, Some("/p?a=3;b=4")),
            (r#"</a>; rel="last next""#, Some("/a")),
            (r#"</a>; rel="prev""#, None),
            ("</a", None),
            ("", None),
        ] {
            assert_eq!(next_link(text).as_deref(), expected, "{text}");
        }
    }
}
