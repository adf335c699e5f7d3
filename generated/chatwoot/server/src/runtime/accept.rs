//! What media types a request accepts (RFC 9110 §12.5.1).
//!
//! Takes the `Accept` fields of a request and the media types that an operation answers; gives how much each is wanted, and whether
//! any is. What cannot be read of a field is passed over, and a request without a field accepts everything.

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};

use super::body::essence;
use super::operation::{Documented, Operation};
use super::problem::Problem;

/// The media ranges that a request accepts, each with its quality in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted(Vec<(String, u16)>);

impl Accepted {
    /// What a request with these headers accepts.
    pub fn of(headers: &HeaderMap) -> Self {
        let fields = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        Self(fields.flat_map(elements).filter_map(range).collect())
    }

    /// How much a media type, or the best of a range of them, is wanted: 0 where it is not accepted, 1000 where nothing is wanted more.
    /// The most specific range that covers it decides. Parameters of media types do not count.
    pub fn quality(&self, media_type: &str) -> u16 {
        if self.0.is_empty() {
            return 1000;
        }
        let offered = essence(media_type);
        let covering = self.0.iter().filter_map(|(range, quality)| Some((covers(range, &offered)?, *quality)));
        covering.max().map_or(0, |(_, quality)| quality)
    }

    /// Which of several media types is wanted most, the first of equals; `None` where none is accepted.
    pub fn best(&self, media_types: &[&str]) -> Option<usize> {
        let wanted = media_types.iter().map(|media_type| self.quality(media_type)).enumerate();
        wanted.rev().max_by_key(|(_, quality)| *quality).filter(|(_, quality)| *quality > 0).map(|(index, _)| index)
    }

    /// The problem with a request that accepts no success of an operation.
    pub(super) fn refusal(&self, operation: &Operation) -> Option<Problem> {
        let offered = successes(operation.responses);
        let has_bodiless = offered.iter().any(|(_, media_types)| media_types.is_empty());
        let mut offered: Vec<&str> = offered.iter().flat_map(|(_, media_types)| media_types.iter().copied()).collect();
        if self.0.is_empty() || offered.is_empty() || has_bodiless || self.best(&offered).is_some() {
            return None;
        }
        offered.sort_unstable();
        offered.dedup();
        let detail =
            format!("nothing of what is accepted is answered here; this operation answers {}", offered.join(", "));
        Some(Problem::new(StatusCode::NOT_ACCEPTABLE, detail))
    }
}

/// The responses of success that are documented; `default`, where it stands for them.
fn successes(responses: &[Documented]) -> Vec<Documented> {
    let of = |is: fn(&str) -> bool| responses.iter().copied().filter(move |(status, _)| is(status)).collect::<Vec<_>>();
    let exact = of(|status| status.starts_with('2'));
    if exact.is_empty() { of(|status| status == "default") } else { exact }
}

/// The elements of a list, whose commas may stand in quotes.
fn elements(field: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    field.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
}

fn range(element: &str) -> Option<(String, u16)> {
    let range = essence(element);
    let (kind, subtype) = range.split_once('/')?;
    let is_range = !kind.is_empty() && !subtype.is_empty() && (kind != "*" || subtype == "*");
    let weight = element.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let quality = match weight {
        // 0 to 1, with three digits at most.
        Some(weight) => weight
            .parse::<f32>()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))
            .map(|q| (q * 1000.0).round() as u16)?,
        None => 1000,
    };
    is_range.then_some((range, quality))
}

/// How specifically an accepted range covers what is offered, which may be a range itself.
fn covers(range: &str, offered: &str) -> Option<u8> {
    let ((kind, subtype), (offered_kind, offered_subtype)) = (range.split_once('/')?, offered.split_once('/')?);
    if range == offered {
        return Some(4);
    }
    if offered_kind == "*" || (offered_kind == kind && offered_subtype == "*") {
        return Some(3);
    }
    // A vendor's kind of JSON is JSON, and clients ask for kinds that the document does not name.
    let suffix = |subtype: &str| subtype.rsplit_once('+').map(|(_, suffix)| suffix.to_owned());
    let is_kin =
        suffix(subtype).is_some_and(|suffix| suffix == offered_subtype || offered_subtype == format!("*+{suffix}"));
    match (kind, subtype) {
        _ if kind == offered_kind && is_kin => Some(2),
        (_, "*") if kind == offered_kind => Some(1),
        ("*", "*") => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::HeaderValue;

    use super::*;

    fn accepted(fields: &[&str]) -> Accepted {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(ACCEPT, HeaderValue::from_str(field).unwrap());
        }
        Accepted::of(&headers)
    }

    #[test]
    fn the_most_specific_range_decides() {
        for (field, media_type, quality) in [
            ("*/*", "image/png", 1000),
            ("image/*;q=0.5, image/png;q=0.1", "image/png", 100),
            ("image/*;q=0.5, image/png;q=0.1", "image/gif", 500),
            ("Text/HTML;level=1;Q=0.25", "text/html; charset=utf-8", 250),
            ("application/json;q=0, */*", "application/json", 0),
            ("text/xml", "application/xml", 1000),
            ("application/vnd.a.v3+json", "application/json", 1000),
            ("application/json", "application/vnd.a+json", 0),
            ("application/vnd.a+json", "application/*+json", 1000),
            ("image/png", "image/*", 1000),
            ("text/plain", "*/*", 1000),
            ("text/plain;a=\"x, image/png\"", "image/png", 0),
            ("*/json", "application/json", 1000),
            ("text/plain;q=2, nonsense", "application/json", 1000),
        ] {
            assert_eq!(accepted(&[field]).quality(media_type), quality, "{field}: {media_type}");
        }
        assert_eq!(accepted(&[]).quality("a/b"), 1000);
        assert_eq!(accepted(&["a/b;q=0.1", "c/d"]).best(&["a/b", "c/d", "e/f"]), Some(1));
        assert_eq!(accepted(&["*/*"]).best(&["a/b", "c/d"]), Some(0));
        assert_eq!(accepted(&["e/f"]).best(&["a/b", "c/d"]), None);
    }

    #[test]
    fn only_what_answers_nothing_acceptable_is_refused() {
        const JSON: Documented = ("200", &["application/json"]);
        const TEXT: Documented = ("default", &["text/plain"]);
        for (responses, field, refused) in [
            (&[JSON, TEXT][..], "application/json", false),
            (&[JSON, TEXT], "text/plain", true),
            (&[JSON, ("204", &[])], "text/plain", false),
            (&[TEXT], "text/plain", false),
            (&[TEXT], "image/*", true),
            (&[], "image/*", false),
        ] {
            let responses: &'static [Documented] = responses.to_vec().leak();
            let operation = Operation::new("a", "GET", "/").responses(responses);
            assert_eq!(accepted(&[field]).refusal(&operation).is_some(), refused, "{responses:?} {field}");
        }
    }
}
