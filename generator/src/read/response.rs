//! Responses Objects and Response Objects.
//!
//! Takes `responses` of an operation; gives them in the order of the source. Never orders them by status.

use super::place::Place;
use super::reader::Reader;
use super::references::Resolved;
use crate::diagnostic::code::read as code;
use crate::document::structure::ObjectKind;
use crate::document::{Response, StatusPattern};

impl<'t> Reader<'t, '_> {
    /// Responses Object (§4.16).
    pub(super) fn responses(&mut self, at: Place<'t>) -> Vec<Response> {
        let Some(map) = self.map_under(at, "responses") else { return Vec::new() };
        let mut responses = Vec::new();
        for (entry, place) in map.patterned() {
            let Some(status) = status_pattern(&entry.key) else {
                let message = format!("`{}` is not a status code", entry.key);
                let help = "write a code such as `404`, a class such as `4XX`, or `default`";
                self.tell_with_help(&code::INVALID_STATUS_CODE, entry.key_span, message, help);
                continue;
            };
            let Some(resolved) = self.follow(place, ObjectKind::Response) else { continue };
            responses.extend(self.within(resolved.at, |reader| reader.response(status, resolved)).flatten());
        }
        responses
    }

    /// Response Object (§4.17).
    fn response(&mut self, status: StatusPattern, resolved: Resolved<'t>) -> Option<Response> {
        let at = resolved.at;
        self.map(at, "a Response Object")?;
        let described = match resolved.description {
            Some(description) => description,
            // From 3.2 on `summary` or nothing at all will do.
            None if self.version_at_least(3, 2) => self.prose(at, "description").unwrap_or_default(),
            None => self.documentation(at, "description", "a Response Object"),
        };
        Some(Response {
            status,
            summary: resolved.summary.or_else(|| self.prose(at, "summary")),
            description: described,
            headers: self.headers(at),
            content: self.content(at),
            links: self.links(at),
            extension: self.extension(at),
            owner: resolved.owner,
            origin: at.origin(),
        })
    }
}

/// The pattern a key of the Responses Object stands for.
fn status_pattern(key: &str) -> Option<StatusPattern> {
    let class =
        |digit: char| digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).filter(|d| (1..=5).contains(d));
    match key {
        "default" => Some(StatusPattern::Default),
        _ if key.len() == 3 && key.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("xx")) => {
            key.chars().next().and_then(class).map(StatusPattern::Class)
        }
        _ => {
            let digits = key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit());
            let code = digits.then(|| key.parse().ok())??;
            (100..=599).contains(&code).then_some(StatusPattern::Exact(code))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_responses() {
        assert_eq!(status_pattern("200"), Some(StatusPattern::Exact(200)));
        assert_eq!(status_pattern("4xx"), Some(StatusPattern::Class(4)));
        assert_eq!(status_pattern("default"), Some(StatusPattern::Default));
        for wrong in ["", "6XX", "0XX", "099", "600", "2000", "+20", "20", "ok", "éx", "XXX"] {
            assert_eq!(status_pattern(wrong), None, "{wrong}");
        }
    }
}
