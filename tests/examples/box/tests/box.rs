//! The program against what Box answers: an upload whose first part is JSON, and a download from another origin.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use box_client::{Auth, Client};
use box_example::{download, upload};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What arrived: method and URL, headers and body.
type Arrived = Arc<Mutex<Vec<(String, HeaderMap, String)>>>;

async fn keep(arrived: &Arrived, request: Request) -> String {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let line = format!("{} {}", head.method, head.uri);
    arrived.lock().expect("unlocked").push((line.clone(), head.headers, String::from_utf8_lossy(&body).into_owned()));
    line
}

async fn answer(State((arrived, files)): State<(Arrived, String)>, request: Request) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match keep(&arrived, request).await.as_str() {
        "POST /2.0/files/content" => {
            let uploaded =
                json!({"total_count": 1, "entries": [{"id": "12", "type": "file", "name": "a.txt", "size": 5}]});
            (StatusCode::CREATED, json, uploaded.to_string()).into_response()
        }
        "GET /2.0/files/12/content" => {
            (StatusCode::FOUND, [(header::LOCATION, format!("{files}/d/1/once"))]).into_response()
        }
        _ => (StatusCode::NOT_FOUND, json, r#"{"type":"error","status":404,"code":"not_found"}"#).into_response(),
    }
}

async fn listen() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}

async fn stored(State(arrived): State<Arrived>, request: Request) -> &'static str {
    keep(&arrived, request).await;
    "hello"
}

#[tokio::test]
async fn a_file_goes_up_and_comes_down() {
    let arrived = Arrived::default();
    let ((api, url), (other, files)) = (listen().await, listen().await);
    tokio::spawn(
        axum::serve(api, axum::Router::new().fallback(answer).with_state((arrived.clone(), files))).into_future(),
    );
    tokio::spawn(axum::serve(other, axum::Router::new().fallback(stored).with_state(arrived.clone())).into_future());
    let client =
        Client::builder(format!("{url}/2.0")).one_server().auth(Auth::oauth2("secret")).build().expect("a client");

    assert_eq!(upload(&client, "a.txt", b"hello".to_vec()).await.expect("a file").as_deref(), Some("12"));
    let mut file = Vec::new();
    download(&client, "12", &mut file).await.expect("a file");
    assert_eq!(file, b"hello");
    let none = download(&client, "13", &mut file).await.expect_err("there is none");
    assert!(none.to_string().contains("not_found"), "{none}");

    let arrived = arrived.lock().expect("unlocked");
    let (_, headers, body) = arrived.first().expect("an upload");
    assert_eq!(headers.get(header::AUTHORIZATION).expect("credentials"), "Bearer secret");
    let attributes = body.find(r#"name="attributes""#).expect("a part");
    assert!(attributes < body.find(r#"name="file""#).expect("a part"), "Box wants the attributes first: {body}");
    let json = body[attributes..].split("\r\n\r\n").nth(1).and_then(|it| it.split("\r\n").next()).expect("a value");
    assert_eq!(serde_json::from_str::<Value>(json).expect("JSON"), json!({"name": "a.txt", "parent": {"id": "0"}}));
    let (_, headers, _) = arrived.iter().find(|(line, ..)| line == "GET /d/1/once").expect("a download");
    assert_eq!(headers.get(header::AUTHORIZATION), None);
}
