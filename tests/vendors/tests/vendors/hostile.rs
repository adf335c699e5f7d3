//! Whatever a server sends, every client ends soon, in a value or a typed error.

use super::canned::{Canned, Manner, response};
use super::outcome::{Clients, Outcome};
use std::time::{Duration, Instant};

/// How long clients wait for a response that never ends.
const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(20);
const MAX_BODY: usize = 100_000;

/// A server, and every client of it.
struct Hostile {
    server: Canned,
    clients: Clients,
}

impl Hostile {
    async fn with_timeout(timeout: Duration) -> Self {
        let server = Canned::json(200, "").await;
        let clients = Clients::new(&server.url, timeout, MAX_BODY);
        Self { server, clients }
    }

    async fn new() -> Self {
        Self::with_timeout(LONG).await
    }

    /// How the clients end when the server sends these bytes.
    async fn outcomes(&self, bytes: impl Into<Vec<u8>>, manner: Manner) -> [(&'static str, Outcome); 5] {
        self.server.answer_with(bytes, manner);
        let started = Instant::now();
        let outcomes = self.clients.call().await;
        assert!(started.elapsed() < LONG, "it took {:?}: {outcomes:?}", started.elapsed());
        outcomes
    }

    /// Sees that every client ends like this.
    async fn all_end(&self, what: &str, bytes: impl Into<Vec<u8>>, manner: Manner, expected: Outcome) {
        for (vendor, outcome) in self.outcomes(bytes, manner).await {
            assert_eq!(outcome, expected, "{vendor}: {what}");
        }
    }

    /// Sees that every client says that it cannot read the body.
    async fn none_reads(&self, what: &str, bytes: impl Into<Vec<u8>>) {
        for (vendor, outcome) in self.outcomes(bytes, Manner::AtOnce).await {
            assert!(matches!(outcome, Outcome::Decode { status: 200, .. }), "{vendor}: {what}: {outcome:?}");
        }
    }
}

fn undecodable(path: &str) -> Outcome {
    Outcome::Decode { status: 200, path: path.to_owned() }
}

fn ok(body: &str) -> String {
    response(200, "content-type: application/json", body)
}

#[tokio::test]
async fn a_body_that_is_not_json_is_told_with_its_status() {
    let hostile = Hostile::new().await;
    for (what, body) in [
        ("no body", ""),
        ("text", "all is well"),
        ("a page", "<!doctype html><title>Bad gateway</title>"),
        ("half an object", r#"{"data": {"#),
        ("something after the object", "{} {}"),
        ("a list", "[]"),
        ("a number", "42"),
        ("null", "null"),
    ] {
        hostile.none_reads(what, ok(body)).await;
    }
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_told() {
    let hostile = Hostile::new().await;
    for body in [
        &b"\xff\xfe{\0}\0"[..],
        b"{\"\xc3\x28\": 1}",
        b"\0\0\0\0",
        b"{\"email\": \"\xff\", \"data\": {\"email\": \"\xff\"}, \"payload\": {\"email\": \"\xff\"}}",
    ] {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
        hostile.none_reads("bytes that are no text", [head.as_bytes(), body].concat()).await;
    }
}

#[tokio::test]
async fn nesting_without_end_is_told() {
    let hostile = Hostile::new().await;
    for open in ["[", "{\"data\":", "{\"payload\":{\"custom_attributes\":", "{\"x\":[", "{\"emails\":[{\"x\":["] {
        hostile.none_reads(open, ok(&open.repeat(20_000 / open.len()))).await;
    }
}

#[tokio::test]
async fn a_wrong_type_is_told_with_its_path() {
    let hostile = Hostile::new().await;
    for (vendor, status, body, path) in [
        (
            "chatwoot",
            200,
            r#"{"payload":{"contact_inboxes":[{},{"inbox":{"id":[]}}]}}"#,
            "$.payload.contact_inboxes[1].inbox.id",
        ),
        ("chatwoot", 200, r#"{"payload":{"availability_status":5}}"#, "$.payload.availability_status"),
        ("chatwoot", 404, r#"{"errors":[{"field":{}}]}"#, "$.errors[0].field"),
        (
            "close",
            200,
            r#"{"emails":[{"email":"a","is_unsubscribed":true,"type":"office"},{"email":7}]}"#,
            "$.emails[1].email",
        ),
        ("close", 200, r#"{"urls":[{"url":"http://a"}]}"#, "$.urls[0]"),
        ("close", 200, "{}", "$"),
        ("libredesk", 200, r#"{"data":{"roles":["agent",{}]}}"#, "$.data.roles[1]"),
        ("libredesk", 200, r#"{"data":{"created_at":"yesterday"}}"#, "$.data.created_at"),
        ("libredesk", 200, r#"{"data":{"api_key":{}}}"#, "$.data.api_key"),
        ("linq", 200, r#"{"data":{"contact_owner":{"id":{}}}}"#, "$.data.contact_owner.id"),
        ("linq", 404, r#"{"errors":["a",{}]}"#, "$.errors[1]"),
        ("linq", 404, "<html>", "$"),
        ("wethod", 200, r#"{"client_id":{}}"#, "$.client_id"),
        ("wethod", 400, r#"{"failures":[{"field":"a"},{"field":[]}]}"#, "$.failures[1].field"),
        ("wethod", 412, "", "$"),
    ] {
        let outcomes = hostile.outcomes(response(status, "x: y", body), Manner::AtOnce).await;
        let (_, outcome) = outcomes.into_iter().find(|(name, _)| *name == vendor).expect("one of them");
        // What a documented error brings may be a proxy's: its body is kept, whatever it is.
        let expected = match path {
            _ if status >= 400 => Outcome::Unexpected { status, body: body.to_owned() },
            path => Outcome::Decode { status, path: path.to_owned() },
        };
        assert_eq!(outcome, expected, "{vendor}: {body}");
    }
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_body_whatever_it_is() {
    let hostile = Hostile::new().await;
    for (status, body) in [(418, "short and stout"), (503, "<html>"), (204, ""), (299, "[1"), (600, "?"), (999, "")] {
        let expected = Outcome::Unexpected { status, body: body.to_owned() };
        hostile.all_end("an undocumented status", response(status, "x: y", body), Manner::AtOnce, expected).await;
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_told_and_not_read_to_its_end() {
    let hostile = Hostile::new().await;
    let endless = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
    hostile.all_end("an endless body", endless, Manner::Endless, Outcome::BodyTooLarge(200)).await;
    let unexpected = "HTTP/1.1 503 Said\r\nconnection: close\r\n\r\n";
    hostile.all_end("an endless error", unexpected, Manner::Endless, Outcome::BodyTooLarge(503)).await;
    let long = ok(&format!("{}{{}}", " ".repeat(MAX_BODY)));
    hostile.all_end("a byte too much", long, Manner::AtOnce, Outcome::BodyTooLarge(200)).await;
    let declared = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n{}";
    hostile.all_end("a trillion bytes, declared", declared, Manner::Endless, Outcome::BodyTooLarge(200)).await;
    let chunk =
        format!("HTTP/1.1 404 Said\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n{}", " ".repeat(MAX_BODY + 1));
    hostile.all_end("a chunk too large", chunk, Manner::Stalling, Outcome::BodyTooLarge(404)).await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_timeout() {
    let hostile = Hostile::with_timeout(SHORT).await;
    let length = "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n";
    for (what, bytes, manner) in [
        ("nothing", "", Manner::Stalling),
        ("half a head", "HTTP/1.1 200", Manner::Stalling),
        ("half a body", length, Manner::Stalling),
        ("a dripping body", length, Manner::Dripping),
        ("a dripping head", "HTTP/1.1 200 OK\r\nx:", Manner::Dripping),
        ("a reset that does not come", "HTTP/1.1 100 Continue\r\n\r\n", Manner::Stalling),
    ] {
        hostile.all_end(what, bytes, manner, Outcome::Timeout).await;
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_is_not_http_is_a_transport_error() {
    let hostile = Hostile::new().await;
    for (what, bytes, manner) in [
        ("a connection closed at once", "", Manner::Never),
        ("a connection closed without a response", "", Manner::AtOnce),
        ("half a head", "HTTP/1.1 200 OK\r\ncontent-le", Manner::AtOnce),
        ("half a body", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"da", Manner::AtOnce),
        ("a chunk that breaks off", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{", Manner::AtOnce),
        ("a chunk of no length", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n", Manner::AtOnce),
        ("another protocol", "SSH-2.0-OpenSSH_9.9\r\n", Manner::AtOnce),
        ("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", Manner::AtOnce),
        ("a header of no name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n", Manner::AtOnce),
        ("two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ", Manner::AtOnce),
        ("a head without an end", "HTTP/1.1 200 OK\r\nx: ", Manner::Endless),
    ] {
        hostile.all_end(what, bytes, manner, Outcome::Transport).await;
    }
}

#[tokio::test]
async fn an_unreachable_server_is_a_transport_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    for (vendor, outcome) in Clients::new(&url, LONG, MAX_BODY).call().await {
        assert_eq!(outcome, Outcome::Transport, "{vendor}");
    }
}

#[test]
fn no_damage_to_a_body_is_more_than_an_error() {
    let page = super::examples::blocks("linq").remove(0).to_string();
    let decode = |text: &[u8]| linq_types::runtime::json::decode::<linq_types::GetContactResponse>(text);
    assert!(decode(page.as_bytes()).is_ok());
    for end in 0..page.len() {
        let fault = decode(&page.as_bytes()[..end]).expect_err("a truncated object is none");
        assert!(fault.path().starts_with('$'), "{fault}");
    }
    for place in 0..page.len() {
        for byte in [b'"', b'{', b']', b',', b'\\', b'0', b'n', 0, 0xff] {
            let mut damaged = page.clone().into_bytes();
            damaged[place] = byte;
            if let Err(fault) = decode(&damaged) {
                assert!(fault.path().starts_with('$'), "{fault}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_may_lack_everything_that_is_not_required() {
    let hostile = Hostile::new().await;
    let body = r#"{"more": [1, {"of": null}], "data": null, "payload": {}, "telephone": null}"#;
    for (vendor, outcome) in hostile.outcomes(ok(body), Manner::AtOnce).await {
        let expected = if vendor == "close" { undecodable("$") } else { Outcome::Value };
        assert_eq!(outcome, expected, "{vendor}");
    }
}
