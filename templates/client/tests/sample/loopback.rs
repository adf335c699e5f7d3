//! What the default transport does over a real connection: which target it asks for, and how it ends where a server never does.

use crate::client::Client;
use crate::runtime::{Call, Error, Format, Operation, RawAnswer, Read, RequestError, Route, Value};
use crate::server::{respond, serve};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

macro_rules! operations {
    ($($name:ident $path:literal)*) => {$(
        /// As the generator writes it.
        enum $name {}

        impl Operation for $name {
            type Output = ();
            type Error = ();

            const ROUTE: Route = Route::new("GET", $path);

            fn read(_: &RawAnswer) -> Read<Self> {
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
        Err(Error::Request(error)) => {
            server.abort();
            Err(error)
        }
        Err(error) => panic!("{}", error.status().map_or("no answer".to_owned(), |status| status.to_string())),
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

/// What a server sends without end.
#[derive(Clone, Copy, Debug)]
enum Flood {
    /// These bytes at first, then these again and again as fast as they are taken.
    Fast(&'static str, &'static str),
    /// The same, one byte after the other.
    Slow(&'static str, &'static str),
}

/// Answers one connection with a flood; tells whether it has ended because the client has gone.
async fn flooding(flood: Flood) -> (String, Arc<AtomicBool>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let gone = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&gone);
    // A thread of its own: the runtime of the test may be busy with what is sent to it.
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut socket, _) = listener.accept().unwrap();
        let _ = socket.read(&mut [0; 8192]);
        let (Flood::Fast(first, again) | Flood::Slow(first, again)) = flood;
        let many = if matches!(flood, Flood::Fast(..)) { again.repeat(1000) } else { again.to_owned() };
        let mut sent = socket.write_all(first.as_bytes());
        while sent.is_ok() {
            sent = match flood {
                Flood::Fast(..) => socket.write_all(many.as_bytes()),
                Flood::Slow(..) => many.bytes().try_for_each(|byte| {
                    std::thread::sleep(Duration::from_millis(5));
                    socket.write_all(&[byte])
                }),
            };
        }
        told.store(true, Ordering::SeqCst);
    });
    (format!("http://{address}"), gone)
}

/// The memory that this process holds, in KiB.
fn resident() -> usize {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return 0 };
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

const LIMIT: Duration = Duration::from_millis(500);

async fn ends(flood: Flood) {
    let (base, gone) = flooding(flood).await;
    let builder = Client::builder(&base, "acme").timeout(LIMIT).max_body(64 << 10);
    let client = builder.build().unwrap();
    let (before, since) = (resident(), Instant::now());
    let mut call = Call::<Last>::new(&client.core);
    call.request.path("a", RESERVED, &text("x"));
    let ended = call.send().await;
    let (took, grown) = (since.elapsed(), resident().saturating_sub(before));
    assert!(
        matches!(ended, Err(Error::Timeout(_) | Error::Transport(_) | Error::BodyTooLarge { .. })),
        "{flood:?}: {:?}",
        ended.map(|answer| answer.status)
    );
    assert!(took < LIMIT * 4, "{flood:?} took {took:?}");
    assert!(grown < 32 << 10, "{flood:?} held {grown} KiB");
    // The connection does not live on behind the caller's back.
    let until = Instant::now() + Duration::from_secs(3);
    while !gone.load(Ordering::SeqCst) && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(gone.load(Ordering::SeqCst), "{flood:?}: the connection outlives the call");
}

const HINTS: &str = "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n";
const OK: &str = "HTTP/1.1 200 OK\r\n";
const FLOODS: &[Flood] = &[
    Flood::Fast("", HINTS),
    Flood::Fast("", "HTTP/1.1 100 Continue\r\n\r\n"),
    Flood::Fast("", "HTTP/1.1 102 Processing\r\n\r\n"),
    Flood::Fast(OK, "x-more: 0123456789\r\n"),
    Flood::Fast(OK, "x"),
    Flood::Fast("", "x"),
    Flood::Fast("", "\r\n"),
    Flood::Fast("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
    Flood::Fast("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1;x\r\nx\r\n"),
    Flood::Fast("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1", "0"),
    Flood::Fast("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "x"),
    Flood::Fast("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "x-trailer: 1\r\n"),
    Flood::Slow("", HINTS),
    Flood::Slow(OK, "x-more: 0\r\n"),
    Flood::Slow("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", "x"),
    Flood::Slow("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
];

#[tokio::test]
async fn no_flood_outlives_the_time_of_a_call_on_one_thread() {
    for flood in FLOODS {
        ends(*flood).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_flood_outlives_the_time_of_a_call_on_several_threads() {
    for flood in FLOODS {
        ends(*flood).await;
    }
}

#[tokio::test]
async fn an_answer_after_some_hints_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let _ = socket.read(&mut [0; 8192]).await;
        let answer = format!("{}{OK}content-length: 0\r\n\r\n", HINTS.repeat(20));
        let _ = socket.write_all(answer.as_bytes()).await;
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
