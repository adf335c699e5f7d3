//! Redirects are followed, beyond an origin without what is secret.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::{CreateContactError, CreateContactOutput};
use crate::model::Contact;
use crate::runtime::{Call, Operation, RawResponse, Read, Redirects, Route, TowerTransport, Unread};
use crate::server::{Seen, recorder, respond};

/// Responses every request but those below `/there` with a redirect to `location`; gives what came.
async fn sent(base: &str, status: u16, location: &'static str) -> (Result<Contact, u16>, Vec<Seen>) {
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
    let builder = Client::builder(base, "acme").auth(Auth::basic("user", "password")).header("x-plan", "secret plan");
    let client = builder.transport(TowerTransport::new(router)).build().unwrap();
    let result = client.contacts().get_contact("1").await.map_err(|error| error.status().unwrap().as_u16());
    let seen = seen.lock().unwrap().clone();
    (result, seen)
}

async fn lines(status: u16, location: &'static str) -> (Result<Contact, u16>, Vec<String>) {
    let (result, seen) = sent("http://example.com:80/api", status, location).await;
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
async fn a_redirect_elsewhere_is_followed_without_what_is_secret() {
    let elsewhere = [
        "https://example.com/there",
        "http://example.com:8080/there",
        "http://other.com/there",
        "//other.com/there",
        "http://example.com.evil.com/there",
    ];
    for location in elsewhere {
        let (result, seen) = sent("http://example.com:80/api", 302, location).await;
        assert_eq!(result, Ok(Contact { id: 1, email: None }), "{location}");
        let (first, last) = (&seen[0], &seen[1]);
        assert_eq!((seen.len(), last.line.as_str()), (2, "GET /there"), "{location}");
        assert!(first.header("authorization").is_some() && first.header("x-plan").is_some(), "{location}");
        let mut names: Vec<&str> = last.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "{location}");
    }
}

#[tokio::test]
async fn no_redirect_leaves_tls() {
    let (result, seen) = sent("https://example.com", 302, "http://example.com/there").await;
    assert_eq!((result, seen.len()), (Err(302), 1));
}

#[tokio::test]
async fn a_redirect_that_cannot_be_followed_is_told_with_its_location() {
    let router = axum::Router::new()
        .fallback(|| async { respond(302, &[("location", "ftp://files.example/a?signature=hush")], "") });
    let builder = Client::builder("http://example.com", "acme").auth(Auth::basic("user", "password"));
    let client = builder.transport(TowerTransport::new(router)).build().unwrap();
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /api/v1/contacts/{id} (get_contact): the server answered 302 Found, which is not documented, location: \
         ftp://files.example/a?…"
    );
    assert!(error.headers().unwrap().contains_key("location"));
}

/// As the generator writes it.
enum Download {}

impl Operation for Download {
    type Output = ();
    type Error = std::convert::Infallible;

    const ROUTE: Route = Route::new("download", "GET", "/download").successes(&[302]);

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            302 => Ok(Ok(())),
            _ => Err(Unread::Undocumented),
        }
    }
}

#[tokio::test]
async fn a_documented_redirect_is_given_or_followed() {
    let (router, seen) = recorder(|path| match path {
        "/download" => respond(302, &[("location", "http://files.example/a")], ""),
        _ => respond(200, &[], "content"),
    });
    let client = Client::builder("http://example.com", "acme").transport(TowerTransport::new(router)).build().unwrap();
    let call = Call::<Download>::new(&client.core);
    let response = call.clone().send().await.unwrap();
    assert_eq!(
        (response.status.as_u16(), response.headers["location"].as_bytes()),
        (302, &b"http://files.example/a"[..])
    );
    assert_eq!(seen.lock().unwrap().len(), 1);
    let mut content = call.clone().with_redirects(Redirects::All).send_stream().await.unwrap();
    assert_eq!((content.status.as_u16(), content.body.next().await.unwrap().unwrap()), (200, "content".into()));
    assert_eq!(call.with_redirects(Redirects::All).send().await.unwrap().status, 200);
}

#[tokio::test]
async fn see_other_asks_for_another_place() {
    let (router, seen) = recorder(|path| match path {
        "/api/v1/contacts" => respond(303, &[("location", "/made/1")], ""),
        _ => respond(200, &[], r#"{"id":7}"#),
    });
    let client = Client::builder("http://example.com", "acme").transport(TowerTransport::new(router)).build().unwrap();
    let made = client.contacts().create_contact(&Contact { id: 1, email: None }).await.unwrap();
    assert_eq!(made, CreateContactOutput::Created(Contact { id: 7, email: None }), "a success is a success");
    let seen = seen.lock().unwrap();
    assert_eq!((seen[1].line.as_str(), seen[1].body.as_str()), ("GET /made/1", ""));
    assert_eq!(seen[1].header("content-type"), None);
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_an_answer() {
    let elsewhere = ["http://user@example.com/there", "ftp://example.com/there", "http://", "\\\\other.com"];
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
    assert!(matches!(error.api(), Some(CreateContactError::Default(_))), "{error:?}");
    assert_eq!(seen.lock().unwrap().len(), 1);
}
