//! Which of several operations of one method and path a request is for.
//!
//! Takes operations in the order of the document, and a request; gives the one whose constant query the request holds and that
//! suits it best: by the parameters it must have, then by the media type of the body. The first where nothing decides. Never reads
//! a body.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use super::operation::{Operation, RequestBody, Sign};
use super::{body, percent, wire};

/// The one of `all` that the request is for, if its query holds what any of them needs.
pub(super) fn choose<'a, T>(all: &'a [T], operation: impl Fn(&T) -> &Operation, request: &Request) -> Option<&'a T> {
    if let [only] = all
        && operation(only).query.is_empty()
    {
        return Some(only);
    }
    let sent = Sent::of(request);
    let fitting = all.iter().filter(|one| sent.holds(operation(one).query));
    // The last of the best is the first of the document.
    fitting.rev().max_by_key(|one| sent.rank(operation(one)))
}

/// What is seen of a request before its body is read.
struct Sent<'a> {
    query: Vec<(String, String)>,
    headers: &'a HeaderMap,
    content_type: Option<&'a str>,
    has_body: bool,
}

impl<'a> Sent<'a> {
    fn of(request: &'a Request) -> Self {
        let pairs = wire::pairs(request.uri().query().unwrap_or_default());
        let query = pairs.filter_map(|(name, value)| Some((percent::decode_form(name)?, percent::decode_form(value)?)));
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Self {
            query: query.collect(),
            headers: request.headers(),
            content_type,
            has_body: content_type.is_some() || !request.body().is_end_stream(),
        }
    }

    fn holds(&self, pairs: &[(&str, &str)]) -> bool {
        pairs.iter().all(|(name, value)| self.query.iter().any(|(key, text)| key == name && text == value))
    }

    fn has(&self, sign: &Sign) -> bool {
        match sign {
            Sign::Query(name) => self
                .query
                .iter()
                .any(|(key, _)| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))),
            Sign::Header(name) => self.headers.contains_key(*name),
        }
    }

    /// How well an operation suits, the best last: its constant pairs, whether nothing is missing, what it demands, its body.
    fn rank(&self, operation: &Operation) -> (usize, bool, bool, usize, i8) {
        let complete = operation.signs.iter().all(|sign| self.has(sign));
        let signs = if complete { operation.signs.len() } else { 0 };
        let body = self.body_rank(operation.body);
        (operation.query.len(), complete && body >= 0, complete, signs, body)
    }

    /// How well the body suits: negative where it does not, more for a media type than for a range.
    fn body_rank(&self, expected: RequestBody) -> i8 {
        let media_types = expected.media_types();
        match (self.has_body, expected) {
            (_, RequestBody::None) | (false, RequestBody::Optional(_)) => 0,
            (false, RequestBody::Required(_)) => -1,
            (true, _) => match body::ranked(self.content_type, media_types) {
                Some((distance, _)) => 4 - i8::try_from(distance).unwrap_or(3),
                None => -1,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::body::Body;

    use super::*;

    fn named(id: &'static str) -> Operation {
        Operation::new(id, "PUT", "/files/{id}")
    }

    fn chosen<'a>(all: &'a [Operation], line: &str) -> Option<&'a str> {
        let mut words = line.split(' ');
        let mut request = Request::builder().uri(words.next().unwrap());
        let mut body = Body::empty();
        for header in words {
            let (name, value) = header.split_once(':').unwrap();
            request = request.header(name, value);
            if name == "content-type" {
                body = Body::from("x");
            }
        }
        choose(all, |operation| operation, &request.body(body).unwrap()).map(Operation::id)
    }

    #[test]
    fn constant_pairs_are_needed_and_decide_first() {
        let all = [
            named("plain"),
            named("beta").query(&[("beta", "true")]),
            named("both").query(&[("beta", "true"), ("a b", "")]),
        ];
        for (line, expected) in [
            ("/x", Some("plain")),
            ("/x?beta=false", Some("plain")),
            ("/x?y=1&beta=true", Some("beta")),
            ("/x?a%20b&beta=true", Some("both")),
        ] {
            assert_eq!(chosen(&all, line), expected, "{line}");
        }
        assert_eq!(chosen(&[named("beta").query(&[("beta", "true")])], "/x"), None);
    }

    #[test]
    fn then_what_is_demanded_then_the_body() {
        let all = [
            named("plain").optional_body(&["application/json"]),
            named("shared").body(&["application/json"]).told_by(&[Sign::Query("fields")]),
            named("owned").told_by(&[Sign::Query("fields"), Sign::Header("x-owner")]),
            named("xml").body(&["application/xml", "text/*"]),
            named("any").body(&["*/*"]),
        ];
        for (line, expected) in [
            ("/x", "plain"),
            ("/x content-type:application/json", "plain"),
            ("/x content-type:application/xml", "xml"),
            ("/x content-type:text/csv", "xml"),
            ("/x content-type:image/png", "any"),
            ("/x?fields=a content-type:application/json", "shared"),
            ("/x?fields[b]=a content-type:application/json", "shared"),
            ("/x?fields=a content-type:application/json x-owner:me", "owned"),
            ("/x?fields=a x-owner:me", "owned"),
            ("/x?fields=a", "plain"),
        ] {
            assert_eq!(chosen(&all, line), Some(expected), "{line}");
        }
    }

    #[test]
    fn where_nothing_fits_the_nearest_answers_for_it() {
        let all = [
            named("a").body(&["application/json"]).told_by(&[Sign::Query("a")]),
            named("b").body(&["application/json"]),
        ];
        assert_eq!(chosen(&all, "/x?a=1"), Some("a"));
        assert_eq!(chosen(&all, "/x"), Some("b"));
        assert_eq!(chosen(&all, "/x content-type:text/plain"), Some("b"));
    }
}
