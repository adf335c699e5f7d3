//! What a client asks for and takes for an answer.
//!
//! Takes an operation's responses; gives the statuses that are documented successes, and the media types of `Accept` in the order of preference.

use crate::ir::{Accept, Codec, Outcome, Preference, Response, StatusPattern, Successes};
use std::collections::BTreeSet;

/// The statuses that are documented and are no errors, those with a body first.
pub fn successes(responses: &[Response]) -> Successes {
    let mut statuses = Vec::new();
    for response in responses.iter().filter(|response| response.outcome != Outcome::Failure) {
        match response.status {
            StatusPattern::Exact(100..=199) | StatusPattern::Class(1) => {}
            StatusPattern::Exact(status) => statuses.push((response.payload.media().is_empty(), status)),
            StatusPattern::Class(3) => statuses.extend([301, 302, 303, 307, 308].map(|status| (true, status))),
            StatusPattern::Class(_) | StatusPattern::Default => return Successes::Any,
        }
    }
    if statuses.is_empty() {
        return Successes::Any;
    }
    statuses.sort_by_key(|(bodiless, _)| *bodiless);
    Successes::Listed(statuses.into_iter().map(|(_, status)| status).collect())
}

/// The documented media types, each once, in the order they occur; bytes beside what has a type, and XML that JSON may stand for, come last.
pub fn accept(responses: &[Response]) -> Vec<Accept> {
    let mut first: Vec<&str> = Vec::new();
    let mut second: Vec<&str> = Vec::new();
    for response in responses {
        let media = response.payload.media();
        let is_typed = media.iter().any(|media| media.codec != Codec::Bytes);
        for media in media {
            let list = if is_typed && media.codec == Codec::Bytes { &mut second } else { &mut first };
            list.push(&media.media_type);
            second.extend(media.media_types().skip(1));
        }
    }
    let first = first.into_iter().map(|text| (text, Preference::First));
    let second = second.into_iter().map(|text| (text, Preference::Second));
    let mut known = BTreeSet::new();
    first
        .chain(second)
        .filter(|(text, _)| is_sendable(text) && known.insert(*text))
        .map(|(text, preference)| Accept { media_type: text.to_owned(), preference })
        .collect()
}

/// Whether a text can stand in a header.
fn is_sendable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}
