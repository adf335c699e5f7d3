//! `specwright.sha256`: which files of an output folder are generated, and what they were when they were written.
//!
//! Takes the file's bytes, or paths and digests; gives a [`Record`] and its text, in the form that `sha256sum --check` reads. Promises
//! the same text for the same files, and that every path of a record is plain and stays below its folder. Never touches the disk.
//! Home of `sha2`, beside `config`.

use crate::package::check_path;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write;

/// Name of the file, at the top of each output folder.
pub const RECORD: &str = "specwright.sha256";

/// The largest record that is read, in bytes: some hundred thousand files.
pub(super) const LARGEST: u64 = 16 << 20;

const HEAD: &str = "\
# Files of this folder that Specwright generated, and the SHA-256 of each. What is not listed is not Specwright's and is left alone.
";

/// SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// That of a text.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
        let bytes = bytes.filter(|_| rest.is_empty())?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Generated files by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Path below the folder, with `/`, and what the file was.
    pub files: BTreeMap<String, Digest>,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// When it is not one: what is wrong, with its line.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| String::from("it is not UTF-8"))?;
        let mut files = BTreeMap::new();
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let entry = line.split_once("  ").and_then(|(digest, path)| Some((Digest::parse(digest)?, path)));
            let Some((digest, path)) = entry else {
                return Err(format!("line {number} is not a SHA-256, two blanks and a path"));
            };
            if !may_be_listed(path) {
                return Err(format!("line {number} names {path:?}, which no generated file is called"));
            }
            if files.insert(path.to_owned(), digest).is_some() {
                return Err(format!("line {number} names `{path}` a second time"));
            }
        }
        for path in files.keys() {
            if let Some(file) = folders_of(path).find(|folder| files.contains_key(*folder)) {
                return Err(format!("it names `{file}` as a file, and `{path}` in it"));
            }
        }
        Ok(Self { files })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::from(HEAD);
        for (path, digest) in &self.files {
            let _infallible = writeln!(text, "{digest}  {path}");
        }
        text
    }
}

/// Whether a path can be that of a generated file: plain, not the record itself, and nothing that belongs to git.
pub(super) fn may_be_listed(path: &str) -> bool {
    check_path(path).is_ok()
        && !path.eq_ignore_ascii_case(RECORD)
        && !path.split('/').any(|part| part.eq_ignore_ascii_case(".git"))
}

/// The folders that a path goes through, from the top: `a` and `a/b` for `a/b/c`.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(index, _)| path.get(..index))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_record_reads_what_it_wrote() {
        let record =
            Record { files: [("b/c", "x"), ("a", "abc")].map(|(p, t)| (p.into(), Digest::of(t.as_bytes()))).into() };
        let text = record.text();
        assert!(text.starts_with("# ") && text.contains(&format!("\n{ONE}  a\n")), "{text}");
        assert_eq!(Record::parse(text.as_bytes()), Ok(record));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for line in [
            "../x",
            "/etc/passwd",
            "a/../b",
            "a//b",
            "",
            ".",
            "a/",
            "c:/x",
            "a\\b",
            "a b",
            "con",
            "ü",
            RECORD,
            ".git/config",
            "a/.GIT/hooks",
        ] {
            assert!(Record::parse(format!("{ONE}  {line}\n").as_bytes()).is_err(), "{line}");
        }
        for text in [
            "garbage".to_owned(),
            format!("{ONE} a"),
            format!("{}  a", ONE.to_uppercase()),
            format!("{}  a", &ONE[1..]),
            format!("{ONE}0  a"),
            format!("{ONE}  a\n{ONE}  a\n"),
            format!("{ONE}  a\n{ONE}  a/b\n"),
            "<<<<<<< ours".to_owned(),
        ] {
            assert!(Record::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Record::parse(b"\xff").is_err());
    }
}
