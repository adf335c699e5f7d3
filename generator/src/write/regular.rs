//! The bytes of a regular file.
//!
//! Takes a path and how many bytes are wanted at most; gives the bytes. Promises to open nothing but a regular file, never to
//! wait for one (a pipe, a socket, a device), and never to read more than was wanted. Never writes.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What a symbolic link in the place of the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The file it leads to.
    Follow,
    /// That there is no file.
    Refuse,
}

/// What something that is no regular file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Special {
    /// A folder.
    Folder,
    /// A symbolic link, which was not followed.
    Link,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// Anything else.
    Device,
}

impl fmt::Display for Special {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Pipe => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
        })
    }
}

/// Why there are no bytes.
#[derive(Debug)]
pub enum Refusal {
    /// The disk says so.
    Io(io::Error),
    /// It is something else.
    Special(Special),
    /// It holds more than was wanted.
    Large(u64),
}

impl Refusal {
    /// Whether there is nothing at the path.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Special(kind) => write!(f, "it is {kind}, and only regular files are read"),
            Self::Large(limit) => write!(f, "it has more than the {limit} bytes that are read at most"),
        }
    }
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// When there is no such file, it is not a regular one, or it is larger.
pub fn read(path: &Path, links: Links, limit: u64) -> Result<Vec<u8>, Refusal> {
    let file = open(path, links)?;
    let metadata = file.metadata()?;
    if let Some(kind) = special(&metadata) {
        return Err(Refusal::Special(kind));
    }
    if metadata.len() > limit {
        return Err(Refusal::Large(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(Refusal::Large(limit)) } else { Ok(bytes) }
}

/// What something that is no regular file is.
pub fn special(metadata: &std::fs::Metadata) -> Option<Special> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some(Special::Folder);
    }
    if kind.is_symlink() {
        return Some(Special::Link);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some(Special::Pipe);
        }
        if kind.is_socket() {
            return Some(Special::Socket);
        }
    }
    Some(Special::Device)
}

#[cfg(unix)]
fn open(path: &Path, links: Links) -> Result<File, Refusal> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    // The other end of a pipe may never come: opening must not wait for it.
    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    if links == Links::Refuse {
        flags |= OFlags::NOFOLLOW;
    }
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
    opened.map_err(|error| match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() && links == Links::Refuse => Refusal::Special(Special::Link),
        // A socket cannot be opened at all.
        Ok(_) => match std::fs::metadata(path).ok().and_then(|it| special(&it)) {
            Some(kind @ Special::Socket) => Refusal::Special(kind),
            _ => Refusal::Io(error),
        },
        Err(_) => Refusal::Io(error),
    })
}

#[cfg(not(unix))]
fn open(path: &Path, links: Links) -> Result<File, Refusal> {
    let metadata = match links {
        Links::Follow => std::fs::metadata(path)?,
        Links::Refuse => std::fs::symlink_metadata(path)?,
    };
    match special(&metadata) {
        Some(kind) => Err(Refusal::Special(kind)),
        None => Ok(OpenOptions::new().read(true).open(path)?),
    }
}
