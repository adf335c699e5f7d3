//! Calls are tried again where that is safe and no oftener.

use crate::auth::Auth;
use crate::client::{Client, ClientBuilder};
use crate::model::Contact;
use crate::runtime::{Body, Call, Operation, RawResponse, Read, Retry, Route, TowerTransport, Unread};
use crate::server::{Seen, recorder, respond, serve};
use axum::response::Response;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::Instant;

fn quick() -> Retry {
    Retry::standard().backoff(Duration::from_millis(2), Duration::from_millis(4))
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder(url, "acme").auth(Auth::basic("user", "password")).auth(Auth::app_and_session("app", "session"))
}

/// A client of a server that answers each request with the next of these, and the last for ever.
fn client(retry: Retry, answers: Vec<fn() -> Response>) -> (Client, Arc<Mutex<Vec<Seen>>>) {
    let (router, seen) = recorder(|_| respond(200, &[], ""));
    let (left, router) = (Arc::new(Mutex::new(answers)), router);
    let router = router.layer(axum::middleware::from_fn(
        move |request: axum::extract::Request, next: axum::middleware::Next| {
            let left = Arc::clone(&left);
            async move {
                next.run(request).await;
                let mut left = left.lock().unwrap();
                let answer = if left.len() > 1 { left.remove(0) } else { left[0] };
                answer()
            }
        },
    ));
    (builder("http://in.process").transport(TowerTransport::new(router)).retry(retry).build().unwrap(), seen)
}

fn down() -> Response {
    respond(503, &[], "")
}

