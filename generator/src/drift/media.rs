//! Media types: which of both sides belong together, and how parts of bodies are written.
//!
//! Takes the `content` of both sides; gives pairs and what is left. Promises that case, blanks and `charset` do not show, and that a range takes what it covers.

use crate::document::{Encoding, MediaType};

/// Pairs, and what only one side has.
pub type Pairs<'d> = (Vec<(&'d MediaType, &'d MediaType)>, Vec<&'d MediaType>, Vec<&'d MediaType>);

/// Which media types belong together.
pub fn pairs<'d>(before: &'d [MediaType], after: &'d [MediaType]) -> Pairs<'d> {
    let mut pairs = Vec::new();
    let mut gone = Vec::new();
    let mut taken = vec![false; after.len()];
    for old in before {
        let own = key(&old.name);
        let exact = after.iter().position(|new| key(&new.name) == own);
        let found = exact.or_else(|| after.iter().position(|new| covers(&key(&new.name), &own)));
        let found = found.or_else(|| after.iter().position(|new| covers(&own, &key(&new.name))));
        match found.and_then(|at| after.get(at).map(|new| (at, new))) {
            Some((at, new)) => {
                pairs.push((old, new));
                if let Some(slot) = taken.get_mut(at) {
                    *slot = true;
                }
            }
            None => gone.push(old),
        }
    }
    let come = after.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(new, _)| new);
    let come = come.filter(|new| !before.iter().any(|old| covers(&key(&old.name), &key(&new.name)))).collect();
    (pairs, gone, come)
}

/// What is declared for the media type of a message: the same, else a range that covers it.
pub(crate) fn best<'d>(content: &'d [MediaType], name: &str) -> Option<&'d MediaType> {
    let own = key(name);
    let essence = own.split(';').next().unwrap_or_default();
    let exact = content.iter().find(|it| key(&it.name) == own);
    let same = || content.iter().find(|it| key(&it.name).split(';').next() == Some(essence));
    exact.or_else(same).or_else(|| content.iter().find(|it| covers(&key(&it.name), essence)))
}

/// Whether both are read by the same reader: they differ in parameters, or one has the other's structured syntax as a suffix (`application/json`, `application/problem+json`).
pub fn is_akin(one: &str, two: &str) -> bool {
    let syntax = |name: &str| {
        let key = key(name);
        let essence = key.split(';').next().unwrap_or_default();
        let (ty, subtype) = essence.split_once('/').unwrap_or((essence, ""));
        format!("{ty}/{}", subtype.rsplit('+').next().unwrap_or_default())
    };
    syntax(one) == syntax(two)
}

/// Whether scalars are written as they are in such a body, so that a number and its text are the same.
pub fn is_text(name: &str) -> bool {
    let key = key(name);
    let essence = key.split(';').next().unwrap_or_default();
    matches!(essence, "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
}

/// Whether bodies are XML.
pub fn is_xml(name: &str) -> bool {
    let key = key(name);
    let essence = key.split(';').next().unwrap_or_default();
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// A media type in one spelling, without `charset`.
fn key(name: &str) -> String {
    let mut parts = name.split(';').map(|it| it.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let mut parameters: Vec<String> = parts.filter(|it| !it.is_empty() && !it.starts_with("charset=")).collect();
    parameters.sort();
    parameters.insert(0, essence);
    parameters.join(";")
}

fn covers(range: &str, name: &str) -> bool {
    range == "*/*" || range.strip_suffix("/*").is_some_and(|ty| name.split('/').next() == Some(ty))
}

/// What differs in how properties and parts are written: the property, and a half sentence.
pub fn encodings(old: &MediaType, new: &MediaType) -> Vec<(String, String)> {
    if old.encoding.is_empty()
        && new.encoding.is_empty()
        && old.prefix_encoding.is_empty()
        && new.prefix_encoding.is_empty()
        && old.item_encoding.is_none()
        && new.item_encoding.is_none()
    {
        return Vec::new();
    }
    let mut names: Vec<&str> = old.encoding.iter().chain(&new.encoding).map(|it| it.property.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |list: &[Encoding], name: &str| list.iter().find(|it| it.property == name).map_or_else(String::new, said);
    let mut all: Vec<(String, String, String)> =
        names.into_iter().map(|name| (name.to_owned(), of(&old.encoding, name), of(&new.encoding, name))).collect();
    let listed = |it: &MediaType| it.prefix_encoding.iter().map(said).collect::<Vec<_>>().join(" then ");
    all.push(("the first parts".to_owned(), listed(old), listed(new)));
    let items = |it: &MediaType| it.item_encoding.as_deref().map_or_else(String::new, said);
    all.push(("parts".to_owned(), items(old), items(new)));
    let words = |text: String| if text.is_empty() { "by the defaults".to_owned() } else { text };
    all.into_iter()
        .filter(|(_, one, two)| one != two)
        .map(|(name, one, two)| (name, format!("was written {} and is written {}", words(one), words(two))))
        .collect()
}

fn said(encoding: &Encoding) -> String {
    let mut said = Vec::new();
    said.extend(encoding.content_type.as_ref().map(|it| format!("as {it}")));
    said.extend(encoding.style.map(|it| format!("in style {it:?}")));
    said.extend(encoding.explode.map(|it| if it { "exploded".to_owned() } else { "joined".to_owned() }));
    said.extend(encoding.allow_reserved.then(|| "with reserved characters".to_owned()));
    said.extend(encoding.headers.iter().map(|it| format!("with the header {}", it.name.to_ascii_lowercase())));
    let inner = encoding.encoding.iter().map(|it| format!("{} {}", it.property, self::said(it)));
    let inner = inner.chain(encoding.prefix_encoding.iter().chain(encoding.item_encoding.as_deref()).map(self::said));
    said.extend(inner.map(|it| format!("holding {it}")));
    said.join(" ")
}
