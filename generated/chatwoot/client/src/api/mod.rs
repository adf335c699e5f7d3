//! The operations by group, each with its errors.

pub mod contacts;

/// Contact management APIs
///
/// Made by [`Client::contacts`](crate::Client::contacts).
#[derive(Debug, Clone, Copy)]
pub struct Contacts<'a> {
    pub(crate) client: &'a crate::Client,
}
