//! Stripe: a customer who is created once, all customers, and the events that Stripe sends.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use std::collections::BTreeMap;
use stripe_client::types::{Customer, PostCustomersBody, PostCustomersBodyAddressAddress};
use stripe_client::{Auth, Client, Error, Retry, servers};
use stripe_types::webhooks::{Verifier, WebhookError, WebhookEvent};

/// With the secret key that the environment holds. What fails on the way is sent again.
pub fn connect() -> Result<Client, Error> {
    Ok(Client::builder(servers::DEFAULT).auth(Auth::from_env()?).retry(Retry::standard()).build()?)
}

/// However often this is called for an order, there is one customer.
pub async fn register(client: &Client, name: &str, order: &str) -> Result<Customer, Error> {
    let address = PostCustomersBodyAddressAddress {
        city: Some("Berlin".to_owned()),
        country: Some("DE".to_owned()),
        ..PostCustomersBodyAddressAddress::new("Unter den Linden 1")
    };
    let customer = PostCustomersBody {
        name: Some(name.to_owned()),
        address: Some(address.into()),
        metadata: Some(BTreeMap::from([("order".to_owned(), order.to_owned())]).into()),
        ..PostCustomersBody::default()
    };
    Ok(*client.customers().post_customers().body(&customer).idempotency_key(order).await?)
}

pub async fn emails(client: &Client) -> Result<Vec<String>, Error> {
    let customers = client.customers().get_customers().limit(100).items().all().await?;
    Ok(customers.into_iter().filter_map(|customer| customer.email).collect())
}

/// What axum calls for each event.
pub async fn receive(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match WebhookEvent::receive(&verifier, &headers, &body) {
        Ok(WebhookEvent::CustomerDeleted(event)) => {
            println!("{} has left", event.data.object.id);
            StatusCode::OK
        }
        Ok(_) => StatusCode::OK,
        Err(WebhookError::Body(_)) => StatusCode::BAD_REQUEST,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}
