//! Multipart bodies (RFC 2046 §5.1, RFC 7578).
//!
//! Takes a body and its content type; gives its parts, which borrow from the body. Never panics on half a body; gives `None` where the body
//! does not have the form.

use axum::body::Bytes;

use super::body::media_type_parameter;

/// One part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The field it is the value of.
    pub name: String,
    /// The name of the file it was read from.
    pub file_name: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// What it holds.
    pub bytes: Bytes,
}

/// The parts of a body.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary =
        media_type_parameter(content_type, "boundary").filter(|boundary| (1..=70).contains(&boundary.len()))?;
    let delimiter = format!("\r\n--{boundary}");
    let opening = delimiter.get(2..)?;
    let mut rest =
        if body.starts_with(opening.as_bytes()) { body.slice(opening.len()..) } else { after(body, &delimiter)? };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let content = after(&rest, "\r\n")?;
        let end = find(&content, delimiter.as_bytes())?;
        parts.push(part(&content.slice(..end))?);
        rest = content.slice(end + delimiter.len()..);
    }
    Some(parts)
}

fn part(content: &Bytes) -> Option<Part> {
    let (head, bytes) = match find(content, b"\r\n\r\n") {
        Some(end) => (content.slice(..end), content.slice(end + 4..)),
        None => return None,
    };
    let head = std::str::from_utf8(&head).ok()?;
    let header = |name: &str| {
        let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: media_type_parameter(&disposition, "name")?,
        file_name: media_type_parameter(&disposition, "filename"),
        content_type: header("content-type"),
        bytes,
    })
}

fn after(bytes: &Bytes, text: &str) -> Option<Bytes> {
    let start = find(bytes, text.as_bytes())?;
    Some(bytes.slice(start + text.len()..))
}

/// Where `wanted` first stands, comparing few bytes at each place, since a boundary has at most 70.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    while let Some(offset) = bytes.get(from..)?.iter().position(|byte| byte == first) {
        if bytes.get(from + offset..)?.starts_with(wanted) {
            return Some(from + offset);
        }
        from += offset + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn parts_are_taken_apart() {
        let body = "preamble\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x  \r\n\
                    content-disposition: form-data; name=\"b\"; filename=\"c.txt\"\r\nContent-Type: text/plain\r\n\r\n\r\n2\r\n\r\n--x--\r\n";
        let found = parts("multipart/form-data; boundary=x", &Bytes::from(body));
        let expected = [("a", None, None, "1"), ("b", Some("c.txt"), Some("text/plain"), "\r\n2\r\n")];
        let expected = expected.map(|(name, file_name, content_type, bytes)| Part {
            name: name.to_owned(),
            file_name: file_name.map(str::to_owned),
            content_type: content_type.map(str::to_owned),
            bytes: Bytes::from(bytes),
        });
        assert_eq!(found, Some(expected.to_vec()));
    }

    #[test]
    fn half_a_body_is_none() {
        let whole = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--";
        for length in 0..whole.len() {
            let found = parts("multipart/form-data; boundary=x", &Bytes::copy_from_slice(&whole.as_bytes()[..length]));
            assert_eq!(found, None, "{length}");
        }
    }
}
