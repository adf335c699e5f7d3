//! What the root of a YAML text says, without reading the whole text.
//!
//! Takes a text and names of keys; gives the first of those keys that the root map has with a scalar. Promises to stop
//! at that key, at the end of the first document, or at the first place that is no YAML. Never tells of a fault: a text that
//! is no YAML has no such key.

use granit_parser::{Event, Parser};

/// A key of the root map with its scalar, and the byte at which the value ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootScalar {
    /// The value as it is written, without quotes.
    pub value: String,
    /// Bytes up to the end of the value.
    pub end: usize,
}

/// The scalar that the first of `keys` has in the root map of the first document that is not empty (YAML 1.2.2 §3.2.1.1), in block or in flow style.
pub fn root_scalar(text: &str, keys: &[&str]) -> Option<RootScalar> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let mut depth = 0_usize;
    // In the root map, keys and values come in turn.
    let mut key: Option<bool> = None;
    for step in Parser::new_from_str_with_options(text, options) {
        let (event, span) = step.ok()?;
        match event {
            Event::MappingStart(..) if depth == 0 => depth = 1,
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return None;
                }
                if depth == 1 {
                    key = if key.is_some() { None } else { Some(false) };
                }
            }
            Event::Scalar(value, ..) if depth == 1 => match key.take() {
                None => key = Some(keys.contains(&&*value)),
                Some(true) => {
                    return Some(RootScalar {
                        value: value.into_owned(),
                        end: span.byte_range().map_or(0, |range| range.end),
                    });
                }
                Some(false) => {}
            },
            Event::Alias(..) if depth == 1 => key = if key.is_some() { None } else { Some(false) },
            Event::Scalar(value, ..) if depth == 0 && value.is_empty() => {}
            Event::Scalar(..) | Event::Alias(..) if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Option<String> {
        root_scalar(text, &["openapi", "swagger"]).map(|found| found.value)
    }

    #[test]
    fn a_key_is_found_in_every_style_of_yaml() {
        for text in [
            "openapi: 3.1.0\n",
            "openapi : 3.1.0\n",
            "\"openapi\": \"3.1.0\"\n",
            "info: {title: a}\n'openapi' : 3.1.0\n",
            "--- # comment\nopenapi: 3.1.0\n",
            "%YAML 1.2\n---\nopenapi: 3.1.0\n",
            "  # indented\n# not indented\n  openapi: 3.1.0\n",
            "{info: {title: a}, openapi: 3.1.0}",
            "? info\n: {title: a}\n? openapi\n: 3.1.0\n",
            "? [a, b]\n: c\nopenapi: 3.1.0\n",
            "a b: {openapi: 2}\nopenapi: !!str 3.1.0\n",
            "x: &anchor {openapi: 2}\ny: *anchor\nopenapi: &version 3.1.0\n",
            "--- !!map\nopenapi:\n  3.1.0\n",
            "openapi: 3.1.0\n---\n",
            "---\n---\nopenapi: 3.1.0\n",
            "# comment\n---\n# comment\n---\nopenapi: 3.1.0\n...\n",
            "\u{feff}openapi: 3.1.0\r\ninfo: {title: a}\r\n",
            "openapi: 3.1.0\ninfo: [unclosed\n",
        ] {
            assert_eq!(version(text).as_deref(), Some("3.1.0"), "{text}");
        }
    }

    #[test]
    fn other_texts_have_no_such_key() {
        for text in [
            "",
            "# openapi: 3.1.0\n",
            "# Title\n\nText of a page.\n\n```yaml\nopenapi: 3.1.0\n```\n",
            "info:\n  openapi: 3.1.0\n",
            "- openapi: 3.1.0\n",
            "openapi: {version: 3}\n",
            "text\nopenapi: 3.1.0\n",
            "---\ntitle: a\n---\nopenapi: 3.1.0\n",
            "info: a\n  openapi: 3.1.0\n",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
