//! The list items that name something of HTTP: status codes and media types.
//!
//! Takes the text of a line; gives what it names. Promises that a list item of prose is neither. Never looks at other lines.

/// The key of a Responses Object that a line of the list of codes names.
pub(super) fn status_code(text: &str) -> Option<String> {
    let code = text.strip_prefix("- ")?.trim();
    let class = code.get(..1).filter(|class| ("1"..="5").contains(class));
    let rest = code.get(1..).unwrap_or("");
    if code == "default" {
        Some(code.to_owned())
    } else if class.is_some()
        && rest.len() == 2
        && (rest.eq_ignore_ascii_case("xx") || rest.bytes().all(|b| b.is_ascii_digit()))
    {
        Some(code.to_ascii_uppercase())
    } else {
        None
    }
}

/// The media type that a list item names.
pub(super) fn media_type(text: &str) -> Option<&str> {
    let text = text.strip_prefix("- ")?.trim();
    let (range, parameters) = text.split_once(';').map_or((text, None), |(range, rest)| (range, Some(rest)));
    let (kind, subtype) = range.trim_end().split_once('/')?;
    let token = |text: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-*".contains(c);
        !text.is_empty() && text.chars().all(known)
    };
    let parameters = parameters.is_none_or(|rest| rest.contains('='));
    (token(kind) && token(subtype) && parameters).then_some(text)
}
