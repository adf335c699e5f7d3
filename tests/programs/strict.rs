//! What the document forbids: servers answer 400 with a pointer to each place, clients read it as well as it goes.

use axum::body::Body;
use axum::http::{Response, StatusCode, header::CONTENT_TYPE};
use strict_client::types::runtime::json;
use strict_client::types::serde_json::Value;
use strict_client::types::{Both, BothKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as bytes, whatever they are; the status and the body of the answer.
async fn sent(address: &str, method: &str, path: &str, media_type: &str, body: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).unwrap().parse().unwrap();
    (status, text.split_once("\r\n\r\n").unwrap().1.to_owned())
}

async fn served(router: axum::Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The pointers and rules of a problem, in order.
fn broken(problem: &str) -> Vec<(String, String)> {
    let problem: Value = json::decode(problem.as_bytes()).unwrap();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["rule"]))).collect()
}

/// The pointers of a problem, in order.
fn pointers(problem: &str) -> Vec<String> {
    broken(problem).into_iter().map(|(pointer, _)| pointer).collect()
}

/// What a server refuses of `Both` and of `Asked`, where, and by which keyword.
const FORBIDDEN: [(&str, &str, &str, &str); 20] = [
    ("/both", r#"{"kind":"zz"}"#, "#/kind", "enum"),
    ("/both", r#"{"number":3}"#, "#/number", "enum"),
    ("/both", r#"{"zz":1}"#, "#/zz", "additionalProperties"),
    ("/both", r#"{"name":null}"#, "#/name", "type"),
    ("/both", r#"{"at":"2024-05-01"}"#, "#/at", "format"),
    ("/both", r#"{"at":"2024-05-01 10:00:00Z"}"#, "#/at", "format"),
    ("/both", r#"{"at":"2024-05-01T10:00:00"}"#, "#/at", "format"),
    ("/both", r#"{"day":"2024-05-01T10:00:00Z"}"#, "#/day", "format"),
    ("/both", r#"{"id":"936da01f9abd4d9d80c702af85c822a8"}"#, "#/id", "format"),
    ("/both", r#"{"count":1.5}"#, "#/count", "type"),
    ("/both", r#"{"name":"a","name":"b"}"#, "#", "duplicate-key"),
    ("/both", r#"{"tags":{"a":1,"a":2}}"#, "#/tags/a", "duplicate-key"),
    ("/both", r#"{"long":"abc"}"#, "#/long", "minLength"),
    ("/both", r#"{"shape":{"shape":"Oval"}}"#, "#/shape/shape", "discriminator"),
    ("/both", r#"{"pair":["a",1,2]}"#, "#/pair", "items"),
    ("/both", "\u{feff}{}", "#", ""),
    ("/asked", r#"{"kind":"zz"}"#, "#/kind", "enum"),
    ("/asked", r#"{"zz":1}"#, "#/zz", "additionalProperties"),
    ("/asked", r#"{"name":null}"#, "#/name", "type"),
    ("/asked", r#"{"at":"2024-05-01 10:00:00"}"#, "#/at", "format"),
];

/// Bodies that are no objects with a name: media type, what is refused and where, what is taken.
const RULES: [(&str, &str, &str, &str, &str); 9] = [
    ("/list", "application/json", "[]", "#", r#"["ab"]"#),
    ("/list", "application/json", r#"["ab","ab"]"#, "#", r#"["ab","cd"]"#),
    ("/list", "application/json", r#"["ab","B"]"#, "#/1", r#"["ab"]"#),
    ("/word", "application/json", r#""abcdef""#, "#", r#""abc""#),
    ("/text", "text/plain", "abc", "#", "abcdef"),
    ("/number", "application/json", "0", "#", "1"),
    ("/number", "application/json", "1.5", "#", "2"),
    ("/map", "application/json", "{}", "#", r#"{"a":"abc"}"#),
    ("/map", "application/json", r#"{"a":"abcdef"}"#, "#/a", r#"{"a":"abc"}"#),
];

#[tokio::main]
async fn main() {
    let address = served(strict_server::fake::router()).await;
    for (path, body, pointer, rule) in FORBIDDEN {
        let (status, problem) = sent(&address, "POST", path, "application/json", body.as_bytes()).await;
        assert_eq!(status, 400, "{path} {body}");
        let found = broken(&problem);
        assert!(found.contains(&(pointer.to_owned(), rule.to_owned())), "{body}: {pointer} {rule} in {problem}");
        if path == "/both" && !["1.5", "\"abc\""].iter().any(|wrong| body.contains(wrong)) {
            assert!(json::decode::<Both>(body.as_bytes()).is_ok(), "a client reads {body}");
        }
    }
    for (path, media_type, refused, pointer, taken) in RULES {
        let (status, problem) = sent(&address, "PUT", path, media_type, refused.as_bytes()).await;
        assert_eq!((status, pointers(&problem).first().map(String::as_str)), (400, Some(pointer)), "{path} {refused}");
        assert_eq!(sent(&address, "PUT", path, media_type, taken.as_bytes()).await.0, 204, "{path} {taken}");
    }
    everything_is_told_at_once(&address).await;
    what_is_allowed_is_taken(&address).await;
    clients_read_tolerantly_and_leniently().await;
}

async fn everything_is_told_at_once(address: &str) {
    let body = r#"{"kind":"zz","at":"2024-05-01","long":"abc","zz":1,"name":null,"list":[{"size":1},{"size":"a"},{}],
        "inner":{"size":1,"note":"abcdef"},"shape":{"shape":"Round","radius":"x"}}"#;
    let (status, problem) = sent(address, "POST", "/both", "application/json", body.as_bytes()).await;
    assert_eq!(status, 400);
    let mut found = pointers(&problem);
    found.sort_unstable();
    let expected =
        ["#/at", "#/inner/note", "#/kind", "#/list/1/size", "#/list/2", "#/long", "#/name", "#/shape/radius", "#/zz"];
    assert_eq!(found, expected, "{problem}");
}

async fn what_is_allowed_is_taken(address: &str) {
    let body = r#"{"kind":"a","number":2,"name":"","cleared":null,"at":"2024-05-01t10:00:00.5+01:00","day":"2024-05-01",
        "id":"936da01f-9abd-4d9d-80c7-02af85c822a8","count":3.0,"long":"abcdef","inner":{"size":1,"unknown":2},"list":[],
        "shape":{"shape":"Square","side":1},"pair":["a",1],"tags":{"a":1}}"#;
    assert_eq!(sent(address, "POST", "/both", "application/json", body.as_bytes()).await.0, 200);
}

async fn clients_read_tolerantly_and_leniently() {
    let answer = "\u{feff}{\"kind\":\"zz\",\"name\":\"a\",\"name\":\"b\",\"day\":\"\",\"inner\":[],\"list\":[{\"size\":1,\"note\":7}],\"count\":4}";
    let router = axum::Router::new().fallback(move || async move {
        let mut response = Response::new(Body::from(answer));
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
        response
    });
    let transport = || strict_client::TowerTransport::new(router.clone());
    let builder = || strict_client::Client::builder("http://in.process").transport(transport());
    let body = Both::default();
    let refused = builder().build().unwrap().strict().both(&body).await;
    assert!(refused.is_err(), "an empty text is no date");
    let answer = builder().lenient().build().unwrap().strict().both(&body).send().await.unwrap();
    let Both { kind, name, day, inner, list, count, .. } = *answer.body;
    assert_eq!((kind, name.as_deref(), count), (Some(BothKind::of("zz")), Some("b"), Some(4)));
    assert!(day.is_none() && inner.is_none() && list.is_some_and(|list| list.iter().all(|item| item.note.is_none())));
    let passed: Vec<&str> = answer.passed_over.iter().map(|fault| fault.path()).collect();
    assert_eq!(passed, ["$.day", "$.inner", "$.list[0].note"]);
}
