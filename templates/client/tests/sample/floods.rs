//! What the default transport does where a server never ends: over HTTP/1.1 and HTTP/2, the call ends with its time.

use crate::client::Client;
use crate::runtime::{Call, ErrorKind, Format, HyperTransport, Operation, RawResponse, Read, Route, Value};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// As the generator writes it.
enum GetFile {}

impl Operation for GetFile {
    type Output = ();
    type Error = ();

    const ROUTE: Route = Route::new("operation", "GET", "/files/{a}");

    fn read(_: &RawResponse) -> Read<Self> {
        Ok(Ok(()))
    }
}

/// What a server sends without end.
#[derive(Clone, Debug)]
struct Flood {
    pace: Pace,
    protocol: Protocol,
    /// At first.
    first: Vec<u8>,
    /// Then again and again.
    again: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// As fast as it is taken.
    Fast,
    /// One byte after the other.
    Slow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Http1,
    Http2,
}

impl Flood {
    fn http1(pace: Pace, first: &str, again: &str) -> Self {
        Self { pace, protocol: Protocol::Http1, first: first.into(), again: again.into() }
    }

    /// After the settings that open a connection.
    fn http2(pace: Pace, first: &[Vec<u8>], again: &[Vec<u8>]) -> Self {
        let first = [frame(4, 0, 0, b""), first.concat()].concat();
        Self { pace, protocol: Protocol::Http2, first, again: again.concat() }
    }

    /// Responses one connection; tells its address, and whether it has ended because the client has gone.
    fn serve(&self) -> (String, Arc<AtomicBool>) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let gone = Arc::new(AtomicBool::new(false));
        let (told, flood) = (Arc::clone(&gone), self.clone());
        // A thread of its own: the runtime of the test may be busy with what is sent to it.
        std::thread::spawn(move || {
            use std::io::{Read, Write};
            let (mut socket, _) = listener.accept().unwrap();
            let mut taken = socket.try_clone().unwrap();
            let _ = socket.read(&mut [0; 8192]);
            // What the client says meanwhile is of no interest, but must not keep it from going on.
            std::thread::spawn(move || while taken.read(&mut [0; 8192]).is_ok_and(|length| length > 0) {});
            let many = flood.again.repeat(1000);
            let mut sent = socket.write_all(&flood.first);
            while sent.is_ok() {
                sent = match flood.pace {
                    Pace::Fast => socket.write_all(&many),
                    Pace::Slow => flood.again.iter().try_for_each(|byte| {
                        std::thread::sleep(Duration::from_millis(5));
                        socket.write_all(&[*byte])
                    }),
                };
            }
            told.store(true, Ordering::SeqCst);
        });
        (format!("http://{address}"), gone)
    }
}

/// A frame of HTTP/2 (RFC 9113 §4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A header of that index of HPACK's table, not to be kept there (RFC 7541 §6.2.2).
fn indexed(index: u8, value: &str) -> Vec<u8> {
    [&[index, u8::try_from(value.len()).unwrap()], value.as_bytes()].concat()
}

/// A header of another name.
fn named(name: &str, value: &str) -> Vec<u8> {
    [&[0, u8::try_from(name.len()).unwrap()], name.as_bytes(), &indexed(0, value)[1..]].concat()
}

/// The memory that this process holds, in KiB.
fn resident() -> usize {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return 0 };
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

const LIMIT: Duration = Duration::from_millis(500);

/// When a call, or its connection, has not ended by now, it never does. The machine may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(5);

async fn ends(flood: &Flood) {
    let (base, gone) = flood.serve();
    let builder = Client::builder(&base, "acme").timeout(LIMIT).max_body(64 << 10);
    let client = match flood.protocol {
        Protocol::Http1 => builder,
        Protocol::Http2 => builder.transport(HyperTransport::new(LIMIT).unwrap().http2_only()),
    };
    let client = client.build().unwrap();
    let (before, since) = (resident(), Instant::now());
    let mut call = Call::<GetFile>::new(&client.core);
    call.request.path("a", Format::SIMPLE, &Value::Scalar("x".to_owned()));
    let ended = call.send().await.map_err(|error| error.kind);
    let (took, grown) = (since.elapsed(), resident().saturating_sub(before));
    let shown = String::from_utf8_lossy(&flood.again);
    let shown = format!("{:?} {:?} {}", flood.protocol, flood.pace, shown.escape_debug());
    assert!(
        matches!(ended, Err(ErrorKind::Timeout(_) | ErrorKind::Transport(_) | ErrorKind::BodyTooLarge { .. })),
        "{shown}: {:?}",
        ended.map(|response| response.status)
    );
    assert!(took < PATIENCE, "{shown} took {took:?}");
    assert!(grown < 32 << 10, "{shown} held {grown} KiB");
    // The connection does not live on behind the caller's back. One of HTTP/2 may serve other calls, as long as there is a client.
    let client = match flood.protocol {
        Protocol::Http1 => Some(client),
        Protocol::Http2 => {
            drop(client);
            None
        }
    };
    let until = Instant::now() + PATIENCE;
    while !gone.load(Ordering::SeqCst) && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(gone.load(Ordering::SeqCst), "{shown}: the connection outlives the call");
    drop(client);
}

