//! A program that reads books and takes members in.

use library::Client;
use library_types::{self as types, Member as Person};

async fn title(client: &Client) -> Option<String> {
    let book = client.books().get_book("42").await.ok()?;
    println!("{:?}", book.pages);
    book.title
}

async fn join(client: &Client, name: String) {
    let person = Person { name: Some(name), email: None };
    drop(client.members().add_member(&person).await);
}
