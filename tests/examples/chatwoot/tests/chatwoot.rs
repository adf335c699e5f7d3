//! The program against what Chatwoot answers: numbers that are texts, and a page after the last that is empty.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chatwoot_client::{Auth, Client};
use chatwoot_example::{create, search, some};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What arrived: method and URL, token and body.
type Arrived = Arc<Mutex<Vec<[String; 3]>>>;

fn contact(id: u64, name: &str) -> Value {
    json!({"id": id, "name": name, "email": null, "availability_status": "offline", "custom_attributes": {}})
}

async fn answer(State(arrived): State<Arrived>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let line = format!("{} {}", head.method, head.uri);
    let token = head.headers.get("api_access_token").and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    arrived.lock().expect("unlocked").push([line.clone(), token, String::from_utf8_lossy(&body).into_owned()]);
    let page = |contacts: Value| json!({"meta": {"count": 3, "current_page": "1"}, "payload": contacts});
    let body = match line.as_str() {
        "POST /api/v1/accounts/1/contacts" => {
            json!({"payload": {"contact": contact(4, "Ada"), "contact_inbox": {"source_id": "s"}}})
        }
        "GET /api/v1/accounts/1/contacts/search?q=ada%40example.com" => page(json!([contact(4, "Ada")])),
        "GET /api/v1/accounts/1/contacts" => page(json!([contact(1, "Alan"), contact(2, "Grace")])),
        "GET /api/v1/accounts/1/contacts?page=2" => page(json!([contact(3, "Edsger")])),
        "GET /api/v1/accounts/1/contacts?page=3" => page(json!([])),
        _ => {
            return (
                StatusCode::UNAUTHORIZED,
                [(header::CONTENT_TYPE, "application/json")],
                r#"{"error":"Invalid Access Token"}"#,
            )
                .into_response();
        }
    };
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

#[tokio::test]
async fn contacts_are_created_searched_and_listed() {
    let arrived = Arrived::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, axum::Router::new().fallback(answer).with_state(arrived.clone())).into_future());
    let client = Client::builder(url).auth(Auth::user_api_key("secret")).build().expect("a client");

    assert_eq!(create(&client, 1, "Ada", "ada@example.com").await.expect("a contact"), Some(4));
    let found = search(&client, 1, "ada@example.com").await.expect("contacts");
    assert_eq!(found.first().and_then(|contact| contact.name.as_deref()), Some("Ada"));

    let (mut names, mut from) = (Vec::new(), None);
    loop {
        let (more, next) = some(&client, 1, from).await.expect("a page");
        names.extend(more);
        from = next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(names, ["Alan", "Grace", "Edsger"]);

    let refused = search(&client, 2, "").await.expect_err("it is another's account");
    assert!(refused.to_string().contains("Invalid Access Token"), "{refused}");

    let arrived = arrived.lock().expect("unlocked");
    assert!(arrived.iter().all(|[_, token, _]| token == "secret"));
    let created: Value = serde_json::from_str(&arrived[0][2]).expect("JSON");
    assert_eq!(created, json!({"inbox_id": 1.0, "name": "Ada", "email": "ada@example.com"}));
}
