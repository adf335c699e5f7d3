//! Whatever a server sends, every client ends soon, in a value or a typed error.

use super::canned::{Canned, Manner, answer};
use super::outcome::{Outcome, of_all_clients};
use std::time::{Duration, Instant};

/// How long clients wait for an answer that never ends.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);
const MAX_BODY: usize = 100_000;

/// Every client ends like this when the server sends these bytes, and within a second of the time it was given.
async fn all_end(what: &str, bytes: impl Into<Vec<u8>>, manner: Manner, timeout: Duration, expected: Outcome) {
    let server = Canned::raw(bytes, manner).await;
    let started = Instant::now();
    for (vendor, outcome) in of_all_clients(&server.url, timeout, MAX_BODY).await {
        assert_eq!(outcome, expected, "{vendor}: {what}");
    }
    assert!(started.elapsed() < Duration::from_secs(10), "{what} took {:?}", started.elapsed());
}

fn undecodable(path: &str) -> Outcome {
    Outcome::Decode { status: 200, path: path.to_owned() }
}

fn ok(body: &str) -> String {
    answer(200, "content-type: application/json", body)
}

#[tokio::test]
async fn a_body_that_is_not_json_is_told_with_its_status() {
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
        // Close's contact has required members: half an object or an empty one lacks them as well.
        let server = Canned::raw(ok(body), Manner::AtOnce).await;
        for (vendor, outcome) in of_all_clients(&server.url, LONG, MAX_BODY).await {
            assert!(matches!(outcome, Outcome::Decode { status: 200, .. }), "{vendor}: {what}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_told() {
    for body in [&b"\xff\xfe{\0}\0"[..], b"{\"key\": \"\xff\"}", b"{\"\xc3\x28\": 1}", b"\0\0\0\0"] {
        let mut bytes = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        let server = Canned::raw(bytes, Manner::AtOnce).await;
        for (vendor, outcome) in of_all_clients(&server.url, LONG, MAX_BODY).await {
            assert!(matches!(outcome, Outcome::Decode { status: 200, .. }), "{vendor}: {body:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn nesting_without_end_is_told() {
    for open in ["[", "{\"data\":", "{\"payload\":{\"custom_attributes\":", "{\"x\":[", "{\"emails\":[{\"x\":["] {
        let server = Canned::raw(ok(&open.repeat(20_000 / open.len())), Manner::AtOnce).await;
        for (vendor, outcome) in of_all_clients(&server.url, LONG, MAX_BODY).await {
            assert!(matches!(outcome, Outcome::Decode { status: 200, .. }), "{vendor}: {open}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_type_is_told_with_its_path() {
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
        let server = Canned::json(status, body).await;
        let outcomes = of_all_clients(&server.url, LONG, MAX_BODY).await;
        let (_, outcome) = outcomes.into_iter().find(|(name, _)| *name == vendor).expect("one of them");
        assert_eq!(outcome, Outcome::Decode { status, path: path.to_owned() }, "{vendor}: {body}");
    }
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_body_whatever_it_is() {
    for (status, body) in [(418, "short and stout"), (503, "<html>"), (204, ""), (299, "{}"), (600, "?"), (999, "")] {
        let expected = Outcome::Unexpected { status, body: body.to_owned() };
        all_end("an undocumented status", answer(status, "x: y", body), Manner::AtOnce, LONG, expected).await;
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_told_and_not_read_to_its_end() {
    let endless = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
    all_end("an endless body", endless, Manner::Endless, LONG, Outcome::BodyTooLarge(200)).await;
    let unexpected = "HTTP/1.1 503 Said\r\nconnection: close\r\n\r\n";
    all_end("an endless error", unexpected, Manner::Endless, LONG, Outcome::BodyTooLarge(503)).await;
    let long = ok(&format!("{}{{}}", " ".repeat(MAX_BODY)));
    all_end("a byte too much", long, Manner::AtOnce, LONG, Outcome::BodyTooLarge(200)).await;
    let declared = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n{}";
    all_end("a trillion bytes, declared", declared, Manner::Endless, LONG, Outcome::BodyTooLarge(200)).await;
    let chunk =
        format!("HTTP/1.1 404 Said\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n{}", " ".repeat(MAX_BODY + 1));
    all_end("a chunk too large", chunk, Manner::Stalling, LONG, Outcome::BodyTooLarge(404)).await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_timeout() {
    let length = "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n";
    for (what, bytes, manner) in [
        ("nothing", "", Manner::Stalling),
        ("half a head", "HTTP/1.1 200", Manner::Stalling),
        ("half a body", length, Manner::Stalling),
        ("a dripping body", length, Manner::Dripping),
        ("a dripping head", "HTTP/1.1 200 OK\r\nx:", Manner::Dripping),
        ("a reset that does not come", "HTTP/1.1 100 Continue\r\n\r\n", Manner::Stalling),
    ] {
        all_end(what, bytes, manner, SHORT, Outcome::Timeout).await;
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_is_not_http_is_a_transport_error() {
    for (what, bytes, manner) in [
        ("a connection closed at once", "", Manner::Never),
        ("a connection closed without an answer", "", Manner::AtOnce),
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
        all_end(what, bytes, manner, LONG, Outcome::Transport).await;
    }
}

#[tokio::test]
async fn an_unreachable_server_is_a_transport_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    for (vendor, outcome) in of_all_clients(&url, LONG, MAX_BODY).await {
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
    let server =
        Canned::json(200, r#"{"more": [1, {"of": null}], "data": null, "payload": {}, "telephone": null}"#).await;
    for (vendor, outcome) in of_all_clients(&server.url, LONG, MAX_BODY).await {
        let expected = if vendor == "close" { undecodable("$") } else { Outcome::Value };
        assert_eq!(outcome, expected, "{vendor}");
    }
}
