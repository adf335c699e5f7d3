//! Discord: a message of a bot, with a file, under a rate limit.

use discord_client::api::channels::CreateMessageBody;
use discord_client::types::CreateMessageBodyFormData;
use discord_client::{Auth, Client, Error, File, Retry, servers};

/// With the token that the environment holds. What is over the limit is sent when the limit allows it.
pub fn connect() -> Result<Client, Error> {
    let retry = Retry::standard().attempts(5).reset_header("X-RateLimit-Reset-After");
    Ok(Client::builder(servers::DEFAULT).auth(Auth::from_env()?).retry(retry).build()?)
}

pub async fn post(client: &Client, channel: &str, text: &str, picture: Vec<u8>) -> Result<String, Error> {
    let message = CreateMessageBodyFormData {
        content: text.to_owned().into(),
        files_0: Some(File::from(picture).named("chart.png").of_type("image/png")),
        ..CreateMessageBodyFormData::default()
    };
    let sent = client.channels().create_message(&channel.into(), CreateMessageBody::Multipart(message)).await?;
    Ok(sent.id.0)
}
