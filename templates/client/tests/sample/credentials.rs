//! Secrets are sent where they belong and shown nowhere.

use crate::auth::Auth;
use crate::client::Client;
use crate::contacts::{GetContact, ListContacts};
use crate::runtime::{
    BoxError, BoxFuture, BuildError, Call, ClientCredentials, ErrorKind, Secret, TokenSource, TowerTransport, Transport,
};
use crate::server::{Seen, recorder, respond};
use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[tokio::test]
async fn nothing_is_sent_without_a_credential_that_fits() {
    let (router, seen) = recorder(|_| respond(200, &[], ""));
    let builder = Client::builder("http://in.process", "acme").auth(Auth::bearer("token"));
    let client = builder.transport(TowerTransport::new(router)).build().unwrap();
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /api/v1/contacts/{id} (get_contact): it needs a credential, and the client holds none that it accepts: \
         `Auth::basic` or `Auth::token`"
    );
    assert!(matches!(error.kind, ErrorKind::Security(_)));
    assert_eq!(seen.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let auth = Auth::app_and_session("hunter2-key", "hunter2-session");
    let everything =
        [auth.clone(), Auth::basic("user", "hunter2"), Auth::token("a", "hunter2"), Auth::bearer("hunter2")];
    for auth in everything {
        let shown = format!("{auth:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVyMg"), "{shown}");
    }
    let builder = Client::builder("http://127.0.0.1:1", "acme").auth(auth);
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = client.contacts().replace_picture(1, vec![1]);
    let shown = format!("{shown}{client:?}{call:?}");
    let error = call.await.unwrap_err();
    let shown = format!("{shown}{error:?}{error}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_secret_that_cannot_be_sent_is_refused_when_the_client_is_built() {
    for auth in [Auth::token("a\r\nX-Injected: 1", "b"), Auth::bearer("é\n"), Auth::app_and_session("a", "b; c=d")] {
        let error = Client::builder("http://example.com", "acme").auth(auth).build().unwrap_err();
        assert!(matches!(error, BuildError::Credential { .. }), "{error:?}");
    }
}

#[test]
fn a_base_url_must_be_absolute_and_plain() {
    let unfit = [
        "",
        "example.com",
        "/api",
        "ftp://example.com",
        "https://user:pw@example.com",
        "https://e.com/?a=b",
        "http://",
    ];
    for url in unfit {
        let error = Client::builder(url, "acme").build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl { .. }), "{url}: {error:?}");
        assert!(!error.to_string().contains("pw"));
    }
}

#[derive(Default)]
struct Counter {
    given: AtomicUsize,
    refused: AtomicUsize,
}

impl TokenSource for Counter {
    fn token<'a>(&'a self, _: &'a dyn Transport) -> BoxFuture<'a, Result<Secret, BoxError>> {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Ok(Secret::from(format!("t{number}")))))
    }

    fn refused(&self, token: &Secret) {
        assert_eq!(token.reveal(), "t0");
        self.refused.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_token_source_is_asked_at_each_call_and_told_of_a_refusal() {
    let (router, seen) = recorder(|_| respond(401, &[], ""));
    let source = Arc::new(Counter::default());
    let builder = Client::builder("http://in.process", "acme").auth(Auth::bearer(Arc::clone(&source)));
    let client = builder.transport(TowerTransport::new(router)).build().unwrap();
    let _ = client.contacts().list_contacts().await;
    assert_eq!(seen.lock().unwrap()[0].header("authorization"), Some("Bearer t0"));
    assert_eq!(source.refused.load(Ordering::Relaxed), 1);
}

/// A token endpoint whose tokens last 90 seconds, and an API that refuses the second of them.
fn with_tokens() -> (Client, Arc<std::sync::Mutex<Vec<Seen>>>) {
    let (router, seen) = recorder(|path| match path {
        "/oauth/token" => respond(200, &[], "{}"),
        _ => respond(200, &[], "[]"),
    });
    let count = Arc::new(AtomicUsize::new(0));
    let tokens = move |request: Request, next: Next| {
        let count = Arc::clone(&count);
        async move {
            let asks = request.uri().path() == "/oauth/token";
            let refused = request.headers().get("authorization").is_some_and(|value| value == "Bearer hunter2-1");
            let response = next.run(request).await;
            match (asks, refused) {
                (true, _) => {
                    let number = count.fetch_add(1, Ordering::Relaxed);
                    let body =
                        format!(r#"{{"access_token":"hunter2-{number}","token_type":"bearer","expires_in":90}}"#);
                    respond(200, &[], body)
                }
                (false, true) => respond(401, &[], ""),
                (false, false) => response,
            }
        }
    };
    let router = router.layer(axum::middleware::from_fn(tokens));
    let source =
        ClientCredentials::new("http://id.example.com/oauth/token", "the id", "hunter2:").scope("a").scope("b");
    assert!(!format!("{source:?}").contains("hunter2"));
    let builder = Client::builder("http://example.com", "acme").auth(Auth::bearer(source));
    (builder.transport(TowerTransport::new(router)).build().unwrap(), seen)
}

#[tokio::test(start_paused = true)]
async fn client_credentials_are_asked_for_once_and_renewed() {
    let (client, seen) = with_tokens();
    for _ in 0..2 {
        client.contacts().list_contacts().await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(61)).await;
    let error = client.contacts().list_contacts().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    client.contacts().list_contacts().await.unwrap();

    let seen = seen.lock().unwrap();
    let sent: Vec<_> =
        seen.iter().map(|request| (request.line.as_str(), request.header("authorization").unwrap())).collect();
    let (ask, list) = ("POST /oauth/token", "GET /api/v1/contacts/");
    let basic = "Basic dGhlJTIwaWQ6aHVudGVyMiUzQQ==";
    let expected = [
        (ask, basic),
        (list, "Bearer hunter2-0"),
        (list, "Bearer hunter2-0"),
        (ask, basic),
        (list, "Bearer hunter2-1"),
        (ask, basic),
        (list, "Bearer hunter2-2"),
    ];
    assert_eq!(sent, expected);
    assert_eq!(seen[0].body, "grant_type=client_credentials&scope=a%20b");
}

#[tokio::test]
async fn a_token_endpoint_that_gives_none_is_an_error() {
    for (status, body) in [(400, r#"{"error":"invalid_scope"}"#), (200, r#"{"token":"hunter2"}"#), (200, "hunter2")] {
        let router = Router::new().fallback(move || std::future::ready(respond(status, &[], body)));
        let source = ClientCredentials::new("http://id.example.com/oauth/token", "id", "hunter2");
        let builder = Client::builder("http://example.com", "acme").auth(Auth::bearer(source));
        let client = builder.transport(TowerTransport::new(router)).build().unwrap();
        let error = client.contacts().list_contacts().await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Token(_)), "{error:?}");
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(&status.to_string()) && !shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn a_call_is_shown_by_its_template() {
    let client = Client::builder("http://example.com", "acme").build().unwrap();
    let call: Call<GetContact> = client.contacts().get_contact("secret");
    assert_eq!(format!("{call:?}"), "Call(GET /api/v1/contacts/{id})");
    let call: Call<ListContacts> = client.contacts().list_contacts();
    assert_eq!(format!("{call:?}"), "Call(GET /api/v1/contacts/)");
}
