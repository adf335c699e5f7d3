//! Box: a file is uploaded, and downloaded from where Box keeps it.

use box_client::types::{PostFilesContentBody, PostFilesContentBodyAttributes, PostFilesContentBodyAttributesParent};
use box_client::{Auth, Client, Error, File, servers};
use std::io::Write;

/// With the token that the environment holds.
pub fn connect() -> Result<Client, Error> {
    Ok(Client::builder(servers::BOX_PLATFORM).auth(Auth::from_env()?).build()?)
}

pub async fn upload(client: &Client, name: &str, content: Vec<u8>) -> Result<Option<String>, Error> {
    let parent = PostFilesContentBodyAttributesParent { id: "0".to_owned() };
    let attributes = PostFilesContentBodyAttributes::new(name, parent);
    let body = PostFilesContentBody { attributes, file: File::from(content) };
    let uploaded = client.uploads().post_files_content().body(&body).await?;
    Ok(uploaded.entries.unwrap_or_default().pop().map(|file| file.id))
}

/// The file is at another host, which is not told the token.
pub async fn download(client: &Client, id: &str, file: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let mut chunks = client.downloads().get_files_id_content(id).send_stream().await?.body;
    while let Some(chunk) = chunks.next().await {
        file.write_all(&chunk?)?;
    }
    Ok(())
}
