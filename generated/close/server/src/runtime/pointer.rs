//! JSON Pointers (RFC 6901).

/// The pointer to a property.
pub(super) fn to(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The pointer to what a path such as `$.items[3]["a b"]` names.
pub(super) fn from_path(path: &str) -> String {
    let mut pointer = String::new();
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    while !rest.is_empty() {
        let (segment, after) = if let Some(quoted) = rest.strip_prefix("[\"") {
            let end = end_of_quote(quoted);
            let (text, after) = quoted.split_at_checked(end).unwrap_or((quoted, ""));
            (text.replace("\\\"", "\"").replace("\\\\", "\\"), after.strip_prefix("\"]").unwrap_or_default())
        } else if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']').unwrap_or((index, ""));
            (index.to_owned(), after)
        } else {
            let key = rest.strip_prefix('.').unwrap_or(rest);
            let end = key.find(['.', '[']).unwrap_or(key.len());
            let (key, after) = key.split_at_checked(end).unwrap_or((key, ""));
            (key.to_owned(), after)
        };
        pointer.push_str(&to(&segment));
        rest = after;
    }
    pointer
}

fn end_of_quote(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::from_path;

    #[test]
    fn paths_become_pointers() {
        for (path, pointer) in [
            ("$", ""),
            ("$.a", "/a"),
            ("$.items[3].id", "/items/3/id"),
            ("$[\"a b\"][0]", "/a b/0"),
            ("$[\"a\\\"b\"].c", "/a\"b/c"),
            ("$[\"a/b~\"]", "/a~1b~0"),
        ] {
            assert_eq!(from_path(path), pointer, "{path}");
        }
    }
}
