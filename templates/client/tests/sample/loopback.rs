//! What the default transport does over a real connection: which target it asks for, and what it takes for the response.

use crate::client::Client;
use crate::runtime::{Call, CallError, ErrorKind, Format, Operation, RawResponse, Read, RequestError, Route, Value};
use crate::server::{respond, serve};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

macro_rules! operations {
    ($($name:ident $path:literal)*) => {$(
        /// As the generator writes it.
        enum $name {}

        impl Operation for $name {
            type Output = ();
            type Error = ();

            const ROUTE: Route = Route::new("operation", "GET", $path);

            fn read(_: &RawResponse) -> Read<Self> {
                Ok(Ok(()))
            }
        }
    )*};
}

operations! {
    Whole "/files/{a}/info"
    Last "/files/{a}"
    AfterDot "/files/.{a}/info"
    AfterEncodedDot "/files/%2e{a}/info"
    Two "/files/{a}{b}/info"
}

#[tokio::test]
async fn an_empty_segment_is_sent_where_it_is_allowed() {
    let empty =
        |value: &'static str| target::<Last>(move |call| call.request.path_or_empty("a", Format::SIMPLE, &text(value)));
    assert_eq!(empty("").await.unwrap(), "GET /v1/files/ HTTP/1.1");
    assert_eq!(empty("a/b").await.unwrap(), "GET /v1/files/a%2Fb HTTP/1.1");
    let refused = target::<Last>(|call| call.request.path("a", Format::SIMPLE, &text(""))).await;
    assert!(matches!(refused, Err(RequestError::EmptySegment { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_call_goes_to_a_url_that_a_response_has_named() {
    let to = |url: &'static str| {
        target::<Last>(move |call| {
            call.request.path("a", Format::SIMPLE, &text("x"));
            *call = call.clone().with_url(url);
        })
    };
    assert_eq!(to("/v2/items?page=2").await.unwrap(), "GET /v2/items?page=2 HTTP/1.1");
    assert_eq!(to("y").await.unwrap(), "GET /v1/files/y HTTP/1.1");
    let elsewhere = to("https://elsewhere.example/").await;
    assert!(matches!(elsewhere, Err(RequestError::Url { .. })), "{elsewhere:?}");
}

const RESERVED: Format = Format::SIMPLE.reserved();

fn text(text: &str) -> Value {
    Value::Scalar(text.to_owned())
}

/// The target that a server on the loopback interface is asked for.
async fn target<O: Operation>(set: impl FnOnce(&mut Call<O>)) -> Result<String, RequestError> {
    let seen = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&seen);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 8192];
        let length = socket.read(&mut head).await.unwrap();
        let line = String::from_utf8_lossy(&head[..length]).lines().next().unwrap_or_default().to_owned();
        *kept.lock().unwrap() = line;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    });
    let client = Client::builder(&base, "acme").build().unwrap();
    let mut call = Call::<O>::new(&client.core);
    set(&mut call);
    match call.send().await {
        Ok(_) => {
            server.await.unwrap();
            Ok(seen.lock().unwrap().clone())
        }
        Err(CallError { kind: ErrorKind::Request(error), .. }) => {
            server.abort();
            Err(error)
        }
        Err(error) => panic!("{}", error.status().map_or("no response".to_owned(), |status| status.to_string())),
    }
}

async fn refused<O: Operation>(set: impl FnOnce(&mut Call<O>), what: &str) {
    assert_eq!(target::<O>(set).await, Err(RequestError::DotSegment), "{what}");
}

#[tokio::test]
async fn no_writing_of_a_dot_segment_is_sent() {
    for value in [".", "..", "%2e", "%2E", "%2e%2e", "%2E.", ".%2e", "%2e%2E"] {
        refused::<Whole>(|call| call.request.path("a", RESERVED, &text(value)), value).await;
        refused::<Last>(|call| call.request.path("a", RESERVED, &text(value)), value).await;
        let list = Value::List(vec![text(value)]);
        refused::<Whole>(|call| call.request.path("a", RESERVED, &list), value).await;
    }
    for value in [".", "%2e"] {
        refused::<AfterDot>(|call| call.request.path("a", RESERVED, &text(value)), value).await;
        refused::<AfterEncodedDot>(|call| call.request.path("a", RESERVED, &text(value)), value).await;
        refused::<Whole>(|call| call.request.path("a", Format::LABEL.reserved(), &text(value)), value).await;
        let set = |call: &mut Call<Two>| {
            call.request.path("a", RESERVED, &text("%2E"));
            call.request.path("b", RESERVED, &text(value));
        };
        refused::<Two>(set, value).await;
    }
    let empties = Value::List(vec![text(""), text("")]);
    refused::<Whole>(|call| call.request.path("a", Format::LABEL.reserved().exploded(), &empties), "label").await;
}

#[tokio::test]
async fn what_is_no_dot_segment_arrives_in_its_segment() {
    for (value, segment) in [
        ("...", "..."),
        ("%2e%2e%2e", "%2e%2e%2e"),
        ("..;x", "..;x"),
        ("..\\..", "..%5C.."),
        ("../..", "..%2F.."),
        ("%2f..%2f", "%2f..%2f"),
        ("%5c..", "%5c.."),
        (".\t.", ".%09."),
        (".\n.", ".%0A."),
        (" ..", "%20.."),
        ("..?", "..%3F"),
        ("..#", "..%23"),
        ("%2", "%252"),
    ] {
        let line = target::<Whole>(|call| call.request.path("a", RESERVED, &text(value))).await;
        assert_eq!(line, Ok(format!("GET /v1/files/{segment}/info HTTP/1.1")), "{value:?}");
    }
    let line = target::<Whole>(|call| call.request.path("a", Format::SIMPLE, &text("%2e%2e"))).await;
    assert_eq!(line.as_deref(), Ok("GET /v1/files/%252e%252e/info HTTP/1.1"));
    let matrix = Format::MATRIX.reserved();
    let line = target::<Whole>(|call| call.request.path("a", matrix, &text("%2e%2e"))).await;
    assert_eq!(line.as_deref(), Ok("GET /v1/files/;a=%2e%2e/info HTTP/1.1"));
}

#[tokio::test]
async fn an_answer_after_some_hints_is_read() {
    const HINTS: &str = "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let _ = socket.read(&mut [0; 8192]).await;
        let response = format!("{}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", HINTS.repeat(20));
        let _ = socket.write_all(response.as_bytes()).await;
    });
    let client = Client::builder(&base, "acme").build().unwrap();
    let mut call = Call::<Last>::new(&client.core);
    call.request.path("a", RESERVED, &text("x"));
    assert!(call.send().await.is_ok());
    let router = axum::Router::new().fallback(|| async { respond(204, &[], "") });
    let client = Client::builder(&serve(router).await, "acme").build().unwrap();
    let mut call = Call::<Last>::new(&client.core);
    call.request.path("a", RESERVED, &text("x"));
    assert!(call.send().await.is_ok());
}
