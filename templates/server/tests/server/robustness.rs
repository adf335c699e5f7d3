//! Whatever is sent, the server answers, and never with a 500.

use crate::exchange;
use axum::body::Body;
use axum::http::{HeaderValue, Request};
use proptest::prelude::*;
use tower::ServiceExt;

fn response(request: Request<Body>) -> u16 {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { crate::fake::router().oneshot(request).await.unwrap().status().as_u16() })
}

fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("api".to_owned()),
        Just("contacts".to_owned()),
        Just("picture".to_owned()),
        "[0-9]{1,20}(:archive)?",
        "[-!$&'()*+,./:;=@_~%0-9A-Fa-z]{0,12}",
    ]
}

proptest! {
    #[test]
    fn any_head(
        method in "GET|HEAD|POST|PUT|OPTIONS|[A-Z]{1,7}",
        segments in prop::collection::vec(segment(), 0..5),
        query in "([-!$&'()*+,./:;=?@_~%0-9A-Fa-z\\[\\]|]|&_fields=|&notes=){0,40}",
        headers in prop::collection::vec(
            ("authorization|cookie|x-api-key|x-request-id|prefer|content-type", prop::collection::vec(any::<u8>(), 0..30)),
            0..4,
        ),
    ) {
        let Ok(uri) = format!("/{}?{query}", segments.join("/")).parse::<axum::http::Uri>() else { return Ok(()) };
        let mut request = Request::builder().method(method.as_str()).uri(uri);
        for (name, value) in &headers {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                request = request.header(name, value);
            }
        }
        let status = response(request.body(Body::empty()).unwrap());
        prop_assert_ne!(status, 500);
    }

    #[test]
    fn any_body(
        content_type in "application/json|application/x-www-form-urlencoded|multipart/form-data; boundary=b",
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "([\\[\\]{}\",:0-9a-e \\\\]|name|emails|null){0,60}".prop_map(String::into_bytes),
            "(--b|\r\n|--|[a-z]|Content-Disposition: form-data; name=|\"name\"|[&=%\\[\\]]){0,40}".prop_map(String::into_bytes),
        ],
    ) {
        for (method, target) in [("PUT", "/api/contacts/7"), ("POST", "/api/contacts")] {
            let request = Request::builder().method(method).uri(target).header("content-type", &content_type);
            let status = response(request.body(Body::from(body.clone())).unwrap());
            prop_assert!([201, 400, 415, 501].contains(&status), "{}", status);
        }
    }
}

#[tokio::test]
async fn bytes_that_are_not_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, crate::fake::router()).await });
    for bytes in [&b"\x00\xff\r\n\r\n"[..], b"GET /\xff HTTP/1.1\r\n\r\n", b"POST /api/contacts HTTP/9.9\r\n\r\n"] {
        let answered = exchange::raw(address, bytes).await;
        assert!(answered.body.is_empty() || answered.body.starts_with("HTTP/1.1 4"), "{}", answered.body);
    }
    let after = exchange::raw(address, b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(after.body.starts_with("HTTP/1.1 404"), "{}", after.body);
    serving.abort();
}
