//! OpenAI: a chat that is printed while it is made, and a file for batches.

use openai_client::types::{
    ChatCompletionRequestUserMessage, CreateChatCompletionRequest, CreateChatCompletionRequestModel, CreateFileRequest,
    CreateFileRequestPurpose,
};
use openai_client::{Auth, Client, Error, File, servers};
use std::io::Write;

/// With the key that the environment holds.
pub fn connect() -> Result<Client, Error> {
    Ok(Client::builder(servers::DEFAULT).auth(Auth::from_env()?).build()?)
}

pub async fn ask(client: &Client, question: &str, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let messages = vec![ChatCompletionRequestUserMessage::new(question).into()];
    let request = CreateChatCompletionRequest {
        stream: true.into(),
        temperature: 0.2.into(),
        ..CreateChatCompletionRequest::new(messages, CreateChatCompletionRequestModel::Gpt4oMini)
    };
    let mut events = client.chat().create_chat_completion(&request).send_items().await?;
    while let Some(event) = events.next().await {
        for choice in event?.data.choices {
            write!(out, "{}", choice.delta.content.unwrap_or_default())?;
        }
    }
    Ok(())
}

pub async fn upload(client: &Client, lines: String) -> Result<String, Error> {
    let file = File::from(lines).named("batch.jsonl").of_type("application/jsonl");
    Ok(client.files().create_file(&CreateFileRequest::new(file, CreateFileRequestPurpose::Batch)).await?.id)
}
