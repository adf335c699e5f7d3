//! Generated crates at work: webhooks are received, operations find their servers, headers are read.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use callbacks_server::incoming_callbacks::{self, CallbackOnEnd2Request, CallbackOnEnd2Response, IncomingCallbacks};
use servers_client::servers;
use std::sync::{Arc, Mutex};
use webhooks_client::types::{self, Event, EventType, Pet, PetKind, Receipt, ReceiptState};
use webhooks_server::Credentials;
use webhooks_server::runtime::{Attempt, Authenticator, Problem, Verdict};
use webhooks_server::webhooks::{self, Paths, PetCreatedRequest, PetCreatedResponse, Webhooks};

struct Receiver(Arc<Mutex<Vec<String>>>);

impl webhooks_server::Service for Receiver {
    type Error = Problem;
    type Identity = ();
}

impl Webhooks for Receiver {
    async fn pet_created(&self, request: PetCreatedRequest, _: ()) -> Result<PetCreatedResponse, Problem> {
        let PetCreatedRequest { x_delivery, body, context } = request;
        self.0.lock().unwrap().push(format!("{} {x_delivery} {:?} {}", context.uri.path(), body.r#type, body.pet.name));
        Ok(PetCreatedResponse::Ok(Receipt { state: ReceiptState::Kept }))
    }
}

struct Signatures;

impl Authenticator<Credentials> for Signatures {
    type Identity = ();

    async fn authenticate(&self, credentials: Credentials, _: Attempt<'_>) -> Verdict<()> {
        match credentials {
            Credentials::Signature { key } if key.expose() == "signed" => Verdict::Allow(()),
            _ => Verdict::Unauthorized,
        }
    }
}

async fn served(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::main]
async fn main() {
    webhooks_are_received().await;
    callbacks_are_received().await;
    operations_find_their_servers().await;
    headers_are_read();
}

/// Over loopback, at a path of the receiver's choice: unknown values and broken bounds do no harm, and the client's own
/// credentials stay with it.
async fn webhooks_are_received() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let paths = Paths { pet_created: "/hooks/pets", ..Paths::default() };
    let url = served(webhooks::router(Receiver(Arc::clone(&seen)), paths, Signatures)).await;
    let auth = webhooks_client::Auth::token("the API's own");
    let client = webhooks_client::Client::builder("https://api.example.com").auth(auth).build().unwrap();
    let pet = Pet { id: 7, name: "longer than five".to_owned(), kind: PetKind::of("bird") };
    let event = Event { r#type: EventType::of("sold"), pet, note: Some("too long".to_owned()) };
    let call = |url: &str| client.webhooks().pet_created(url, "d1", &event);
    let receipt = call(&format!("{url}/hooks/pets?from=api")).with_header("X-Signature", "signed").await.unwrap();
    assert_eq!(receipt.state, ReceiptState::Kept);
    assert_eq!(*seen.lock().unwrap(), ["/hooks/pets d1 Unknown(\"sold\") longer than five"]);
    let unsigned = call(&format!("{url}/hooks/pets")).await.unwrap_err();
    assert_eq!(unsigned.status().map(|status| status.as_u16()), Some(401));
    let not_implemented = client.webhooks().stop_pings(&format!("{url}/ping")).await.unwrap_err();
    assert_eq!(not_implemented.status().map(|status| status.as_u16()), Some(501));
    let extra = r#"{"type":"created","pet":{"id":1,"name":"a","kind":"cat"},"new":1}"#;
    assert!(types::runtime::json::decode::<Event>(extra.as_bytes()).is_ok(), "unknown keys do no harm");
}

struct Ends;

impl callbacks_server::Service for Ends {
    type Error = std::convert::Infallible;
}

impl IncomingCallbacks for Ends {
    async fn on_end_2(&self, request: CallbackOnEnd2Request) -> Result<CallbackOnEnd2Response, Self::Error> {
        let status = if (request.id.as_str(), request.part) == ("s1", 3) {
            StatusCode::NO_CONTENT
        } else {
            StatusCode::IM_A_TEAPOT
        };
        Ok(CallbackOnEnd2Response::Other(status.into_response()))
    }
}

/// In this process: what follows the runtime expression is typed on both sides.
async fn callbacks_are_received() {
    let router = incoming_callbacks::router(Ends, incoming_callbacks::Paths::default());
    let transport = callbacks_client::TowerTransport::new(router);
    let client = callbacks_client::Client::builder("http://in.process").transport(transport).build().unwrap();
    let receiver = "http://in.process/onEnd";
    client.incoming_callbacks().on_end_2(receiver, "s1", 3).await.unwrap();
    assert!(client.incoming_callbacks().on_end_2(receiver, "s2", 3).await.is_err());
}

/// Every request says where it went.
async fn operations_find_their_servers() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let router = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let uri = request.uri().to_string();
        log.lock().unwrap().push(uri);
        async { StatusCode::NO_CONTENT }
    });
    let client = |base: servers_client::BaseUrl, one: bool| {
        let builder =
            servers_client::Client::builder(base).transport(servers_client::TowerTransport::new(router.clone()));
        if one { builder.one_server().build().unwrap() } else { builder.build().unwrap() }
    };
    let us = servers::Production { region: servers::ProductionRegion::UsEast, ..Default::default() };
    client(us.into(), false).account().account().await.unwrap();
    client(servers::PRODUCTION, false).files().upload().await.unwrap();
    client(servers::PRODUCTION, false).files().list_files().await.unwrap();
    client(servers::PRODUCTION, false).account().delete_account().await.unwrap();
    client(servers::PRODUCTION, true).files().upload().await.unwrap();
    client("https://my.example.com/v1/".into(), false).files().upload().await.unwrap();
    client(servers::RELATIVE.at("https://my.example.com"), false).files().list_files().await.unwrap();
    let call = client(servers::SANDBOX, false);
    call.files().upload().with_base_url(servers::UPLOAD_SANDBOX).await.unwrap();
    let expected = [
        "https://us-east.example.com:443/v1/account",
        "https://upload.example.com/v1/files",
        "https://eu.example.com:443/v2/files",
        "https://eu.example.com:443/v1/account",
        "https://eu.example.com:443/v1/files",
        "https://my.example.com/v1/files",
        "https://my.example.com/v2/files",
        "https://upload.sandbox.example.com/v1/files",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

/// What the server crate writes, the client crate reads.
fn headers_are_read() {
    use response_headers_client::headers::{GetOneOkHeaders, RateLimitHeaders};
    use response_headers_client::types::{Color, GetOneResponseXKind};
    let answer = response_headers_server::one::GetOneResponse::Ok {
        x_rate_limit: Some(3),
        e_tag: "\"a, b\"".to_owned(),
        x_tags: Some(vec!["a".to_owned(), "b".to_owned()]),
        x_color: Some(Color { r: 1, g: Some(2) }),
        x_exploded: Some([("a".to_owned(), 1), ("b".to_owned(), 2)].into()),
        x_json: Some(Color { r: 3, g: None }),
        x_kind: Some(GetOneResponseXKind::of("huge")),
        last_modified: None,
        x_ids: Some(vec![1, 2]),
    };
    let response = answer.into_response();
    let read = GetOneOkHeaders::read(response.headers()).unwrap();
    assert_eq!(read.x_rate_limit, Some(3));
    assert_eq!(read.e_tag, "\"a, b\"");
    assert_eq!(read.x_tags, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(read.x_color, Some(Color { r: 1, g: Some(2) }));
    assert_eq!(read.x_exploded, Some([("a".to_owned(), 1), ("b".to_owned(), 2)].into()));
    assert_eq!(read.x_json, Some(Color { r: 3, g: None }));
    assert_eq!(read.x_kind, Some(GetOneResponseXKind::of("huge")));
    assert_eq!(read.x_ids, Some(vec![1, 2]));
    let many = (HeaderName::from_static("x-ratelimit-reset"), HeaderValue::from_static("soon"));
    let error = RateLimitHeaders::read(&HeaderMap::from_iter([many])).unwrap_err();
    assert_eq!(error.name(), "X-RateLimit-Reset");
}
