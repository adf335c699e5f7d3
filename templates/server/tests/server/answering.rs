//! What HTTP demands of answers: what is accepted, codings, repetitions, lengths, slashes.

use crate::contacts::{ArchiveContactRequest, ArchiveContactResponse, Contacts};
use crate::conversation::{BASIC, server};
use crate::exchange::{self, exchange};
use crate::{Service, fake};
use axum::http::StatusCode;
use template_server::runtime::Problem;
use template_server::runtime::fake::AcceptAnyone;

#[tokio::test]
async fn what_is_accepted_is_answered_or_refused() {
    for (accept, status) in [
        ("", 200),
        ("*/*", 200),
        ("application/*;q=0.1", 200),
        ("text/html, application/json", 200),
        ("application/vnd.sample.v2+json", 200),
        ("text/html", 406),
        ("application/json;q=0, text/html", 406),
        ("nonsense", 200),
    ] {
        let header = if accept.is_empty() { String::new() } else { format!("\naccept: {accept}") };
        let response = exchange(server(), &format!("GET /api/contacts/7\n{BASIC}{header}"), "").await;
        assert_eq!(response.status, status, "{accept}: {}", response.body);
        if status == 406 {
            assert_eq!(response.header("content-type"), "application/problem+json", "{accept}");
            assert!(response.body.contains("this operation answers application/json"), "{}", response.body);
        }
    }
    // Who may not call is told that first, and where nothing is answered, nothing need be accepted.
    assert_eq!(exchange(server(), "GET /api/contacts/7\naccept: text/html", "").await.status, 401);
    assert_eq!(exchange(server(), "POST /api/contacts/a%2Fb:archive\naccept: text/html", "").await.status, 204);
}

#[tokio::test]
async fn a_body_in_a_coding_is_refused() {
    let request = "POST /api/contacts\ncontent-type: application/json\ncontent-encoding: ";
    for (coding, status) in [("gzip", 415), ("Identity", 201), ("identity\ncontent-encoding: br", 415)] {
        let response = exchange(server(), &format!("{request}{coding}"), r#"{"name":"Ada"}"#).await;
        assert_eq!(response.status, status, "{coding}: {}", response.body);
        assert_eq!(response.header("accept-encoding"), if status == 415 { "identity" } else { "" }, "{coding}");
    }
}

#[tokio::test]
async fn what_can_be_sent_once_is_not_taken_twice() {
    let json = "content-type: application/json";
    let twice = exchange(server(), &format!("POST /api/contacts\n{json}\ncontent-type: text/csv"), "{}").await;
    assert_eq!(twice.status, 400, "{}", twice.body);
    assert!(twice.body.contains("several content types"), "{}", twice.body);
    for (query, parameter) in
        [("notes=1&notes=2", "notes"), ("_fields=a&_fields=b", "_fields"), ("notes=1&%6Eotes=1", "notes")]
    {
        let response = exchange(server(), &format!("GET /api/contacts/7?{query}\n{BASIC}"), "").await;
        assert_eq!(response.status, 400, "{query}: {}", response.body);
        let error = &response.json()["errors"][0];
        assert_eq!((&error["parameter"], &error["detail"]), (&parameter.into(), &"is sent more than once".into()));
    }
}

/// What stands in the head of an answer over a connection.
async fn heads(requests: &[&str]) -> Vec<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, crate::fake::router()).await });
    let mut heads = Vec::new();
    for request in requests {
        let text =
            format!("{request} HTTP/1.1\r\nhost: a\r\nauthorization: token k:right\r\nconnection: close\r\n\r\n");
        heads.push(exchange::raw(address, text.as_bytes()).await.body.to_ascii_lowercase());
    }
    serving.abort();
    heads
}

#[tokio::test]
async fn an_answer_that_never_has_a_body_has_no_length() {
    let requests = ["POST /api/contacts/a:archive", "OPTIONS /api/contacts/7", "HEAD /api/contacts/7", "OPTIONS *"];
    let heads = heads(&requests).await;
    for (request, head) in requests.iter().zip(&heads) {
        let is_without_body = head.starts_with("http/1.1 204");
        assert_eq!(is_without_body, !request.starts_with("HEAD"), "{request}: {head}");
        assert_eq!(head.contains("content-length"), !is_without_body, "{request}: {head}");
        assert!(head.ends_with("\r\n\r\n"), "{request}: {head}");
    }
}

