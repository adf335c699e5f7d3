//! Redirects are followed within an origin and never beyond.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::CreateContactError;
use crate::model::Contact;
use crate::runtime::{Error, TowerTransport};
use crate::server::{recorder, respond};

/// Responses every request but those below `/there` with a redirect to `location`; gives the lines that came.
async fn lines(status: u16, location: &'static str) -> (Result<Contact, u16>, Vec<String>) {
    let (router, seen) =
        recorder(
            |path| if path.starts_with("/there") { respond(200, &[], r#"{"id":1}"#) } else { respond(599, &[], "") },
        );
    let router = router.layer(axum::middleware::from_fn(
        move |request: axum::extract::Request, next: axum::middleware::Next| async move {
            let there = request.uri().path().starts_with("/there");
            let response = next.run(request).await;
            if there { response } else { respond(status, &[("location", location)], "") }
        },
    ));
    let builder = Client::builder("http://example.com:80/api", "acme").auth(Auth::basic("user", "password"));
    let client = builder.transport(TowerTransport::new(router)).build().unwrap();
    let result = client.contacts().get_contact("1").await.map_err(|error| error.status().unwrap().as_u16());
    let seen = seen.lock().unwrap();
    assert!(seen.iter().all(|request| request.header("authorization").is_some()));
    (result, seen.iter().map(|request| request.line.clone()).collect())
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_with_credentials() {
    let cases = [
        ("/there?x=1#top", "GET /there?x=1"),
        ("http://EXAMPLE.com/there", "GET /there"),
        ("//example.com/there/", "GET /there/"),
        ("../../../../there/./a/../b", "GET /there/b"),
    ];
    for (location, line) in cases {
        let (result, lines) = lines(307, location).await;
        assert_eq!(result, Ok(Contact { id: 1, email: None }), "{location}");
        assert_eq!(lines, ["GET /api/api/v1/contacts/1", line], "{location}");
    }
}

#[tokio::test]
async fn a_redirect_elsewhere_is_an_answer() {
    let elsewhere = [
        "https://example.com/there",
        "http://example.com:8080/there",
        "http://other.com/there",
        "//other.com/there",
        "http://user@example.com/there",
        "http://example.com.evil.com/there",
        "ftp://example.com/there",
        "http://",
        "\\\\other.com",
    ];
    for location in elsewhere {
        let (result, lines) = lines(302, location).await;
        if location != "\\\\other.com" {
            assert_eq!(lines.len(), 1, "{location}");
        }
        assert_eq!(result, Err(302), "{location}");
    }
}

#[tokio::test]
async fn redirects_end() {
    let (result, lines) = lines(301, "/loop").await;
    assert_eq!(result, Err(301));
    assert_eq!(lines.len(), 11);
}

#[tokio::test]
async fn only_reading_methods_follow() {
    let (router, seen) = recorder(|_| respond(308, &[("location", "/there")], r#"{"message":"moved"}"#));
    let builder = Client::builder("http://example.com", "acme").transport(TowerTransport::new(router));
    let client = builder.build().unwrap();
    let error = client.contacts().create_contact(&Contact { id: 1, email: None }).await.unwrap_err();
    assert!(
        matches!(&error, Error::Api(response) if matches!(response.body, CreateContactError::Default(_))),
        "{error:?}"
    );
    assert_eq!(seen.lock().unwrap().len(), 1);
}
