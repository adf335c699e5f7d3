//! The program against what OpenAI answers: server-sent events that come in pieces and end with a text that is no JSON, and a file.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use openai_client::{Auth, Client};
use openai_example::{ask, upload};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What arrived: path, `Accept`, content type and body.
type Arrived = Arc<Mutex<Vec<[String; 4]>>>;

fn chunk(content: &str) -> String {
    let choice = json!({"index": 0, "delta": {"content": content}, "finish_reason": null, "logprobs": null});
    let chunk = json!({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-mini", "choices": [choice]});
    format!("data: {chunk}\n\n")
}

async fn answer(State(arrived): State<Arrived>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let body = String::from_utf8_lossy(&body).into_owned();
    let of = |name| head.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let path = head.uri.path().to_owned();
    arrived.lock().expect("unlocked").push([path.clone(), of(header::ACCEPT), of(header::CONTENT_TYPE), body.clone()]);
    match path.as_str() {
        "/v1/chat/completions" if body.contains("too much") => {
            let error = json!({"error": {"message": "Rate limit reached", "type": "requests", "param": null, "code": "rate_limit_exceeded"}});
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::RETRY_AFTER, "20")];
            (StatusCode::TOO_MANY_REQUESTS, headers, error.to_string()).into_response()
        }
        "/v1/chat/completions" => {
            let text = [chunk(""), chunk("Rust "), chunk("is a language."), "data: [DONE]\n\n".to_owned()].concat();
            ([(header::CONTENT_TYPE, "text/event-stream; charset=utf-8")], Body::from(text)).into_response()
        }
        _ => {
            let file = json!({"id": "file-1", "object": "file", "bytes": 3, "created_at": 1, "filename": "batch.jsonl", "purpose": "batch"});
            ([(header::CONTENT_TYPE, "application/json")], file.to_string()).into_response()
        }
    }
}

#[tokio::test]
async fn a_chat_is_streamed_and_a_file_uploaded() {
    let arrived = Arrived::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, axum::Router::new().fallback(answer).with_state(arrived.clone())).into_future());
    let client = Client::builder(url).auth(Auth::api_key("secret")).build().expect("a client");

    let mut out = Vec::new();
    ask(&client, "What is Rust?", &mut out).await.expect("an answer");
    assert_eq!(String::from_utf8_lossy(&out), "Rust is a language.");

    let limited = ask(&client, "too much", &mut out).await.expect_err("the limit is reached");
    assert!(limited.to_string().contains("Rate limit reached"), "{limited}");

    assert_eq!(upload(&client, "{}\n".to_owned()).await.expect("a file"), "file-1");

    let arrived = arrived.lock().expect("unlocked");
    let [chat, _, file] = arrived.as_slice() else { panic!("{arrived:?}") };
    assert_eq!(chat[1], "text/event-stream", "nothing else is accepted");
    let expected = json!({
        "model": "gpt-4o-mini", "messages": [{"role": "user", "content": "What is Rust?"}], "stream": true, "temperature": 0.2,
    });
    assert_eq!(serde_json::from_str::<Value>(&chat[3]).expect("JSON"), expected);
    let boundary = file[2].strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let parts: Vec<&str> = file[3].split(&format!("--{boundary}")).collect();
    let [_, content, purpose, _] = parts.as_slice() else { panic!("{file:?}") };
    assert!(
        content.contains(r#"name="file"; filename="batch.jsonl""#) && content.ends_with("\r\n\r\n{}\n\r\n"),
        "{content}"
    );
    assert!(content.contains("application/jsonl") && purpose.ends_with("\r\n\r\nbatch\r\n"), "{content}{purpose}");
}