fn floods() -> Vec<Flood> {
    const HINTS: &str = "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n";
    const OK: &str = "HTTP/1.1 200 OK\r\n";
    const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let fast = |first: &str, again: &str| Flood::http1(Pace::Fast, first, again);
    let slow = |first: &str, again: &str| Flood::http1(Pace::Slow, first, again);
    let mut floods = vec![
        fast("", HINTS),
        fast("", "HTTP/1.1 100 Continue\r\n\r\n"),
        fast("", "HTTP/1.1 102 Processing\r\n\r\n"),
        fast(OK, "x-more: 0123456789\r\n"),
        fast(OK, "x"),
        fast("", "x"),
        fast("", "\r\n"),
        fast(CHUNKED, "1\r\nx\r\n"),
        fast(CHUNKED, "1;x\r\nx\r\n"),
        fast(&format!("{CHUNKED}1"), "0"),
        fast(&format!("{CHUNKED}1;"), "x"),
        fast(&format!("{CHUNKED}0\r\n"), "x-trailer: 1\r\n"),
        slow("", HINTS),
        slow(OK, "x-more: 0\r\n"),
        slow("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", "x"),
        slow(CHUNKED, "1\r\nx\r\n"),
    ];
    const END_HEADERS: u8 = 4;
    let status = |status: &str| indexed(8, status);
    let ok = frame(1, END_HEADERS, 1, &status("200"));
    let begun = frame(1, 0, 1, &status("200"));
    let hints = frame(1, END_HEADERS, 1, &[status("103"), named("link", "</a.css>; rel=preload")].concat());
    let more = frame(9, 0, 1, &named("x-more", &"0123456789".repeat(10)));
    for pace in [Pace::Fast, Pace::Slow] {
        let mut of = |first: &[Vec<u8>], again: &[Vec<u8>]| floods.push(Flood::http2(pace, first, again));
        // Headers without end, in frames of their own or in frames that go on; those that hold nothing too.
        of(std::slice::from_ref(&begun), std::slice::from_ref(&more));
        of(std::slice::from_ref(&begun), &[frame(9, 0, 1, b"")]);
        of(&[], std::slice::from_ref(&hints));
        of(&[], &[frame(1, END_HEADERS, 1, &status("100"))]);
        of(std::slice::from_ref(&ok), &[frame(0, 0, 1, b"")]);
        of(std::slice::from_ref(&ok), &[frame(0, 0, 1, b"x")]);
        // What is no response at all: settings, pings, windows, resets of other streams.
        of(&[], &[frame(4, 0, 0, b"")]);
        of(&[], &[frame(6, 0, 0, &[0; 8])]);
        of(&[], &[frame(8, 0, 0, &1_u32.to_be_bytes())]);
        of(&[], &[frame(2, 0, 1, &[0; 5])]);
        of(&[], &[frame(0xfa, 0, 0, b"unknown")]);
    }
    floods
}

/// In a process of its own, for what other tests hold meanwhile is not held by a call.
#[test]
fn no_flood_outlives_the_time_of_a_call() {
    for threads in ["one", "several"] {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--ignored", "--exact", "--nocapture", &format!("floods::on_{threads}")]);
        let output = program.output().unwrap();
        let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(output.status.success() && told.contains("1 passed"), "{told}");
    }
}

#[tokio::test]
#[ignore = "a child of `no_flood_outlives_the_time_of_a_call`"]
async fn on_one() {
    for flood in floods() {
        ends(&flood).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a child of `no_flood_outlives_the_time_of_a_call`"]
async fn on_several() {
    for flood in floods() {
        ends(&flood).await;
    }
}
