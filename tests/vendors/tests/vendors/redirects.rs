//! Where clients follow a server that sends them elsewhere: to another origin without what is secret, and not for ever.

use super::canned::{Canned, Manner, response};
use super::outcome::{Clients, Outcome};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn another_origin_sees_no_credential() {
    let elsewhere = Canned::json(200, r#"{"data": {}}"#).await;
    let port = elsewhere.url.rsplit_once(':').expect("it has a port").1;
    let server = Canned::redirect(302, "").await;
    let clients = Clients::new(&server.url, TIMEOUT, 1000);
    for status in [301, 302, 303, 307, 308] {
        for location in
            [elsewhere.url.clone(), format!("{}/api/v1/contacts/42", elsewhere.url), format!("//127.0.0.1:{port}/x")]
        {
            server.answer_with(response(status, &format!("location: {location}"), ""), Manner::AtOnce);
            for (vendor, outcome) in clients.call().await {
                let read = matches!(outcome, Outcome::Value | Outcome::Decode { status: 200, .. });
                assert!(read, "{vendor}: {status} {location}: {outcome:?}");
            }
        }
        let location = format!("http://user:password@127.0.0.1:{port}/");
        server.answer_with(response(status, &format!("location: {location}"), ""), Manner::AtOnce);
        for (vendor, outcome) in clients.call().await {
            assert_eq!(outcome, Outcome::Unexpected { status, body: String::new() }, "{vendor}: {status} {location}");
        }
    }
    assert_eq!(server.requests().len(), 5 * 4 * 5);
    let requests = elsewhere.requests();
    assert_eq!(requests.len(), 5 * 3 * 5);
    for request in requests {
        let names: Vec<&str> = request.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
        assert!(
            names.iter().all(|name| ["accept", "accept-encoding", "host", "user-agent"].contains(name)),
            "{request}"
        );
    }
}

#[tokio::test]
async fn a_place_that_is_none_ends_the_call() {
    let server = Canned::redirect(302, "").await;
    let clients = Clients::new(&server.url, TIMEOUT, 1000);
    for location in
        ["", "http://", "http://[", ":", "\\\\x\\y", "http://x y/", "javascript:alert(1)", "file:///etc/passwd"]
    {
        server.answer_with(response(302, &format!("location: {location}"), ""), Manner::AtOnce);
        for (vendor, outcome) in clients.call().await {
            let ended = matches!(outcome, Outcome::Unexpected { status: 302, .. });
            assert!(ended, "{vendor}: {location:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn the_same_origin_is_asked_with_the_same_headers_and_not_for_ever() {
    use libredesk_client::{Auth, Client};
    let server = Canned::redirect(307, "/elsewhere/../moved?a=b#c").await;
    let client = Client::builder(&server.url).auth(Auth::token("key", "secret")).build().unwrap();
    assert_eq!(client.contacts().get_contact("42").await.unwrap_err().status().expect("it was answered"), 307);
    let requests = server.requests();
    assert_eq!(requests.len(), 11, "ten redirects are followed");
    for moved in &requests[1..] {
        let (line, headers) = moved.split_once("\r\n").expect("a head has lines");
        assert_eq!(line, "GET /moved?a=b HTTP/1.1");
        assert_eq!(headers, requests[0].split_once("\r\n").expect("a head has lines").1);
        assert!(headers.contains("authorization: token key:secret"));
    }
}
