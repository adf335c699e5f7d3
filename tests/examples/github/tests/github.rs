//! The program against what GitHub answers: pages by the header `Link`, a created issue, an upload, and an archive at another origin.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use github_client::{Auth, Client};
use github_example::{attach, bugs, report, source};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What arrived: method and URL, with the headers and the body.
type Arrived = Arc<Mutex<Vec<(String, HeaderMap, Vec<u8>)>>>;

#[derive(Clone)]
struct GitHub {
    arrived: Arrived,
    url: String,
    archives: String,
}

fn issue(number: u64) -> Value {
    json!({
        "id": number, "number": number, "title": format!("Bug {number}"), "state": "open", "created_at": "2024-05-01T10:00:00Z",
        "html_url": format!("https://github.com/o/r/issues/{number}"), "user": {"id": 1, "login": "octocat"},
        "labels": [{"id": 2, "name": "bug"}],
    })
}

async fn keep(arrived: &Arrived, request: Request) -> String {
    let (head, body) = request.into_parts();
    let line = format!("{} {}", head.method, head.uri);
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    arrived.lock().expect("unlocked").push((line.clone(), head.headers, body));
    line
}

async fn answer(State(github): State<GitHub>, request: Request) -> Response {
    let GitHub { arrived, url, archives } = &github;
    match keep(arrived, request).await.as_str() {
        "GET /repos/o/r/issues?labels=bug&per_page=100" => {
            let link = format!(
                r#"<{url}/repositories/7/issues?labels=bug&page=2>; rel="next", <{url}/repositories/7/issues?labels=bug&page=2>; rel="last""#
            );
            ([(header::LINK, link)], json_of(&json!([issue(1), issue(2)]))).into_response()
        }
        "GET /repositories/7/issues?labels=bug&page=2" => json_of(&json!([issue(3)])),
        "POST /repos/o/r/issues" => (StatusCode::CREATED, json_of(&issue(4))).into_response(),
        "GET /repos/o/r/releases/tags/v1" => {
            json_of(&json!({"id": 9, "tag_name": "v1", "upload_url": "https://uploads.github.com/{?name}"}))
        }
        "POST /repos/o/r/releases/9/assets?name=program.zip" => {
            let asset = json!({"id": 5, "name": "program.zip", "state": "uploaded", "size": 3, "browser_download_url": "https://github.com/a"});
            (StatusCode::CREATED, json_of(&asset)).into_response()
        }
        "GET /repos/o/r/tarball/main" => {
            (StatusCode::FOUND, [(header::LOCATION, format!("{archives}/o/r/legacy.tar.gz?token=once"))])
                .into_response()
        }
        _ => (StatusCode::NOT_FOUND, json_of(&json!({"message": "Not Found"}))).into_response(),
    }
}

fn json_of(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], value.to_string()).into_response()
}

async fn archive(State(arrived): State<Arrived>, request: Request) -> Response {
    keep(&arrived, request).await;
    ([(header::CONTENT_TYPE, "application/x-gzip")], Body::from("the source")).into_response()
}

async fn listen() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}

#[tokio::test]
async fn issues_assets_and_archives() {
    let arrived = Arrived::default();
    let ((api, url), (other, archives)) = (listen().await, listen().await);
    let github = GitHub { arrived: arrived.clone(), url: url.clone(), archives };
    tokio::spawn(axum::serve(api, axum::Router::new().fallback(answer).with_state(github)).into_future());
    tokio::spawn(axum::serve(other, axum::Router::new().fallback(archive).with_state(arrived.clone())).into_future());
    let client = Client::builder(url).one_server().auth(Auth::token("secret")).build().expect("a client");

    let found = bugs(&client, "o", "r").await.expect("issues");
    assert_eq!(found.iter().map(|issue| issue.number).collect::<Vec<_>>(), [1, 2, 3]);

    assert_eq!(report(&client, "o", "r", "It is broken").await.expect("an issue"), "https://github.com/o/r/issues/4");

    let asset = attach(&client, "o", "r", "v1", b"zip".to_vec()).await.expect("an asset");
    assert_eq!((asset.id, asset.size), (5, 3));
    let none = attach(&client, "o", "r", "v2", Vec::new()).await.expect_err("there is no such release");
    assert_eq!(none.status(), Some(StatusCode::NOT_FOUND));
    assert!(none.to_string().contains("Not Found"), "{none}");

    let mut file = Vec::new();
    source(&client, "o", "r", &mut file).await.expect("an archive");
    assert_eq!(file, b"the source");

    let arrived = arrived.lock().expect("unlocked");
    let of = |start: &str| arrived.iter().find(|(line, ..)| line.starts_with(start)).expect("it arrived");
    let bearer =
        |headers: &HeaderMap| headers.get(header::AUTHORIZATION).map(|it| it.to_str().expect("text").to_owned());
    let (_, headers, body) = of("POST /repos/o/r/issues");
    assert_eq!(bearer(headers).as_deref(), Some("Bearer secret"));
    assert_eq!(
        serde_json::from_slice::<Value>(body).expect("JSON"),
        json!({"title": "It is broken", "labels": ["bug"]})
    );
    assert_eq!(bearer(&of("GET /repositories/7").1).as_deref(), Some("Bearer secret"));
    let (_, headers, body) = of("POST /repos/o/r/releases/9/assets");
    assert_eq!(
        (headers.get(header::CONTENT_TYPE).expect("a type"), body.as_slice()),
        (&"application/zip".parse().expect("a value"), b"zip".as_slice())
    );
    assert_eq!(bearer(&of("GET /o/r/legacy.tar.gz?token=once").1), None);
}
