//! The program against what Stripe answers: a failure on the way, pages by the last id, and events that are signed, forged and old.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};
use stripe_client::{Auth, Client, Retry};
use stripe_example::{emails, receive, register};
use stripe_types::webhooks::{SIGNATURE, Verifier};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// What arrived: method and URL, credentials, key and body.
type Arrived = Arc<Mutex<Vec<[String; 4]>>>;

fn customer(id: &str) -> serde_json::Value {
    json!({"id": id, "object": "customer", "created": 1, "livemode": false, "email": format!("{id}@example.com"), "name": null})
}

async fn answer(State(arrived): State<Arrived>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let of = |name: &str| head.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let line = format!("{} {}", head.method, head.uri);
    let mut arrived = arrived.lock().expect("unlocked");
    arrived.push([
        line.clone(),
        of("authorization"),
        of("idempotency-key"),
        String::from_utf8_lossy(&body).into_owned(),
    ]);
    let list = |ids: &[&str], more: bool| {
        let data: Vec<_> = ids.iter().map(|id| customer(id)).collect();
        json!({"object": "list", "url": "/v1/customers", "has_more": more, "data": data})
    };
    let body = match line.as_str() {
        "POST /v1/customers" if arrived.len() == 1 => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "POST /v1/customers" => customer("cus_1"),
        "GET /v1/customers?limit=100" => list(&["cus_3", "cus_2"], true),
        _ => list(&["cus_1"], false),
    };
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn served(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(axum::serve(listener, router).into_future());
    address
}

#[tokio::test]
async fn a_customer_is_created_once_and_all_are_listed() {
    let arrived = Arrived::default();
    let address = served(axum::Router::new().fallback(answer).with_state(arrived.clone())).await;
    let retry = Retry::standard().backoff(Duration::from_millis(1), Duration::from_millis(1));
    let builder = Client::builder(format!("http://{address}/")).auth(Auth::basic("sk_test"));
    let client = builder.retry(retry).build().expect("a client");

    assert_eq!(register(&client, "Ada", "order 1").await.expect("a customer").id, "cus_1");
    assert_eq!(
        emails(&client).await.expect("customers"),
        ["cus_3", "cus_2", "cus_1"].map(|id| format!("{id}@example.com"))
    );

    let arrived = arrived.lock().expect("unlocked");
    let [first, second, _, last] = arrived.as_slice() else { panic!("{arrived:?}") };
    assert_eq!(first, second, "what is sent again is the same");
    assert_eq!(first[1], "Basic c2tfdGVzdDo=");
    assert_eq!(first[2], "order 1");
    let form: Vec<String> = first[3].split('&').map(|pair| pair.replace("%5B", "[").replace("%5D", "]")).collect();
    let expected = [
        "name=Ada",
        "address[line1]=Unter%20den%20Linden%201",
        "address[city]=Berlin",
        "address[country]=DE",
        "metadata[order]=order%201",
    ];
    assert_eq!(form, expected);
    assert_eq!(last[0], "GET /v1/customers?limit=100&starting_after=cus_2");
}

/// The status of the answer to an event.
async fn sent(address: &str, signature: &str, body: &str) -> u16 {
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let length = body.len();
    let head = format!(
        "POST /hooks HTTP/1.1\r\nhost: here\r\nconnection: close\r\nstripe-signature: {signature}\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

// printf '1700000000.BODY' | openssl dgst -sha256 -hmac whsec_test
const BODY: &str = r#"{"id":"evt_1","type":"customer.deleted","data":{"object":{"id":"cus_1","object":"customer","created":1,"livemode":false}}}"#;

#[tokio::test]
async fn events_are_taken_from_the_signer_alone() {
    let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
    let verifier = |now| Verifier::new(SIGNATURE, "whsec_test").expect("a key").at(at(now));
    let hooks = |now| axum::Router::new().route("/hooks", axum::routing::post(receive)).with_state(verifier(now));
    let address = served(hooks(1_700_000_100)).await;
    let signed = "t=1700000000,v1=931cec8ce363a4cbe6c48d7c3d91eeb81e3557ce45b0e61f0669c3543a461d36,v0=00";
    assert_eq!(sent(&address, signed, BODY).await, 200);
    assert_eq!(sent(&address, signed, &BODY.replace("cus_1", "cus_2")).await, 401);
    assert_eq!(sent(&address, "t=1700000000,v1=00", BODY).await, 401);
    let later = served(hooks(1_700_001_000)).await;
    assert_eq!(sent(&later, signed, BODY).await, 401, "it is a quarter of an hour old");
}
