//! Webhooks as they are sent: one URL on loopback, whose signature is checked before anything is read.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use webhook_events_client::types::webhooks::{SIGNATURE, Verifier, WebhookError, WebhookEvent};
use webhook_names_client::types::webhooks as payments;

/// What a receiver has read, and with what.
struct Receiver {
    verifier: Verifier,
    events: Mutex<Vec<WebhookEvent>>,
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match WebhookEvent::receive(&receiver.verifier, &headers, &body) {
        Ok(event) => {
            receiver.events.lock().unwrap().push(event);
            StatusCode::NO_CONTENT
        }
        Err(WebhookError::Body(_)) => StatusCode::BAD_REQUEST,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}

/// The status of the answer to a request.
async fn sent(address: &str, event: &str, signature: &str, body: &str) -> u16 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /hooks HTTP/1.1\r\nhost: here\r\nconnection: close\r\nX-Event: {event}\r\nX-Timestamp: 1700000000\r\n\
         X-Signature-256: sha256={signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

// printf '1700000000.BODY' | openssl dgst -sha256 -hmac key
const OPENED: (&str, &str) =
    (r#"{"action":"opened","title":"Emma"}"#, "0ba7cf47141d411f4972b0601360b5785a1179c75b1c274aec66460923f35231");
const CLOSED: (&str, &str) =
    (r#"{"action":"closed","late":true}"#, "bf59950157c22698752b680f88608f7ac9a74d1cfed0f0935fd9b62b900548bd");
const PING: (&str, &str) = (r#""#, "0f1cc1f811f42fd12af9618acf321769899fa521fe07a642f70a61785e130770");
const OTHER: (&str, &str) = (r#"{"a":1}"#, "a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
const BROKEN: (&str, &str) =
    (r#"{"action":"opened","title":4}"#, "862d87b80edd9487d6e4b415650189f422257b38620796bf34784bc1c8c4d2a8");

#[tokio::main]
async fn main() {
    let verifier = Verifier::new(SIGNATURE, "key").unwrap().at(at(1_700_000_030));
    let receiver = Arc::new(Receiver { verifier, events: Mutex::default() });
    let router = axum::Router::new().route("/hooks", axum::routing::post(receive)).with_state(receiver.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });

    assert_eq!(sent(&address, "loan", OPENED.1, OPENED.0).await, 204);
    assert_eq!(sent(&address, "loan", CLOSED.1, CLOSED.0).await, 204);
    assert_eq!(sent(&address, "ping", PING.1, PING.0).await, 204);
    assert_eq!(sent(&address, "new", OTHER.1, OTHER.0).await, 204);
    // Another's signature, and a body that is not what is documented.
    assert_eq!(sent(&address, "loan", OPENED.1, CLOSED.0).await, 401);
    assert_eq!(sent(&address, "loan", "00", OPENED.0).await, 401);
    assert_eq!(sent(&address, "loan", BROKEN.1, BROKEN.0).await, 400);

    let events = receiver.events.lock().unwrap();
    let [opened, closed, ping, other] = events.as_slice() else { panic!("{events:?}") };
    assert!(matches!(opened, WebhookEvent::LoanOpened(loan) if loan.title == "Emma"), "{opened:?}");
    assert!(matches!(closed, WebhookEvent::LoanClosed(loan) if loan.late), "{closed:?}");
    assert!(matches!(ping, WebhookEvent::Ping), "{ping:?}");
    let is_other =
        matches!(other, WebhookEvent::Undocumented { name: Some(name), body } if name == "new" && body["a"] == 1);
    assert!(is_other, "{other:?}");

    // Told apart by the body alone.
    let none = HeaderMap::new();
    let read = |body: &str| payments::WebhookEvent::read(&none, body.as_bytes()).unwrap();
    let paid = read(r#"{"type":"payment.succeeded","id":"p1"}"#);
    assert!(matches!(&paid, payments::WebhookEvent::PaymentSucceeded(payment) if payment.id == "p1"), "{paid:?}");
    assert!(matches!(read(r#"{"type":"refunded","amount":3}"#), payments::WebhookEvent::Refund(_)));
    assert!(matches!(read(r#"[1]"#), payments::WebhookEvent::Undocumented { name: None, .. }));
    let verifier = payments::Verifier::new(payments::SIGNATURE, "whsec_test").unwrap();
    let unsigned = payments::WebhookEvent::receive(&verifier, &none, b"{}");
    assert!(matches!(unsigned, Err(payments::WebhookError::MissingHeader("payments-signature"))));
}
