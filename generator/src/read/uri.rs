//! URI references (RFC 3986).
//!
//! Takes a base and a reference, both without their fragments; gives what the reference names. Paths of files without a scheme
//! are bases too. Never checks that either is well-formed.

/// What `reference` names where `base` is the base (§5.2.2).
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let scheme = scheme(base).unwrap_or_default();
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    let after = base.get(scheme.len()..).unwrap_or_default();
    let authority = match after.strip_prefix("//") {
        Some(rest) => after.len() - rest.len() + rest.find('/').unwrap_or(rest.len()),
        None => 0,
    };
    let (authority, path) = after.split_at_checked(authority).unwrap_or((after, ""));
    let path = path.split('?').next().unwrap_or(path);
    let merged = match (reference, path.rsplit_once('/')) {
        ("", _) => path.to_owned(),
        (reference, _) if reference.starts_with('/') => dotless(reference),
        (reference, Some((folder, _))) => dotless(&format!("{folder}/{reference}")),
        (reference, None) if authority.is_empty() => dotless(reference),
        (reference, None) => dotless(&format!("/{reference}")),
    };
    format!("{scheme}{authority}{merged}")
}

/// The scheme with its colon.
fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if is_scheme { uri.get(..=scheme.len()) } else { None }
}

/// A path with `.` and `..` worked out (§5.2.4).
fn dotless(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            // Above the root of a URI is the root itself.
            ".." if parts.first() == Some(&"") => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn references_are_resolved_against_their_base() {
        for (base, reference, expected) in [
            ("https://a.example/b/c.yaml", "d.yaml", "https://a.example/b/d.yaml"),
            ("https://a.example/b/c.yaml", "../d.yaml", "https://a.example/d.yaml"),
            ("https://a.example/b/c.yaml", "../../../d.yaml", "https://a.example/d.yaml"),
            ("https://a.example/b/c.yaml", "/d.yaml", "https://a.example/d.yaml"),
            ("https://a.example/b/c.yaml", "//d.example/e", "https://d.example/e"),
            ("https://a.example/b/c.yaml", "", "https://a.example/b/c.yaml"),
            ("https://a.example/b/c.yaml", "urn:x:y", "urn:x:y"),
            ("https://a.example", "d", "https://a.example/d"),
            ("urn:a:b", "urn:a:c", "urn:a:c"),
            ("api/root.yaml", "./x/../pet.yaml", "api/pet.yaml"),
            ("root.yaml", "../pet.yaml", "../pet.yaml"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference} in {base}");
        }
    }
}