fn fine() -> Response {
    respond(200, &[], r#"{"id":1}"#)
}

/// As the generator writes it.
enum Change {}

impl Operation for Change {
    type Output = ();
    type Error = std::convert::Infallible;

    const ROUTE: Route = Route::new("change", "POST", "/change");

    fn read(response: &RawResponse) -> Read<Self> {
        match response.status.as_u16() {
            200 => Ok(Ok(())),
            _ => Err(Unread::Undocumented),
        }
    }
}

const CONTACT: Contact = Contact { id: 1, email: None };

#[tokio::test]
async fn what_reads_is_tried_again() {
    let (client, seen) = client(quick(), vec![down, down, fine]);
    assert_eq!(client.contacts().get_contact("1").await.unwrap(), CONTACT);
    assert_eq!(seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn the_last_answer_is_told_with_the_number_of_attempts() {
    let (client, seen) = client(quick(), vec![down]);
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!((error.attempts(), error.status().unwrap().as_u16(), seen.lock().unwrap().len()), (3, 503, 3));
    assert!(error.to_string().ends_with(", after 3 attempts"), "{error}");
    let error = client.contacts().get_contact("1").without_retry().await.unwrap_err();
    assert_eq!((error.attempts(), seen.lock().unwrap().len()), (1, 4));
    let refused = [|| respond(404, &[], "")].map(|answer| answer as fn() -> Response);
    let (client, seen) = self::client(quick(), refused.to_vec());
    assert!(client.contacts().get_contact("1").await.unwrap_err().api().is_some());
    assert_eq!(seen.lock().unwrap().len(), 1, "an answer that would be the same again");
}

#[tokio::test]
async fn nothing_is_tried_again_unless_asked_for() {
    let (router, seen) = recorder(|_| respond(503, &[], ""));
    let client = builder("http://in.process").transport(TowerTransport::new(router)).build().unwrap();
    assert!(client.contacts().get_contact("1").await.is_err());
    assert_eq!(seen.lock().unwrap().len(), 1);
    assert!(client.contacts().get_contact("1").with_retry(quick()).await.is_err());
    assert_eq!(seen.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn a_key_is_made_once_and_kept() {
    let created: fn() -> Response = || respond(201, &[], r#"{"id":1}"#);
    let (client, seen) = client(quick(), vec![down, created]);
    client.contacts().create_contact(&CONTACT).await.unwrap();
    client.contacts().create_contact(&CONTACT).with_header("Idempotency-Key", "mine").await.unwrap();
    let keys: Vec<String> =
        seen.lock().unwrap().iter().map(|it| it.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 3);
    assert_eq!((keys[0].len(), keys[0] == keys[1], keys[2].as_str()), (36, true, "mine"));
    let created = client.contacts().create_contact(&CONTACT).without_retry().await;
    assert!(
        created.is_ok() && seen.lock().unwrap()[3].header("idempotency-key").is_none(),
        "it is made for retries alone"
    );
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let (client, seen) = client(quick(), vec![down]);
    let body = || Body::stream(http_body_util::Full::new(bytes::Bytes::from("picture")));
    let error = client.contacts().replace_picture(1, body()).await.unwrap_err();
    assert_eq!((error.attempts(), seen.lock().unwrap().len()), (1, 1));
    let error = client.contacts().replace_picture(1, "picture").await.unwrap_err();
    assert_eq!((error.attempts(), seen.lock().unwrap().len()), (3, 4));
    assert!(seen.lock().unwrap().iter().all(|it| it.body == "picture"));
    let router = axum::Router::new().fallback(|body: bytes::Bytes| async move { respond(200, &[], body) });
    let client = builder(&serve(router).await).build().unwrap();
    let call = client.contacts().replace_picture(1, body());
    assert_eq!(call.clone().await.unwrap(), "picture");
    assert!(call.await.is_err(), "another clone has sent it");
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let later: fn() -> Response = || respond(429, &[("retry-after", "1")], "");
    let (client, seen) = client(quick(), vec![later, fine]);
    let since = Instant::now();
    assert!(client.contacts().get_contact("1").await.is_ok());
    assert!(since.elapsed() >= Duration::from_secs(1));
    assert_eq!(seen.lock().unwrap().len(), 2);

    let too_late: fn() -> Response = || respond(429, &[("retry-after", "3600")], "");
    let (client, seen) = self::client(quick(), vec![too_late]);
    let error = client.contacts().get_contact("1").await.unwrap_err();
    assert_eq!((error.retry_after(), seen.lock().unwrap().len()), (Some(Duration::from_secs(3600)), 1));

    let reset: fn() -> Response = || respond(429, &[("x-reset", "3600")], "");
    let (client, seen) = self::client(quick().reset_header("X-Reset"), vec![reset]);
    assert!(client.contacts().get_contact("1").await.is_err());
    assert_eq!(seen.lock().unwrap().len(), 1, "it would outlast the call");
}

#[tokio::test]
async fn a_budget_ends_a_storm() {
    let (client, seen) = client(quick().budget(2), vec![down]);
    for _ in 0..5 {
        assert!(client.contacts().get_contact("1").await.is_err());
    }
    assert_eq!(seen.lock().unwrap().len(), 7);
}

/// A server that closes or holds its first connection without an answer, and answers on the others.
async fn faltering(hold: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for number in 0.. {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 4096]).await;
                match number {
                    0 => tokio::time::sleep(hold).await,
                    _ => {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"id\":1}";
                        let _ = socket.write_all(answer).await;
                    }
                }
            });
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn what_fails_on_the_way_is_tried_again() {
    let client = builder(&faltering(Duration::ZERO).await).retry(quick()).build().unwrap();
    assert_eq!(client.contacts().get_contact("1").await.unwrap(), CONTACT);
    let retry = quick().attempt_timeout(Duration::from_millis(100));
    let client = builder(&faltering(Duration::from_secs(9)).await).retry(retry).build().unwrap();
    assert_eq!(client.contacts().get_contact("1").await.unwrap(), CONTACT);
    let client = builder(&faltering(Duration::from_secs(9)).await).retry(quick()).timeout(Duration::from_millis(100));
    let error = client.build().unwrap().contacts().get_contact("1").await.unwrap_err();
    assert!(error.is_timeout(), "all attempts have the time of the call: {error}");
}

#[tokio::test]
async fn what_changes_something_is_tried_again_only_where_nothing_was_done() {
    let limited: fn() -> Response = || respond(429, &[("retry-after", "0")], "");
    let (client, seen) = client(quick(), vec![limited, down, fine]);
    let error = Call::<Change>::new(&client.core).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.status().unwrap().as_u16()),
        (2, 503),
        "a limit refuses, a server that is down may have begun"
    );
    assert_eq!(seen.lock().unwrap().len(), 2);
    let (router, seen) = recorder(|_| respond(503, &[], ""));
    let client = builder(&serve(router).await).retry(quick()).build().unwrap();
    let call = Call::<Change>::new(&client.core);
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(seen.lock().unwrap().len(), 1);
    let client = builder("http://127.0.0.1:1").retry(quick()).build().unwrap();
    let call = Call::<Change>::new(&client.core);
    let error = call.await.unwrap_err();
    assert_eq!((error.attempts(), error.is_connect()), (3, true));
}
