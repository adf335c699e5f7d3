//! The program against what Discord answers: two messages over the limit, of which one says when it ends in a header of Discord's own.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use discord_client::{Auth, Client, Retry};
use discord_example::post;
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What arrived: credentials, content type and body.
type Arrived = Arc<Mutex<Vec<[String; 3]>>>;

async fn answer(State(arrived): State<Arrived>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let of = |name| head.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let mut arrived = arrived.lock().expect("unlocked");
    arrived.push([of(header::AUTHORIZATION), of(header::CONTENT_TYPE), String::from_utf8_lossy(&body).into_owned()]);
    let json = (header::CONTENT_TYPE, "application/json".to_owned());
    let limited =
        json!({"message": "You are being rate limited.", "retry_after": 0.2, "global": false, "code": 0}).to_string();
    let reset = header::HeaderName::from_static("x-ratelimit-reset-after");
    match arrived.len() {
        1 => (StatusCode::TOO_MANY_REQUESTS, [json, (header::RETRY_AFTER, "0".to_owned())], limited).into_response(),
        2 => (StatusCode::TOO_MANY_REQUESTS, [json, (reset, "0.2".to_owned())], limited).into_response(),
        _ => {
            let file = json!({"id": "5", "filename": "chart.png", "size": 3, "url": "https://cdn.discordapp.com/5"});
            let message = json!({"id": "81", "channel_id": "7", "content": "Look", "attachments": [file]});
            ([json], message.to_string()).into_response()
        }
    }
}

#[tokio::test]
async fn a_message_waits_for_the_limit() {
    let arrived = Arrived::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/api/v10", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, axum::Router::new().fallback(answer).with_state(arrived.clone())).into_future());
    let retry = Retry::standard().attempts(5).reset_header("X-RateLimit-Reset-After");
    let client = Client::builder(url).auth(Auth::bot_token("secret")).retry(retry).build().expect("a client");

    let since = Instant::now();
    assert_eq!(post(&client, "7", "Look", b"png".to_vec()).await.expect("a message"), "81");
    assert!(since.elapsed() >= Duration::from_millis(200));

    let arrived = arrived.lock().expect("unlocked");
    assert_eq!(arrived.len(), 3);
    for [credentials, media_type, body] in arrived.iter() {
        assert_eq!(credentials, "Bot secret");
        assert!(media_type.starts_with("multipart/form-data; boundary="), "{media_type}");
        assert!(body.contains("name=\"content\"\r\n"), "{body}");
        assert!(
            body.contains(r#"name="files[0]"; filename="chart.png""#) && body.contains("\r\n\r\npng\r\n"),
            "{body}"
        );
    }
}
