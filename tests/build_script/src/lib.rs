//! A crate that has its client and server made by its build script.

#[allow(missing_docs)]
pub mod library {
    include!(concat!(env!("OUT_DIR"), "/library.rs"));
}

use library::client::{Client, TowerTransport};
use library::types::Book;

/// Asks a server in the same process for a book.
///
/// # Errors
/// When the server answers with something else.
pub async fn book(router: axum::Router, id: i64) -> Result<Book, Box<dyn std::error::Error>> {
    let client = Client::builder("http://in.process").transport(TowerTransport::new(router)).build()?;
    Ok(client.books().get_book(id).await?)
}

#[cfg(test)]
mod tests {
    use super::{book, library::server::fake};

    #[tokio::test]
    async fn the_fake_answers_what_the_description_says() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(book(fake::router(), 1).await?.title, "Middlemarch");
        Ok(())
    }
}
