//! Chatwoot: a contact, whoever matches a text, and everyone page by page.

use chatwoot_client::types::{ContactCreatePayload, ContactListItem};
use chatwoot_client::{Auth, Client, Error};

/// With the token that the environment holds.
pub fn connect(url: &str) -> Result<Client, Error> {
    Ok(Client::builder(url).auth(Auth::from_env()?).build()?)
}

pub async fn create(client: &Client, account: i64, name: &str, email: &str) -> Result<Option<i64>, Error> {
    let contact = ContactCreatePayload {
        name: Some(name.to_owned()),
        email: Some(email.to_owned()),
        ..ContactCreatePayload::new(1.0)
    };
    let created = client.contacts().contact_create(account, &contact).await?;
    Ok(created.payload.and_then(|payload| payload.contact?.id))
}

pub async fn search(client: &Client, account: i64, text: &str) -> Result<Vec<ContactListItem>, Error> {
    Ok(client.contacts().contact_search(account).q(text).await?.payload.unwrap_or_default())
}

/// From the page that `from` leads to. What comes back leads to the rest.
pub async fn some(client: &Client, account: i64, from: Option<String>) -> Result<(Vec<String>, Option<String>), Error> {
    let mut pages = client.contacts().contact_list(account).pages();
    if let Some(from) = from {
        pages = pages.from(from);
    }
    let Some(page) = pages.next().await.transpose()? else { return Ok((Vec::new(), None)) };
    let names = page.items.into_iter().filter_map(|contact| contact.name).collect();
    Ok((names, pages.continuation().map(str::to_owned)))
}