#[tokio::test]
async fn slashes_mean_the_same_where_the_router_is_nested() {
    for path in ["/api/contacts/7", "/api/contacts/7/", "//api/contacts/7", "/api//contacts/7", "//", "/nowhere"] {
        let nested = axum::Router::new().nest("/v1", server());
        let alone = exchange(server(), &format!("PUT {path}"), "").await;
        let nested = exchange(nested, &format!("PUT /v1{path}"), "").await;
        assert_eq!((alone.status, &alone.body), (nested.status, &nested.body), "{path}");
    }
}

#[tokio::test]
async fn slashes_can_be_ignored() {
    let lenient = || crate::routes(Full, AcceptAnyone(())).ignore_slashes().into_router();
    let nested = || axum::Router::new().nest("/v1", lenient());
    for path in ["/api/contacts/a:archive/", "//api/contacts/a:archive", "/api//contacts/a:archive//"] {
        assert_eq!(exchange(server(), &format!("POST {path}"), "").await.status, 404, "{path}");
        assert_eq!(exchange(lenient(), &format!("POST {path}"), "").await.status, 507, "{path}");
        assert_eq!(exchange(nested(), &format!("POST /v1{path}"), "").await.status, 507, "{path}");
    }
    assert_eq!(exchange(lenient(), "GET /api/contacts/", "").await.status, 405);
    assert_eq!(exchange(lenient(), "GET //nowhere", "").await.status, 404);
}

#[tokio::test]
async fn the_description_is_served() {
    for (text, path, media_type) in [
        ("openapi: 3.1.0", "/openapi.yaml", "application/yaml"),
        ("\n{\"openapi\":\"3.1.0\"}", "/openapi.json", "application/json"),
    ] {
        let router = || crate::routes(Full, AcceptAnyone(())).openapi(text).into_router();
        let served = exchange(router(), &format!("GET {path}"), "").await;
        assert_eq!((served.status, served.body.as_str(), served.header("content-type")), (200, text, media_type));
        let head = exchange(router(), &format!("HEAD {path}"), "").await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        let nested = axum::Router::new().nest("/v1", router().reset_fallback());
        assert_eq!(exchange(nested, &format!("GET /v1{path}"), "").await.status, 200);
        let other = exchange(router(), &format!("DELETE {path}"), "").await;
        assert_eq!((other.status, other.header("allow")), (405, "GET, HEAD, OPTIONS"));
        assert_eq!(exchange(server(), &format!("GET {path}"), "").await.status, 404);
    }
}

/// A service whose test is about one operation.
struct Full;

impl Service for Full {
    type Error = Problem;
    type Identity = ();
}

impl Contacts for Full {
    async fn archive_contact(&self, _: ArchiveContactRequest) -> Result<ArchiveContactResponse, Problem> {
        Err(Problem::new(StatusCode::INSUFFICIENT_STORAGE, "the archive is full"))
    }
}

#[tokio::test]
async fn what_a_service_leaves_out_is_answered_from_examples() {
    let router = crate::routes(Full, AcceptAnyone(())).on_unimplemented(fake::example).into_router();
    let archived = exchange(router.clone(), "POST /api/contacts/a:archive", "").await;
    assert_eq!((archived.status, archived.json()["detail"].as_str()), (507, Some("the archive is full")));
    for (prefer, status) in [("", 200), ("\nprefer: code=404", 404)] {
        let shown = exchange(router.clone(), &format!("GET /api/contacts/7\n{BASIC}{prefer}"), "").await;
        assert_eq!(shown.status, status, "{}", shown.body);
    }
    let alone = exchange(crate::router(Full, AcceptAnyone(())), &format!("GET /api/contacts/7\n{BASIC}"), "").await;
    assert_eq!(alone.json()["detail"], "`getContact` is not implemented");
}
